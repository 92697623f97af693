"""A result as rows: findings with their sightings, services, versions of policies with their claims."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from scanner.fleet.store.inserting import Insert, insert
from scanner.fleet.store.tables import (
    Base,
    Policy,
    Scan,
    ScanPolicy,
    ScanService,
    Sighting,
    Site,
    StoredClaim,
    StoredFinding,
)
from scanner.fleet.store.tables.types import clipped
from scanner.model.claims import Document
from scanner.model.codec import to_plain
from scanner.model.findings import Finding
from scanner.model.result import Result

_LONGEST_SERVICE = 253


def record(session: Session, scan: int, result: Result) -> None:
    """Add the rows of a scan's result. The scan's own row is there already."""
    site = session.scalars(select(Scan.site_id).where(Scan.id == scan)).one()
    session.execute(select(Site.id).where(Site.id == site).with_for_update(key_share=True))  # pruning waits
    seen = datetime.fromisoformat(result.started_at)
    _findings(session, scan, site, result.findings, seen)
    _services(session, scan, result)
    _policies(session, scan, site, result.documents, seen)


def finding_key(check: str, subject: str | None) -> str:
    """What a finding is known by within its site: a hash of check and subject, whatever their length."""
    return _hash(check, "" if subject is None else f"={subject}")[:32]


def _findings(session: Session, scan: int, site: int, findings: Iterable[Finding], seen: datetime) -> None:
    by_key = {finding_key(one.check, one.subject): one for one in findings}
    if not by_key:
        return
    rows = [
        {
            "site_id": site, "check": one.check, "subject": one.subject, "key": key,
            "first_seen_at": seen, "last_seen_at": seen,
        }
        for key, one in sorted(by_key.items())
    ]  # fmt: skip
    statement = _widening(insert(session, StoredFinding), StoredFinding, "key")
    known = {
        key: number for number, key in session.execute(statement.returning(StoredFinding.id, StoredFinding.key), rows)
    }
    session.execute(insert(session, Sighting), [_sighting(scan, known[key], one) for key, one in by_key.items()])


def _sighting(scan: int, finding: int, one: Finding) -> dict[str, Any]:
    return {
        "scan_id": scan,
        "finding_id": finding,
        "severity": one.severity,
        "confidence": one.confidence,
        "verdict": one.verdict,
        "title": one.title,
        "counts": one.counts,
        "is_cause": one.cause is None,
        "accepted": one.accepted is not None,
    }


def _services(session: Session, scan: int, result: Result) -> None:
    rows = {
        clipped(flow.service, _LONGEST_SERVICE): {
            "scan_id": scan,
            "service": flow.service,
            "observed": flow.observed,
            "before_choice": flow.before_choice,
            "disclosure": flow.disclosure,
            "requests": flow.requests,
        }
        for flow in result.flows
    }
    if rows:
        session.execute(insert(session, ScanService), list(rows.values()))


def _policies(session: Session, scan: int, site: int, documents: Iterable[Document], seen: datetime) -> None:
    for digest, one in sorted({_digest(document): document for document in documents}.items()):
        old = session.scalar(select(Policy.id).where(Policy.site_id == site, Policy.digest == digest))
        values = {
            "site_id": site, "digest": digest, "url": one.url, "text_sha256": _hash(one.text), "language": one.language,
            "kinds": list(one.kinds), "title": one.title, "date": one.date, "characters": one.characters,
            "readable": one.readable, "first_seen_at": seen, "last_seen_at": seen,
        }  # fmt: skip
        statement = _widening(insert(session, Policy), Policy, "digest").returning(Policy.id)
        number = session.execute(statement, [values]).scalar_one()
        if old is None and one.claims:
            session.execute(
                insert(session, StoredClaim).on_conflict_do_nothing(index_elements=["policy_id", "place"]),
                [_claim(number, place, claim) for place, claim in enumerate(one.claims)],
            )
        session.execute(
            insert(session, ScanPolicy), [{"scan_id": scan, "policy_id": number, "published_sha256": one.sha256}]
        )


def _claim(policy: int, place: int, claim: Any) -> dict[str, Any]:
    return {
        "policy_id": policy,
        "place": place,
        "practice": claim.practice,
        "polarity": claim.polarity,
        "modality": claim.modality,
        "condition": claim.condition,
        "value": claim.value,
        "confidence": claim.confidence,
        "quote": claim.quote,
    }


def _widening(statement: Insert, table: type[Base], key: str) -> Insert:
    """Where the row is there already, its span of first and last sight takes in the new one."""
    columns, new = table.__table__.c, statement.excluded
    first, last = columns.first_seen_at, columns.last_seen_at
    return statement.on_conflict_do_update(
        index_elements=["site_id", key],
        set_={
            "first_seen_at": case((new.first_seen_at < first, new.first_seen_at), else_=first),
            "last_seen_at": case((new.last_seen_at > last, new.last_seen_at), else_=last),
        },
    )


def _digest(document: Document) -> str:
    claims = json.dumps(to_plain(document.claims), sort_keys=True)
    return _hash(document.url, document.text, claims)


def _hash(*parts: str) -> str:
    """Of texts as they are, lone surrogates included."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
