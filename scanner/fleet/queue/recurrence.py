"""How a rule repeats: by a cron expression, by elapsed time, by days or by months of the local calendar.

Every rule yields the moments after a given one, in rising order, in UTC. Where the clocks go forward, a local time that
does not exist becomes the first that does; where they go back, the first of two equal times counts and the second not.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Protocol
from zoneinfo import ZoneInfo

from cronsim import CronSim

_FIRST_MONDAY = date(1970, 1, 5)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = 24 * 60 * 60
_SHORTEST_MONTH = 28


class Rule(Protocol):
    """When something comes round, `share` (0 to 1) being a site's own place within the period."""

    def after(self, moment: datetime, zone: ZoneInfo, share: float, /) -> Iterator[datetime]:
        """The moments later than `moment`."""


@dataclass(frozen=True, slots=True)
class Cron:
    """By a cron expression, in local time; the share has no part in it."""

    expression: str

    def after(self, moment: datetime, zone: ZoneInfo, _share: float, /) -> Iterator[datetime]:
        """The moments later than `moment`; none for an expression that never fits."""
        for local in CronSim(self.expression, moment.astimezone(zone)):
            if (found := local.astimezone(UTC)) > moment:  # of an hour that comes twice, cronsim gives the first
                yield found


@dataclass(frozen=True, slots=True)
class Elapsed:
    """Every so many seconds, whatever the clocks do."""

    seconds: int

    def after(self, moment: datetime, _zone: ZoneInfo, share: float, /) -> Iterator[datetime]:
        """The moments later than `moment`."""
        own = _EPOCH + timedelta(seconds=int(share * self.seconds))
        passed = (moment - own) // timedelta(seconds=self.seconds)
        for number in count(passed + 1):
            yield own + timedelta(seconds=self.seconds * number)


@dataclass(frozen=True, slots=True)
class Days:
    """Every so many days at a local time; `weekday` (Monday is 0) and `at` are the site's share where they are not named."""

    every: int
    weekday: int | None = None
    at: time | None = None

    def after(self, moment: datetime, zone: ZoneInfo, share: float, /) -> Iterator[datetime]:
        """The moments later than `moment`."""
        own_day, rest = divmod(share * self.every, 1)
        phase = int(own_day)
        if self.weekday is not None:  # which of the weeks is the site's share, the day is named
            phase = phase // 7 * 7 + self.weekday
        clock = self.at or _clock(rest)
        today = (moment.astimezone(zone).date() - _FIRST_MONDAY).days - 1
        for number in count(today + (phase - today) % self.every, self.every):
            found = _moment(_FIRST_MONDAY + timedelta(days=number), clock, zone)
            if found > moment:
                yield found


@dataclass(frozen=True, slots=True)
class Months:
    """Every so many months, on one of the 28 days that each has, at a local time."""

    every: int
    day: int | None = None
    at: time | None = None

    def after(self, moment: datetime, zone: ZoneInfo, share: float, /) -> Iterator[datetime]:
        """The moments later than `moment`."""
        own_month, rest = divmod(share * self.every, 1)
        own_day, rest = divmod(rest * _SHORTEST_MONTH, 1)
        day, clock = self.day or int(own_day) + 1, self.at or _clock(rest)
        local = moment.astimezone(zone)
        this = local.year * 12 + local.month - 2
        for number in count(this + (int(own_month) - this) % self.every, self.every):
            found = _moment(date(number // 12, number % 12 + 1, day), clock, zone)
            if found > moment:
                yield found


def _clock(part: float) -> time:
    minutes = int(part * _DAY) // 60
    return time(minutes // 60, minutes % 60)


def _moment(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """A local time as UTC; one that the clocks leap over becomes the moment of the leap."""
    local = datetime.combine(day, clock, tzinfo=zone)
    while local.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        local += timedelta(minutes=1)
    return local.astimezone(UTC)
