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
    """All sites, in four parts at the same time: most of it is waiting."""
    folder = tmp_path_factory.mktemp("sites")
    consent_dialogs.write(folder)
    hosts = list(consent_dialogs.CASES)

    async def every(proxy: str) -> dict[str, Outcome]:
        parts = await asyncio.gather(*(visit_all(proxy, hosts[first::4]) for first in range(4)))
        return {host: outcome for part in parts for host, outcome in part.items()}

    with server.running([folder]) as farm:
        return asyncio.run(every(farm.proxy))


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


@pytest.fixture(scope="module")
def further(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """Some sites, visited by one who withdraws and one who allows statistics only."""
    folder = tmp_path_factory.mktemp("sites")
    consent_dialogs.write(folder)
    hosts = ["way-back.test", "way-back-elsewhere.test", "way-back-in-words.test", "one-step.test", "two-step.test", "boxes-on-first-layer.test"]
    with server.running([folder]) as farm:
        return asyncio.run(visit_all(farm.proxy, hosts, ("baseline", "withdraw", "partial")))


def test_a_withdrawal_is_verified(further: dict[str, Outcome]) -> None:
    action = further["way-back.test"].actions["withdraw"]
    assert action.verified, action
    assert action.clicks == ("Sīkdatņu iestatījumi", "Nepiekrītu")
    assert further["way-back.test"].kept["withdraw"] == "none"


@pytest.mark.parametrize(
    ("host", "why"),
    [
        ("one-step.test", "no control to change the choice"),
        ("way-back-in-words.test", "no control to change the choice"),
        ("way-back-elsewhere.test", "leads to another page"),
    ],
)
def test_where_it_cannot_be_withdrawn_the_reason_is_told(host: str, why: str, further: dict[str, Outcome]) -> None:
    action = further[host].actions["withdraw"]
    assert (action.tried, action.verified) == (True, False)
    assert why in (action.why or "")
    assert further[host].kept["withdraw"] == "all"


@pytest.mark.parametrize("host", ["two-step.test", "boxes-on-first-layer.test"])
def test_statistics_only(host: str, further: dict[str, Outcome]) -> None:
    assert further[host].actions["partial"].verified, further[host].actions["partial"]
    assert further[host].kept["partial"] == "stats"


def test_without_boxes_there_is_no_part_to_choose(further: dict[str, Outcome]) -> None:
    action = further["one-step.test"].actions["partial"]
    assert not action.done
    assert further["one-step.test"].kept["partial"] is None


def test_a_way_back_is_seen(outcomes: dict[str, Outcome]) -> None:
    assert outcomes["way-back.test"].controls["accept"] is True
    assert outcomes["way-back-elsewhere.test"].controls["accept"] is True
    assert outcomes["one-step.test"].controls["accept"] is False
    assert outcomes["two-step.test"].controls["accept"] is False


def test_a_dialog_that_is_back_is_noted_with_its_page(outcomes: dict[str, Outcome]) -> None:
    assert outcomes["comes-back.test"].actions["reject"].back_on == ("https://comes-back.test/",)
    assert outcomes["one-step.test"].actions["reject"].back_on == ()
