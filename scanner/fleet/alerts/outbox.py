"""Sends what waits in the outbox: taken under a lease, gathered by recipient, tried again with growing pauses."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from reports import alert as words
from scanner.fleet.alerts import channels
from scanner.fleet.alerts.recipients import AlertSettings, Recipient
from scanner.fleet.store import Store
from scanner.fleet.store.opening import now
from scanner.fleet.store.tables import Alert, Delivery, Site
from scanner.model.errors import PrivacydiffError
from scanner.model.findings import SEVERITIES
from scanner.model.notice import Notice

LEASE = timedelta(minutes=10)
"""A sender that has not told the outcome by then counts as dead, and the message is sent again."""
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 20, 60, 180, 360, 720))
"""Pauses before the second and each further attempt; after the last attempt the delivery has failed."""
_MOST_IN_ONE = 200


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of one message: for whom, how many events it held, and why it was not taken (None: it was)."""

    recipient: str
    events: int
    why: str | None


def send_due(
    store: Store, settings: AlertSettings, environment: Mapping[str, str], *, language: str | None = None, locale: str = ""
) -> list[Tried]:
    """Send every delivery whose time has come, one message a recipient; a recipient that fails holds up no other.

    A message is marked as sent after the other side has taken it: a crash just between makes it go out again, with the
    same identity (Message-ID, Privacydiff-Delivery) as before. Deliveries put in meanwhile wait for the next call.
    """
    tried = []
    with store.read() as session:
        until = now(session)
        due = session.scalars(select(Delivery.channel).where(*_due(until)).distinct().order_by(Delivery.channel)).all()
    for channel in due:
        while one := _send(store, channel, until, settings, environment, language or "", locale):
            tried.append(one)
    return tried


def _send(
    store: Store, channel: str, until: datetime, settings: AlertSettings, environment: Mapping[str, str], language: str, locale: str
) -> Tried | None:
    token = secrets.token_hex(16)
    with store.write() as session:
        taken = _take(session, channel, token, until)
    if not taken:
        return None
    recipient = settings.by_name.get(channel)
    why = None
    if recipient is None:
        why = f"The settings name no recipient of alerts “{channel}” any more."
    else:
        try:
            _hand_over(recipient, taken, settings, environment, recipient.language or language, locale)
        except PrivacydiffError as error:
            why = str(error)
    with store.write() as session:
        _settle(session, token, why, final=recipient is None)
    return Tried(channel, len(taken), why)


def _hand_over(
    recipient: Recipient, taken: dict[int, Notice], settings: AlertSettings, environment: Mapping[str, str], language: str, locale: str
) -> None:
    identity = hashlib.sha256(",".join(map(str, sorted(taken))).encode() + recipient.name.encode()).hexdigest()[:32]
    message = words.message(taken.values(), identity, language or None, locale)
    channels.send(recipient, message, settings, environment)


def _due(until: datetime) -> tuple[ColumnElement[bool], ...]:
    free = or_(Delivery.lease_until.is_(None), Delivery.lease_until < until)
    return (Delivery.state == "waiting", Delivery.next_attempt_at <= until, free)


def _take(session: Session, channel: str, token: str, until: datetime) -> dict[int, Notice]:
    """Take the oldest deliveries of a recipient under a lease; by id, what they tell."""
    rows = session.execute(
        select(Delivery, Alert, Site)
        .join(Alert, Alert.id == Delivery.alert_id)
        .join(Site, Site.id == Alert.site_id)
        .where(Delivery.channel == channel, *_due(until))
        .order_by(Delivery.id)
        .limit(_MOST_IN_ONE)
        .with_for_update(of=Delivery, skip_locked=True)
    ).all()
    lease = now(session) + LEASE
    notices = {}
    for delivery, alert, site in rows:
        delivery.token, delivery.lease_until = token, lease
        notices[delivery.id] = notice_of(alert, site)
    return notices


def notice_of(alert: Alert, site: Site) -> Notice:
    """An alert of a site as messages tell it."""
    details = {name: str(value) for name, value in alert.details.items()}
    level = next((one for one in SEVERITIES if one == alert.severity), None)
    return Notice(
        id=alert.id,
        site=site.slug,
        url=site.url,
        client=site.client,
        at=alert.created_at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        kind=alert.kind,
        fate=details.pop("fate", "new"),
        title=alert.title,
        severity=level,
        details=details,
    )


def _settle(session: Session, token: str, why: str | None, *, final: bool) -> None:
    """Write down the outcome, unless another sender took over meanwhile."""
    moment = now(session)
    free: dict[str, object] = {"token": None, "lease_until": None}
    if why is None:
        sent = {**free, "state": "sent", "sent_at": moment, "attempts": Delivery.attempts + 1, "reason": None}
        session.execute(update(Delivery).where(Delivery.token == token).values(**sent))
        return
    for one in session.scalars(select(Delivery).where(Delivery.token == token)):
        one.attempts += 1
        one.token = one.lease_until = None
        one.reason = why
        if final or one.attempts > len(PAUSES):
            one.state = "failed"
        else:
            one.next_attempt_at = moment + PAUSES[one.attempts - 1]
