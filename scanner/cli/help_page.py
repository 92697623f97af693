"""Writes --help as plain text: no library for drawing is loaded for it, and examples can be copied whole."""

import inspect
from collections import defaultdict
from typing import Any

WIDTH = 100
_OTHERS = "Options"


def write_text(help_text: str, formatter: Any) -> None:
    """Paragraphs are wrapped; what is indented, such as an example, stays on one line."""
    for paragraph in inspect.cleandoc(help_text).split("\n\n"):
        formatter.write_paragraph()
        with formatter.indentation():
            if paragraph.startswith("    "):
                formatter.write(f"{'':{formatter.current_indent}}{paragraph}\n")
            else:
                formatter.write_text(paragraph)


def write_options(command: Any, context: Any, formatter: Any) -> None:
    """Arguments, then options by what they are about, then those of every command."""
    arguments: list[tuple[str, str]] = []
    panels: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for parameter in command.get_params(context):
        if (record := parameter.get_help_record(context)) is None:
            continue
        if parameter.param_type_name == "argument":
            arguments.append(record)
        else:
            panels[getattr(parameter, "rich_help_panel", None) or _OTHERS].append(record)
    others = panels.pop(_OTHERS, [])
    for heading, records in [("Arguments", arguments), *panels.items(), (_OTHERS, others)]:
        if records:
            with formatter.section(heading):
                formatter.write_dl(records)


def write_commands(program: Any, context: Any, formatter: Any) -> None:
    """Every command with its first sentence, whole."""
    commands = ((name, program.get_command(context, name)) for name in program.list_commands(context))
    rows = [(name, inspect.cleandoc(one.help or "").split("\n\n")[0]) for name, one in commands if one]
    with formatter.section("Commands"):
        formatter.write_dl(rows)
