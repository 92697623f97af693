"""When sites are due: words and cron, time zones over both changes of the clocks, quiet hours, each site's own place."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from scanner.fleet.queue import words
from scanner.fleet.queue.schedule import AFTER_QUIET
from scanner.model.errors import UsageError

RIGA = ZoneInfo("Europe/Riga")
MONDAY = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)


def following(text: str, number: int, after: datetime = MONDAY, key: str = "a") -> list[datetime]:
    schedule, found = words.read(text), []
    for _ in range(number):
        due = schedule.next(after, key)
        assert due is not None
        found.append(due)
        after = due
    return found


def local(text: str, number: int, after: datetime) -> list[str]:
    return [f"{due.astimezone(RIGA):%m-%d %H:%M}" for due in following(text, number, after)]


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("weekly", timedelta(days=7)),
        ("daily", timedelta(days=1)),
        ("hourly", timedelta(hours=1)),
        ("every 6 hours", timedelta(hours=6)),
        ("every 90 minutes", timedelta(minutes=90)),
        ("every 2 weeks", timedelta(days=14)),
        ("Every  10 days", timedelta(days=10)),
        ("every monday", timedelta(days=7)),
        ("0 3 * * 1", timedelta(days=7)),
    ],
)
def test_words_come_round_evenly(text: str, apart: timedelta) -> None:
    due = following(text, 5)
    assert {later - earlier for earlier, later in pairwise(due)} == {apart}
    assert timedelta(0) < due[0] - MONDAY <= apart


def test_named_days_and_times_are_kept() -> None:
    assert local("every monday at 04:00 in Europe/Riga", 2, MONDAY) == ["01-12 04:00", "01-19 04:00"]
    assert local("weekly on fri at 22:15 in europe/riga", 1, MONDAY) == ["01-09 22:15"]
    assert local("monthly on 15 at 6:00 in Europe/Riga", 3, MONDAY) == ["01-15 06:00", "02-15 06:00", "03-15 06:00"]
    assert local("every 2 weeks on tuesday at 06:00 in Europe/Riga", 1, MONDAY)[0] in ("01-06 06:00", "01-13 06:00")


def test_months_and_years_come_round() -> None:
    due = following("monthly", 12)
    assert [one.month for one in due] == [(due[0].month - 1 + place) % 12 + 1 for place in range(12)]
    first, second = following("yearly", 2)
    assert (second.year, second.month, second.day) == (first.year + 1, first.month, first.day)


def test_a_local_time_stays_when_the_clocks_change() -> None:
    spring, autumn = datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 10, 24, 12, tzinfo=UTC)
    for text in ("daily at 05:30 in Europe/Riga", "30 5 * * * in Europe/Riga"):
        assert local(text, 2, spring) == ["03-29 05:30", "03-30 05:30"]
        assert local(text, 2, autumn) == ["10-25 05:30", "10-26 05:30"]


def test_a_time_that_the_clocks_leap_over_comes_with_the_leap() -> None:
    before = datetime(2026, 3, 28, 12, tzinfo=UTC)  # on the 29th 03:00 is followed by 04:00
    for text in ("daily at 03:30 in Europe/Riga", "30 3 * * * in Europe/Riga"):
        assert local(text, 2, before) == ["03-29 04:00", "03-30 03:30"]


def test_a_time_that_comes_twice_counts_once() -> None:
    before = datetime(2026, 10, 24, 12, tzinfo=UTC)  # on the 25th 04:00 is followed by 03:00
    for text in ("daily at 03:30 in Europe/Riga", "30 3 * * * in Europe/Riga"):
        due = following(text, 3, before)
        assert [f"{one.astimezone(RIGA):%d %H:%M}" for one in due] == ["25 03:30", "26 03:30", "27 03:30"]
        between = datetime(2026, 10, 25, 1, 15, tzinfo=UTC)  # 03:15 for the second time
        assert following(text, 1, between) == [due[1]]


def test_hours_that_pass_do_not_heed_the_clocks() -> None:
    due = following("every 6 hours in Europe/Riga", 8, datetime(2026, 3, 28, 12, tzinfo=UTC))
    assert {later - earlier for earlier, later in pairwise(due)} == {timedelta(hours=6)}


def test_every_site_has_its_own_place_and_keeps_it() -> None:
    schedule = words.read("weekly")
    due = [schedule.next(MONDAY, f"site{number}") for number in range(700)]
    assert due == [schedule.next(MONDAY, f"site{number}") for number in range(700)]
    days = [0] * 7
    for one in due:
        assert one is not None
        days[one.weekday()] += 1
    assert min(days) > 60
    assert max(days) < 140


def test_jitter_moves_a_site_by_its_own_part_of_the_span() -> None:
    schedule = words.read("0 3 * * 1 jitter 30 minutes")
    sharp = words.read("0 3 * * 1").next(MONDAY, "a")
    assert sharp is not None
    moved = {schedule.next(MONDAY, f"site{number}") for number in range(50)}
    assert len(moved) > 40
    assert all(one is not None and timedelta(0) <= one - sharp < timedelta(minutes=30) for one in moved)


def test_a_jitter_that_has_begun_is_not_passed_over() -> None:
    schedule = words.read("0 12 * * * jitter 30 minutes")
    due = schedule.next(MONDAY - timedelta(minutes=1), "a")
    assert due is not None
    assert schedule.next(MONDAY + timedelta(seconds=1), "a") == due > MONDAY + timedelta(seconds=1)


def test_nothing_begins_in_quiet_hours() -> None:
    text = "every 30 minutes in Europe/Riga not mon-fri 08:00-18:00 not 22:00-02:00"
    for due in following(text, 500):
        here = due.astimezone(RIGA)
        assert not (here.weekday() < 5 and 8 <= here.hour < 18)
        assert 2 <= here.hour < 22


def test_what_fell_into_quiet_hours_comes_after_them_each_site_at_its_own_moment() -> None:
    schedule = words.read("daily at 09:00 not 08:00-18:00")
    due = [schedule.next(MONDAY - timedelta(hours=6), f"site{number}") for number in range(50)]
    end = MONDAY.replace(hour=18)
    assert all(one is not None and end <= one < end + AFTER_QUIET for one in due)
    assert len(set(due)) > 40


def test_a_scan_that_waited_into_quiet_hours_waits_for_their_end() -> None:
    schedule = words.read("weekly not 08:00-18:00 not 18:00-20:00")
    assert schedule.quiet_until(MONDAY) == MONDAY.replace(hour=20)
    assert schedule.quiet_until(MONDAY.replace(hour=20)) is None
    assert words.read("weekly").quiet_until(MONDAY) is None


@pytest.mark.parametrize("text", ["never", "", "never not 08:00-18:00"])
def test_a_site_may_have_no_schedule(text: str) -> None:
    assert words.read(text).next(MONDAY, "a") is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("sometimes", "is not a schedule: write weekly"),
        ("0 3 * *", "is not a schedule"),
        ("every weekday", "is not a schedule"),
        ("61 * * * *", "its minute cannot be read"),
        ("0 0 30 2 *", "its day-of-month cannot be read"),
        ("0 0 31 4,6 *", "its day-of-month cannot be read"),
        ("0 0 */31 2 1#5", "never comes round"),
        ("* * * * *", "too often"),
        ("1,2 9 * * *", "too often"),
        ("every 1 minute", "too often"),
        ("every 0 days", "from 1 to 366"),
        (f"every {'9' * 30} weeks", "from 1 to 53"),
        ("every 6 hours at 03:00", "leave it out"),
        ("daily at 25:00", "is not a time of day"),
        ("daily on monday", "names a day twice"),
        ("every monday on tuesday", "names a day twice"),
        ("weekly on someday", "is not a day of the week"),
        ("monthly on 31", "from 1 to 28"),
        ("weekly in Europe/Rigga", "is not a time zone"),
        ("weekly in ../../etc/passwd", "is not a schedule"),
        ("daily not 00:00-24:00", "leaves no time"),
        ("daily not mon-fri 00:00-24:00 not sat-sun 00:00-24:00", "leaves no time"),
        ("daily jitter 9 days", "no jitter"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_sentence(text: str, told: str) -> None:
    with pytest.raises(UsageError, match=told) as caught:
        words.read(text)
    sentence = str(caught.value)
    assert text[:20] in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence


@given(some.text(alphabet="every 0123456789weklydainotm:*/-#L,jitter", max_size=60))
def test_any_text_is_a_schedule_or_a_sentence(text: str) -> None:
    try:
        schedule = words.read(text)
    except UsageError:
        return
    due = schedule.next(MONDAY, "a")
    assert due is None or due > MONDAY


TEXTS = [
    "weekly in Europe/Riga",
    "daily in Europe/Riga not 01:00-05:00",
    "every 7 hours not sat-sun 10:00-20:00",
    "30 3 * * * in Europe/Riga jitter 2 hours",
    "every 3 months in America/New_York",
    "monthly on 28 at 02:30 in America/New_York not 02:00-03:00",
]


@given(some.sampled_from(TEXTS), some.integers(0, 10 * 365 * 24 * 3600), some.text("ab", max_size=3))
def test_the_next_time_is_later_and_is_the_same_from_anywhere_before_it(text: str, seconds: int, key: str) -> None:
    moment, schedule = MONDAY + timedelta(seconds=seconds), words.read(text)
    due = schedule.next(moment, key)
    assert due is not None
    assert due > moment
    assert schedule.quiet_until(due) is None
    assert schedule.next(due - timedelta(seconds=1), key) == due
