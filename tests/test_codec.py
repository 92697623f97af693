"""Reading JSON where several threads do: a worker with several scans at a time."""

import subprocess
import sys
from pathlib import Path

import pytest
from stored import at

from scanner.model import codec

SCRIPT = """
import sys, threading
from pathlib import Path
from scanner.model import codec
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
