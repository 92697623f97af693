"""What workers say while they work: one event a line, with the scan it is about, as JSON or for a terminal."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

_SECRET = re.compile(r"(?i)(://[^\s:/@]*:)[^\s@]+(@)|((?:password|passwd|secret|token|authorization)\s*[=:]\s*)\S+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def set_up(*, as_json: bool, verbose: bool = False) -> None:
    """Send what is logged to standard error; a result or an answer on standard output stays alone."""
    logging.basicConfig(handlers=[_Passed(verbose=verbose)], level=logging.INFO, force=True)
    last: Any = structlog.processors.JSONRenderer(sort_keys=False, ensure_ascii=False)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            without_secrets,
            last if as_json else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG if verbose else logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


class _Passed(logging.Handler):
    """What libraries log, as events of ours; where in their code it was is told with --verbose only."""

    def __init__(self, *, verbose: bool) -> None:
        super().__init__(logging.INFO if verbose else logging.WARNING)
        self._verbose = verbose

    def emit(self, record: logging.LogRecord) -> None:
        """Pass one on."""
        fault = record.exc_info if self._verbose else None
        structlog.get_logger().log(record.levelno, record.getMessage(), library=record.name, exc_info=fault)


def without_secrets(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Hide passwords in addresses and after their names, and what a site could make a terminal do."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = (
                _CONTROL.sub(" ", _SECRET.sub(r"\1\3…\2", value))
                if key != "exception"
                else _SECRET.sub(r"\1\3…\2", value)
            )
    return event
