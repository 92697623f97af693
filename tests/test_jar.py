"""Who set a cookie, who wrote it again, who had it deleted: from lines and writes, without a browser."""

import pytest

from scanner import services
from spiders import jar
from spiders.assembly import Numbering
from spiders.masking import Mask
from spiders.record import JarReading, ScriptWrite, VisitorRecord, VisitRecord

PAGE = "https://own.test/"


def cookie(*writes: tuple[str, str, float]) -> jar.Cookie:
    """The cookie "id", seen at 100 and 200 after writes of line, script and time."""
    record = VisitorRecord("baseline")
    record.visits = [VisitRecord(0, "home", PAGE, 0.0), VisitRecord(1, "page", PAGE, 150.0)]
    given = {"name": "id", "value": "x", "domain": "own.test", "path": "/", "expires": -1, "session": True}
    record.jar = [JarReading(0, 100.0, False, [given]), JarReading(1, 200.0, False, [given])]
    record.writes = [ScriptWrite("cookie", line, f"{PAGE}{script}", PAGE, time) for line, script, time in writes]
    (found,) = jar.cookies([record], Numbering({"baseline": 0}), Mask(services.load(), keep_values=False))
    return found


@pytest.mark.parametrize(
    ("writes", "set_by", "overwritten", "deleted"),
    [
        ([("id=1", "a.js", 10)], "a.js", [], []),
        ([("id=1", "a.js", 10), ("id=2", "a.js", 160)], "a.js", [], []),
        ([("id=1", "a.js", 10), ("id=2", "b.js", 160)], "a.js", ["b.js"], []),
        ([("id=1", "a.js", 10), ("id=; Max-Age=0", "c.js", 20)], "a.js", [], ["c.js"]),
        ([("id=1", "a.js", 10), ("id=; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "a.js", 160)], "a.js", [], ["a.js"]),
        ([("id=1; Domain=test", "a.js", 10), ("id=1", "a.js", 11)], "a.js", [], []),
    ],
)
def test_first_and_later_writers(
    writes: list[tuple[str, str, float]], set_by: str, overwritten: list[str], deleted: list[str]
) -> None:
    found = cookie(*writes)
    assert found.set_by.url == f"{PAGE}{set_by}"
    assert [one.url for one in found.overwritten_by] == [f"{PAGE}{script}" for script in overwritten]
    assert [one.url for one in found.deleted_by] == [f"{PAGE}{script}" for script in deleted]
