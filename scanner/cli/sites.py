"""The commands on the sites of the store: sites add, list, edit, remove, import, export."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scanner.cli.faults import Command, Program
from scanner.cli.stores import Client, Database, Evidence, SiteName, Tag, opened
from scanner.cli.terminal import count
from scanner.model.errors import UsageError

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

app = typer.Typer(
    cls=Program, help="Keep the list of sites that are watched.", no_args_is_help=True, rich_markup_mode=None
)
Tags = Annotated[list[str] | None, typer.Option("--tag", help="A word to sort by. Repeatable.", metavar="WORD")]
Whose = Annotated[str | None, typer.Option("--client", help="Whose site it is.", metavar="NAME")]
Schedule = Annotated[
    str | None,
    typer.Option("--schedule", help="When: weekly, daily at 03:00 in Europe/Riga, cron, never.", metavar="TEXT"),
]
Profile = Annotated[str | None, typer.Option("--profile", help="How its scans are judged.", metavar="NAME")]
Settings = Annotated[
    list[str] | None,
    typer.Option("--set", help="A setting of its own, such as pages=10. Repeatable.", metavar="NAME=VALUE"),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, and nothing else.")]


@app.command(cls=Command)
def add(
    url: Annotated[str, typer.Argument(help="The site's address.", metavar="URL")],
    client: Whose = None,
    tag: Tags = None,
    schedule: Schedule = None,
    profile: Profile = None,
    set_: Settings = None,
    database: Database = None,
    evidence: Evidence = None,
) -> None:
    """Put a site in; prints the name it is known by from now on.

    Example:

        privacydiff sites add https://example.lv --client "Example Ltd" --tag shop --schedule weekly --set pages=10
    """
    from scanner.cli import site_settings
    from scanner.fleet.store import sites

    options = site_settings.settings(set_ or [])
    wanted = site_settings.wanted(
        url=url, client=client or "", tags=tuple(tag or ()), schedule=schedule, profile=profile, options=options
    )
    with _changed(database, evidence) as session:
        site, new = sites.put(session, wanted)
        if not new:
            raise UsageError(f"{site.url} is watched already: it is {site.slug}; `privacydiff sites edit` changes it.")
        typer.echo(site.slug)


@app.command("list", cls=Command)
def list_(
    client: Client = None,
    tag: Tag = None,
    removed: Annotated[bool, typer.Option("--removed", help="Those watched no longer as well.")] = False,
    as_json: AsJson = False,
    database: Database = None,
    evidence: Evidence = None,
) -> None:
    """List the sites, by name.

    Example:

        privacydiff sites list --client "Example Ltd"
    """
    from scanner.cli.terminal import plain, to_json
    from scanner.fleet.store import sites

    with opened(database, evidence) as store, store.read() as session:
        found = list(session.scalars(sites.chosen(client=client, tag=tag, removed=removed)))
        if as_json:
            typer.echo(to_json([_plain(one) for one in found]), nl=False)
            return
        for one in found:
            marks = [one.client, *(f"#{tag.tag}" for tag in one.tags), one.schedule or ""]
            marks += [f"next {one.next_due_at.astimezone():%Y-%m-%d %H:%M}"] if one.next_due_at else []
            marks += ["paused"] * one.paused + ["removed"] * (one.removed_at is not None)
            typer.echo(plain("  ".join([one.slug, one.url, *(mark for mark in marks if mark)])))
        if not found:
            typer.echo("No sites.")


@app.command(cls=Command)
def edit(
    site: SiteName,
    url: Annotated[str | None, typer.Option("--url", help="Its new address.", metavar="URL")] = None,
    client: Whose = None,
    tag: Annotated[list[str] | None, typer.Option("--tag", help="Its tags from now on. Repeatable.")] = None,
    no_tags: Annotated[bool, typer.Option("--no-tags", help="Take its tags off.")] = False,
    schedule: Schedule = None,
    profile: Profile = None,
    set_: Settings = None,
    unset: Annotated[
        list[str] | None, typer.Option("--unset", help="Take a setting of its own off. Repeatable.", metavar="NAME")
    ] = None,
    pause: Annotated[
        bool | None, typer.Option("--pause/--resume", help="Scan it no more until it is resumed, or again.")
    ] = None,
    database: Database = None,
    evidence: Evidence = None,
) -> None:
    """Change a site; what is not named stays. An empty --schedule or --profile: as for others.

    Examples:

        privacydiff sites edit example.lv --schedule "every 6 hours" --tag shop --tag lv

        privacydiff sites edit example.lv --set pages=3 --unset locale
    """
    from scanner.cli import site_settings
    from scanner.fleet.store import sites

    if tag and no_tags:
        raise UsageError("Give one of --tag and --no-tags.")
    with _changed(database, evidence) as session:
        row = sites.find(session, site)
        options: dict[str, Any] = {**row.options, **site_settings.settings(set_ or [])}
        for name in unset or ():
            if options.pop(name.replace("-", "_"), None) is None:
                raise UsageError(f"{row.slug} has no setting “{name}” of its own.")
        wanted = site_settings.wanted(
            url=url or row.url, client=client, tags=() if no_tags else tuple(tag) if tag else None, schedule=schedule,
            profile=profile, options=options if set_ or unset else None, paused=pause,
        )  # fmt: skip
        sites.change(session, row, wanted)
        typer.echo(row.slug)


@app.command(cls=Command)
def remove(
    site: SiteName,
    database: Database = None,
    evidence: Evidence = None,
) -> None:
    """Watch a site no longer. What was found stays until `prune` or `forget` takes it.

    Example:

        privacydiff sites remove example.lv
    """
    from scanner.fleet.store import sites

    with opened(database, evidence) as store, store.write() as session:
        row = sites.find(session, site)
        sites.remove(session, row)
        typer.echo(f"{row.slug} is watched no longer.")


@app.command("import", cls=Command)
def import_(
    file: Annotated[Path, typer.Argument(help="One address a line, or CSV as `sites export` writes it.")],
    database: Database = None,
    evidence: Evidence = None,
) -> None:
    """Put all sites of a file in, or bring those that are there up to it; all of them or, at a fault, none.

    CSV has the column url and any of id, client, tags (parted by “;”), schedule, profile, options (JSON), paused. A column
    that is missing leaves what a site has. Sites that are in the store and not in the file stay.

    Example:

        privacydiff sites import clients.csv
    """
    from scanner.cli import site_settings
    from scanner.fleet.store import sites, sites_file

    read = sites_file.read(file, lambda row: site_settings.wanted(**sites_file.parts(row)))
    wanted = [one for _, one in read]  # all of it is checked before the database is locked
    with _changed(database, evidence) as session:
        new = [one for _, one in sites.put_all(session, wanted)]
        typer.echo(f"{count(sum(new), 'site')} put in, {len(new) - sum(new)} brought up to the file.")


@app.command(cls=Command)
def export(
    out: Annotated[
        Path | None, typer.Option("--out", help="Write to this file. [default: standard output]", metavar="FILE")
    ] = None,
    client: Client = None,
    tag: Tag = None,
    database: Database = None,
    evidence: Evidence = None,
) -> None:
    """Write the sites as CSV that `sites import` takes.

    Example:

        privacydiff sites export --out sites.csv
    """
    from scanner.fleet.store import sites, sites_file

    with opened(database, evidence) as store, store.read() as session:
        text = sites_file.write(session.scalars(sites.chosen(client=client, tag=tag)))
    if out:
        out.write_text(text, encoding="utf-8-sig", newline="")
    else:
        typer.echo(text.encode(), nl=False)


@contextmanager
def _changed(database: str | None, evidence: str | None) -> Iterator["Session"]:
    """A session for changes to sites; afterwards it is reckoned when they are due next, for people to see."""
    from scanner.fleet.queue import planning

    with opened(database, evidence) as store:
        with store.write() as session:
            yield session
        planning.reckon(store)


def _plain(one: Any) -> dict[str, Any]:
    return {
        "id": one.slug,
        "url": one.url,
        "client": one.client,
        "tags": [tag.tag for tag in one.tags],
        "schedule": one.schedule,
        "profile": one.profile,
        "options": dict(sorted(one.options.items())),
        "paused": one.paused,
        "next_due_at": one.next_due_at.isoformat() if one.next_due_at else None,
        "removed_at": one.removed_at.isoformat() if one.removed_at else None,
    }
