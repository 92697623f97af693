"""Turns English sentences of the checks into another language, by the message each one was made from.

Checks write their sentences in one place, as English f-strings. The same f-strings, with names in place of the
expressions, are the message ids of the translation: “{name} · {requests} after refusal”. A finished sentence is
recognised by the fixed parts of a message, and what stands in between goes into the translated message; a part that is
itself a phrase of ours (“14 requests”) is translated first. A sentence that no message fits stays English.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from babel import Locale
from babel.numbers import format_decimal

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

PHRASES = "phrase"
"""The context of phrases that stand inside sentences of any check."""

NOTES = "note"
"""The context of sentences that may follow those of any check."""

_PLACE = re.compile(r"\{(\w+)\}")
_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,3})?")
_TAGS = ("zero", "one", "two", "few", "many", "other")
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence's fixed parts with the names of what stands between them, and its translation by plural form."""

    parts: tuple[str, ...]
    names: tuple[str, ...]
    forms: tuple[str, ...]

    @classmethod
    def of(cls, source: str, *forms: str) -> "Message":
        """The message of a source text such as “{name} · {requests} after refusal”."""
        pieces = _PLACE.split(source)
        return cls(tuple(pieces[::2]), tuple(pieces[1::2]), forms)

    def fit(self, text: str) -> dict[str, str] | None:
        """What stands in the places of this message if `text` was made from it."""
        if not text.startswith(self.parts[0]):
            return None
        at, found = len(self.parts[0]), []
        for part in self.parts[1:-1]:
            ends = text.find(part, at)
            if ends < 0:
                return None
            found.append(text[at:ends])
            at = ends + len(part)
        if len(self.parts) > 1:
            last = len(text) - len(self.parts[-1])
            if last < at or not text.endswith(self.parts[-1]):
                return None
            found.append(text[at:last])
        elif len(text) != at:
            return None
        values: dict[str, str] = {}
        for name, value in zip(self.names, found, strict=True):
            if values.setdefault(name, value) != value:
                return None
        return values


def messages(catalogue: "Catalog") -> dict[str, list[Message]]:
    """The messages of a .po file that have a context, by it."""
    found: dict[str, list[Message]] = defaultdict(list)
    for entry in catalogue:
        if not entry.context or not entry.id:
            continue
        ids = tuple(entry.id) if isinstance(entry.id, tuple | list) else (entry.id,)
        forms = tuple(entry.string) if isinstance(entry.string, tuple | list) else (entry.string or "",)
        if all(forms):
            found[entry.context] += [Message.of(source, *forms) for source in ids]
    return found


class Wording:
    """All messages of one language, by context: the id of a check, or PHRASES."""

    def __init__(self, locale: Locale, messages: Mapping[str, list[Message]]) -> None:
        self._locale = locale
        self._exact: dict[tuple[str, str], Message] = {}
        self._filled: dict[str, list[Message]] = defaultdict(list)
        for context, every in messages.items():
            for one in every:
                if one.names:
                    self._filled[context].append(one)
                else:
                    self._exact[(context, one.parts[0])] = one
            self._filled[context].sort(key=lambda one: -sum(map(len, one.parts)))

        self._by_ending: dict[tuple[str, str], list[Message]] = {}
        self._notes = {text: one.forms[0] for (context, text), one in self._exact.items() if context == NOTES}

    def render(self, text: str, context: str) -> str:
        """`text`, a sentence of the check or context given, in this language; unchanged where no message fits."""
        if len(text) > _LONGEST:
            return text
        for note, said in self._notes.items():
            if text.endswith(f" {note}"):
                return f"{self.render(text.removesuffix(f' {note}'), context)} {said}"
        for where in dict.fromkeys((context, PHRASES)):
            if (exact := self._exact.get((where, text))) is not None:
                return exact.forms[0]
            for message in self._ending(where, text[-1:]):
                values = message.fit(text)
                if values is not None and (len(message.forms) == 1 or _NUMBER.fullmatch(values.get("num", ""))):
                    return self._fill(message, values)
        return text

    def _ending(self, context: str, letter: str) -> list[Message]:
        """The messages of a context that a sentence with that last letter may have been made from."""
        if (context, letter) not in self._by_ending:
            every = self._filled.get(context, [])
            self._by_ending[(context, letter)] = [one for one in every if one.parts[-1][-1:] in ("", letter)]
        return self._by_ending[(context, letter)]

    def _fill(self, message: Message, values: dict[str, str]) -> str:
        form = message.forms[0]
        inner = {name: self._inner(value) for name, value in values.items()}
        if (code := values.get("country", "")) in self._locale.territories:
            inner["country"] = str(self._locale.territories[code])
        if len(message.forms) > 1:
            form, inner["num"] = self._counted(message.forms, values["num"])
        return _PLACE.sub(lambda place: inner.get(place[1], place[0]), form)

    def _counted(self, forms: tuple[str, ...], number: str) -> tuple[str, str]:
        return forms[plural(self._locale, Decimal(number))], format_decimal(Decimal(number), locale=self._locale)

    def _inner(self, value: str) -> str:
        bare = value.strip()
        if not bare:
            return value
        parts = bare.split(", ")
        each = [self.render(part, PHRASES) for part in parts]
        alike = (PHRASES, bare) in self._exact or any(said == part for said, part in zip(each, parts, strict=True))
        said = self.render(bare, PHRASES) if alike else ", ".join(each)
        return value.replace(bare, ", ".join(each) if said == bare else said, 1)


def plural(locale: Locale, number: Decimal | float) -> int:
    """Which of a translation's plural forms a number takes; the forms stand in CLDR's order, as Babel writes them."""
    there = [tag for tag in _TAGS if tag in locale.plural_form.tags or tag == "other"]
    return there.index(locale.plural_form(number))
