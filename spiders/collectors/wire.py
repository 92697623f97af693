"""What is kept of headers as they went over the wire: the protocol tells them apart from the request, and all of them."""

from dataclasses import dataclass

from spiders.protocol import Json


@dataclass(frozen=True, slots=True)
class Sent:
    """What is kept of the headers of a request as they went over the wire."""

    returned_tag: str | None
    referrer: str | None
    cookies: list[str]


@dataclass(frozen=True, slots=True)
class Received:
    """What is kept of the headers of a response as they came over the wire."""

    set_cookie_lines: list[str]
    blocked_cookies: list[tuple[str, str]]


def sent(extra: Json) -> Sent:
    """The protocol's extra information on a request."""
    headers = {name.lower(): value for name, value in (extra.get("headers") or {}).items()}
    cookies = [entry["cookie"]["name"] for entry in extra.get("associatedCookies", []) if not entry.get("blockedReasons")]
    return Sent(headers.get("if-none-match"), headers.get("referer"), cookies)


def received(extra: Json) -> Received:
    """The protocol's extra information on a response."""
    lines: list[str] = []
    for name, value in extra.get("headers", {}).items():
        if name.lower() == "set-cookie":
            lines = value.split("\n")
    blocked = [
        (str(one.get("cookieLine", "")), ", ".join(one.get("blockedReasons", [])))
        for one in extra.get("blockedCookies", [])
    ]
    return Received(lines, blocked)
