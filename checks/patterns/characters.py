"""Test screens of character displays, sent as text: shows dead cells, wrong characters and lines that stay empty.

A full block is not in every character set: ``#`` stands for it, which lights most dots of a cell.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from checks.glyphs import drawn
from checks.pattern import Look, Symptom
from devices.raster import DisplayGeometry, DisplayKind, Raster

_LOOK: Final = Look((Symptom.LINES, Symptom.OUT_OF_PLACE, Symptom.DARK_DOTS, Symptom.UNEVEN, Symptom.NO_PICTURE))
_EMPTY: Final = Look((Symptom.BRIGHT_DOTS, Symptom.LINES, Symptom.UNEVEN))
_SET: Final = "".join(map(chr, range(0x20, 0x7F)))
Cell = Callable[[int, int, DisplayGeometry], str]


@dataclass(frozen=True, slots=True)
class Characters:
    """A screen of text; ``cell(row, column, geometry)`` gives each character."""

    id: str
    order: int
    cell: Cell
    look: Look = _LOOK
    quick: bool = False

    def fits(self, geometry: DisplayGeometry) -> bool:
        """Screens that take characters only."""
        return geometry.kind is DisplayKind.CHARACTER and geometry.text_columns > 0 and geometry.text_rows > 0

    def lines(self, geometry: DisplayGeometry) -> tuple[str, ...]:
        """What is sent."""
        rows, columns = range(geometry.text_rows), range(geometry.text_columns)
        return tuple("".join(self.cell(row, column, geometry) for column in columns) for row in rows)

    def render(self, geometry: DisplayGeometry) -> Raster:
        """How it looks about: the same characters in our own dots."""
        plane = drawn(self.lines(geometry), geometry.text_columns) * np.uint8(255)
        return Raster(np.repeat(plane[:, :, None], 3, axis=2))


def _border(row: int, column: int, geometry: DisplayGeometry) -> str:
    edge = row in (0, geometry.text_rows - 1) or column in (0, geometry.text_columns - 1)
    return "#" if edge else " "


def _set(first: int) -> Cell:
    def cell(row: int, column: int, geometry: DisplayGeometry) -> str:
        return _SET[(first + row * geometry.text_columns + column) % len(_SET)]

    return cell


PATTERNS = (
    Characters("cells-on", 50, lambda row, column, geometry: "#", quick=True),
    Characters("cells-off", 51, lambda row, column, geometry: " ", _EMPTY, quick=True),
    Characters("cells-checker", 52, lambda row, column, geometry: "# "[(row + column) % 2]),
    Characters("cells-checker-inverse", 53, lambda row, column, geometry: " #"[(row + column) % 2]),
    Characters("cells-border", 54, _border),
    Characters("cells-set-1", 55, _set(0)),
    Characters("cells-set-2", 56, _set(32)),
    Characters("cells-set-3", 57, _set(64)),
)
