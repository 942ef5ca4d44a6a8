"""From what a terminal's own screen said before the first test to its cause.

The table of messages may grow: one that has no cause here is told as it is, and asked about.
"""

from dataclasses import dataclass
from typing import Final

from checks.diagnosis import Diagnosis, Evidences
from checks.measurement import Finding, message


@dataclass(frozen=True, slots=True)
class _Seen:
    """A fault with its cause: confidence, steps, part, and whether the case stays closed."""

    cause: str
    sure: float
    steps: tuple[str, ...]
    part: str | None = None
    closed: bool = True
    decide: str = ""
    told_by: str = ""
    """A finding of another check that says the same and has its own rule: then the message adds nothing."""


_CAUSES: Final = {
    "message.tamper": _Seen("cause.tampered", 0.95, ("leave_closed", "quarantine", "ask_tamper_history"),
                            told_by="tamper.triggered"),
    "message.keys-missing": _Seen("cause.pin_key_missing", 0.85, ("settle_first", "key_service", "sign_on_again"),
                                  told_by="key.pin-missing"),
    "message.sign-on": _Seen("cause.working_key_stale", 0.85, ("settle_first", "sign_on_again"), None, False,
                             told_by="key.working-stale"),
    "message.locked": _Seen("cause.locked_outside", 0.85, ("note_code", "operator_password", "vendor_offline_code"),
                            told_by="offline.vendor-code"),
    "message.system-error": _Seen("cause.system_damaged", 0.6, ("restart_unit", "settle_first", "reinstall_by_acquirer"),
                                  None, False, "soak"),
    "message.start-loop": _Seen("cause.start_loop", 0.6, ("swap_charger", "restart_unit", "reinstall_by_acquirer"),
                                None, False, "supply_or_software"),
    "message.no-network": _Seen("cause.sim", 0.5, ("check_sim", "check_network_cable", "retest"), "sim", False, "sim_or_apn"),
    "message.battery-low": _Seen("cause.battery_aged", 0.5, ("charge_fully", "retest", "replace_battery"), "battery", False,
                                 "run_on_battery"),
    "message.no-paper": _Seen("cause.no_paper", 0.8, ("load_paper", "retest"), None, False),
    "message.sim-refused": _Seen("cause.sim", 0.75, ("check_sim", "apn_by_acquirer", "retest"), "sim", False, "sim_or_apn",
                                 told_by="configuration.wrong-apn"),
    "message.moved": _Seen("cause.location_lock", 0.85, ("location_by_acquirer", "retest"), None, False, "site_or_unit",
                           told_by="configuration.location-lock"),
    "message.merchant-unknown": _Seen("cause.account_type", 0.8, ("settle_first", "merchant_record", "retest"), None, False,
                                      "merchant_sheet", told_by="configuration.account-type"),
    "message.not-supported": _Seen("cause.function_missing", 0.8, ("function_by_acquirer", "retest"), None, False,
                                   "other_card_type", told_by="configuration.function-off"),
    "message.no-pin-pad": _Seen("cause.wrong_pin_pad", 0.8, ("settle_first", "select_pin_pad", "retest"), None, False,
                                told_by="configuration.wrong-pin-pad"),
    "message.operator-refused": _Seen("cause.operator_password", 0.85, ("operator_password", "admin_by_acquirer"), None,
                                      False, "other_operator"),
    "message.security-module": _Seen("cause.pin_module", 0.75,
                                     ("settle_first", "restart_unit", "send_authorised", "key_service"), "mainboard", True,
                                     "clear_long_press", told_by="keypad.clear-kills"),
}  # fmt: skip
_FAMILY: Final = "message."


def first_sight(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """One diagnosis for each message that no other finding tells already."""
    told: dict[str, list[Finding]] = {}
    for result in evidence.results:
        for finding in result.findings:
            if finding.fault.startswith(_FAMILY):
                told.setdefault(finding.fault, []).append(finding)
    found: dict[str, Diagnosis] = {}
    for fault, findings in told.items():
        if (seen := _CAUSES.get(fault)) is not None and seen.told_by and evidence.findings(seen.told_by):
            continue
        diagnosis = _diagnosed(fault, tuple(findings))
        found.setdefault(diagnosis.cause, diagnosis)
    return tuple(found.values())


def _diagnosed(fault: str, findings: tuple[Finding, ...]) -> Diagnosis:
    seen = _CAUSES.get(fault)
    if seen is None:
        steps = (message("remedy.leave_closed"), message("remedy.ask_about_message"))
        return Diagnosis("cause.not_in_table", 0.3, findings, steps)
    return Diagnosis(
        seen.cause,
        seen.sure,
        findings,
        tuple(message(f"remedy.{step}") for step in seen.steps),
        (),
        seen.part,
        (),
        message(f"decide.{seen.decide}") if seen.decide else None,
        do_not_open=seen.closed,
    )


RULES = (first_sight,)
