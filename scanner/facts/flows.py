"""The say / do table: one row for every third-party service observed, or named as used in the policy."""

from collections import defaultdict

from scanner.facts.annotate import Observations, is_own
from scanner.facts.disclosure import Statement, statements
from scanner.facts.identifiers import telling
from scanner.facts.own_copies import copied
from scanner.facts.own_pages import only_own_page
from scanner.facts.verdicts import Policies, Seen, names_of
from scanner.model.claims import Document
from scanner.model.result import AnnotatedCookie, AnnotatedRequest, Flow
from scanner.model.target import ALL_STATES
from scanner.model.traces import HeldAddress, HeldKind, Identifier
from scanner.services import Catalogue, Service

_FIRST = 5
_AT_WORK = ("tech.", "cookies.", "cookie:", "purpose.analytics", "purpose.advertising", "sharing.")
"""Beginnings of practices by which a passage says that a network does more here than be linked to."""
_LINKED_TO = ("social", "chat")
_OFF_THE_PAGE = frozenset(
    ["cdn", "company", "delivery", "e-commerce", "email-marketing", "hosting", "payment", "security", "sign-in"]
)
"""Categories whose work is done elsewhere than on the pages: at a till, on a server, on the road, when a letter is sent."""


def flows(observations: Observations, documents: tuple[Document, ...], catalogue: Catalogue) -> tuple[Flow, ...]:
    """All rows: observed services first, by name, then those stated as used and not observed."""
    policies = Policies(documents, catalogue)
    requests: dict[str, list[AnnotatedRequest]] = defaultdict(list)
    for request in observations.requests:
        if request.service and not is_own(request.service):
            requests[request.service].append(request)
    cookies: dict[str, list[AnnotatedCookie]] = defaultdict(list)
    for cookie in observations.cookies:
        if cookie.service and not is_own(cookie.service) and not cookie.blocked:
            cookies[cookie.service].append(cookie)
    keys = {item.service for item in observations.storage if item.service}
    seen = sorted(requests.keys() | {service for service in cookies if _is_third(cookies[service])})
    rows = [
        _observed(service, requests[service], cookies[service], service in keys, policies, catalogue)
        for service in seen
    ]
    at_hand = _AtHand(observations.evidence.held_addresses, rows, catalogue)
    return tuple(rows + _stale(policies.statements, documents, rows, catalogue, at_hand))


def _is_third(cookies: list[AnnotatedCookie]) -> bool:
    return any(cookie.party == "third" for cookie in cookies)


def _observed(
    service: str,
    requests: list[AnnotatedRequest],
    cookies: list[AnnotatedCookie],
    has_keys: bool,
    policies: Policies,
    catalogue: Catalogue,
) -> Flow:
    known = catalogue.service(service)
    owner = known.entity if known else next((request.entity for request in requests if request.entity), None)
    identifiers = dict.fromkeys(identifier for request in requests for identifier in telling(request.identifiers))
    disclosure, told = policies.judge(
        service,
        Seen(
            cookies=bool(cookies) or has_keys,
            third_party_cookies=_is_third(cookies),
            identifiers=bool(identifiers) or any(cookie.identifier for cookie in cookies),
            owner=owner,
        ),
    )
    states = {request.state for request in requests if request.state == "baseline" or request.after_choice}
    return Flow(
        service=service,
        entity=owner,
        country=known.country if known else next((request.country for request in requests if request.country), None),
        states=tuple(state for state in ALL_STATES if state in states),
        observed=True,
        disclosure=disclosure,
        name=known.name if known else service,
        category=known.category if known else "",
        purpose=known.purpose if known else "unknown",
        listed=next((request.listed for request in requests if request.listed), None),
        quotes=tuple(dict.fromkeys(one.quote for one in told))[:4],
        requests=len(requests),
        first_requests=tuple(request.id for request in requests[:_FIRST]),
        cookies=tuple(dict.fromkeys(cookie.name for cookie in cookies)),
        accounts=tuple(dict.fromkeys(request.account for request in requests if request.account)),
        identifiers=tuple(identifiers)[:_FIRST] if identifiers else _cookie_identifiers(cookies),
        before_choice=any(not request.after_choice for request in requests),
        role=known.role if known else "unknown",
    )


