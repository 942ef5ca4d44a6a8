"""Recipes of test pictures. A pattern is pure: the same raster goes to the terminal, the window and the hash test."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from devices.raster import DisplayGeometry, DisplayKind, Raster


class Symptom(StrEnum):
    """What a person may see wrong. The message is ``choice.<value>``."""

    BRIGHT_DOTS = "bright-dots"
    DARK_DOTS = "dark-dots"
    COLOUR_CAST = "colour-cast"
    UNEVEN = "uneven"
    LINES = "lines"
    MISSING_STEPS = "steps-missing"  # shades that look alike
    SHADOWS = "shadows"  # beside or below a box: crosstalk
    OUT_OF_PLACE = "out-of-place"  # shifted, cut off or cells that are not where they belong
    BURN_IN = "burn-in"  # an earlier picture is still seen
    NO_PICTURE = "no-picture"


@dataclass(frozen=True, slots=True)
class Look:
    """How a pattern is judged: which symptoms it can show, and how long it must be looked at (own default 1 s)."""

    symptoms: tuple[Symptom, ...]
    min_look_s: float = 1.0


class Pattern(Protocol):
    """What a file in ``checks/patterns`` exports, one or more, as ``PATTERNS``. The title is ``pattern.<id>``."""

    id: str
    order: int
    quick: bool
    look: Look

    def fits(self, geometry: DisplayGeometry) -> bool:
        """Whether it makes sense on such a screen."""
        ...

    def render(self, geometry: DisplayGeometry) -> Raster:
        """The picture. Pure."""
        ...

    def lines(self, geometry: DisplayGeometry) -> tuple[str, ...]:
        """What is sent to a screen of characters; empty for one that takes pictures."""
        ...


def has_pixels(geometry: DisplayGeometry) -> bool:
    """True for screens that take pictures."""
    return geometry.kind not in (DisplayKind.NONE, DisplayKind.CHARACTER) and geometry.width > 0 and geometry.height > 0
