"""The loopback server in a process of its own, so that what it holds is not counted as ours.

python bench/apart.py FOLDER: prints its proxy, then for each path on a line of its input how many requests for it arrived.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scanner.demo import server


class Apart:
    """A server that runs in another process."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.proxy = self._told()

    def arrived(self, path: str) -> int:
        """How many requests for a path have arrived so far."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{path}\n")
        self._process.stdin.flush()
        return int(self._told())

    def _told(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


@contextmanager
def running(folder: Path) -> Iterator[Apart]:
    """Serve the hosts of a folder while the block runs."""
    command = [sys.executable, __file__, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Apart(process)  # when the block ends, so does its input


def main() -> None:
    """Serve until the input ends."""
    with server.running([Path(sys.argv[1])]) as farm:
        print(farm.proxy, flush=True)
        for line in sys.stdin:
            print(sum(one.path == line.strip() for one in farm.requests), flush=True)


if __name__ == "__main__":
    main()
