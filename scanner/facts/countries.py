"""Which countries belong to the European Economic Area, which have an adequacy decision, and whose a host name is."""

EEA = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IE",
        "IT",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
        "IS",
        "LI",
        "NO",
        "EU",
    ]
)


def outside_eea(country: str | None) -> bool:
    """Whether a country is known and lies outside the EU and EEA."""
    return country is not None and country not in EEA


ADEQUATE = frozenset(["AD", "AR", "CA", "CH", "FO", "GB", "GG", "IL", "IM", "JE", "JP", "KR", "NZ", "UY"])
"""Countries with an adequacy decision under GDPR Article 45; for the United States see a service's `dpf_status`."""

_COUNTRY_SUFFIXES = {"uk": "GB", **{code: code.upper() for code in ("lv", "lt", "ee", "de", "fi", "pl", "fr", "at")}}


def adequate(country: str, dpf_status: str) -> bool:
    """Whether an adequacy decision covers a recipient: by its country, or by its entry on the Data Privacy Framework list."""
    return country in ADEQUATE or (country == "US" and dpf_status == "listed")


def country_of(host: str) -> str | None:
    """The country a site's host name speaks of (".lv" → "LV"); None where the name tells none."""
    return _COUNTRY_SUFFIXES.get(host.rstrip(".").rsplit(".", 1)[-1].lower())
