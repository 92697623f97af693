"""Reads a schedule as people write it: "weekly", "every 6 hours", "daily at 03:00 in Europe/Riga not 08:00-18:00", cron."""

import re
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from cronsim import CronSim, CronSimError

from scanner.fleet.queue.recurrence import Cron, Days, Elapsed, Months, Rule
from scanner.fleet.queue.schedule import Quiet, Schedule
from scanner.model.errors import UsageError

NEVER = "never"
DEFAULT_ZONE = "UTC"
_SHORTEST = timedelta(minutes=5)
_TRIED = 64
_LONGEST_JITTER = timedelta(days=7)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SPAN = {"minute": 60, "hour": 3600}
_IN_DAYS = {"day": 1, "week": 7}
_ADVERBS = {"hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month", "yearly": "12 months"}
_MOST = {"minute": 100_000, "hour": 9_000, "day": 366, "week": 53, "month": 24}
_CRON = re.compile(r"[\d*,/#LW?-]\S*(?: \S+){4}")
_TIME = r"\d{1,2}(?::\d{2})"
_WORDS = re.compile(
    rf"(?:every (?:(?P<number>\d+) )?(?P<unit>minute|hour|day|week|month)s?|every (?P<day>{'|'.join(_DAYS)}))"
    rf"(?: on (?:the )?(?P<on>\w+))?(?: at (?P<at>{_TIME}))?"
)
_TAIL = re.compile(
    rf"^(?P<rest>.*?)(?:^|\s+)(?:(?P<jitter>jitter (?P<much>\d+) (?P<of>minute|hour|day)s?)|in (?P<zone>[A-Za-z][\w+/-]*)"
    rf"|not (?:(?P<days>[a-z]{{3,9}}(?:-[a-z]{{3,9}})?) )?(?P<begin>{_TIME})-(?P<end>{_TIME}))$",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def read(text: str) -> Schedule:
    """The schedule that `text` means. Raises UsageError with one sentence that says what cannot be read and what can.

    A rule (words, or a cron expression of five fields) may be followed by `jitter 30 minutes`, `in Europe/Riga` and
    `not 08:00-18:00` or `not mon-fri 08:00-18:00`, the last as often as needed.
    """
    rest = " ".join(text.split())
    jitter, zone, quiet = timedelta(0), "", list[Quiet]()
    while found := _TAIL.match(rest):
        if found["jitter"]:
            jitter = timedelta(**{f"{found['of'].lower()}s": min(int(found["much"]), 100_000)})
        elif found["zone"]:
            zone = found["zone"]
        else:
            quiet.append(Quiet(_time(found["begin"], text), _time(found["end"], text), _days(found["days"], text)))
        rest = found["rest"]
    if jitter > _LONGEST_JITTER:
        raise UsageError(f"“{text}”: a jitter of more than 7 days is no jitter.")
    return Schedule(rule=_rule(rest, text), zone=_zone(zone, text), jitter=jitter, quiet=_sane(tuple(quiet), text))


def _rule(rest: str, text: str) -> Rule | None:
    lower = rest.lower()
    if lower in ("", NEVER):
        return None
    if _CRON.fullmatch(rest):
        return _cron(rest, text)
    first, _, more = lower.partition(" ")
    found = _WORDS.fullmatch(f"every {_ADVERBS[first]} {more}".strip() if first in _ADVERBS else lower)
    if not found:
        raise UsageError(
            f"“{text}” is not a schedule: write weekly, daily at 03:00, every 6 hours, every monday, monthly on 15, "
            "never, or a cron expression such as 0 3 * * 1."
        )
    at = _time(found["at"], text) if found["at"] else None
    if found["day"]:
        return Days(7, _DAYS.index(found["day"]), at) if not found["on"] else _refuse_on(text)
    number, unit = int(found["number"] or 1), found["unit"]
    if not 1 <= number <= _MOST[unit]:
        raise UsageError(f"“{text}”: every {number} {unit}s is out of range: give a number from 1 to {_MOST[unit]}.")
    if unit in _SPAN:
        return _elapsed(number * _SPAN[unit], text, named=bool(at or found["on"]))
    if unit == "month":
        return Months(number, _day_of_month(found["on"], text), at)
    if found["on"] and unit == "day":
        return _refuse_on(text)
    return Days(number * _IN_DAYS[unit], _weekday(found["on"], text) if found["on"] else None, at)


def _refuse_on(text: str) -> Rule:
    raise UsageError(f"“{text}” names a day twice: write every monday at 03:00, or daily at 03:00.")


def _elapsed(seconds: int, text: str, *, named: bool) -> Rule:
    if named:
        raise UsageError(f"“{text}” names a time of day for what comes round by hours or minutes: leave it out.")
    if seconds < _SHORTEST.total_seconds():
        raise UsageError(f"“{text}” is too often: a site is scanned every 5 minutes at most.")
    return Elapsed(seconds)


def _cron(rest: str, text: str) -> Rule:
    try:
        following = CronSim(rest, datetime.now(UTC))
        moments = [next(following) for _ in range(_TRIED)]
    except CronSimError as error:
        part = str(error).removeprefix("Bad ")
        raise UsageError(f"“{text}” is not a cron expression: its {part} cannot be read.") from error
    except StopIteration:
        raise UsageError(f"“{text}” never comes round: no day fits its day, month and weekday.") from None
    if min(later - earlier for earlier, later in pairwise(moments)) < _SHORTEST:
        raise UsageError(f"“{text}” is too often: a site is scanned every 5 minutes at most.")
    return Cron(rest)


def _zone(name: str, text: str) -> ZoneInfo:
    known = {one.lower(): one for one in available_timezones()}
    wanted = name or DEFAULT_ZONE
    if wanted.lower() not in known:
        raise UsageError(f"“{text}”: {wanted} is not a time zone: give one such as Europe/Riga.")
    return ZoneInfo(known[wanted.lower()])


def _time(written: str, text: str) -> time:
    hour, _, minute = written.partition(":")
    if int(hour) == 24 and not int(minute):  # midnight as people write it
        return time(0, 0)
    try:
        return time(int(hour), int(minute))
    except ValueError:
        raise UsageError(f"“{text}”: {written} is not a time of day: write 03:00.") from None


def _weekday(word: str, text: str) -> int:
    if len(word) >= 3:  # mon, tue …
        for place, day in enumerate(_DAYS):
            if day.startswith(word.lower()):
                return place
    raise UsageError(f"“{text}”: {word} is not a day of the week: write monday or mon.")


def _days(written: str | None, text: str) -> frozenset[int]:
    if not written:
        return frozenset(range(7))
    first, _, last = written.partition("-")
    begin = _weekday(first, text)
    end = _weekday(last, text) if last else begin
    return frozenset((begin + number) % 7 for number in range((end - begin) % 7 + 1))


def _day_of_month(written: str | None, text: str) -> int | None:
    if written is None:
        return None
    if not written.isdecimal() or not 1 <= int(written) <= 28:  # every month has them
        raise UsageError(f"“{text}”: {written} is not a day that every month has: give a number from 1 to 28.")
    return int(written)


def _sane(quiet: tuple[Quiet, ...], text: str) -> tuple[Quiet, ...]:
    """Refuse quiet hours that leave no time at all, tried on a week of quarter hours."""
    monday = datetime(2026, 1, 5, tzinfo=UTC)
    zone = ZoneInfo(DEFAULT_ZONE)
    quarters = (monday + timedelta(minutes=15 * number) for number in range(7 * 24 * 4))
    if quiet and all(any(one.until(moment, zone) for one in quiet) for moment in quarters):
        raise UsageError(f"“{text}” leaves no time to scan in: its quiet hours cover the whole week.")
    return quiet
