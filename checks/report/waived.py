"""A waiver as every page writes it: by whom, why, and what the check itself came to, in a form that a verifier finds again."""

from typing import Final

from checks.measurement import Waiver
from checks.report.phrases import Phrases, Text
from checks.report.plain import plain

MOST_PRINTED: Final = 8
"""Waivers told one by one beside the verdict; a unit with more is told by their number."""
JOINT: Final = "\u00b7"
"""Between name and reason, and behind the reason."""
_LONGEST: Final = 240


def by_and_why(waiver: Waiver) -> str:
    """Name and reason as they stand on a page, whatever its language."""
    return f"{plain(waiver.by, _LONGEST)} {JOINT} {plain(waiver.why, _LONGEST)}"


def waiver_text(waiver: Waiver, phrases: Phrases) -> Text:
    """The sentence: a colon, name, reason, then what it was."""
    was = phrases.text(f"outcome.{waiver.was.value}")
    named = phrases.same(by_and_why(waiver), 2 * _LONGEST)
    by, before = phrases.text("report.waived.by"), phrases.text("report.waived.was")
    return tuple(
        f"{_colon(by[at])}{named[at]} {JOINT} {_colon(before[at])}{was[at]}" for at in range(len(phrases.words))
    )


def _colon(label: str) -> str:
    """A label up to what stands behind it: a full-width colon brings its own space."""
    return f"{label}\uff1a" if not label.isascii() else f"{label}: "
