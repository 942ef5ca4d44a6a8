"""Turns a photo as its camera was held, before what told so is taken away with the rest of its metadata."""

from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImageReader, QImageWriter, QTransform

from checks.photos import PhotoError, Picture

MOST_MEGABYTES: Final = 512
"""own: what Qt may use for one picture."""
_QUALITY: Final = 92  # own: nothing is to be seen of the second compression
_TURNS: Final = {
    2: (True, 0),
    3: (False, 180),
    4: (True, 180),
    5: (True, 270),
    6: (False, 90),
    7: (True, 90),
    8: (False, 270),
}
"""Exif's orientation: mirrored left to right first or not, then turned clockwise by so many degrees (CIPA DC-008)."""


def upright(picture: Picture, orientation: int) -> bytes:
    """See ``checks.console.photo_shelf.Turn``. Any thread. What Qt cannot read stays as it lies."""
    source = QBuffer()
    source.setData(picture.data)
    reader = QImageReader(source)
    reader.setAllocationLimit(MOST_MEGABYTES)
    image = reader.read()
    if image.isNull():
        return picture.data
    mirrored, degrees = _TURNS[orientation]
    image = image.flipped(Qt.Orientation.Horizontal) if mirrored else image
    image = image.transformed(QTransform().rotate(degrees)) if degrees else image
    made = QByteArray()
    buffer = QBuffer(made)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(picture.kind.encode()))
    if picture.kind == "jpg":
        writer.setQuality(_QUALITY)
    if not writer.write(image):
        raise PhotoError("damaged")
    return bytes(made.data())
