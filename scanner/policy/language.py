"""Which language a text is in."""

from functools import cache
from typing import Any

import py3langid.langid as langid

from scanner.policy.patterns import fold, languages
from scanner.policy.sections import plainly

_SAMPLE = 4000
_MARKS = {
    "lv": ("datu", "tiek", "jusu", "mes", "vai", "lai", "personas", "apstrad"),
    "en": ("the", "and", "your", "data", "we", "to"),
}


@cache
def _identifier() -> Any:
    identifier: Any = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)  # type: ignore[no-untyped-call]
    identifier.set_languages(["lv", "en", "ru", "lt", "et", "de", "pl", "fi", "ltg"])
    return identifier


def detect(text: str, *, hint: str | None = None) -> str:
    """The two-letter tag of a text's language; `hint` (what the page says of itself) decides where the text is short."""
    sample = text[:_SAMPLE]
    plain = plainly(sample)
    if plain:
        return plain  # the model takes a third of a second to load
    found, sure = _identifier().classify(sample)
    found = "lv" if found == "ltg" else str(found)  # Latgalian is what the model takes some Latvian for
    words = fold(sample).split()
    counts = {tag: sum(word in marks for word in words) for tag, marks in _MARKS.items()}
    if found not in ("lv", "en") and counts["lv"] > max(5, len(words) // 25):
        return "lv"  # Latvian without diacritics
    if hint and len(sample) < 200:
        return hint[:2].lower()
    return found if sure > 0.5 or not hint else hint[:2].lower()


def readable() -> tuple[str, ...]:
    """Languages whose policies can be read."""
    return languages()
