"""Heat over the whole inspection. Each sensor keeps its name: a meter's own temperature is never the terminal's."""

from typing import Final

import numpy as np

from checks.check import WatchContext, live_channel
from checks.measurement import CheckResult, Evidence, Finding, Measurement, Outcome, measured, outcome_of
from devices.events import Channel, Quantity, Source
from devices.profile import Profile
from devices.telemetry import Floats

_OF_TERMINAL: Final = (Channel(Quantity.TEMPERATURE, Source.BOARD), Channel(Quantity.TEMPERATURE, Source.BATTERY))
_OF_METER: Final = Channel(Quantity.TEMPERATURE, Source.METER)
_RISE_S: Final = 60.0


class HeatWatch:
    """Always part of an inspection: where nothing can be observed, the report says so."""

    id = "heat"
    order = 81
    claims = frozenset({"heat.terminal", "heat.meter", "heat.rise"})

    def applies(self, profile: Profile, meter: Profile | None) -> bool:
        """Always."""
        return True

    def judge(self, context: WatchContext) -> CheckResult:
        """See ``Watch``."""
        channel = live_channel(context.telemetry, *_OF_TERMINAL)
        own = context.telemetry.series(channel).values if channel else np.empty(0)
        at = context.telemetry.series(channel).at if channel else np.empty(0)
        meter = context.telemetry.series(_OF_METER).values
        measurements = [
            _measure(context, "temperature.terminal", _highest(own)),
            _measure(context, "temperature.rise", _steepest(at, own)),
        ]
        if len(meter):
            measurements.append(_measure(context, "temperature.meter", _highest(meter)))
        counted = [m for m in measurements if m.required and m.observable]
        outcome = outcome_of(counted) if counted else Outcome.NOT_JUDGED
        return CheckResult(
            self.id, outcome, tuple(measurements), tuple(_findings(measurements)), required=bool(counted)
        )


def _highest(values: Floats) -> float | None:
    return round(float(values.max()), 1) if len(values) else None


def _steepest(at: Floats, values: Floats) -> float | None:
    """Largest rise over a minute in K/min; None before a minute has passed."""
    if len(at) < 2 or at[-1] - at[0] < _RISE_S:
        return None
    then = np.interp(at - _RISE_S, at, values)
    return round(float((values - then)[at >= at[0] + _RISE_S].max()), 2)


def _measure(context: WatchContext, name: str, value: float | None) -> Measurement:
    return measured(context.profile, name, value, Evidence.MEASURED, resolution=0.1)


_FAULTS: Final = {
    "temperature.terminal": "heat.terminal",
    "temperature.meter": "heat.meter",
    "temperature.rise": "heat.rise",
}


def _findings(measurements: list[Measurement]) -> list[Finding]:
    bad = (Outcome.FAIL, Outcome.MARGINAL)
    return [Finding(_FAULTS[m.limit_id], f"{m.value:g} {m.unit}") for m in measurements if m.outcome in bad]


CHECK = HeatWatch()
