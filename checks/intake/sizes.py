"""Sizes of labels. Light, so that the command line can name them without the page engine."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height in millimetres, as they stand on the packet of labels."""

    width_mm: int
    height_mm: int

    @property
    def name(self) -> str:
        """As it is typed: ``62x29``."""
        return f"{self.width_mm}x{self.height_mm}"


SIZES: Final = {size.name: size for size in (Size(62, 29), Size(89, 36), Size(57, 32), Size(50, 30), Size(100, 50))}
"""Sizes that thermal label printers are sold with: Brother DK-11209, Dymo 99012 and 11354, 50 x 30 and 100 x 50 rolls."""
USUAL: Final = "62x29"
