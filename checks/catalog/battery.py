"""The battery of a unit that tells of it, over the whole inspection. Needs no meter; one without a battery is not judged.

The supply watch judges the battery of a unit that reads its own supply; this one is for those that only answer a question.
"""

from dataclasses import replace
from typing import Final

import numpy as np

from checks.check import WatchContext
from checks.measurement import CheckResult, Evidence, Finding, Measurement, Outcome, measured, message, outcome_of
from checks.whose_reading import only_answers
from devices.events import Channel, Quantity, Source
from devices.profile import Profile

_VOLTS: Final = Channel(Quantity.VOLTAGE, Source.BATTERY)
_PERCENT: Final = Channel(Quantity.CHARGE, Source.BATTERY)
_PLAUSIBLE_V: Final = (2.5, 25.0)  # limits.md, supply: plausibility of a battery's voltage


class BatteryWatch:
    """Suits units that can be asked about their battery."""

    id = "battery"
    order = 82
    claims = frozenset({"supply.battery-high", "supply.battery-low", "supply.battery-empty"})

    def applies(self, profile: Profile, meter: Profile | None) -> bool:
        """Where the protocol has a question about the battery, and no readings that come by themselves."""
        return only_answers(profile)

    def judge(self, context: WatchContext) -> CheckResult:
        """See ``Watch``."""
        found = [row for row in (_charge(context), _voltage(context)) if row is not None]
        measurements = tuple(found) or (_row(context, "battery.charge", None),)
        return CheckResult(
            self.id,
            outcome_of(measurements) if found else Outcome.NOT_JUDGED,
            measurements,
            _findings(context, measurements),
            () if found else (message("note.battery_untold"),),
            required=any(row.required for row in measurements),
        )


def _row(context: WatchContext, limit_id: str, value: float | None) -> Measurement:
    return measured(context.profile, limit_id, value, Evidence.IDENTIFIED, "", None)


def _charge(context: WatchContext) -> Measurement | None:
    values = context.telemetry.series(_PERCENT).values
    return _row(context, "battery.charge", float(values[-1])) if len(values) else None


def _voltage(context: WatchContext) -> Measurement | None:
    """The median; a value that cannot be is shown and decides nothing."""
    values = context.telemetry.series(_VOLTS).values
    if not len(values):
        return None
    level = round(float(np.median(values)), 3)
    if _PLAUSIBLE_V[0] <= level <= _PLAUSIBLE_V[1]:
        return _row(context, "battery.voltage", level)
    note = message("note.battery_implausible", volts=f"{level:g}")
    return replace(_row(context, "battery.voltage", None), required=False, note=note)


def _findings(context: WatchContext, measurements: tuple[Measurement, ...]) -> tuple[Finding, ...]:
    volts = next((m for m in measurements if m.limit_id == "battery.voltage"), None)
    if volts is None or volts.value is None or volts.outcome is Outcome.PASS:
        return ()
    high = context.profile.limits["battery.voltage"].normal.high
    above = high is not None and volts.value > high
    fault = "high" if above else "low" if volts.outcome is Outcome.MARGINAL else "empty"
    return (Finding(f"supply.battery-{fault}", f"{volts.value:.2f} V"),)


CHECK = BatteryWatch()
