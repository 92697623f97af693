"""When a site is due: a rule, the site's own place in it, a time zone, and hours in which no scan begins."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scanner.fleet.queue.recurrence import Rule

AFTER_QUIET = timedelta(hours=1)
"""What fell into quiet hours begins within this time after them, each site at its own moment, not all at once."""
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Quiet:
    """A span of local time in which no scan begins; past midnight where `end` is not later than `begin`."""

    begin: time
    end: time
    days: frozenset[int] = frozenset(range(_WEEK))

    def until(self, moment: datetime, zone: ZoneInfo) -> datetime | None:
        """The end of the span that `moment` lies in, or None."""
        today = moment.astimezone(zone).date()
        for day in (today - timedelta(days=1), today):
            if day.weekday() not in self.days:
                continue
            begin = datetime.combine(day, self.begin, tzinfo=zone).astimezone(UTC)
            last = day + timedelta(days=self.end <= self.begin)
            end = datetime.combine(last, self.end, tzinfo=zone).astimezone(UTC)
            if begin <= moment < end:
                return end
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A rule with all that narrows it. `jitter` moves a site's time by its own part of that span, always the same."""

    rule: Rule | None
    zone: ZoneInfo
    jitter: timedelta = timedelta(0)
    quiet: tuple[Quiet, ...] = ()

    def next(self, after: datetime, key: str) -> datetime | None:
        """The first due time later than `after` for the site called `key`; None for a site that is never due by itself."""
        if self.rule is None:
            return None
        after = after.astimezone(UTC)
        moved = self.jitter * _share(f"{key} jitter")
        for base in self.rule.after(self._since(after) - moved, self.zone, _share(key)):
            due = self._awake(base + moved, key)
            if due > after:
                return due
        return None

    def quiet_until(self, moment: datetime) -> datetime | None:
        """The end of the quiet hours that `moment` lies in, or None when a scan may begin."""
        end = found = self._quiet_end(moment.astimezone(UTC))
        for _ in range(_WEEK * max(1, len(self.quiet))):  # spans may follow on each other
            if found is None:
                return end
            end, found = found, self._quiet_end(found)
        return end

    def _since(self, after: datetime) -> datetime:
        """From when on something may have fallen due that quiet hours have put off beyond `after`."""
        if not self.quiet:
            return after
        earliest, earlier = after - timedelta(days=_WEEK), after - AFTER_QUIET
        while earlier > earliest and self._quiet_end(earlier):
            earlier -= timedelta(minutes=15)
        return earlier

    def _quiet_end(self, moment: datetime) -> datetime | None:
        return max((end for one in self.quiet if (end := one.until(moment, self.zone))), default=None)

    def _awake(self, moment: datetime, key: str) -> datetime:
        end = self.quiet_until(moment)
        if end is None:
            return moment
        later = end + timedelta(seconds=int(AFTER_QUIET.total_seconds() * _share(f"{key} quiet")))
        return later if self._quiet_end(later) is None else end


def _share(key: str) -> float:
    """A site's place, 0 to 1: always the same for one site, evenly spread over many."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:6]) / 2**48
