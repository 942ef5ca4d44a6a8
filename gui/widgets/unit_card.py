"""One unit of the bench as a card: lane number, model, serial, port, link in words and shape, progress."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from gui.face import Face
from gui.theme import BODY, CAPTION, LEAD, RADIUS, Sign, sized
from gui.widgets.words import with_tip

_HEIGHT: Final = 118
_BADGE: Final = 34


@dataclass(frozen=True, slots=True)
class CardView:
    """All that a card shows."""

    lane: int
    model: str
    serial: str
    port: str
    link: str
    sign: Sign
    progress: float | None = None
    verdict: Sign | None = None


class UnitCard(QAbstractButton):
    """Checked means selected."""

    def __init__(self, face: Face, view: CardView) -> None:
        super().__init__()
        self.view = view
        self._face = face
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.put(view)

    def put(self, view: CardView) -> None:
        """Show another state of the unit."""
        self.view = view
        self.setAccessibleName(f"{view.lane} · {view.model} · {view.serial}")
        self.setAccessibleDescription(view.link)
        with_tip(self, f"{view.model} {view.serial}\n{view.port}\n{view.link}")
        self.update()

    def sizeHint(self) -> QSize:
        """Fixed height."""
        return QSize(200, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Fixed height."""
        return QSize(160, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Frame, badge, words, progress."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        self._paint_frame(painter, area)
        self._paint_badge(painter, QRectF(area.left() + 11, area.top() + 12, _BADGE, _BADGE))
        self._paint_words(painter, area)
        if self.view.progress is not None:
            self._paint_progress(painter, QRectF(area.left() + 12, area.bottom() - 9, area.width() - 24, 4))

    def _paint_frame(self, painter: QPainter, area: QRectF) -> None:
        face = self._face
        chosen = self.isChecked()
        painter.setBrush(face.colour("accent_soft" if chosen else "raised" if self.underMouse() else "surface"))
        edge = "accent" if chosen or self.hasFocus() else "line"
        painter.setPen(QPen(face.colour(edge), 2 if chosen or self.hasFocus() else 1))
        painter.drawRoundedRect(area, RADIUS, RADIUS)
        if self.hasFocus():
            painter.setPen(QPen(face.colour("text"), 1, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(4, 4, -4, -4), RADIUS - 3, RADIUS - 3)

    def _paint_badge(self, painter: QPainter, badge: QRectF) -> None:
        face, verdict = self._face, self.view.verdict
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(face.colour(verdict.colour) if verdict else face.colour("text"))
        painter.drawRoundedRect(badge, 8, 8)
        if verdict:
            face.paint(painter, verdict.icon, face.colour("on_strong"), badge.adjusted(6, 6, -6, -6))
            return
        painter.setPen(face.colour("surface"))
        painter.setFont(sized(self.font(), LEAD, strong=True))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, str(self.view.lane))

    def _paint_words(self, painter: QPainter, area: QRectF) -> None:
        face, view = self._face, self.view
        left = area.left() + _BADGE + 22
        room = area.right() - left - 10
        title = f"{view.lane} · {view.model}" if view.verdict else view.model
        high = self._title(painter, QRectF(left, area.top() + 8, room, 40), title)
        self._line(painter, QRectF(left, area.top() + 8 + high, room, 18), view.serial, BODY, False, "text")
        low = area.top() + 76
        face.paint(painter, view.sign.icon, face.colour(view.sign.colour), QRectF(area.left() + 12, low, 16, 16))
        self._line(
            painter,
            QRectF(area.left() + 34, low - 1, area.width() - 44, 18),
            view.link,
            CAPTION + 1,
            True,
            view.sign.colour,
        )
        if view.progress is None:
            self._line(
                painter, QRectF(area.left() + 34, low + 17, area.width() - 44, 16), view.port, CAPTION, False, "quiet"
            )

    def _title(self, painter: QPainter, area: QRectF, text: str) -> float:
        """The name in up to two lines; their height."""
        font = sized(self.font(), BODY + 1, strong=True)
        painter.setFont(font)
        painter.setPen(self._face.colour("text"))
        wrap = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        metrics = QFontMetrics(font)
        two = 2.5 * metrics.lineSpacing()  # lines may be a little higher than their spacing
        if metrics.horizontalAdvance(text) > area.width():
            text = text.replace("\uff08", "\n\uff08", 1)  # a Chinese line may break anywhere: better before the bracket
        while text and metrics.boundingRect(QRect(0, 0, round(area.width()), 999), int(wrap), text).height() > two:
            text = text.rstrip("…")[:-1].rstrip() + "…"
        high = metrics.boundingRect(QRect(0, 0, round(area.width()), 999), int(wrap), text).height()
        painter.drawText(QRectF(area.left(), area.top(), area.width(), high), int(wrap), text)
        return float(high)

    def _line(self, painter: QPainter, area: QRectF, text: str, pixels: int, strong: bool, colour: str) -> None:
        font = sized(self.font(), pixels, strong)
        painter.setFont(font)
        painter.setPen(self._face.colour(colour))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideMiddle, round(area.width()))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def _paint_progress(self, painter: QPainter, bar: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._face.colour("line"))
        painter.drawRoundedRect(bar, 2, 2)
        share = max(0.0, min(1.0, self.view.progress or 0.0))
        if share > 0:
            painter.setBrush(self._face.colour("accent"))
            painter.drawRoundedRect(QRectF(bar.left(), bar.top(), max(4.0, bar.width() * share), bar.height()), 2, 2)
