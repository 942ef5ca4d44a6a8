"""From what is seen before the cable to what to do first. A unit that is dangerous or sealed off is not opened here."""

from typing import Final

from checks.diagnosis import Diagnosis, Evidences, Rule
from checks.measurement import message

_CAUSES: Final[tuple[tuple[str, str, float, str, tuple[str, ...], bool], ...]] = (
    # fault, cause, confidence, part, remedies, do not open
    ("seen.swollen-battery", "cause.battery_swollen", 0.95, "battery", ("unplug_now", "battery_outside"), True),
    ("seen.burnt", "cause.burnt", 0.8, "mainboard", ("unplug_now", "quarantine_unit", "send_authorised"), True),
    ("seen.liquid", "cause.liquid", 0.9, "mainboard", ("unplug_now", "check_liquid", "send_authorised"), True),
    ("seen.cracked-screen", "cause.screen_cracked", 0.95, "display", ("replace_display_authorised", "retest"), True),
    ("seen.seal-broken", "cause.seal_broken", 0.8, "", ("quarantine_unit", "ask_owner"), True),
    ("seen.lights-off", "cause.no_lights", 0.4, "", ("swap_charger", "hold_power_key", "retest"), False),
)


def _rule(fault: str, cause: str, sure: float, part: str, remedies: tuple[str, ...], closed: bool) -> Rule:
    def rule(evidence: Evidences) -> tuple[Diagnosis, ...]:
        found = evidence.findings(fault)
        if not found:
            return ()
        steps = tuple(message(f"remedy.{remedy}") for remedy in remedies)
        return (Diagnosis(cause, sure, found, steps, (), part or None, ("first-minute",), do_not_open=closed),)

    return rule


def missing_keys(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """Caps that are gone, seen before any key was asked for; the keypad check names them and then explains them alone."""
    found = evidence.findings("seen.missing-keys")
    if not found or evidence.findings("keypad.missing"):
        return ()
    steps = (message("remedy.replace_keypad_authorised"), message("remedy.retest"))
    return (Diagnosis("cause.caps_missing", 0.9, found, steps, (), "keypad", ("keypad",), do_not_open=True),)


def unsettled(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """Money that was taken and not yet handed in: settle before anything that loses data."""
    found = evidence.findings("trades.unsettled")
    if not found:
        return ()
    steps = (message("remedy.settle_first"),)
    return (Diagnosis("cause.trades_unsettled", 0.9, found, steps, (), None, ("first-minute",)),)


RULES = (*(_rule(*row) for row in _CAUSES), missing_keys, unsettled)
