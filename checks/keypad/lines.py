"""Rows and columns of a model's scanning matrix: which dead keys one broken line explains. Pure.

limits.md, keypad, matrix reasoning: at least two dead keys that share a row or column, and no live key on it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from checks.record import KeyMark
from devices.keys import Key
from devices.profile import KeyCap

_FEWEST: Final = 2
_SILENT: Final = (KeyMark.NONE, KeyMark.ASKED, KeyMark.UNSURE, KeyMark.MISSING)
"""Neither dead nor alive: nothing can be said of the line from these."""
ROW: Final = "row"
COLUMN: Final = "column"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the matrix that explains ``keys``. ``number`` is the profile's."""

    kind: str
    number: int
    keys: tuple[Key, ...]


def dead_lines(caps: tuple[KeyCap, ...], marks: Mapping[Key, KeyMark]) -> tuple[Line, ...]:
    """Lines all of whose tried keys are dead, two at least; rows first. Empty where the model's matrix is not known."""
    found: list[Line] = []
    for kind, place in ((ROW, 0), (COLUMN, 1)):
        for number in sorted({cap.matrix[place] for cap in caps if cap.matrix}):
            on_it = [cap.id for cap in caps if cap.matrix and cap.matrix[place] == number]
            dead = tuple(key for key in on_it if marks.get(key) is KeyMark.DEAD)
            live = [key for key in on_it if key not in dead and marks.get(key, KeyMark.NONE) not in _SILENT]
            if len(dead) >= _FEWEST and not live:
                found.append(Line(kind, number, dead))
    return tuple(found)
