"""Which statements speak of the site's own page in a network ("follow us on Facebook"): a page there is no service here."""

import re
from collections.abc import Iterable

from scanner.facts.companies import naming
from scanner.facts.disclosure import Statement
from scanner.model.claims import Document
from scanner.services import Service

_PAGE = re.compile(
    r"\b(?:follow|find|visit|join|like) us\b|\bour [\w, ]{0,30}?(?:page|profile|channel|account|group)s?\b|"
    r"seko(?:jiet|t)? mums|mūs (?:varat |var |arī )*(?:atrast|satikt)|atradīsie?t mūs|mūs atradīsi|pievienojies\w* mums|"
    r"mūsu [\w, ]{0,30}?(?:lap(?:a|u|ā|as|ās)\b|profil|kont[sua]\b|kanāl|grup[aāu]\b)|"
    r"sekite mus|mus (?:\w+ )?ra(?:site|ndate)|raskite mus|prisijunkite prie mūsų|mūsų [\w, ]{0,30}?(?:puslap|paskyr|profil|kanal)|"
    r"leia(?:d|te) meid|jälgi(?:ge)? meid|meie [\w, ]{0,30}?(?:lehe|lehte|kont|kanal|grup)|"
    r"подпи(?:сывайтесь|шитесь)|следите за нами|найд[её]те нас|мы (?:есть )?в (?=[A-Z])|присоединяйтесь|"
    r"наш\w* [\w, ]{0,30}?(?:страниц|групп|канал|профил)|"
    r"(?:besuchen|folgen|finden) sie uns|sie finden uns|unser\w* [\w, -]{0,30}?(?:auftritt|profil|kanal|fanpage|seite)",
    re.IGNORECASE,
)
_CATEGORIES = frozenset({"social", "company", "video", "chat"})


def only_own_page(known: Service, statements: Iterable[Statement], documents: Iterable[Document]) -> bool:
    """Whether all that a policy says of a network or company is that the site has a page there."""
    if known.category not in _CATEGORIES:
        return False
    places = {one.document for one in statements}
    said = [one for document in documents if document.url in places for one in naming([known], document)]
    return bool(said) and all(_PAGE.search(one) for one in said)
