"""What it checks
--------------
A page on health, sex life, religion, debt or for children, whose address goes to an advertising service or social network.

Why it matters
--------------
Who reads such a page tells something of themselves that the law protects more than other data.

Limits
------
What a page is about is told by words of its title and address: likely at most, and possible for debt and children, which
Article 9 does not name. Words that are as often about a building, a dependence of prices or a hobby are left out. Counted is a request from that page with
an identifier and a parameter that carries the page's address or title; the record holds hashes of such values, so what
stood in them is not shown. A shop that only names a product so may be caught: look at the page.

How to fix
----------
Keep advertising tags away from these pages.
"""

from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urlsplit

from scanner import languages
from scanner.checks.base import CheckMeta, Material, NotApplicableError, counted, finding, refer
from scanner.checks.law import APOTEKET, gdpr
from scanner.model.evidence import Visit
from scanner.model.findings import Finding
from scanner.model.result import AnnotatedRequest

CHECK = "sensitive-page-tracking"
META = CheckMeta(
    title="A page on a sensitive matter is told to an advertising service",
    category="disclosure",
    needs=("visits", "requests"),
    law=(*gdpr("9(1)", "32(1)"), APOTEKET),
)
_TOLD = frozenset({"advertising", "social", "affiliate", "data-broker", "marketing-automation", "customer-data"})
_ADDRESS = frozenset(
    {"dl", "dt", "url", "u", "page", "page_url", "pageurl", "page_location", "location", "loc", "href", "referrer",
     "ref", "rl", "p", "tl", "title", "page_title", "cu", "ru", "q", "search"}
)  # fmt: skip
_WORDS = {
    "health": "health",
    "sex_life": "sex life",
    "religion": "religion",
    "debt": "debt",
    "children": "children",
}

_SPECIAL = ("health", "sex_life", "religion")
"""What GDPR Article 9 names; a page on debt or for children is a question."""


def check(material: Material) -> Iterator[Finding]:
    """One finding for every such service."""
    topics = {visit.id: topic for visit in material.visits if visit.loaded and (topic := _topic(visit))}
    if not topics:
        raise NotApplicableError("no page visited is about such a matter, by its title and address")
    visits = {visit.id: visit for visit in material.visits}
    told: dict[str, list[AnnotatedRequest]] = defaultdict(list)
    for request in material.requests:
        known = material.service(request.service) if request.service else None
        if request.visit not in topics or known is None or known.purpose != "marketing" or known.category not in _TOLD:
            continue
        if request.party == "third" and request.identifiers and _carries(request, visits[request.visit]):
            told[known.id].append(request)
    for identity, requests in told.items():
        known = material.service(identity)
        name = known.name if known else identity
        about = topics[requests[0].visit]
        path = urlsplit(visits[requests[0].visit].final_url).path or "/"
        yield finding(
            META,
            CHECK,
            subject=identity,
            verdict=None,
            severity="high",
            confidence="likely" if about in _SPECIAL else "possible",
            title=f"{name} · told of {path}, a page on {_WORDS[about]}",
            message=f"The page {path} speaks of {_WORDS[about]} by its title or address; from such pages the browser sent "
            f"{name} {counted(len(requests), 'request')} with an identifier and the page’s address or title.",
            recommendation=f"Keep {name} away from pages on such matters, whatever the visitor chose. "
            "Where it must run, send neither address nor title of the page.",
            evidence=refer(requests),
            service=name,
        )


def _topic(visit: Visit) -> str | None:
    """The matter of a page other than the home page, by its path and title; the site's own name is in every title."""
    path = unquote(urlsplit(visit.final_url).path)
    if visit.kind == "policy" or not path.strip("/"):
        return None
    words = languages.load().sensitive
    spaced = path.replace("-", " ").replace("_", " ").replace("/", " ").replace(".", " ")
    return next(
        (topic for topic in _WORDS if words[topic].is_within(spaced) or words[topic].is_within(visit.title or "")), None
    )


def _carries(request: AnnotatedRequest, visit: Visit) -> bool:
    """Whether a request's own address holds the page's path, or a parameter that stands for its address or title."""
    path = urlsplit(visit.final_url).path
    if path in unquote(request.url):
        return True
    return any(name.lower() in _ADDRESS and value for name, value in parse_qsl(urlsplit(request.url).query))
