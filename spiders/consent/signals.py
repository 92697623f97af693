"""What tells that a choice was taken notice of: something written, an interface that answers otherwise, other requests."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from spiders import isolated
from spiders.collectors import cookies
from spiders.protocol import ProtocolError
from spiders.record import VisitorRecord
from spiders.tab import Tab

_MOST = 12


@dataclass(frozen=True, slots=True)
class State:
    """The visitor's browser at one moment: what is kept, what the consent interfaces say, what has been asked for.

    `kept` holds values by what they are called ("cookie lang") and the site they are kept for.
    """

    kept: dict[tuple[str, str], str]
    interfaces: dict[str, str]
    asked: frozenset[str]


async def read(tab: Tab) -> State:
    """Read the state now; raises ProtocolError or TimeoutError when the page has gone."""
    visit = tab.visit.number
    await cookies.read(tab.client, tab.record, visit)
    await tab.storage.read(tab.client, tab.page_session, visit)
    jar = tab.record.jar[-1].cookies if tab.record.jar else []
    kept = {(f"cookie {cookie['name']}", str(cookie["domain"])): str(cookie["value"]) for cookie in jar}
    stored = [one for one in tab.record.stored if one.visit == visit]
    kept |= {(f"{one.kind} storage {one.key}", one.origin): one.value for one in stored}
    try:
        said = await isolated.run_in_page(tab.client, tab.page_session, "consent_state.js")
    except (isolated.ScriptError, ProtocolError) as error:
        tab.failed("consent interfaces", tab.visit.url, str(error))
        said = {}
    interfaces = {str(name): str(value) for name, value in (said or {}).items()} if isinstance(said, dict) else {}
    return State(kept, interfaces, places(tab.record, visit))


def places(record: VisitorRecord, until: int) -> frozenset[str]:
    """What a visitor has asked for on the page loads up to one: hosts and paths."""
    urls = (urlsplit(one.url) for one in record.requests if record.load_of(one) <= until)
    return frozenset((url.hostname or "") + url.path for url in urls)


def written(before: State, after: State) -> tuple[str, ...]:
    """What was written, or is answered otherwise, since `before`: names only, never values."""
    kept = [place[0] for place, value in after.kept.items() if before.kept.get(place) != value]
    names = {"tcf": "TCF string", "gpp": "GPP string"}
    told = [
        names.get(name, f"{name} is {value}")
        for name, value in after.interfaces.items()
        if before.interfaces.get(name) != value and name != "fault"
    ]
    return tuple(dict.fromkeys([*kept, *told]))[:_MOST]


def asked(before: State, after: State, without: frozenset[str]) -> tuple[str, ...]:
    """What was asked for that had not been asked for before, nor by the visitor `without` a choice."""
    return tuple(f"request to {place}" for place in sorted(after.asked - before.asked - without))[:_MOST]
