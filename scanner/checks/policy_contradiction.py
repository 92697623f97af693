"""What it checks
--------------
Two statements of the policy that cannot both hold: one asserts what another denies.

Why it matters
--------------
A policy that says both tells nothing.

Limits
------
Only the same practice, asserted and denied without a way out, or a promise to wait for consent beside consent by
mere use. That data are not sold does not contradict that they are shared.

How to fix
----------
Decide which is true, and remove the other.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, finding
from scanner.checks.law import gdpr
from scanner.facts.disclosure import denials_of_sharing
from scanner.model.findings import Finding, Severity

CHECK = "policy-contradiction"
META = CheckMeta(
    title="The policy contradicts itself",
    category="policy",
    needs=("documents",),
    law=gdpr("5(1)(a)", "12(1)"),
)


_WEIGHTY = ("consent.", "sharing.", "transfer.")
_TWO_MEANINGS = frozenset({"identification"})
"""Not naming a person and telling one visitor from another are two things, and policies call both by one word."""
_OPPOSED = (
    ("consent.before_nonessential", "consent.implied_by_use"),
    ("anonymised_only", "sharing.advertisers"),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for every practice that is both asserted and denied, and for every opposed pair."""
    material.need_documents()
    denied = {one.claim.practice for one in material.statements if one.claim.polarity == "denied"}
    if not denials_of_sharing(material.statements):
        denied.discard("sharing.third_parties")
    asserted = {one.claim.practice for one in material.statements if one.claim.polarity == "asserted"}
    pairs = [(practice, practice) for practice in sorted(denied & asserted) if practice not in _TWO_MEANINGS]
    pairs += [(one, other) for one, other in _OPPOSED if {one, other} <= asserted]
    for one, other in pairs:
        first = material.stated(one)[0]
        second = material.stated(other, polarity="denied" if one == other else "asserted")[0]
        if first.claim.start == second.claim.start:
            continue
        severity: Severity = "medium" if one.startswith(_WEIGHTY) else "low"
        yield finding(
            META,
            CHECK,
            subject=one,
            verdict="ambiguous",
            severity=severity,
            confidence="likely",
            title="Policy · two passages that cannot both hold",
            message=f"One passage reads “{first.claim.quote}”, another “{second.claim.quote}”.",
            recommendation=(
                "Decide which of the two is true, and remove the other. "
                "Where both hold, for different data or visitors, write for which each of them does."
            ),
            evidence=[],
            told=[first, second],
        )
