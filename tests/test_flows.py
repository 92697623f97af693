"""The say / do table: every verdict on invented policies and sites (tests/cases/flows.toml)."""

import tomllib
from pathlib import Path
from typing import Any

import check_cases
import pytest

from scanner import facts, services

ADDRESSES = {
    "ga": "https://www.google-analytics.com/g/collect?v=2&tid=G-AB12CD34&cid=1.2",
    "fonts": "https://fonts.googleapis.com/css2?family=Inter",
    "maps": "https://maps.googleapis.com/maps/api/js",
    "pixel": "https://www.facebook.com/tr/?id=123456789012345&ev=PageView&fbp=fb.1.2",
    "hotjar": "https://static.hotjar.com/c/hotjar-551.js",
    "plausible": "https://plausible.io/api/event",
    "youtube": "https://www.youtube.com/embed/abc",
    "hubspot": "https://track.hubspot.com/__ptq.gif?k=1",
    "unknown": "https://cdn.zalais-taisnstuvis.test/w.js",
    "own-matomo": "https://www.berzu-veikals.test/matomo/matomo.php?idsite=1&_id=aaaaaaaaaaaaaaaa",
    "ip": "https://ipapi.co/json/",
}
CASES = tomllib.loads((Path(__file__).parent / "cases" / "flows.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_verdicts(case: dict[str, Any]) -> None:
    given = {
        **case,
        "requests": [{"url": ADDRESSES[name]} for name in case["requests"]],
        "cookies": [{"name": name, "lifetime_days": 90.0, "looks_random": True} for name in case.get("cookies", [])],
    }
    observations = facts.annotate(check_cases.evidence(given), services.load())
    found = facts.flows(observations, tuple(check_cases.documents(given)), services.load())
    assert {row.service: row.disclosure for row in found} == case["expect"]
    for row in found:
        assert bool(row.quotes) == (row.disclosure != "omitted")
