"""The way from intake to report on one slim line."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gui.face import Face
from gui.theme import CAPTION, Sign, sized

_DOT: Final = 24
_HEIGHT: Final = 54
_PITCH: Final = 30
"""Pixels a step needs without its words."""
_AIR: Final = 14
"""Pixels between two words."""


@dataclass(frozen=True, slots=True)
class StepView:
    """One step: its words, its own icon, the sign of its outcome where it is done, and whether it is the present."""

    text: str
    icon: str
    sign: Sign | None = None
    now: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a step stands: its centre and width in pixels, and whether its words are shown."""

    x: float
    wide: float
    worded: bool


def slots(widths: Sequence[float], now: int, total: float) -> tuple[Slot, ...]:
    """Places for steps whose words are so wide: all with words where there is room, else those around ``now``. Pure.

    A step without words is still an icon of full size; no words are ever cut but where the present ones alone are too wide.
    """
    count, worded = len(widths), set[int]()
    for index in sorted(range(count), key=lambda i: (abs(i - now), i < now)):
        wanted = {*worded, index}
        if sum(widths[i] + _AIR for i in wanted) + _PITCH * (count - len(wanted)) > total and worded:
            break
        worded = wanted
    spare = total - sum(widths[i] + _AIR if i in worded else _PITCH for i in range(count))
    found: list[Slot] = []
    left = 0.0
    for index in range(count):
        wide = (widths[index] + _AIR if index in worded else _PITCH) + spare / count
        found.append(Slot(left + wide / 2, wide, index in worded))
        left += wide
    return tuple(found)


class Stepper(QWidget):
    """Paints the steps; its description speaks them. A step shown by its icon alone has its words as tool tip."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face
        self._steps: tuple[StepView, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def put(self, steps: tuple[StepView, ...]) -> None:
        """Show other steps."""
        if steps != self._steps:
            self._steps = steps
            self.setAccessibleName(" · ".join(step.text for step in steps))
            now = next((step.text for step in steps if step.now), "")
            self.setAccessibleDescription(now)
            self.update()

    def sizeHint(self) -> QSize:
        """One line of dots with words below."""
        return QSize(400, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Words go before steps do."""
        return QSize(len(self._steps) * _PITCH, _HEIGHT)

    def slots(self) -> tuple[Slot, ...]:
        """Where the steps stand now."""
        strong = QFontMetrics(sized(self.font(), CAPTION, strong=True))
        now = next((index for index, step in enumerate(self._steps) if step.now), len(self._steps) - 1)
        return slots([strong.horizontalAdvance(step.text) for step in self._steps], now, self.width())

    def event(self, event: QEvent) -> bool:
        """The words of the step under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            placed = zip(self._steps, self.slots(), strict=True)
            words = next((s.text for s, at in placed if abs(event.pos().x() - at.x) <= at.wide / 2), "")
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Line, dots, words."""
        if not self._steps:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        places = self.slots()
        middle = round(4 + _DOT / 2)
        painter.setPen(QPen(self._face.colour("line"), 2))
        painter.drawLine(round(places[0].x), middle, round(places[-1].x), middle)
        for step, place in zip(self._steps, places, strict=True):
            self._paint_step(painter, step, place)

    def _paint_step(self, painter: QPainter, step: StepView, place: Slot) -> None:
        face = self._face
        dot = QRectF(place.x - _DOT / 2, 4, _DOT, _DOT)
        edge = face.colour("accent" if step.now else step.sign.colour if step.sign else "line")
        painter.setPen(QPen(edge, 2))
        painter.setBrush(face.colour("accent" if step.now else step.sign.soft if step.sign else "surface"))
        painter.drawEllipse(dot.adjusted(1, 1, -1, -1))
        ink = face.colour("on_accent") if step.now else edge if step.sign else face.colour("quiet")
        icon = step.sign.icon if step.sign and not step.now else step.icon
        face.paint(painter, icon, ink, dot.adjusted(5, 5, -5, -5))
        if not place.worded:
            return
        font = sized(self.font(), CAPTION, strong=step.now)
        painter.setFont(font)
        painter.setPen(face.colour("text" if step.now else "quiet"))
        words = QFontMetrics(font).elidedText(step.text, Qt.TextElideMode.ElideRight, round(place.wide))
        area = QRectF(place.x - place.wide / 2, _DOT + 8, place.wide, 18)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, words)
