"""Writes docs/checks/: one page for every check, and the index; removes pages of checks that are gone."""

from pathlib import Path

from scanner.checks import pages

folder = Path(__file__).parent.parent / "docs" / "checks"
folder.mkdir(exist_ok=True)
wanted = pages.pages()
for file in folder.glob("*.md"):
    if file.name not in wanted:
        file.unlink()
for name, text in wanted.items():
    (folder / name).write_text(text, "utf-8")
