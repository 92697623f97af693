"""The exceptions a user may meet, each with the exit status it ends the program with.

    PrivacydiffError            1   base class: one sentence that names what was wrong and how to mend it
    ├── UsageError              2   an argument, a settings file or an input file is wrong
    ├── SiteError               3   the site could not be scanned (a result.json still says why)
    └── BrowserError            4   no usable browser

A failing collector or check is not an exception: it becomes data with its reason (`Failure`, `CheckOutcome`).
"""


class PrivacydiffError(Exception):
    """Base class; `str(error)` is one sentence for the user."""

    exit_code = 1


class UsageError(PrivacydiffError):
    """What the user gave cannot be used."""

    exit_code = 2


class SiteError(PrivacydiffError):
    """The site could not be scanned."""

    exit_code = 3


class BrowserError(PrivacydiffError):
    """No browser could be found or started."""

    exit_code = 4
