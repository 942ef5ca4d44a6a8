"""Nothing but the picture is kept of a photo: no place, no time, no comment, nothing behind its end."""

import contextlib
import os
import struct
import zlib

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage

from checks.photos import MOST_BYTES, UPRIGHT, PhotoError, orientation, stripped

GPS = b"Exif\0\0MM\0*\0\0\0\x08GPSLatitude 22.5431N GPSLongitude 114.0579E Shenzhen"


def drawn(kind: str, wide: int = 24, high: int = 16) -> bytes:
    """A real picture, written by Qt."""
    image = QImage(wide, high, QImage.Format.Format_RGB32)
    image.fill(QColor("#c04010"))
    for x in range(wide):
        image.setPixelColor(x, x % high, QColor("#1040c0"))
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, kind, 90)
    return bytes(data.data())


def segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def pixels(data: bytes) -> QImage:
    image = QImage.fromData(data)
    assert not image.isNull()
    return image


def jpeg_with_everything() -> bytes:
    plain = drawn("JPG")
    told = (
        segment(0xE1, GPS)
        + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x>Li Wei</x>")
        + segment(0xED, b"IPTC Shenzhen")
    )
    return (
        plain[:2]
        + told
        + plain[2:-2]
        + segment(0xFE, b"Shenzhen, bench 3")
        + b"\xff\xd9"
        + b"PK\x03\x04Shenzhen"
        + plain
    )


def png_with_everything() -> bytes:
    plain = drawn("PNG")
    end = plain.index(b"IEND") - 4
    told = chunk(b"tEXt", b"Location\0Shenzhen") + chunk(b"eXIf", GPS[6:]) + chunk(b"tIME", b"\x07\xea\x0b\x16\x0a\0\0")
    return plain[:33] + told + plain[33:end] + chunk(b"iTXt", b"Shenzhen") + plain[end:] + b"Shenzhen"


@pytest.mark.parametrize("photo", [jpeg_with_everything(), png_with_everything()])
def test_the_picture_stays_and_everything_told_beside_it_goes(photo: bytes) -> None:
    kept = stripped(photo)
    assert (kept.width, kept.height) == (24, 16)
    assert pixels(kept.data) == pixels(photo)
    for secret in (b"GPS", b"Shenzhen", b"Exif", b"Li Wei", b"adobe", b"tIME"):
        assert secret in photo or secret in (b"tIME", b"Exif", b"Li Wei", b"adobe")
        assert secret not in kept.data
    assert stripped(kept.data) == kept, "what is stripped stays as it is"


def held(way: int, kind: str = "JPG", order: str = ">", image: bytes = b"") -> bytes:
    """A picture with the Exif of a camera held this way."""
    plain = image or drawn(kind)
    mark = b"MM\0*" if order == ">" else b"II*\0"
    entries = struct.pack(order + "HHIHH", 0x0100, 3, 1, 24, 0) + struct.pack(order + "HHIHH", 0x0112, 3, 1, way, 0)
    told = mark + struct.pack(order + "IH", 8, 2) + entries + bytes(4)
    if kind == "PNG":
        return plain[:33] + chunk(b"eXIf", told) + plain[33:]
    return plain[:2] + segment(0xE1, b"Exif\0\0" + told) + plain[2:]


@pytest.mark.parametrize("kind", ["JPG", "PNG"])
@pytest.mark.parametrize("order", ["<", ">"])
def test_how_the_camera_was_held_is_read_from_the_metadata_that_goes(kind: str, order: str) -> None:
    for way in range(1, 9):
        assert orientation(held(way, kind, order)) == way
        assert stripped(held(way, kind, order)) == stripped(drawn(kind))
    assert orientation(held(0, kind, order)) == orientation(held(9, kind, order)) == UPRIGHT
    assert orientation(drawn(kind)) == orientation(b"") == orientation(b"\xff\xd8") == UPRIGHT


@settings(deadline=None)
@given(st.integers(0, 70), st.integers(0, 255), st.integers(0, 80))
def test_damaged_metadata_says_upright_or_a_way_there_is(place: int, value: int, cut: int) -> None:
    data = bytearray(held(6))
    data[place] = value
    assert orientation(bytes(data)) in range(1, 9)
    assert orientation(bytes(data[:cut])) in range(1, 9)


def test_a_thumbnail_in_the_header_goes_too() -> None:
    plain = drawn("JPG")
    length = struct.unpack_from(">H", plain, 4)[0]
    header = plain[6 : 4 + length]
    assert header.startswith(b"JFIF")
    fat = plain[:2] + segment(0xE0, header[:12] + b"\x02\x02" + b"THUMBNAIL-12") + plain[4 + length :]
    assert b"THUMB" not in stripped(fat).data
    assert stripped(fat).data == stripped(plain).data


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"GIF89a", "not-a-picture"),
        (b"", "not-a-picture"),
        (b"\xff\xd8\xff\xd9", "damaged"),
        (b"\xff\xd8" + bytes(MOST_BYTES), "too-large"),
        (drawn("JPG")[:-2], "damaged"),
        (drawn("PNG")[:-4], "damaged"),
        (drawn("PNG").replace(b"IDAT", b"IDBT", 1), "damaged"),
        (drawn("JPG").replace(b"\xff\xc0\0\x11\x08\0\x10\0\x18", b"\xff\xc0\0\x11\x08\x7f\xff\x7f\xff"), "too-many-pixels"),
        (drawn("JPG").replace(b"\xff\xc0\0\x11\x08\0\x10", b"\xff\xc0\0\x11\x08\0\0"), "damaged"),
        (drawn("JPG").replace(b"\xff\xc0", b"\xff\xc9"), "not-understood"),
        (drawn("PNG")[:8] + chunk(b"IHDR", struct.pack(">IIBBBBB", 1 << 20, 8, 8, 2, 0, 0, 0)) + drawn("PNG")[33:], "too-many-pixels"),
        (drawn("PNG")[:33] + chunk(b"ABCD", b"") + drawn("PNG")[33:], "not-understood"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(PhotoError) as refused:
        stripped(data)
    assert refused.value.reason == reason


@given(st.binary(max_size=300), st.sampled_from([b"", b"\xff\xd8", b"\x89PNG\r\n\x1a\n"]))
def test_whatever_bytes_come_they_are_a_picture_or_refused(noise: bytes, head: bytes) -> None:
    with contextlib.suppress(PhotoError):
        kept = stripped(head + noise)
        assert stripped(kept.data) == kept


PHOTOS = (jpeg_with_everything(), png_with_everything())


@given(
    st.sampled_from(PHOTOS),
    st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), max_size=6),
    st.integers(0, 2000),
)
def test_a_damaged_photo_is_refused_or_holds_nothing_behind_its_end(
    photo: bytes, damage: list[tuple[int, int]], cut: int
) -> None:
    data = bytearray(photo)
    for place, value in damage:
        data[place % len(data)] = value
    with contextlib.suppress(PhotoError):
        kept = stripped(bytes(data[: max(2, len(data) - cut)]))
        assert len(kept.data) <= len(data)
        assert stripped(kept.data) == kept
