"""Accepted findings that stand in the store: kept for a site or a client, and marked in a result before it is stored."""

from dataclasses import replace
from datetime import UTC, date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from scanner import checks
from scanner.checks.judgement import accept
from scanner.fleet.store.bundle import Bundle
from scanner.fleet.store.opening import now
from scanner.fleet.store.tables import Accepted, Site
from scanner.model.errors import UsageError
from scanner.model.judging import Acceptance, Judging


def of_site(session: Session, site_id: int) -> tuple[Acceptance, ...]:
    """What was accepted for a site, and for all sites of its client."""
    client = session.scalars(select(Site.client).where(Site.id == site_id)).one()
    mine = Accepted.site_id == site_id
    whose = or_(mine, Accepted.client == client) if client else mine
    rows = session.scalars(select(Accepted).where(whose).order_by(Accepted.id))
    return tuple(Acceptance(check=one.check, subject=one.subject, reason=one.reason, until=one.until) for one in rows)


def applied(found: Bundle, known: tuple[Acceptance, ...]) -> Bundle:
    """A scan with what was accepted marked so, beside what its settings file had accepted."""
    if not known:
        return found
    result = found.result
    judging = replace(result.judging, accepted=(*result.judging.accepted, *known))
    findings, judging = accept(result.findings, judging, datetime.now(UTC).date().isoformat())
    summary = replace(result.summary, accepted=sum(one.accepted is not None for one in findings))
    return replace(found, result=replace(result, findings=findings, judging=judging, summary=summary))


def add(
    session: Session,
    whose: Site | str,
    check: str,
    reason: str,
    *,
    subject: str | None = None,
    until: str | None = None,
) -> Accepted:
    """Accept a finding of a site, or of all sites of a client (by its name). Raises UsageError for what cannot be used."""
    checks.known(Judging(accepted=(Acceptance(check=check, reason=reason),)))
    if not reason.strip():
        raise UsageError("An accepted finding needs a reason.")
    if until is not None:
        try:
            until = date.fromisoformat(until).isoformat()
        except ValueError as error:
            raise UsageError(f"{until} is not a day: give one such as 2027-01-31.") from error
    row = Accepted(
        site_id=None if isinstance(whose, str) else whose.id, client=whose if isinstance(whose, str) else None,
        check=check, subject=subject, reason=reason, until=until, created_at=now(session),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def listed(session: Session) -> list[tuple[Accepted, str | None]]:
    """All there are, each with the name of its site."""
    rows = session.execute(
        select(Accepted, Site.slug).join(Site, Site.id == Accepted.site_id, isouter=True).order_by(Accepted.id)
    )
    return [(one, slug) for one, slug in rows]


def remove(session: Session, number: int) -> None:
    """Take one back. Raises UsageError when there is none of that number."""
    row = session.get(Accepted, number) if number < 2**63 else None
    if row is None:
        raise UsageError(f"Nothing was accepted under the number {number}: `privacydiff accepted list` shows all.")
    session.delete(row)
