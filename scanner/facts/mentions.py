"""Words whose mere presence keeps a document from being said to be silent on something.

The claims tell what a policy states; these are wider and say less. Where a claim was not recognised and such a word
stands in the text, "no statement found" would be rash.
"""

import re

from scanner.facts.disclosure import Statement
from scanner.model.claims import Document

_COOKIE = re.compile(r"cookie|sīkdat|sīkfail|slapuk|küpsis|куки", re.IGNORECASE)
_ADDRESS = r"[\w.+-]+@[\w-]+\.\w|\+\d[\d\s()-]{6,}|\b\d{8}\b"
_WORDS = {
    "lv": {
        "controller-identity": r"pārzin|\bSIA\b|\bAS\b|reģ(istrācijas|\.)|sabiedrība ar",
        "controller-contact": rf"{_ADDRESS}|sazinā|rakst(ot|īt|iet) uz|kontaktinform",
        "purposes": r"mērķ|nolūk|\blai\b",
        "legal-basis": r"pamat(s|u|a|ojoties|ots|ojums|iem)\b|6\.\s?pant|leģitīm",
        "recipients": r"saņēmēj|trešaj|trešo person|apstrādātāj|partner|nodo(t|d|š)|nosūt|sniedz",
        "retention": r"glabā|dzēs|termiņ",
        "rights": r"tiesīb|tiesīg",
        "complaint-right": r"sūdz|inspekcij",
        "withdrawal-right": r"atsauk|atteik",
        "transfers": r"trešaj\w* valst|ārpus|EEZ|Eiropas Ekonomik|nosūtīš",
        "storage": r"krātuv|storage|līdzīg\w* tehnoloģ|IndexedDB",
    },
    "en": {
        "controller-identity": r"controller|responsible for|\bLtd\b|\bLLC\b|\bInc\b|company|registration n",
        "controller-contact": rf"{_ADDRESS}|contact us|write to",
        "purposes": r"purpose|in order to|\bto (provide|improve|process|send|deliver|fulfil|answer|measure)",
        "legal-basis": r"\bbas(is|ed on|es)\b|legal ground|lawful|article 6|legitimate",
        "recipients": r"recipient|third part|processor|partner|\bshar|disclos|provid|transfer",
        "retention": r"retain|retention|\bkeep|\bkept|stor(e|ed|age) |delet|eras",
        "rights": r"\bright|entitled",
        "complaint-right": r"complain|supervisory|authority",
        "withdrawal-right": r"withdraw|revok|opt[- ]out",
        "transfers": r"third countr|outside|international|EEA|European Economic|transfer",
        "storage": r"storage|similar technolog|IndexedDB",
    },
}
_RIGHTS = {
    "lv": {
        "right-of-access": r"piekļ|saņemt .{0,40}(informāc|kopij)",
        "right-to-rectification": r"labo|izmain|precizē",
        "right-to-erasure": r"dzē|izdzē|aizmirs",
        "right-to-restriction": r"ierobežo",
        "right-to-portability": r"pārnes|pārnesam",
        "right-to-object": r"iebil",
    },
    "en": {
        "right-of-access": r"access|copy of",
        "right-to-rectification": r"rectif|correct|amend|update",
        "right-to-erasure": r"eras|delet|forgotten",
        "right-to-restriction": r"restrict|limit",
        "right-to-portability": r"portab|machine[- ]readable|transfer .{0,40}another",
        "right-to-object": r"object",
    },
}


def known_language(document: Document) -> bool:
    """Whether there are such words for a document's language."""
    return document.language in _WORDS


def mentions(document: Document, subject: str) -> bool:
    """Whether a document holds a word that may speak of a subject; True for a language without words."""
    if not known_language(document):
        return True
    pattern = {**_WORDS[document.language], **_RIGHTS[document.language]}[subject]
    return re.search(pattern, document.text, re.IGNORECASE) is not None


def names_cookie(document: Document, name: str) -> bool:
    """Whether a cookie's very name stands anywhere in a document."""
    return re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", document.text) is not None


def speaks_of_cookies(statement: Statement) -> bool:
    """Whether a statement's own words name cookies."""
    return _COOKIE.search(statement.claim.quote) is not None
