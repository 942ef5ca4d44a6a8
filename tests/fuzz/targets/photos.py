"""Photos: what is kept holds the picture and nothing else, and is itself a photo."""

import struct
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

from checks.photos import LONGEST_SIDE, PhotoError, orientation, stripped
from tests.fuzz.target import Target


def check(data: bytes) -> None:
    """Strip it, and strip it again."""
    assert 1 <= orientation(data) <= 8
    with suppress(PhotoError):
        kept = stripped(data)
        again = stripped(kept.data)
        assert again == kept, "stripping twice is another picture"
        assert max(kept.width, kept.height) <= LONGEST_SIDE
        assert len(kept.data) <= len(data) + 16
        assert orientation(kept.data) == 1, "what is kept tells how the camera was held"
        _held(kept.data)


def _held(data: bytes) -> None:
    """No part that may say where, when or with what."""
    if data.startswith(b"\x89PNG"):
        at, kinds = 8, []
        while at < len(data):
            size, kind = struct.unpack_from(">I4s", data, at)
            kinds.append(kind)
            at += 12 + size
        assert at == len(data), "something stands behind the end"
        assert set(kinds) <= {b"IHDR", b"PLTE", b"IDAT", b"IEND"}
        assert kinds[-1] == b"IEND"
        return
    at = 2
    while True:
        assert data[at] == 0xFF
        while data[at + 1] == 0xFF:  # fill bytes may stand before any marker
            at += 1
        if data[at + 1] == 0xD9:
            break
        assert data[at + 1] not in (0xE1, 0xED, 0xFE), "metadata"
        size = struct.unpack_from(">H", data, at + 2)[0]
        scan = data[at + 1] == 0xDA
        at += 2 + size
        while scan and not (data[at] == 0xFF and data[at + 1] not in (0, 0xFF) and not 0xD0 <= data[at + 1] <= 0xD7):
            at += 1
    assert at + 2 == len(data), "something stands behind the end"


def _part(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def sealed(data: bytes) -> bytes:
    """Chunks of a PNG with right check values: kind, size, body, one after another."""
    out, at = b"\x89PNG\r\n\x1a\n", 0
    while at + 5 <= len(data):
        size = data[at + 4]
        out += _chunk(data[at : at + 4], data[at + 5 : at + 5 + size])
        at += 5 + size
    return out


def check_png(data: bytes) -> None:
    """The same, where every chunk is intact."""
    check(sealed(data))


_EXIF: Final = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0"


def seeds() -> Iterator[bytes]:
    """Small pictures with everything in them that must go."""
    frame = b"\x08\0\x10\0\x10\x01\x01\x11\0"
    tables = _part(0xDB, bytes(65)) + _part(0xC4, bytes(20))
    scan = _part(0xDA, b"\x01\x01\0\0\x3f\0") + b"\x12\x34\xff\0\xff\xd0\x56"
    jfif = _part(0xE0, b"JFIF\0\x01\x02\0\0\x01\0\x01\x01\x01abc")
    yield b"\xff\xd8" + jfif + _part(0xE1, _EXIF) + tables + _part(0xC0, frame) + scan + b"\xff\xd9behind"
    yield b"\xff\xd8" + _part(0xFE, b"comment") + _part(0xC2, frame) + b"\xff" + scan + scan + b"\xff\xd9"
    yield sealed(next(png_seeds()))


def png_seeds() -> Iterator[bytes]:
    """Chunks with their sizes in one byte."""
    header = struct.pack(">IIBBBBB", 2, 2, 8, 0, 0, 0, 0)
    pixels = zlib.compress(bytes(6))
    kinds = (
        (b"IHDR", header),
        (b"tEXt", b"GPS\0x"),
        (b"eXIf", _EXIF[6:]),
        (b"PLTE", b"abc"),
        (b"IDAT", pixels),
        (b"IEND", b""),
    )
    yield b"".join(kind + bytes([len(body)]) + body for kind, body in kinds)


TARGETS: Final = (
    Target("photo.file", "checks/photos.py", "PhotoError or a picture with nothing else in it, which stays as it is",
           check, seeds, (b"\xff\xe1", b"\xff\xda", b"\xff\xd9", b"Exif\0\0", b"JFIF\0"), largest=400),
    Target("photo.png", "checks/photos.py (PNG)", "the same behind right check values",
           check_png, png_seeds, (b"IHDR", b"IDAT", b"IEND", b"tEXt", b"eXIf", b"PLTE"), largest=300),
)  # fmt: skip
