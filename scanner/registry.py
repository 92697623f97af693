"""Finds plug-ins: every module of a package is one, and its file name is its id."""

import hashlib
import importlib
import pkgutil
from pathlib import Path
from types import ModuleType


def modules(package: str, *, prefix: str = "", attribute: str) -> dict[str, ModuleType]:
    """The plug-in modules of `package` by id, sorted; the id is the file name without `prefix`, `_` written `-`.

    A module counts as a plug-in when it has `attribute`; files beside the plug-ins (an engine, say) do not have it.
    """
    root = importlib.import_module(package)
    found: dict[str, ModuleType] = {}
    for info in pkgutil.iter_modules(root.__path__):
        if info.ispkg or not info.name.startswith(prefix):
            continue
        module = importlib.import_module(f"{package}.{info.name}")
        if hasattr(module, attribute):
            found[info.name.removeprefix(prefix).replace("_", "-")] = module
    return dict(sorted(found.items()))


def names(package: str, *, prefix: str) -> tuple[str, ...]:
    """The ids of a package's plug-ins that are told by their prefix alone, sorted; nothing is imported."""
    root = importlib.import_module(package)
    found = (info.name for info in pkgutil.iter_modules(root.__path__) if not info.ispkg)
    return tuple(sorted(name.removeprefix(prefix).replace("_", "-") for name in found if name.startswith(prefix)))


def module(package: str, identity: str, *, prefix: str) -> ModuleType:
    """One plug-in by its id."""
    return importlib.import_module(f"{package}.{prefix}{identity.replace('-', '_')}")


def version(*packages: str) -> str:
    """12 hexadecimal digits that change with the code or data of the packages: what judged a scan."""
    digest = hashlib.sha256()
    for package in packages:
        for root in importlib.import_module(package).__path__:
            for file in sorted(path for path in Path(root).rglob("*") if path.suffix in (".py", ".toml")):
                digest.update(file.relative_to(root).as_posix().encode() + file.read_bytes())
    return digest.hexdigest()[:12]
