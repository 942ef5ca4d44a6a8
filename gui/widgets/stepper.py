"""The way from intake to report on one slim line."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.face import Face
from gui.theme import CAPTION, Sign, sized

_DOT: Final = 24
_HEIGHT: Final = 54


@dataclass(frozen=True, slots=True)
class StepView:
    """One step: its words, its own icon, the sign of its outcome where it is done, and whether it is the present."""

    text: str
    icon: str
    sign: Sign | None = None
    now: bool = False


class Stepper(QWidget):
    """Paints the steps; its description speaks them."""

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
        """Words are cut before steps are."""
        return QSize(len(self._steps) * 40, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Line, dots, words."""
        if not self._steps:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pitch = self.width() / len(self._steps)
        self._paint_line(painter, pitch)
        for index, step in enumerate(self._steps):
            self._paint_step(painter, step, (index + 0.5) * pitch, pitch)

    def _paint_line(self, painter: QPainter, pitch: float) -> None:
        middle = 4 + _DOT / 2
        painter.setPen(QPen(self._face.colour("line"), 2))
        painter.drawLine(round(pitch / 2), round(middle), round(self.width() - pitch / 2), round(middle))

    def _paint_step(self, painter: QPainter, step: StepView, x: float, pitch: float) -> None:
        face = self._face
        dot = QRectF(x - _DOT / 2, 4, _DOT, _DOT)
        edge = face.colour("accent" if step.now else step.sign.colour if step.sign else "line")
        painter.setPen(QPen(edge, 2))
        painter.setBrush(face.colour("accent" if step.now else step.sign.soft if step.sign else "surface"))
        painter.drawEllipse(dot.adjusted(1, 1, -1, -1))
        ink = face.colour("on_accent") if step.now else edge if step.sign else face.colour("quiet")
        icon = step.sign.icon if step.sign and not step.now else step.icon
        face.paint(painter, icon, ink, dot.adjusted(5, 5, -5, -5))
        font = sized(self.font(), CAPTION, strong=step.now)
        painter.setFont(font)
        painter.setPen(face.colour("text" if step.now else "quiet"))
        words = QFontMetrics(font).elidedText(step.text, Qt.TextElideMode.ElideRight, round(pitch - 6))
        painter.drawText(QRectF(x - pitch / 2, _DOT + 8, pitch, 18), Qt.AlignmentFlag.AlignCenter, words)
