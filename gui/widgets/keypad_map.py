"""The live map: the keypad in the model's real shape, one button a key."""

from typing import Final

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from devices.keys import Key
from devices.profile import Keypad
from gui.face import Face
from gui.widgets.key_cap import KeyCap
from gui.widgets.words import dropped

_LEAST_PITCH: Final = 46
_MOST_PITCH: Final = 104
_EDGE: Final = 14
_BAND: Final = 5


class KeypadMap(QWidget):
    """``light`` is the fast path: it paints the one key at once. ``missing`` asks to mark a key as gone."""

    missing = Signal(str)

    def __init__(self, face: Face) -> None:
        super().__init__()
        self.caps: dict[Key, KeyCap] = {}
        self._face = face
        self._keypad: Keypad | None = None
        self._size = (4.0, 5.0)
        self._lines: tuple[tuple[Key, ...], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def put(self, keypad: Keypad | None) -> None:
        """Draw another model's keys; keeps them where the model is the same."""
        if keypad is self._keypad:
            return
        self._keypad = keypad
        for old in self.caps.values():
            dropped(old)
        keys = keypad.keys if keypad else ()
        self.caps = {cap.id: KeyCap(self._face, cap, self) for cap in keys}
        self._size = (max((c.x + c.w for c in keys), default=4.0), max((c.y + c.h for c in keys), default=5.0))
        self._place()
        for cap in self.caps.values():
            cap.show()

    def light(self, key: Key, hold: bool = False) -> None:
        """A press arrived."""
        if key in self.caps:
            self.caps[key].light(hold)

    def go_out(self, key: Key) -> None:
        """A release arrived."""
        if key in self.caps:
            self.caps[key].go_out()

    def put_lines(self, lines: tuple[tuple[Key, ...], ...]) -> None:
        """Draw a band behind the keys of each broken line of the matrix."""
        if lines != self._lines:
            self._lines = lines
            self.update()

    @property
    def bands(self) -> tuple[QRectF, ...]:
        """Where the bands are, in the widget's pixels."""
        return tuple(self._band(keys) for keys in self._lines if all(key in self.caps for key in keys))

    def _band(self, keys: tuple[Key, ...]) -> QRectF:
        area = QRectF(self.caps[keys[0]].geometry())
        for key in keys[1:]:
            area = area.united(QRectF(self.caps[key].geometry()))
        return area.adjusted(-_BAND, -_BAND, _BAND, _BAND)

    def sizeHint(self) -> QSize:
        """Comfortable keys."""
        return self._wanted(76)

    def minimumSizeHint(self) -> QSize:
        """Keys a finger can hit."""
        return self._wanted(_LEAST_PITCH)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Scale the keys with the room."""
        self._place()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Right click, long press or menu key on a cap: the operator's own mark."""
        child = self.childAt(event.pos())
        cap = child if isinstance(child, KeyCap) else next((c for c in self.caps.values() if c.hasFocus()), None)
        if cap is not None:
            self.offer_missing(cap, event.globalPos())

    def offer_missing(self, cap: KeyCap, at: QPoint) -> None:
        """A small menu with the one mark that nothing but an eye can give."""
        menu = QMenu(self)
        action = menu.addAction(
            self._face.icon("missing", "bad"), self._face.text("window.key.mark_missing", key=cap.text())
        )
        if menu.exec(at) is action:
            self.missing.emit(cap.cap.id)
        menu.deleteLater()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The body behind the keys."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._face.colour("line"))
        painter.setBrush(self._face.colour("raised"))
        painter.drawRoundedRect(self._body(), 18, 18)
        painter.setPen(QPen(self._face.colour("bad"), 2, Qt.PenStyle.DashLine))
        painter.setBrush(self._face.colour("bad_soft"))
        for band in self.bands:
            painter.drawRoundedRect(band, 10, 10)

    def _wanted(self, pitch: int) -> QSize:
        return QSize(round(self._size[0] * pitch) + 2 * _EDGE, round(self._size[1] * pitch) + 2 * _EDGE)

    def _pitch(self) -> float:
        wide, high = self._size
        room = min((self.width() - 2 * _EDGE - 2) / wide, (self.height() - 2 * _EDGE - 2) / high)
        return max(20.0, min(room, _MOST_PITCH))

    def _body(self) -> QRectF:
        pitch = self._pitch()
        wide, high = self._size[0] * pitch + 2 * _EDGE, self._size[1] * pitch + 2 * _EDGE
        return QRectF((self.width() - wide) / 2, (self.height() - high) / 2, wide, high).adjusted(0.5, 0.5, -0.5, -0.5)

    def _place(self) -> None:
        pitch, body = self._pitch(), self._body()
        for button in self.caps.values():
            cap = button.cap
            left, top = body.left() + _EDGE + cap.x * pitch, body.top() + _EDGE + cap.y * pitch
            button.setGeometry(QRectF(left, top, cap.w * pitch, cap.h * pitch).adjusted(1, 1, -1, -1).toRect())
        self.update()
