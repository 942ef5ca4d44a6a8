"""The edge of the window in the verdict's colour for a moment: seen from the corner of the eye, with both hands on a unit."""

from typing import Final

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gui.face import Face

LASTS_MS: Final = 1600
_WIDE: Final = 10.0


class EdgeFlash(QWidget):
    """Lies over ``parent`` and lets the mouse through. It does not blink: a steady edge harms nobody."""

    def __init__(self, face: Face, parent: QWidget) -> None:
        super().__init__(parent)
        self._face = face
        self._colour = "unsure"
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._end = QTimer(self, interval=LASTS_MS, singleShot=True)
        self._end.timeout.connect(self.hide)
        self.hide()

    def show_for(self, colour: str) -> None:
        """Show the edge in a colour of the theme."""
        parent = self.parentWidget()
        self._colour = colour
        if parent is not None:
            self.setGeometry(parent.rect())
        self.raise_()
        self.show()
        self.update()
        self._end.start()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A frame."""
        painter = QPainter(self)
        painter.setPen(
            QPen(
                self._face.colour(self._colour),
                _WIDE,
                Qt.PenStyle.SolidLine,
                Qt.PenCapStyle.SquareCap,
                Qt.PenJoinStyle.MiterJoin,
            )
        )
        half = _WIDE / 2
        painter.drawRect(QRectF(self.rect()).adjusted(half, half, -half, -half))
