"""Every format of one small result is what tests/golden/ holds."""

import pytest
from golden_reports import FOLDER, made

MADE = made()


@pytest.mark.parametrize("name", sorted(MADE))
def test_the_format_is_as_it_was(name: str) -> None:
    file = FOLDER / name
    assert file.is_file(), f"{name} is new: run `make golden`, look at the difference, and commit it"
    assert MADE[name] == file.read_bytes().decode(), f"{name} changed: if it should, run `make golden` and commit it"


def test_no_golden_file_is_left_over() -> None:
    assert {file.name for file in FOLDER.iterdir()} == set(MADE), "run `make golden`"


def test_the_same_result_gives_the_same_files() -> None:
    assert made() == MADE
