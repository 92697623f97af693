"""The course of a site, or of many together: causes by severity in each period, from the scans of the store."""

from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from scanner.fleet.store.exporting import Period
from scanner.fleet.store.sites import chosen
from scanner.fleet.store.tables import Scan, Site
from scanner.model.findings import SEVERITIES

Step = Literal["scan", "week", "month"]
_FREQUENCY = {"week": "W-SUN", "month": "M"}
COLUMNS = ("begin", "sites", *SEVERITIES, "services", "cookies", "rules_changed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What a course is of, and its rows: COLUMNS, oldest first.

    In a week or month every site counts with its latest scan, one that was not scanned then with the one before.
    `rules_changed`: for a site of the row, catalogue or rules differ from those of the scan before.
    """

    of: str
    step: Step
    rows: tuple[tuple[Any, ...], ...]


def course(session: Session, sites: Select[int], period: Period, of: str, step: Step) -> Course:
    """The course of these sites."""
    frame = _scans(session, sites, period)
    if frame.empty:
        return Course(of=of, step=step, rows=())
    if step == "scan":
        frame["begin"] = frame["due_at"].dt.strftime("%Y-%m-%d")
        frame["sites"] = 1
        return Course(of=of, step=step, rows=_rows(frame))
    frame["period"] = frame["due_at"].dt.tz_localize(None).dt.to_period(_FREQUENCY[step])
    changed = frame.groupby("period")["rules_changed"].any()
    latest = frame.groupby(["site", "period"]).last()
    numbers = [*SEVERITIES, "services", "cookies"]
    every = pd.period_range(frame["period"].min(), frame["period"].max(), freq=_FREQUENCY[step])
    known = {name: latest[name].unstack("site").reindex(every).ffill() for name in numbers}
    summed = pd.DataFrame({name: table.sum(axis=1) for name, table in known.items()})
    summed["sites"] = known[SEVERITIES[0]].notna().sum(axis=1)
    summed["rules_changed"] = changed.reindex(every, fill_value=False)
    summed["begin"] = every.start_time.strftime("%Y-%m-%d")
    return Course(of=of, step=step, rows=_rows(summed))


def _scans(session: Session, sites: Select[int], period: Period) -> pd.DataFrame:
    query = select(Scan.site_id, Scan.due_at, Scan.causes, Scan.summary, Scan.catalogue, Scan.rules).where(
        Scan.state == "done", Scan.causes.is_not(None), Scan.site_id.in_(sites)
    )
    if period.begin is not None:
        query = query.where(Scan.due_at >= period.begin)
    if period.end is not None:
        query = query.where(Scan.due_at < period.end)
    found, last = [], dict[int, tuple[str | None, str | None]]()
    for one in session.execute(query.order_by(Scan.due_at, Scan.id).execution_options(yield_per=1000)):
        judged = (one.catalogue, one.rules)
        changed = last.get(one.site_id, judged) != judged
        last[one.site_id] = judged
        levels = [int((one.causes or {}).get(level, 0)) for level in SEVERITIES]
        summary = one.summary or {}
        found.append((one.site_id, one.due_at, *levels, summary.get("services", 0), summary.get("cookies", 0), changed))
    columns = ["site", "due_at", *SEVERITIES, "services", "cookies", "rules_changed"]
    return pd.DataFrame(found, columns=columns)


def _rows(frame: pd.DataFrame) -> tuple[tuple[Any, ...], ...]:
    plain = frame[list(COLUMNS)].itertuples(index=False, name=None)
    return tuple((row[0], *(int(one) for one in row[1:-1]), bool(row[-1])) for row in plain)


def sites_of(client: str | None, tag: str | None) -> Select[int]:
    """The sites of a client, with a tag; those watched no longer as well."""
    return chosen(client=client, tag=tag, removed=True).order_by(None).with_only_columns(Site.id)


def site_alone(number: int) -> Select[int]:
    """One site."""
    return select(Site.id).where(Site.id == number)
