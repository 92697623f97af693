"""Which statements speak of the site's own page in a network ("follow us on Facebook"): a page there is no service here."""

import re
from collections.abc import Iterable

from scanner.facts.companies import naming
from scanner.facts.disclosure import Statement
from scanner.model.claims import Document
from scanner.services import Service

_NETWORK = (
    r"(?:facebook|fb\b|instagram|linkedin|twitter|youtube|tiktok|pinterest|vkontakte|vk\b|telegram|draugiem|whatsapp|"
    r"social|sociāl|socialini|sotsiaal|sozial|соцсет|социальн)"
)
_PAGE = re.compile(
    rf"\b(?:follow|find|visit|join|like) us (?:on|at)\b|\bour {_NETWORK}[\w, ]{{0,30}}?(?:page|profile|channel|account|group)|"
    r"seko(?:jiet|t)? mums|mūs (?:varat |var |arī )*(?:atrast|satikt)|atradīsie?t mūs|mūs atradīsi|pievienojies\w* mums|"
    rf"mūsu {_NETWORK}[\w, ]{{0,30}}?(?:lap|profil|kont|kanāl|grup)|"
    r"sekite mus|mus (?:\w+ )?ra(?:site|ndate)|raskite mus|prisijunkite prie mūsų|"
    rf"mūsų [„“\"]?{_NETWORK}[\w, “”\"]{{0,30}}?(?:puslap|paskyr|profil|kanal)|"
    rf"leia(?:d|te) meid|jälgi(?:ge)? meid|meie {_NETWORK}[\w, ]{{0,30}}?(?:leh|kont|kanal|grup)|"
    r"подпи(?:сывайтесь|шитесь)|следите за нами|найд[её]те нас|мы (?:есть )?в (?=[a-z])|присоединяйтесь|"
    rf"наш\w* (?:\w+ ){{0,2}}{_NETWORK}|наш\w* (?:страниц|групп|канал|профил)\w* в |"
    rf"(?:besuchen|folgen|finden) sie uns (?:auf|bei|in)\b|sie finden uns (?:auf|bei|in)\b|"
    rf"unser\w* {_NETWORK}[\w, -]{{0,30}}?(?:auftritt|profil|kanal|fanpage|seite)",
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
