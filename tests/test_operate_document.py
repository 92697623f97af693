"""docs/operate.md tells the truth about privileges on PostgreSQL: they are enough for a worker, and each is needed."""

import re
from collections.abc import Iterator
from pathlib import Path

import databases
import psycopg
import pytest
from queueing import Worker, due, found, rows
from test_operating import invoke

from scanner.fleet.child import Ended, Watch
from scanner.fleet.queue import ledger, planning, working
from scanner.fleet.queue.ledger import Claimed
from scanner.fleet.queue.politeness import Addresses
from scanner.fleet.store import open_store

DOCS = Path(__file__).parent.parent / "docs"
pytestmark = pytest.mark.usefixtures("quick_queue")


def statements(document: str) -> str:
    """The SQL of a document."""
    return "\n".join(re.findall(r"```sql\n(.*?)```", (DOCS / document).read_text(encoding="utf-8"), re.DOTALL))


@pytest.fixture
def address(postgresql_server: databases.Server, request: pytest.FixtureRequest) -> Iterator[str]:
    """The owner's address of a database with the roles and privileges of both documents."""
    name = postgresql_server.new(request.getfixturevalue("_postgresql_template"))
    owner = postgresql_server.address(name)
    assert invoke("database", "upgrade", "--database", owner) == (0, "Made the tables of the queue.\n")
    assert invoke("database", "upgrade", "--database", owner) == (0, "Nothing to do.\n")
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute(statements("store.md").encode())
        connection.execute(statements("operate.md").encode())
        yield owner
        for role in ("privacydiff_worker", "privacydiff_reader"):
            connection.execute(f"DROP OWNED BY {role}".encode())
            connection.execute(f"DROP ROLE {role}".encode())
    postgresql_server.drop(name)


def test_a_worker_with_just_these_privileges_does_all_its_work(address: str, tmp_path: Path) -> None:
    theirs = address.replace("privacydiff@", "privacydiff_worker@")
    store = open_store(theirs, str(tmp_path / "evidence"))
    announce = working.announcer(store)
    due(store, "a.test", "b.test", "c.test")
    first, *_ = planning.enqueue_due(store, announce)
    gone = Worker(store, tmp_path).name.rpartition("/")[0] + "/1.1"
    assert isinstance(ledger.claim(store, first, gone, Addresses()), Claimed)

    def body(claimed: Claimed, place: Path, watch: Watch) -> Ended:
        return Ended(2, "--pages 0 is out of range") if claimed.slug == "b.test" else found(claimed, place, watch)

    with psycopg.connect(address, autocommit=True) as owner:  # what Procrastinate itself makes every hour
        owner.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('scans', 'clean', '{\"timestamp\": 0}')"
        )
        owner.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, scheduled_at)"
            " VALUES ('scans', 'scan', 'failed', now() - interval '2 days')"
        )
        owner.execute(
            "INSERT INTO procrastinate_events (job_id, type, at)"
            " SELECT id, 'failed', now() - interval '2 days' FROM procrastinate_jobs WHERE status = 'failed'"
        )
        Worker(store, tmp_path, body).work()
        assert owner.execute("SELECT task_name, status::text FROM procrastinate_jobs ORDER BY id").fetchall() == []
    assert [(row.state, row.lost) for row in rows(store)] == [("done", 1), ("failed", 0), ("done", 0)]
    store.close()
    for arguments in (
        ("queue", "add", "a.test"),
        ("queue", "retry", "2"),
        ("queue", "cancel", "2"),
        ("queue", "pause"),
        ("schedule", "weekly"),
        ("status",),
    ):
        assert invoke(*arguments, "--database", theirs)[0] == 0, arguments


def test_a_reader_sees_the_queue_and_changes_nothing(address: str, tmp_path: Path) -> None:
    theirs = address.replace("privacydiff@", "privacydiff_reader@")
    store = open_store(address, str(tmp_path / "evidence"))
    due(store, "a.test")
    store.close()
    for arguments in (("queue",), ("status",), ("schedule",)):
        assert invoke(*arguments, "--database", theirs)[0] == 0, arguments
    for arguments in (("queue", "add", "a.test"), ("queue", "pause"), ("schedule", "weekly"), ("run",)):
        status, output = invoke(*arguments, "--database", theirs)
        assert status == 1, arguments
        assert "permission denied" in output, output


@pytest.mark.parametrize(
    ("table", "call"),
    [
        ("procrastinate_jobs", "SELECT procrastinate_finish_job_v1(1, 'succeeded', true)"),
        ("procrastinate_workers", "SELECT procrastinate_unregister_worker_v1(1)"),
        (
            "procrastinate_periodic_defers",
            "SELECT procrastinate_defer_periodic_job_v2('a', null, 'scans', 'clean', 0, '', 1, '{}')",
        ),
    ],
)
def test_every_privilege_of_the_queue_is_needed(table: str, call: str, address: str) -> None:
    assert table in statements("operate.md")
    with psycopg.connect(address, autocommit=True) as owner:
        owner.execute(f"REVOKE DELETE ON {table} FROM privacydiff_worker".encode())
    with (
        psycopg.connect(address.replace("privacydiff@", "privacydiff_worker@")) as worker,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        worker.execute(call.encode())
