"""Finds plug-ins: every module of a package is one, and its file name is its id."""

import importlib
import pkgutil
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
