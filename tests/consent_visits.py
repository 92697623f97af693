"""Sites with consent dialogs, visited in a real browser by one visitor a state."""

import asyncio
from dataclasses import dataclass

from playwright.async_api import async_playwright

from scanner.model.consent import Consent, ConsentAction
from scanner.model.target import State, Target
from spiders import browser, consent
from spiders.session import Session
from spiders.tab import Tab

Made = tuple[ConsentAction, str | None, bool | None]


@dataclass
class Outcome:
    """What the three visitors made of one site; `kept` is the cookie `choice` at the end, `controls` whether a way back was seen, by state."""

    seen: Consent
    actions: dict[State, ConsentAction]
    kept: dict[State, str | None]
    controls: dict[State, bool | None]


async def visit_all(
    proxy: str, hosts: list[str], states: tuple[State, ...] = ("baseline", "accept", "reject")
) -> dict[str, Outcome]:
    """Look, then choose and confirm, on every site, with one visitor a state."""
    target = Target(url=f"https://{hosts[0]}/", proxy=proxy, ignore_certificate_errors=True)
    program = browser.find()
    agent = browser.user_agent(browser.version(program), target)
    sessions = {state: Session(state, target, program, agent) for state in states}
    async with async_playwright() as playwright:
        for session in sessions.values():
            session.use(playwright)
        try:
            seen = await look_at_all(sessions["baseline"], hosts)
            chosen = await asyncio.gather(*(choose_on_all(sessions[state], seen) for state in states[1:]))
        finally:
            await asyncio.gather(*(session.close() for session in sessions.values()))
    made: dict[State, dict[str, Made]] = dict(zip(states[1:], chosen, strict=True))
    return {
        host: Outcome(
            seen[host],
            {state: made[state][host][0] for state in made},
            {state: made[state][host][1] for state in made},
            {state: made[state][host][2] for state in made},
        )
        for host in hosts
    }


async def look_at_all(session: Session, hosts: list[str]) -> dict[str, Consent]:
    """What the visitor who chooses nothing sees."""
    seen: dict[str, Consent] = {}
    for host in hosts:

        async def look(tab: Tab, host: str = host) -> None:
            seen[host] = await consent.look(tab, Consent())

        view = await session.visit(f"https://{host}/", "page", then=look)
        assert view.failure is None
    return seen


async def choose_on_all(session: Session, seen: dict[str, Consent]) -> dict[str, Made]:
    """What came of choosing as the session's state says, and the cookie left behind."""
    made: dict[str, Made] = {}
    for host, known in seen.items():
        choice = consent.Choice(session.state, known)

        async def step(tab: Tab, choice: consent.Choice = choice) -> None:
            if todo := choice.next_step():
                await todo(tab)

        for _ in range(3 if session.state == "withdraw" else 2):
            await session.visit(f"https://{host}/", "page", then=step)
        jar = session.record.jar[-1].cookies
        kept = next((str(one["value"]) for one in jar if (one["domain"], one["name"]) == (host, "choice")), None)
        made[host] = choice.action, kept, choice.control
    return made
