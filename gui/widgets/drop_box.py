"""A list that drops down. Draws its arrow in the colours of the face: a style sheet cannot."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox

from gui.face import Face
from gui.theme import TARGET


class DropBox(QComboBox):
    """Tall enough for a finger."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face
        self.setMinimumHeight(TARGET)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field, then the arrow."""
        super().paintEvent(event)
        painter = QPainter(self)
        area = QRectF(self.width() - 32, (self.height() - 18) / 2, 18, 18)
        self._face.paint(painter, "down", self._face.colour("quiet"), area)
