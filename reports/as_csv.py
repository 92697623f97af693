"""CSV tables for spreadsheets: findings, flows, cookies, requests, storage, claims.

UTF-8 with a byte order mark, so that Excel reads it right. Several values in one cell are joined with "; ". Text that a
spreadsheet would run as a formula gets an apostrophe before it; control characters are taken out.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from scanner.model.result import Result

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_FORMULA = re.compile(r"^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]")


def write(result: Result, folder: Path) -> list[Path]:
    """Write the six tables; each has all its columns even when it has no row."""
    return [_write(folder / f"{name}.csv", columns, rows) for name, (columns, rows) in _tables(result).items()]


def cell(value: Any) -> Any:
    """A value as it may stand in a spreadsheet cell; numbers and yes/no stay what they are."""
    if value is None or isinstance(value, bool | int | float):
        return value
    text = "; ".join(str(one) for one in value) if isinstance(value, list | tuple) else str(value)
    text = _CONTROL.sub(" ", text)
    return f"'{text}" if _FORMULA.match(text) else text


def _write(file: Path, columns: list[str], rows: Iterable[list[Any]]) -> Path:
    frame = pd.DataFrame([[cell(value) for value in row] for row in rows], columns=columns)
    frame.to_csv(file, index=False, encoding="utf-8-sig", lineterminator="\r\n")
    return file


def _tables(result: Result) -> dict[str, tuple[list[str], list[list[Any]]]]:
    return {
        "findings": (
            ["check", "subject", "verdict", "severity", "confidence", "title", "message", "recommendation", "evidence", "quotes", "rules", "cause"],
            [
                [
                    one.check, one.subject, one.verdict, one.severity, one.confidence, one.title, one.message, one.recommendation,
                    one.evidence, [quote.quote for quote in one.quotes], [f"{law.instrument}, {law.article}" for law in one.law], one.cause,
                ]
                for one in result.findings
            ],
        ),
        "flows": (
            ["service", "name", "company", "country", "category", "purpose", "observed", "states", "before_choice", "requests", "cookies", "accounts", "identifiers", "disclosure", "quotes"],
            [
                [
                    one.service, one.name, one.entity, one.country, one.category, one.purpose, one.observed, one.states, one.before_choice,
                    one.requests, one.cookies, one.accounts, [each.key for each in one.identifiers], one.disclosure, [quote.quote for quote in one.quotes],
                ]
                for one in result.flows
            ],
        ),
        "cookies": (
            ["name", "domain", "path", "party", "service", "purpose", "states", "session", "lifetime_days", "secure", "http_only", "same_site", "set_by", "set_by_url", "identifier", "value_length", "blocked"],
            [
                [
                    one.name, one.domain, one.path, one.party, one.service, one.purpose, one.states, one.session, one.lifetime_days, one.secure,
                    one.http_only, one.same_site, one.set_by.kind, one.set_by.url, one.identifier, one.value_length, one.blocked,
                ]
                for one in result.cookies
            ],
        ),
        "requests": (
            ["id", "visit", "state", "after_choice", "time", "method", "url", "host", "party", "service", "company", "country", "account", "type", "status", "remote_ip", "set_cookies", "sent_cookies", "identifiers", "initiator", "recorded_by"],
            [
                [
                    one.id, one.visit, one.state, one.after_choice, one.time, one.method, one.url, one.host, one.party, one.service, one.entity,
                    one.country, one.account, one.resource_type, one.status, one.remote_ip, one.set_cookies, one.sent_cookies,
                    [each.key for each in one.identifiers], one.initiator.url if one.initiator else None, one.recorded_by,
                ]
                for one in result.requests
            ],
        ),
        "storage": (
            ["kind", "origin", "key", "party", "service", "purpose", "states", "set_by", "set_by_url", "identifier", "value_length"],
            [
                [one.kind, one.origin, one.key, one.party, one.service, one.purpose, one.states, one.set_by.kind, one.set_by.url, one.identifier, one.value_length]
                for one in result.storage
            ],
        ),
        "claims": (
            ["document", "language", "practice", "polarity", "modality", "condition", "confidence", "start", "end", "quote"],
            [
                [document.url, document.language, one.practice, one.polarity, one.modality, one.condition, one.confidence, one.start, one.end, one.quote]
                for document in result.documents
                for one in document.claims
            ],
        ),
    }  # fmt: skip
