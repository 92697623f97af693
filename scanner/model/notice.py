"""What a recipient of alerts is told: events of sites, and the message that holds them."""

from dataclasses import dataclass, field

from scanner.model.findings import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One event of one site.

    site            short name of the site; url: its start address; client: whose it is, "" for nobody's
    at              when it was noticed, ISO 8601 in UTC
    kind            "finding", "service", "policy", "unreachable", "failed" or "test"
    fate            "new", "gone" or "changed"
    title           one line, in English; details: plain values by name, in English too
    """

    id: int
    site: str
    url: str
    client: str
    at: str
    kind: str
    fate: str
    title: str
    severity: Severity | None = None
    details: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Notices for one recipient in one piece; `identity` is the same whenever the same notices are sent again."""

    identity: str
    subject: str
    text: str
    html: str
    notices: tuple[Notice, ...]
