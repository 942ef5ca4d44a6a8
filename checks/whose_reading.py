"""Whose reading of the supply a finding rests on, and how deep it went: told in the finding's note, read by the rules. Pure.

A meter in the line and the unit itself may both read the supply. The meter needs no word; what only the unit's own
reading shows lies past the meter: in the cable after it, in the socket, or in the unit.
"""

from typing import Final

from checks.measurement import Finding, Message
from devices.capability import Capability
from devices.profile import Profile

_OWN: Final = {"note.sag": "note.own_sag", "note.out": "note.own_out", "": "note.own_level"}
"""The notes of a meter's findings, and of those without one, in words that name the unit's own reading."""


def as_own(note: Message | None) -> Message:
    """The note of a finding of the unit's own reading beside a meter's."""
    return Message(_OWN[note.id], note.args) if note is not None else Message(_OWN[""])


def is_own(finding: Finding) -> bool:
    """Whether the unit's own reading shows it, beside a meter in the line."""
    return finding.note is not None and finding.note.id in _OWN.values()


def lowest_v(finding: Finding) -> float | None:
    """The lowest voltage of a sag or a drop-out; None where nobody read one, as when a meter fell silent."""
    low = dict(finding.note.args).get("low") if finding.note is not None else None
    return float(low) if isinstance(low, int | float) else None


def only_answers(profile: Profile) -> bool:
    """Whether a unit tells of its battery when it is asked, and of nothing else by itself."""
    return profile.can(Capability.BATTERY_LEVEL) and not profile.can(Capability.SUPPLY_VOLTAGE)
