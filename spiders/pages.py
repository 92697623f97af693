"""Chooses which pages of a site to visit: few, and of different kinds."""

import re
from collections.abc import Callable
from urllib.parse import parse_qsl, unquote, urlsplit, urlunsplit

from scanner import languages
from spiders.policy_links import Link

_DOWNLOADS = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|7z|gz|jpe?g|png|gif|webp|svg|mp[34]|avi|mov|exe|apk|dmg|csv|xml|json|rss|ics|txt)$",
    re.IGNORECASE,
)
_ACTION_WORDS = re.compile(
    r"(?:^|[/_.-])(?:log-?out|sign-?out|logoff|delete|remove|unsubscribe|add-to-cart|wp-admin|wp-login|iziet|izrakstities|dzest)(?:$|[/_.?-])",
    re.IGNORECASE,
)
_ACTION_PARAMETERS = frozenset(
    [
        "action",
        "add",
        "add-to-cart",
        "add_to_cart",
        "delete",
        "remove",
        "logout",
        "do",
        "cmd",
        "task",
        "unsubscribe",
        "vote",
        "like",
        "download",
        "print",
        "share",
        "replytocom",
        "nonce",
        "_wpnonce",
        "token",
    ]
)
_TRACKING = re.compile(r"^(?:utm_|fbclid|gclid|mc_|_ga|ref$)")


def address(url: str) -> str:
    """What makes two addresses the same page: host without www, path without a slash at the end, sorted query, no campaign."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    query = "&".join(
        f"{name}={value}"
        for name, value in sorted(parse_qsl(parts.query, keep_blank_values=True))
        if not _TRACKING.match(name)
    )
    return f"{host}{parts.path.rstrip('/')}?{query}"


def choose(
    links: list[Link], sitemap_urls: list[str], *, home: str, limit: int, first_party: Callable[[str], bool]
) -> list[str]:
    """At most `limit` pages: preferred kinds first, one of each address pattern, then the rest of the links in their order."""
    words = languages.load()
    candidates = [*links, *(Link("", url, "sitemap") for url in sitemap_urls)]
    scored: dict[str, tuple[int, int, str, str]] = {}
    for order, link in enumerate(candidates):
        if not first_party(link.url) or not _is_page(link) or address(link.url) == address(home):
            continue
        if words.policy_kinds(link.text, unquote(urlsplit(link.url).path)) not in ((), ("terms",)):
            continue  # policies are visited as policies
        readable = unquote(urlsplit(link.url).path).replace("-", " ").replace("/", " ")
        preferred = words.preferred.is_within(link.text) or words.preferred.is_within(readable)
        rank = (0 if preferred else 1) + (2 if link.place == "sitemap" else 0)
        key = address(link.url)
        if key not in scored or rank < scored[key][0]:
            scored[key] = (rank, scored[key][1] if key in scored else order, _clean(link.url), _pattern(link.url))
    chosen: list[str] = []
    later: list[str] = []
    patterns: set[str] = set()
    for _, _, url, pattern in sorted(scored.values()):
        (later if pattern in patterns else chosen).append(url)
        patterns.add(pattern)
    return [*chosen, *later][:limit]


def _is_page(link: Link) -> bool:
    parts = urlsplit(link.url)
    if parts.scheme not in ("http", "https") or _DOWNLOADS.search(parts.path) or _ACTION_WORDS.search(parts.path):
        return False
    if any(name.lower() in _ACTION_PARAMETERS for name, _ in parse_qsl(parts.query, keep_blank_values=True)):
        return False
    return not languages.load().dangerous.is_within(link.text)


def _clean(url: str) -> str:
    parts = urlsplit(url)
    query = "&".join(pair for pair in parts.query.split("&") if pair and not _TRACKING.match(pair))
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def _pattern(url: str) -> str:
    """The kind of page by its address: below the first folder all pages are one kind, numbers are all one number."""
    parts = [part for part in urlsplit(url).path.split("/") if part]
    folders = [re.sub(r"\d+", "0", part) for part in parts[:-1]]
    last = parts[-1] if len(parts) <= 1 else "*"
    return "/".join([*folders, re.sub(r"\d+", "0", last)])
