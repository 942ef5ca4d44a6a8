"""From what a unit says of itself to its cure. Its own word is good evidence of where, and poor evidence of why."""

from typing import Final

from checks.diagnosis import Diagnosis, Evidences, Rule
from checks.measurement import message

_CAUSES: Final[tuple[tuple[str, str, float, str, tuple[str, ...], str, bool], ...]] = (
    # fault, cause, confidence, part, remedies, what decides, do not open
    ("supply-low", "cause.self.supply-low", 0.8, "cable", ("swap_charger", "swap_cable", "avoid_hub", "retest"),
     "charger_or_cable", False),
    ("battery-low", "cause.self.battery-low", 0.5, "battery", ("charge_fully", "replace_battery", "retest"), "run_on_battery", False),
    ("backup-low", "cause.self.backup-low", 0.85, "backup-cell", ("settle_first", "replace_backup_authorised"), "", True),
    ("pin-pad", "cause.self.pin-pad", 0.85, "mainboard", ("restart_unit", "retest", "send_authorised"), "", True),
    ("card-reader", "cause.self.card-reader", 0.75, "chip-slot",
     ("clean_slot", "restart_unit", "retest", "replace_part_authorised"), "", True),
    ("printer", "cause.self.printer", 0.75, "printer",
     ("new_paper", "clean_printer", "retest", "replace_part_authorised"), "", True),
    ("device-missing", "cause.self.device-missing", 0.6, "", ("check_plugs", "restart_unit", "retest", "send_authorised"), "", True),
    ("diagnosis-due", "cause.self.diagnosis-due", 0.9, "", ("settle_first", "host_diagnosis", "retest"), "", False),
    ("out-of-order", "cause.self.out-of-order", 0.7, "", ("note_reported", "restart_unit", "retest", "send_authorised"), "", True),
    ("locked", "cause.self.locked", 0.85, "", ("note_reported", "key_service"), "", True),
    ("host-line", "cause.self.host-line", 0.5, "", ("check_network_cable", "check_router", "ask_acquirer_host", "retest"), "", False),
    ("other", "cause.self.other", 0.3, "", ("note_reported", "restart_unit", "retest", "send_authorised"), "", True),
)  # fmt: skip


def _rule(fault: str, cause: str, sure: float, part: str, remedies: tuple[str, ...], decide: str, shut: bool) -> Rule:
    def rule(evidence: Evidences) -> tuple[Diagnosis, ...]:
        found = evidence.findings(f"self.{fault}")
        if not found:
            return ()
        steps = tuple(message(f"remedy.{remedy}") for remedy in remedies)
        told_by = message(f"decide.{decide}") if decide else None
        return (Diagnosis(cause, sure, found, steps, (), part or None, ("self-test",), told_by, shut),)

    return rule


RULES = tuple(_rule(*row) for row in _CAUSES)
