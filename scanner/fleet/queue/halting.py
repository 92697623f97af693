"""How a worker is asked to end: the first signal lets it finish what runs, the second makes it let go at once."""

import signal
import threading
from dataclasses import dataclass, field
from types import FrameType

SIGNALS = (signal.SIGTERM, signal.SIGINT)


@dataclass(frozen=True, slots=True)
class Halt:
    """`drain`: take nothing new. `now`: give back what runs, too."""

    drain: threading.Event = field(default_factory=threading.Event)
    now: threading.Event = field(default_factory=threading.Event)

    def on_signals(self) -> None:
        """Be asked by SIGTERM and Ctrl-C from now on."""
        for one in SIGNALS:
            signal.signal(one, self._asked)

    def _asked(self, _number: int, _frame: FrameType | None) -> None:
        (self.now if self.drain.is_set() else self.drain).set()
