"""The document on scale is what its script writes, and the script reckons as it says."""

import json
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent.parent / "tools"))
import scale

COSTS = json.loads(scale.COSTS.read_text(encoding="utf-8"))


def test_the_document_is_current() -> None:
    page = scale.PAGE.read_text(encoding="utf-8")
    assert scale.filled(page, COSTS) == page, "make scale writes it anew"


def test_twice_the_costs_need_twice_as_much() -> None:
    one = scale.need(1_000_000, COSTS)
    two = scale.need(
        1_000_000,
        COSTS | {"evidence_bytes": 2 * COSTS["evidence_bytes"], "scan_memory_mb": 2 * COSTS["scan_memory_mb"]},
    )
    assert two.evidence_gb == pytest.approx(2 * one.evidence_gb)
    assert two.memory_gb == pytest.approx(2 * one.memory_gb)
    assert (two.database_gb, two.cores) == (one.database_gb, one.cores)
    assert scale.need(2_000_000, COSTS).database_gb == pytest.approx(2 * one.database_gb)


def test_a_day_in_one_place_waits_as_it_must() -> None:
    crowd = scale.day(30_000, 1, at_once=True)
    assert crowd.busy * 86_400 == pytest.approx(crowd.last)
    assert crowd.last == pytest.approx(1_050 * scale.assumed("SCAN_SECONDS"), rel=0.05)
    assert scale.day(30, 1, at_once=False).half == 0


def test_what_gives_way_first_is_what_is_needed_most() -> None:
    one = scale.need(1_000, COSTS)
    assert max(scale.shares(one).values()) < 1, "an agency needs one machine"
    assert scale.shares(scale.need(10_000_000, COSTS))["one folder of evidence"] > 1
