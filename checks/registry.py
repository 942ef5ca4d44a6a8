"""What is in the catalog, the patterns and the rules: found by looking at the packages, never listed by hand."""

from checks.check import Check, Watch
from checks.diagnosis import Rule
from checks.pattern import Pattern
from devices.plugins import exports, unique


def load_checks() -> tuple[dict[str, Check], dict[str, Watch]]:
    """All checks and all watches of the catalog."""
    found = unique(exports("checks.catalog", "CHECK"), "id", "checks")
    checks = {key: item for key, item in found.items() if hasattr(item, "run")}
    return checks, {key: item for key, item in found.items() if key not in checks}


def load_patterns() -> dict[str, Pattern]:
    """All patterns by id, in their order."""
    found = unique((p for family in exports("checks.patterns", "PATTERNS") for p in family), "id", "patterns")
    return dict(sorted(found.items(), key=lambda item: (item[1].order, item[0])))


def load_rules() -> tuple[Rule, ...]:
    """All diagnosis rules, family by family."""
    return tuple(rule for family in exports("checks.rules", "RULES") for rule in family)
