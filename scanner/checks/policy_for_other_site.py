"""What it checks
--------------
A policy that speaks of another website or another company than the one it stands on, as copied texts do.

Why it matters
--------------
Visitors are told who answers for their data; a copied text names somebody else.

Limits
------
Told by the addresses of websites that the text says it is about: all of them others than the scanned site's, and none of
the site's own address or e-mail stands in it. One policy for a group of companies may be right: likely at most, and possible where the text speaks of a group, lies on that
website, or the pages load files from it. A text
that names no website is not judged.

How to fix
----------
Name the website and its operator.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from scanner import languages
from scanner.checks.base import CheckMeta, Material, NotApplicableError, finding
from scanner.checks.law import gdpr
from scanner.facts.parties import is_first_party, registrable
from scanner.model.claims import Document
from scanner.model.findings import Finding

_LONG_NAME = 6
_GROUP = re.compile(
    r"\bgroup\b|\bgroup[’']s|affiliat|subsidiar|grupas? (uzņēm|sabiedr)|\bkoncern|grup(ės|ei) (įmon|bendrov)|kontserni|grupi ettev|"
    r"групп\w+ компани|холдинг|konzern|unternehmensgruppe",
    re.IGNORECASE,
)
CHECK = "policy-for-other-site"
META = CheckMeta(
    title="The policy speaks of another website",
    category="policy",
    needs=("requests", "documents"),
    law=gdpr("12(1)", "13(1)(a)"),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for every such document."""
    material.need_documents()
    naming = [document for document in material.documents if document.domains]
    if not naming:
        raise NotApplicableError("no document says which website it speaks of")
    site = urlsplit(material.target.url).hostname or ""
    own = registrable(site)
    for document in naming:
        others = [name for name in document.domains if not is_first_party(name.lower(), material.target)]
        if len(others) < len(document.domains) or own in document.text.lower() or _label(own) in _plain(document.text):
            continue
        yield finding(
            META,
            CHECK,
            subject=None,
            verdict=None,
            severity="medium",
            confidence="possible" if _of_a_group(document, others, material) else "likely",
            title=f"{document.title or document.url} · speaks of {others[0]}",
            message=f"The document {document.url} says that it is about {', '.join(others[:3])}; {own} stands nowhere in it.",
            recommendation="Either name the website and the company that runs it in the policy. "
            "Or say that one policy holds for all these websites.",
            evidence=[],
        )


def _of_a_group(document: Document, others: list[str], material: Material) -> bool:
    """Whether one policy for several companies is likely: it lies there, files come from there, or it speaks of a group."""
    domains = {registrable(name.lower()) for name in others}
    hosts = {request.host for request in material.requests} | {urlsplit(document.url).hostname or ""}
    return not domains.isdisjoint(registrable(host) for host in hosts) or _GROUP.search(document.text) is not None


def _label(domain: str) -> str:
    """The name in a domain, without the two letters that a case ending may change."""
    name = _plain(domain.partition(".")[0])
    return name[:-2] if len(name) > _LONG_NAME else name


def _plain(text: str) -> str:
    """Letters and digits only, without accents, so that the name of a company is found in that of its website."""
    return "".join(letter for letter in languages.normalise(text) if letter.isalnum())
