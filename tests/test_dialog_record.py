"""What a scan writes down of the consent dialog besides the choices: its layers, the other device, the pages afterwards."""

import pytest

from scanner.model.result import Result

pytestmark = pytest.mark.browser


def test_the_first_layer_is_kept_whole(demo_result: Result) -> None:
    first = demo_result.consent.layers[0]
    assert first.text == demo_result.consent.text
    assert {"accept", "reject"} <= {button.kind for button in first.buttons}


def test_the_other_device_was_looked_at(demo_result: Result) -> None:
    other = demo_result.consent.other_device
    assert other is not None
    assert (other.device, other.banner) == ("mobile", True)
    assert other.first_layer.accept
    assert [visit.url for visit in demo_result.visits if visit.state == "device"] == [demo_result.visits[0].url]


def test_after_a_choice_every_page_is_looked_at(demo_result: Result) -> None:
    reject = demo_result.consent.reject
    pages = {visit.url for visit in demo_result.visits if visit.state == "reject"}
    assert len(reject.looked_on) == len(pages)
    assert reject.back_on == ()
    assert set(demo_result.consent.control_sought_on) >= set(reject.looked_on)
