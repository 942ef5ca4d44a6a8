"""Heat over the whole inspection. Each sensor keeps its name: a meter's own temperature is never the terminal's."""

from typing import Final

import numpy as np

from checks.check import WatchContext, live_channel
from checks.measurement import CheckResult, Evidence, Finding, Measurement, Outcome, measured, outcome_of
from devices.events import Channel, Quantity, Source
from devices.profile import Profile
from devices.telemetry import Floats

_OF_METER: Final = Channel(Quantity.TEMPERATURE, Source.METER)
_OF_BATTERY: Final = Channel(Quantity.TEMPERATURE, Source.BATTERY)
_OF_BOARD: Final = Channel(Quantity.TEMPERATURE, Source.BOARD)
_RISE_S: Final = 60.0


class HeatWatch:
    """Always part of an inspection: where nothing can be observed, the report says so.

    A sensor with a critical trip point of its own is judged by that (``temperature.trip``), any other by what its kind
    may reach.
    """

    id = "heat"
    order = 81
    claims = frozenset({"heat.terminal", "heat.battery", "heat.meter", "heat.rise"})

    def applies(self, profile: Profile, meter: Profile | None) -> bool:
        """Always."""
        return True

    def judge(self, context: WatchContext) -> CheckResult:
        """See ``Watch``."""
        own = context.telemetry.series(_OF_BOARD)
        measurements = [
            _hottest(context, _OF_BOARD, "temperature.terminal"),
            _measure(context, "temperature.rise", _steepest(own.at, own.values)),
        ]
        if live_channel(context.telemetry, _OF_BATTERY):
            measurements.append(_hottest(context, _OF_BATTERY, "temperature.battery"))
        meter = context.telemetry.series(_OF_METER).values
        if len(meter):
            measurements.append(_measure(context, "temperature.meter", _highest(meter)))
        counted = [m for m in measurements if m.required and m.observable]
        outcome = outcome_of(counted) if counted else Outcome.NOT_JUDGED
        return CheckResult(
            self.id, outcome, tuple(measurements), tuple(_findings(measurements)), required=bool(counted)
        )


def _hottest(context: WatchContext, channel: Channel, without_trip: str) -> Measurement:
    """The highest reading of a sensor against its own trip point, or against what its kind may reach."""
    value = _highest(context.telemetry.series(channel).values)
    sensor = next((s for s in context.state.sensors if s.channel == channel and s.streamed), None)
    if sensor is None or not sensor.critical or value is None:
        return _measure(context, without_trip, value, sensor.name if sensor else "")
    percent = round(value / sensor.critical * 100, 2)
    return _measure(context, "temperature.trip", percent, f"{sensor.name} {value:g} / {sensor.critical:g} °C")


def _highest(values: Floats) -> float | None:
    return round(float(values.max()), 1) if len(values) else None


def _steepest(at: Floats, values: Floats) -> float | None:
    """Largest rise over a minute in K/min; None before a minute has passed."""
    if len(at) < 2 or at[-1] - at[0] < _RISE_S:
        return None
    then = np.interp(at - _RISE_S, at, values)
    return round(float((values - then)[at >= at[0] + _RISE_S].max()), 2)


def _measure(context: WatchContext, name: str, value: float | None, subject: str = "") -> Measurement:
    return measured(context.profile, name, value, Evidence.MEASURED, subject, resolution=0.1)


_FAULTS: Final = {
    "temperature.terminal": "heat.terminal",
    "temperature.trip": "heat.terminal",
    "temperature.battery": "heat.battery",
    "temperature.meter": "heat.meter",
    "temperature.rise": "heat.rise",
}


def _findings(measurements: list[Measurement]) -> list[Finding]:
    bad = (Outcome.FAIL, Outcome.MARGINAL)
    return [
        Finding(_FAULTS[m.limit_id], m.subject or f"{m.value:g} {m.unit}") for m in measurements if m.outcome in bad
    ]


CHECK = HeatWatch()
