"""The command line: arguments in, exit codes out. Each command is one short function over the pipeline."""

from scanner.cli.application import main

__all__ = ["main"]
