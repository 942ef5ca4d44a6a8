"""One answer to a question: its number, its words, its tone; fills up while it is too early to have looked."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from checks.steps import Tone
from gui.face import Face
from gui.theme import BODY, LEAD, RADIUS, TARGET, sized
from gui.widgets.words import keep_focus_near

_TONES: Final = {Tone.GOOD: ("pass", "good"), Tone.BAD: ("fail", "bad"), Tone.NEUTRAL: ("question", "unsure")}
_SIGN: Final = 20
_CHIP: Final = 26
_NARROW: Final = 200


class ChoiceButton(QAbstractButton):
    """``answer`` is the choice's id. ``key`` is what to type for it. ``said`` is a message of its own, shown without a sign."""

    def __init__(
        self,
        face: Face,
        answer: str,
        key: str,
        tone: Tone,
        local: tuple[tuple[str, str], ...] = (),
        said: str = "",
    ) -> None:
        super().__init__()
        self.answer = answer
        self._local, self._said = dict(local), said
        self._face, self._key, self._tone = face, key, tone
        self._share = 1.0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(TARGET)
        self.retranslate()

    def wait(self, share: float) -> None:
        """How much of the least look has passed, 0-1; before 1 the button takes no answer."""
        share = max(0.0, min(1.0, share))
        if share != self._share:
            self._share = share
            if share < 1.0:
                keep_focus_near(self)
            self.setEnabled(share >= 1.0)
            self.update()

    def retranslate(self) -> None:
        """Words of the face."""
        local = self._face.words.local(self._local) if self._local else ""
        self.setText(local or self._face.text(self._said or f"choice.{self.answer}"))
        self.setAccessibleName(self.text())
        self.setAccessibleDescription(self._face.text("window.choice.key", key=self._key))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for the words on one or two lines."""
        width = QFontMetrics(self._font()).horizontalAdvance(self.text())
        return QSize(min(width, 320) + _CHIP + _SIGN + 52, TARGET)

    def minimumSizeHint(self) -> QSize:
        """At least a finger."""
        return QSize(120, TARGET)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Frame, fill, number, words, sign."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        self._paint_frame(painter, area)
        left = self._paint_chip(painter, area)
        icon, colour = _TONES[self._tone]
        sign = QRectF(area.right() - _SIGN - 12, area.center().y() - _SIGN / 2, _SIGN, _SIGN)
        if self.width() < _NARROW or self._said:
            sign.moveLeft(area.right() - 4)
        else:
            self._face.paint(painter, icon, self._face.colour(colour if self.isEnabled() else "line"), sign)
        painter.setPen(self._face.colour("text" if self.isEnabled() else "quiet"))
        painter.setFont(self._font())
        room = QRectF(left, area.top() + 2, sign.left() - left - 8, area.height() - 4)
        painter.drawText(
            room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap, self.text()
        )

    def _font(self) -> QFont:
        """As large as fits on one line; small enough for two lines where none does."""
        room = self.width() - _CHIP - (40 if self.width() < _NARROW else _SIGN + 60)
        large = sized(self.font(), LEAD - 1)
        fits = QFontMetrics(large).horizontalAdvance(self.text()) <= room
        return large if fits else sized(self.font(), BODY - 1)

    def _paint_frame(self, painter: QPainter, area: QRectF) -> None:
        face = self._face
        held = self.isDown() or self.underMouse()
        painter.setBrush(face.colour("accent_soft" if self.isChecked() else "raised" if held else "surface"))
        chosen = self.hasFocus() or self.isChecked()
        painter.setPen(QPen(face.colour("accent"), 2) if chosen else QPen(face.colour("line"), 1.2))
        painter.drawRoundedRect(area, RADIUS, RADIUS)
        if self._share < 1.0:
            painter.save()
            painter.setClipRect(QRectF(area.left(), area.top(), area.width() * self._share, area.height()))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(face.colour("accent_soft"))
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), RADIUS, RADIUS)
            painter.restore()

    def _paint_chip(self, painter: QPainter, area: QRectF) -> float:
        chip = QRectF(area.left() + 11, area.center().y() - _CHIP / 2, _CHIP, _CHIP)
        painter.setPen(QPen(self._face.colour("line"), 1))
        painter.setBrush(self._face.colour("raised"))
        painter.drawRoundedRect(chip, 6, 6)
        painter.setPen(self._face.colour("quiet" if not self.isEnabled() else "text"))
        painter.setFont(sized(self.font(), BODY, strong=True))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, self._key)
        return chip.right() + 11
