"""What a check is made of: its metadata, the material it is given, and how it says that it does not apply."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from scanner.facts.annotate import Observations
from scanner.facts.disclosure import Statement, of_practice, statements
from scanner.model.claims import Document
from scanner.model.consent import Consent
from scanner.model.evidence import ApiCall, Failure, PolicyLink, TypedText, Visit
from scanner.model.findings import Confidence, Finding, Law, Severity, Verdict
from scanner.model.forms import Form
from scanner.model.result import AnnotatedCookie, AnnotatedRequest, AnnotatedStorageItem, Flow
from scanner.model.target import Target
from scanner.services import Catalogue, Service

Need = Literal[
    "visits", "requests", "cookies", "storage", "forms", "policy_links", "consent", "documents", "typed", "api_calls"
]


class NotApplicableError(Exception):
    """The check has nothing to look at here; the message says why."""


class NotAssessedError(Exception):
    """What the check needs could not be had; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckMeta:
    """A check's metadata. `needs` is all that it is given; `law` the relevant rules (never "broken" ones)."""

    title: str
    category: Literal["disclosure", "consent", "policy", "security"]
    needs: tuple[Need, ...]
    law: tuple[Law, ...]


class Material:
    """What one check may look at: only what its metadata names; anything else raises AttributeError."""

    def __init__(
        self,
        needs: tuple[Need, ...],
        observations: Observations,
        documents: tuple[Document, ...],
        flows: tuple[Flow, ...],
        catalogue: Catalogue,
    ) -> None:
        evidence = observations.evidence
        every: Mapping[Need, Any] = {
            "visits": evidence.visits,
            "requests": observations.requests,
            "cookies": tuple(cookie for cookie in observations.cookies if not cookie.blocked),
            "storage": observations.storage,
            "forms": evidence.forms,
            "policy_links": evidence.policy_links,
            "consent": evidence.consent,
            "documents": documents,
            "typed": evidence.typed,
            "api_calls": evidence.api_calls,
        }
        self._given = {need: every[need] for need in needs}
        self.target: Target = evidence.target
        self.failures: tuple[Failure, ...] = evidence.failures
        self.flows = flows
        self.catalogue = catalogue

    def _take(self, need: Need) -> Any:
        if need not in self._given:
            raise AttributeError(f"this check does not declare that it needs {need}")
        return self._given[need]

    @property
    def visits(self) -> tuple[Visit, ...]:
        """All page loads."""
        return tuple(self._take("visits"))

    @property
    def requests(self) -> tuple[AnnotatedRequest, ...]:
        """All requests."""
        return tuple(self._take("requests"))

    @property
    def cookies(self) -> tuple[AnnotatedCookie, ...]:
        """All cookies the browser took."""
        return tuple(self._take("cookies"))

    @property
    def storage(self) -> tuple[AnnotatedStorageItem, ...]:
        """All stored keys."""
        return tuple(self._take("storage"))

    @property
    def forms(self) -> tuple[Form, ...]:
        """All forms."""
        return tuple(self._take("forms"))

    @property
    def typed(self) -> tuple[TypedText, ...]:
        """What was typed into fields, with the requests that carried it off."""
        return tuple(self._take("typed"))

    @property
    def api_calls(self) -> tuple[ApiCall, ...]:
        """Calls of interfaces that tell devices apart, ask for the place or watch visitors."""
        return tuple(self._take("api_calls"))

    @property
    def policy_links(self) -> tuple[PolicyLink, ...]:
        """All links to policies."""
        return tuple(self._take("policy_links"))

    @property
    def consent(self) -> Consent:
        """The consent dialog."""
        consent: Consent = self._take("consent")
        return consent

    @property
    def documents(self) -> tuple[Document, ...]:
        """All documents that could be read."""
        return tuple(document for document in self._take("documents") if document.readable and document.text)

    @property
    def unread(self) -> tuple[Document, ...]:
        """The documents that were found and could not be read."""
        return tuple(document for document in self._take("documents") if not (document.readable and document.text))

    @property
    def statements(self) -> list[Statement]:
        """All claims of the documents."""
        return statements(self.documents)

    def stated(self, *practices: str, polarity: str = "asserted") -> list[Statement]:
        """The claims of some practices with one polarity."""
        return of_practice(self.statements, *practices, polarity=polarity)

    def need_documents(self) -> None:
        """Raise NotAssessedError when no policy could be read."""
        if not self.documents:
            raise NotAssessedError("no policy could be read")

    def service(self, identity: str) -> Service | None:
        """What the catalogue knows of a service."""
        return self.catalogue.service(identity)

    def need_whole_policy(self) -> None:
        """Raise NotAssessedError unless every document that was found could be read: what is missing may stand there."""
        self.need_documents()
        if self.unread:
            one = self.unread[0]
            raise NotAssessedError(f"{one.url} could not be read: {one.why_unreadable or 'it holds no text'}")

    def before_choice(self, service: str) -> list[AnnotatedRequest]:
        """Requests to a service before any choice, in every state."""
        return [request for request in self.requests if request.service == service and not request.after_choice]

    def after_reject(self, service: str) -> list[AnnotatedRequest]:
        """Requests to a service after a verified refusal."""
        return [one for one in self.requests if one.service == service and one.state == "reject" and one.after_choice]

    def documents_read(self) -> str:
        """ "no statement found in the 2 documents read (…)", for the side of a finding that has no quote."""
        names = ", ".join(document.url for document in self.documents)
        count = len(self.documents)
        return (
            f"no statement found in the {count} document{'s' if count != 1 else ''} read ({names})"
            if count
            else "no policy could be read"
        )


