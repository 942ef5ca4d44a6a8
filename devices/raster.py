"""Pictures as pixels: the geometry of a screen and an immutable image for it. Draws nothing; patterns do."""

import hashlib
import struct
import zlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
_PNG_HEAD: Final = b"\x89PNG\r\n\x1a\n"


class DisplayKind(StrEnum):
    """What the panel can show."""

    NONE = "none"
    CHARACTER = "character"
    MONO = "mono"
    GREY = "grey"
    COLOUR = "colour"


@dataclass(frozen=True, slots=True)
class DisplayGeometry:
    """Size of a screen: pixels, and the character cells of its text mode (0 where there is none)."""

    kind: DisplayKind
    width: int
    height: int
    text_columns: int = 0
    text_rows: int = 0
    diagonal_inch: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Raster:
    """A picture: ``pixels`` has the shape (height, width, 3), sRGB 0-255, and cannot be written."""

    pixels: Pixels

    def __post_init__(self) -> None:
        if self.pixels.ndim != 3 or self.pixels.shape[2] != 3 or self.pixels.dtype != np.uint8:
            raise ValueError(f"a raster is (height, width, 3) of uint8, not {self.pixels.shape} of {self.pixels.dtype}")
        self.pixels.setflags(write=False)

    @property
    def width(self) -> int:
        """Pixels from left to right."""
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        """Pixels from top to bottom."""
        return int(self.pixels.shape[0])

    def digest(self) -> str:
        """SHA-256 over size and pixels: equal for equal pictures on every system."""
        head = struct.pack(">II", self.width, self.height)
        return hashlib.sha256(head + self.pixels.tobytes()).hexdigest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Raster) and np.array_equal(self.pixels, other.pixels)

    def __hash__(self) -> int:
        return hash(self.digest())

    def png(self) -> bytes:
        """The picture as a PNG: palette of up to 256 colours where that is enough (small on a slow line), else 24 bit."""
        colours, indices = np.unique(self.pixels.reshape(-1, 3), axis=0, return_inverse=True)
        if len(colours) > 256:
            return _png(self.width, self.height, 8, 2, b"", self.pixels.reshape(self.height, -1))
        bits = next(b for b in (1, 2, 4, 8) if len(colours) <= 1 << b)
        rows = indices.reshape(self.height, self.width).astype(np.uint8)
        palette = _chunk(b"PLTE", colours.astype(np.uint8).tobytes())
        return _png(self.width, self.height, bits, 3, palette, _packed(rows, bits))


def _packed(rows: Pixels, bits: int) -> Pixels:
    if bits == 8:
        return rows
    per_byte = 8 // bits
    padded = np.pad(rows, ((0, 0), (0, -rows.shape[1] % per_byte)))
    shifts = np.arange(per_byte - 1, -1, -1, dtype=np.uint8) * bits
    grouped = padded.reshape(padded.shape[0], -1, per_byte) << shifts
    packed: Pixels = grouped.sum(axis=2, dtype=np.uint8)
    return packed


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _png(width: int, height: int, bits: int, colour_type: int, palette: bytes, rows: Pixels) -> bytes:
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour_type, 0, 0, 0))
    filtered = np.concatenate([np.zeros((height, 1), np.uint8), rows], axis=1)
    return _PNG_HEAD + head + palette + _chunk(b"IDAT", zlib.compress(filtered.tobytes(), 9)) + _chunk(b"IEND", b"")
