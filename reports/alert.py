"""The words of an alert: one message for all the events that wait for a recipient, as text and as HTML."""

from collections.abc import Iterable
from itertools import groupby

from reports.frame import environment, shortened
from reports.language import Language, chosen, mark
from reports.page.record import FAILURES
from reports.page.words import DISCLOSURE, PURPOSE, SEVERITY
from reports.tables import plain
from scanner.model.findings import SEVERITIES
from scanner.model.notice import Message, Notice

_ORDER = ("test", "unreachable", "failed", "finding", "service", "policy")
_BACK, _AWAY = mark("The site can be scanned again."), mark("The site could not be scanned.")
_HEAVIER, _NEW = mark("Heavier than before (%(level)s): %(title)s"), mark("New (%(level)s): %(title)s")
_DOCUMENT = {
    "new": mark("A new document: %(url)s"),
    "gone": mark("A document is gone: %(url)s"),
    "changed": mark("The text of a document changed: %(url)s"),
}
_LONGEST = 300
_MOST_LINES = 50
"""Events of one site that a message spells out; the others are counted."""


def message(notices: Iterable[Notice], identity: str, wanted: str | None = None, locale: str = "") -> Message:
    """One message that tells all of `notices`, site by site. Raises UsageError for a language there is none of."""
    language = chosen(wanted, locale)
    every = tuple(sorted(notices, key=lambda one: (one.site, _weight(one), one.id)))
    sites = [_Site(list(group), language) for _, group in groupby(every, key=lambda one: one.site)]
    subject = _subject(every, sites, language)
    page = environment(language.tag).get_template("alert.html.j2")
    return Message(
        identity=identity,
        subject=subject,
        text="\n".join(_text(sites, language)) + "\n",
        html=page.render(subject=subject, sites=sites, language=language),
        notices=every,
    )


class _Site:
    """The events of one site, as the template takes them: `lines` of (first line, what to know, what to do)."""

    def __init__(self, notices: list[Notice], language: Language) -> None:
        first = notices[0]
        self.url, self.client = _short(first.url), _short(first.client)
        self.lines = [_told(one, language) for one in notices[:_MOST_LINES]]
        more = len(notices) - len(self.lines)
        self.more = language.count("and %(num)s more", "and %(num)s more", more) if more else ""
        self.only_test = all(one.kind == "test" for one in notices)


def _told(one: Notice, language: Language) -> tuple[str, str, str]:
    say, get = language.say, one.details.get
    if one.kind == "test":
        return say("A test message: alerts arrive here."), "", ""
    if one.kind == "unreachable":
        back = one.fate == "gone"
        return say(_BACK if back else _AWAY), _reason(one, language), ""
    if one.kind == "failed":
        words = language.count("The scan failed %(num)s time in a row.", "The scan failed %(num)s times in a row.", int(get("times", "1")))
        return words, _reason(one, language), ""
    if one.kind == "service":
        name = _short(get("name"))
        if one.fate == "gone":
            return say("A third-party service is no longer seen: %(name)s", name=name), "", ""
        known = [say(PURPOSE.get(get("purpose", ""), "purpose unknown")), language.country(get("country"))]
        stated = say(DISCLOSURE[get("disclosure", "")]) if get("disclosure") in DISCLOSURE else ""
        more = "; ".join(part for part in (*known, say("policy: %(stated)s", stated=stated) if stated else "") if part)
        return say("A new third-party service: %(name)s", name=name), more, ""
    if one.kind == "policy":
        return say(_DOCUMENT.get(one.fate, _DOCUMENT["changed"]), url=_short(get("url"))), "", ""
    check, put = get("check", ""), language.wording.render
    level = say(SEVERITY.get(one.severity or "", "for information"))
    head = say(_HEAVIER if one.fate == "changed" else _NEW, level=level, title=_short(put(one.title, check)))
    return head, _short(put(get("message", ""), check)), _short(put(get("todo", ""), check))


def _subject(notices: tuple[Notice, ...], sites: list[_Site], language: Language) -> str:
    if all(one.kind == "test" for one in notices):
        return language.say("privacydiff: a test message")
    if len(sites) == 1:
        return language.count("privacydiff: %(num)s change on %(site)s", "privacydiff: %(num)s changes on %(site)s", len(notices), site=_short(notices[0].site))
    return language.count("privacydiff: changes on %(num)s site", "privacydiff: changes on %(num)s sites", len(sites))


def _text(sites: list[_Site], language: Language) -> Iterable[str]:
    for site in sites:
        if not site.only_test:
            yield f"{site.url} ({site.client})" if site.client else site.url
        for lines in site.lines:
            head, *rest = lines
            yield f"* {head}"
            yield from (f"  {line}" for line in rest if line)
        if site.more:
            yield f"* {site.more}"
        yield ""
    yield language.say("A record of observations, not a legal opinion.")


def _reason(one: Notice, language: Language) -> str:
    return _short(language.wording.render(one.details.get("reason", ""), FAILURES))


def _weight(one: Notice) -> tuple[int, int]:
    kind = _ORDER.index(one.kind) if one.kind in _ORDER else len(_ORDER)
    return kind, SEVERITIES.index(one.severity) if one.severity else 0


def _short(text: object) -> str:
    return shortened(plain(text or ""), _LONGEST)
