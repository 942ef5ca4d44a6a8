"""What the window speaks and wears now: words, colours, icons. Widgets keep the one ``Face`` and read it when they paint.

Changing language or theme changes the face, then walks the widgets: ``retranslate()`` and ``restyle()`` where they have them.
"""

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from checks.measurement import Argument, Message
from checks.words import Catalogue
from gui.theme import Colours, Sign


class Face:
    """Window thread only."""

    def __init__(self, words: Catalogue, colours: Colours, icons: Path) -> None:
        self.words = words
        self.colours = colours
        self._icons = icons
        self._drawn = lru_cache(maxsize=512)(self._draw)

    def text(self, message_id: str, /, **args: Argument) -> str:
        """A sentence of the window's language."""
        return self.words.text(message_id, **args)

    def say(self, message: Message) -> str:
        """A message in the window's language."""
        return self.words.say(message)

    def colour(self, name: str) -> QColor:
        """A colour of the theme by its field name."""
        return QColor(getattr(self.colours, name))

    def strong(self, sign: Sign) -> QColor:
        """The colour of a sign."""
        return self.colour(sign.colour)

    def pixmap(self, icon: str, colour: QColor | str, size: int, ratio: float = 2.0) -> QPixmap:
        """An icon of ``size`` pixels in one colour; empty for an unknown name."""
        value = colour.name() if isinstance(colour, QColor) else getattr(self.colours, colour, colour)
        return self._drawn(icon, value, size, ratio)

    def icon(self, name: str, colour: QColor | str = "text", size: int = 20) -> QIcon:
        """The same as a QIcon, with a fainter picture for disabled buttons."""
        made = QIcon(self.pixmap(name, colour, size))
        made.addPixmap(self.pixmap(name, "line", size), QIcon.Mode.Disabled)
        return made

    def paint(self, painter: QPainter, icon: str, colour: QColor | str, area: QRectF) -> None:
        """Draw an icon into ``area``."""
        ratio = painter.device().devicePixelRatioF() if painter.device() else 1.0
        size = max(1, round(min(area.width(), area.height())))
        left, top = area.center().x() - size / 2, area.center().y() - size / 2
        painter.drawPixmap(
            QRectF(left, top, size, size).toAlignedRect().topLeft(), self.pixmap(icon, colour, size, ratio)
        )

    def _draw(self, name: str, colour: str, size: int, ratio: float) -> QPixmap:
        pixmap = QPixmap(QSize(round(size * ratio), round(size * ratio)))
        pixmap.fill(Qt.GlobalColor.transparent)
        path = self._icons / f"{name}.svg"
        if name and path.exists():
            svg = path.read_text("utf-8").replace("currentColor", colour)
            painter = QPainter(pixmap)
            QSvgRenderer(QByteArray(svg.encode())).render(painter)
            painter.end()
        pixmap.setDevicePixelRatio(ratio)
        return pixmap


def retranslate_all(root: QWidget) -> None:
    """Let every widget under ``root`` take its words again."""
    _walk(root, "retranslate")


def restyle_all(root: QWidget) -> None:
    """Let every widget under ``root`` take its colours again."""
    _walk(root, "restyle")
    for widget in root.findChildren(QWidget):
        widget.update()


def _walk(root: QWidget, method: str) -> None:
    for widget in (root, *root.findChildren(QWidget)):
        change = getattr(widget, method, None)
        if change is not None:
            change()
