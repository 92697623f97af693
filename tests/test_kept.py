"""The kept copy of the service files: of use only while they and the program are the same, and never needed."""

from pathlib import Path

import pytest

from scanner import services
from scanner.services import kept


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of its own."""
    monkeypatch.setattr(kept, "_file", lambda: tmp_path / "cache" / "services.json")
    return tmp_path / "cache"


def test_what_is_kept_comes_back_as_it_was(folder: Path) -> None:
    every = services.load().services
    kept.write("key\n", every)
    assert kept.read("key\n") == every
    assert [file.name for file in folder.iterdir()] == ["services.json"]


def test_other_files_or_another_program_find_nothing(folder: Path) -> None:
    assert kept.read("key\n") is None
    kept.write("key\n", services.load().services)
    assert kept.read("another\n") is None
    assert folder.is_dir()


@pytest.mark.parametrize("damage", [b"", b"key", b"key\n", b"key\n{", b'key\n{"one": 1}', b"\xff\xfe\n"])
def test_a_damaged_copy_is_passed_over(folder: Path, damage: bytes) -> None:
    folder.mkdir()
    (folder / "services.json").write_bytes(damage)
    assert kept.read("key\n") is None


def test_a_folder_that_cannot_be_written_costs_nothing(folder: Path) -> None:
    folder.write_text("a file where the folder should be")
    kept.write("key\n", services.load().services)
    assert kept.read("key\n") is None
