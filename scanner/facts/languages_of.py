"""Which languages a site speaks, beside what its mark-up says."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from scanner import languages
from scanner.facts.countries import country_of

_OF_COUNTRIES = {
    "LV": ("lv",),
    "LT": ("lt",),
    "EE": ("et",),
    "DE": ("de",),
    "AT": ("de",),
    "FI": ("fi",),
    "PL": ("pl",),
    "FR": ("fr",),
    "GB": ("en",),
}


def spoken_by(url: str, texts: Iterable[str]) -> frozenset[str]:
    """Tags of the languages of a host's country, and of those in which texts of links to policies are worded."""
    known = languages.load()
    by_country = _OF_COUNTRIES.get(country_of(urlsplit(url).hostname or "") or "", ())
    worded = (tag for text in texts for tag in known.worded_in(text))
    return frozenset((*by_country, *worded))
