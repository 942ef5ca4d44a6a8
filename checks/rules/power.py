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
    ("power.dark-but-alive", "cause.screen_only", 0.75, "mainboard",
     ("check_supply", "shine_light", "reseat_display_authorised", "replace_mainboard_authorised"), "known_good_display", True),
    ("usb.charge-only", "cause.charge_only", 0.8, "cable", ("data_cable", "other_usb_port"), "data_cable", False),
    ("usb.no-driver", "cause.no_driver", 0.85, "", ("install_driver", "other_usb_port"), "other_pc", False),
)  # fmt: skip


def _rule(fault: str, cause: str, sure: float, part: str, remedies: tuple[str, ...], decide: str, shut: bool) -> Rule:
    def rule(evidence: Evidences) -> tuple[Diagnosis, ...]:
        found = evidence.findings(fault)
        if not found:
            return ()
        steps = (*(message(f"remedy.{remedy}") for remedy in remedies), message("remedy.retest"))
        told_by = message(f"decide.{decide}") if decide else None
        return (Diagnosis(cause, sure, found, steps, (), part or None, ("power",), told_by, shut),)

    return rule


def held(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """The unit is there, and another program has its port: nothing is wrong with the unit."""
    found = evidence.findings("usb.held")
    steps = (
        *(message("remedy.close_program", who=finding.subject) for finding in found),
        message("remedy.connect_with_model"),
    )
    return (Diagnosis("cause.port_held", 0.95, found, steps, (), None, ("power",)),) if found else ()


def forbidden(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """The unit is there, and this user may not open its port: group first, a rule of udev where the group is not enough."""
    found = evidence.findings("usb.no-permission")
    groups = dict.fromkeys(finding.subject.partition(": ")[2] for finding in found)
    steps = (
        *(message("remedy.join_group", group=group) for group in groups if group),
        message("remedy.udev_rule"),
        message("remedy.connect_with_model"),
    )
    return (Diagnosis("cause.port_forbidden", 0.95, found, steps, (), None, ("power",)),) if found else ()


RULES = (*(_rule(*row) for row in _CAUSES), held, forbidden)
