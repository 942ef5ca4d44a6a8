"""A photo without anything but its picture: no place, no time, no device, no comment. Pure; bytes in, bytes out.

Nothing is decoded here. What is not understood to the last byte is refused, so that nothing hides in what is kept.
Sources: ITU-T T.81 (JPEG markers), JFIF 1.02, W3C PNG (third edition), CIPA DC-008 (Exif 2.32) for the way a camera was held.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

MOST_BYTES: Final = 20_000_000
"""own: twice what telephones of 2026 write."""
LONGEST_SIDE: Final = 16_384  # own: what page engine and window still draw
MOST_PIXELS: Final = 120_000_000  # own: above telephones' 108 Mpx
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_SOI, _EOI, _SOS, _COM, _APP0 = 0xD8, 0xD9, 0xDA, 0xFE, 0xE0
_TABLES: Final = (0xC4, 0xDB, 0xDD)  # Huffman, quantisation, restart interval
_FRAMES: Final = (0xC0, 0xC1, 0xC2)  # baseline, extended, progressive: what every reader draws
_APP1: Final = 0xE1
_EXIF: Final = b"Exif\0\0"
_ORIENTATION, _SHORT = 0x0112, 3  # Exif's tag, and the only type it may have
UPRIGHT: Final = 1
_PLAIN: Final = (1, 3)  # grey, or luminance and two colours: more needs a tag that is taken away


class PhotoError(Exception):
    """A file that cannot be kept; ``reason`` is the last part of the message id ``photo.<reason>``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Picture:
    """``kind``: jpg or png. Sizes in pixels."""

    kind: str
    data: bytes
    width: int
    height: int


def stripped(data: bytes) -> Picture:
    """The picture alone. Raises ``PhotoError``."""
    if len(data) > MOST_BYTES:
        raise PhotoError("too-large")
    if data.startswith(b"\xff\xd8"):
        return _jpeg(data)
    if data.startswith(_PNG):
        return _png(data)
    raise PhotoError("not-a-picture")


def orientation(data: bytes) -> int:
    """How the camera was held, as Exif numbers it: ``UPRIGHT`` or 2 to 8. ``UPRIGHT`` too where nothing tells."""
    try:
        told = next(_chunks_of(data, b"eXIf") if data.startswith(_PNG) else _exif(data), b"")
    except PhotoError:
        return UPRIGHT
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(told[:4])
    if order is None or len(told) < 8:
        return UPRIGHT
    at = struct.unpack_from(order + "I", told, 4)[0]
    count = struct.unpack_from(order + "H", told, at)[0] if at + 2 <= len(told) else 0
    for entry in range(at + 2, min(at + 2 + 12 * count, len(told) - 11), 12):
        tag, kind, several, value = struct.unpack_from(order + "HHIH", told, entry)
        if (tag, kind, several) == (_ORIENTATION, _SHORT, 1) and UPRIGHT <= value <= 8:
            return int(value)
    return UPRIGHT


def _exif(data: bytes) -> Iterator[bytes]:
    """The body of every Exif segment before the picture itself."""
    marker, at = _marker(data, 2) if data.startswith(b"\xff\xd8") else (_EOI, 0)
    while marker not in (_SOS, _EOI):
        body, at = _segment(data, at)
        if marker == _APP1 and body.startswith(_EXIF):
            yield body[len(_EXIF) :]
        marker, at = _marker(data, at)


def _chunks_of(data: bytes, wanted: bytes) -> Iterator[bytes]:
    return (body for kind, body in _chunks(data) if kind == wanted)


def _sized(kind: str, data: bytes, size: tuple[int, int] | None) -> Picture:
    if size is None or min(size) < 1:
        raise PhotoError("damaged")
    if max(size) > LONGEST_SIDE or size[0] * size[1] > MOST_PIXELS:
        raise PhotoError("too-many-pixels")
    return Picture(kind, data, *size)


# JPEG


