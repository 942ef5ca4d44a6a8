"""From readings in the supply line to charger, cable or contact. None of these cures opens the unit."""

from typing import Final

from checks.diagnosis import Diagnosis, Evidences
from checks.measurement import message

_GONE_V: Final = 1.0


def weak(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """Voltage that gives way: charger or cable."""
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
    sure = 0.6 if _cut_off(evidence) else 0.85
    return (Diagnosis("cause.weak_supply", sure, found, steps, (), "cable", ("supply", "load-step"), decide),)


def _cut_off(evidence: Evidences) -> bool:
    """Whether the voltage went away altogether: a contact does that, a weak charger does not. Below 1 V: own."""
    gone = [
        f for f in evidence.findings("supply.sag") if f.subject.endswith(" V") and _number(f.subject[:-2]) < _GONE_V
    ]
    return bool(gone) and bool(evidence.findings("supply.drop-out"))


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("inf")


def interrupted(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """Voltage or link that goes away and comes back: plug, cable or socket."""
    found = evidence.findings("supply.drop-out") + evidence.findings("link.lost")
    if not found:
        return ()
    steps = (
        message("remedy.wiggle_cable"),
        message("remedy.swap_cable"),
        message("remedy.check_socket"),
        message("remedy.retest"),
    )
    sure = 0.85 if evidence.findings("supply.drop-out") else 0.6
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


RULES = (weak, interrupted, too_high, noisy, hot, cell, sensor)
