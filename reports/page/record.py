"""The inspection record: how the visits were made, so that somebody else can repeat them; and what to ask the operator."""

import re
from pathlib import Path

from reports.frame import shortened
from reports.language import Language
from reports.page.states import Column, visited
from scanner import manifest
from scanner.model.result import Result

_QUOTED = re.compile("“([^“”]*)”")
FAILURES = "failure"
"""The context of sentences on what could not be opened or gathered."""


def head(result: Result, language: Language) -> str:
    """When, from where and with what the site was visited, in one line."""
    zone = result.target.timezone
    when = f"{language.clock(result.started_at, zone)}–{language.clock(result.finished_at, zone)} ({zone})"
    device = language.say("desktop") if result.target.device == "desktop" else language.say("mobile")
    way = language.say("through a proxy") if result.target.proxy else _way(result, language)
    parts = (when, way, shortened(result.tool.browser, 60), f"{result.target.locale}, {device}")
    return " · ".join(part for part in parts if part)


def _way(result: Result, language: Language) -> str:
    if result.target.proxy:
        return language.say("through the proxy %(proxy)s", proxy=result.target.proxy)
    return language.say("from the machine that ran the scan")


def bundle_hash(bundle: Path | None) -> str:
    """The hash of a scan's evidence; "" where there is none."""
    return manifest.evidence_digest(bundle) if bundle and bundle.is_dir() else ""


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
    found = [
        (say("Time"), when),
        (say("Address"), [shortened(target.url, 200)]),
        (say("Reached"), [_way(result, language)]),
        (say("Browser"), [shortened(result.tool.browser, 120), shortened(result.tool.user_agent, 240), settings]),
        (say("Profile"), [_profile(result, language)]),
        (say("Visitors and their choice"), [f"{column.name}: {column.choice}" for column in columns]),
        (say("Pages, in this order"), pages[:40]),
        (say("Program"), [f"{result.tool.name} {result.tool.version}", rules]),
        (say("Could not be gathered"), _failures(result, language) or [say("nothing")]),
    ]
    if digest:
        found.append(
            (
                say("SHA-256 of the evidence"),
                [digest, say("over the list of evidence files with their own hashes, as manifest.json writes it")],
            )
        )
    return found


def _profile(result: Result, language: Language) -> str:
    told = result.inspection.profile if result.inspection else ""
    return language.wording.render(told, "step") or language.say("unknown")


def _failures(result: Result, language: Language) -> list[str]:
    say = language.wording.render
    return [
        f"{shortened(say(one.what, FAILURES), 60)}, {shortened(one.where, 120)}: {shortened(say(one.why, FAILURES), 200)}"
        for one in result.failures[:20]
    ]


def steps(result: Result, language: Language) -> list[str]:
    """How to see the same by hand."""
    told = result.inspection.steps if result.inspection else ()
    said = (language.wording.render(step, "step") for step in told)
    quoted = (_QUOTED.sub(lambda found: language.say("“%(text)s”", text=found[1]), step) for step in said)
    return [shortened(step, 600) for step in quoted]


def questions(result: Result, language: Language) -> list[tuple[str, str]]:
    """What a visit cannot show and only the operator can answer, each with what made it come up."""
    say = language.wording.render
    return [(shortened(say(one.text, "question"), 600), say(one.why, "question")) for one in result.questions]
