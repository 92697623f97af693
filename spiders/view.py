"""What one visit showed."""

from dataclasses import dataclass, field

from spiders.record import VisitRecord


@dataclass
class View:
    """What a visit showed: its record, and the document as rendered ("" when there is none)."""

    visit: VisitRecord
    html: str = ""
    text: str = ""
    has_content: bool = False
    links: list[dict[str, str]] = field(default_factory=list)
    failure: str | None = None
    certificate_asked: bool = False
    """Whether the server asked for a client certificate."""
