"""A webhook: one POST of JSON, signed with HMAC-SHA256 over time and body, as docs/alerts.md describes for receivers."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import asdict
from urllib.parse import urlsplit

from scanner import __version__
from scanner.fleet.alerts import secret
from scanner.fleet.alerts.errors import NotSentError
from scanner.fleet.alerts.recipients import AlertSettings, Recipient
from scanner.model.notice import Message

SIGNATURE, DELIVERY = "Privacydiff-Signature", "Privacydiff-Delivery"
_TIMEOUT = 20.0


def send(recipient: Recipient, message: Message, settings: AlertSettings, environment: Mapping[str, str]) -> None:  # noqa: ARG001 (all ways are called alike)
    """Post the message. Raises NotSentError unless the answer is 2xx; redirects are not followed."""
    content = body(recipient, message)
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": f"privacydiff/{__version__}",
        DELIVERY: message.identity,
    }
    if recipient.secret:
        headers[SIGNATURE] = sign(content, secret.reveal(recipient.secret, environment), int(time.time()))
    asyncio.run(_post(recipient, content, headers))


def body(recipient: Recipient, message: Message) -> bytes:
    """What is posted."""
    plain = {
        "schema": 1,
        "id": message.identity,
        "recipient": recipient.name,
        "subject": message.subject,
        "events": [asdict(notice) for notice in message.notices],
    }
    return json.dumps(plain, ensure_ascii=False).encode("utf-8", "replace")


def sign(content: bytes, key: str, moment: int) -> str:
    """ "t=SECONDS,v1=HEX": the HMAC-SHA256 of "SECONDS." and the body. Receivers should refuse times long past."""
    digest = hmac.new(key.encode(), f"{moment}.".encode() + content, hashlib.sha256).hexdigest()
    return f"t={moment},v1={digest}"


async def _post(recipient: Recipient, content: bytes, headers: Mapping[str, str]) -> None:
    import aiohttp  # noqa: PLC0415 (slow to load)

    host = urlsplit(recipient.address).hostname
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_TIMEOUT)) as session,
            session.post(recipient.address, data=content, headers=headers, allow_redirects=False) as answer,
        ):
            if not 200 <= answer.status < 300:
                raise NotSentError(f"The webhook “{recipient.name}” was not taken: {host} answered {answer.status}.")
    except TimeoutError as error:
        raise NotSentError(f"The webhook “{recipient.name}” was not taken: {host} gave no answer in time.") from error
    except (aiohttp.ClientError, OSError) as error:
        reason = type(error).__name__  # its text may hold the address, and that a secret
        raise NotSentError(f"The webhook “{recipient.name}” was not taken: {host} ({reason}).") from error
