"""Reads the lists of a consent dialog as a document of their own: which cookies and services the dialog names."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from scanner.model.claims import Claim, Document
from scanner.model.consent import Consent, DialogLayer
from scanner.policy.kinds import DIALOG
from scanner.policy.patterns import languages
from scanner.policy.reader import read
from scanner.services import Catalogue

_NAMED = ("cookie:", "vendor:")


def read_dialog(consent: Consent, *, url: str, catalogue: Catalogue, retrieved_at: str) -> Document | None:
    """The dialog's layers as one document; None where they name no cookie and no service.

    `url` is the page that showed it. Only what it names counts: its general words are the question that it asks, not
    what the site states of itself. What it names may happen, as the visitor decides: nothing of it can be stale.
    """
    text = "\n\n".join(_written(layer) for layer in consent.layers)
    body = text.encode()
    place = f"{url}#consent-dialog"
    told = next((one.language for one in consent.layers), "")[:2].lower()
    # Names are the same in every language: what the markup says of itself will do, and the model need not be loaded.
    document = reading = _read(body, place, catalogue, retrieved_at, told, certain=told in languages())
    if not document.readable:
        reading = _read(body, place, catalogue, retrieved_at, "en", certain=True)
    named = tuple(replace(claim, modality="possible") for claim in reading.claims if _names(claim))
    if not named:
        return None
    return replace(
        document,
        kinds=reading.kinds,
        claims=named,
        readable=True,
        why_unreadable=None,
        date=None,
        companies=(),
        domains=(),
    )


def _read(
    body: bytes, url: str, catalogue: Catalogue, retrieved_at: str, language: str, *, certain: bool = False
) -> Document:
    return read(
        body,
        content_type="text/plain",
        url=url,
        catalogue=catalogue,
        retrieved_at=retrieved_at,
        found_by=DIALOG,
        sha256=hashlib.sha256(body).hexdigest(),
        title="Consent dialog",
        language=language or None,
        certain=certain,
    )


def _names(claim: Claim) -> bool:
    return claim.practice.startswith(_NAMED) and claim.polarity == "asserted"


def _written(layer: DialogLayer) -> str:
    """A layer as plain text: what it says, its boxes, its tables with their headings."""
    return "\n".join(part for part in _parts(layer) if part)


def _parts(layer: DialogLayer) -> Iterator[str]:
    yield layer.text
    for toggle in layer.toggles:
        yield toggle.row if toggle.label in toggle.row else f"{toggle.label}\n{toggle.row}".strip()
    for table in layer.tables:
        yield ""
        yield table.section
        for row in table.rows:
            yield "\t".join(cell.replace("\t", " ") for cell in row)
