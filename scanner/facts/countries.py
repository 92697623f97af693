"""Which countries belong to the European Economic Area, and which have an adequacy decision."""

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