def _cookie_identifiers(cookies: list[AnnotatedCookie]) -> tuple[Identifier, ...]:
    return tuple(Identifier(kind="cookie_id", key=cookie.name) for cookie in cookies if cookie.identifier)


class _AtHand:
    """Which services the pages hold an address of without loading it."""

    def __init__(self, held: tuple[HeldAddress, ...], rows: list[Flow], catalogue: Catalogue) -> None:
        self._seen: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            self._seen[row.entity or ""].add(row.service)
        self._services: dict[HeldKind, set[str]] = {"link": set(), "kept": set()}
        for one in held:
            if match := catalogue.match_url(one.url):
                self._services[one.kind] |= {match.service.id, *match.service.aliases}

    def explains(self, known: Service, told: list[Statement], every: list[Statement]) -> bool:
        """Whether naming a service that was not seen at work is answered by what the pages hold.

        That is what a click loads, or a link to a network of which the policy says no more than that the link is there.
        """
        if known.id in self._services["kept"]:
            return True
        places = {(one.document, one.claim.start) for one in told}
        at_work = {
            (one.document, one.claim.start)
            for one in every
            if one.claim.practice.startswith(_AT_WORK) and (one.document, one.claim.start) in places
        }
        linked = known.category in _LINKED_TO and known.id in self._services["link"]
        return linked and not any(place not in self._of_seen(known, every) for place in at_work)

    def _of_seen(self, known: Service, every: list[Statement]) -> set[tuple[str, int]]:
        """Where a service of the same owner is named that was seen: what is told there is told of that one."""
        owned = {f"vendor:{service}" for service in self._seen.get(known.entity or "", ())}
        return {(one.document, one.claim.start) for one in every if one.claim.practice in owned}


def _stale(
    every: list[Statement],
    documents: tuple[Document, ...],
    observed: list[Flow],
    catalogue: Catalogue,
    at_hand: _AtHand,
) -> list[Flow]:
    """Services stated as used, as a fact, that were not observed; a company has no row when a service of it was."""
    rows = []
    for service, told in _unseen(every, observed, catalogue).items():
        known = catalogue.service(service)
        if known is not None and not _could_be_seen(known):
            continue
        if known is not None and (
            any(copied(known.category, one, documents) for one in told)
            or only_own_page(known, told, documents)
            or at_hand.explains(known, told, every)
        ):
            continue
        rows.append(
            Flow(
                service=service,
                entity=known.entity if known else None,
                country=known.country if known else None,
                states=(),
                observed=False,
                disclosure="stale",
                name=known.name if known else service,
                category=known.category if known else "",
                purpose=known.purpose if known else "unknown",
                quotes=tuple(dict.fromkeys(one.quote for one in told))[:3],
                role=known.role if known else "unknown",
            )
        )
    return rows


def not_observable(
    documents: tuple[Document, ...], rows: tuple[Flow, ...], catalogue: Catalogue
) -> tuple[Service, ...]:
    """Services stated as used whose work no browser sees: they have no row, and raise a question to the operator."""
    observed = [row for row in rows if row.observed]
    unseen = (catalogue.service(service) for service in _unseen(statements(documents), observed, catalogue))
    return tuple(known for known in unseen if known is not None and not _could_be_seen(known))


def _unseen(every: list[Statement], observed: list[Flow], catalogue: Catalogue) -> dict[str, list[Statement]]:
    """What is stated as used, as a fact, and answers to no service observed, by id."""
    named: dict[str, list[Statement]] = defaultdict(list)
    for one in every:
        family, _, service = one.claim.practice.partition(":")
        if family == "vendor" and one.claim.polarity == "asserted" and one.claim.modality == "actual":
            named[service].append(one)
    covered = _covered(observed, catalogue)
    return {service: told for service, told in sorted(named.items()) if service not in covered}


def _covered(observed: list[Flow], catalogue: Catalogue) -> set[str]:
    """The names, of services and of companies, that an observed service answers to."""
    covered: set[str] = set()
    for flow in observed:
        known = catalogue.service(flow.service)
        covered |= {*names_of(flow.service, known, flow.entity), *(known.companies if known else ())}
    return covered


def _could_be_seen(known: Service) -> bool:
    """Whether a browser would see the service at work on the pages of a site."""
    return known.category not in _OFF_THE_PAGE and bool(known.hosts)
