"""PNG files as a simulated screen reads them, and what faults of the panel make of a picture. Pure."""

import struct
import zlib
from typing import Final

import numpy as np
from numpy.typing import NDArray

from devices.raster import Pixels, Raster
from devices.simulator.faults import FaultSet

_HEAD: Final = b"\x89PNG\r\n\x1a\n"
_MAX_DOTS: Final = 4_000_000
_LIT: Final = 235
_DAYLIGHT: Final = 0.04  # what is left of a picture without its light: seen with a lamp only
_CAST: Final = {"red": 0, "green": 1, "blue": 2}


class BadPictureError(Exception):
    """Not a PNG this screen can show."""


def decode_png(data: bytes) -> Raster:
    """The picture in a PNG of palette (1, 2, 4, 8 bit), grey 8 or RGB 8, not interlaced. Raises ``BadPictureError``."""
    try:
        return _decode(data)
    except (ValueError, IndexError, KeyError, struct.error, zlib.error) as error:
        raise BadPictureError(str(error)) from error


def _decode(data: bytes) -> Raster:
    chunks = _chunks(data)
    width, height, bits, colour, _, _, interlace = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    if not 0 < width * height <= _MAX_DOTS or interlace or colour not in (0, 2, 3):
        raise ValueError("a kind of PNG that is not supported")
    channels = 3 if colour == 2 else 1
    if bits != 8 and not (colour == 3 and bits in (1, 2, 4)):
        raise ValueError("a depth that is not supported")
    stride = (width * channels * bits + 7) // 8
    unpacker = zlib.decompressobj()
    raw = unpacker.decompress(chunks[b"IDAT"], height * (stride + 1))
    rows = _unfiltered(np.frombuffer(raw, np.uint8).reshape(height, stride + 1), max(channels * bits // 8, 1))
    if colour == 2:
        return Raster(rows.reshape(height, width, 3).copy())
    values = _unpacked(rows, bits)[:, :width]
    if colour == 0:
        return Raster(np.repeat(values[:, :, None], 3, axis=2))
    palette = np.frombuffer(chunks[b"PLTE"], np.uint8).reshape(-1, 3)
    return Raster(palette[values])


def _chunks(data: bytes) -> dict[bytes, bytes]:
    if not data.startswith(_HEAD):
        raise ValueError("no PNG")
    found: dict[bytes, bytes] = {}
    at = len(_HEAD)
    while at < len(data) and b"IEND" not in found:
        size, name = struct.unpack_from(">I4s", data, at)
        body = data[at + 8 : at + 8 + size]
        if zlib.crc32(name + body) != struct.unpack_from(">I", data, at + 8 + size)[0]:
            raise ValueError("a chunk is damaged")
        found[name] = found.get(name, b"") + body
        at += size + 12
    return found


def _unfiltered(rows: Pixels, step: int) -> Pixels:
    out = np.zeros((rows.shape[0], rows.shape[1] - 1), np.uint8)
    above = np.zeros(rows.shape[1] - 1, np.uint8)
    for number, row in enumerate(rows):
        above = _undo(int(row[0]), row[1:], above, step)
        out[number] = above
    return out


def _undo(kind: int, line: Pixels, above: Pixels, step: int) -> Pixels:
    if kind == 0:
        return line
    if kind == 2:
        return line + above
    if kind not in (1, 3, 4):
        raise ValueError("an unknown filter")
    out = [0] * len(line)
    for at, value in enumerate(line.tolist()):
        left = out[at - step] if at >= step else 0
        corner = int(above[at - step]) if at >= step else 0
        out[at] = (value + _predicted(kind, left, int(above[at]), corner)) & 0xFF
    return np.array(out, np.uint8)


def _predicted(kind: int, left: int, up: int, corner: int) -> int:
    if kind == 1:
        return left
    if kind == 3:
        return (left + up) // 2
    guess = left + up - corner
    return min((left, up, corner), key=lambda value: abs(guess - value))


def _unpacked(rows: Pixels, bits: int) -> NDArray[np.uint8]:
    if bits == 8:
        return rows
    shifts = np.arange(8 - bits, -1, -bits, dtype=np.uint8)
    values = (rows[:, :, None] >> shifts) & np.uint8((1 << bits) - 1)
    return values.reshape(rows.shape[0], -1)


def on_panel(picture: Raster, width: int, height: int) -> Raster:
    """``picture`` in the middle of a black panel; where a smaller one goes on a real pad is not known."""
    panel = np.zeros((height, width, 3), np.uint8)
    cut = picture.pixels[:height, :width]
    top, left = (height - cut.shape[0]) // 2, (width - cut.shape[1]) // 2
    panel[top : top + cut.shape[0], left : left + cut.shape[1]] = cut
    return Raster(panel)


def dimmed(raster: Raster, light: float) -> Raster:
    """The picture behind a weaker backlight: 0 dark, 1 as it is."""
    if light >= 1.0:
        return raster
    return Raster((raster.pixels * light).astype(np.uint8))


def as_seen(picture: Raster, faults: FaultSet, seed: int, now: float) -> Raster:
    """``picture`` through the faults of the panel. Faulty dots lie at the same places for the same seed."""
    if faults.args("no-picture", now):
        return Raster(np.zeros_like(picture.pixels))
    if faults.args("white-screen", now):
        return Raster(np.full_like(picture.pixels, _LIT))
    seen = picture.pixels.copy()
    for colour in faults.args("colour-cast", now):
        seen[:, :, _CAST[colour]] = seen[:, :, _CAST[colour]] // 2
    for name, level in (("dead-pixels", 0), ("bright-pixels", 255)):
        for count in faults.args(name, now):
            rows, columns = faulty_dots(name, int(float(count)), picture.width, picture.height, seed)
            seen[rows, columns] = level
    for count in faults.args("lines", now):
        seen[:, faulty_columns(int(float(count)), picture.width, seed)] = 0
    for percent in faults.args("uneven", now):
        corner = (slice(picture.height // 2, None), slice(picture.width // 2, None))
        seen[corner] = (seen[corner] * (float(percent) / 100)).astype(np.uint8)
    seen_by_daylight = Raster(seen)
    return dimmed(seen_by_daylight, _DAYLIGHT) if faults.args("backlight-dead", now) else seen_by_daylight


def faulty_columns(count: int, width: int, seed: int) -> NDArray[np.int64]:
    """Columns of the panel that stay dark."""
    return np.random.default_rng([seed, width]).choice(width, size=min(count, width), replace=False)


def faulty_dots(
    name: str, count: int, width: int, height: int, seed: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows and columns of the faulty dots of a panel, all different."""
    random = np.random.default_rng([seed, len(name), width, height])
    places = random.choice(width * height, size=min(count, width * height), replace=False)
    return places // width, places % width
