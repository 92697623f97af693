"""The page of each check: its docstring with its metadata and relevant rules, for the command line and docs/checks/."""

import inspect
from types import ModuleType

from scanner.checks.base import CheckMeta
from scanner.checks.engine import load
from scanner.model.findings import Law

HEADINGS = ("What it checks", "Why it matters", "Limits", "How to fix")
"""What every check's docstring must explain, in this order."""

_KINDS = ("disclosure", "consent", "policy", "security")


def text(module: ModuleType) -> str:
    """A check's explanation in plain text: its docstring, what it needs, and the relevant rules."""
    meta: CheckMeta = module.META
    parts = [
        inspect.getdoc(module) or "",
        _section("What it needs", [", ".join(need.replace("_", " ") for need in meta.needs)]),
        _section("Relevant rules", [rule(law) for law in meta.law]),
    ]
    return "\n\n".join(parts) + "\n"


def rule(law: Law) -> str:
    """A rule in one line."""
    return f"{law.instrument}, {law.article}"


def pages() -> dict[str, str]:
    """The Markdown pages of docs/checks/ by file name: one for every check, and the index."""
    checks = load()
    found = {f"{identity}.md": _page(identity, module) for identity, module in checks.items()}
    return {"index.md": _index(checks), **found}


def _page(identity: str, module: ModuleType) -> str:
    meta: CheckMeta = module.META
    rules = "\n".join(f"* {f'[{rule(law)}]({law.url})' if law.url else rule(law)}" for law in meta.law)
    needs = ", ".join(need.replace("_", " ") for need in meta.needs)
    return (
        f"# {identity}\n\n{meta.title}. Kind: {meta.category}. Looks at: {needs}.\n\n{inspect.getdoc(module)}\n\n"
        f"Relevant rules\n--------------\n{rules}\n\nHow heavy and how sure a finding is: [judgement](../judgement.md).\n"
    )


def _index(checks: dict[str, ModuleType]) -> str:
    lines = ["# Checks", "", f"{len(checks)} checks. `privacydiff checks ID` prints the same pages.", ""]
    for kind in _KINDS:
        lines += [f"## {kind.capitalize()}", "", "| check | what it finds |", "|---|---|"]
        lines += [
            f"| [{identity}]({identity}.md) | {module.META.title} |"
            for identity, module in checks.items()
            if module.META.category == kind
        ]
        lines.append("")
    return "\n".join(lines)


def _section(heading: str, lines: list[str]) -> str:
    return "\n".join((heading, "-" * len(heading), *lines))
