"""SARIF 2.1.0 (OASIS), for code hosts and other viewers of analysis results: one result a finding."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from reports.tables import plain
from scanner.model.findings import CheckOutcome, Finding, Quote, Severity
from scanner.model.result import Result

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: dict[Severity, str] = {
    "critical": "error",
    "high": "error",
    "medium": "warning",
    "low": "note",
    "info": "note",
}
_RANKS: dict[Severity, float] = {"critical": 100.0, "high": 80.0, "medium": 60.0, "low": 40.0, "info": 20.0}
_REFERENCE = re.compile(r"(requests|visits|cookies)/(\d+)")


def write(result: Result, folder: Path) -> list[Path]:
    """Write result.sarif."""
    file = folder / "result.sarif"
    file.write_text(json.dumps(_log(result), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return [file]


def _log(result: Result) -> dict[str, Any]:
    rules = {outcome.id: outcome for outcome in result.checks}
    rules |= {
        one.check: CheckOutcome(id=one.check, outcome="fail") for one in result.findings if one.check not in rules
    }
    order = {identity: place for place, identity in enumerate(rules)}
    driver = {
        "name": result.tool.name,
        "version": result.tool.version,
        "rules": [_rule(one) for one in rules.values()],
    }
    run = {
        "tool": {"driver": driver},
        "invocations": [_invocation(result)],
        "automationDetails": {"id": f"privacydiff/{_host(result)}/"},  # several sites may report to one project
        "results": [_result(one, order[one.check], result) for one in result.findings],
        "columnKind": "unicodeCodePoints",
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(one: CheckOutcome) -> dict[str, Any]:
    title = _text(one.title or one.id)
    rule: dict[str, Any] = {  # code hosts ask for all three descriptions
        "id": one.id,
        "shortDescription": {"text": title},
        "fullDescription": {"text": _text(one.matters or title)},
        "help": {"text": _text(one.limits or one.matters or title)},
    }
    if one.category:
        rule["properties"] = {"tags": [one.category]}
    return rule


def _invocation(result: Result) -> dict[str, Any]:
    told = [f"{one.what}: {one.where}: {one.why}" for one in result.failures]
    told += [f"{one.id}: not assessed: {one.why}" for one in result.checks if one.outcome in ("not-assessed", "error")]
    return {
        "executionSuccessful": result.reason is None and not result.interrupted,
        "startTimeUtc": result.started_at,
        "endTimeUtc": result.finished_at,
        "toolExecutionNotifications": [{"level": "warning", "message": {"text": _text(one)}} for one in told],
    }


def _result(one: Finding, rule: int, result: Result) -> dict[str, Any]:
    identity = hashlib.sha256(f"{one.check}\0{one.subject or ''}".encode("utf-8", "surrogatepass")).hexdigest()
    possible = one.confidence == "possible"  # by the standard: something that a person has to look at
    told: dict[str, Any] = {
        "ruleId": one.check,
        "ruleIndex": rule,
        "kind": "review" if possible else "fail",
        "level": "none" if possible else _LEVELS[one.severity],
        "rank": _RANKS[one.severity],
        "message": {"text": _text(f"{one.title}. {one.message} {one.recommendation}")},
        "locations": [{"physicalLocation": _page(_place(one, result), result)}],
        "partialFingerprints": {"checkAndSubject/v1": identity},
        "properties": {
            "severity": one.severity,
            "confidence": one.confidence,
            "verdict": one.verdict,
            "subject": plain(one.subject),
            "cause": plain(one.cause),
            "evidence": list(one.evidence),
            "relevantRules": [f"{law.instrument}, {law.article}" for law in one.law],
        },
    }
    if one.quotes:
        told["relatedLocations"] = [_quoted(each, result) for each in one.quotes]
    if one.accepted:
        told["suppressions"] = [{"kind": "external", "status": "accepted", "justification": _text(one.accepted.reason)}]
    return told


def _page(url: str, result: Result) -> dict[str, Any]:
    """A page as a whole; code hosts ask for a line, and a page as a whole begins in its first."""
    return {"artifactLocation": {"uri": _address(url, result)}, "region": {"startLine": 1}}


def _host(result: Result) -> str:
    return quote(_text(result.target.url.partition("://")[2].partition("/")[0] or "site"), safe=":.-_")


def _quoted(each: Quote, result: Result) -> dict[str, Any]:
    region = {"charOffset": each.start, "charLength": each.end - each.start, "snippet": {"text": _text(each.quote)}}
    place = {"artifactLocation": {"uri": _address(each.document, result)}, "region": region}
    return {"physicalLocation": place, "message": {"text": "the policy states"}}


def _place(one: Finding, result: Result) -> str:
    """The page on which a finding was first observed, else the site's address."""
    for reference in one.evidence:
        match = _REFERENCE.fullmatch(reference)
        if match is None:
            continue
        number = int(match[2])
        if match[1] == "cookies":
            sightings = result.cookies[number].sightings if number < len(result.cookies) else ()
            number = sightings[0].first_visit if sightings else -1
        elif match[1] == "requests":
            number = result.requests[number].visit if number < len(result.requests) else -1
        if 0 <= number < len(result.visits):
            return result.visits[number].final_url
    return result.target.url


def _address(url: str, result: Result) -> str:
    """A URI for viewers that make links of them: http and https only."""
    try:
        known = urlsplit(url).scheme in ("http", "https")
    except ValueError:
        known = False
    return quote(_text(url if known else result.target.url), safe=":/?#[]@!$&'()*+,;=%~-._")


def _text(text: str) -> str:
    return str(plain(text)) or "-"
