"""What a very unit turned out not to have, taken off its model's profile, and the result of a check that needed it. Pure."""

from collections.abc import Callable
from typing import Protocol

from checks.measurement import CheckResult, Evidence, Finding, Outcome
from devices.capability import Capability
from devices.profile import Profile


class Planned(Protocol):
    """A check or a watch."""

    @property
    def id(self) -> str:
        """Its name."""
        ...


def narrowed(profile: Profile, found: frozenset[Capability] | None) -> Profile:
    """``profile`` without what was not found; as it is where nobody looked. Never wider than the model."""
    return profile if found is None else without(profile, profile.capabilities - found)


def without(profile: Profile, missing: frozenset[Capability]) -> Profile:
    """``profile`` less these capabilities."""
    return profile.less(missing) if missing else profile


def lacking(
    profile: Profile, found: frozenset[Capability] | None, applies: Callable[[Profile], bool]
) -> tuple[Capability, ...]:
    """What a check that suits the model cannot do without and this unit does not have; empty where it can run."""
    if found is None or applies(narrowed(profile, found)):
        return ()
    missing = profile.capabilities - found
    alone = tuple(sorted(c for c in missing if not applies(without(profile, frozenset({c})))))
    return alone or tuple(sorted(missing))


def not_had(check: Planned, missing: tuple[Capability, ...]) -> CheckResult:
    """The result of a check that had nothing to look at: not judged, and why."""
    findings = tuple(Finding(f"unit.no-{capability}", "", Evidence.IDENTIFIED) for capability in missing)
    return CheckResult(check.id, Outcome.NOT_JUDGED, findings=findings)
