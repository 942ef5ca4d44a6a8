"""Which signs the report's font can draw: the page engine refuses a PDF/A with a sign its font lacks.

Reads the ``cmap`` table only (formats 4 and 12), so that no font library is needed.
"""

import struct
from collections.abc import Iterator
from pathlib import Path


class FontError(Exception):
    """The font file is missing or not a font."""


def coverage(path: Path) -> frozenset[int]:
    """Code points the font has a glyph for. Raises ``FontError``."""
    try:
        with path.open("rb") as file:
            table = _cmap(file.read(1 << 16), file.seek, file.read)
        return frozenset(_code_points(table))
    except (OSError, struct.error, IndexError, ValueError) as error:
        raise FontError(f"{path}: {error}") from error


def _cmap(head: bytes, seek: object, read: object) -> bytes:
    (count,) = struct.unpack_from(">H", head, 4)
    for index in range(count):
        tag, _, offset, length = struct.unpack_from(">4sIII", head, 12 + 16 * index)
        if tag == b"cmap":
            seek(offset)  # type: ignore[operator]
            return read(length)  # type: ignore[operator, no-any-return]
    raise ValueError("no cmap table")


def _code_points(table: bytes) -> Iterator[int]:
    (count,) = struct.unpack_from(">H", table, 2)
    for index in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", table, 4 + 8 * index)
        if (platform, encoding) in ((0, 3), (0, 4), (3, 1), (3, 10)):
            yield from _subtable(table, offset)


def _subtable(table: bytes, offset: int) -> Iterator[int]:
    (kind,) = struct.unpack_from(">H", table, offset)
    if kind == 12:
        (groups,) = struct.unpack_from(">I", table, offset + 12)
        for index in range(groups):
            first, last, _ = struct.unpack_from(">III", table, offset + 16 + 12 * index)
            yield from range(first, last + 1)
    elif kind == 4:
        yield from _format_4(table, offset)


def _format_4(table: bytes, offset: int) -> Iterator[int]:
    (double,) = struct.unpack_from(">H", table, offset + 6)
    segments = double // 2
    ends = struct.unpack_from(f">{segments}H", table, offset + 14)
    starts = struct.unpack_from(f">{segments}H", table, offset + 16 + double)
    deltas = struct.unpack_from(f">{segments}H", table, offset + 16 + 2 * double)
    place = offset + 16 + 3 * double
    ranges = struct.unpack_from(f">{segments}H", table, place)
    for k in range(segments):
        for code in range(starts[k], min(ends[k], 0xFFFE) + 1):
            if _glyph(table, code, starts[k], deltas[k], ranges[k], place + 2 * k):
                yield code


def _glyph(table: bytes, code: int, start: int, delta: int, jump: int, place: int) -> int:
    if jump == 0:
        return (code + delta) & 0xFFFF
    (glyph,) = struct.unpack_from(">H", table, place + jump + 2 * (code - start))
    return (glyph + delta) & 0xFFFF if glyph else 0
