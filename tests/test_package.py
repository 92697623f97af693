"""The wheel holds all that the program needs: the demo runs from it, away from the sources."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("scanner", "spiders", "reports")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's wheel, unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*command, "--wheel-dir", folder, ROOT], check=True, timeout=120)
    (built,) = folder.glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        archive.extractall(folder / "unpacked")
    return folder / "unpacked"


def test_every_file_of_the_packages_is_in_it(wheel: Path) -> None:
    def files(folder: Path) -> set[str]:
        every = (file for package in PACKAGES for file in (folder / package).rglob("*"))
        return {str(file.relative_to(folder)) for file in every if file.is_file() and "__pycache__" not in file.parts}

    assert files(wheel) == files(ROOT)


@pytest.mark.browser
def test_the_demo_runs_from_it(wheel: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(wheel), "PYTHONDONTWRITEBYTECODE": "1"}
    program = [sys.executable, "-P", "-m", "scanner.cli"]
    where = "import scanner, spiders, reports; print(scanner.__file__, spiders.__file__, reports.__file__)"
    asked = subprocess.run(
        [sys.executable, "-P", "-c", where], env=environment, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert asked.stdout.count(str(wheel)) == 3
    ended = subprocess.run(
        [*program, "demo", "--out", "here"], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert {file.suffix for file in (tmp_path / "here").iterdir() if file.is_file()} == {".html", ".csv", ".json"}
