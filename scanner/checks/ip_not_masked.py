"""What it checks
--------------
Hits of Google's former Universal Analytics that do not ask it to shorten the visitor's address (`aip=1`).

Why it matters
--------------
Where a vendor offers to shorten addresses, asking for it is a small step of data minimisation.

Limits
------
Only Universal Analytics addresses; Google Analytics 4 stores no address and has no such switch. The setting may also
have been made in the vendor's account. Information only.

How to fix
----------
Move to a successor, or set anonymizeIp.
"""

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from scanner.checks.base import CheckMeta, Material, NotApplicableError, finding, refer
from scanner.checks.law import gdpr
from scanner.model.findings import Finding
from scanner.model.result import AnnotatedRequest

CHECK = "ip-not-masked"
META = CheckMeta(
    title="Universal Analytics is not asked to shorten addresses",
    category="disclosure",
    needs=("requests",),
    law=gdpr("25(1)"),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for the site."""
    hits = [request for request in material.requests if _is_hit(request)]
    if not hits:
        raise NotApplicableError("no hit of Universal Analytics was recorded")
    bare = [request for request in hits if "aip" not in _query(request)]
    if not bare:
        return
    yield finding(
        META,
        CHECK,
        subject="google-analytics",
        verdict=None,
        severity="info",
        confidence="possible",
        title=f"Google Analytics · {len(bare)} of {len(hits)} hits without aip",
        message=f"{len(bare)} of {len(hits)} hits of Universal Analytics did not carry the parameter that asks for a shortened address.",
        recommendation=(
            "Google has switched Universal Analytics off: either remove its code, or move to a successor. "
            "Where hits still go out, set anonymizeIp."
        ),
        evidence=refer(bare),
    )


def _is_hit(request: AnnotatedRequest) -> bool:
    path = urlsplit(request.url).path
    return (
        request.service == "google-analytics"
        and path.endswith("/collect")
        and not path.endswith("/g/collect")
        and _query(request).get("v") == "1"
    )


def _query(request: AnnotatedRequest) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(request.url).query, keep_blank_values=True))
