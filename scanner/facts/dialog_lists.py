"""What the consent dialog tells in its own lists: which cookies and services it names on any layer that was read."""

import re

from scanner.facts.lifetimes import names_match
from scanner.model.consent import Consent
from scanner.services import Service

_NAME = re.compile(r"[\w.*#<>-]{2,}")


def dialog_names_cookie(consent: Consent, name: str) -> bool:
    """Whether a table or the text of the dialog names a cookie."""
    for layer in consent.layers:
        listed = {cell.strip() for table in layer.tables for row in table.rows for cell in row[:1]}
        if any(names_match(one, name) for one in listed if one):
            return True
        if any(word.strip(".") == name for word in _NAME.findall(layer.text)):
            return True
    return False


def dialog_lists_cookies(consent: Consent) -> bool:
    """Whether any table stands in the dialog as it was read."""
    return any(table.rows for layer in consent.layers for table in layer.tables)


def dialog_names_service(consent: Consent, known: Service) -> bool:
    """Whether a table or the text of the dialog names a service."""
    names = {known.name, *(phrase.rstrip("*") for phrases in known.names.values() for phrase in phrases)}
    said = [layer.text for layer in consent.layers]
    said += [" ".join(row) for layer in consent.layers for table in layer.tables for row in table.rows]
    one = re.compile(rf"(?<![\w.-])(?:{'|'.join(re.escape(name) for name in sorted(names))})(?![\w-])")
    return any(one.search(text) for text in said)
