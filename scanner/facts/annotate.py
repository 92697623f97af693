"""Adds to the evidence what the catalogue knows: party, service, company and country, purposes, identifiers."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from scanner import lists
from scanner.facts import purposes
from scanner.facts.consent_mode import is_cookieless
from scanner.facts.parties import party, registrable
from scanner.lists import Lists
from scanner.model.evidence import Cookie, Evidence, Request, StorageItem
from scanner.model.result import AnnotatedCookie, AnnotatedRequest, AnnotatedStorageItem, Purpose
from scanner.model.traces import Alias, Identifier
from scanner.services import Catalogue, Service, entity_of

_NO_THIRD_PARTY = frozenset({"web-platform", "consent-tools"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Observations:
    """The evidence with its annotations."""

    evidence: Evidence
    requests: tuple[AnnotatedRequest, ...]
    cookies: tuple[AnnotatedCookie, ...]
    storage: tuple[AnnotatedStorageItem, ...]


def annotate(evidence: Evidence, catalogue: Catalogue, known_lists: Lists = lists.NONE) -> Observations:
    """What was observed, with what is known of it. A service file goes before every list."""
    names = {alias.host: telling_name(alias, evidence, catalogue) for alias in evidence.aliases}
    return Observations(
        evidence=evidence,
        requests=tuple(_request(request, evidence, names, catalogue, known_lists) for request in evidence.requests),
        cookies=tuple(_cookie(cookie, evidence, catalogue, known_lists) for cookie in evidence.cookies),
        storage=tuple(_key(item, evidence, catalogue) for item in evidence.storage),
    )


def telling_name(alias: Alias, evidence: Evidence, catalogue: Catalogue) -> str:
    """Of the names behind a host, the first that a service file knows, else the first off the site, else the last."""
    foreign = [name for name in alias.chain if party(name, evidence.target) == "third"]
    known = next((name for name in foreign if catalogue.match_url(f"https://{name}/")), None)
    return known or next(iter(foreign), alias.chain[-1])


def is_own(service: str | None) -> bool:
    """Whether a service id stands for the site's own machinery, not for a third party."""
    return service is None or service in _NO_THIRD_PARTY


def _request(
    request: Request, evidence: Evidence, names: Mapping[str, str], catalogue: Catalogue, known_lists: Lists
) -> AnnotatedRequest:
    whose = party(request.host, evidence.target)
    match = catalogue.match_url(request.url)
    if match and (whose == "third" or match.by_path):
        service = match.service
        return AnnotatedRequest(
            **_plain(request),
            party=whose,
            service=service.id,
            entity=service.entity,
            country=service.country,
            account=match.account,
            identifiers=_identifiers(request, service.parameters_identifiers, catalogue),
            cname=names.get(request.host),
        )
    if whose == "first":
        return AnnotatedRequest(
            **_plain(request), party=whose, identifiers=request.carried, cname=names.get(request.host)
        )
    domain = registrable(request.host)
    owner = entity_of(domain)
    told = known_lists.request(request.url, evidence.target.url, request.resource_type)
    return AnnotatedRequest(
        **_plain(request),
        party=whose,
        service=domain,
        entity=owner.name if owner else told.owner if told else None,
        country=told.country if told else None,
        listed=told.source if told else None,
        identifiers=request.carried,
    )


def _identifiers(request: Request, parameters: tuple[str, ...], catalogue: Catalogue) -> tuple[Identifier, ...]:
    query = parse_qsl(urlsplit(request.url).query) if not is_cookieless(request.url) else ()
    sent = [name for name, value in query if value and name in parameters]
    found = [Identifier(kind="client_id", key=name) for name in dict.fromkeys(sent)]
    for name in request.sent_cookies:
        known = catalogue.match_cookie(name, request.host, "third")
        if known and known.cookie.purpose in ("marketing", "statistics"):
            found.append(Identifier(kind="cookie_id", key=name))
    return tuple(dict.fromkeys((*found, *request.carried)))


def _cookie(cookie: Cookie, evidence: Evidence, catalogue: Catalogue, known_lists: Lists) -> AnnotatedCookie:
    whose = party(cookie.domain, evidence.target)
    known = catalogue.match_cookie(cookie.name, cookie.domain, whose)
    told = purposes.of_cookie(cookie, whose, known, purposes.setter_of(cookie, whose, catalogue), known_lists)
    tracks = told.by in ("service-file", "list") and told.purpose in ("marketing", "statistics")
    return AnnotatedCookie(
        **_plain(cookie),
        party=whose,
        service=_tag_of(known.service, cookie, catalogue)
        if known
        else _writer(cookie.set_by.url, cookie.domain, evidence, catalogue),
        purpose=told.purpose,
        purpose_source=told.source,
        purpose_by=told.by,
        identifier=cookie.looks_random or (tracks and not cookie.session),
    )


def _tag_of(owner: Service, cookie: Cookie, catalogue: Catalogue) -> str:
    """The service a known cookie counts for: one company's cookie came with the tag whose answer set it."""
    setter = catalogue.match_url(cookie.set_by.url) if cookie.set_by.kind == "http" and cookie.set_by.url else None
    return setter.service.id if setter and setter.service.entity == owner.entity else owner.id


def _writer(url: str | None, domain: str, evidence: Evidence, catalogue: Catalogue) -> str | None:
    """The service behind a cookie or key of unknown name: whose domain it is on, else whose script wrote it."""
    host = domain.lstrip(".")
    if party(host, evidence.target) == "third":
        match = catalogue.match_url(f"https://{host}/")
        return match.service.id if match else registrable(host)
    if url and party(urlsplit(url).hostname or "", evidence.target) == "third":
        match = catalogue.match_url(url)
        return match.service.id if match else registrable(urlsplit(url).hostname or "")
    return None


def _key(item: StorageItem, evidence: Evidence, catalogue: Catalogue) -> AnnotatedStorageItem:
    host = urlsplit(item.origin).hostname or ""
    known = catalogue.match_storage(item.key)
    purpose: Purpose = known.key.purpose if known else "unknown"
    service = known.service.id if known else _writer(item.set_by.url, host, evidence, catalogue)
    return AnnotatedStorageItem(
        **_plain(item),
        party=party(host, evidence.target),
        service=service,
        purpose=purpose,
        identifier=item.looks_random,
    )


def _plain(record: Any) -> dict[str, Any]:
    return {field.name: getattr(record, field.name) for field in fields(record)}
