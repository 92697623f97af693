"""What is kept of what was parsed: of use only while files and program are the same, and never needed."""

from pathlib import Path

import babel.messages.pofile
import platformdirs
import pytest
from jinja2 import Environment

from reports import frame, language
from scanner import kept, languages, services
from scanner.languages import words
from scanner.policy import patterns

Numbers = dict[str, int]
NUMBERS = {"one": 1}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of its own."""
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda name: tmp_path / name)
    return tmp_path / "privacydiff"


def never() -> Numbers:
    raise AssertionError("made again")


def test_what_is_kept_comes_back_as_it_was(folder: Path) -> None:
    assert kept.made("numbers", "key", Numbers, lambda: NUMBERS) == NUMBERS
    assert kept.made("numbers", "key", Numbers, never) == NUMBERS
    assert [file.name for file in folder.iterdir()] == ["numbers.json"]


def test_other_files_or_another_program_find_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.made("numbers", "key", Numbers, lambda: NUMBERS)
    assert kept.made("numbers", "another", Numbers, lambda: {"two": 2}) == {"two": 2}
    monkeypatch.setattr("sys.hexversion", 1)
    assert kept.made("numbers", "another", Numbers, dict) == {}
    assert folder.is_dir()


def test_a_key_changes_with_the_files(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.write_text("one = 1")
    before = kept.key_of(file)
    file.write_text("one = 2")
    assert kept.key_of(file) != before


@pytest.mark.parametrize("damage", [b"", b"key", b"key\n", b"key\n{", b'key\n{"one": "1"}', b"\xff\xfe\n"])
def test_a_damaged_copy_is_passed_over(folder: Path, damage: bytes) -> None:
    kept.made("numbers", "key", Numbers, lambda: NUMBERS)
    first_line = (folder / "numbers.json").read_bytes().split(b"\n")[0]
    (folder / "numbers.json").write_bytes(damage.replace(b"key", first_line))
    assert kept.made("numbers", "key", Numbers, dict) == {}


def test_a_folder_that_cannot_be_written_costs_nothing(folder: Path) -> None:
    folder.write_text("a file where the folder should be")
    assert kept.made("numbers", "key", Numbers, lambda: NUMBERS) == NUMBERS


def test_all_that_is_kept_reads_the_same_as_what_is_parsed(folder: Path) -> None:
    def parsed() -> tuple[object, ...]:
        every = {tag: patterns.grammar.__wrapped__(tag) for tag in patterns.languages()}
        return services.load.__wrapped__().services, every, vars(words.load.__wrapped__())["tags"]

    first = parsed()
    assert {file.stem for file in folder.iterdir()} == {
        "services", "languages", *(f"claims-{tag}" for tag in patterns.languages()),
    }  # fmt: skip
    assert parsed() == first
    assert languages.load().button("Piekrītu") == words.load.__wrapped__().button("Piekrītu")


def test_reports_are_laid_out_without_compiling_templates_or_translations_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def page() -> str:
        words = language.language.__wrapped__("lv")
        made = frame.environment.__wrapped__("lv").get_template("alert.html.j2").blocks.keys()
        return f"{words.say('unknown')} {words.wording.render('1 request', 'phrase')} {sorted(made)}"

    first = page()
    assert folder.is_dir()
    monkeypatch.delattr(Environment, "_generate")
    monkeypatch.delattr(babel.messages.pofile, "read_po")
    assert page() == first


def test_a_damaged_template_is_compiled_again(folder: Path) -> None:
    frame.environment.__wrapped__("lv").get_template("brand.html.j2")
    (kept_file,) = folder.glob("template-lv-brand*")
    kept_file.write_bytes(kept_file.read_bytes().split(b"\n")[0] + b'\n"AAAA"')
    assert frame.environment.__wrapped__("lv").get_template("brand.html.j2").module is not None
