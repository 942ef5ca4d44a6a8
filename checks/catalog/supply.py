"""The supply over the whole inspection: level, sag, drop-out, wobble, battery. Judged at the end, so nothing is missed.

A meter stands in the line before cable, socket and the unit's own regulator: what it reads says nothing of those. So a
unit that reads its own supply is judged by that reading as well, beside the meter's.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from checks.check import Span, WatchContext, live_channel
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
    worst,
)
from checks.typed_readings import BY_HAND, supply_typed
from checks.typed_readings import PROFILE as TYPED
from checks.whose_reading import as_own, only_answers
from devices.capability import Capability
from devices.events import Channel, Quantity, Source
from devices.profile import Limit, Profile
from devices.telemetry import Floats

_AT_METER: Final = Channel(Quantity.VOLTAGE, Source.METER)
_AT_UNIT: Final = Channel(Quantity.VOLTAGE, Source.SUPPLY)
_FEWEST: Final = 20
_LONGER_THAN: Final = 2  # samples, limits.md, supply: sag
_WOBBLE_S: Final = 5.0
_RIPPLE_HZ: Final = 1000  # limits.md, supply: ripple
_STEADY_SHARE: Final = 0.1  # own: a load that stays within this share, or these amperes, is steady
_STEADY_A: Final = 0.02
_PLAUSIBLE_V: Final = (2.5, 25.0)  # limits.md, supply: plausibility of a battery's voltage
_OF_BATTERY: Final = Channel(Quantity.VOLTAGE, Source.BATTERY)
_LOAD: Final = Channel(Quantity.CURRENT, Source.METER)
_LOST_V: Final = 0.25
"""Own: so much the unit's own reading may lie below the meter's, by the cable's drop and by its converter's error."""
_SAME_LINE_V: Final = 1.0
"""Own: a reading further away than this, also in quiet, is of another line inside the unit, such as a 3.3 V one."""
_QUIET_SHARE: Final = 90
"""Percentile that stands for a reading's level away from its sags, also where those are long."""
_OWN_OUT: Final = 2
"""Own: neighbouring samples of a drop-out in the unit's own reading; a single one may be a slip of its converter."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Neighbouring samples on the wrong side of an edge: first and last index, and the worst value."""

    first: int
    last: int
    worst: float


@dataclass(frozen=True, slots=True)
class _GivenWay:
    """Where a reading left its band: for long enough below it, above it, and at all below the hard low."""

    sags: list[_Run]
    highs: list[_Run]
    outs: list[_Run]


class SupplyWatch:
    """Needs a meter in the supply line, or a unit that reads its own supply."""

    id = "supply"
    order = 80
    claims = frozenset(
        {
            "supply.sag",
            "supply.drop-out",
            "supply.low",
            "supply.high",
            "supply.battery-high",
            "supply.battery-low",
            "supply.battery-empty",
        }
    )

    def applies(self, profile: Profile, meter: Profile | None) -> bool:
        """Where somebody measures the supply."""
        return (meter is not None and meter.can(Capability.SUPPLY_VOLTAGE)) or profile.can(Capability.SUPPLY_VOLTAGE)

    def judge(self, context: WatchContext) -> CheckResult:
        """See ``Watch``."""
        channel = live_channel(context.telemetry, _AT_METER, _AT_UNIT) or _AT_METER
        series = context.telemetry.series(channel)
        at, volts = series.at, series.values
        found = _unjudged(context, len(at)) if len(at) < _FEWEST else _judged(context, at, volts)
        own = context.telemetry.series(_AT_UNIT)
        if channel is _AT_METER and len(at) >= _FEWEST and len(own.at) >= _FEWEST:
            at_unit = _own_judged if context.profile.can(Capability.SUPPLY_VOLTAGE) else _other_judged
            found = _beside(found, at_unit(context, own.at, own.values, volts))
        typed = supply_typed(context, curve=len(at) >= _FEWEST)
        if typed is None and len(at) < _FEWEST and not _awaited(context):
            found = replace(found, required=False)  # only a person could have told, and told something else
        if typed is not None:
            found = _beside(found, typed) if len(at) >= _FEWEST or _awaited(context) else typed
        return _with_battery(context, found)


