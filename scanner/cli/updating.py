"""The command that fetches lists: update."""

import os
from pathlib import Path
from typing import Annotated

import typer

from scanner.cli.options import option
from scanner.cli.terminal import cell
from scanner.model.errors import PrivacydiffError, UsageError


def update(
    list_address: Annotated[list[str] | None, option("list_address")] = None,
    config: Annotated[
        Path | None, typer.Option("--config", help="Settings file. [default: privacydiff.toml]", metavar="FILE")
    ] = None,
    trackerdb: Annotated[
        Path | None, typer.Option("--trackerdb", help="Use the Ghostery trackerdb in this folder.", metavar="FOLDER")
    ] = None,
    no_trackerdb: Annotated[bool, typer.Option("--no-trackerdb", help="Use no trackerdb any more.")] = False,
) -> None:
    """Fetch EasyPrivacy, EasyList and the Open Cookie Database; scans then name a list where it decided.

    The lists are optional, and have licences of their own. They are kept below PRIVACYDIFF_DATA, else in the user's data
    folder. A list that cannot be fetched leaves the copy in use as it is (exit status 1).

    Examples:

        privacydiff update

        privacydiff update --list-address easyprivacy=https://lists.example/easyprivacy.txt

        privacydiff update --trackerdb ~/trackerdb
    """
    from rich.console import Console
    from rich.text import Text

    from scanner.cli.configuration import choose
    from scanner.lists import Folder, data_folder, fetch
    from scanner.lists import trackerdb as ghostery
    from scanner.lists.offered import addresses
    from spiders import limits

    console = Console(highlight=False)
    folder = Folder(data_folder())
    if trackerdb and no_trackerdb:
        raise UsageError("Give one of --trackerdb and --no-trackerdb.")
    if trackerdb or no_trackerdb:
        found = len(ghostery.read(trackerdb)) if trackerdb else 0
        folder.name_trackerdb(trackerdb)
        console.print(Text(f"Ghostery trackerdb: {found} domains." if trackerdb else "No trackerdb is used any more."))
        return
    chosen = choose({"list_address": list_address}, config, os.environ)
    wanted = addresses(chosen["list_address"], chosen.origin("list_address"))
    failed = []
    for one in fetch.update(folder, wanted, fetch.Bounds(limits.LIST_FETCH, limits.LIST_BYTES)):
        if one.why is None:
            console.print(Text.assemble(one.list.name, f": {one.entries} entries, licence {one.list.licence}"))
        else:
            kept = f"the copy of {one.kept} stays in use" if one.kept else "there is no earlier copy"
            failed.append(str(cell(f"{one.list.name} was not fetched: {one.why}; {kept}.")))
    if failed:
        raise PrivacydiffError(" ".join(failed))
    console.print(Text(f"Kept in {folder.path}"))
