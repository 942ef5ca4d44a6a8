"""The verdict, readable from a metre: a field of colour with a shape, one word, and what it rests on."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.face import Face
from gui.theme import LEAD, VERDICT, Sign, sized


class VerdictBanner(QWidget):
    """Paints itself."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face
        self._sign = Sign("", "unsure", "unsure_soft")
        self._word = self._reason = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def put(self, sign: Sign, word: str, reason: str) -> None:
        """Show a verdict and its reason."""
        self._sign, self._word, self._reason = sign, word, reason
        self.setAccessibleName(word)
        self.setAccessibleDescription(reason)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """High enough for the word and its reason."""
        return QSize(480, 148)

    def minimumSizeHint(self) -> QSize:
        """The same height at any width."""
        return QSize(300, 148)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Field, shape, word, reason."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        ink = self._face.colour("on_strong")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._face.colour(self._sign.colour))
        painter.drawRoundedRect(area, 14, 14)
        icon = QRectF(area.left() + 26, area.center().y() - 44, 88, 88)
        self._face.paint(painter, self._sign.icon, ink, icon)
        left = icon.right() + 26
        room = area.right() - left - 20
        font = sized(self.font(), VERDICT, strong=True)
        while QFontMetrics(font).horizontalAdvance(self._word) > room and font.pixelSize() > 30:
            font.setPixelSize(font.pixelSize() - 2)
        painter.setPen(ink)
        painter.setFont(font)
        lift = 94 if self._reason else area.height()
        painter.drawText(QRectF(left, area.top(), room, lift), Qt.AlignmentFlag.AlignVCenter, self._word)
        painter.setFont(sized(self.font(), LEAD))
        below = QRectF(left + 3, area.top() + 92, room, 48)
        painter.drawText(below, Qt.TextFlag.TextWordWrap, self._reason)
