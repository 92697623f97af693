"""Stores what a scan has found: evidence first, then everything else in one transaction, from the holder of the scan only."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import CursorResult, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from scanner.fleet.store import accepting, bundle, recording
from scanner.fleet.store.bundle import RESULT, Bundle
from scanner.fleet.store.files import Kept
from scanner.fleet.store.inserting import insert
from scanner.fleet.store.opening import Store, now
from scanner.fleet.store.tables import EvidenceFile, Scan, ScanFile
from scanner.model.codec import to_plain
from scanner.model.findings import SEVERITIES
from scanner.model.result import Result


def store_scan(
    store: Store, scan: int, token: str, folder: Path, *, state: Literal["done", "failed"] = "done", reason: str = ""
) -> bool:
    """Store the scan that `folder` holds, and end it in `state`; `reason` goes before that of the result.

    True when it was stored. False, and nothing is changed, when the scan is no longer held with this token: another
    attempt took it over, it was cancelled, or it is through. Raises UsageError when the folder holds no result.
    """
    with store.read() as session:
        held = session.get(Scan, scan)
        if held is None:
            return False
        known = accepting.of_site(session, held.site_id)
    found = accepting.applied(bundle.read(folder), known)
    kept = found.keep(store.files)
    with store.write() as session:
        moment = now(session)
        values = _of(found.result) | {"result_sha256": None, "finished_at": moment}
        ended = session.execute(
            update(Scan)
            .where(Scan.id == scan, Scan.state == "running", Scan.token == token)
            .values(
                state=state, token=None, lease_until=None, reason=reason or found.result.reason or None, **values
            )
        )  # fmt: skip
        if not _changed_one(ended):
            return False
        _attach(session, store, scan, found, kept, moment)
        recording.record(session, scan, found.result)
        return True


def store_finished(store: Store, site_id: int, found: Bundle) -> int | None:
    """Put a scan that was made elsewhere into a site's history; its id, or None when it is there already."""
    with store.read() as session:
        found = accepting.applied(found, accepting.of_site(session, site_id))
        if _there(session, site_id, found):
            return None
    kept = found.keep(store.files)
    try:
        with store.write() as session:
            return _add(session, store, site_id, found, kept)
    except IntegrityError:  # stored by another process meanwhile
        with store.read() as session:
            if _there(session, site_id, found):
                return None
        raise


def _there(session: Session, site_id: int, found: Bundle) -> bool:
    began = when(found.result.started_at)
    return session.scalar(select(Scan.id).where(Scan.site_id == site_id, Scan.due_at == began)) is not None


def _add(session: Session, store: Store, site_id: int, found: Bundle, kept: Mapping[str, Kept]) -> int:
    moment, began = now(session), when(found.result.started_at)
    scan = Scan(
        site_id=site_id,
        due_at=began,
        origin="import",
        state="failed" if found.result.reason else "done",
        attempts=1,
        enqueued_at=moment,
        started_at=began,
        finished_at=when(found.result.finished_at),
        reason=found.result.reason,
        **_of(found.result),
    )
    session.add(scan)
    session.flush()
    _attach(session, store, scan.id, found, kept, moment)
    recording.record(session, scan.id, found.result)
    return scan.id


def when(text: str) -> datetime:
    """A moment as results write it."""
    return datetime.fromisoformat(text)


def _of(result: Result) -> dict[str, Any]:
    counting = [one for one in result.findings if one.counts]
    return {
        "complete": result.complete,
        "tool": result.tool.version,
        "browser": result.tool.browser,
        "catalogue": result.tool.catalogue,
        "rules": result.tool.rules,
        "summary": to_plain(result.summary),
        "counted": {level: sum(one.severity == level for one in counting) for level in SEVERITIES},
        "causes": {level: sum(one.severity == level and one.cause is None for one in counting) for level in SEVERITIES},
    }


def _attach(
    session: Session, store: Store, scan: int, found: Bundle, kept: Mapping[str, Kept], moment: datetime
) -> None:
    """Name the evidence. From here to the commit a sweep waits; what one took before that is put back."""
    files = {one.sha256: one for one in kept.values()}
    rows = [
        {"sha256": digest, "size": one.size, "stored_size": one.stored_size, "used_at": moment}
        for digest, one in sorted(files.items())  # in one order, so that two workers never wait for each other
    ]
    statement = insert(session, EvidenceFile)
    session.execute(
        statement.on_conflict_do_update(index_elements=["sha256"], set_={"used_at": statement.excluded.used_at}), rows
    )
    for path, one in kept.items():
        if not store.files.holds(one.sha256):
            store.files.keep(found.data(path))
    session.execute(update(Scan).where(Scan.id == scan).values(result_sha256=kept[RESULT].sha256))
    named = [{"scan_id": scan, "path": path, "sha256": one.sha256} for path, one in kept.items() if path != RESULT]
    if named:
        session.execute(insert(session, ScanFile), named)


def _changed_one(ended: Any) -> bool:
    return isinstance(ended, CursorResult) and ended.rowcount == 1