def _awaited(context: WatchContext) -> bool:
    """Whether an instrument with a line was to tell the curve, or the unit itself: then its silence still counts."""
    line = context.meter is not None and context.meter.can(Capability.SUPPLY_VOLTAGE) and context.meter.id != TYPED
    return line or context.profile.can(Capability.SUPPLY_VOLTAGE)


def _beside(meters: CheckResult, own: CheckResult) -> CheckResult:
    """Both readings in one result: the worse decides, and each row and finding of the unit's own says whose it is."""
    return replace(
        meters,
        outcome=worst((meters.outcome, own.outcome)),
        measurements=(*meters.measurements, *own.measurements),
        findings=(*meters.findings, *own.findings),
        notes=(*meters.notes, *own.notes),
    )


def _with_battery(context: WatchContext, result: CheckResult) -> CheckResult:
    """The battery's voltage beside the supply's, where the unit reads it. A value that cannot be is only shown."""
    volts, by, subject = context.telemetry.series(_OF_BATTERY).values, Evidence.MEASURED, ""
    if not len(volts) and _OF_BATTERY in context.state.typed:
        volts, by, subject = np.array([context.state.typed[_OF_BATTERY]]), Evidence.OPERATOR, BY_HAND
    if not len(volts) or only_answers(context.profile):  # then it has a watch of its own
        return result
    level, highest = round(float(np.median(volts)), 3), round(float(volts.max()), 3)
    limit = context.profile.limits["battery.voltage"]
    high = limit.normal.high is not None and highest > limit.normal.high
    if not _PLAUSIBLE_V[0] <= level <= _PLAUSIBLE_V[1]:
        shown = replace(_measure(context, "battery.voltage", None, subject, None), required=False, evidence=by)
        note = message("note.battery_implausible", volts=f"{level:g}")
        return replace(result, measurements=(*result.measurements, shown), notes=(*result.notes, note))
    found = replace(_measure(context, "battery.voltage", highest if high else level, subject, 0.001), evidence=by)
    measurements = (*result.measurements, found)
    return replace(
        result,
        outcome=worst((result.outcome, found.outcome)) if found.required and found.observable else result.outcome,
        measurements=measurements,
        findings=(*result.findings, *_battery_findings(found, high)),
    )


def _battery_findings(found: Measurement, high: bool) -> tuple[Finding, ...]:
    if found.outcome is Outcome.PASS or found.value is None:
        return ()
    fault = "high" if high else "low" if found.outcome is Outcome.MARGINAL else "empty"
    return (Finding(f"supply.battery-{fault}", f"{found.value:.2f} V"),)


def _unjudged(context: WatchContext, count: int) -> CheckResult:
    note = message("note.too_few_samples", count=count)
    measurements = tuple(
        _measure(context, name, None, "", None) for name in ("supply.voltage", "supply.sag", "supply.drop_out")
    )
    return CheckResult("supply", Outcome.NOT_JUDGED, measurements, notes=(note,))


def _judged(context: WatchContext, at: Floats, volts: Floats) -> CheckResult:
    limits = context.profile.limits
    interval = _interval(at)
    given = _given_way(limits["supply.voltage"], volts)
    silences = _silences(at, interval, context)
    level = float(np.median(volts))
    worst_high = max((run.worst for run in given.highs), default=level)
    sag_s = _seconds(given.sags, at, interval)
    measurements = (
        _measure(context, "supply.voltage", round(max(level, worst_high), 3), "", 0.001),
        _measure(context, "supply.sag", round(sag_s, 2), _depth(given.sags), round(interval, 3)),
        _measure(context, "supply.drop_out", float(len(given.outs) + silences), "", None),
        _wobble(context, at, volts, interval),
    )
    findings = _findings(limits["supply.voltage"], level, given, silences, sag_s)
    rate = 1 / interval
    note = message(
        "note.supply", low=round(float(volts.min()), 3), high=round(float(volts.max()), 3), rate=round(rate, 1)
    )
    return CheckResult("supply", outcome_of(measurements), measurements, tuple(findings), (note, *_ripple(rate)))


