"""Heat over the whole inspection. Each sensor keeps its name: a meter's own temperature is never the terminal's."""

from dataclasses import replace
from itertools import pairwise
from typing import Final

import numpy as np

from checks.check import WatchContext, live_channel
from checks.measurement import (
    CheckResult,
    Evidence,
    Finding,
    Measurement,
    Message,
    Outcome,
    measured,
    message,
    outcome_of,
)
from checks.power_on import power_on
from checks.typed_readings import heat_typed
from devices.events import Channel, Quantity, Source
from devices.profile import Profile
from devices.telemetry import Floats

_OF_METER: Final = Channel(Quantity.TEMPERATURE, Source.METER)
_OF_BATTERY: Final = Channel(Quantity.TEMPERATURE, Source.BATTERY)
_OF_BOARD: Final = Channel(Quantity.TEMPERATURE, Source.BOARD)
_OWN: Final = (Source.BOARD, Source.BATTERY, Source.SUPPLY)
_RISE_S: Final = 60.0
_GRACE_S: Final = 120.0  # limits.md, temperature
_GONE_S: Final = 3.0  # own: so long without a reading, while others come, is no lost sample


class HeatWatch:
    """Always part of an inspection: where nothing can be observed, the report says so.

    A sensor with a critical trip point of its own is judged by that (``temperature.trip``), any other by what its kind
    may reach. What a unit reads in the first 120 s after it was switched on is not judged.
    """

    id = "heat"
    order = 81
    claims = frozenset({"heat.terminal", "heat.battery", "heat.meter", "heat.rise", "heat.sensor"})

    def applies(self, profile: Profile, meter: Profile | None) -> bool:
        """Always."""
        return True

    def judge(self, context: WatchContext) -> CheckResult:
        """See ``Watch``."""
        on = power_on(context)
        since = -np.inf if on is None else on + _GRACE_S
        own = _readings(context, _OF_BOARD, since)
        typed = heat_typed(context, _OF_BOARD, "temperature.terminal") if not len(own[0]) else None
        measurements = [typed or _hottest(context, _OF_BOARD, "temperature.terminal", since), _rise(context, own)]
        if live_channel(context.telemetry, _OF_BATTERY):
            measurements.append(_hottest(context, _OF_BATTERY, "temperature.battery", since))
        elif (of_battery := heat_typed(context, _OF_BATTERY, "temperature.battery")) is not None:
            measurements.append(of_battery)
        meter = context.telemetry.series(_OF_METER).values
        if len(meter):
            measurements.append(_measure(context, "temperature.meter", _highest(meter)))
        broken = [fault for channel in (_OF_BOARD, _OF_BATTERY) for fault in _sensor_faults(context, channel)]
        measurements += [
            _measure(context, "temperature.sensor", value, f"report.channel.{channel.id}")
            for channel in (_OF_BOARD, _OF_BATTERY)
            if (value := _strangest(context, channel)) is not None
        ]
        counted = [m for m in measurements if m.required and m.observable]
        outcome = outcome_of(counted) if counted else Outcome.NOT_JUDGED
        if broken and outcome is not Outcome.FAIL:
            outcome = Outcome.MARGINAL
        notes = _notes(context, on, since)
        return CheckResult(
            self.id,
            outcome,
            tuple(measurements),
            (*_findings(measurements), *broken),
            notes,
            required=bool(counted or broken),
        )


def _readings(context: WatchContext, channel: Channel, since: float) -> tuple[Floats, Floats]:
    """Times and values that are judged: after the grace time, and such as a working sensor gives."""
    series = context.telemetry.series(channel)
    sane = _sane(context, series.values) & (series.at >= since)
    return series.at[sane], series.values[sane]


def _sane(context: WatchContext, values: Floats) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    band = context.profile.limits["temperature.sensor"].normal
    return np.array([band.holds(float(value)) for value in values], np.bool_)


