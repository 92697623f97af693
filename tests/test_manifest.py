"""The manifest of a scan's folder: whatever was changed, removed or forged is told."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from scanner import manifest
from scanner.cli.application import app
from scanner.model.errors import UsageError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder like that of a scan, with its manifest."""
    (tmp_path / "evidence" / "documents").mkdir(parents=True)
    (tmp_path / "evidence.json").write_text("{}", encoding="utf-8")
    (tmp_path / "evidence" / "documents" / "a.html").write_text("<p>Politika</p>", encoding="utf-8")
    (tmp_path / "result.json").write_text("{}", encoding="utf-8")
    manifest.write(tmp_path)
    return tmp_path


def test_what_was_not_touched_is_unchanged(folder: Path) -> None:
    assert manifest.verify(folder) == manifest.Comparison()
    ended = CliRunner().invoke(app, ["verify", str(folder)])
    assert (ended.exit_code, ended.output) == (0, "Nothing was changed.\n")


def test_changes_are_told(folder: Path) -> None:
    (folder / "evidence" / "documents" / "a.html").write_text("<p>Cita politika</p>", encoding="utf-8")
    (folder / "result.json").unlink()
    (folder / "note.txt").write_text("x", encoding="utf-8")
    found = manifest.verify(folder)
    assert (found.changed, found.missing, found.added) == (
        ("evidence/documents/a.html",),
        ("result.json",),
        ("note.txt",),
    )
    ended = CliRunner().invoke(app, ["verify", str(folder)])
    assert ended.exit_code == 1
    assert "2 files changed or missing" in ended.output


def test_a_manifest_that_was_edited_does_not_carry_its_hash(folder: Path) -> None:
    file = folder / manifest.FILE
    file.write_text(file.read_text(encoding="utf-8").replace('"size": 2', '"size": 3', 1), encoding="utf-8")
    assert manifest.verify(folder).forged


def test_what_came_later_changes_nothing(folder: Path) -> None:
    (folder / "note.txt").write_text("x", encoding="utf-8")
    assert manifest.verify(folder).unchanged


def test_new_reports_do_not_vouch_for_changed_evidence(folder: Path) -> None:
    (folder / "evidence.json").write_text('{"a": 1}', encoding="utf-8")
    (folder / "result.json").write_text('{"a": 1}', encoding="utf-8")
    manifest.write(folder, keep_evidence=True)
    assert manifest.verify(folder).changed == ("evidence.json",)


def test_a_folder_without_one_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="name the folder of a scan"):
        manifest.verify(tmp_path)


def test_one_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / manifest.FILE).write_text("{", encoding="utf-8")
    with pytest.raises(UsageError, match=r"manifest\.json"):
        manifest.verify(tmp_path)
