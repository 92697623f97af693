"""Cases for checks: a small record and policy in TOML, run through reader, facts and engine, held against what is expected.

`tests/cases/checks/<id>.toml` holds `[[case]]` tables. `expect` lists all findings of that check the case must give, as
tables of subject, verdict, severity, confidence and, if it matters, `cause`, `says` (words of title or message) and `law`.
`about` gives page loads (or `all`) another title, address or language. `outcome` is the outcome of the check; by default what the kind of case says.
"""

import json
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from case_records import SITE, checked, evidence, only

from scanner import checks, facts, lists, policy, services
from scanner.model import codec
from scanner.model.claims import Claim, Document
from scanner.model.findings import CheckOutcome, Finding

FOLDER = Path(__file__).parent / "cases" / "checks"
KINDS = {"failing": "fail", "passing": "pass", "near-miss": "pass", "not-assessed": "not-assessed"}

_CASE = frozenset(
    [
        "name",
        "kind",
        "outcome",
        "why",
        "expect",
        "policy",
        "policy_url",
        "language",
        "documents",
        "claims",
        "requests",
        "cookies",
        "storage",
        "forms",
        "links",
        "consent",
        "missing",
        "site",
        "visits",
        "policies",
        "typed",
        "api_calls",
        "about",
        "address_echoes",
        "aliases",
        "consent_strings",
        "opt_out_strings",
        "cache_identifiers",
        "gpc",
    ]
)
_EXPECT = frozenset(["subject", "verdict", "severity", "confidence", "cause", "says", "law"])


@dataclass(frozen=True)
class Case:
    """One case of one check."""

    check: str
    name: str
    kind: str
    given: dict[str, Any]

    @property
    def outcome(self) -> str:
        """What must become of the check."""
        return str(self.given.get("outcome", KINDS[self.kind]))

    @property
    def expect(self) -> list[dict[str, Any]]:
        """All findings of the check that must come."""
        return list(self.given.get("expect", []))


def load(folder: Path = FOLDER) -> list[Case]:
    """All cases of all checks."""
    return [case for file in sorted(folder.glob("*.toml")) for case in of_file(file)]


def of_file(file: Path) -> list[Case]:
    """The cases of one file; an unknown key is an error."""
    cases = []
    for given in tomllib.loads(file.read_text("utf-8"))["case"]:
        only(given, _CASE, f"{file.name}: {given.get('name')}")
        for one in given.get("expect", []):
            only(one, _EXPECT, f"{file.name}: {given['name']}")
        cases.append(Case(file.stem, given["name"], given["kind"], given))
    return cases


def run(case: Case) -> tuple[tuple[Finding, ...], tuple[CheckOutcome, ...]]:
    """All findings and outcomes for a case, from every check."""
    return judged(case.given)


def judged(
    given: dict[str, Any], known_lists: lists.Lists = lists.NONE
) -> tuple[tuple[Finding, ...], tuple[CheckOutcome, ...]]:
    """The same for the record and policy of a case, with fetched lists."""
    read = tuple(documents(given))
    observations = facts.annotate(evidence(given), services.load(), known_lists)
    rows = facts.flows(observations, read, services.load())
    return checks.run(observations, read, rows, services.load())


def differences(case: Case) -> list[str]:
    """What of a case did not come true; empty when all did."""
    findings, outcomes = run(case)
    outcome = next((one for one in outcomes if one.id == case.check), None)
    if outcome is None:
        return [f"there is no check {case.check}"]
    wrong = []
    if outcome.outcome != case.outcome:
        wrong.append(f"outcome {outcome.outcome} ({outcome.why}), expected {case.outcome}")
    if "why" in case.given and case.given["why"] not in (outcome.why or ""):
        wrong.append(f"why “{outcome.why}”, expected “{case.given['why']}”")
    left = [one for one in findings if one.check == case.check]
    for expected in case.expect:
        match = next((one for one in left if _is(one, expected)), None)
        if match is None:
            wrong.append(f"no finding {expected}")
        else:
            left.remove(match)
    wrong += [
        f"unexpected {one.subject!r} {one.verdict} {one.severity} {one.confidence} · {one.title} {one.cause or ''}"
        for one in left
    ]
    wrong += [f"{one.id} failed: {one.why}" for one in outcomes if one.outcome == "error"]
    return wrong


def _is(found: Finding, expected: dict[str, Any]) -> bool:
    return (
        (found.subject or "") == expected.get("subject", "")
        and found.verdict == expected.get("verdict")
        and found.severity == expected["severity"]
        and found.confidence == expected["confidence"]
        and ("cause" not in expected or (found.cause or "") == expected["cause"])
        and expected.get("says", "") in f"{found.title}\n{found.message}"
        and any(expected.get("law", "") in f"{law.instrument} {law.article}" for law in found.law)
    )


def documents(given: dict[str, Any]) -> list[Document]:
    """The policies of a case, and what its consent dialog lists."""
    if "documents" in given.get("missing", []):
        return []
    written = list(given.get("documents", []))
    if "policy" in given:
        written.append({"text": given["policy"], "language": given.get("language", "en")})
    found = [
        _read(
            one["text"],
            one.get("language", "en"),
            one.get("url", f"{SITE}privatums"),
            one.get("title", "Privacy policy"),
        )
        for one in written
    ]
    if "claims" in given:
        found.append(_explicit(given["claims"]))
    record = evidence({"consent": given.get("consent", {})})
    dialog = policy.read_dialog(
        record.consent, url=given.get("site", SITE), catalogue=services.load(), retrieved_at=record.started_at
    )
    return [*found, dialog] if dialog else found


@cache
def _read(text: str, language: str, url: str, title: str) -> Document:
    return policy.read(
        text.encode(), content_type="text/plain", url=url, catalogue=services.load(), retrieved_at="2026-01-01T00:00:00Z",
        found_by="footer", sha256="0", title=title, language=language,
    )  # fmt: skip


def _explicit(claims: list[dict[str, Any]]) -> Document:
    """A document whose text is the quotes of the claims given, one a line; equal quotes are one line."""
    text = "\n".join(dict.fromkeys(one["quote"] for one in claims))
    stated = [
        {"polarity": "asserted", "modality": "actual", "confidence": 0.9, "start": text.index(one["quote"]),
         "end": text.index(one["quote"]) + len(one["quote"]), **one}
        for one in claims
    ]  # fmt: skip
    plain = json.dumps([checked(one, Claim) for one in stated]).encode()
    read = codec.from_json(plain, tuple[Claim, ...], source="case")
    return replace(_read(text, "en", f"{SITE}privatums", "Privacy policy"), claims=read, readable=True)
