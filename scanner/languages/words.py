"""Loads the word lists and matches texts of links, buttons and pages against those of all languages together."""

import re
from dataclasses import fields
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

from scanner import kept
from scanner.languages import model, parts
from scanner.languages.model import FieldWords, Language, SensitiveWords
from scanner.languages.parts import ButtonKind, Parts, Reading, kind_of
from scanner.languages.text import normalise
from scanner.model import codec

_FOLDER = Path(__file__).parent
_TONGUES = 5
"""More languages than this no button speaks."""
PolicyKind = Literal["privacy_policy", "cookie_policy", "terms"]
BUTTONS: tuple[ButtonKind, ...] = ("pay", "necessary_only", "reject", "save", "settings", "accept", "close")
"""In order of precedence, for texts that two lists hold."""


class Words:
    """A list of phrases; "*" at the end of a word allows any ending of it."""

    def __init__(self, phrases: list[str]) -> None:
        self._phrases = sorted(set(phrases))

    @cached_property
    def expression(self) -> str:
        """All phrases as one expression, the longest first, on text that was normalised."""
        parts = [
            r"\w*\ ".join(re.escape(normalise(part)) for part in phrase.rstrip("*").split("* "))
            + (r"\w*" if phrase.endswith("*") else "")
            for phrase in self._phrases
        ]
        return "|".join(sorted(set(parts), key=len, reverse=True)) or r"(?!)"

    @cached_property
    def _beginnings(self) -> tuple[str, ...]:
        """What the phrases begin with: in most texts none of them stands, and nothing has to be compiled."""
        return tuple({normalise(phrase.partition("*")[0]) for phrase in self._phrases})

    @cached_property
    def _whole(self) -> re.Pattern[str]:
        """Compiled at first use: one question to a dialog needs few of the lists."""
        return re.compile(rf"(?:{self.expression})")

    @cached_property
    def _within(self) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w)(?:{self.expression})(?!\w)")

    def is_whole(self, text: str) -> bool:
        """Whether the text is one of the phrases and nothing else."""
        return bool(self._whole.fullmatch(normalise(text)))

    def is_within(self, text: str) -> bool:
        """Whether one of the phrases stands in the text."""
        said = normalise(text)
        return any(map(said.__contains__, self._beginnings)) and bool(self._within.search(said))


