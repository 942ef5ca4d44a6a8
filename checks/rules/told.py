"""From what the customer says: a response code's owner, and what is left where every test was good."""

from typing import Final

from checks.diagnosis import Diagnosis, Evidences
from checks.measurement import Evidence, Finding, Message, message

_SPOILS_PIN: Final = ("keypad.crossed", "keypad.chatter", "keypad.dead", "keypad.stuck", "keypad.ghost")
_WRONG_PIN: Final = ("38", "55", "75")


def code(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """A code belongs to card, terminal, merchant, host or key. A wrong PIN is the card's, unless a key types another digit."""
    told = evidence.code
    if told is None:
        return ()
    spoilt = _spoilt(evidence) if told.code in _WRONG_PIN else ()
    unproved = told.code in _WRONG_PIN and not evidence.passed("keypad")
    sure = 0.3 if spoilt else 0.7 if unproved else 0.9
    steps = (
        message("remedy.code_says", code=told.code, says_id=f"code.{told.code}"),
        *(message(step) for step in told.remedy),
    )
    rests = (Finding("complaint.code", told.code, Evidence.OPERATOR), *spoilt)
    decide = message("decide.keypad_first") if unproved else None
    return (
        Diagnosis(f"cause.code_{told.belongs}", sure, rests, steps, (), None, ("keypad",) if unproved else (), decide),
    )


def _spoilt(evidence: Evidences) -> tuple[Finding, ...]:
    found = (f for result in evidence.results for f in result.findings if f.fault in _SPOILS_PIN)
    return tuple(found)


_LEFT: Final[dict[str, tuple[tuple[str, float, tuple[str, ...], str | None, str], ...]]] = {
    "pin": (
        ("cause.wrong_operation", 0.4, ("train_pin_entry",), None, "watch_customer"),
        ("cause.function_missing", 0.35, ("function_by_acquirer",), None, "other_card_type"),
        ("cause.pin_module", 0.25, ("clear_long_press", "key_service"), "mainboard", "clear_long_press"),
        ("cause.account_type", 0.2, ("merchant_record",), None, "merchant_sheet"),
    ),
    "key": (("cause.touch_drift", 0.3, ("clean_screen", "calibrate_touch", "retest"), "display", "touch_or_key"),),
    "restarts": (
        ("cause.battery_aged", 0.4, ("charge_fully", "replace_battery", "retest"), "battery", "run_on_battery"),
    ),
    "hot": (("cause.site_heat", 0.4, ("clear_vents", "move_from_heat"), None, "touch_unit"),),
    "no-power": (
        ("cause.battery_aged", 0.4, ("charge_fully", "replace_battery", "retest"), "battery", "run_on_battery"),
    ),
    "network": (
        ("cause.sim", 0.35, ("check_sim", "retest"), "sim", "sim_or_apn"),
        ("cause.location_lock", 0.3, ("location_by_acquirer",), None, "site_or_unit"),
        ("cause.bandwidth", 0.25, ("check_bandwidth",), None, "busy_hour"),
        ("cause.licence", 0.15, ("check_licence",), None, "licence_list"),
    ),
    "refused": (
        ("cause.operator_password", 0.35, ("operator_password",), None, "other_operator"),
        ("cause.account_type", 0.3, ("merchant_record",), None, "merchant_sheet"),
        ("cause.function_missing", 0.3, ("function_by_acquirer",), None, "other_card_type"),
        ("cause.admin_rights", 0.2, ("admin_by_acquirer",), None, "other_operator"),
        ("cause.licence", 0.15, ("check_licence",), None, "licence_list"),
    ),
}
"""Complaint to causes that no measurement shows: cause, confidence, steps, part, and what tells it from the next."""


def nothing_found(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """A complaint, and every test that was made is good: soak first, then what no test of a bench can see."""
    faults = [f for r in evidence.results for f in r.findings if not f.fault.startswith(("unit.", "link.noise"))]
    untested = not evidence.results or any(not evidence.passed(r.check) for r in evidence.results if r.required)
    if not evidence.complaint or evidence.complaint == "routine" or evidence.code or faults or untested:
        return ()
    rests = (Finding("complaint.told", "", Evidence.OPERATOR),)
    steps = (
        message("remedy.soak"),
        message("remedy.wiggle_cable"),
        message("remedy.warm_up"),
        message("remedy.retest"),
    )
    checks = tuple(result.check for result in evidence.results if result.required)
    soak = Diagnosis("cause.no_fault_found", 0.5, rests, steps, (), None, checks, message("decide.soak"))
    left = [row for row in _LEFT.get(evidence.complaint, ()) if row[0] != "cause.licence" or evidence.licence is None]
    return soak, *(_left(rests, *row) for row in left)


def _left(
    rests: tuple[Finding, ...], cause: str, sure: float, steps: tuple[str, ...], part: str | None, decide: str
) -> Diagnosis:
    cure: tuple[Message, ...] = tuple(message(f"remedy.{step}") for step in steps)
    return Diagnosis(cause, sure, rests, cure, (), part, (), message(f"decide.{decide}"))


RULES = (code, nothing_found)
