"""The picture on the terminal's screen, on which a finger marks what is wrong: tap a dot, drag along a line or over a zone."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen

from checks.panel import DisplayMark, MarkKind, mark_between
from gui.face import Face
from gui.widgets.raster_view import RasterView

_RING: Final = 9.0
_INK: Final = (QColor("#ffffff"), QColor("#b3261e"))
"""Seen on any picture: red on white."""
_WIDE: Final = (4.0, 2.0)


class MarkingView(RasterView):
    """``marked`` carries all marks after each change. Without ``begin`` it only shows."""

    marked = Signal(object)

    def __init__(self, face: Face) -> None:
        super().__init__(face)
        self._question = ""
        self._pattern = ""
        self._marks: tuple[DisplayMark, ...] = ()
        self._from: tuple[int, int] | None = None
        self._to: tuple[int, int] | None = None

    @property
    def marks(self) -> tuple[DisplayMark, ...]:
        """What was marked for this question."""
        return self._marks

    @property
    def marking(self) -> bool:
        """Whether marks are wanted now."""
        return bool(self._question)

    def begin(self, question: str, pattern: str) -> None:
        """Take marks for a question; an empty one ends it. The same question again keeps its marks."""
        if question != self._question:
            self._question, self._pattern, self._marks = question, pattern, ()
            self._from = self._to = None
            self.setCursor(Qt.CursorShape.CrossCursor if question else Qt.CursorShape.ArrowCursor)
            self.update()

    def take_back(self) -> None:
        """The last mark goes."""
        self._change(self._marks[:-1])

    def dot_at(self, place: QPointF) -> tuple[int, int] | None:
        """The panel's pixel at a place of this widget; None outside the picture."""
        if self._raster is None:
            return None
        area = self.picture_area()
        x = int((place.x() - area.left()) / area.width() * self._raster.width)
        y = int((place.y() - area.top()) / area.height() * self._raster.height)
        inside = area.adjusted(-_RING, -_RING, _RING, _RING).contains(place)
        return (min(max(x, 0), self._raster.width - 1), min(max(y, 0), self._raster.height - 1)) if inside else None

    def place_of(self, x: float, y: float) -> QPointF:
        """The place of this widget where a pixel of the panel begins."""
        area, raster = self.picture_area(), self._raster
        if raster is None:
            return area.topLeft()
        return QPointF(area.left() + x * area.width() / raster.width, area.top() + y * area.height() / raster.height)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A mark begins, or the last one is taken back."""
        if not self.marking:
            return super().mousePressEvent(event)
        if event.button() is Qt.MouseButton.RightButton:
            self.take_back()
        else:
            self._from = self._to = self.dot_at(event.position())
        return None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """It grows."""
        if self._from is not None:
            self._to = self.dot_at(event.position()) or self._to
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """It is made."""
        start, end = self._from, self.dot_at(event.position()) or self._to
        self._from = self._to = None
        if start is not None and end is not None:
            self._change((*self._marks, mark_between(start, end, self._pattern)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture with its marks."""
        super().paintEvent(event)
        if not self.marking:
            return
        growing = () if self._from is None or self._to is None else (mark_between(self._from, self._to, self._pattern),)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for mark in (*self._marks, *growing):
            for ink, wide in zip(_INK, _WIDE, strict=True):
                painter.setPen(QPen(ink, wide))
                self._draw(painter, mark)

    def _draw(self, painter: QPainter, mark: DisplayMark) -> None:
        if mark.kind is MarkKind.DOT:
            painter.drawEllipse(self.place_of(mark.x + 0.5, mark.y + 0.5), _RING, _RING)
            return
        corners = self.place_of(mark.x, mark.y), self.place_of(mark.x + mark.w, mark.y + mark.h)
        painter.drawRoundedRect(QRectF(*corners).adjusted(-3, -3, 3, 3), 3, 3)

    def _change(self, marks: tuple[DisplayMark, ...]) -> None:
        self._marks = marks
        self.update()
        self.marked.emit(marks)
