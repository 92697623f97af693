"""What a finding's references stand for, in words: exhibits that lead back to the record."""

from dataclasses import dataclass

from reports.frame import shortened
from reports.language import Language
from reports.page.words import STATE
from scanner.model.evidence import Visit
from scanner.model.findings import Finding
from scanner.model.result import AnnotatedCookie, AnnotatedRequest, AnnotatedStorageItem, Result

_LONGEST = 320


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One piece of evidence: `label` is its place in result.json, `anchor` where it stands in this report."""

    label: str
    text: str
    more: tuple[str, ...] = ()
    anchor: str = ""


def exhibits(result: Result, finding: Finding, language: Language) -> list[Exhibit]:
    """A finding's evidence, in its order; what a kind of record has no words for is left with its label."""
    found = []
    for reference in finding.evidence:
        kind, _, place = reference.partition("/")
        record = getattr(result, kind, ())
        if not place.isdecimal() or int(place) >= len(record):
            continue
        one = record[int(place)]
        if isinstance(one, AnnotatedRequest):
            found.append(_request(reference, one, result, language))
        elif isinstance(one, AnnotatedCookie):
            found.append(_cookie(reference, one, language))
        elif isinstance(one, AnnotatedStorageItem):
            found.append(_stored(reference, one, language))
        elif kind == "forms":
            text = language.say("form on %(page)s, sent to %(action)s", page=one.page, action=one.action)
            found.append(Exhibit(reference, shortened(text, _LONGEST)))
        elif isinstance(one, Visit):
            text = language.say(
                "page %(url)s, answered with status %(status)s", url=one.url, status=one.status or language.say("none")
            )
            found.append(Exhibit(reference, shortened(text, _LONGEST)))
        else:
            found.append(Exhibit(reference, ""))
    return found


def states(language: Language, names: tuple[str, ...]) -> str:
    """States as a list of their names."""
    return ", ".join(language.say(STATE[name]) for name in names)


def _request(label: str, one: AnnotatedRequest, result: Result, language: Language) -> Exhibit:
    moment = language.say("after the choice") if one.after_choice else language.say("before any choice")
    answer = str(one.status or one.failed or language.say("no answer"))
    text = (
        f"{language.clock(one.time, result.target.timezone)} · {language.say(STATE[one.state])}, {moment} · "
        f"{one.method} {shortened(one.url, 220)} → {shortened(answer, 60)}"
    )
    more = []
    if one.initiator and one.initiator.url:
        line = f":{one.initiator.line}" if one.initiator.line else ""
        chain = [shortened(url, 160) for url in one.initiator.chain if url != one.initiator.url][:8]
        asked = " ← ".join([f"{shortened(one.initiator.url, 200)}{line}", *chain])
        more.append(language.say("asked for by %(chain)s", chain=asked))
    if one.redirected_from is not None:
        more.append(language.say("redirected from requests/%(number)s", number=one.redirected_from))
    if one.sent_cookies:
        more.append(language.say("cookies sent: %(names)s", names=shortened(", ".join(one.sent_cookies), 160)))
    if one.set_cookies:
        more.append(
            language.say("cookies set by the answer: %(names)s", names=shortened(", ".join(one.set_cookies), 160))
        )
    if one.identifiers:
        keys = shortened(", ".join(each.key for each in one.identifiers), 120)
        more.append(language.say("identifiers in: %(names)s", names=keys))
    if one.cname:
        more.append(language.say("an alias of %(host)s", host=shortened(one.cname, 120)))
    return Exhibit(label, text, tuple(more))


def _cookie(label: str, one: AnnotatedCookie, language: Language) -> Exhibit:
    text = language.say(
        "cookie %(name)s of %(domain)s, set for %(lifetime)s; there in: %(states)s",
        name=shortened(one.name, 80), domain=shortened(one.domain, 100),
        lifetime=lifetime(one, language), states=states(language, one.states),
    )  # fmt: skip
    more = (setter(language, one.set_by.kind, one.set_by.url),)
    return Exhibit(label, text, more, f"cookie-{one.id}")


def _stored(label: str, one: AnnotatedStorageItem, language: Language) -> Exhibit:
    text = language.say(
        "key %(key)s of %(origin)s in %(kind)s storage; there in: %(states)s",
        key=shortened(one.key, 80), origin=shortened(one.origin, 100), kind=one.kind, states=states(language, one.states),
    )  # fmt: skip
    return Exhibit(label, text, (setter(language, one.set_by.kind, one.set_by.url),), f"stored-{one.id}")


def lifetime(one: AnnotatedCookie, language: Language) -> str:
    """How long a cookie was set for."""
    return language.lasting(0 if one.session else one.lifetime_days)


def setter(language: Language, kind: str, url: str | None) -> str:
    """Who wrote a cookie or key."""
    where = shortened(url or language.say("an unknown place"), 200)
    if kind == "http":
        return language.say("set by the answer of %(url)s", url=where)
    if kind == "script":
        return language.say("written by the script %(url)s", url=where)
    return language.say("who wrote it is not known")
