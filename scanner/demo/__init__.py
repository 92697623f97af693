"""The built-in demo: a small Latvian company's site and the third parties it uses, served on loopback only."""

from pathlib import Path

SITE_URL = "https://www.ozolkalns-galdnieki.test/"


def folder() -> Path:
    """The folder with one sub-folder for each host of the demo."""
    return Path(__file__).parent / "site"
