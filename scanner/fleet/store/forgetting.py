"""Deletes all there is of one client, or of one site, and looks afterwards whether anything is left."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.orm import Session

from scanner.fleet.store.leavings import Place, in_database, in_evidence, reclaim
from scanner.fleet.store.opening import Store
from scanner.fleet.store.sweeping import Swept, named, take_out, take_out_unnamed
from scanner.fleet.store.tables import (
    Accepted,
    Alert,
    Delivery,
    EvidenceFile,
    Plan,
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
from scanner.model.errors import UsageError

_WWW = re.compile(r"^www\.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """What is to be deleted: everything of a client, or of one site by its id."""

    client: str | None = None
    site: int | None = None

    @property
    def sites(self) -> ColumnElement[bool]:
        """Which sites these are."""
        return Site.id == self.site if self.client is None else Site.client == self.client


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What was deleted: rows by table before and after, evidence, and what is left that names the client or its sites.

    names           what was searched for; `shared` are names not searched for, since other sites have them too
    kept_evidence   files that stay because another scan has the same content
    left            where a name was found afterwards: nothing, if the deletion is complete
    searched        files of the evidence store that were searched; None when they were not
    reclaimed       whether the database gave the space back, so that deleted rows are not in its files either
    """

    before: dict[str, int]
    after: dict[str, int]
    evidence: Swept
    kept_evidence: int
    missing_evidence: tuple[str, ...]
    names: tuple[str, ...]
    shared: tuple[str, ...]
    left: tuple[Place, ...]
    searched: int | None
    reclaimed: bool

    @property
    def complete(self) -> bool:
        """Whether nothing is left."""
        return not self.left and not any(self.after.values()) and not self.missing_evidence


def counts(session: Session, whose: Whose) -> dict[str, int]:
    """How many rows of each table there are."""
    return {
        query.table: int(session.scalar(select(func.count()).select_from(query.of).where(query.which)) or 0)
        for query in _rows(whose)
    }


def forget(store: Store, whose: Whose, *, search: bool = True, rewrite: bool = True) -> Proof:
    """Delete it all, and prove it; without `search` evidence of others is not searched, without `rewrite` space is not given back.

    Raises UsageError while a scan of it runs, or when there is nothing of that name.
    """
    with store.write() as session:
        before = counts(session, whose)
        if not any(before.values()):
            raise UsageError(f"There is nothing of {whose.client or 'that site'} in the store.")
        ids = select(Scan.id).join(Site, Site.id == Scan.site_id).where(whose.sites)
        if running := list(session.scalars(ids.where(Scan.state == "running"))):
            raise UsageError(f"Scan {running[0]} is running: pause its sites, and cancel it or wait for its end.")
        names, shared = _names(session, whose)
        evidence = named(session, session.scalars(ids))
        session.execute(delete(Site).where(whose.sites))
        if whose.client is not None:
            session.execute(delete(Accepted).where(Accepted.client == whose.client))
            session.execute(delete(Plan).where(Plan.scope == "client", Plan.name == whose.client))
    swept = take_out(store, sorted(evidence))
    with store.read() as session:
        after = counts(session, whose)
        kept = _still_known(session, evidence)
    reclaimed = rewrite and reclaim(store)
    left = list(in_database(store, names))
    searched = None
    if search:
        searched, found = in_evidence(store, names)
        late = {place.file: take_out_unnamed(store, place.file) for place in found if place.file}
        swept = sum(late.values(), swept)  # of scans that were pruned lately, or of a worker that was stopped
        left += [place for place in found if place.file is None or not late[place.file].files]
    return Proof(
        before=before, after=after, evidence=swept, kept_evidence=len(kept),
        missing_evidence=tuple(digest for digest in sorted(evidence - kept) if store.files.holds(digest)),
        names=names, shared=shared, left=tuple(left), searched=searched, reclaimed=reclaimed,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Rows:
    table: str
    of: Any
    which: ColumnElement[bool]


def _rows(whose: Whose) -> Iterator[_Rows]:
    sites = select(Site.id).where(whose.sites)
    scans = select(Scan.id).where(Scan.site_id.in_(sites))
    policies = select(Policy.id).where(Policy.site_id.in_(sites))
    alerts = select(Alert.id).where(Alert.site_id.in_(sites))
    yield _Rows("sites", Site, whose.sites)
    for of in (SiteTag, Scan, StoredFinding, Policy, Alert):
        yield _Rows(of.__tablename__, of, of.site_id.in_(sites))
    for child in (Sighting, ScanService, ScanPolicy, ScanFile):
        yield _Rows(child.__tablename__, child, child.scan_id.in_(scans))
    yield _Rows("claims", StoredClaim, StoredClaim.policy_id.in_(policies))
    yield _Rows("deliveries", Delivery, Delivery.alert_id.in_(alerts))
    accepted: ColumnElement[bool] = Accepted.site_id.in_(sites)
    if whose.client is not None:
        accepted = or_(accepted, Accepted.client == whose.client)
        yield _Rows("plans", Plan, (Plan.scope == "client") & (Plan.name == whose.client))
    yield _Rows("accepted", Accepted, accepted)


def _names(session: Session, whose: Whose) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What names the client: its name, its sites' names and hosts; and apart, which of these others have as well."""
    mine: set[str] = set()
    others: set[str] = set()
    for slug, url, is_mine in session.execute(select(Site.slug, Site.url, whose.sites.label("mine"))):
        (mine if is_mine else others).update({slug, _host(url)})
    if whose.client:
        mine.add(whose.client)
    return tuple(sorted(mine - others)), tuple(sorted(mine & others))


def _host(url: str) -> str:
    return _WWW.sub("", url.partition("://")[2].partition("/")[0])


def _still_known(session: Session, digests: set[str]) -> set[str]:
    ordered, known = sorted(digests), set()
    for at in range(0, len(ordered), 500):
        known |= set(
            session.scalars(select(EvidenceFile.sha256).where(EvidenceFile.sha256.in_(ordered[at : at + 500])))
        )
    return known
