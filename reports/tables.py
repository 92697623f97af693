"""The tables of a result, one row one fact, as CSV files and workbooks show them."""

import re
from typing import Any

from scanner.model.result import Result
from scanner.model.traces import OptOutString

Table = tuple[list[str], list[list[Any]]]
"""Column names, and rows of cells: text, number, yes/no, nothing, or several texts."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]+")


def plain(value: Any) -> Any:
    """A value as one cell: several texts joined with "; ", without characters that steer a display."""
    if value is None or isinstance(value, bool | int | float):
        return value
    text = "; ".join(str(one) for one in value) if isinstance(value, list | tuple) else str(value)
    return _CONTROL.sub(" ", text)


def tables(result: Result) -> dict[str, Table]:
    """All tables by name; docs/result.md tells what the columns hold. Their order is kept: new columns come last."""
    return {
        "findings": (
            ["check", "subject", "verdict", "severity", "confidence", "title", "message", "recommendation", "evidence", "quotes", "rules", "cause", "accepted"],
            [
                [
                    one.check, one.subject, one.verdict, one.severity, one.confidence, one.title, one.message, one.recommendation,
                    one.evidence, [quote.quote for quote in one.quotes], [f"{law.instrument}, {law.article}" for law in one.law], one.cause,
                    one.accepted.reason if one.accepted else None,
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
        "checks": (
            ["check", "title", "category", "outcome", "why"],
            [[one.id, one.title, one.category, one.outcome, one.why] for one in result.checks],
        ),
        "traces": (["kind", "state", "visit", "where", "name", "says", "held_by"], traces(result)),
    }  # fmt: skip


def traces(result: Result) -> list[list[Any]]:
    """What answers and strings told beside the pages, in one table: the column `kind` says what a row is."""
    transport = result.transport
    told = [
        ("https", transport.https), ("redirects-to-https", transport.redirects_to_https), ("hsts-days", transport.hsts_max_age_days),
        ("certificate-until", transport.certificate.valid_to if transport.certificate else None), *transport.headers,
    ] if transport else []  # fmt: skip
    return [
        *(["transport", None, None, result.target.url, name, value, "header"] for name, value in told),
        *(["address-echo", one.state, one.visit, one.url, one.name, "sure" if one.sure else "possible", one.place] for one in result.address_echoes),
        *(["report-endpoint", None, None, one.of, one.kind, one.url, "header"] for one in result.report_endpoints),
        *(["entity-tag", one.states, None, one.url, "etag", f"{one.tag_length} characters", "header"] for one in result.cache_identifiers),
        *(["alias", None, None, one.host, "cname", one.chain, "name"] for one in result.aliases),
        *(["consent-string", one.state, one.visit, one.place, one.name, f"{one.purposes} purposes", one.held_by] for one in result.consent_strings),
        *(["opt-out-string", one.state, one.visit, one.place, one.name, _opt_out(one), one.held_by] for one in result.opt_out_strings),
    ]  # fmt: skip


def _opt_out(one: OptOutString) -> str:
    fields = {"sale": one.sale, "sharing": one.sharing, "targeted_advertising": one.targeted_advertising, "gpc": one.gpc}
    return ", ".join([one.section, *(f"{name}={value}" for name, value in fields.items() if value is not None)])
