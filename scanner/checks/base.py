"""What a check is made of: its metadata, the material it is given, and how it makes a finding."""

from dataclasses import dataclass
from typing import Literal

from scanner.checks.material import Material, Need, NotApplicableError, NotAssessedError
from scanner.checks.telling import (
    counted,
    covers,
    kept_seen,
    purpose_sure,
    purpose_told,
    read_note,
    refer,
    seen,
    seen_note,
    seen_once,
    stored_early,
    weaker,
)
from scanner.facts.disclosure import Statement
from scanner.model.findings import Confidence, Finding, Law, Severity, Verdict

__all__ = [
    "CheckMeta",
    "Material",
    "Need",
    "NotApplicableError",
    "NotAssessedError",
    "counted",
    "covers",
    "finding",
    "kept_seen",
    "purpose_sure",
    "purpose_told",
    "read_note",
    "refer",
    "seen",
    "seen_note",
    "seen_once",
    "stored_early",
    "weaker",
]

@dataclass(frozen=True, slots=True, kw_only=True)
class CheckMeta:
    """A check's metadata. `needs` is all that it is given; `law` the relevant rules (never "broken" ones)."""

    title: str
    category: Literal["disclosure", "consent", "policy", "security"]
    needs: tuple[Need, ...]
    law: tuple[Law, ...]


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
