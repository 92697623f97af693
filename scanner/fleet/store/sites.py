"""The sites of the store: put in, found, changed and taken out; one function each."""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Select, delete, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from scanner.facts.parties import registrable
from scanner.fleet.store.opening import now
from scanner.fleet.store.tables import Scan, Site, SiteTag
from scanner.model.errors import UsageError

_SLUG = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")
_LONGEST_SLUG = 70
_LONGEST_URL = 500
_MOST_TAGS = 20
_AT_ONCE = 500
_LONGEST = {"client": 200, "tag": 80, "schedule": 200}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A site as someone wants it. `options` are settings by name; None everywhere: as it was, or as is usual."""

    url: str
    client: str | None = None
    tags: tuple[str, ...] | None = None
    schedule: str | None = None
    profile: str | None = None
    options: Mapping[str, Any] | None = None
    paused: bool | None = None
    slug: str | None = None


@dataclass(slots=True)
class Known:
    """The sites there are, by name and by address and client; for many new sites at once they are read a single time."""

    names: dict[str, Site | int] = field(default_factory=dict)
    addresses: dict[tuple[str, str], Site | int] = field(default_factory=dict)

    def find(self, wanted: Wanted) -> Site | int | None:
        """The site of the wanted name, else of its address and client."""
        named = self.names.get(wanted.slug) if wanted.slug else None
        return named or self.addresses.get((wanted.url, wanted.client or ""))

    def new_name(self, wanted: Wanted) -> str:
        """The name asked for, else a short one made of the host; no other site has it."""
        if wanted.slug and wanted.slug not in self.names:
            return wanted.slug
        host = (urlsplit(wanted.url).hostname or "site").lower().removeprefix("www.")
        bare = re.sub(r"[^a-z0-9.-]+", "-", host).strip("-.")[:_LONGEST_SLUG] or "site"
        name, number = bare, 2
        while name in self.names:
            name, number = f"{bare}-{number}", number + 1
        return name

    def add(self, site: Site) -> None:
        """One more."""
        self.names[site.slug] = self.addresses[site.url, site.client] = site


def known(session: Session) -> Known:
    """The sites there are now, those watched no longer included."""
    found = Known()
    for one in session.execute(select(Site.id, Site.slug, Site.url, Site.client)):
        found.names[one.slug] = found.addresses[one.url, one.client] = one.id
    return found


def put(session: Session, wanted: Wanted) -> tuple[Site, bool]:
    """Put a site in, or bring the one of the same name, else of the same address and client, up to what is wanted.

    Returns it, and whether it is new. A site that had been removed is watched again.
    """
    (one,) = put_all(session, [wanted])
    return one


def put_all(session: Session, wanted: Sequence[Wanted]) -> list[tuple[Site, bool]]:
    """The same for many at once."""
    there, moment = known(session), now(session)
    put_in = []
    for at in range(0, len(wanted), _AT_ONCE):
        some = wanted[at : at + _AT_ONCE]
        ids = [one for each in some if isinstance(one := there.find(each), int)]
        held = list(session.scalars(select(Site).where(Site.id.in_(ids))))  # found by `get` below without a query
        put_in += [_put(session, each, there, moment) for each in some]
        try:
            session.flush()
        except IntegrityError as error:
            raise UsageError("Somebody else put the same sites in at this moment: do it again.") from error
        del held
    return put_in


def _put(session: Session, wanted: Wanted, there: Known, moment: datetime) -> tuple[Site, bool]:
    _check(wanted)
    found = there.find(wanted)
    if found is not None:
        site = session.get_one(Site, found) if isinstance(found, int) else found
        change(session, site, wanted)
        there.add(site)
        return site, False
    site = Site(
        slug=there.new_name(wanted), url=wanted.url, domain=_domain(wanted.url), client=wanted.client or "",
        schedule=wanted.schedule or None, profile=wanted.profile or None, options=dict(wanted.options or {}),
        paused=bool(wanted.paused), created_at=moment, tags=[SiteTag(tag=tag) for tag in sorted(set(wanted.tags or ()))],
    )  # fmt: skip
    session.add(site)
    there.add(site)
    return site, True


def change(session: Session, site: Site, wanted: Wanted) -> None:
    """Bring a site up to what is wanted; what is None stays. An empty schedule or profile: as for others."""
    _check(wanted)
    client = site.client if wanted.client is None else wanted.client
    if (wanted.url, client) != (site.url, site.client):
        same = select(Site.slug).where(Site.url == wanted.url, Site.client == client, Site.id != site.id)
        if other := session.scalar(same):
            raise UsageError(f"{wanted.url} is watched for that client already: it is {other}.")
    schedule = site.schedule if wanted.schedule is None else wanted.schedule or None
    tags = None if wanted.tags is None else sorted(set(wanted.tags))
    moved = (schedule, client) != (site.schedule, site.client) or site.removed_at is not None
    if moved or (tags is not None and tags != [one.tag for one in site.tags]):
        site.next_due_at = None  # reckoned anew: a tag or client may have a schedule of its own
    site.url, site.domain, site.client, site.removed_at = wanted.url, _domain(wanted.url), client, None
    site.schedule = schedule
    if wanted.profile is not None:
        site.profile = wanted.profile or None
    if wanted.options is not None:
        site.options = dict(wanted.options)
    if wanted.paused is not None:
        site.paused = wanted.paused
    if tags is not None:
        kept = {one.tag: one for one in site.tags}
        site.tags = [kept.get(tag) or SiteTag(tag=tag) for tag in tags]
    session.flush()


def find(session: Session, name: str, client: str | None = None) -> Site:
    """The site of that name, address or host. Raises UsageError when there is none, or more than one."""
    site = session.scalar(select(Site).where(Site.slug == name))
    if site is not None:
        return site
    host = name.lower().removeprefix("www.")
    pattern = or_(
        Site.url.in_((name, f"{name}/")),
        Site.url.in_([f"{s}://{w}{host}/" for s in ("https", "http") for w in ("", "www.")]),
    )
    query = select(Site).where(pattern)
    found = list(session.scalars(query if client is None else query.where(Site.client == client)))
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(
            f"“{name}” is the address of several sites: say which: {', '.join(sorted(one.slug for one in found))}."
        )
    near = difflib.get_close_matches(name, session.scalars(select(Site.slug).limit(5000)), n=1)
    hint = f"did you mean {near[0]}?" if near else "`privacydiff sites list` shows all."
    raise UsageError(f"There is no site “{name}” in the store; {hint}")


def at(url: str, client: str | None) -> Select[Site]:
    """The query for a site with this address: of that client, or, with None, of the first one that has it."""
    query = select(Site).where(Site.url == url).order_by(Site.removed_at.is_not(None), Site.id).limit(1)
    return query if client is None else query.where(Site.client == client)


def chosen(
    *, client: str | None = None, tag: str | None = None, removed: bool = False, after: str = ""
) -> Select[Site]:
    """The query for sites of a client, with a tag; in the order of their names, `after` one of them."""
    query = select(Site).where(Site.slug > after).order_by(Site.slug)
    if client is not None:
        query = query.where(Site.client == client)
    if tag is not None:
        query = query.where(Site.id.in_(select(SiteTag.site_id).where(SiteTag.tag == tag)))
    return query if removed else query.where(Site.removed_at.is_(None))


def remove(session: Session, site: Site) -> None:
    """Watch a site no longer: its history stays, scans of it that wait are taken out."""
    site.removed_at, site.next_due_at = now(session), None
    session.execute(delete(Scan).where(Scan.site_id == site.id, Scan.state == "waiting"))


def _check(wanted: Wanted) -> None:
    if len(wanted.url) > _LONGEST_URL:
        raise UsageError(f"The address {wanted.url[:60]}… is longer than {_LONGEST_URL} characters.")
    if wanted.slug is not None and not _SLUG.fullmatch(wanted.slug):
        raise UsageError(f"“{wanted.slug[:90]}” is no name for a site: up to 80 of a-z, 0-9, dot, dash and underscore.")
    tags: Iterable[str] = wanted.tags or ()
    if len(set(tags)) > _MOST_TAGS:
        raise UsageError(f"{wanted.url} has more than {_MOST_TAGS} tags.")
    texts = [("client", wanted.client or ""), *(("tag", tag) for tag in tags), ("schedule", wanted.schedule or "")]
    for what, text in texts:
        if len(text) > _LONGEST[what] or not text.isprintable():
            raise UsageError(f"{wanted.url}: the {what} “{text[:60]!a}” is too long or holds what cannot be printed.")


def _domain(url: str) -> str:
    return registrable(urlsplit(url).hostname or "")
