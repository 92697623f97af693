"""Starts the scans of a worker: each with the site's own settings, without the worker's secrets, guarded."""

import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from scanner.cli import configuration
from scanner.cli import target as targets
from scanner.cli.options import SETTINGS, variable
from scanner.cli.site_settings import OPTIONS
from scanner.fleet.child import Child
from scanner.fleet.queue.care import mark_of
from scanner.fleet.queue.ledger import Claimed
from scanner.model.errors import UsageError

_PASSED = (
    "PATH", "HOME", "USER", "LANG", "LANGUAGE", "TZ", "VIRTUAL_ENV", "DISPLAY", "SSL_CERT_FILE", "SSL_CERT_DIR",
    "PLAYWRIGHT_BROWSERS_PATH", variable("data"), variable("config"),
)  # fmt: skip
_PREFIXES = ("LC_", "XDG_", "PYTHON")


def starter(*, allow_private: bool = False, user: str | None = None) -> Callable[[Claimed, Path], tuple[Child, float]]:
    """What starts a scan. Private addresses are refused unless `allow_private`; `user` is whom scans run as."""
    passed = dict(_passed(os.environ))
    if user is not None:
        passed = _of(user, passed)
        _can_scan(user, passed)

    def start(claimed: Claimed, folder: Path) -> tuple[Child, float]:
        environment = passed | dict(_settings(claimed)) | _bounds(allow_private=allow_private)
        target = targets.make(claimed.url, configuration.choose({}, None, environment))
        temporary = folder / "t"
        temporary.mkdir()
        if user is not None:
            for one in (folder, temporary):
                shutil.chown(one, user)
        environment["TMPDIR"] = str(temporary)  # what a killed scan leaves goes with its folder
        return Child(
            claimed.url, folder, environment=environment, user=user, mark=mark_of(claimed.token)
        ), target.deadline_s

    return start


def _passed(environment: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What a scan needs of the worker's environment: never the address of the database or a password."""
    names = {*_PASSED, *(variable(name) for name in SETTINGS)}
    return ((name, value) for name, value in environment.items() if name in names or name.startswith(_PREFIXES))


def _settings(claimed: Claimed) -> Iterator[tuple[str, str]]:
    """The settings that stand with the site, as the environment holds them."""
    if claimed.profile:
        yield variable("profile"), claimed.profile
    for name, value in claimed.options.items():
        if name not in OPTIONS:
            raise UsageError(
                f"{claimed.slug}: “{name}” is no setting that a site can have: `privacydiff sites edit` mends it."
            )
        yield variable(name), _written(value, "\n" if SETTINGS[name].kind == "lines" else ",")


def _written(value: Any, parted: str) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return parted.join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _bounds(*, allow_private: bool) -> dict[str, str]:
    return {
        variable("allow_private"): _written(allow_private, ""),
        variable("guarded"): _written(not allow_private, ""),
        variable("format"): "json",
    }


def _of(user: str, environment: Mapping[str, str]) -> dict[str, str]:
    """The environment with another user's home in place of ours, which that user cannot read."""
    try:
        who = pwd.getpwnam(user)
    except KeyError:
        raise UsageError(f"--scan-user {user}: this machine has no such user.") from None
    if os.geteuid() != 0:
        raise UsageError("--scan-user: only a worker of the superuser can run scans as another user.")
    theirs = {name: value for name, value in environment.items() if not name.startswith("XDG_")}
    return theirs | {"HOME": who.pw_dir, "USER": user}


def _can_scan(user: str, environment: Mapping[str, str]) -> None:
    """Raise UsageError where the user cannot run this program: else every scan would fail, each with its tries."""
    who = pwd.getpwnam(user)
    try:
        subprocess.run(
            [sys.executable, "-c", "import scanner.cli"], env=environment, user=who.pw_uid, group=who.pw_gid,
            extra_groups=[], check=True, capture_output=True,
        )  # fmt: skip
    except (OSError, subprocess.CalledProcessError) as error:
        raise UsageError(
            f"--scan-user {user}: that user cannot run {sys.executable}: install privacydiff where every user may "
            "read it, such as below /opt."
        ) from error
