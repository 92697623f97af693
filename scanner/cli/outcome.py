"""The end of a scan for those who started it: table or JSON, the last sentence, the exit status."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli import terminal
from scanner.cli.faults import INTERRUPTED, say
from scanner.model.errors import SiteError, UsageError
from scanner.model.findings import SEVERITIES, Finding

if TYPE_CHECKING:
    from scanner.model.result import Result

Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON on standard output, and nothing else.")]
Verbose = Annotated[
    bool, typer.Option("--verbose", "-v", help="Say more: every finding, what failed on the way, where a bug is.")
]


def report_formats(wanted: Sequence[str], origin: str = "--format") -> tuple[str, ...]:
    """The report formats asked for; raises UsageError before a scan starts if there is no such format."""
    import reports

    known = reports.formats()
    for name in wanted:
        if name not in known:
            raise UsageError(f"{origin} {name} is not known: there are {', '.join(known)}.")
    return tuple(wanted)


def tell(result: "Result", folder: Path, *, quiet: bool, as_json: bool, verbose: bool, level: str | None) -> None:
    """Show a result and leave with its exit status; `level` is that of --fail-on."""
    from scanner.model import codec

    if as_json:
        typer.echo(terminal.to_json(codec.to_plain(result)), nl=False)
    if result.reason and (quiet or as_json):
        say(result.reason)
    elif not quiet and not as_json:
        from rich.console import Console

        terminal.show_result(Console(), result, folder, every=verbose)
        if (folder / "report.html").is_file() and not result.reason:
            typer.echo(f"Open {terminal.plain((folder / 'report.html').resolve())} in a browser.")
    raise typer.Exit(exit_status(result, level))


def exit_status(result: "Result", level: str | None) -> int:
    """130 interrupted, 3 not scanned, 1 a finding that counts by --fail-on, else 0."""
    if result.interrupted:
        return INTERRUPTED
    if result.reason:
        return SiteError.exit_code
    return int(level is not None and any(counts(one, level) for one in result.findings))


def counts(one: Finding, level: str) -> bool:
    """Whether a finding is of `level` or above, more than possible, and not accepted."""
    levels: tuple[str, ...] = SEVERITIES
    heavy = one.severity in levels[: levels.index(level) + 1]
    return heavy and one.counts
