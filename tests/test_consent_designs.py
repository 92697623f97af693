"""Dialogs as they are met in the Baltic countries and around, used in a real browser: the choices made, the traps left alone."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import consent_arrivals
import consent_bars
import consent_case
import consent_crowds
import consent_further
import pytest
from consent_case import Case
from consent_visits import Outcome, visit_all

from scanner.demo import server
from scanner.model.target import State

pytestmark = pytest.mark.browser
CASES: dict[str, Case] = {**consent_bars.BARS, **consent_arrivals.ARRIVALS, **consent_crowds.CROWDS, **consent_further.FURTHER}
SAMPLE = (
    "corner-lv.test", "second-layer-pl.test", "second-layer-sv.test", "second-layer-fr.test", "taken-over.test", "native.test", "everything-at-once.test", "refuse-and-pay.test",
    "are-you-sure.test", "floating-icon.test",
)  # fmt: skip
"""Visited in every run; the others are slow."""
_SIDE_BY_SIDE = 3
_CHOICES: tuple[State, ...] = ("accept", "reject", "withdraw", "partial")


@dataclass
class Visits:
    """What came of visiting some sites, and what the servers say was asked for that no visitor should have."""

    outcomes: dict[tuple[str, State], Outcome] = field(default_factory=dict)
    trespasses: list[str] = field(default_factory=list)


def visit(folder: Path, hosts: Iterable[str]) -> Visits:
    """Every choice that a case says something of, several sites at the same time: most of it is waiting."""
    chosen = {host: CASES[host] for host in hosts}
    consent_case.write(folder, chosen)
    (folder / "frames.example").mkdir()
    for name, text in consent_arrivals.FRAMES.items():
        (folder / "frames.example" / name).write_text(text, encoding="utf-8")
    visits = Visits()

    async def every(proxy: str) -> None:
        both = sorted(chosen, key=lambda host: not chosen[host].patient)
        rounds: list[tuple[list[str], tuple[State, ...]]] = [(both[first::_SIDE_BY_SIDE], ("baseline", "accept", "reject")) for first in range(_SIDE_BY_SIDE)]
        rounds += [([host for host, case in chosen.items() if case.expected(state)], ("baseline", state)) for state in ("withdraw", "partial")]
        done = await asyncio.gather(*(visit_all(proxy, some, states) for some, states in rounds if some))
        for found in done:
            visits.outcomes |= {(host, state): one for host, one in found.items() for state in one.actions}

    with server.running([folder]) as farm:
        asyncio.run(every(farm.proxy))
        visits.trespasses = [
            f"{one.method} {one.host}{one.path}" for one in farm.requests
            if one.path.startswith(("/away", "/sent")) or one.host == "away.example"
        ]  # fmt: skip
    return visits


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Visits:
    """The sites visited in every run."""
    return visit(tmp_path_factory.mktemp("sample"), SAMPLE)


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> Visits:
    """All others."""
    return visit(tmp_path_factory.mktemp("others"), [host for host in CASES if host not in SAMPLE])


EVERY = [
    pytest.param(host, state, marks=() if host in SAMPLE else pytest.mark.slow, id=f"{host.removesuffix('.test')}-{state}")
    for host, case in CASES.items()
    for state in _CHOICES
    if case.expected(state)
]


@pytest.mark.parametrize(("host", "state"), EVERY)
def test_what_a_choice_comes_to(host: str, state: State, request: pytest.FixtureRequest) -> None:
    visits: Visits = request.getfixturevalue("sample" if host in SAMPLE else "others")
    case, outcome = CASES[host], visits.outcomes[host, state]
    action, expected = outcome.actions[state], case.expected(state)
    assert outcome.seen.banner == case.banner
    if not case.banner:
        assert not action.tried
    elif expected == "verified":
        assert action.verified, action
        assert action.signals
    else:
        assert not action.verified
        assert expected is not None
        assert expected in (action.why or "")
    assert outcome.kept[state] == case.kept(state), action


@pytest.mark.parametrize("name", ["sample", pytest.param("others", marks=pytest.mark.slow)])
def test_no_link_is_followed_and_no_form_sent(name: str, request: pytest.FixtureRequest) -> None:
    visits: Visits = request.getfixturevalue(name)
    assert visits.trespasses == []
