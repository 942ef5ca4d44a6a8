"""Finds what the files of a package export, so that adding a file is all it takes. Reads nothing but the package."""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

from devices.errors import RegistryError


def exports(package: str, name: str, leave_out: frozenset[str] = frozenset()) -> Iterator[Any]:
    """``name`` of every public module of ``package``, in name order; files that begin with ``_`` are parts of others.

    ``leave_out`` are files that serve the others.

    Raises ``RegistryError`` for a module without it, and for an empty package (a program that was packed without it).
    """
    found = importlib.import_module(package)
    names = (info.name for info in pkgutil.iter_modules(found.__path__))
    modules = sorted(
        found_name for found_name in names if not found_name.startswith("_") and found_name not in leave_out
    )
    if not modules:
        raise RegistryError(f"{package} has no modules: this program was packed without them")
    for module in modules:
        full = f"{package}.{module}"
        loaded = importlib.import_module(full)
        if not hasattr(loaded, name):
            raise RegistryError(f"{full} exports no {name}")
        yield getattr(loaded, name)


def unique(items: Iterator[Any], key: str, what: str) -> dict[str, Any]:
    """Items by their attribute ``key``. Raises ``RegistryError`` where two share it."""
    by_key: dict[str, Any] = {}
    for item in items:
        own = getattr(item, key)
        if own in by_key:
            raise RegistryError(f"two {what} are called {own}")
        by_key[own] = item
    return by_key
