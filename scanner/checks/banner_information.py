"""What it checks
--------------
Whether the first layer of the consent dialog tells what the cookies are for, how to refuse, where the policy is, and, where
companies that act for themselves are contacted, that others receive data.

Why it matters
--------------
Consent has to be informed: whoever is asked must know for what before answering.

Limits
------
Told by words in ten languages and by links to policies. That others receive data counts as told on any layer that was read,
by a word for partners or third parties or the name of any service contacted; where only this is missing the
finding is low and possible. Who asks is not judged: it is the site's own page. Nor is whether what is told is true. Not applicable where nothing that needs consent was observed.

How to fix
----------
Name the purposes in a sentence, link the policy, and say or show how to refuse.
"""

from collections.abc import Iterator

from scanner import languages
from scanner.checks.base import CheckMeta, Material, finding
from scanner.checks.dialogs import REFUSALS, need_first_layer, need_something_to_ask
from scanner.checks.law import EPD, gdpr
from scanner.facts.dialog_lists import dialog_names_service
from scanner.facts.general_terms import PARTNERS
from scanner.model.consent import DialogLayer
from scanner.model.findings import Confidence, Finding, Severity

CHECK = "banner-information"
META = CheckMeta(
    title="The first layer of the consent dialog does not tell what is asked",
    category="consent",
    needs=("cookies", "consent"),
    law=(EPD, *gdpr("4(11)")),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for the site, with what is not told."""
    layer = need_first_layer(material)
    need_something_to_ask(material)
    missing = [name for name, told in _told(layer).items() if not told]
    severity: Severity = "medium" if missing else "low"
    confidence: Confidence = "likely" if missing else "possible"
    if not _tells_receivers(material):
        missing.append("that others receive data")
    if not missing:
        return
    yield finding(
        META,
        CHECK,
        subject=None,
        verdict=None,
        severity=severity,
        confidence=confidence,
        title=f"Consent dialog · its first layer does not tell {', '.join(missing)}",
        message=f"The first layer says: “{layer.text[:400]}”. No words found for: {', '.join(missing)}.",
        recommendation=(
            "Write into the first layer, for instance: “With your consent we and our partners use cookies to measure visits and for "
            "advertising. You may refuse, and change your mind later.” Add a link to the policy, and name the partners behind it."
        ),
        evidence=["consent"],
    )


def _told(layer: DialogLayer) -> dict[str, bool]:
    known = languages.load()
    kinds = {button.kind for button in layer.buttons}
    spoken = layer.text
    for button in layer.buttons:  # "Allow statistics" on a button tells the purpose; the words of a choice alone do not
        spoken = spoken.replace(button.text, " ") if not known.statistics.is_within(button.text) else spoken
    labels = " ".join(toggle.label for toggle in layer.toggles)
    return {
        "what the cookies are for": known.tells_purpose(f"{spoken} {labels}"),
        "how to refuse": bool(kinds & {*REFUSALS, "settings", "save", "pay"}),
        "where the policy is": any(known.policy_kinds(text, url) for text, url in layer.links)
        or any(known.policy_kinds(button.text, "") for button in layer.buttons if button.kind == "other"),
    }


def _tells_receivers(material: Material) -> bool:
    """Whether the dialog, as far as it was read, tells that others receive data; True where nobody does for itself."""
    known = [one for flow in material.flows if flow.observed and (one := material.service(flow.service))]
    receivers = [one for one in known if one.role in ("controller", "joint") and one.consent == "required"]
    said = " ".join(layer.text for layer in material.consent.layers)
    if not receivers or PARTNERS.search(said):
        return True
    return any(dialog_names_service(material.consent, one) for one in receivers)
