"""Which language a text is in."""

from functools import cache
from typing import Any

from scanner.policy.patterns import fold, languages
from scanner.policy.sections import plainly

_SAMPLE = 4000
_OWN_LETTERS = {"lv": ("āīģķļņ", 0.03), "lt": ("ėįų", 0.015)}
"""Letters that no other of the languages has, and the share of a text's letters from which on they tell it."""
_LEAST_LETTERS = 10
_MARKS = {
    "lv": ("datu", "tiek", "jusu", "mes", "vai", "lai", "personas", "apstrad"),
    "en": ("the", "and", "your", "data", "we", "to"),
}


@cache
def _identifier() -> Any:
    import py3langid.langid as langid  # noqa: PLC0415 (it brings numpy, and most texts are told without it)

    identifier: Any = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)  # type: ignore[no-untyped-call]
    identifier.set_languages(["lv", "en", "ru", "lt", "et", "de", "pl", "fi", "ltg"])
    return identifier


def detect(text: str, *, hint: str | None = None) -> str:
    """The two-letter tag of a text's language; `hint` (what the page says of itself) decides where the text is short."""
    sample = text[:_SAMPLE]
    plain = plainly(sample)
    if plain := plain or _by_letters(sample):
        return plain  # the model takes half a second to load
    found, sure = _identifier().classify(sample)
    found = "lv" if found == "ltg" else str(found)  # Latgalian is what the model takes some Latvian for
    words = fold(sample).split()
    counts = {tag: sum(word in marks for word in words) for tag, marks in _MARKS.items()}
    if found not in ("lv", "en") and counts["lv"] > max(5, len(words) // 25):
        return "lv"  # Latvian without diacritics
    if hint and len(sample) < 200:
        return hint[:2].lower()
    return found if sure > 0.5 or not hint else hint[:2].lower()


def _by_letters(text: str) -> str | None:
    """The language whose own letters abound in a text, None where none or two do."""
    letters = [letter for letter in text.lower() if letter.isalpha()]
    counts = {tag: sum(letter in own for letter in letters) for tag, (own, _) in _OWN_LETTERS.items()}
    found = [tag for tag, count in counts.items() if count >= max(_LEAST_LETTERS, len(letters) * _OWN_LETTERS[tag][1])]
    return found[0] if len(found) == 1 else None


def readable() -> tuple[str, ...]:
    """Languages whose policies can be read."""
    return languages()