def _own_judged(context: WatchContext, at: Floats, volts: Floats, meters: Floats) -> CheckResult:
    """The unit's own reading beside a meter's: its level by the limits, its sags below what it reads in quiet.

    A gap in it says nothing: a unit that is busy answers late. Nor does a level above the meter's: no supply lies there.
    """
    limit = context.profile.limits["supply.voltage"]
    interval = _interval(at)
    lost = float(np.percentile(meters, _QUIET_SHARE) - np.percentile(volts, _QUIET_SHARE))
    if abs(lost) > _SAME_LINE_V:
        return _other_line(context, volts)
    given = _given_way(limit, volts, min(max(lost, 0.0), _LOST_V))
    outs = [run for run in given.outs if run.last - run.first + 1 >= _OWN_OUT]
    level = float(np.median(volts))
    sag_s = _seconds(given.sags, at, interval)
    rows = (
        _measure(context, "supply.voltage", round(level, 3), "", 0.001),
        _measure(context, "supply.sag", round(sag_s, 2), "", round(interval, 3)),
        _measure(context, "supply.drop_out", float(len(outs)), "", None),
    )
    above = limit.normal.high is not None and level > limit.normal.high
    told = message("note.own_reading", lost=max(round(lost, 2), 0.0))
    measurements = tuple(
        replace(row, subject=_AT_UNIT.id, note=told, required=row.required and not (above and row is rows[0]))
        for row in rows
    )
    found = _findings(limit, level, replace(given, highs=[], outs=outs), 0, sag_s)
    findings = tuple(replace(finding, note=as_own(finding.note)) for finding in found)
    return CheckResult("supply", outcome_of(measurements), measurements, findings)


def _other_judged(context: WatchContext, at: Floats, volts: Floats, meters: Floats) -> CheckResult:
    """An instrument's second reading, taken at the unit: judged like the first, each row with its place."""
    found = _judged(context, at, volts)
    return replace(found, measurements=tuple(replace(row, subject=_AT_UNIT.id) for row in found.measurements), notes=())


def _other_line(context: WatchContext, volts: Floats) -> CheckResult:
    """A voltage that is not the supply's is shown and decides nothing: nobody knows its limits."""
    row = _measure(context, "supply.voltage", None, _AT_UNIT.id, None)
    told = message("note.own_other_line", volts=round(float(np.median(volts)), 2))
    return CheckResult("supply", Outcome.PASS, (replace(row, note=told, required=False),))


def _given_way(limit: Limit, volts: Floats, less: float = 0.0) -> _GivenWay:
    """Where the voltage left its band; the lower edges ``less`` volts deeper."""
    low, hard = limit.normal.low or 0.0, (limit.marginal.low if limit.marginal else None) or 0.0
    lows = _runs(volts < low - less, volts, np.minimum)
    highs = _runs(volts > (limit.normal.high or np.inf), volts, np.maximum)
    return _GivenWay(
        [run for run in lows if run.last - run.first + 1 > _LONGER_THAN],
        [run for run in highs if run.last - run.first + 1 > _LONGER_THAN],
        _runs(volts < hard - less, volts, np.minimum),
    )


def _interval(at: Floats) -> float:
    """The usual time between readings. A line that stood still lets many come at one moment: that is no pace."""
    apart = np.diff(at)
    moving = apart[apart > 0]
    return float(np.median(moving)) if len(moving) else 1.0


