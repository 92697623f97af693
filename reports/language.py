"""The language of a report: its words, plurals, dates, numbers and countries; one .po file each in translations/."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale
from babel.numbers import format_decimal
from babel.support import Translations

from reports import wording
from reports.wording import Message, Wording, plural
from scanner import kept
from scanner.model.errors import UsageError

SOURCE = "en"
_FOLDER = Path(__file__).parent / "translations"
_TABLES = _FOLDER / "tables"
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def mark(text: str) -> str:
    """`text` itself; the call marks it as one to be translated where it is used."""
    return text


def marked(one: str, many: str) -> tuple[str, str]:
    """The same for a text with a number in it."""
    return one, many


_UNITS = (
    (365, *marked("%(num)s year", "%(num)s years")),
    (30, *marked("%(num)s month", "%(num)s months")),
    (1, *marked("%(num)s day", "%(num)s days")),
    (1 / 24, *marked("%(num)s hour", "%(num)s hours")),
    (1 / 1440, *marked("%(num)s minute", "%(num)s minutes")),
)


def languages() -> tuple[str, ...]:
    """The languages reports can be written in."""
    return (SOURCE, *sorted(file.stem for file in _FOLDER.glob("*.po")))


def chosen(wanted: str | None, locale: str) -> "Language":
    """The language asked for, else that of the site's locale if there is one, else English; raises UsageError."""
    if wanted and wanted not in languages():
        raise UsageError(f"Reports cannot be written in “{wanted}”; there are: {', '.join(languages())}.")
    of_locale = locale.replace("_", "-").split("-", 1)[0].lower()
    return language(wanted or (of_locale if of_locale in languages() else SOURCE))


@cache
def language(tag: str) -> "Language":
    """One of `languages()`."""
    if tag == SOURCE:
        return Language(tag, NullTranslations(), Wording(Locale.parse(tag), {}))
    return _of_file(_FOLDER / f"{tag}.po")


def table_languages() -> tuple[str, ...]:
    """The languages the cookie table can be written in: those of reports, and those with its few words only."""
    return (*languages(), *sorted(file.stem for file in _TABLES.glob("*.po")))


@cache
def table_language(tag: str) -> "Language":
    """One of `table_languages()`; what is no word of the table stays English in those that only have these."""
    return language(tag) if tag in languages() else _of_file(_TABLES / f"{tag}.po")


@dataclass(frozen=True)
class _Read:
    """A .po file, compiled, and the messages of it by which finished sentences are recognised."""

    compiled: bytes
    messages: dict[str, list[Message]]


def _of_file(place: Path) -> "Language":
    key = kept.key_of(place, Path(__file__), Path(wording.__file__))
    read = kept.made(f"{place.parent.name}-{place.stem}", key, _Read, lambda: _read(place))
    translations = Translations(fp=BytesIO(read.compiled))
    return Language(place.stem, translations, Wording(Locale.parse(place.stem), read.messages))


def _read(place: Path) -> _Read:
    from babel.messages.mofile import write_mo  # noqa: PLC0415 (what was read once is kept)
    from babel.messages.pofile import read_po  # noqa: PLC0415

    with place.open("rb") as file:
        catalogue = read_po(file, locale=place.stem)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    return _Read(compiled.getvalue(), wording.messages(catalogue))


class Language:
    """Everything that differs between languages; the source texts are English."""

    def __init__(self, tag: str, translations: NullTranslations, wording: Wording) -> None:
        self.tag = tag
        self.gettext = translations.gettext
        self.ngettext = translations.ngettext
        self.pgettext = translations.pgettext
        self.wording = wording
        self._locale = Locale.parse(tag)

    def say(self, text: str, /, **values: object) -> str:
        """A text of ours, filled in."""
        return self.gettext(text) % values if values else self.gettext(text)

    def count(self, one: str, many: str, number: float, /, **values: object) -> str:
        """A text with a number in it, `%(num)s`."""
        wanted = plural(self._locale, Decimal(str(number)))
        alike = (whole for whole in range(120) if plural(self._locale, whole) == wanted)
        form = self.ngettext(one, many, int(number) if number == int(number) else next(alike, 2))
        return form % {"num": self.number(number), **values}

    def number(self, value: float) -> str:
        """A number as it is written in this language."""
        if isinstance(value, int) and 0 <= value < 1000:
            return str(value)
        return format_decimal(value, locale=self._locale)

    def day(self, moment: str, timezone: str = "UTC") -> str:
        """The day of an ISO time as it stands in a sentence: "22 November 2026", "2026. gada 22. novembrī"."""
        at = local(moment, timezone)
        month = self.pgettext("on a date", MONTHS[at.month - 1])
        pattern = self.pgettext("on a date", "%(day)s %(month)s %(year)s")
        return pattern % {"day": at.day, "month": month, "year": at.year}

    def clock(self, moment: str, timezone: str = "UTC") -> str:
        """The time of day of an ISO time, to the second."""
        return f"{local(moment, timezone):%H:%M:%S}"

    def lasting(self, days: float | None, *, whole: bool = False) -> str:
        """A lifetime in words; `whole` in the largest unit that needs no fraction: "13 months" for "1.1 years"."""
        if days is None:
            return self.say("unknown")
        if days == 0:
            return self.say("until the browser is closed")
        for size, one, many in _UNITS:
            number = days / size
            if number >= 0.98 and (not whole or _is_whole(number)):
                return self.count(one, many, round(number) if whole else round(number, 1))
        return self.say("less than a minute")

    def country(self, code: str | None) -> str:
        """The name of a country, "" for none."""
        if code == "EU":
            return self.say("European Union")
        return str(self._locale.territories.get(code, code)) if code else ""

    def listed(self, texts: Sequence[str]) -> str:
        """Texts as they follow each other in a sentence: "a, b and c"."""
        if len(texts) < 2:
            return "".join(texts)
        return self.say("%(first)s and %(last)s", first=", ".join(texts[:-1]), last=texts[-1])


def _is_whole(number: float) -> bool:
    return number >= 10 or abs(number - round(number)) < 0.03 * number


def local(moment: str, timezone: str) -> datetime:
    """An ISO time in a time zone, in UTC where the machine does not know it."""
    at = datetime.fromisoformat(moment)
    try:
        return at.astimezone(ZoneInfo(timezone))
    except (ZoneInfoNotFoundError, ValueError):  # a machine without the time zone database: UTC says no less
        return at
