"""Everything of a period as tables for other programs: CSV that a spreadsheet can open, or Parquet; a row at a time."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import Boolean, ColumnElement, Float, Integer, Select, select
from sqlalchemy.orm import Session

from scanner.fleet.store.sites_file import guarded
from scanner.fleet.store.tables import (
    Alert,
    Policy,
    Scan,
    ScanFile,
    ScanPolicy,
    ScanService,
    Sighting,
    Site,
    SiteTag,
    StoredClaim,
    StoredFinding,
)
from scanner.fleet.store.tables.types import Moment

Format = Literal["csv", "parquet"]
_AT_ONCE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Scans that fell due from `begin` on and before `end`; of one client where one is given."""

    begin: datetime | None = None
    end: datetime | None = None
    client: str | None = None


def export(session: Session, period: Period, folder: Path, format_: Format) -> dict[Path, int]:
    """Write one file a table into a folder; returns how many rows each has. Two exports of the same data are the same."""
    folder.mkdir(parents=True, exist_ok=True)
    written = {}
    for name, query in queries(period).items():
        file = folder / f"{name}.{format_}"
        rows = session.execute(query.execution_options(yield_per=_AT_ONCE))
        batches = ([list(row) for row in batch] for batch in rows.partitions(_AT_ONCE))
        write = _csv if format_ == "csv" else _parquet
        written[file] = write(file, query, batches)
    return written


def queries(period: Period) -> dict[str, Select[Any]]:
    """The tables by name: what of the store belongs to the period, and the sites it is about."""
    scans = select(Scan.id).join(Site).where(*_within(period))
    sites = select(Scan.site_id).join(Site).where(*_within(period))
    versions = select(ScanPolicy.policy_id).where(ScanPolicy.scan_id.in_(scans))
    return {
        "sites": select(
            Site.slug.label("site"), Site.url, Site.client, Site.schedule, Site.profile, Site.options, Site.paused,
            Site.created_at, Site.removed_at,
        ).where(Site.id.in_(sites)).order_by(Site.id),
        "tags": select(Site.slug.label("site"), SiteTag.tag).join(Site, Site.id == SiteTag.site_id)
        .where(Site.id.in_(sites)).order_by(Site.id, SiteTag.tag),
        "scans": select(
            Scan.id.label("scan"), Site.slug.label("site"), Scan.due_at, Scan.origin, Scan.state, Scan.attempts,
            Scan.started_at, Scan.finished_at, Scan.worker, Scan.reason, Scan.complete, Scan.tool, Scan.browser,
            Scan.catalogue, Scan.rules, Scan.summary, Scan.counted, Scan.causes, Scan.result_sha256,
        ).join(Site).where(Scan.id.in_(scans)).order_by(Scan.id),
        "findings": select(
            Sighting.scan_id.label("scan"), Site.slug.label("site"), StoredFinding.check, StoredFinding.subject,
            Sighting.severity, Sighting.confidence, Sighting.verdict, Sighting.title, Sighting.counts, Sighting.is_cause,
            Sighting.accepted, StoredFinding.first_seen_at, StoredFinding.last_seen_at,
        ).join(StoredFinding, StoredFinding.id == Sighting.finding_id).join(Site, Site.id == StoredFinding.site_id)
        .where(Sighting.scan_id.in_(scans)).order_by(Sighting.scan_id, Sighting.finding_id),
        "services": select(
            ScanService.scan_id.label("scan"), Site.slug.label("site"), ScanService.service, ScanService.observed,
            ScanService.before_choice, ScanService.disclosure, ScanService.requests,
        ).join(Scan, Scan.id == ScanService.scan_id).join(Site, Site.id == Scan.site_id)
        .where(ScanService.scan_id.in_(scans)).order_by(ScanService.scan_id, ScanService.service),
        "policies": select(
            ScanPolicy.scan_id.label("scan"), Site.slug.label("site"), Policy.id.label("policy"), Policy.url, Policy.title,
            Policy.date, Policy.language, Policy.kinds, Policy.characters, Policy.readable, Policy.text_sha256,
            ScanPolicy.published_sha256, Policy.first_seen_at, Policy.last_seen_at,
        ).join(Policy, Policy.id == ScanPolicy.policy_id).join(Site, Site.id == Policy.site_id)
        .where(ScanPolicy.scan_id.in_(scans)).order_by(ScanPolicy.scan_id, Policy.id),
        "claims": select(
            StoredClaim.policy_id.label("policy"), StoredClaim.place, StoredClaim.practice, StoredClaim.polarity,
            StoredClaim.modality, StoredClaim.condition, StoredClaim.value, StoredClaim.confidence, StoredClaim.quote,
        ).where(StoredClaim.policy_id.in_(versions)).order_by(StoredClaim.policy_id, StoredClaim.place),
        "files": select(ScanFile.scan_id.label("scan"), ScanFile.path, ScanFile.sha256)
        .where(ScanFile.scan_id.in_(scans)).order_by(ScanFile.scan_id, ScanFile.path),
        "alerts": select(
            Alert.id.label("alert"), Site.slug.label("site"), Alert.scan_id.label("scan"), Alert.kind, Alert.severity,
            Alert.title, Alert.details, Alert.created_at,
        ).join(Site, Site.id == Alert.site_id).where(*_made(period)).order_by(Alert.id),
    }  # fmt: skip


def _within(period: Period) -> list[ColumnElement[bool]]:
    return _bounds(Scan.due_at, period)


def _made(period: Period) -> list[ColumnElement[bool]]:
    return _bounds(Alert.created_at, period)


def _bounds(moment: Any, period: Period) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if period.begin is not None:
        wanted.append(moment >= period.begin)
    if period.end is not None:
        wanted.append(moment < period.end)
    if period.client is not None:
        wanted.append(Site.client == period.client)
    return wanted


def _csv(file: Path, query: Select[Any], batches: Iterator[list[list[Any]]]) -> int:
    """UTF-8 with a byte order mark, as spreadsheets read it; nothing in it runs as a formula."""
    number = 0
    with file.open("w", encoding="utf-8-sig", newline="") as text:
        rows = csv.writer(text, lineterminator="\r\n")
        rows.writerow(query.selected_columns.keys())
        for batch in batches:
            rows.writerows([_cell(one) for one in row] for row in batch)
            number += len(batch)
    return number


def _cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, bool):
        return "yes" if value else "no"
    plain = _plain(value)
    return guarded(plain) if isinstance(plain, str) else plain


def _plain(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if isinstance(value, dict | list) else value


def _parquet(file: Path, query: Select[Any], batches: Iterator[list[list[Any]]]) -> int:
    """Columns keep their kinds; several values in one stand as JSON."""
    schema = pa.schema([(name, _kind(column.type)) for name, column in query.selected_columns.items()])
    number = 0
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for batch in batches:
            columns = [[_plain(row[at]) for row in batch] for at in range(len(schema))]
            writer.write_table(pa.table(columns, schema=schema))
            number += len(batch)
    return number


def _kind(kind: Any) -> Any:
    for known, arrow in (
        (Boolean, pa.bool_()),
        (Integer, pa.int64()),
        (Float, pa.float64()),
        (Moment, pa.timestamp("us", tz="UTC")),
    ):
        if isinstance(kind, known):
            return arrow
    return pa.string()
