"""The inspection record: how the visits were made, so that somebody else can repeat them; and what to ask the operator."""

import json
from pathlib import Path
from typing import Any

from reports.language import Language
from reports.page.inert import shortened
from reports.page.states import Column, visited
from scanner.model.result import Result

_MOST = 12


def bundle_hash(bundle: Path | None) -> str:
    """The hash that the manifest of a scan's folder gives of its files; "" where there is none."""
    file = bundle / "manifest.json" if bundle else None
    if file is None or not file.is_file():
        return ""
    try:
        listed: Any = json.loads(file.read_bytes())
    except ValueError:
        return ""
    digest = listed.get("sha256") if isinstance(listed, dict) else None
    return digest if isinstance(digest, str) and len(digest) == 64 and digest.isalnum() else ""


def facts(result: Result, columns: list[Column], digest: str, language: Language) -> list[tuple[str, list[str]]]:
    """The record as headings, each with its lines."""
    say, target, zone = language.say, result.target, result.target.timezone
    when = [
        say(
            "%(day)s, %(start)s to %(end)s (%(zone)s)",
            day=language.day(result.started_at, zone), start=language.clock(result.started_at, zone),
            end=language.clock(result.finished_at, zone), zone=zone,
        ),
        say("%(start)s to %(end)s (UTC)", start=result.started_at, end=result.finished_at),
    ]  # fmt: skip
    rules = say("catalogue %(catalogue)s, rules %(rules)s", catalogue=result.tool.catalogue, rules=result.tool.rules)
    missing = f" ({say('not loaded')})"
    pages = [
        f"{shortened(visit.url, 160)}{'' if visit.loaded else missing}"
        for visit in result.visits
        if visit.state == (visited(result) or ["baseline"])[0]
    ]
    settings = say(
        "%(locale)s, %(zone)s, %(device)s; third-party cookies accepted, third-party storage not partitioned",
        locale=target.locale, zone=zone, device=say("desktop") if target.device == "desktop" else say("mobile"),
    )  # fmt: skip
    way = (
        say("through the proxy %(proxy)s", proxy=target.proxy)
        if target.proxy
        else say("from the machine that ran the scan")
    )
    found = [
        (say("Time"), when),
        (say("Address"), [shortened(target.url, 200)]),
        (say("Reached"), [way]),
        (say("Browser"), [shortened(result.tool.browser, 120), shortened(result.tool.user_agent, 240), settings]),
        (say("Profile"), [say("a browser process with a fresh, empty profile for each visitor")]),
        (say("Visitors and their choice"), [f"{column.name}: {column.choice}" for column in columns]),
        (say("Pages, in this order"), pages[:40]),
        (say("Program"), [f"{result.tool.name} {result.tool.version}", rules]),
        (say("Could not be gathered"), _failures(result) or [say("nothing")]),
    ]
    if digest:
        found.append(
            (say("SHA-256 of the scan’s files"), [digest, say("as listed in manifest.json at the time of this report")])
        )
    return found


def _failures(result: Result) -> list[str]:
    return [
        f"{shortened(one.what, 60)}, {shortened(one.where, 120)}: {shortened(one.why, 200)}"
        for one in result.failures[:20]
    ]


def steps(result: Result, language: Language) -> list[str]:
    """How to see the same by hand."""
    say = language.say
    return [
        say("Open a browser window with an empty profile (a private window will do) and its developer tools."),
        say(
            "Have the network log keep its entries from page to page, and open %(url)s.",
            url=shortened(result.target.url, 200),
        ),
        say("Touch nothing in the consent dialog; note the requests to other hosts, the cookies and the stored keys."),
        say(
            "Close the window, begin again with an empty profile, accept everything, load the page anew and note the same."
        ),
        say("Begin again, refuse everything, load the page anew and note the same."),
        say("Compare what was noted with the policy’s text in the annex."),
    ]


def questions(result: Result, language: Language) -> list[str]:
    """What a visit cannot show and only the operator can answer."""
    say = language.say
    names = [shortened(flow.name or flow.service, 60) for flow in result.flows if flow.observed]
    open_roles = [
        shortened(flow.name or flow.service, 60)
        for flow in result.flows
        if flow.observed and flow.role in ("depends", "unknown")
    ]
    asked = []
    if names:
        who = _some(names, language)
        asked.append(say("What contract stands behind each of these services, and since when: %(names)s?", names=who))
    if open_roles:
        who = _some(open_roles, language)
        asked.append(say("Does the company act as a processor or for itself: %(names)s?", names=who))
    if any(flow.accounts for flow in result.flows):
        asked.append(
            say("Which settings are chosen in the accounts with these services (sharing, retention, masking)?")
        )
    if result.consent.banner:
        asked.append(say("Where are consents logged, and can the log show who agreed to what, and when?"))
    asked.append(say("What do server logs keep of a visit, for how long, and who receives them?"))
    asked.append(say("Which data go to other companies from the server, where a visit cannot see it?"))
    unknown = [shortened(one.name, 60) for one in result.cookies if one.purpose == "unknown" and not one.blocked]
    if unknown:
        who = _some(list(dict.fromkeys(unknown)), language)
        asked.append(say("What are these cookies for, and is each strictly necessary: %(names)s?", names=who))
    return asked


def _some(names: list[str], language: Language) -> str:
    if len(names) <= _MOST:
        return ", ".join(names)
    return language.say("%(names)s and %(more)s more", names=", ".join(names[:_MOST]), more=len(names) - _MOST)
