"""What responses tell beyond their bodies: where reports go, entity tags that tell visitors apart, how the site is reached."""

import asyncio
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

from scanner.model.target import State, Target
from scanner.model.traces import CacheIdentifier, Certificate, ReportEndpoint, ReportKind, Transport
from spiders import limits, plain, urls
from spiders.masking import Mask, looks_random
from spiders.record import SentRequest, VisitorRecord

PRIVACY_HEADERS = (
    "content-security-policy",
    "cross-origin-opener-policy",
    "permissions-policy",
    "referrer-policy",
    "strict-transport-security",
    "x-content-type-options",
    "x-frame-options",
)
"""Response headers of the start page that are kept."""
KEPT_HEADERS = frozenset(
    {*PRIVACY_HEADERS, "content-security-policy-report-only", "etag", "nel", "report-to", "reporting-endpoints"}
)
"""Response headers that are looked at; any other is kept only where an IP address stands in it."""
_DAY = 86_400


def report_endpoints(records: list[VisitorRecord], mask: Mask) -> tuple[ReportEndpoint, ...]:
    """Where the browser was told to send reports, each once."""
    found: dict[tuple[str, str, str], ReportEndpoint] = {}
    for record in records:
        for request in record.requests:
            of = urlsplit(request.url).hostname or ""
            for kind, url in _endpoints(request):
                whole = urls.joined(request.url, url)
                host = urlsplit(whole).hostname
                if host and (kind, of, host) not in found:
                    found[kind, of, host] = ReportEndpoint(kind=kind, of=of, url=mask.url(whole), host=host)
    return tuple(found.values())


def _endpoints(request: SentRequest) -> Iterator[tuple[ReportKind, str]]:
    headers = request.answer_headers
    groups = dict(_groups(headers.get("report-to", "")))
    for name in _names(headers.get("nel", "")):
        for url in groups.get(name, ()):
            yield "nel", url
    used = set(_names(headers.get("nel", "")))
    for name, of_group in groups.items():
        if name not in used:
            yield from (("report-to", url) for url in of_group)
    for url in re.findall(r'[\w*.-]+\s*=\s*"([^"]+)"', headers.get("reporting-endpoints", "")):
        yield "reporting-endpoints", url
    for header in ("content-security-policy", "content-security-policy-report-only"):
        for line in re.findall(r"(?:^|;)\s*report-uri\s+([^;]+)", headers.get(header, "")):
            yield from (("csp", url) for url in line.split())


def _groups(header: str) -> Iterator[tuple[str, list[str]]]:
    """The groups of a Report-To header: JSON objects parted by commas, without brackets around them."""
    try:
        groups = json.loads(f"[{header}]")
        for one in groups:
            yield str(one.get("group", "default")), [str(each["url"]) for each in one.get("endpoints", [])]
    except (ValueError, AttributeError, KeyError, TypeError, RecursionError):
        return  # not a header that a browser would read


def _names(header: str) -> list[str]:
    try:
        return [str(json.loads(header)["report_to"])] if header else []
    except (ValueError, KeyError, TypeError, RecursionError):
        return []


def cache_identifiers(records: list[VisitorRecord], mask: Mask) -> tuple[CacheIdentifier, ...]:
    """Entity tags that were one for each visitor, another for every other, and came back to the server."""
    tags: dict[str, dict[State, set[str]]] = defaultdict(lambda: defaultdict(set))
    returned: set[tuple[str, State]] = set()
    for record in records:
        for request in record.requests:
            if tag := request.answer_headers.get("etag"):
                tags[request.url][record.state].add(tag.removeprefix("W/").strip('"'))
            if request.returned_tag:
                returned.add((request.url, record.state))
    found = []
    for url, states in tags.items():
        each = [next(iter(one)) for one in states.values() if len(one) == 1]
        unique = len(each) == len(states) == len(set(each)) > 1
        if unique and all(map(looks_random, each)) and any((url, state) in returned for state in states):
            host = urlsplit(url).hostname or ""
            found.append(
                CacheIdentifier(url=mask.url(url), host=host, states=tuple(states), tag_length=len(each[0]))
            )
    return tuple(found)


async def transport(target: Target, records: list[VisitorRecord]) -> Transport | None:
    """How the start page was reached, from the baseline's first answer; None where there was none."""
    page = next(iter(_start_pages(records)), None)
    if page is None:
        return None
    https = page.url.startswith("https:")
    redirects, why = await _redirects(target, records, page)
    hsts = page.answer_headers.get("strict-transport-security", "").lower()
    age = re.search(r"max-age\s*=\s*\"?(\d+)", hsts)
    return Transport(
        https=https,
        redirects_to_https=redirects,
        why=why,
        hsts_max_age_days=round(int(age.group(1)[:12]) / _DAY, 1) if age and https else None,
        hsts_subdomains="includesubdomains" in hsts,
        hsts_preload="preload" in hsts,
        certificate=_certificate(page),
        headers=tuple((name, page.answer_headers[name]) for name in PRIVACY_HEADERS if name in page.answer_headers),
    )


def _start_pages(records: list[VisitorRecord]) -> Iterator[SentRequest]:
    """The documents that answered, at the end of their redirects; the home page is the first."""
    for record in records:
        for request in record.requests:
            if request.resource_type == "document" and request.status and not 300 <= request.status < 400:
                yield request


async def _redirects(
    target: Target, records: list[VisitorRecord], page: SentRequest
) -> tuple[bool | None, str | None]:
    asked = urlsplit(page.url)
    bare = f"http://{asked.hostname}/" if asked.port in (None, 80, 443) else None
    if target.url.startswith("http:"):
        return page.url.startswith("https:"), None
    seen = next((one for record in records for one in record.requests if bare and one.url == bare and one.status), None)
    if seen is not None and seen.status and 300 <= seen.status < 400:
        return True, None
    if bare is None:
        return None, "the site is not on the usual ports"
    try:
        async with asyncio.timeout(limits.BARE_FETCH):
            answer = await plain.fetch(bare, target)
    except (plain.FetchError, TimeoutError) as error:
        return None, f"{bare} did not answer{f': {error}' if str(error) else ' in time'}"
    return answer.url.startswith("https:"), None


def _certificate(page: SentRequest) -> Certificate | None:
    given = page.security
    if not given:
        return None
    return Certificate(
        subject=str(given.get("subjectName", "")),
        issuer=str(given.get("issuer", "")),
        valid_from=_moment(given.get("validFrom")),
        valid_to=_moment(given.get("validTo")),
        protocol=str(given.get("protocol", "")),
    )


def _moment(seconds: object) -> str:
    if not isinstance(seconds, int | float):
        return ""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
