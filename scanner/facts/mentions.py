"""Words whose mere presence keeps a document from being said to be silent on something.

The claims tell what a policy states; these are wider and say less. Where a claim was not recognised and such a word
stands in the text, "no statement found" would be rash.
"""

import re
from functools import cache
from pathlib import Path

from scanner.facts.disclosure import Statement
from scanner.model import codec
from scanner.model.claims import Document

_COOKIE = re.compile(r"cookie|sīkdat|sīkfail|slapuk|küpsis|куки", re.IGNORECASE)
_FOLDER = Path(__file__).parent / "words"


@cache
def _words() -> dict[str, dict[str, str]]:
    """The expressions by language and subject."""
    return {file.stem: codec.from_toml(file, dict[str, str]) for file in sorted(_FOLDER.glob("*.toml"))}


def known_language(document: Document) -> bool:
    """Whether there are such words for a document's language."""
    return document.language in _words()


def mentions(document: Document, subject: str) -> bool:
    """Whether a document holds a word that may speak of a subject; True for a language without words."""
    if not known_language(document):
        return True
    return re.search(_words()[document.language][subject], document.text, re.IGNORECASE) is not None


def beside(document: Document, start: int, subject: str) -> bool:
    """Whether the paragraph at a place of a document holds a word that may speak of a subject; True without words."""
    if not known_language(document):
        return True
    begins, ends = document.text.rfind("\n", 0, start) + 1, document.text.find("\n", start)
    paragraph = document.text[begins : ends if ends >= 0 else len(document.text)]
    return re.search(_words()[document.language][subject], paragraph, re.IGNORECASE) is not None


def names_cookie(document: Document, name: str) -> bool:
    """Whether a cookie's very name stands anywhere in a document."""
    return re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", document.text) is not None


def speaks_of_cookies(statement: Statement) -> bool:
    """Whether a statement's own words name cookies."""
    return _COOKIE.search(statement.claim.quote) is not None