def _hottest(context: WatchContext, channel: Channel, without_trip: str, since: float) -> Measurement:
    """The highest reading of a sensor against its own trip point, or against what its kind may reach."""
    value = _highest(_readings(context, channel, since)[1])
    early = value is None and len(context.telemetry.series(channel)) > 0
    sensor = next((s for s in context.state.sensors if s.channel == channel and s.streamed), None)
    if sensor is None or not sensor.critical or value is None:
        found = _measure(context, without_trip, value, sensor.name if sensor else "")
        return replace(found, required=False) if early else found
    percent = round(value / sensor.critical * 100, 2)
    return _measure(context, "temperature.trip", percent, f"{sensor.name} {value:g} / {sensor.critical:g} °C")


def _highest(values: Floats) -> float | None:
    return round(float(values.max()), 1) if len(values) else None


def _rise(context: WatchContext, readings: tuple[Floats, Floats]) -> Measurement:
    """Counts where there was a minute to look at; a short inspection is no fault."""
    found = _measure(context, "temperature.rise", _steepest(*readings))
    return replace(found, required=found.required and found.value is not None)


def _steepest(at: Floats, values: Floats) -> float | None:
    """Largest rise over a minute in K/min; None before a minute has passed."""
    if len(at) < 2 or at[-1] - at[0] < _RISE_S:
        return None
    then = np.interp(at - _RISE_S, at, values)
    return round(float((values - then)[at >= at[0] + _RISE_S].max()), 2)


def _strangest(context: WatchContext, channel: Channel) -> float | None:
    """The reading that a working sensor comes closest to not giving: the lowest, or one that is too high."""
    values = context.telemetry.series(channel).values
    if not len(values):
        return None
    wrong = values[~_sane(context, values)]
    return round(float(wrong[0] if len(wrong) else values.min()), 1)


def _sensor_faults(context: WatchContext, channel: Channel) -> list[Finding]:
    """Readings that cannot be, and a sensor that appeared or vanished while the unit's others went on."""
    series = context.telemetry.series(channel)
    if not len(series):
        return []
    name = next((s.name for s in context.state.sensors if s.channel == channel and s.streamed), channel.id)
    wrong = series.values[~_sane(context, series.values)]
    if len(wrong):
        note = message("note.sensor_insane", value=round(float(wrong[0]), 1))
        return [Finding("heat.sensor", name, Evidence.MEASURED, note)]
    away = _longest_absence(context, series.at)
    note = message("note.sensor_gone", seconds=round(away, 1))
    return [Finding("heat.sensor", name, Evidence.MEASURED, note)] if away > _GONE_S else []


def _longest_absence(context: WatchContext, at: Floats) -> float:
    """Seconds without this sensor's readings in which the unit's other sensors were read all the time."""
    others = [
        series.at
        for channel, series in context.telemetry
        if channel.source in _OWN and len(series) and not np.array_equal(series.at, at)
    ]
    if not others:
        return 0.0
    there = np.unique(np.concatenate(others))
    edges = np.concatenate(([there[0]], at, [there[-1]]))
    longest = 0.0
    for start, end in pairwise(edges):
        between = there[(there > start) & (there < end)]
        if len(between) >= 2 and not _paused(context, float(start), float(end)):
            longest = max(longest, float(between[-1] - between[0]))
    return longest


def _paused(context: WatchContext, start: float, end: float) -> bool:
    return any(gap.start < end and gap.end > start for gap in context.gaps)


def _notes(context: WatchContext, on: float | None, since: float) -> tuple[Message, ...]:
    series = [context.telemetry.series(channel) for channel in (_OF_BOARD, _OF_BATTERY)]
    if not any(len(one) for one in series):
        return ()
    if on is None:
        return (message("note.power_on_unknown"),)
    early = sum(int((one.at < since).sum()) for one in series)
    return (message("note.heat_grace", seconds=round(_GRACE_S), count=early),) if early else ()


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
        Finding(_FAULTS[m.limit_id], m.subject or f"{m.value:g} {m.unit}", m.evidence)
        for m in measurements
        if m.outcome in bad and m.limit_id in _FAULTS
    ]


CHECK = HeatWatch()
