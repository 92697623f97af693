"""Sites, scans and folders of scans made in code, for tests of the store and of what works on it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from report_results import rich

from scanner.fleet.store import Store
from scanner.fleet.store.tables import Scan, Site, SiteTag
from scanner.model import codec
from scanner.model.result import Result

BEGIN = datetime(2026, 11, 1, 3, 0, tzinfo=UTC)


def site(store: Store, host: str = "www.meadow.test", client: str = "", tags: tuple[str, ...] = ()) -> int:
    """A new site; its id."""
    with store.write() as session:
        made = Site(
            slug=host.removeprefix("www."), url=f"https://{host}/", domain=host.removeprefix("www."), client=client,
            created_at=BEGIN, tags=[SiteTag(tag=tag) for tag in tags],
        )  # fmt: skip
        session.add(made)
        session.flush()
        return made.id


def running(store: Store, site_id: int, *, day: int = 0, token: str = "t1") -> int:
    """A scan of a site that is under way with this token; its id."""
    due = BEGIN + timedelta(days=day)
    with store.write() as session:
        scan = Scan(
            site_id=site_id, due_at=due, state="running", token=token, attempts=1, worker="w1", enqueued_at=due,
            started_at=due, heartbeat_at=due, lease_until=due + timedelta(minutes=30),
        )  # fmt: skip
        session.add(scan)
        session.flush()
        return scan.id


def at(day: int, result: Result | None = None) -> Result:
    """A result as a scan begun on that day would give it."""
    began = BEGIN + timedelta(days=day)
    ended = began + timedelta(minutes=1)
    one = result or rich()
    return replace(one, started_at=_iso(began), finished_at=_iso(ended))


def folder(path: Path, result: Result, files: dict[str, bytes] | None = None) -> Path:
    """A scan's folder with this result, and evidence."""
    path.mkdir(parents=True, exist_ok=True)
    (path / "result.json").write_bytes(codec.to_json(result))
    for name, data in (files if files is not None else {"evidence.json": b"{}", "evidence/page.html": b"<p>"}).items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(data)
    return path


def _iso(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
