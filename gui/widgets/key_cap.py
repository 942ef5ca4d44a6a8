"""One key of the map: a real button (name, role, focus for assistive tools) that paints itself and lights at once."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from checks.record import KeyMark
from devices.profile import KeyCap as Cap
from gui.face import Face
from gui.theme import MARKS, fitting, sized

FLASH_MS: Final = 180
_HURT: Final = (KeyMark.DEAD, KeyMark.CROSSED, KeyMark.STUCK, KeyMark.CHATTER)


class KeyCap(QAbstractButton):
    """Shows ``mark``; while lit it shows the press above all else."""

    def __init__(self, face: Face, cap: Cap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cap = cap
        self.mark = KeyMark.NONE
        self.detail = ""
        self.lit = False
        self.sample = False
        """A small cap of the legend: the sign alone, in the middle."""
        self._face = face
        self._fade = QTimer(self, interval=FLASH_MS, singleShot=True)
        self._fade.timeout.connect(self.go_out)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.retranslate()

    def sizeHint(self) -> QSize:
        """Placed by the map, never by a layout."""
        return QSize(64, 64)

    def light(self, hold: bool = False) -> None:
        """The key was pressed: paint now, not with the next frame. ``hold`` waits for ``go_out``."""
        self.lit = True
        self.repaint()
        if not hold:
            self._fade.start()

    def go_out(self) -> None:
        """The press is over; the mark shows again."""
        self.lit = False
        self.update()

    def put(self, mark: KeyMark, detail: str = "") -> None:
        """Show a mark."""
        if (mark, detail) != (self.mark, self.detail):
            self.mark, self.detail = mark, detail
            self.retranslate()
            self.update()

    def retranslate(self) -> None:
        """Legend and spoken name in the face's language."""
        legend = self._face.words.local(self.cap.legend) or self.cap.id
        self.setText(legend)
        state = self._face.text(f"mark.{self.mark}")
        self.setAccessibleName(self._face.text("window.key.name", key=legend))
        self.setAccessibleDescription(state)
        self.setToolTip(f"{legend} · {state}" if self.mark is not KeyMark.NONE else legend)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Cap, mark, legend."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        self._paint_cap(painter, area)
        self._paint_legend(painter, area)
        self._paint_sign(painter, area)
        if self.hasFocus():
            painter.setPen(QPen(self._face.colour("text"), 1, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(5, 5, -5, -5), 6, 6)

    def _paint_cap(self, painter: QPainter, area: QRectF) -> None:
        radius = min(area.width(), area.height()) * 0.16
        lip = 0.0 if self.lit else 3.0
        if not self.lit and self.mark is not KeyMark.MISSING:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._edge().darker(112) if self.mark is KeyMark.IDENTIFIED else self._face.colour("line"))
            painter.drawRoundedRect(area, radius, radius)
        top = area.adjusted(0, lip if self.lit else 0, 0, -lip)
        painter.setBrush(self._fill())
        painter.setPen(self._pen())
        inset = painter.pen().widthF() / 2
        painter.drawRoundedRect(top.adjusted(inset, inset, -inset, -inset), radius, radius)

    def _fill(self) -> QColor:
        return self._face.colour("accent") if self.lit else self._face.colour(MARKS[self.mark].soft)

    def _edge(self) -> QColor:
        return self._face.colour(MARKS[self.mark].colour)

    def _pen(self) -> QPen:
        if self.lit:
            return QPen(self._face.colour("accent"), 1)
        match self.mark:
            case KeyMark.NONE:
                return QPen(self._face.colour("line"), 1.2)
            case KeyMark.ASKED:
                return QPen(self._edge(), 2.4 if self.sample else 4)
            case KeyMark.MASKED:
                return QPen(self._edge(), 1.8 if self.sample else 2.6, Qt.PenStyle.DotLine, Qt.PenCapStyle.RoundCap)
            case KeyMark.MISSING:
                return QPen(self._edge(), 2, Qt.PenStyle.DashLine)
            case _:
                return QPen(self._edge(), 2)

    def _ink(self) -> QColor:
        if self.lit:
            return self._face.colour("on_accent")
        if self.mark is KeyMark.IDENTIFIED:
            return self._face.colour("on_strong")
        return self._face.colour("quiet" if self.mark is KeyMark.MISSING else "text")

    def _paint_legend(self, painter: QPainter, area: QRectF) -> None:
        painter.setPen(self._ink())
        painter.setFont(self._legend_font(area))
        shift = -3 if not self.lit else 0
        painter.drawText(
            area.adjusted(3, shift, -3, shift), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.text()
        )

    def _legend_font(self, area: QRectF) -> QFont:
        short = len(self.text()) <= 2
        side = min(area.width(), area.height())
        pixels = max(11, round(side * (0.38 if short else 0.22)))
        return fitting(sized(self.font(), pixels, strong=True), longest_word(self.text()), area.width() - 8, 9)

    def _paint_sign(self, painter: QPainter, area: QRectF) -> None:
        if self.lit or self.mark in (KeyMark.NONE, KeyMark.ASKED):
            return
        least = min(area.width(), area.height())
        side = max(11.0, least * (0.3 if self.mark in _HURT else 0.24))
        edge = 2 if least < 56 else 5
        spot = QRectF(area.right() - side - edge, area.top() + edge, side, side)
        if self.sample:
            spot = QRectF(area.center().x() - 7, area.center().y() - 8.5, 14, 14)
        self._face.paint(
            painter, MARKS[self.mark].icon, self._ink() if self.mark is KeyMark.IDENTIFIED else self._edge(), spot
        )
        if self.mark is KeyMark.DEAD and not self.sample:
            painter.setPen(QPen(self._edge(), 2))
            painter.setOpacity(0.45)
            painter.drawLine(area.topLeft() + QPointF(8, 8), area.bottomRight() - QPointF(8, 11))
            painter.setOpacity(1.0)
        if self.detail and self.mark is KeyMark.CROSSED:
            self._paint_detail(painter, area.adjusted(5, 4, -4, -6))

    def _paint_detail(self, painter: QPainter, area: QRectF) -> None:
        """The key that answered instead, as large as it fits."""
        text = f"→ {self.detail}"
        font = fitting(sized(self.font(), 12, strong=True), text, area.width(), 8)
        painter.setPen(self._edge())
        painter.setFont(font)
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, round(area.width()))
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, shown)


def longest_word(legend: str) -> str:
    """What must fit on one line of a cap."""
    return max(legend.split() or [""], key=len)
