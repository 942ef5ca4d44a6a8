"""From what eyes saw before the first test, from messages on the screen and from unsettled trades, to what must happen first.

The checks that find these may grow new codes: a code that is not in the table is told as it is and sent to quarantine.
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


_CAUSES: Final = {
    "seen.liquid": _Seen("cause.liquid", 0.9, ("stay_off", "dry_authorised", "quarantine_if_worse"), None, True, "corrosion"),
    "seen.swollen": _Seen("cause.battery_swollen", 0.95, ("unplug_now", "battery_outside", "replace_battery"), "battery",
                          False, "swollen_or_cell"),
    "seen.backup-cell": _Seen("cause.backup_cell", 0.7, ("off_overnight", "replace_backup_authorised"), "backup-cell", True,
                              "swollen_or_cell"),
    "seen.burnt": _Seen("cause.burnt", 0.95, ("stay_off", "scrap_or_maker"), "mainboard"),
    "seen.seal-broken": _Seen("cause.seal_broken", 0.9, ("leave_closed", "quarantine", "ask_tamper_history")),
    "seen.case-damaged": _Seen("cause.case_damaged", 0.8, ("leave_closed", "replace_keypad_authorised"), "case"),
    "seen.foreign-part": _Seen("cause.foreign_part", 0.9, ("leave_closed", "quarantine")),
    "seen.foreign-body": _Seen("cause.foreign_part", 0.9, ("leave_closed", "quarantine")),
    "trades.unsettled": _Seen("cause.trades_unsettled", 0.95, ("settle_first",), None, False),
    "message.tampered": _Seen("cause.tampered", 0.95, ("leave_closed", "quarantine", "ask_tamper_history")),
    "message.no-key": _Seen("cause.pin_key_missing", 0.85, ("settle_first", "key_service", "sign_on_again")),
    "message.offline-code": _Seen("cause.vendor_offline", 0.9, ("note_code", "vendor_offline_code")),
    "message.sign-on": _Seen("cause.working_key_stale", 0.85, ("settle_first", "sign_on_again"), None, False),
    "message.pin-locked": _Seen("cause.pin_locked", 0.85, ("settle_first", "unlock_by_acquirer"), None, False),
    "message.operator-password": _Seen("cause.operator_password", 0.85, ("operator_password",), None, False),
    "message.sim": _Seen("cause.sim", 0.85, ("check_sim", "retest"), "sim", False, "sim_or_apn"),
    "message.location": _Seen("cause.location_lock", 0.85, ("location_by_acquirer",), None, False),
    "message.function": _Seen("cause.function_missing", 0.85, ("function_by_acquirer",), None, False),
    "message.battery": _Seen("cause.battery_aged", 0.7, ("charge_fully", "replace_battery", "retest"), "battery", False),
    "message.communication": _Seen("cause.no_link", 0.5, ("check_network_cable", "retest"), "network-cable", False),
}  # fmt: skip
_FAMILIES: Final = ("seen.", "trades.", "message.")


def first_sight(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """One diagnosis for each code of these families."""
    told: dict[str, list[Finding]] = {}
    for result in evidence.results:
        for finding in result.findings:
            if finding.fault.startswith(_FAMILIES):
                told.setdefault(finding.fault, []).append(finding)
    found: dict[str, Diagnosis] = {}
    for fault, findings in told.items():
        diagnosis = _diagnosed(fault, tuple(findings))
        found.setdefault(diagnosis.cause, diagnosis)
    return tuple(found.values())


def _diagnosed(fault: str, findings: tuple[Finding, ...]) -> Diagnosis:
    seen = _CAUSES.get(fault)
    if seen is None:
        steps = (message("remedy.leave_closed"), message("remedy.ask_about_message"))
        return Diagnosis("cause.not_in_table", 0.3, findings, steps, do_not_open=fault.startswith("seen."))
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
