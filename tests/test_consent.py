"""Consent dialogs of many kinds, used in a real browser: what is verified, and what says why not."""

import asyncio

import consent_dialogs
import pytest
from consent_visits import Outcome, visit_all

from scanner.demo import server
from scanner.model.target import State

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """All sites, in two halves at the same time."""
    folder = tmp_path_factory.mktemp("sites")
    consent_dialogs.write(folder)
    hosts = list(consent_dialogs.CASES)

    async def both(proxy: str) -> dict[str, Outcome]:
        first, second = await asyncio.gather(visit_all(proxy, hosts[::2]), visit_all(proxy, hosts[1::2]))
        return first | second

    with server.running([folder]) as farm:
        return asyncio.run(both(farm.proxy))


@pytest.mark.parametrize("host", consent_dialogs.CASES)
def test_the_dialog_is_seen(host: str, outcomes: dict[str, Outcome]) -> None:
    assert outcomes[host].seen.banner == consent_dialogs.CASES[host].banner


@pytest.mark.parametrize("state", ["accept", "reject"])
@pytest.mark.parametrize("host", consent_dialogs.CASES)
def test_what_using_it_comes_to(host: str, state: State, outcomes: dict[str, Outcome]) -> None:
    case, action = consent_dialogs.CASES[host], outcomes[host].actions[state]
    expected = case.accept if state == "accept" else case.reject
    if not case.banner:
        assert not action.tried
    elif expected == "verified":
        assert action.verified, action
        assert action.why is None
        assert action.signals
    else:
        assert not action.verified
        assert expected in (action.why or "")
    assert outcomes[host].kept[state] == (case.accept_kept if state == "accept" else case.reject_kept)


def test_what_the_first_layer_offers(outcomes: dict[str, Outcome]) -> None:
    layer = {host: outcome.seen.first_layer for host, outcome in outcomes.items()}
    assert (layer["one-step.test"].accept, layer["one-step.test"].reject) == (True, True)
    assert (layer["two-step.test"].reject, layer["two-step.test"].settings) == (False, True)
    assert not layer["only-accept.test"].reject


def test_ticked_boxes_are_named(outcomes: dict[str, Outcome]) -> None:
    assert outcomes["boxes-on-first-layer.test"].seen.prechecked == ("Statistika",)


def test_a_dialog_over_the_whole_page_blocks_it(outcomes: dict[str, Outcome]) -> None:
    assert outcomes["storage.test"].seen.blocks_page
    assert outcomes["one-step.test"].seen.blocks_page is False


def test_buttons_are_measured(outcomes: dict[str, Outcome]) -> None:
    accept, reject = outcomes["one-step.test"].seen.buttons
    assert (accept.kind, reject.kind) == ("accept", "reject")
    assert accept.height == reject.height > 10
    assert accept.contrast == reject.contrast > 4


def test_signals_name_what_was_written_and_no_value(outcomes: dict[str, Outcome]) -> None:
    assert outcomes["one-step.test"].actions["reject"].signals == ("cookie choice",)
    assert outcomes["storage.test"].actions["accept"].signals == ("local storage consent",)