def _jpeg(data: bytes) -> Picture:
    """Markers in order up to the first end of image; all behind it is dropped."""
    kept, at, size, scans = bytearray(b"\xff\xd8"), 2, None, 0
    while True:
        marker, at = _marker(data, at)
        if marker == _EOI:
            break
        body, at = _segment(data, at)
        if marker in _FRAMES:
            if size is not None:
                raise PhotoError("damaged")
            size = _frame(body)
        if marker == _APP0 and body.startswith(b"JFIF\0") and len(body) >= 14:
            kept += _packed(marker, body[:12] + b"\0\0")  # without its thumbnail: a picture from before a crop
        elif marker in _FRAMES or marker in _TABLES:
            kept += _packed(marker, body)
        elif marker == _SOS and size is not None:
            end = _scan_end(data, at)
            kept += _packed(marker, body) + data[at:end]
            at, scans = end, scans + 1
        elif not (0xE0 <= marker <= 0xEF or marker == _COM):
            raise PhotoError("not-understood")
    if not scans:
        raise PhotoError("damaged")
    return _sized("jpg", bytes(kept + b"\xff\xd9"), size)


def _marker(data: bytes, at: int) -> tuple[int, int]:
    """The marker at ``at``, and where it ends. Any number of fill bytes may stand before it."""
    if at >= len(data) or data[at] != 0xFF:
        raise PhotoError("damaged")
    while at < len(data) and data[at] == 0xFF:
        at += 1
    if at >= len(data) or data[at] == 0:
        raise PhotoError("damaged")
    return data[at], at + 1


def _segment(data: bytes, at: int) -> tuple[bytes, int]:
    if at + 2 > len(data):
        raise PhotoError("damaged")
    length = struct.unpack_from(">H", data, at)[0]
    if length < 2 or at + length > len(data):
        raise PhotoError("damaged")
    return data[at + 2 : at + length], at + length


def _frame(body: bytes) -> tuple[int, int]:
    if len(body) < 6 or len(body) != 6 + 3 * body[5]:
        raise PhotoError("damaged")
    if body[5] not in _PLAIN:
        raise PhotoError("not-understood")
    high, wide = struct.unpack_from(">HH", body, 1)
    return wide, high


def _scan_end(data: bytes, at: int) -> int:
    """Where the next marker begins: stuffed zeros and restarts belong to the scan."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise PhotoError("damaged")
        if data[at + 1] == 0 or 0xD0 <= data[at + 1] <= 0xD7:
            at += 2
        elif data[at + 1] == 0xFF:
            at += 1
        else:
            return at


def _packed(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


# PNG


def _png(data: bytes) -> Picture:
    """Header, palette, picture, end. What is optional may say where and when, so all of it goes."""
    kept, size, pixels = bytearray(_PNG), None, 0
    for number, (kind, body) in enumerate(_chunks(data)):
        if (number == 0) != (kind == b"IHDR"):
            raise PhotoError("damaged")
        if kind == b"IHDR":
            size = _header(body)
        if kind in (b"IHDR", b"PLTE", b"IDAT", b"IEND"):
            kept += _chunk(kind, body)
        elif not kind[0] & 0x20:  # critical, and of a kind nobody knows
            raise PhotoError("not-understood")
        pixels += kind == b"IDAT"
        if kind == b"IEND":
            break
    else:
        raise PhotoError("damaged")
    if not pixels:
        raise PhotoError("damaged")
    return _sized("png", bytes(kept), size)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_PNG)
    while at + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        body = data[at + 8 : at + 8 + length]
        if (
            length > len(data) - at - 12
            or not kind.isalpha()
            or data[at + 8 + length : at + 12 + length] != _check(kind, body)
        ):
            raise PhotoError("damaged")
        yield kind, body
        at += 12 + length


def _header(body: bytes) -> tuple[int, int]:
    if len(body) != 13:
        raise PhotoError("damaged")
    wide, high = struct.unpack_from(">II", body)
    return wide, high


def _check(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", zlib.crc32(kind + body))


def _chunk(kind: bytes, body: bytes) -> bytes:
    if kind == b"IEND":
        body = b""
    return struct.pack(">I", len(body)) + kind + body + _check(kind, body)
