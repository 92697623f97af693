"""Documents that repeat the code are held to it."""

import ast
import itertools
from pathlib import Path

from spiders import limits

ROOT = Path(__file__).parent.parent


def test_every_wait_is_listed() -> None:
    body = ast.parse(Path(limits.__file__).read_text(encoding="utf-8")).body
    rows = []
    for entry, after in itertools.pairwise(body):
        if isinstance(entry, ast.Assign) and isinstance(entry.targets[0], ast.Name):
            assert isinstance(after, ast.Expr)
            assert isinstance(after.value, ast.Constant)
            name = entry.targets[0].id
            rows.append(f"| `{name}` | {getattr(limits, name)} | {' '.join(str(after.value.value).split())} |")
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    listed = page.partition("## Every wait")[2].partition("\n## ")[0]
    assert [line for line in listed.splitlines() if line.startswith("| `")] == rows, "\n".join(rows)
