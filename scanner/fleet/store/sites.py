"""The sites of the store: put in, found, changed and taken out; one function each."""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Select, delete, or_, select
from sqlalchemy.orm import Session

from scanner.facts.parties import registrable
from scanner.fleet.store.opening import now
from scanner.fleet.store.tables import Scan, Site, SiteTag
from scanner.model.errors import UsageError

_SLUG = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")
_LONGEST_SLUG = 70
_LONGEST_URL = 500
_MOST_TAGS = 20
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
class Slugs:
    """All names that are taken; for many new sites at once they are read a single time."""

    taken: set[str] = field(default_factory=set)

    def new(self, url: str) -> str:
        """A short name made of the host that no other site has."""
        host = (urlsplit(url).hostname or "site").lower().removeprefix("www.")
        bare = re.sub(r"[^a-z0-9.-]+", "-", host).strip("-.")[:_LONGEST_SLUG] or "site"
        name, number = bare, 2
        while name in self.taken:
            name, number = f"{bare}-{number}", number + 1
        self.taken.add(name)
        return name


def slugs(session: Session) -> Slugs:
    """The names that are taken now, those of removed sites included."""
    return Slugs(set(session.scalars(select(Site.slug))))


def put(session: Session, wanted: Wanted, names: Slugs | None = None) -> tuple[Site, bool]:
    """Put a site in, or bring the one of the same name, else of the same address and client, up to what is wanted.

    Returns it, and whether it is new. A site that had been removed is watched again.
    """
    _check(wanted)
    site = None
    if wanted.slug:
        site = session.scalar(select(Site).where(Site.slug == wanted.slug))
    if site is None:
        site = session.scalar(select(Site).where(Site.url == wanted.url, Site.client == (wanted.client or "")))
    if site is not None:
        change(session, site, wanted)
        return site, False
    names = names or slugs(session)
    if wanted.slug and wanted.slug not in names.taken:
        names.taken.add(wanted.slug)
        slug = wanted.slug
    else:
        slug = names.new(wanted.url)
    site = Site(
        slug=slug, url=wanted.url, domain=_domain(wanted.url), client=wanted.client or "", schedule=wanted.schedule or None,
        profile=wanted.profile or None, options=dict(wanted.options or {}), paused=bool(wanted.paused),
        created_at=now(session), tags=[SiteTag(tag=tag) for tag in sorted(set(wanted.tags or ()))],
    )  # fmt: skip
    session.add(site)
    session.flush()
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
