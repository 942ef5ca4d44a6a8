"""One colour over the whole panel: shows dots, casts and uneven light. The set is that of limits.md."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from checks.pattern import Look, Symptom, has_pixels
from devices.raster import DisplayGeometry, DisplayKind, Raster

_DARK: Final = (Symptom.BRIGHT_DOTS, Symptom.COLOUR_CAST, Symptom.UNEVEN, Symptom.LINES, Symptom.NO_PICTURE)
_GREY: Final = (
    Symptom.DARK_DOTS,
    Symptom.BRIGHT_DOTS,
    Symptom.COLOUR_CAST,
    Symptom.UNEVEN,
    Symptom.LINES,
    Symptom.BURN_IN,
    Symptom.NO_PICTURE,
)
_BRIGHT: Final = (Symptom.DARK_DOTS, Symptom.COLOUR_CAST, Symptom.UNEVEN, Symptom.LINES, Symptom.NO_PICTURE)
_HUE: Final = (
    Symptom.DARK_DOTS,
    Symptom.BRIGHT_DOTS,
    Symptom.COLOUR_CAST,
    Symptom.UNEVEN,
    Symptom.LINES,
    Symptom.NO_PICTURE,
)


@dataclass(frozen=True, slots=True)
class Solid:
    """A field of one colour, sRGB."""

    id: str
    order: int
    rgb: tuple[int, int, int]
    look: Look
    quick: bool = False
    kinds: tuple[DisplayKind, ...] = (DisplayKind.COLOUR,)

    def fits(self, geometry: DisplayGeometry) -> bool:
        """Screens of these kinds that take pictures."""
        return has_pixels(geometry) and geometry.kind in self.kinds

    def lines(self, geometry: DisplayGeometry) -> tuple[str, ...]:
        """See ``Pattern``."""
        return ()

    def render(self, geometry: DisplayGeometry) -> Raster:
        """The field."""
        return Raster(np.full((geometry.height, geometry.width, 3), self.rgb, np.uint8))


_ANY = (DisplayKind.COLOUR, DisplayKind.GREY, DisplayKind.MONO)
_GREYS = (DisplayKind.COLOUR, DisplayKind.GREY)

PATTERNS = (
    Solid("white", 10, (255, 255, 255), Look(_BRIGHT), quick=True, kinds=_ANY),
    Solid("black", 11, (0, 0, 0), Look(_DARK), quick=True, kinds=_ANY),
    Solid("red", 12, (255, 0, 0), Look(_HUE)),
    Solid("green", 13, (0, 255, 0), Look(_HUE)),
    Solid("blue", 14, (0, 0, 255), Look(_HUE)),
    Solid("cyan", 15, (0, 255, 255), Look(_HUE)),
    Solid("magenta", 16, (255, 0, 255), Look(_HUE)),
    Solid("yellow", 17, (255, 255, 0), Look(_HUE)),
    Solid("grey-63", 18, (63, 63, 63), Look(_DARK), kinds=_GREYS),
    Solid("grey-127", 19, (127, 127, 127), Look(_GREY), kinds=_GREYS),
    Solid("grey-170", 20, (170, 170, 170), Look(_BRIGHT), kinds=_GREYS),
)
