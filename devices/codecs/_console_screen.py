"""A picture as bytes of a frame buffer, packed for a slow line. Pure.

Measured: solid fields, bars, checkers, grids, borders and ramps pack to 100-600 characters of base64 when gzip runs
twice (its first pass leaves long repetitions of its own), whatever their size; the terminal unpacks them through
``gzip -dc | gzip -dc`` into one write. A description by distinct rows and runs is longer for most of them, so it is
not sent. The order of colours is not in sysfs: the profile's option ``screen_order = "bgr"`` turns it round.
"""

import hashlib
import re
from dataclasses import dataclass
from typing import Final

import numpy as np

from devices.codecs._console_frames import pack_twice
from devices.codecs._console_items import number
from devices.events import ScreenFound
from devices.raster import Pixels, Raster

_BITS: Final = (16, 24, 32)
_MOST_BYTES: Final = 128 << 20
"""Own: three pages of 4K. A terminal that claims more is not believed, because a picture of that size would be made."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What is sent: ``size`` bytes in one write, packed as ``text``; ``md5`` of the memory afterwards."""

    text: str
    size: int
    md5: str


def screen_found(facts: dict[str, str]) -> ScreenFound | None:
    """The frame buffer, from its sysfs files by name; None where there is none that can be written."""
    virtual = re.match(r"([0-9]{1,5}),([0-9]{1,5})", facts.get("virtual_size", ""))
    bits, stride = number(facts.get("bits_per_pixel", "")), number(facts.get("stride", ""))
    if virtual is None or bits not in _BITS or "writable" not in facts or "tools" not in facts:
        return None
    mode = re.search(r":([0-9]{1,5})x([0-9]{1,5})", facts.get("modes", ""))
    width, rows = int(virtual[1]), int(virtual[2])
    visible = (int(mode[1]), int(mode[2])) if mode else (width, rows)
    step = stride or width * bits // 8
    if not 0 < visible[0] * bits // 8 <= step or not 0 < visible[1] <= rows or step * rows > _MOST_BYTES:
        return None
    return ScreenFound(visible[0], visible[1], bits, step, rows, facts.get("name", ""))


def screen_size(screen: ScreenFound) -> int:
    """Bytes of the whole memory, every page."""
    return screen.stride * screen.rows


def picture(raster: Raster, screen: ScreenFound, bgr: bool = False) -> Picture:
    """``raster`` (as large as the screen) in the screen's format, on every page of its memory."""
    pixels = raster.pixels[:, :, ::-1] if bgr else raster.pixels
    packed = _packed(pixels, screen.bits_per_pixel)
    rows = np.zeros((screen.height, screen.stride), np.uint8)
    rows[:, : packed.shape[1]] = packed
    pages = -(-screen.rows // screen.height)
    data = np.tile(rows, (pages, 1))[: screen.rows].tobytes()
    return Picture(pack_twice(data), len(data), hashlib.md5(data, usedforsecurity=False).hexdigest())


def _packed(pixels: Pixels, bits: int) -> Pixels:
    height, width, _ = pixels.shape
    if bits == 16:
        red, green, blue = (pixels[:, :, at].astype(np.uint16) for at in range(3))
        words = (red >> 3 << 11) | (green >> 2 << 5) | (blue >> 3)
        return words.astype("<u2").view(np.uint8).reshape(height, -1)
    out = np.zeros((height, width, bits // 8), np.uint8)
    out[:, :, :3] = pixels[:, :, ::-1]
    return out.reshape(height, -1)


def unpacked(data: bytes, screen: ScreenFound, bgr: bool = False) -> Raster:
    """The reverse, for simulated screens: what an eye sees of frame buffer memory. Short memory reads as black."""
    need = screen.stride * screen.height
    rows = np.frombuffer(data[:need].ljust(need, b"\0"), np.uint8).reshape(screen.height, screen.stride)
    step = screen.bits_per_pixel // 8
    cells = rows[:, : screen.width * step].reshape(screen.height, screen.width, step)
    if step == 2:
        words = cells[:, :, 0].astype(np.uint16) | cells[:, :, 1].astype(np.uint16) << 8
        parts = [(words >> 11) * 255 // 31, (words >> 5 & 63).astype(np.uint32) * 255 // 63, (words & 31) * 255 // 31]
        pixels = np.stack([part.astype(np.uint8) for part in parts], axis=2)
    else:
        pixels = cells[:, :, 2::-1].copy()
    return Raster(np.ascontiguousarray(pixels[:, :, ::-1] if bgr else pixels))
