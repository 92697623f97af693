"""Finds the consent dialog, makes the visitor's choice in it, and says what shows that the choice took effect."""

import asyncio
import time
from dataclasses import replace
from typing import Any

from scanner import languages
from scanner.model.evidence import Consent, ConsentAction, FirstLayer
from spiders import isolated, limits
from spiders.collectors import cookies
from spiders.protocol import ProtocolError
from spiders.session import Session
from spiders.settling import until_quiet

_LOOK = 0.4
_ACCEPT, _REJECT = ["accept"], ["reject", "necessary_only"]


async def look(session: Session, known: Consent) -> Consent:
    """What the page's consent dialog offers, without touching it; `known` when the page shows none."""
    seen = await _wait_for_banner(session)
    if not seen["found"]:
        return known
    kinds = {button["kind"] for button in seen["buttons"]}
    layer = FirstLayer(
        accept="accept" in kinds, reject=bool(kinds & {"reject", "necessary_only"}), settings="settings" in kinds
    )
    return replace(known, banner=True, text=seen["text"], first_layer=layer, prechecked=tuple(seen["ticked"]))


async def choose(session: Session) -> ConsentAction | None:
    """Accept or refuse, as the session's state says, on the page now open; None when it shows no dialog.

    `verified` needs more than a click: the dialog has gone, and the choice was written down (a cookie or key that was
    not there, or has another value), or requests followed that were not made before.
    """
    seen = await _wait_for_banner(session)
    if not seen["found"]:
        return None
    await _read(session)
    before = _stored(session), len(session.record.requests)
    moment = time.time() * 1000
    clicks = await (_accept(session) if session.state == "accept" else _reject(session))
    if not clicks:
        why = "no control with known words was found in the dialog"
        return ConsentAction(tried=True, why=why)
    session.record.choice_ms = moment
    await until_quiet(session.requests, session.writes, limits.SETTLE)
    await _read(session)
    gone = await _wait_until_gone(session)
    changed = _stored(session) != before[0] or len(session.record.requests) > before[1]
    doubt = (
        "the dialog is still there" if not gone else None if changed else "nothing was written and no request followed"
    )
    return ConsentAction(tried=True, done=True, verified=not doubt, how="words", why=doubt, clicks=tuple(clicks))


async def _accept(session: Session) -> list[str]:
    pressed = (await _see(session, {"kinds": _ACCEPT}))["pressed"]
    return [pressed] if pressed else []


async def _reject(session: Session) -> list[str]:
    """On the first layer where it can be done there; else settings, boxes off, and reject or save."""
    pressed = (await _see(session, {"kinds": _REJECT}))["pressed"]
    if pressed:
        return [pressed]
    opened = (await _see(session, {"kinds": ["settings"]}))["pressed"]
    if not opened:
        return []
    await asyncio.sleep(_LOOK * 2)
    second = await _see(session, {"kinds": [*_REJECT, "save"], "untick": True})
    return [opened, second["pressed"]] if second.get("pressed") else []


async def _wait_for_banner(session: Session) -> dict[str, Any]:
    end = time.monotonic() + limits.CHOICE
    while True:
        seen = await _see(session)
        if seen["found"] or time.monotonic() > end or session.record.visits[-1].number > 0:
            return seen
        await asyncio.sleep(_LOOK)


async def _wait_until_gone(session: Session) -> bool:
    """Whether the dialog goes away; many fade out."""
    end = time.monotonic() + limits.CHOICE
    while (await _see(session))["found"]:
        if time.monotonic() > end:
            return False
        await asyncio.sleep(_LOOK)
    return True


async def _see(session: Session, press: dict[str, Any] | None = None) -> dict[str, Any]:
    try:
        words = languages.load().for_script()
        found = await isolated.run(session.client, session.page_session, "banner.js", {"words": words, "press": press})
    except (isolated.ScriptError, ProtocolError) as error:
        session.failed("consent", session.record.visits[-1].url, str(error))
        found = {"found": False}
    return {"pressed": None, "buttons": [], "ticked": [], "text": "", **found}


async def _read(session: Session) -> None:
    await cookies.read(session.client, session.record)
    await session.storage.read(session.client)


def _stored(session: Session) -> dict[str, str]:
    """What the visitor's browser now keeps, by place and name."""
    jar = session.record.jar[-1].cookies if session.record.jar else []
    visit = session.record.visits[-1].number
    kept = {f"{cookie['domain']} {cookie['name']}": str(cookie["value"]) for cookie in jar}
    return kept | {f"{one.origin} {one.key}": one.value for one in session.record.stored if one.visit == visit}
