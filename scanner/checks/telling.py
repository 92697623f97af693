"""How sure a check may be of what it saw, and how it says so: words and references that checks share."""

from collections.abc import Iterable

from scanner.model.findings import Confidence
from scanner.model.result import AnnotatedCookie, AnnotatedRequest, AnnotatedStorageItem


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


def read_note(unread: object) -> str:
    """The sentence that marks that something was found and not read, where what was sought may stand; empty otherwise."""
    return " A document that was found could not be read." if unread else ""


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
