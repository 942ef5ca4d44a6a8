"""What a person reads off a multimeter and types: which numbers are taken, and how a level is judged by one.

Never a curve: one number tells a level. Sags, drop-outs and wobble stay not judged, and decide nothing.
"""

from dataclasses import replace
from typing import Final

from checks.check import WatchContext
from checks.measurement import CheckResult, Evidence, Finding, Measurement, Outcome, measured, message, outcome_of
from devices.events import Channel, Quantity, ReadingTyped, Source

PROFILE: Final = "typed"
"""The profile of an instrument without a line."""
BY_HAND: Final = "typed"
"""The subject of its rows: said beside the value, and a series of its own wherever values are followed over time."""
RANGES: Final = {
    Channel(Quantity.VOLTAGE, Source.METER): (0.0, 60.0),
    Channel(Quantity.VOLTAGE, Source.BATTERY): (0.0, 60.0),
    Channel(Quantity.CURRENT, Source.METER): (0.0, 30.0),
    Channel(Quantity.TEMPERATURE, Source.BOARD): (-40.0, 150.0),
    Channel(Quantity.TEMPERATURE, Source.BATTERY): (-40.0, 150.0),
}
"""What may be typed, and from where to where; own. The usual place of a quantity comes first."""
_AT_METER: Final = Channel(Quantity.VOLTAGE, Source.METER)
_NO_CURVE: Final = ("supply.sag", "supply.drop_out", "supply.wobble")


def parse_number(text: str) -> float | None:
    """A number as people type it, with a point or a comma; None where it is none."""
    plain = text.strip().replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        return None
    return (
        value
        if plain.isascii() and not plain.lower().strip("+-").startswith(("inf", "nan")) and "_" not in plain
        else None
    )


def typed_reading(channel: Channel, text: str) -> ReadingTyped | None:
    """What was typed for a channel, in the unit of its quantity; None where it is no number, or cannot be."""
    value, (low, high) = parse_number(text), RANGES[channel]
    return ReadingTyped(channel, value) if value is not None and low <= value <= high else None


def parse_reading(text: str) -> ReadingTyped | None:
    """``voltage=5.02`` or ``temperature@battery=41``; None for anything else."""
    name, _, value = text.partition("=")
    named = [channel for channel in RANGES if name.strip() in (channel.id, channel.quantity.value)]
    return typed_reading(named[0], value) if named else None


def supply_typed(context: WatchContext, curve: bool) -> CheckResult | None:
    """The supply's level as it was typed; None where it was not. ``curve``: an instrument told the rest."""
    volts = context.state.typed.get(_AT_METER)
    if volts is None:
        return None
    level = measured(context.profile, "supply.voltage", volts, Evidence.OPERATOR, BY_HAND)
    rest = () if curve else tuple(_never(context, name) for name in _NO_CURVE)
    note = message("note.typed_supply", volts=f"{volts:g}")
    return CheckResult("supply", outcome_of((level,)), (level, *rest), _findings(level, volts), (note,))


def _never(context: WatchContext, name: str) -> Measurement:
    return replace(measured(context.profile, name, None, Evidence.OPERATOR), required=False)


def _findings(level: Measurement, volts: float) -> tuple[Finding, ...]:
    limit = level.limit
    if limit is None or level.outcome is Outcome.PASS:
        return ()
    high = limit.normal.high is not None and volts > limit.normal.high
    return (Finding("supply.high" if high else "supply.low", f"{volts:.2f} V", Evidence.OPERATOR),)


def heat_typed(context: WatchContext, channel: Channel, limit_id: str) -> Measurement | None:
    """A temperature as it was typed, also for a model that tells none itself; None where it was not."""
    celsius = context.state.typed.get(channel)
    if celsius is None:
        return None
    return replace(measured(context.profile, limit_id, celsius, Evidence.OPERATOR, BY_HAND), observable=True)
