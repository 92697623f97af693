"""The corrected cookie table, ready to paste into a cookie policy, in the site's language."""

from dataclasses import dataclass

from reports.frame import shortened
from reports.language import Language, table_language, table_languages
from reports.page.words import PURPOSE
from scanner.model.result import AnnotatedCookie, AnnotatedStorageItem, Result

_ORDER = ("necessary", "preferences", "statistics", "marketing", "unknown")


@dataclass(frozen=True, slots=True)
class Entry:
    """One cookie or key of the table; `known` is false where the catalogue documents no purpose."""

    name: str
    provider: str
    purpose: str
    lifetime: str
    kind: str
    known: bool


@dataclass(frozen=True, slots=True)
class Inventory:
    """The table with the language it is in."""

    language: Language
    entries: tuple[Entry, ...]


def inventory(result: Result, report: Language) -> Inventory:
    """All cookies and keys taken, by purpose; in the language of the policy if the table has its words, else the report's."""
    spoken = [one.language for one in result.documents if one.readable]
    spoken += [visit.language or "" for visit in result.visits[:1]]
    own = next((tag for one in spoken if (tag := one.split("-")[0].lower()) in table_languages()), report.tag)
    words = table_language(own)
    names = {flow.service: (flow.name, flow.entity) for flow in result.flows}
    records: list[AnnotatedCookie | AnnotatedStorageItem] = [one for one in result.cookies if not one.blocked]
    records += [one for one in result.storage if one.kind in ("local", "indexeddb")]
    records.sort(key=lambda one: (_ORDER.index(one.purpose), _name(one).lower()))
    return Inventory(words, tuple(dict.fromkeys(_entry(one, names, words) for one in records)))


def _entry(
    one: AnnotatedCookie | AnnotatedStorageItem, names: dict[str, tuple[str, str | None]], words: Language
) -> Entry:
    service, company = names.get(one.service or "", ("", None))
    if one.party == "first" and not service:
        provider = words.say("this site")
    else:
        where = one.domain.lstrip(".") if isinstance(one, AnnotatedCookie) else one.origin
        provider = " · ".join(part for part in (service or where, company) if part)
    if isinstance(one, AnnotatedCookie):
        kind = words.say("first-party cookie") if one.party == "first" else words.say("third-party cookie")
        lasts = words.lasting(0 if one.session else one.lifetime_days, whole=True)
    else:
        kind = words.say("web storage")
        lasts = words.say("until it is deleted")
    return Entry(
        shortened(_name(one), 80), shortened(provider, 120), words.say(PURPOSE[one.purpose]), lasts, kind,
        one.purpose != "unknown",
    )  # fmt: skip


def _name(one: AnnotatedCookie | AnnotatedStorageItem) -> str:
    return one.name if isinstance(one, AnnotatedCookie) else one.key
