"""Types bait into the fields of a page, never sends a form, and looks for the bait in everything that was sent."""

import asyncio
import base64
import hashlib
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, quote_plus

from scanner.facts import form_fields
from spiders import bodies, isolated, limits
from spiders.protocol import Client, ProtocolError
from spiders.record import Bait, SentRequest
from spiders.tab import Tab

HASHES = ("md5", "sha1", "sha256")
_SHAPES = {"email": "{word}@example.com", "tel": "2{digits}", "number": "2{digits}"}
_BY_KIND = {"email": "email", "phone": "tel"}


@dataclass(frozen=True, slots=True)
class Caught:
    """A request that carries bait: `form` is plain, url, base64, md5, sha1 or sha256."""

    bait: Bait
    request: SentRequest
    form: str


def new_text(kind: str) -> str:
    """Text for one field that stands nowhere else; shaped so that fields of its type take it."""
    word = "bait" + secrets.token_hex(4)
    digits = "".join(str(secrets.randbelow(10)) for _ in range(9))
    return _SHAPES.get(kind, "{word}").format(word=word, digits=digits)


async def type_on_page(tab: Tab) -> None:
    """Type into the fields of the open page, wait for what that makes it send, and empty them again."""
    visit, moment = tab.visit, time.time() * 1000
    try:
        typed = await type_into(tab.client, tab.page_session)
        if typed:
            await asyncio.sleep(tab.writes.longest_interval(tab.page_session, limits.TYPED_INTERVAL))
            await tab.until_quiet(limits.SETTLE_AFTER_SCROLL)
        await clear(tab.client, tab.page_session)
    except isolated.ScriptError as error:
        tab.failed("typing", visit.url, str(error))
        return
    tab.record.baits += [Bait(visit.number, kind, name, text, moment) for kind, name, text in typed]


async def type_into(client: Client, session: str) -> list[tuple[str, str, str]]:
    """Type into the fields of the page, key by key; returns type, name and text of each. Raises ScriptError.

    The fields are emptied again. Enter is never pressed, and submit events are stopped while this goes on.
    """
    typed = []
    fields = await isolated.run(client, session, "fields.js", {})
    for place, field in enumerate(fields):
        ready = await isolated.run(client, session, "fields.js", {"focus": place})
        if place >= len(ready) or not ready[place]["active"]:
            continue
        kind = form_fields.kind_of(str(field["type"]), str(field["name"]), str(field["label"]))
        text = new_text(_BY_KIND.get(kind, str(field["type"])))
        keys = [
            key
            for letter in text
            for key in (
                {"type": "keyDown", "text": letter, "key": letter, "unmodifiedText": letter},
                {"type": "keyUp", "key": letter},
            )
        ]
        try:
            async with asyncio.timeout(limits.SCRIPT):
                await asyncio.gather(*(client.post("Input.dispatchKeyEvent", key, session) for key in keys))
        except (ProtocolError, TimeoutError) as error:
            raise isolated.ScriptError(str(error) or "the page did not take a key in time") from error
        typed.append((str(field["type"]), str(field["name"]), text))
    return typed


async def clear(client: Client, session: str) -> None:
    """Empty the fields again and let forms be sent as before. Raises ScriptError."""
    await isolated.run(client, session, "fields.js", {"clear": True})


def caught(baits: list[Bait], requests: list[SentRequest]) -> Iterator[Caught]:
    """The requests in whose address or body bait stands, in writing or in a usual coding."""
    for bait in baits:
        forms = list(codings(bait.text))
        for request in requests:
            if request.time_ms >= bait.time_ms:
                sent = f"{request.url}\n{request.body or ''}"
                form = next((name for name, text in forms if text in sent), None) or _inside(bait.text, request)
                if form:
                    yield Caught(bait, request, form)


def codings(text: str) -> Iterator[tuple[str, str]]:
    """The ways in which scripts pass text on, by name."""
    data = text.encode()
    yield "plain", text
    yield "url", quote(text, safe="")
    yield "url", quote_plus(text)
    for before in range(3):  # in a longer text, base64 has three phases
        coded = base64.b64encode(b"\0" * before + data).decode().rstrip("=")
        inner = coded[(0, 2, 3)[before] : len(coded) - (1 if (before + len(data)) % 3 else 0)]
        yield "base64", inner
    for name in HASHES:
        for form in dict.fromkeys((text, text.lower(), *_with_country(text))):
            digest = hashlib.new(name, form.encode(), usedforsecurity=False)
            yield name, digest.hexdigest()
            yield name, digest.hexdigest().upper()
            yield name, base64.b64encode(digest.digest()).decode().rstrip("=")


def _inside(text: str, request: SentRequest) -> str | None:
    """The coding of a part that holds the text once it is opened, None where none does."""
    return next((one.coding for one in bodies.parts(request.url, request.body) if text in one.text), None)


def _with_country(text: str) -> list[str]:
    """A telephone number as it is written before it is hashed: with a plus sign, with the country's code."""
    return [f"+{text}", f"371{text}", f"+371{text}"] if text.isdigit() else []
