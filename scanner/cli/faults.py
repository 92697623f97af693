"""How every fault reaches the user: one sentence on standard error and an exit status; a bug's place with --verbose.

0 done · 1 a finding of --fail-on, or a fault of no other kind · 2 wrong usage or input · 3 the site could not be
scanned · 4 no usable browser · 70 a bug of ours (EX_SOFTWARE of sysexits.h) · 130 interrupted
"""

import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from scanner.cli import help_page
from scanner.cli.terminal import plain
from scanner.model.errors import PrivacydiffError, UsageError

BUG = 70
INTERRUPTED = 130


class Command(TyperCommand):
    """A command whose faults end in one sentence."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        with told(verbose=bool(ctx.params.get("verbose"))):
            return super().invoke(ctx)

    def format_help_text(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 (the name the base class has)
        """What the command does, with its examples."""
        help_page.write_text(self.help or "", formatter)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Its arguments and options."""
        help_page.write_options(self, ctx, formatter)


class Program(TyperGroup):
    """The program: usage that cannot be parsed ends in one sentence too."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Its commands."""
        help_page.write_commands(self, ctx, formatter)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run, and leave with the exit status."""
        try:
            status = super().main(
                args, prog_name, complete_var, standalone_mode=False, windows_expand_args=windows_expand_args, **extra
            )
        except typer.TyperException as error:
            status = _usage(error)
        except typer.Abort:
            status = INTERRUPTED
        if not standalone_mode:
            return status
        sys.exit(status if isinstance(status, int) else 0)


@contextmanager
def told(*, verbose: bool) -> Iterator[None]:
    """Turn every exception into a sentence and an exit status."""
    try:
        yield
    except (typer.Exit, typer.Abort, typer.TyperException, BrokenPipeError):
        raise
    except PrivacydiffError as error:
        say(str(error))
        raise typer.Exit(error.exit_code) from error
    except KeyboardInterrupt as error:
        say("Interrupted.")
        raise typer.Exit(INTERRUPTED) from error
    except OSError as error:
        if verbose:
            traceback.print_exc()
        say(f"{error.filename or 'The file system'}: {error.strerror or error}.")
        raise typer.Exit(UsageError.exit_code) from error
    except Exception as error:
        if verbose:
            traceback.print_exc()
        hint = "the lines above show where" if verbose else "run it again with --verbose to see where"
        say(f"This is a bug in privacydiff ({type(error).__name__}: {error}); {hint}, and please report it.")
        raise typer.Exit(BUG) from error


def say(sentence: str) -> None:
    """Print a sentence on standard error, whatever a site has put into it."""
    typer.echo(plain(sentence), err=True)


def _usage(error: Any) -> int:
    """One sentence for usage that could not be parsed; the program called without anything has shown its help."""
    if message := error.format_message():
        end = "" if message.endswith((".", "?", "!")) else "."
        context = getattr(error, "ctx", None)
        hint = f" See {context.command_path} --help." if context else ""
        say(f"{message}{end}{hint}")
    return int(error.exit_code)
