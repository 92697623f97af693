"""Cookies as a policy declares them, to hold against cookies as set."""

import re

from scanner.facts.disclosure import Statement


def declared_cookies(every: list[Statement]) -> dict[str, Statement]:
    """The cookies that the documents declare, by the name they are given there."""
    return {
        one.claim.practice.removeprefix("cookie:"): one
        for one in every
        if one.claim.practice.startswith("cookie:") and one.claim.polarity == "asserted"
    }


def declared_days(statement: Statement) -> float | None:
    """The lifetime a declaration states, in days; 0 for a session cookie, None when it states none."""
    days = (statement.claim.value or {}).get("retention_days")
    return float(days) if isinstance(days, int | float) else None


def declared_lifetime(name: str, every: list[Statement]) -> tuple[Statement, float] | None:
    """The longest lifetime (days, 0 = session) declared for a cookie, with its statement; None when none is.

    Lines that give the exact name go before lines whose name holds a wildcard.
    """
    found = [
        (one.claim.practice.removeprefix("cookie:"), one, days)
        for one in every
        if one.claim.practice.startswith("cookie:")
        and one.claim.polarity == "asserted"
        and (days := declared_days(one)) is not None
    ]
    exact = [(one, days) for declared, one, days in found if declared.lower() == name.lower()]
    covering = exact or [(one, days) for declared, one, days in found if names_match(declared, name)]
    return max(covering, key=lambda told: told[1], default=None)


def names_match(declared: str, actual: str) -> bool:
    """Whether a declared name covers a cookie: "*", "#" and "<id>" stand for any characters, and so do trailing x's.

    A name that ends in "_", "-" or "." is the beginning of one, and what follows a "." in a cookie's name may go unsaid.
    """
    pattern = re.sub(r"<[^>]*>|\\\*|\\#|(?<=_)x{2,}$|(?<=_)X{2,}", ".*", re.escape(declared))
    pattern += ".*" if declared.endswith(("_", "-", ".")) else r"(\..*)?"
    return re.fullmatch(pattern, actual, re.IGNORECASE) is not None


def readable(days: float) -> str:
    """A lifetime in words: "a session", "30 minutes", "1 day", "2 years"."""
    if days == 0:
        return "a session"
    for size, unit in ((365, "year"), (30, "month"), (1, "day"), (1 / 24, "hour"), (1 / 1440, "minute")):
        if days >= size * 0.98:
            number = round(days / size, 1)
            number = int(number) if number == int(number) else number
            return f"{number} {unit}{'' if number == 1 else 's'}"
    return "less than a minute"
