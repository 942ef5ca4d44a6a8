"""The test pictures full-screen on a monitor of this PC: for customer displays that the PC itself drives.

Space, Enter or a click shows the next picture, Backspace the one before, Escape ends. Dot for dot: each pixel of the
picture is a pixel of the monitor, whatever the desktop's scale.
"""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QColor, QFont, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QScreen
from PySide6.QtWidgets import QWidget

from checks.pattern import Pattern
from checks.registry import load_patterns
from devices.raster import DisplayGeometry, DisplayKind
from gui.face import Face
from gui.widgets.raster_view import image_of

_NEXT: Final = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right, Qt.Key.Key_PageDown)
_BACK: Final = (Qt.Key.Key_Backspace, Qt.Key.Key_Left, Qt.Key.Key_PageUp)
_HINT_MS: Final = 4000


class MonitorWindow(QWidget):
    """One monitor covered by one picture. ``ended`` when it is closed."""

    ended = Signal()

    def __init__(self, face: Face, screen: QScreen) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self._face = face
        self._index = 0
        self._image = QImage()
        self._drawn: tuple[int, int, int] = (0, 0, 0)
        self.patterns: Sequence[Pattern] = [p for p in load_patterns().values() if p.fits(_COLOUR)]
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.setScreen(screen)
        self.setGeometry(screen.geometry())
        self._hint = True
        self._timer = QTimer(self, interval=_HINT_MS, singleShot=True)
        self._timer.timeout.connect(self._hide_hint)
        self._name()

    @property
    def pattern(self) -> Pattern:
        """What is shown now."""
        return self.patterns[self._index]

    @property
    def image(self) -> QImage:
        """The picture in pixels of the monitor."""
        ratio = self.devicePixelRatioF()
        size = (round(self.width() * ratio), round(self.height() * ratio))
        if self._drawn != (self._index, *size):
            geometry = DisplayGeometry(DisplayKind.COLOUR, max(size[0], 1), max(size[1], 1))
            self._image = image_of(self.pattern.render(geometry))
            self._image.setDevicePixelRatio(ratio)
            self._drawn = (self._index, *size)
        return self._image

    def begin(self) -> None:
        """Cover the monitor. The hint of the keys goes after some seconds, so that it hides no fault."""
        self.showFullScreen()
        self.activateWindow()
        self.setFocus()
        self._timer.start()

    def go(self, step: int) -> None:
        """The next picture, or the one before; round and round."""
        self._index = (self._index + step) % len(self.patterns)
        self._hide_hint()
        self._name()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Next, back, end."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() in _NEXT:
            self.go(1)
        elif event.key() in _BACK:
            self.go(-1)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A touch screen has no keys."""
        self.go(-1 if event.button() is Qt.MouseButton.RightButton else 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The picture and, at first, which keys there are."""
        painter = QPainter(self)
        painter.drawImage(QPointF(0, 0), self.image)
        if self._hint:
            self._paint_hint(painter)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Somebody may want to know."""
        self._timer.stop()
        super().closeEvent(event)
        self.ended.emit()

    def _paint_hint(self, painter: QPainter) -> None:
        font = QFont(self.font())
        font.setPixelSize(22)
        painter.setFont(font)
        words = self._face.text("window.monitor.hint")
        box = painter.fontMetrics().boundingRect(words).adjusted(-18, -10, 18, 10)
        box.moveCenter(self.rect().center())
        painter.fillRect(box, QColor("#16222c"))
        painter.setPen(QColor("#ffffff"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    def _hide_hint(self) -> None:
        self._hint = False
        self.update()

    def _name(self) -> None:
        self.setWindowTitle(self._face.text(f"pattern.{self.pattern.id}"))
        self.setAccessibleName(self.windowTitle())


_COLOUR: Final = DisplayGeometry(DisplayKind.COLOUR, 640, 480)


def screen_words(screen: QScreen, number: int, face: Face) -> str:
    """A monitor as a person knows it: its number, its own name, its pixels."""
    ratio, size = screen.devicePixelRatio(), screen.size()
    own = (
        " ".join(part for part in (screen.manufacturer(), screen.model()) if part.strip())
        or screen.name()
        or face.text("window.monitor.pick")
    )
    return face.text(
        "window.monitor.name",
        number=number,
        name=own,
        width=round(size.width() * ratio),
        height=round(size.height() * ratio),
    )
