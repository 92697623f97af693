"""Alerts as people ask for them: what was told, and whom it reached."""

from collections import defaultdict
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import or_, select

from scanner.fleet.alerts.outbox import notice_of
from scanner.fleet.store import Store
from scanner.fleet.store.tables import Alert, Delivery, Site
from scanner.model.notice import Notice


@dataclass(frozen=True, slots=True)
class Reached:
    """What became of an alert on its way to one recipient; `state` is "waiting", "sent" or "failed"."""

    recipient: str
    state: str
    attempts: int
    reason: str | None

    @property
    def told(self) -> str:
        """The same in words."""
        return f"{self.state}, {self.reason}" if self.reason else self.state


@dataclass(frozen=True, slots=True)
class Listed:
    """An alert with its deliveries."""

    notice: Notice
    deliveries: tuple[Reached, ...]


def latest(store: Store, *, site: str | None, failed: bool, number: int) -> list[Listed]:
    """The latest alerts, of one site (its name or address) or of all; `failed`: only those that somebody did not get."""
    query = select(Alert, Site).join(Site, Site.id == Alert.site_id).order_by(Alert.id.desc()).limit(number)
    if site is not None:
        query = query.where(or_(Site.slug == site, Site.url == site))
    if failed:
        query = query.where(Alert.id.in_(select(Delivery.alert_id).where(Delivery.state == "failed")))
    with store.read() as session:
        rows = session.execute(query).all()
        ways = defaultdict(list)
        wanted = [alert.id for alert, _ in rows]
        for one in session.scalars(select(Delivery).where(Delivery.alert_id.in_(wanted)).order_by(Delivery.id)):
            ways[one.alert_id].append(Reached(one.channel, one.state, one.attempts, one.reason))
    return [Listed(notice_of(alert, of), tuple(ways[alert.id])) for alert, of in rows]


def to_plain(one: Listed) -> dict[str, Any]:
    """The same as plain values."""
    return {**asdict(one.notice), "deliveries": [asdict(each) for each in one.deliveries]}
