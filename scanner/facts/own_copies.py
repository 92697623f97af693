"""Which services a policy says are served by the site itself: "Google Fonts, installed locally" is no use of Google's servers."""

import re

from scanner.facts.disclosure import Statement
from scanner.model.claims import Document

_AFTER = 320
"""Characters after the name in which it is told where the files come from: a heading and two sentences."""
_LOCAL = re.compile(
    r"lokal(?:e[sn]?)? (?:installiert|gehostet|eingebunden|hosting|gespeichert|bereitgestellt)|"
    r"(?:auf|von) unserem (?:eigenen )?(?:web)?server|keine verbindung zu (?:den )?servern|"
    r"(?:hosted|installed|stored|served|loaded) locally|locally[ -](?:hosted|installed|stored)|self-hosted|"
    r"from our own (?:web )?servers?|no connection (?:to|with) [\w’' ]{0,20}servers?|"
    r"lokāli (?:glabā|uzstād|mitin|ielād|izvietot)\w*|(?:no|uz) mūsu (?:pašu )?servera|"
    r"локально|с нашего (?:собственного )?сервера|на нашем (?:собственном )?сервере|"
    r"vietiniame serveryje|iš mūsų (?:pačių )?serverio|mūsų (?:pačių )?serveryje|įdiegt\w+ vietoje|"
    r"kohalikult|meie (?:enda|oma) serveri\w*",
    re.IGNORECASE,
)
_CATEGORIES = frozenset({"fonts", "cdn"})
"""Kinds of services whose files a site may serve itself and still call by their name."""


def copied(category: str, statement: Statement, documents: tuple[Document, ...]) -> bool:
    """Whether a statement that names a service of a category says that the site serves its files itself."""
    if category not in _CATEGORIES:
        return False
    document = next((one for one in documents if one.url == statement.document), None)
    if document is None:
        return False
    end = statement.claim.end
    return _LOCAL.search(f"{statement.claim.quote}\n{document.text[end : end + _AFTER]}") is not None
