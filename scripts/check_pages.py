"""Writes docs/checks/ (one page for every check, and the index) and docs/severity.md (from the cases of the checks)."""

import tomllib
from pathlib import Path

from scanner.checks import pages

ROOT = Path(__file__).parent.parent
CASES = ROOT / "tests" / "cases" / "checks"
_HEAD = """# Severity and confidence of every check

Made from the cases in `tests/cases/checks/` by `make docs`: each row is a case that the test suite runs. The scales and
their caps: [judgement.md](judgement.md).

| check | severity | confidence | when |
|---|---|---|---|
"""


def wanted() -> dict[Path, str]:
    """What the generated pages must hold, by file."""
    found = {ROOT / "docs" / "checks" / name: text for name, text in pages.pages().items()}
    return {**found, ROOT / "docs" / "severity.md": _HEAD + "".join(_rows())}


def _rows() -> list[str]:
    rows: dict[str, None] = {}
    for file in sorted(CASES.glob("*.toml")):
        for case in tomllib.loads(file.read_text("utf-8"))["case"]:
            for one in case.get("expect", []):
                link = f"[{file.stem}](checks/{file.stem}.md)"
                rows[f"| {link} | {one['severity']} | {one['confidence']} | {case['name']} |\n"] = None
    return list(rows)


def main() -> None:
    """Write all pages; remove those of checks that are gone."""
    texts = wanted()
    (ROOT / "docs" / "checks").mkdir(exist_ok=True)
    for file in (ROOT / "docs" / "checks").glob("*.md"):
        if file not in texts:
            file.unlink()
    for file, text in texts.items():
        file.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
