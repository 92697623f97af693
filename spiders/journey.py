"""Where a scan stands: which visitor goes where next, and what was found on the way."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from scanner.facts.parties import is_first_party
from scanner.model.consent import Consent
from scanner.model.progress import Progress, Stage, Watcher
from scanner.model.target import State, Target
from spiders import bait, consent, home, isolated, limits, reading
from spiders.ahead import Ahead
from spiders.documents import Shelf
from spiders.pages import address
from spiders.policy_links import WELL_KNOWN_PATHS, Candidate
from spiders.route import Route
from spiders.session import STOPPED, Session
from spiders.stop import GUESSED, Stop, postponed
from spiders.tab import Tab, Task, Watch
from spiders.view import View


class Journey:
    """The plan and the finds of one scan over all its visitors; the baseline leads, the others follow its route."""

    def __init__(
        self, target: Target, out: Path, watch: Watcher, sessions: dict[State, Session], user_agent: str
    ) -> None:
        self.target = target
        self.sessions = sessions
        self._out, self._agent = out, user_agent
        self.shelf = Shelf(target, out, user_agent)
        self.ahead = Ahead(target)
        self.consent = Consent()
        self.reason: str | None = None
        self.fault: BaseException | None = None
        self.planned = False
        self.follow: Callable[[], None] = lambda: None
        """Called as soon as those who choose may set out, before the baseline is through with its first page."""
        self.glimpse: Callable[[View], Awaitable[None]] | None = None
        """Called with the first page's links once it has settled, where a dialog is waited for: others may be opened beside it."""
        self._watch = watch
        self._route = Route()
        self._policies = [Stop(url, "policy", "--policy") for url in target.policies if "://" in url]
        self._pages: list[Stop] = []
        self._tried: set[Stop] = set()
        self._known = {address(stop.url) for stop in self._policies} | {address(target.url)}
        self._guessed = False
        self._typed = 0
        self._revived: set[State] = set()
        self._choices: dict[State, consent.Choice] = {}
        self._under_way: dict[State, list[Stop]] = defaultdict(list)
        self._done = 0
        self._dialog_seen = False
        self._settled_without = False
        self._looked = asyncio.Event()

    @property
    def baseline(self) -> Session:
        """The visitor who makes no choice."""
        return self.sessions["baseline"]

    def is_first_party(self, url: str) -> bool:
        """Whether `url` belongs to the site."""
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and is_first_party(parts.hostname or "", self.target)

    def announce(self, session: Session, stop: Stop) -> None:
        """A visitor sets out for a stop."""
        self._under_way[session.state].append(stop)
        if session is self.baseline:
            self._tried.add(stop)
            self._route.add(stop)
        self._tell("visit", session, stop)

    async def visited(self, session: Session, stop: Stop, view: View) -> None:
        """Take note of a finished visit; a home page that shows nothing ends the scan with a reason."""
        self.over(session, stop)
        self._done += 1
        self._tell("visited", session, stop)
        if view.failure and (choice := self._choices.get(session.state)):
            choice.not_loaded(stop.url)
        if not view.failure and (why := home.not_shown(view)):
            view.visit.loaded = False
            if stop.kind != "policy":  # of a policy, its links tell what it answered
                session.failed("visit", stop.url, why)
        if session is not self.baseline:
            return
        if stop.kind == "home":
            self._looked.set()  # whatever happened: those who set out early wait for it
            stopped = view.failure == STOPPED and self._settled_without  # what it and those beside it showed by then is kept
            self.reason = None if stopped else home.unusable(view, self.target)
        elif stop.kind == "policy":
            await self.shelf.answered(stop, view)

    def over(self, session: Session, stop: Stop) -> None:
        """A visit that was announced has ended, or will not be."""
        self._under_way[session.state].remove(stop)

    def refused(self, session: Session, stop: Stop) -> None:
        """A visit that was announced may not be made; where that holds for the baseline, nobody else need try."""
        self.over(session, stop)
        if session is self.baseline:
            self._route.drop(stop)

    async def again(self, session: Session) -> Stop | None:
        """Begin a visitor anew, once, after its browser died: nothing it saw until then counts, the pages then open come last.

        Returns the first stop of the new visitor (in `sessions` under the same state), None where it died before.
        """
        if session.state in self._revived:
            return None
        self._revived.add(session.state)
        deadly = tuple(self._under_way.pop(session.state))
        new = self.sessions[session.state] = session.anew()  # at once: other pages of the old one end meanwhile
        await session.close()
        at = ", ".join(stop.url for stop in deadly)
        why = f"the browser ended unexpectedly at {at}; it was started again and this visitor began anew"
        new.failed("browser", session.state, why)
        if session.state != "baseline":
            self._choices.pop(session.state, None)
            self._begin(session.state, last=deadly)
            return self._route.next(session.state)
        if self.consent.banner:
            new.record.pictures += session.record.pictures
        self.shelf = Shelf(self.target, self._out, self._agent)
        self._tried.clear()
        self._policies, self._pages = postponed(self._policies, deadly), postponed(self._pages, deadly)
        return Stop(self.target.url, "home")

    def found(self, view: View, stop: Stop, candidates: list[Candidate]) -> None:
        """Take note of the policy links on a page, and plan to read what they lead to."""
        for candidate in candidates:
            self.shelf.add_link(candidate, view.visit.number)
            if address(candidate.url) not in self._known and len(self._policies) < limits.POLICY_DOCUMENTS:
                self._known.add(address(candidate.url))
                self._policies.append(Stop(candidate.url, "policy", f"link “{candidate.text}” on {stop.url}"))

    def plan_pages(self, chosen: list[str]) -> None:
        """Plan the pages named by the user, then those chosen for variety."""
        self.planned = True
        for url in [*self.target.page_urls, *chosen]:
            full = urljoin(self.target.url, url)
            if address(full) not in self._known:
                self._known.add(address(full))
                self._pages.append(Stop(full, "page"))

    def next_stop(self, session: Session) -> Stop | None:
        """Where a visitor goes next; None at the end, or while no further page may be open beside those that are.

        The baseline reads policies first: they may lead to further ones.
        """
        if len(self._under_way[session.state]) >= self._tabs(session):
            return None
        if session is not self.baseline:
            return self._route.next(session.state)
        if not self._policies and not self._guessed and self._looked.is_set():
            self._guessed = True
            self._policies = [Stop(urljoin(self.target.url, path), "policy", GUESSED) for path in WELL_KNOWN_PATHS]
        if self._guessed and self.shelf.documents:
            self._policies = [stop for stop in self._policies if not stop.guessed or stop in self._tried]
        stop = next((stop for stop in [*self._policies, *self._pages] if stop not in self._tried), None)
        self._route.complete = stop is None and not self._under_way["baseline"]
        return stop

    def _tabs(self, session: Session) -> int:
        """How many pages a visitor may have open: one where order matters, until the choice is made and for who began anew."""
        choice = self._choices.get(session.state)
        chooses = session is not self.baseline and (choice is None or choice.to_make)
        return 1 if chooses or session.state in self._revived or not self.planned else limits.TABS

    def others(self) -> Iterator[Session]:
        """The other visitors who may go on now: they begin when a dialog asks for a choice, and follow the baseline.

        The other device sees the first page only: where there is a choice to compare, or to find out that there is none,
        beside the baseline that still waits for one.
        """
        first = self.consent.first_layer
        for state, session in self.sessions.items():
            if state == "device":
                wanted = first.reject or first.settings if self.consent.banner else self._settled_without or self._route.complete
            else:
                wanted = self.consent.banner or self._dialog_seen
            if session is not self.baseline and wanted and not self._route.begun(state):
                self._begin(state)
                yield session
        for state in self._route.waiting():
            yield self.sessions[state]

    def _begin(self, state: State, last: tuple[Stop, ...] = ()) -> None:
        """Let a visitor follow the baseline, the first page loaded afresh after each step of a choice."""
        loads = 2 if state == "withdraw" else 1
        self._route.begin(state, loads=loads, only_first=state == "device", last=last)

    def watch_at(self, session: Session, stop: Stop) -> Watch | None:
        """What a visitor looks out for while a page settles: the dialog, so that nobody waits for all of the first page."""
        if session is self.baseline:
            return partial(consent.appears, on_dialog=self._may_follow) if stop.kind == "home" and not self.consent.banner else None
        choice = self._choices.get(session.state)
        return consent.is_there if choice is None or choice.to_make else None

    def task_at(self, session: Session, stop: Stop) -> Task | None:
        """What a visitor does on a page once it has settled: look for the banner, or use it."""
        if session is self.baseline and self.consent.banner:
            return self._look_behind if self.consent.blocks_page and stop.kind == "policy" else None
        if session is self.baseline:
            return self._look
        if session.state == "device":
            return self._look_again
        choice = self._choices.setdefault(session.state, consent.Choice(session.state, self.consent))
        return self._step if choice.next_step() else None

    def last_task_at(self, session: Session, stop: Stop) -> Task | None:
        """What a visitor does on some pages that have been read: type bait, after accepting or where no choice was asked for."""
        allowed = session is self.baseline and bool(session.record.visits)  # not on the first page: it may still ask
        if (self.consent.banner or self._dialog_seen) and "accept" in self.sessions:
            allowed = session.record.choice_ms is not None and session.state == "accept"
        if not self.target.typing or stop.kind == "policy" or not allowed or self._typed >= limits.TYPED_PAGES:
            return None
        self._typed += 1
        return self._type_unless_asked if session is self.baseline else bait.type_on_page

    async def _type_unless_asked(self, tab: Tab) -> None:
        """Type bait once it is known that the first page asks for no choice."""
        await self._looked.wait()
        if self.consent.banner and "accept" in self.sessions:
            self._typed -= 1
            return
        await bait.type_on_page(tab)

    async def _look(self, tab: Tab) -> None:
        at_home = tab.visit.kind == "home"
        try:
            hooks = (self._may_follow, partial(self._go_on_beside, tab)) if at_home else ()
            seen = await consent.look(tab, self.consent, *hooks)
            if not self.consent.banner:  # a page beside this one may have shown it first
                self.consent = consent.with_choices(replace(seen, other_device=self.consent.other_device), self._choices)
        finally:
            if at_home:
                self._looked.set()

    async def _go_on_beside(self, tab: Tab) -> None:
        """The first page has settled without a dialog: one may still come, and is waited for beside the pages that follow."""
        self._settled_without = True
        await tab.read_kept(tab.visit.url)  # pages that are opened now begin with its session storage
        with suppress(isolated.ScriptError):  # then they follow once it has been read
            links = await reading.links(tab.client, tab.page_session)
            if self.glimpse:
                await self.glimpse(View(tab.visit, links=links))
        self.follow()

    def _may_follow(self) -> None:
        """A dialog asks for a choice on the first page: the others need not wait until all is known of it."""
        if not self._dialog_seen:
            self._dialog_seen = True
            self.follow()

    async def _look_behind(self, tab: Tab) -> None:
        """Whether the dialog that blocked the first page lies over this policy too."""
        if await consent.blocks(tab):
            url = urlsplit(tab.visit.url)._replace(query="", fragment="").geturl()
            self.consent = replace(self.consent, policy_behind=(*self.consent.policy_behind, url))

    async def _look_again(self, tab: Tab) -> None:
        seen = await consent.wait_for_dialog(tab)
        await self._looked.wait()
        learnt = await consent.look_again(tab, seen, self.consent)  # meanwhile the others may have learnt more
        self.consent = replace(self.consent, other_device=learnt.other_device, layers=learnt.layers)

    async def _step(self, tab: Tab) -> None:
        """Go on with a choice: at once, whatever is known of the dialog by then; confirmed is it beside all that was seen."""
        choice = self._choices[tab.state]
        if not choice.to_make:
            await self._looked.wait()
        without = self.baseline.record
        choice.learn(self.consent, consent.places(without, len(without.visits)))
        await choice.step(tab)
        self.consent = consent.with_choices(self.consent, self._choices)

    def _tell(self, stage: Stage, session: Session, stop: Stop) -> None:
        own = 1 + len(self._policies) + len(self._pages) if self.planned else self.target.pages + 1
        choosing = [one for one in self.sessions.values() if one is not self.baseline and one.state != "device"]
        followers = len(choosing) if self.consent.banner or not self.planned else 0
        requests = sum(len(one.record.requests) for one in self.sessions.values())
        self._watch(
            Progress(
                stage=stage,
                state=session.state,
                url=stop.url,
                done=self._done,
                planned=max(own + followers * (own + 1), self._done),
                requests=requests,
            )
        )