def finding(
    meta: CheckMeta,
    check: str,
    *,
    subject: str | None,
    verdict: Verdict | None,
    severity: Severity,
    confidence: Confidence,
    title: str,
    message: str,
    recommendation: str,
    evidence: list[str],
    told: list[Statement] | None = None,
    purpose_confidence: Confidence | None = None,
    **params: str,
) -> Finding:
    """A finding of a check, with the caps: possible is at most medium, likely at most high, critical needs certain."""
    return Finding(
        check=check,
        subject=subject,
        verdict=verdict,
        severity=_capped(severity, confidence),
        confidence=confidence,
        purpose_confidence=purpose_confidence,
        title=title,
        message=message,
        recommendation=recommendation,
        evidence=tuple(evidence),
        quotes=tuple(dict.fromkeys(one.quote for one in told or []))[:4],
        law=meta.law,
        params=params,
    )


def _capped(severity: Severity, confidence: Confidence) -> Severity:
    if confidence == "possible" and severity in ("critical", "high"):
        return "medium"
    return "high" if confidence == "likely" and severity == "critical" else severity


def seen(requests: list[AnnotatedRequest]) -> Confidence:
    """certain when seen on more than one page load, else likely; `seen_note` says so in the message."""
    return "certain" if len({request.visit for request in requests}) > 1 else "likely"


def seen_note(requests: list[AnnotatedRequest]) -> str:
    """The sentence that marks what was seen on one page load only; empty otherwise."""
    return "" if seen(requests) == "certain" else " Seen on one page load only."


def kept_seen(record: AnnotatedCookie | AnnotatedStorageItem, requests: Iterable[AnnotatedRequest] = ()) -> Confidence:
    """certain when a cookie or key was seen again, else likely.

    Again is with a second visitor, before and after a choice, or, for a cookie, sent back on a second page load.
    """
    if len(record.sightings) > 1 or any(one.before_choice and one.after_choice for one in record.sightings):
        return "certain"
    if isinstance(record, AnnotatedStorageItem):
        return "likely"
    sent = {one.visit for one in requests if record.name in one.sent_cookies and covers(record.domain, one.host)}
    return "certain" if len(sent) > 1 else "likely"


def purpose_sure(cookie: AnnotatedCookie) -> Confidence:
    """certain where a service file documents the purpose, likely where a list tells it, else possible."""
    if cookie.told == "unknown":
        return "possible"
    return "certain" if cookie.purpose_by == "service-file" else "likely"


def purpose_told(cookie: AnnotatedCookie) -> str:
    """The purpose and who tells it, for a message."""
    if cookie.purpose_by == "list":
        return f"for {cookie.purpose} according to the {cookie.purpose_source}"
    if cookie.purpose_by == "heuristic":
        return f"by its {cookie.purpose_source} perhaps for {cookie.purpose}"
    return f"catalogued as {cookie.purpose}" if cookie.purpose != "unknown" else "of unknown purpose"


def weaker(*confidences: Confidence) -> Confidence:
    """The weakest of several confidences."""
    return max(confidences, key=("certain", "likely", "possible").index)


def seen_once(confidence: Confidence) -> str:
    """The sentence that marks what was seen once only; empty otherwise."""
    return " Seen once only." if confidence == "likely" else ""


def stored_early(record: AnnotatedCookie | AnnotatedStorageItem) -> bool:
    """Whether a cookie or key was there before any choice."""
    return any(one.before_choice for one in record.sightings)


def counted(number: int, noun: str) -> str:
    """ "1 request", "3 requests"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def covers(domain: str, host: str) -> bool:
    """Whether a cookie of a domain goes to a host."""
    bare = domain.lstrip(".")
    return host == bare or host.endswith(f".{bare}")


def refer(requests: list[AnnotatedRequest], most: int = 5) -> list[str]:
    """References to the first requests."""
    return [f"requests/{request.id}" for request in requests[:most]]
