"""Tells while a worker works: looks at scans that have ended and sends what is due, beside the scans."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import structlog

from scanner.fleet.alerts import noticing, outbox
from scanner.fleet.alerts.recipients import AlertSettings
from scanner.fleet.store import Store
from scanner.model.errors import PrivacydiffError

log = structlog.get_logger()
EVERY = 20.0
"""Seconds between two looks."""
LONGEST = 120.0
"""Seconds a worker waits at its end for a message under way; what is not sent then is sent by the next worker."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Whom to tell, out of which environment secrets are taken, and in which language."""

    settings: AlertSettings
    environment: Mapping[str, str]
    language: str | None = None
    locale: str = ""


@contextmanager
def heralding(store: Store, voice: Voice) -> Iterator[None]:
    """Tell what there is to tell in a thread of its own, and once more at the end."""
    end = threading.Event()

    def look() -> None:
        while not end.is_set():
            tell(store, voice)
            end.wait(EVERY)
        tell(store, voice)

    thread = threading.Thread(target=look, name="alerts", daemon=True)
    thread.start()
    try:
        yield
    finally:
        end.set()
        thread.join(LONGEST)


def tell(store: Store, voice: Voice) -> None:
    """Look and send once. What cannot be done now (database away, a secret missing) is logged, and done at the next look."""
    try:
        made = noticing.notice(store, voice.settings)
        tried = outbox.send_due(
            store, voice.settings, voice.environment, language=voice.language, locale=voice.locale
        )
    except PrivacydiffError as error:
        log.warning("alerts have to wait", why=str(error))
        return
    except Exception:
        log.exception("alerts have to wait")
        return
    if made:
        log.info("worth telling", alerts=made)
    for one in tried:
        if one.why:
            log.warning("an alert was not taken", recipient=one.recipient, events=one.events, why=one.why)
        else:
            log.info("told", recipient=one.recipient, events=one.events)
