"""Which checks, in which order, for this unit and what stands on the bench."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from checks.check import Check, Watch
from checks.complaints import Guide, ordered
from devices.profile import Profile


class PlanKind(StrEnum):
    """Quick decides a disposition; full is for repair."""

    QUICK = "quick"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Plan:
    """Checks in order, then the watches judged at the end. All of them are required for the verdict."""

    kind: PlanKind
    checks: tuple[Check, ...]
    watches: tuple[Watch, ...]

    @property
    def required(self) -> tuple[str, ...]:
        """Ids that must have a result before the unit can pass."""
        return tuple(c.id for c in self.checks) + tuple(w.id for w in self.watches)

    @property
    def quick(self) -> bool:
        """Whether the shorter variants are meant."""
        return self.kind is PlanKind.QUICK


def make_plan(
    kind: PlanKind,
    profile: Profile,
    meter: Profile | None,
    checks: Mapping[str, Check],
    watches: Mapping[str, Watch],
    guide: Guide | None = None,
    only: Collection[str] | None = None,
) -> Plan:
    """The plan for a model, and a meter where one is connected. A complaint puts what decides its likeliest cause first.

    ``only`` names the checks of a re-test, whatever the kind of plan would leave out.
    """
    suited = (c for c in checks.values() if c.applies(profile) and _wanted(c, kind, only))
    fixed = sorted(suited, key=lambda c: (c.order, c.id))
    chosen = [fixed[place] for place in ordered(fixed, guide)]
    judged = (w for w in watches.values() if w.applies(profile, meter) and (only is None or w.id in only))
    watching = sorted(judged, key=lambda w: (w.order, w.id))
    return Plan(kind, tuple(chosen), tuple(watching))


def _wanted(check: Check, kind: PlanKind, only: Collection[str] | None) -> bool:
    return check.id in only if only is not None else kind is PlanKind.FULL or not full_only(check)


def full_only(check: Check) -> bool:
    """Whether a check says of itself that a quick plan does without it."""
    return bool(getattr(check, "full_only", False))
