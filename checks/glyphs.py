"""Capital letters and digits of 5 x 7 dots, for test pictures of text and previews of character screens. Pure data."""

from typing import Final

import numpy as np

from devices.raster import Pixels

CELL: Final = (6, 8)
"""Width and height of a character with the space after it, in dots."""
_COLUMNS: Final[dict[str, str]] = {
    " ": "0000000000", "0": "3e5149453e", "1": "00427f4000", "2": "4261514946", "3": "2141454b31", "4": "1814127f10",
    "5": "2745454539", "6": "3c4a494930", "7": "0171090503", "8": "3649494936", "9": "064949291e", "A": "7e1111117e",
    "B": "7f49494936", "C": "3e41414122", "D": "7f4141221c", "E": "7f49494941", "F": "7f09090901", "G": "3e4149497a",
    "H": "7f0808087f", "I": "00417f4100", "J": "2040413f01", "K": "7f08142241", "L": "7f40404040", "M": "7f020c027f",
    "N": "7f0408107f", "O": "3e4141413e", "P": "7f09090906", "Q": "3e4151215e", "R": "7f09192946", "S": "4649494931",
    "T": "01017f0101", "U": "3f4040403f", "V": "1f2040201f", "W": "3f4038403f", "X": "6314081463", "Y": "0708700807",
    "Z": "6151494543", "#": "7f7f7f7f7f",
}  # fmt: skip
_UNKNOWN: Final = "7f4141417f"
ALPHABET: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


def drawn(lines: tuple[str, ...], columns: int) -> Pixels:
    """Lines as dots of 0 and 1, ``CELL`` for each character, every line cut or filled to ``columns``."""
    plane = np.zeros((len(lines) * CELL[1], columns * CELL[0]), np.uint8)
    for row, line in enumerate(lines):
        for column, char in enumerate(line[:columns]):
            plane[row * CELL[1] : row * CELL[1] + 7, column * CELL[0] : column * CELL[0] + 5] = _glyph(char)
    return plane


def _glyph(char: str) -> Pixels:
    """A lit box stands for a character that is not drawn here."""
    columns = np.frombuffer(bytes.fromhex(_COLUMNS.get(char.upper(), _UNKNOWN)), np.uint8)
    return (columns[None, :] >> np.arange(7, dtype=np.uint8)[:, None]) & np.uint8(1)
