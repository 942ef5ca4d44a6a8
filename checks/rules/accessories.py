"""From a part that a person tried to its cure: what can be done outside comes first."""

from typing import Final

from checks.diagnosis import Diagnosis, Evidences, Rule
from checks.measurement import message

_PARTS: Final = {
    "printer": ("new_paper", "clean_printer"),
    "chip-slot": ("clean_slot", "second_test_card"),
    "stripe-reader": ("clean_slot", "second_test_card"),
    "contactless": ("second_test_card",),
    "speaker": ("volume_up",),
    "signal": ("other_place",),
    "charging": ("clean_contacts", "swap_charger"),
    "touch": ("clean_screen", "calibrate_touch"),
}


def _rule(part: str, remedies: tuple[str, ...]) -> Rule:
    def rule(evidence: Evidences) -> tuple[Diagnosis, ...]:
        found = evidence.findings(f"part.{part}")
        if not found:
            return ()
        steps = (*(message(f"remedy.{remedy}") for remedy in remedies), message("remedy.retest"))
        last = message("remedy.replace_part_authorised")
        return (
            Diagnosis(f"cause.part.{part}", 0.7, found, (*steps, last), (), part, ("accessories",), do_not_open=True),
        )

    return rule


RULES = tuple(_rule(part, remedies) for part, remedies in _PARTS.items())