class Languages:
    """The words of all languages: a Latvian site may well have an English banner."""

    def __init__(self, languages: dict[str, Language]) -> None:
        self.tags = tuple(languages)
        every = list(languages.values())
        links = [language.policy_links for language in every]
        self._links: dict[PolicyKind, Words] = {
            "privacy_policy": Words([phrase for one in links for phrase in one.privacy]),
            "cookie_policy": Words([phrase for one in links for phrase in one.cookies]),
            "terms": Words([phrase for one in links for phrase in one.terms]),
        }
        self._paths: dict[PolicyKind, Words] = {
            "privacy_policy": Words([phrase for one in links for phrase in one.privacy_paths]),
            "cookie_policy": Words([phrase for one in links for phrase in one.cookie_paths]),
        }
        self.buttons: dict[ButtonKind, Words] = {
            kind: Words([phrase for language in every for phrase in getattr(language.consent, kind)])
            for kind in BUTTONS
        }
        self.banner = Words([phrase for language in every for phrase in language.consent.banner])
        self.privacy = Words([phrase for language in every for phrase in language.consent.privacy])
        self.withdraw = Words([phrase for language in every for phrase in language.consent.withdraw])
        self.revoke = Words([phrase for language in every for phrase in language.consent.revoke])
        self.statistics = Words([phrase for language in every for phrase in language.consent.statistics])
        self.marketing = Words([phrase for language in every for phrase in language.consent.marketing])
        self.legitimate_interest = Words(
            [phrase for language in every for phrase in language.consent.legitimate_interest]
        )
        self.by_use = Words([phrase for language in every for phrase in language.consent.by_use])
        self._by_closing = Words([phrase for language in every for phrase in language.consent.by_closing])
        self._purpose = Words([phrase for language in every for phrase in language.consent.purpose])
        self.parts = {tag: Parts(language.parts) for tag, language in languages.items()}
        self.preferred = Words([phrase for language in every for phrase in language.pages.preferred])
        self.dangerous = Words([phrase for language in every for phrase in language.pages.dangerous])
        self._wall = Words([phrase for language in every for phrase in language.pages.wall])
        self.fields: dict[str, Words] = {
            one.name: Words([phrase for language in every for phrase in getattr(language.fields, one.name)])
            for one in fields(FieldWords)
        }

        self.sensitive: dict[str, Words] = {
            one.name: Words([phrase for language in every for phrase in getattr(language.sensitive, one.name)])
            for one in fields(SensitiveWords)
        }
        self._worded = {
            tag: Words([*language.policy_links.privacy, *language.policy_links.cookies])
            for tag, language in languages.items()
        }

    def worded_in(self, text: str) -> tuple[str, ...]:
        """Tags of the languages in which a text is one of a link to a policy."""
        return tuple(tag for tag, words in self._worded.items() if words.is_within(text))

    def policy_kinds(self, text: str, path: str) -> tuple[PolicyKind, ...]:
        """What kinds of policy a link leads to, by its text and by the path of its address."""
        dashed = path.replace("_", "-").replace("/", " ").replace(".", " ")
        found = [kind for kind, words in self._links.items() if words.is_within(text)]
        found += [kind for kind, words in self._paths.items() if words.is_within(dashed) and kind not in found]
        return tuple(found)

    def button(self, text: str) -> ButtonKind | None:
        """What a button with that text does in a consent dialog; None if it is not understood as a whole."""
        listed = next((kind for kind in BUTTONS if self.buttons[kind].is_whole(text)), None)
        return listed or self._by_parts(text, guess=False) or self._twice(text)

    def guess(self, text: str) -> ButtonKind | None:
        """The same where a word or two may be unknown: for a dialog in which nothing else was understood."""
        return self.button(text) or self._by_parts(text, guess=True)

    def opens_again(self, text: str) -> bool:
        """Whether a control outside the dialog opens it again, by its text."""
        if self.withdraw.is_whole(text) or self.revoke.is_whole(text):
            return True
        return self.banner.is_within(text) and any(
            reading.parts & {"adjust", "settings", "chosen"} and not reading.unknown and "cookies" in reading.parts
            for reading in self._readings(text)
        )

    def means_all(self, text: str) -> bool:
        """Whether a button's text says that it is about everything."""
        return any("all" in reading.parts for reading in self._readings(text))

    def spoken(self, text: str) -> frozenset[str]:
        """Tags of the languages in which a button's text is understood."""
        return frozenset(
            tag for tag, parts in self.parts.items() if kind_of(parts.read(text), text) is not None and len(text) > 3
        )

    def names_purpose(self, label: str) -> bool:
        """Whether the label of a box names a kind of cookies or a purpose."""
        if self.statistics.is_within(label) or self.marketing.is_within(label):
            return True
        return any(reading.parts & {"necessary", "optional", "settings"} for reading in self._readings(label[:80]))

    def tells_purpose(self, text: str) -> bool:
        """Whether a dialog's text tells what cookies are for, in whatever words."""
        return any(words.is_within(text) for words in (self._purpose, self.statistics, self.marketing))

    def refuses_by_closing(self, text: str) -> bool:
        """Whether a dialog's text says that who closes it refuses, or allows what is necessary only."""
        told = [one for one in re.split(r"[.!?;\n]", text) if self._by_closing.is_within(one)]
        return any(
            "refuse" in reading.parts
            or {"only", "necessary"} <= reading.parts
            or {"without", "cookies"} <= reading.parts
            for one in told
            for reading in self._readings(one)
        )

    def names_necessary(self, label: str) -> bool:
        """Whether the label of a box names what is necessary, and nothing else."""
        return any(
            "necessary" in reading.parts
            and not reading.parts & {"optional", "never"}
            and reading.unknown <= reading.known
            for reading in self._readings(label[:80])
        )

    def _twice(self, text: str) -> ButtonKind | None:
        """What a button does that says the same in two languages: "Piekrītu / Согласен"."""
        said = [one for one in re.split(r"\s[/|·•–]\s", text) if one.strip()]
        kinds = {self.button(one) for one in said} if 1 < len(said) < _TONGUES else set()
        return kinds.pop() if len(kinds) == 1 else None

    def _readings(self, text: str) -> list[Reading]:
        return [parts.read(text) for parts in self.parts.values()]

    def _by_parts(self, text: str, *, guess: bool) -> ButtonKind | None:
        found = (kind_of(parts.read(text), text, guess=guess) for parts in self.parts.values())
        return next((kind for kind in found if kind is not None), None)

    def is_wall(self, title: str, text: str) -> bool:
        """Whether a page is a check for robots: by its title, or by its text where that is short."""
        return self._wall.is_within(title) or (len(text) < 600 and self._wall.is_within(text))

    def for_script(self) -> dict[str, str]:
        """The expressions by which scripts in the page tell what may be a banner, on text normalised the same way."""
        return {"banner": self.banner.expression, "privacy": self.privacy.expression}


@cache
def load() -> Languages:
    """All languages that ship with the program."""
    files = sorted(_FOLDER.glob("*.toml"))
    key = kept.key_of(*files, Path(__file__), Path(model.__file__), Path(parts.__file__))
    return Languages(kept.made("languages", key, dict[str, Language], lambda: _parsed(files)))


def _parsed(files: list[Path]) -> dict[str, Language]:
    return {file.stem: codec.from_toml(file, Language, strict=True) for file in files}
