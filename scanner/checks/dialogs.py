"""What checks on the consent dialog share: whether there is one to judge, and whether anything had to be asked."""

from scanner.checks.base import Material, NotApplicableError, NotAssessedError
from scanner.facts.consent_need import something_to_ask
from scanner.model.consent import Consent, DialogLayer

REFUSALS = ("reject", "necessary_only")
"""Kinds of buttons that refuse."""


def need_dialog(material: Material) -> Consent:
    """The consent dialog; raises NotApplicableError where none was shown."""
    if not material.consent.banner:
        raise NotApplicableError("no consent dialog was shown")
    return material.consent


def need_first_layer(material: Material) -> DialogLayer:
    """The first layer as read; raises NotAssessedError where a consent tool's dialog could not be read by words."""
    consent = need_dialog(material)
    if not consent.layers:
        raise NotAssessedError("the text and buttons of the dialog could not be read")
    return consent.layers[0]


def need_something_to_ask(material: Material) -> None:
    """Raise NotApplicableError where nothing was observed that needs consent."""
    if something_to_ask(material.flows, material.catalogue):
        return
    if not any(cookie.documented in ("statistics", "marketing") for cookie in material.cookies):
        raise NotApplicableError("nothing that needs consent was observed")