def _seconds(runs: list[_Run], at: Floats, interval: float) -> float:
    return sum(float(at[run.last] - at[run.first]) + interval for run in runs)


def _ripple(rate: float) -> tuple[Message, ...]:
    """Slow readings say nothing of ripple: said, so that nobody takes a pass for more than it is."""
    return (message("note.no_ripple", rate=round(rate, 1), needed=_RIPPLE_HZ),) if rate < _RIPPLE_HZ else ()


def _runs(wrong: "np.ndarray[tuple[int], np.dtype[np.bool_]]", volts: Floats, worst: np.ufunc) -> list[_Run]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], wrong.astype(np.int8), [0]))))
    return [
        _Run(int(a), int(b) - 1, float(worst.reduce(volts[a:b]))) for a, b in zip(edges[::2], edges[1::2], strict=True)
    ]


def _silences(at: Floats, interval: float, context: WatchContext) -> int:
    """Times in which the meter did not answer, for three intervals at least, and was not known to be away.

    Samples that are missing because the bench was too busy to ask say nothing of the supply.
    """
    spans = [Span(float(at[i]), float(at[i + 1])) for i in np.flatnonzero(np.diff(at) > max(3 * interval, 0.5))]
    silent = [s for s in spans if any(s.start <= told <= s.end for told in context.meter_silent)]
    return sum(1 for s in silent if not any(g.start <= s.end and g.end >= s.start for g in context.meter_gaps))


def _depth(sags: list[_Run]) -> str:
    return f"{min(run.worst for run in sags):.2f} V" if sags else ""


def _wobble(context: WatchContext, at: Floats, volts: Floats, interval: float) -> Measurement:
    """Largest standard deviation over 5 s, in percent of nominal, away from sags and while the load is steady.

    Informative. Without a meter's current nobody knows how steady the load is: then it is not judged.
    """
    band = context.profile.limits["supply.voltage"].normal
    nominal = ((band.low or 0.0) + (band.high or 0.0)) / 2
    size = max(int(_WOBBLE_S / interval), 2)
    load = context.telemetry.series(_LOAD)
    if not len(load) or len(volts) < size or not nominal:
        return _measure(context, "supply.wobble", None, "", None)
    whole = len(volts) // size * size
    amperes = np.interp(at, load.at, load.values)[:whole].reshape(-1, size)
    blocks = volts[:whole].reshape(-1, size)
    steady = np.ptp(amperes, axis=1) <= np.maximum(_STEADY_SHARE * amperes.mean(axis=1), _STEADY_A)
    judged = blocks[steady & (blocks.min(axis=1) >= (band.low or 0.0))]
    value = round(float(judged.std(axis=1).max()) / nominal * 100, 2) if len(judged) else None
    return _measure(context, "supply.wobble", value, "", None)


def _measure(
    context: WatchContext, name: str, value: float | None, subject: str, resolution: float | None
) -> Measurement:
    return measured(context.profile, name, value, Evidence.MEASURED, subject, resolution)


def _findings(limit: Limit, level: float, given: _GivenWay, silences: int, sag_s: float) -> list[Finding]:
    found: list[Finding] = []
    if limit.normal.low is not None and level < limit.normal.low:
        found.append(Finding("supply.low", f"{level:.2f} V"))
    elif given.sags:
        lowest = round(min(run.worst for run in given.sags), 2)
        note = message("note.sag", count=len(given.sags), seconds=round(sag_s, 1), low=lowest)
        found.append(Finding("supply.sag", _depth(given.sags), note=note))
    if given.highs:
        found.append(Finding("supply.high", f"{max(run.worst for run in given.highs):.2f} V"))
    if given.outs or silences:
        low = None if silences else round(min(run.worst for run in given.outs), 2)
        note_of = message("note.out", low=low) if low is not None else None
        found.append(Finding("supply.drop-out", str(len(given.outs) + silences), note=note_of))
    return found


CHECK = SupplyWatch()
