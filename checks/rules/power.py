"""From what a silent unit draws to its cause. The outside comes first: cable, adapter and socket cost nothing to change."""

from typing import Final

from checks.diagnosis import Diagnosis, Evidences, Rule
from checks.measurement import message

_CAUSES: Final[tuple[tuple[str, str, float, str, tuple[str, ...], str, bool], ...]] = (
    # fault, cause, confidence, part, remedies, what decides, do not open
    ("power.none", "cause.no_current", 0.85, "cable", ("swap_cable", "swap_charger", "check_socket"), "", False),
    ("power.small", "cause.board_dead", 0.6, "mainboard", ("hold_power_key", "send_authorised"), "battery_out", True),
    ("power.no-start", "cause.does_not_start", 0.5, "mainboard", ("hold_power_key", "charge_an_hour", "send_authorised"),
     "measure_current", True),
    ("power.no-data", "cause.no_data_line", 0.7, "cable", ("data_cable", "other_usb_port", "install_driver"), "", False),
)  # fmt: skip


def _rule(fault: str, cause: str, sure: float, part: str, remedies: tuple[str, ...], decide: str, shut: bool) -> Rule:
    def rule(evidence: Evidences) -> tuple[Diagnosis, ...]:
        found = evidence.findings(fault)
        if not found:
            return ()
        steps = (*(message(f"remedy.{remedy}") for remedy in remedies), message("remedy.retest"))
        told_by = message(f"decide.{decide}") if decide else None
        return (Diagnosis(cause, sure, found, steps, (), part, ("power",), told_by, shut),)

    return rule


RULES = tuple(_rule(*row) for row in _CAUSES)
