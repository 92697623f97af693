"""How the user wants a scan to be judged: which checks run, how strictly, and which findings were accepted."""

from dataclasses import dataclass
from typing import Literal

Profile = Literal["default", "strict", "consent-only", "policy-only"]
AcceptanceState = Literal["in-force", "expired", "unmatched"]

PROFILES: tuple[Profile, ...] = ("default", "strict", "consent-only", "policy-only")


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """A finding that the user decided to live with: (check, subject), why, and until which day ("2027-01-31", inclusive).

    `subject` None is the finding on the whole site; in a subject `*` stands for any characters. `state` tells, in a
    result, whether it still holds: an expired one accepts nothing, an unmatched one met no finding.
    """

    check: str
    reason: str
    subject: str | None = None
    until: str | None = None
    state: AcceptanceState = "in-force"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """The choice of checks and the accepted findings of one run; `left_out` are the checks that were not asked for."""

    profile: Profile = "default"
    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    accepted: tuple[Acceptance, ...] = ()
    left_out: tuple[str, ...] = ()
