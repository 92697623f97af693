"""What it checks
--------------
Files that a page served over https asks for over http.

Why it matters
--------------
Such requests, with the address of the page, travel unencrypted.

Limits
------
Browsers raise many of them to https by themselves (for hosts that once asked for it, by a redirect of their own) or
refuse them; only what left as http counts. Pages that are
themselves served over http are no-https.

How to fix
----------
Use https addresses in the page.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from scanner.checks.base import CheckMeta, Material, counted, finding, refer
from scanner.checks.law import gdpr
from scanner.model.findings import Finding
from scanner.model.result import AnnotatedRequest

CHECK = "mixed-content"
META = CheckMeta(
    title="A secure page asks for files over http",
    category="security",
    needs=("requests",),
    law=gdpr("32(1)"),
)

_NAVIGATION = "document"
_INTERNAL_REDIRECT = 307


def check(material: Material) -> Iterator[Finding]:
    """One finding for every host asked so."""
    by_id = {request.id: request for request in material.requests}
    raised = {
        request.redirected_from
        for request in material.requests
        if request.redirected_from in by_id and _raised(by_id[request.redirected_from], request)
    }
    by_host: dict[str, list[AnnotatedRequest]] = {}
    for request in material.requests:
        secure_page = (request.document_url or "").startswith("https://")
        if (
            secure_page
            and urlsplit(request.url).scheme == "http"
            and not request.failed
            and request.resource_type != _NAVIGATION
            and request.id not in raised
        ):
            by_host.setdefault(request.host, []).append(request)
    for host, requests in by_host.items():
        yield finding(
            META,
            CHECK,
            subject=host,
            verdict=None,
            severity="low",
            confidence="certain",
            title=f"{host} · {counted(len(requests), 'request')} over http from a secure page",
            message=f"Pages served over https made the browser send {counted(len(requests), 'request')} to {host} over http, "
            f"first {requests[0].url}.",
            recommendation=f"Change the addresses of {host} in the pages to https://. Or serve these files from the site itself.",
            evidence=refer(requests),
        )


def _raised(first: AnnotatedRequest, second: AnnotatedRequest) -> bool:
    """Whether a hop is the browser's own step from http to https at the same address: it was never sent as http."""
    return first.status == _INTERNAL_REDIRECT and second.url == first.url.replace("http://", "https://", 1)
