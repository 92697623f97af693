"""Packages from npm for browser tests: fetched once into .cache/npm, never part of the project."""

import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

CACHE = Path(__file__).parent.parent / ".cache" / "npm"


def need_npm() -> None:
    """Skip the test where npm itself is missing."""
    if shutil.which("npm") is None:
        pytest.skip("npm is not installed")


def unpacked(package: str) -> Path:
    """The folder of a package such as "klaro@0.7.22"."""
    place = CACHE / package.replace("/", "+")
    if not place.is_dir():
        CACHE.mkdir(parents=True, exist_ok=True)
        command = ["npm", "pack", "--silent", "--pack-destination", CACHE, package]
        named = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout.split()[-1]
        with tarfile.open(CACHE / named) as archive:
            archive.extractall(place, filter="data")
    return place / "package"
