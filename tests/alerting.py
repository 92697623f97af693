"""What the tests of alerts share: settings, scans in the store, results in which something is new."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import receivers
import stored
from report_results import finding, rich
from sqlalchemy import update

from scanner.fleet.alerts import recipients
from scanner.fleet.alerts.recipients import AlertSettings
from scanner.fleet.store import Store
from scanner.fleet.store.storing import store_scan
from scanner.fleet.store.tables import Delivery, Scan
from scanner.model.result import Flow, Result

SECRETS = {"MAIL_PASSWORD": receivers.PASSWORD, "HOOK": "k3y"}
NEW = finding("undisclosed-service", "newpixel", "high", "Newpixel · 3 requests, no statement found")
PIXEL = Flow(service="newpixel", entity="Newpixel", country="US", states=("baseline",), observed=True, disclosure="omitted", name="Newpixel <b>")  # fmt: skip


def settings(*tables: dict[str, Any], mail: receivers.Mailbox | None = None) -> AlertSettings:
    """Recipients as the settings file gives them, and the mail server that listens."""
    smtp = mail and {
        "host": "localhost", "port": mail.port, "sender": "alerts@agency.test", "ca_file": mail.ca_file,
        "user": receivers.USER, "password": "env:MAIL_PASSWORD",
    }  # fmt: skip
    return recipients.read(list(tables), smtp, "privacydiff.toml")


def scan(store: Store, site: int, folder: Path, day: int, result: Result | None, state: Any = "done") -> int:
    """A scan of that day that has ended with a result or, without one, has failed; its id."""
    number = stored.running(store, site, day=day)
    if result is not None:
        where = stored.folder(folder / f"{site}-{day}", stored.at(day, result))
        assert store_scan(store, number, "t1", where, state=state)
        return number
    with store.write() as session:
        row = session.get_one(Scan, number)
        row.state, row.token, row.reason, row.finished_at = "failed", None, "killed", row.due_at
    return number


def with_(*more: Any, flows: tuple[Flow, ...] = ()) -> Result:
    """The usual result with further findings and services."""
    one = rich()
    return replace(one, findings=(*one.findings, *more), flows=(*one.flows, *flows))


def let_pauses_pass(store: Store) -> None:
    """Let all that waits be due."""
    with store.write() as session:
        session.execute(update(Delivery).values(next_attempt_at=stored.BEGIN, lease_until=None))
