"""One-pixel structure: checkers, grid, border and text. Shows crossed or missing lines, flicker and a picture out of place."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from checks.glyphs import ALPHABET, CELL, drawn
from checks.pattern import Look, Symptom, has_pixels
from devices.raster import DisplayGeometry, Pixels, Raster

_LOOK: Final = Look((Symptom.LINES, Symptom.DARK_DOTS, Symptom.BRIGHT_DOTS, Symptom.NO_PICTURE))
_FRAME: Final = Look((Symptom.OUT_OF_PLACE, Symptom.LINES, Symptom.DARK_DOTS, Symptom.NO_PICTURE))
_CORNER: Final = 12


@dataclass(frozen=True, slots=True)
class Fine:
    """Black and white drawn by ``lit(geometry) -> (height, width)`` of 0 or 1."""

    id: str
    order: int
    lit: Callable[[DisplayGeometry], Pixels]
    look: Look = _LOOK
    quick: bool = False

    def fits(self, geometry: DisplayGeometry) -> bool:
        """Any screen that takes pictures."""
        return has_pixels(geometry)

    def lines(self, geometry: DisplayGeometry) -> tuple[str, ...]:
        """See ``Pattern``."""
        return ()

    def render(self, geometry: DisplayGeometry) -> Raster:
        """The picture in black and white."""
        plane = self.lit(geometry) * np.uint8(255)
        return Raster(np.repeat(plane[:, :, None], 3, axis=2))


def _checker(geometry: DisplayGeometry) -> Pixels:
    rows, columns = np.indices((geometry.height, geometry.width))
    return ((rows + columns) % 2).astype(np.uint8)


def _checker_inverse(geometry: DisplayGeometry) -> Pixels:
    return np.uint8(1) - _checker(geometry)


def _grid(geometry: DisplayGeometry) -> Pixels:
    plane = np.zeros((geometry.height, geometry.width), np.uint8)
    plane[::16, :] = plane[:, ::16] = 1
    plane[-1, :] = plane[:, -1] = 1
    return plane


def _border(geometry: DisplayGeometry) -> Pixels:
    """A frame on the outermost pixels and a filled mark in each corner."""
    plane = np.zeros((geometry.height, geometry.width), np.uint8)
    plane[0, :] = plane[-1, :] = plane[:, 0] = plane[:, -1] = 1
    size = min(_CORNER, geometry.height // 3, geometry.width // 3)
    for rows in (slice(0, size), slice(geometry.height - size, None)):
        for columns in (slice(0, size), slice(geometry.width - size, None)):
            plane[rows, columns] = 1
    return plane


def _text(geometry: DisplayGeometry) -> Pixels:
    """Letters and digits in every line: what a customer reads. A column that is missing makes letters into others."""
    columns, rows = -(-geometry.width // CELL[0]), -(-geometry.height // CELL[1])
    line = (ALPHABET * (columns // len(ALPHABET) + 1))[:columns]
    return drawn((line,) * rows, columns)[: geometry.height, : geometry.width]


PATTERNS = (
    Fine("checker", 30, _checker),
    Fine("checker-inverse", 31, _checker_inverse),
    Fine("grid", 32, _grid),
    Fine("border", 33, _border, _FRAME),
    Fine("text", 34, _text),
)
