"""Reading JSON where several threads do: a worker with several scans at a time."""

import subprocess
import sys
from pathlib import Path

import pytest
from stored import at

from scanner.model import codec
from spiders.protocol import _parsed

SCRIPT = """
import sys, threading
from pathlib import Path
from scanner.model import codec
from spiders.protocol import _parsed
from scanner.model.result import Result
sys.setswitchinterval(1e-5)
data, together = Path(sys.argv[1]).read_bytes(), threading.Barrier(4)
def read():
    together.wait()
    codec.from_json(data, Result)
threads = [threading.Thread(target=read) for _ in range(4)]
for one in threads: one.start()
for one in threads: one.join()
"""


@pytest.mark.browser
def test_threads_that_read_their_first_result_at_once_do_not_crash(tmp_path: Path) -> None:
    """Each try in a process of its own, for it is about the first time; without the lock one in four crashed."""
    file = tmp_path / "result.json"
    file.write_bytes(codec.to_json(at(0)))
    for _ in range(12):
        subprocess.run([sys.executable, "-c", SCRIPT, str(file)], check=True)


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        (r'{"a": [1, 2.5, true, null, "\u0101\n"], "b": {"c": -1e3}}', {"a": [1, 2.5, True, None, "ā\n"], "b": {"c": -1000.0}}),
        (r'{"whole": "\ud83d\ude00"}', {"whole": "😀"}),
        (r'{"half": "a\ud83d", "\udc00": ["b\ude00"]}', {"half": "a\ufffd", "\ufffd": ["b\ufffd"]}),
        (r'{"large": 123456789012345678901}', {"large": 123456789012345678901}),
    ],
)
def test_messages_of_the_browser_are_read_whole_half_characters_replaced(sent: str, read: object) -> None:
    assert _parsed(sent) == read
