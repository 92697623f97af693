"""The inspection record: what was visited, how, and what only the operator can answer."""

from dataclasses import dataclass, field
from typing import Literal

from scanner.model.target import State

Topic = Literal["consent-log", "contract", "role", "owner", "account", "necessity", "server", "purpose", "recipient"]
"""What a question is about: the log of choices, a processor's contract, a vendor's role, whose a host is, settings inside
a vendor's account, why something is strictly necessary, what the server passes on, what data or cookies are for, what a
recipient gets that no browser sees at work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSeen:
    """One page in the order of visiting: `time` ISO 8601 UTC, `settled` "quiet" or "limit"."""

    time: str
    url: str
    status: int | None
    settled: str
    after_choice: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StateRecord:
    """One visitor: which choice was made and how that was verified, with the pages in their order.

    `choice` is "none", "verified", "not-verified" or "no-dialog"; `signals` are what showed that the site took notice.
    """

    state: State
    choice: Literal["none", "verified", "not-verified", "no-dialog"]
    how: str = ""
    clicks: tuple[str, ...] = ()
    signals: tuple[str, ...] = ()
    why: str | None = None
    pages: tuple[PageSeen, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What an inspector writes down: times, browser, settings, visitors, documents, files, and how to repeat it by hand.

    `local_time` is the start in the visitor's time zone. `visited_from` is what is known of the way to the site: the
    country and kind of network are not, unless the user says so. `evidence` maps the files of the bundle (the record,
    documents, pictures, archives) to their SHA-256 as recorded while scanning; where no files are kept, documents alone. `steps` are sentences.
    """

    started_at: str
    finished_at: str
    local_time: str
    timezone: str
    visited_from: str
    browser: str
    user_agent: str
    device: str
    locale: str
    profile: str
    tool: str
    catalogue: str
    rules: str
    runs: int
    states: tuple[StateRecord, ...] = ()
    evidence: dict[str, str] = field(default_factory=dict)
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Something that cannot be observed from outside, for the operator to answer.

    `subjects` are services, hosts or cookies it is about; `params` what the text was filled with, for translation.
    """

    topic: Topic
    text: str
    why: str
    subjects: tuple[str, ...] = ()
    params: dict[str, str] = field(default_factory=dict)
