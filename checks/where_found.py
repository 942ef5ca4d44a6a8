"""Which row of which result a finding rests on, so that a reader of a cause can be taken to it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from checks.catalog.security_state import FAULTS
from checks.measurement import CheckResult, Finding, Measurement, Outcome
from devices.profile import Profile

_BAD = (Outcome.FAIL, Outcome.MARGINAL)


@dataclass(frozen=True, slots=True)
class Place:
    """A check's result, and the number of the measurement in it; None where the result as a whole tells it."""

    check: str
    row: int | None = None


def place_of(finding: Finding, results: Iterable[CheckResult], profile: Profile) -> Place | None:
    """Where ``finding`` was found; None for what nobody tested, such as a complaint or a look-up in a list."""
    result = next((result for result in results if finding in result.findings), None)
    return None if result is None else Place(result.check, _row(finding, result, profile))


def _row(finding: Finding, result: CheckResult, profile: Profile) -> int | None:
    """The row that belongs to it by name, else by its subject, else the first that is out of its limits."""
    rules = _rules(finding.fault, profile)
    marks = [_fit(finding, measurement, rules) for measurement in result.measurements]
    best = max(marks, default=0)
    return marks.index(best) if best else None


def _fit(finding: Finding, measurement: Measurement, rules: frozenset[str]) -> int:
    named = measurement.subject in rules or measurement.limit_id == finding.fault
    meant = bool(finding.subject) and finding.subject in (measurement.subject, *measurement.subject.split(", "))
    return 4 * named + 2 * meant + (measurement.outcome in _BAD)


def _rules(fault: str, profile: Profile) -> frozenset[str]:
    """The profile's own rules that call themselves so: their rows are named by the rule, not by the fault."""
    told = {rule.id for rule in profile.settings if rule.fault == fault}
    told |= {rule.id for rule in profile.programs if rule.fault == fault}
    return frozenset(told | {rule for rule, known in FAULTS.items() if known == fault})
