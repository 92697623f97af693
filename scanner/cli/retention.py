"""The commands that take things out of the store: prune and forget."""

import re
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli.stores import Client, Database, Evidence, opened
from scanner.cli.terminal import count, plain, to_json
from scanner.model.errors import UsageError

if TYPE_CHECKING:
    from scanner.fleet.store.forgetting import Proof

_RULE = re.compile(r"(?P<number>\d{1,6})\s*(?:(?P<days>d|days?)|(?:scans?)?)", re.IGNORECASE)


def prune(
    keep: Annotated[
        list[str] | None,
        typer.Option(
            "--keep", help="12: that many scans of each site; 400d: so many days. Repeatable.", metavar="RULE"
        ),
    ] = None,
    keep_evidence: Annotated[
        int | None,
        typer.Option("--keep-evidence", help="Scans of each site that keep more than result and rows.", min=0),
    ] = None,
    client: Client = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would go, and remove nothing.")] = False,
    database: Database = None,
    evidence: Evidence = None,
) -> None:
    """Remove old scans, and evidence that no scan names any more; workers may go on meanwhile.

    With two rules a scan stays that either keeps. The latest scan of each site with a result always stays. Without a rule
    only evidence is swept that nothing names and that is older than a day.

    Examples:

        privacydiff prune --keep 12 --keep 400d

        privacydiff prune --keep 24 --keep-evidence 3 --dry-run
    """
    from scanner.fleet.store import pruning

    scans, days = _rules(keep or [])
    wanted = pruning.Keep(scans=scans, days=days, evidence=keep_evidence, client=client)
    with opened(database, evidence) as store:
        done = pruning.prune(store, wanted, dry=dry_run)
    if dry_run:
        typer.echo(f"Would remove {count(done.scans, 'scan')}, and the evidence of {done.bared} more.")
    else:
        typer.echo(
            f"Removed {count(done.scans, 'scan')}, and the evidence of {done.bared} more; "
            f"{count(done.swept.files, 'file')} swept, {done.swept.size / 1e6:.1f} MB."
        )


def forget(
    client: Annotated[str | None, typer.Argument(help="The client's name.", metavar="[CLIENT]")] = None,
    site: Annotated[
        str | None, typer.Option("--site", help="Only this site, in place of a client.", metavar="SITE")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Delete. Without it, only tell what there is.")] = False,
    no_search: Annotated[
        bool, typer.Option("--no-search", help="Do not search the evidence of others for the client's names.")
    ] = False,
    no_rewrite: Annotated[
        bool, typer.Option("--no-rewrite", help="Do not rewrite the database's files without what was deleted.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the proof as JSON, and nothing else.")] = False,
    database: Database = None,
    evidence: Evidence = None,
) -> None:
    """Delete everything there is of a client, and print the proof: rows before and after, files, a search for its names.

    The proof searches every text of the database and every evidence file for the client's name and its sites' names and
    hosts. Exit status 1 when anything is left. Backups and logs are not reached.

    Example:

        privacydiff forget "Example Ltd" --yes
    """
    from scanner.fleet.store import forgetting, sites
    from scanner.model import codec

    if (client is None) == (site is None) or client == "":
        raise UsageError("Name a client, or a site with --site.")
    with opened(database, evidence) as store:
        with store.read() as session:
            whose = forgetting.Whose(client=client, site=sites.find(session, site).id if site else None)
            there = forgetting.counts(session, whose)
        if not yes:
            typer.echo("\n".join(f"{table:<16}{number:>10}" for table, number in there.items()))
            typer.echo("Nothing was deleted: --yes does it.")
            return
        proof = forgetting.forget(store, whose, search=not no_search, rewrite=not no_rewrite)
    if as_json:
        typer.echo(to_json(codec.to_plain(proof) | {"complete": proof.complete}), nl=False)
    else:
        _show(proof)
    raise typer.Exit(int(not proof.complete))


def _rules(given: list[str]) -> tuple[int | None, int | None]:
    scans = days = None
    for text in given:
        found = _RULE.fullmatch(text.strip())
        if not found or int(found["number"]) < 1:
            raise UsageError(f"--keep {text}: write a number of scans, such as 12, or of days, such as 400d.")
        if found["days"]:
            days = int(found["number"])
        else:
            scans = int(found["number"])
    return scans, days


def _show(proof: "Proof") -> None:
    typer.echo(f"{'table':<16}{'before':>10}{'after':>10}")
    for table, number in proof.before.items():
        typer.echo(f"{table:<16}{number:>10}{proof.after[table]:>10}")
    kept = f"; {proof.kept_evidence} stay, other scans have the same content" if proof.kept_evidence else ""
    typer.echo(f"Evidence: {count(proof.evidence.files, 'file')} removed, {proof.evidence.size / 1e6:.1f} MB{kept}.")
    for digest in proof.missing_evidence:
        typer.echo(f"Not removed: evidence {digest}.")
    space = "given back, the files of the database hold deleted rows no more" if proof.reclaimed else "not given back"
    typer.echo(f"Space in the database: {space}.")
    typer.echo(plain(f"Searched for: {', '.join(proof.names) or 'nothing'}."))
    if proof.shared:
        typer.echo(plain(f"Not searched for, others have it too: {', '.join(proof.shared)}."))
    where = (
        f"the database and {count(proof.searched, 'evidence file')}" if proof.searched is not None else "the database"
    )
    if proof.left:
        typer.echo(f"Found in {where}:")
        for place in proof.left:
            typer.echo(plain(f"  {place.where}: {place.name}"))
    else:
        typer.echo(f"Found in {where}: nothing.")
