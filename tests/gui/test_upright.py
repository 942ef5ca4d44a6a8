"""A photo taken with the camera held any way is kept upright, although what told the way goes with the metadata."""

import struct
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter

from checks.console.parts import Home
from checks.photos import orientation
from gui.photo_shelf import PhotoShelf
from tests.checks.test_photos import chunk, held

CORNERS = ("#c03020", "#20a040", "#2040c0", "#d0c020")  # top left, top right, bottom left, bottom right


def four_corners(kind: str) -> bytes:
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    for number, colour in enumerate(CORNERS):
        painter.fillRect(number % 2 * 32, number // 2 * 24, 32, 24, QColor(colour))
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, kind, 95)
    return bytes(data.data())


def as_seen(folder: Path, way: int) -> QImage:
    """What Qt makes of a JPEG's Exif; of a PNG's it knows nothing."""
    (folder / "seen.jpg").write_bytes(held(way, image=four_corners("JPG")))
    reader = QImageReader(str(folder / "seen.jpg"))
    reader.setAutoTransform(True)
    return reader.read()


def corners_of(image: QImage) -> tuple[int, ...]:
    """Which of the four colours is where."""
    wide, high = image.width(), image.height()
    found = []
    for x, y in ((0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)):
        seen = image.pixelColor(round(wide * x), round(high * y))
        apart = [abs(seen.hue() - QColor(colour).hue()) for colour in CORNERS]
        found.append(apart.index(min(apart)))
    return tuple(found)


@pytest.mark.parametrize("kind", ["JPG", "PNG"])
def test_a_photo_is_kept_as_it_was_seen_however_the_camera_was_held(tmp_path: Path, kind: str) -> None:
    shelf = PhotoShelf(Home(tmp_path / "home"))
    for way in range(1, 9):
        taken = tmp_path / f"IMG_{way}.{kind}"
        taken.write_bytes(held(way, kind, image=four_corners(kind)))
        seen = as_seen(tmp_path, way)
        path = shelf.path(shelf.keep(taken))
        assert path is not None
        kept = QImage(str(path))
        assert kept.size() == seen.size(), way
        assert corners_of(kept) == corners_of(seen), way
        assert b"Exif" not in path.read_bytes()
        assert b"eXIf" not in path.read_bytes()
        assert orientation(path.read_bytes()) == 1
        if way == 6:  # the right side of the scene lay on top: by hand, not by what Qt makes of it
            assert (kept.width(), kept.height()) == (48, 64)
            assert corners_of(kept) == (2, 0, 3, 1)


def test_a_photo_that_was_held_upright_is_not_compressed_again(tmp_path: Path) -> None:
    shelf = PhotoShelf(Home(tmp_path / "home"))
    (tmp_path / "a.jpg").write_bytes(held(1, image=four_corners("JPG")))
    path = shelf.path(shelf.keep(tmp_path / "a.jpg"))
    assert path is not None
    assert path.read_bytes() == four_corners("JPG")


def test_a_picture_that_cannot_be_drawn_is_kept_as_it_lies(tmp_path: Path) -> None:
    shelf = PhotoShelf(Home(tmp_path / "home"))
    undrawable = held(6, "PNG")
    at = undrawable.index(b"IDAT")
    length = struct.unpack_from(">I", undrawable, at - 4)[0]
    empty = chunk(b"IDAT", b"")
    (tmp_path / "a.png").write_bytes(undrawable[: at - 4] + empty + undrawable[at + 8 + length :])
    assert shelf.path(shelf.keep(tmp_path / "a.png")) is not None
