"""From readings in the supply line to charger, cable or contact. None of these cures opens the unit."""

from typing import Final

from checks.diagnosis import Diagnosis, Evidences
from checks.measurement import Finding, message
from checks.whose_reading import is_own, lowest_v

_GONE_V: Final = 1.0
"""Own: below this the voltage went away altogether. A contact does that; a weak charger gives less, but not nothing."""
_GIVES_WAY: Final = ("supply.sag", "supply.low", "supply.drop-out", "supply.weak-under-load")


def weak(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """Voltage that gives way: charger or cable."""
    if _past_meter(evidence):
        return ()
    found = tuple(
        finding
        for fault in ("supply.sag", "supply.low", "supply.weak-under-load", "logs.under-voltage")
        for finding in evidence.findings(fault)
    )
    if not found:
        return ()
    steps = (
        message("remedy.swap_charger"),
        message("remedy.swap_cable"),
        message("remedy.avoid_hub"),
        message("remedy.retest"),
    )
    decide = message("decide.charger_or_cable")
    sure = 0.6 if _gone(evidence) else 0.85
    return (Diagnosis("cause.weak_supply", sure, found, steps, (), "cable", ("supply", "load-step"), decide),)


def past_meter(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """The meter reads a good supply and the unit does not: the charger is cleared, the way from meter to unit is not."""
    gone = _gone(evidence)
    found = tuple(finding for finding in _past_meter(evidence) if finding not in gone)
    if not found:
        return ()
    steps = (
        message("remedy.swap_cable"),
        message("remedy.check_socket"),
        message("remedy.retest"),
        message("remedy.replace_mainboard_authorised"),
    )
    only_level = all(finding.fault == "supply.low" for finding in found)
    sure = 0.5 if only_level else 0.6 if gone else 0.85
    rests = found + evidence.findings("logs.under-voltage")
    decide = message("decide.past_meter")
    return (Diagnosis("cause.weak_past_meter", sure, rests, steps, (), "cable", ("supply",), decide, do_not_open=True),)


def _past_meter(evidence: Evidences) -> tuple[Finding, ...]:
    """What only the unit's own reading shows. Nothing where the meter saw the supply give way: that explains both."""
    found = tuple(finding for fault in _GIVES_WAY for finding in evidence.findings(fault))
    return found if all(is_own(finding) for finding in found) else ()


def _gone(evidence: Evidences) -> tuple[Finding, ...]:
    """Drop-outs that went all the way, or where a meter fell silent: no voltage to read is none."""
    found = evidence.findings("supply.drop-out")
    return tuple(finding for finding in found if (low := lowest_v(finding)) is None or low < _GONE_V)


def interrupted(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """Voltage or link that goes away and comes back: plug, cable or socket."""
    gone = _gone(evidence)
    outs = tuple(finding for finding in evidence.findings("supply.drop-out") if finding in gone or not is_own(finding))
    found = outs + evidence.findings("link.lost")
    if not found:
        return ()
    steps = (
        message("remedy.wiggle_cable"),
        message("remedy.swap_cable"),
        message("remedy.check_socket"),
        message("remedy.retest"),
    )
    gives_way = evidence.findings("supply.sag") + evidence.findings("supply.low")
    sure = 0.85 if gone or (outs and not gives_way) else 0.6
    return (Diagnosis("cause.loose_contact", sure, found, steps, (), "cable", ("link", "supply")),)


def too_high(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """A charger that gives more than it may."""
    found = evidence.findings("supply.high")
    if not found:
        return ()
    steps = (message("remedy.unplug_now"), message("remedy.swap_charger"), message("remedy.retest"))
    return (Diagnosis("cause.charger_too_high", 0.9, found, steps, (), None, ("supply",)),)


def noisy(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """Damaged frames: the line, or something that disturbs it."""
    found = evidence.findings("link.noise")
    if not found:
        return ()
    steps = (message("remedy.swap_cable"), message("remedy.away_from_noise"), message("remedy.retest"))
    return (Diagnosis("cause.noisy_line", 0.6, found, steps, (), "cable", ("link",)),)


def hot(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """Heat, by whose sensor it was."""
    if evidence.findings("heat.battery"):
        return (_hot_battery(evidence),)
    own = evidence.findings("heat.terminal") + evidence.findings("heat.rise")
    near = evidence.findings("heat.meter")
    found = own + near
    if not found:
        return ()
    cause = "cause.unit_hot" if own else "cause.meter_hot"
    place = (
        ("clear_vents", "move_from_heat", "retest") if own else ()
    )  # what is hot of its own may be kept hot from outside
    steps = tuple(message(f"remedy.{step}") for step in ("unplug_and_cool", "swap_charger", "check_current", *place))
    return (Diagnosis(cause, 0.7 if own else 0.5, found, steps, (), None, ("heat",), message("decide.touch_unit")),)


def cell(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """A cell that is charged too far: its charging circuit; one that is low or empty: charge it, then the cell."""
    high = evidence.findings("supply.battery-high")
    low = evidence.findings("supply.battery-low") + evidence.findings("supply.battery-empty")
    found = []
    if high:
        steps = (message("remedy.unplug_now"), message("remedy.battery_outside"), message("remedy.replace_battery"))
        found.append(
            Diagnosis("cause.battery_overcharged", 0.85, high, steps, (), "battery", ("supply",), do_not_open=True)
        )
    if low:
        steps = (message("remedy.charge_battery"), message("remedy.retest"), message("remedy.replace_battery"))
        decide = message("decide.charge_first")
        found.append(
            Diagnosis("cause.battery_cell", 0.75, low, steps, (), "battery", ("supply",), decide, do_not_open=True)
        )
    return tuple(found)


def sensor(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """Readings that cannot be, or a sensor that comes and goes: no heat, but nobody would see one either."""
    found = evidence.findings("heat.sensor")
    if not found:
        return ()
    steps = (message("remedy.restart_unit"), message("remedy.retest"), message("remedy.replace_mainboard_authorised"))
    return (Diagnosis("cause.heat_sensor", 0.7, found, steps, (), None, ("heat",), do_not_open=True),)


def _hot_battery(evidence: Evidences) -> Diagnosis:
    found = evidence.findings("heat.battery") + evidence.findings("heat.terminal")
    steps = (message("remedy.unplug_now"), message("remedy.battery_outside"), message("remedy.replace_battery"))
    return Diagnosis("cause.battery_hot", 0.8, found, steps, (), "battery", ("heat",), do_not_open=True)


RULES = (weak, past_meter, interrupted, too_high, noisy, hot, cell, sensor)
