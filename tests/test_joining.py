"""Protocol and net log joined: which request is which, and whose body was told by its document."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from spiders import assembly
from spiders.netlog import LoggedRequest, NetLog
from spiders.record import SentRequest, ToldBody, VisitorRecord, VisitRecord

TO = "https://t.example/collect"


@pytest.mark.parametrize(
    ("first", "second", "pairs"),
    [
        ([1, 5, 9], [5.2], {1: 0}),
        ([5], [1, 5, 9], {0: 1}),
        ([1, 2], [40, 50], {0: 0, 1: 1}),
        ([100, 900, 1000], [110, 1010], {0: 0, 2: 1}),
        ([100, 110], [], {}),
        ([1, 2, 3], [3, 3.1, 3.2], {0: 0, 1: 1, 2: 2}),
    ],
)
def test_the_nearest_in_time_belong_together(first: list[float], second: list[float], pairs: dict[int, int]) -> None:
    assert assembly.nearest(first, second) == pairs


@pytest.fixture
def log(tmp_path: Path) -> Iterator[NetLog]:
    """A net log that nothing was written to."""
    made = NetLog(tmp_path)
    yield made
    made.path.write_bytes(b"")  # its reader waits for a writer


def _record(*told: ToldBody) -> VisitorRecord:
    record = VisitorRecord("baseline")
    record.visits = [VisitRecord(0, "home", "https://own.test/", 0.0), VisitRecord(1, "page", "https://own.test/2", 10_000.0)]
    record.left = [(9_990.0, 0)]
    record.told_bodies = list(told)
    return record


def _logged(time_ms: float, method: str = "POST") -> LoggedRequest:
    return LoggedRequest(TO, method, time_ms, "https://own.test", status=204)


def test_what_is_sent_on_leaving_has_the_body_its_document_told(log: NetLog) -> None:
    record = _record(ToldBody(TO, "early", 1_000.0), ToldBody(TO, "late", 10_020.0), ToldBody(f"{TO}/2", "other", 10_020.0))
    record.requests = [SentRequest(TO, "POST", 1_001.0, "ping", body="early"), SentRequest(TO, "POST", 10_600.0, "ping", body="next")]
    log.requests = [_logged(1_003.0), _logged(10_040.0), _logged(10_603.0)]
    assert assembly.add_unseen(record, log) == 1
    assert [(one.body, one.recorded_by) for one in record.requests] == [("early", "cdp"), ("late", "netlog"), ("next", "cdp")]
    assert record.visit_of(record.requests[1]) == 0


def test_of_two_bodies_at_once_the_unknown_one_is_told(log: NetLog) -> None:
    record = _record(ToldBody(TO, "in writing", 1_000.0), ToldBody(TO, "in a blob", 1_001.0))
    record.requests = [SentRequest(TO, "POST", 1_000.5, "ping"), SentRequest(TO, "POST", 1_000.4, "ping", body="in writing")]
    assembly.add_unseen(record, log)
    assert {one.body for one in record.requests} == {"in writing", "in a blob"}


@pytest.mark.parametrize(("moment", "method"), [(20_000.0, "POST"), (10_040.0, "GET")])
def test_a_body_told_at_another_time_is_not_taken(log: NetLog, moment: float, method: str) -> None:
    record = _record(ToldBody(TO, "late", 10_020.0))
    log.requests = [_logged(moment, method)]
    assembly.add_unseen(record, log)
    assert [one.body for one in record.requests] == [None]


def test_a_host_that_asked_for_a_certificate_is_known(log: NetLog) -> None:
    log.requests = [_logged(1.0), LoggedRequest("https://papers.test/", "GET", 2.0, None, certificate_asked=True)]
    assert (log.asked_for_certificate("papers.test"), log.asked_for_certificate("t.example")) == (True, False)
