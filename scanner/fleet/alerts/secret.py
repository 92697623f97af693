"""Secrets stand in the environment or in files of their own; settings only say where."""

from collections.abc import Mapping
from pathlib import Path

from scanner.model.errors import UsageError

_ENVIRONMENT, _FILE = "env:", "file:"


def where(value: str, place: str) -> str:
    """`value` if it says where a secret is ("env:NAME", "file:PATH"). Raises UsageError for the secret itself."""
    if not value.startswith((_ENVIRONMENT, _FILE)) or not value.partition(":")[2].strip():
        raise UsageError(f'{place} must say where the secret is: "env:NAME_OF_A_VARIABLE" or "file:/path/of/a/file".')
    return value


def reveal(value: str, environment: Mapping[str, str]) -> str:
    """The secret behind "env:NAME" or "file:PATH". Raises UsageError if it is not there; never with the secret in it."""
    kind, _, name = value.partition(":")
    if f"{kind}:" == _ENVIRONMENT:
        secret = environment.get(name, "")
        if not secret:
            raise UsageError(f"The variable {name} is not set: it should hold the secret that the alerts need.")
        return secret
    try:
        secret = Path(name).expanduser().read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not text in UTF-8"
        raise UsageError(f"{name} should hold the secret that the alerts need, but cannot be read: {why}.") from error
    if not secret:
        raise UsageError(f"{name} should hold the secret that the alerts need, but is empty.")
    return secret
