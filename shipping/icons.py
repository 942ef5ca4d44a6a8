"""The one drawing, ``resources/icons/posbench.svg``, in the containers that systems want: PNG, ``.ico``, ``.icns``.

Both containers hold PNG pictures (Windows since Vista, macOS since 10.7), so no further image library is needed.
"""

import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from shipping.product import ROOT

DRAWING: Final = ROOT / "resources" / "icons" / "posbench.svg"
HICOLOR: Final = (16, 24, 32, 48, 64, 128, 256, 512)
ICO: Final = (16, 20, 24, 32, 40, 48, 64, 256)
ICNS: Final = (("icp4", 16), ("icp5", 32), ("icp6", 64), ("ic07", 128), ("ic08", 256), ("ic09", 512), ("ic10", 1024))
"""Type of an entry and its edge in pixels."""


def png(edge: int) -> bytes:
    """The drawing, ``edge`` pixels wide and high, on nothing."""
    image = QImage(edge, edge, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(DRAWING)).render(painter)
    painter.end()
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # its stub knows only bytes for the format's name
    return bytes(kept.data())


def ico(edges: Sequence[int] = ICO) -> bytes:
    """A Windows icon: a head, an entry of 16 bytes for each picture, the pictures."""
    pictures = [png(edge) for edge in edges]
    place = 6 + 16 * len(pictures)
    entries = b""
    for edge, picture in zip(edges, pictures, strict=True):
        entries += struct.pack("<BBBBHHII", edge % 256, edge % 256, 0, 0, 1, 32, len(picture), place)
        place += len(picture)
    return struct.pack("<HHH", 0, 1, len(pictures)) + entries + b"".join(pictures)


def icns() -> bytes:
    """A macOS icon: entries of type, length and picture behind one another."""
    entries = b""
    for kind, edge in ICNS:
        picture = png(edge)
        entries += kind.encode() + struct.pack(">I", 8 + len(picture)) + picture
    return b"icns" + struct.pack(">I", 8 + len(entries)) + entries


def write(folder: Path, name: str) -> Path:
    """``posbench.ico`` or ``posbench.icns`` in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    made = folder / name
    made.write_bytes(ico() if name.endswith(".ico") else icns())
    return made
