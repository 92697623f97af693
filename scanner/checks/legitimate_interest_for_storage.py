"""What it checks
--------------
A consent dialog, or a policy, in which cookies for statistics or advertising rest on legitimate interests; in a dialog with a
switch to object that is set beforehand, or without any.

Why it matters
--------------
Storing on a device and reading from it take consent, unless strictly necessary; there is no legitimate interest beside it.

Limits
------
Told by the words of the dialog and of its settings, where these were opened. With a switch that is set beforehand the
finding is likely; where the text alone speaks of legitimate interests, possible: it may be about other processing. In a policy, only a passage that names cookies for statistics or advertising and
legitimate interests, and neither consent nor necessary cookies.

How to fix
----------
Ask for consent for every purpose that stores or reads, and drop the switches for legitimate interests.
"""

from collections.abc import Iterator

from scanner import languages
from scanner.checks.base import CheckMeta, Material, finding
from scanner.checks.dialogs import need_first_layer, need_something_to_ask
from scanner.checks.law import EPD, taskforce
from scanner.facts.disclosure import Statement
from scanner.model.findings import Finding

CHECK = "legitimate-interest-for-storage"
META = CheckMeta(
    title="Storage rests on legitimate interests",
    category="consent",
    needs=("cookies", "consent", "documents"),
    law=(EPD, taskforce("24")),
)

_OTHERS = frozenset({"legal_basis.consent", "consent.before_nonessential", "cookies.necessary"})


def check(material: Material) -> Iterator[Finding]:
    """One finding for the site."""
    need_something_to_ask(material)
    written = _in_policy(material)
    if written:
        yield finding(
            META,
            CHECK,
            subject="policy",
            verdict=None,
            severity="medium",
            confidence="likely",
            title="Policy · legitimate interests as a ground for cookies",
            message=f"The policy states: “{written[0].claim.quote}”.",
            recommendation="Write in the policy instead: “Cookies for statistics and advertising are set only with your consent.” "
            "Ask for it before they are set.",
            evidence=[],
            told=written,
        )
    if written and not material.consent.layers:
        return
    need_first_layer(material)
    known = languages.load()
    layers = material.consent.layers
    preset = [
        toggle.label
        for layer in layers
        for toggle in layer.toggles
        if toggle.checked
        and not toggle.locked
        and (known.legitimate_interest.is_within(toggle.label) or known.legitimate_interest.is_within(toggle.row))
    ]
    told = next((layer for layer in layers if known.legitimate_interest.is_within(layer.text)), None)
    if not preset and told is None:
        return
    message = f"Set before the visitor did anything: {', '.join(f'“{label}”' for label in preset[:6])}."
    if not preset and told is not None:
        message = f"The dialog says: “{told.text[:400]}”."
    yield finding(
        META,
        CHECK,
        subject=None,
        verdict=None,
        severity="medium",
        confidence="likely" if preset else "possible",
        title="Consent dialog · legitimate interests as a ground for cookies",
        message=message,
        recommendation=(
            "Ask for consent for every purpose that stores or reads on the device. "
            "Take the switches for legitimate interests out of the dialog, and such words out of the policy where it speaks of cookies."
        ),
        evidence=["consent"],
    )


def _in_policy(material: Material) -> list[Statement]:
    """Statements on legitimate interests whose own passage names cookies that need consent, and no others."""
    found = []
    for one in material.stated("legal_basis.legitimate_interest"):
        beside = {
            other.claim.practice
            for other in material.statements
            if other.quote == one.quote and other.claim.polarity == "asserted"
        }
        if beside & {"cookies.statistics", "cookies.marketing"} and not beside & _OTHERS:
            found.append(one)
    return found
