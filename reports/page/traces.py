"""What answers told beside the pages: the connection, where browsers are to report errors, tags and strings that speak of visitors."""

from urllib.parse import urlsplit

from reports.frame import shortened
from reports.language import Language, mark
from reports.page.words import STATE
from scanner.model.result import Result
from scanner.model.traces import OptOutString, Transport

_MOST = 30
OPT_OUT = {
    "opted-out": mark("opted out"),
    "not-opted-out": mark("not opted out"),
    "not-applicable": mark("does not apply"),
}


def traces(result: Result, language: Language) -> list[tuple[str, list[str]]]:
    """Headings, each with its lines; what could not be looked for says so."""
    say = language.say
    kinds = {
        "transport": (say("Connection to the start page"), _connection(result.transport, language)),
        "report_endpoints": (say("Where browsers are told to report errors"), _endpoints(result, language)),
        "cache_identifiers": (say("Entity tags that tell visitors apart"), _tags(result, language)),
        "opt_out_strings": (say("Opt-outs for the United States"), _opt_outs(result, language)),
        "aliases": (say("Names behind the site’s hosts"), [shortened(" → ".join([one.host, *one.chain]), 300) for one in result.aliases]),
    }  # fmt: skip
    nothing = {True: say("nothing"), False: say("could not be looked for")}
    return [
        (heading, _first(lines, language) or [nothing[kind in result.gathered]]) for kind, (heading, lines) in kinds.items()
    ]


def _first(lines: list[str], language: Language) -> list[str]:
    left = len(lines) - _MOST
    return [*lines[:_MOST], *([language.say("and %(number)s more, in traces.csv", number=left)] if left > 0 else [])]


def _connection(transport: Transport | None, language: Language) -> list[str]:
    if transport is None:
        return []
    say = language.say
    lines = []
    if (proof := transport.certificate) and transport.https:
        lines.append(
            say(
                "https with %(protocol)s; certificate for %(subject)s by %(issuer)s, valid until %(end)s",
                protocol=shortened(proof.protocol, 40), subject=shortened(proof.subject, 100),
                issuer=shortened(proof.issuer, 100), end=proof.valid_to[:10],
            )
        )  # fmt: skip
    else:
        lines.append(say("https") if transport.https else say("no https"))
    if transport.redirects_to_https is None:
        why = language.wording.render(transport.why or "", "failure")
        lines.append(say("whether http:// leads to https:// is not known: %(why)s", why=shortened(why, 200)))
    else:
        lines.append(say("http:// leads to https://") if transport.redirects_to_https else say("http:// does not lead to https://"))
    if transport.hsts_max_age_days is None:
        lines.append(say("no Strict-Transport-Security"))
    return [*lines, *(shortened(f"{name}: {value}", 300) for name, value in transport.headers)]


def _endpoints(result: Result, language: Language) -> list[str]:
    return [
        language.say(
            "%(of)s: to %(host)s (%(kind)s)", of=shortened(one.of, 100), host=shortened(one.host, 100), kind=one.kind
        )
        for one in result.report_endpoints
    ]


def _tags(result: Result, language: Language) -> list[str]:
    return [
        language.say(
            "%(url)s: a tag of %(length)s characters for each visitor, sent back by the browser",
            url=shortened(one.url, 200), length=one.tag_length,
        )
        for one in result.cache_identifiers
    ]  # fmt: skip


def _opt_outs(result: Result, language: Language) -> list[str]:
    return [
        f"{language.say(STATE[one.state])}, {shortened(one.name, 80)} ({_place(one)}), {one.section}: {_said(one, language)}"
        for one in result.opt_out_strings
    ]


def _place(one: OptOutString) -> str:
    return shortened(urlsplit(one.place).hostname or one.place, 100)


def _said(one: OptOutString, language: Language) -> str:
    say = language.say
    fields = (
        (say("sale"), one.sale),
        (say("sharing"), one.sharing),
        (say("targeted advertising"), one.targeted_advertising),
    )
    said = [f"{name} – {say(OPT_OUT[value])}" for name, value in fields if value]
    if one.gpc is not None:
        said.append(say("Global Privacy Control seen") if one.gpc else say("no Global Privacy Control seen"))
    return "; ".join(said)
