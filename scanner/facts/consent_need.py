"""How much consent a service asks for, by its file and by what was seen of it."""

from collections.abc import Iterable

from scanner.model.result import Flow
from scanner.services import Catalogue, Service


def tracks(known: Service) -> bool:
    """Whether a service is documented for statistics, advertising or recording: what visitors are asked about."""
    return known.purpose in ("statistics", "marketing") or known.recording


def keeps_nothing(known: Service) -> bool:
    """Whether it measures, by its maker, without keeping anything on the device."""
    return known.consent == "low" and known.category != "tag-manager" and tracks(known)


def something_to_ask(flows: Iterable[Flow], catalogue: Catalogue) -> bool:
    """Whether any service observed is one that visitors are to be asked about, or that loads such ones."""
    observed = (catalogue.service(flow.service) for flow in flows if flow.observed)
    return any(
        known is not None and (known.consent in ("required", "embed") or known.category == "tag-manager")
        for known in observed
    )
