"""The inspection record of a scan: how the site was visited, and how anybody can do so again by hand."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePosixPath
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from scanner.model.consent import Consent, ConsentAction
from scanner.model.evidence import Evidence, Tool
from scanner.model.inspection import Inspection, PageSeen, StateRecord
from scanner.model.target import State

_PROFILE = (
    "A browser process of its own for every visitor, with a profile made for it: no cookies, no storage, no cache; "
    "third-party cookies accepted; no request stopped or changed."
)
_SIGNED_IN = "The visitor began with the cookies of {file}; otherwise: "


def inspection(evidence: Evidence, tool: Tool, files: Mapping[str, str]) -> Inspection:
    """The record; `tool` is the evidence's with the versions of catalogue and rules, `files` the bundle's with their hashes."""
    target = evidence.target
    signed_in = _SIGNED_IN.format(file=PurePosixPath(target.storage_state).name) if target.storage_state else ""
    return Inspection(
        started_at=evidence.started_at,
        finished_at=evidence.finished_at,
        local_time=_local(evidence.started_at, target.timezone),
        timezone=target.timezone,
        visited_from=f"through the proxy {target.proxy}" if target.proxy else "this machine, directly",
        browser=tool.browser,
        user_agent=tool.user_agent,
        device=target.device,
        locale=target.locale,
        profile=signed_in + _PROFILE,
        tool=f"{tool.name} {tool.version}",
        catalogue=tool.catalogue,
        rules=tool.rules,
        runs=1,
        states=tuple(_state(state, evidence) for state in target.states),
        evidence={**{snapshot.file: snapshot.sha256 for snapshot in evidence.documents}, **files},
        steps=tuple(_steps(evidence)),
    )


def _local(time: str, timezone: str) -> str:
    try:
        zone = ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError):  # a machine without the time zone database: UTC says no less
        return time
    return datetime.fromisoformat(time).astimezone(zone).isoformat(timespec="seconds")


def _state(state: State, evidence: Evidence) -> StateRecord:
    pages = tuple(
        PageSeen(
            time=visit.started_at,
            url=visit.final_url,
            status=visit.status,
            settled=visit.settled,
            after_choice=visit.after_choice,
        )
        for visit in evidence.visits
        if visit.state == state
    )
    if state == "baseline":
        return StateRecord(state=state, choice="none", pages=pages)
    action = _action(state, evidence.consent)
    if not evidence.consent.banner and not action.done:
        return StateRecord(state=state, choice="no-dialog", why=action.why, pages=pages)
    return StateRecord(
        state=state,
        choice="verified" if action.verified else "not-verified",
        how=action.how,
        clicks=action.clicks,
        signals=action.signals,
        why=action.why,
        pages=pages,
    )


def _action(state: State, consent: Consent) -> ConsentAction:
    actions: dict[State, ConsentAction] = {
        "accept": consent.accept,
        "reject": consent.reject,
        "withdraw": consent.withdraw,
        "partial": consent.partial,
    }
    return actions[state]


def _steps(evidence: Evidence) -> list[str]:
    """How to see the same without this program, for each visitor."""
    target, consent = evidence.target, evidence.consent
    host = urlsplit(target.url).hostname or target.url
    steps = [
        "Open a private window of Chromium or Chrome with its developer tools (F12) at “Network”, with “Preserve log”.",
        f"Open {target.url} as a visitor whose browser asks for {target.locale}; wait until nothing loads any more.",
        f"Before touching the page, note the requests to other hosts than {host}, and under “Application” the cookies "
        "and the stored keys of every origin.",
    ]
    for state in ("accept", "reject", "withdraw", "partial"):
        action = _action(state, consent)
        if state in target.states and action.done and action.clicks:
            clicks = ", then ".join(f"“{click}”" for click in action.clicks)
            steps.append(
                f"In a new private window ({state}): use {clicks}, load the page again, and note the same once more."
            )
    pages = list(dict.fromkeys(visit.final_url for visit in evidence.visits if visit.kind == "page"))
    if pages:
        steps.append(f"Do so on {', '.join(pages)}.")
    return steps
