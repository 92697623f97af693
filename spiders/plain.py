"""Fetches what needs no browser: robots.txt, sitemaps, PDF documents."""

import ssl
from dataclasses import dataclass

import aiohttp

from scanner import __version__
from scanner.model.target import Target
from spiders import limits

USER_AGENT = f"privacydiff/{__version__}"


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: status, media type, body (cut off at limits.DOCUMENT_BYTES) and where redirects led."""

    url: str
    status: int
    content_type: str
    body: bytes


class FetchError(Exception):
    """The address did not answer; the text says why."""


async def fetch(url: str, target: Target, *, user_agent: str = USER_AGENT) -> Fetched:
    """GET `url` through the target's proxy; raises FetchError."""
    context: ssl.SSLContext | bool = not target.ignore_certificate_errors
    timeout = aiohttp.ClientTimeout(total=limits.PLAIN_FETCH)
    try:
        async with (
            aiohttp.ClientSession(
                timeout=timeout, headers={"User-Agent": user_agent}, cookie_jar=aiohttp.DummyCookieJar()
            ) as http,
            http.get(url, proxy=target.proxy, ssl=context) as answer,
        ):
            body = await answer.content.read(limits.DOCUMENT_BYTES)
            while len(body) < limits.DOCUMENT_BYTES and (
                more := await answer.content.read(limits.DOCUMENT_BYTES - len(body))
            ):
                body += more
            return Fetched(str(answer.url), answer.status, answer.content_type, body)
    except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
        raise FetchError(str(error) or "it did not answer in time") from error
