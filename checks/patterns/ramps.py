"""Steps of brightness: shows missing bits of a data line, crushed shades and crosstalk along rows and columns."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from checks.pattern import Look, Symptom, has_pixels
from devices.raster import DisplayGeometry, DisplayKind, Pixels, Raster

_LOOK: Final = Look((Symptom.MISSING_STEPS, Symptom.LINES, Symptom.COLOUR_CAST, Symptom.UNEVEN, Symptom.NO_PICTURE))
_BOX: Final = Look((Symptom.SHADOWS, Symptom.LINES, Symptom.COLOUR_CAST, Symptom.UNEVEN, Symptom.NO_PICTURE))
_STEPS: Final = 16


@dataclass(frozen=True, slots=True)
class Ramp:
    """A picture of shades drawn by ``shade(geometry) -> (height, width)`` of 0-255, shown on some of the primaries."""

    id: str
    order: int
    shade: Callable[[DisplayGeometry], Pixels]
    primaries: tuple[int, int, int] = (1, 1, 1)
    look: Look = _LOOK
    quick: bool = False

    def fits(self, geometry: DisplayGeometry) -> bool:
        """Grey and colour screens; single primaries on colour only."""
        grey = self.primaries == (1, 1, 1) and geometry.kind is DisplayKind.GREY
        return has_pixels(geometry) and (grey or geometry.kind is DisplayKind.COLOUR)

    def lines(self, geometry: DisplayGeometry) -> tuple[str, ...]:
        """See ``Pattern``."""
        return ()

    def render(self, geometry: DisplayGeometry) -> Raster:
        """The picture."""
        mask = np.array(self.primaries, np.uint8)
        return Raster(self.shade(geometry)[:, :, None] * mask)


def _left_to_right(geometry: DisplayGeometry) -> Pixels:
    """16 bars: a slow line carries them in a few hundred bytes, and every data bit of a 4-bit panel toggles."""
    bars = np.arange(geometry.width) * _STEPS // geometry.width * 255 // (_STEPS - 1)
    return np.tile(bars.astype(np.uint8), (geometry.height, 1))


def _crosstalk(geometry: DisplayGeometry) -> Pixels:
    """A black box in mid grey: shadows beside or below it are crosstalk."""
    plane = np.full((geometry.height, geometry.width), 127, np.uint8)
    h, w = geometry.height, geometry.width
    plane[h // 3 : 2 * h // 3, w // 3 : 2 * w // 3] = 0
    return plane


def _contrast(geometry: DisplayGeometry) -> Pixels:
    """The darkest and the brightest steps: upper half 0, 8, 16 ... 56, lower half 255, 247 ... 199."""
    steps = (np.arange(geometry.width) * 8 // geometry.width * 8).astype(np.uint8)
    plane = np.tile(steps, (geometry.height, 1))
    plane[geometry.height // 2 :] = 255 - steps
    return plane


PATTERNS = (
    Ramp("ramp-grey", 40, _left_to_right),
    Ramp("ramp-red", 41, _left_to_right, (1, 0, 0)),
    Ramp("ramp-green", 42, _left_to_right, (0, 1, 0)),
    Ramp("ramp-blue", 43, _left_to_right, (0, 0, 1)),
    Ramp("crosstalk", 44, _crosstalk, look=_BOX),
    Ramp("contrast", 45, _contrast),
)
