"""What it checks
--------------
A rule or footing that is no longer in force, cited as if it were: the Privacy Shield, Directive 95/46/EC, a national act
that the GDPR replaced.

Why it matters
--------------
A policy that rests on a rule of the past was hardly looked at since, and visitors cannot look the rule up.

Limits
------
Read from the words of the passage; a passage that tells the rule's history is left out where its words show that.

How to fix
----------
Name the rule in force.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, finding
from scanner.checks.law import SCHREMS_II, gdpr
from scanner.model.findings import Finding

CHECK = "outdated-legal-reference"
META = CheckMeta(
    title="A rule that is no longer in force is cited",
    category="policy",
    needs=("documents",),
    law=(*gdpr("94(1)"), SCHREMS_II),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for the site."""
    material.need_documents()
    told = material.stated("outdated_law")
    if not told:
        return
    yield finding(
        META,
        CHECK,
        subject=None,
        verdict=None,
        severity="low",
        confidence="likely",
        title="Policy · cites a rule that is no longer in force",
        message=f"The policy states: “{told[0].claim.quote}”.",
        recommendation="Either name the rule in force, Regulation (EU) 2016/679 or the decision a transfer rests on today. "
        "Or mark the passage as history.",
        evidence=[],
        told=told,
    )
