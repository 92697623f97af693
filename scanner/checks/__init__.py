"""The checks: one file each, found by their META; the engine runs them and keeps their faults from ending a scan."""

from scanner.checks.engine import Outcome, judge, known, load, run

__all__ = ["Outcome", "judge", "known", "load", "run"]
