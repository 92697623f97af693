"""Cuts a text into sections of one language each: pages often say the same in two or three."""

import re
from dataclasses import dataclass

from scanner.policy.patterns import fold

_COMMON = {
    "lv": "un vai lai par tiek kas uz pie sim saskana musu jums datu dati sis tas ari kad sikdatnes tikai mes no",
    "en": "the and of to your we you our is for with this or that are by in on may not",
    "ru": "и в на не с что для по или мы вы ваши ваших данных от при к это сайта",
    "lt": "yra kad arba apie kaip gali duomenu bei nuo del tai taip su jus musu mes duomenys kuris savo slapukai",
    "et": "ja on ning et voi kui meie mis teie andmeid isikuandmete ei see kes oma kasutame mida kas andmete kupsised",
    "de": "und die der das wir sie ihre zu von den ist mit auf werden nicht fur oder wenn im ein",
}
_TONGUES = {
    word: [tag for tag, words in _COMMON.items() if word in words.split()]
    for words in _COMMON.values()
    for word in words.split()
}
_WORD = re.compile(r"[^\W\d_]+")
_CHUNK = 30
_FEWEST = 4
_LEAST_OF_A_SECTION = 25
_PLAIN_SHARE = 0.15
_RUSSIAN, _NOT_RUSSIAN = re.compile("[ыэ]"), re.compile("[іїєў]")


@dataclass(frozen=True, slots=True)
class Section:
    """text[start:end], in one language; `hits` are its common words that tell so."""

    start: int
    end: int
    language: str
    hits: int = 0


def sections(text: str, language: str) -> list[Section]:
    """The whole text as sections in their order; `language` is that of the document, and of what does not tell its own."""
    found: list[Section] = []
    for start, end in _chunks(text):
        tongue, hits = _tongue(text[start:end])
        tongue = tongue or (found[-1].language if found else language)
        if found and found[-1].language == tongue:
            found[-1] = Section(found[-1].start, end, tongue, found[-1].hits + hits)
        else:
            found.append(Section(start, end, tongue, hits))
    sure = [one for one in found if one.hits >= _LEAST_OF_A_SECTION]
    if len({one.language for one in sure}) < 2:
        return [Section(0, len(text), sure[0].language if sure and language not in _COMMON else language)]
    merged: list[Section] = []
    for one in found:  # a few foreign words do not make a section
        if merged and (one.hits < _LEAST_OF_A_SECTION or one.language == merged[-1].language):
            merged[-1] = Section(merged[-1].start, one.end, merged[-1].language)
        else:
            merged.append(Section(merged[-1].end if merged else 0, one.end, one.language))
    return merged


def plainly(text: str) -> str | None:
    """The language a text is in, where its common words leave no doubt; languages that share them are told by letters."""
    words = _WORD.findall(fold(text))
    best, most = _tongue(text)
    if most < max(_LEAST_OF_A_SECTION, len(words) * _PLAIN_SHARE):
        return None
    if best == "ru" and (not _RUSSIAN.search(text) or _NOT_RUSSIAN.search(text)):
        return None  # Bulgarian, Ukrainian, Belarusian
    return best


def _chunks(text: str) -> list[tuple[int, int]]:
    """Places of lines, joined until they hold enough words to tell a language."""
    places, start, at, words = [], 0, 0, 0
    for line in text.splitlines(keepends=True):
        at += len(line)
        words += line.count(" ") + 1
        if words >= _CHUNK:
            places.append((start, at))
            start, words = at, 0
    return [*places, (start, at)] if start < at else places


def _tongue(chunk: str) -> tuple[str, int]:
    """The language most of whose common words stand in a piece of text, if it is plainly that one, and how many do."""
    counts = dict.fromkeys(_COMMON, 0)
    for word in _WORD.findall(fold(chunk)):
        for tag in _TONGUES.get(word, ()):
            counts[tag] += 1
    (best, most), (_, second) = sorted(counts.items(), key=lambda pair: -pair[1])[:2]
    return (best, most) if most >= _FEWEST and most >= 2 * second else ("", 0)
