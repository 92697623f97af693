"""Documents that repeat the code are held to it."""

import ast
import itertools
from pathlib import Path
from types import ModuleType

import pytest

from scanner.fleet.queue import times
from spiders import limits

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    ("module", "document", "heading"),
    [(limits, "architecture.md", "## Every wait"), (times, "operate.md", "## Every wait of the queue")],
)
def test_every_wait_is_listed(module: ModuleType, document: str, heading: str) -> None:
    assert module.__file__
    body = ast.parse(Path(module.__file__).read_text(encoding="utf-8")).body
    rows = []
    for entry, after in itertools.pairwise(body):
        if isinstance(entry, ast.Assign) and isinstance(entry.targets[0], ast.Name):
            assert isinstance(after, ast.Expr)
            assert isinstance(after.value, ast.Constant)
            name = entry.targets[0].id
            rows.append(f"| `{name}` | {getattr(module, name)} | {' '.join(str(after.value.value).split())} |")
    page = (ROOT / "docs" / document).read_text(encoding="utf-8")
    listed = page.partition(f"{heading}\n")[2].partition("\n## ")[0]
    assert [line for line in listed.splitlines() if line.startswith("| `")] == rows, "\n".join(rows)
