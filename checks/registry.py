"""What is in the catalog, the patterns and the rules: found by looking at the packages, never listed by hand."""

import importlib
import pkgutil
from collections.abc import Iterable
from types import ModuleType
from typing import Any

from checks.check import Check, Watch
from checks.diagnosis import Rule
from checks.pattern import Pattern
from devices.errors import RegistryError


def modules_of(package: str) -> Iterable[ModuleType]:
    """Every public module of a package, in name order. Raises ``RegistryError`` for an empty one (a broken frozen build)."""
    found = importlib.import_module(package)
    names = sorted(m.name for m in pkgutil.iter_modules(found.__path__) if not m.name.startswith("_"))
    if not names:
        raise RegistryError(f"{package} has no modules: this program was packed without them")
    return (importlib.import_module(f"{package}.{name}") for name in names)


def exported(module: ModuleType, name: str) -> Any:
    """The module's export. Raises ``RegistryError`` where it is missing."""
    if not hasattr(module, name):
        raise RegistryError(f"{module.__name__} exports no {name}")
    return getattr(module, name)


def unique(items: Iterable[Any], what: str) -> dict[str, Any]:
    """Items by id. Raises ``RegistryError`` for a doubled id."""
    by_id: dict[str, Any] = {}
    for item in items:
        if item.id in by_id:
            raise RegistryError(f"two {what} are called {item.id}")
        by_id[item.id] = item
    return by_id


def load_checks() -> tuple[dict[str, Check], dict[str, Watch]]:
    """All checks and all watches of the catalog."""
    found = unique((exported(m, "CHECK") for m in modules_of("checks.catalog")), "checks")
    checks = {key: item for key, item in found.items() if hasattr(item, "run")}
    return checks, {key: item for key, item in found.items() if key not in checks}


def load_patterns() -> dict[str, Pattern]:
    """All patterns by id, in their order."""
    found = unique((p for m in modules_of("checks.patterns") for p in exported(m, "PATTERNS")), "patterns")
    return dict(sorted(found.items(), key=lambda item: (item[1].order, item[0])))


def load_rules() -> tuple[Rule, ...]:
    """All diagnosis rules, family by family."""
    return tuple(rule for m in modules_of("checks.rules") for rule in exported(m, "RULES"))
