"""The commands that tell what the program knows and whether it can work here: checks, services, doctor."""

from typing import Annotated

import typer

from scanner.cli.options import option
from scanner.cli.outcome import Verbose
from scanner.cli.terminal import plain
from scanner.model.errors import BrowserError, PrivacydiffError, UsageError


def checks(
    identity: Annotated[str | None, typer.Argument(help="Explain this one.", metavar="[CHECK]")] = None,
) -> None:
    """List the checks, or explain one.

    Example:

        privacydiff checks cookie-lifetime
    """
    from rich.console import Console

    from scanner.cli import listing

    listing.show_checks(Console(highlight=False), identity)


def services(
    identity: Annotated[
        str | None, typer.Argument(help="Explain this one; or the word which.", metavar="[SERVICE|which]")
    ] = None,
    asked: Annotated[
        str | None,
        typer.Argument(
            help="After which: a host, an address, or the name of a cookie, key or global.", metavar="[NAME]"
        ),
    ] = None,
    host: Annotated[
        str | None, typer.Option("--host", help="Which service is this host or address?", metavar="HOST")
    ] = None,
    cookie: Annotated[
        str | None, typer.Option("--cookie", help="Which services set a cookie of this name?", metavar="NAME")
    ] = None,
) -> None:
    """List the services known, explain one, or tell whose a host or cookie is, and why (exit status 1 if unknown).

    Examples:

        privacydiff services hotjar

        privacydiff services --host static.hotjar.com

        privacydiff services --cookie _ga

        privacydiff services which https://www.example.lv/matomo.php?idsite=1
    """
    from rich.console import Console

    from scanner.cli import deciding, listing

    if (identity == "which") != (asked is not None):
        raise UsageError("Give one service, or the word which and a host, an address or a name.")
    if sum(value is not None for value in (identity, host, cookie)) > 1:
        raise UsageError("Ask for one thing at a time: a service, --host or --cookie.")
    console = Console(highlight=False)
    if asked is not None:
        deciding.show_which(console, asked)
    elif host is not None:
        listing.show_host(console, host)
    elif cookie is not None:
        listing.show_cookie(console, cookie)
    else:
        listing.show_services(console, identity)


def doctor(
    browser: Annotated[str | None, option("browser")] = None,
    verbose: Verbose = False,  # noqa: ARG001 (read from the context when a fault is told)
) -> None:
    """Look whether scans will work on this machine, and tell how to mend what will not.

    Exit status: 0 all is well, 4 the browser cannot be used, 1 something else is wrong.
    """
    from rich.console import Console
    from rich.text import Text

    from spiders.doctor import diagnose

    console, faults = Console(highlight=False), []
    for one in diagnose(browser):
        mark = ("ok   ", "green") if one.ok else ("fault", "bold red")
        console.print(Text.assemble(mark, f" {one.name}: {plain(one.detail)}"), soft_wrap=True)
        if not one.ok:
            console.print(Text(f"      {plain(one.mend)}"), soft_wrap=True)
            faults.append(one)
    if any(one.about_browser for one in faults):
        raise typer.Exit(BrowserError.exit_code)
    raise typer.Exit(PrivacydiffError.exit_code if faults else 0)
