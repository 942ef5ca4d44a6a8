"""The verdict, readable from a metre: a field of colour with a shape, one word, and what it rests on."""

from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.face import Face
from gui.theme import LEAD, VERDICT, Sign, fitting, sized

_HEIGHT: Final = 148
_REASON_TOP: Final = 92
_REASON_LEFT: Final = 143


class VerdictBanner(QWidget):
    """Paints itself."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face
        self._sign = Sign("", "unsure", "unsure_soft")
        self._word = self._reason = ""
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def put(self, sign: Sign, word: str, reason: str) -> None:
        """Show a verdict and its reason."""
        self._sign, self._word, self._reason = sign, word, reason
        self.setAccessibleName(word)
        self.setAccessibleDescription(reason)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """High enough for the word and its reason."""
        return QSize(480, self.heightForWidth(480))

    def minimumSizeHint(self) -> QSize:
        """The least height, at the least width."""
        return QSize(300, _HEIGHT)

    def heightForWidth(self, width: int) -> int:
        """Room for as many lines as the reason takes."""
        metrics = QFontMetrics(sized(self.font(), LEAD))
        room = QRect(0, 0, max(width - _REASON_LEFT - 20, 100), 1000)
        lines = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), self._reason).height()
        return max(_HEIGHT, _REASON_TOP + lines + 20)

    def _paint_word(self, painter: QPainter, font: QFont, left: float, middle: float, ink: QColor) -> None:
        """As an outline with a pen, because the bundled font has no bold and Qt thickens none of this size."""
        metrics = QFontMetrics(font)
        path = QPainterPath()
        path.addText(QPointF(left, middle + (metrics.ascent() - metrics.descent()) / 2), font, self._word)
        painter.setPen(
            QPen(ink, font.pixelSize() / 18, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        )
        painter.setBrush(ink)
        painter.drawPath(path)

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
        font = fitting(sized(self.font(), VERDICT), self._word, room, 30)
        lift = 94 if self._reason else area.height()
        self._paint_word(painter, font, left, area.top() + lift / 2, ink)
        painter.setPen(ink)
        painter.setFont(sized(self.font(), LEAD))
        below = QRectF(left + 3, area.top() + _REASON_TOP, room, area.height() - _REASON_TOP)
        painter.drawText(below, Qt.TextFlag.TextWordWrap, self._reason)
