"""A simulated unit as it would lie on the table: body, screen, keys that can be pressed."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QImage, QKeyEvent, QLinearGradient, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from devices.profile import KeyCap as Cap
from devices.profile import Profile
from devices.raster import Raster
from gui.face import Face
from gui.naming import plain
from gui.theme import sized
from gui.widgets.raster_view import image_of

_ROLES: Final = {"ok": "#2f9e4f", "cancel": "#d5382c", "clear": "#e0b020"}
_BODY, _BODY_EDGE, _KEY, _INK = "#2b3138", "#14181c", "#e9ecef", "#1b2229"
_PAD: Final = 22


class PlasticKey(QAbstractButton):
    """A key of the simulated unit."""

    def __init__(self, face: Face, cap: Cap, parent: QWidget) -> None:
        super().__init__(parent)
        self.cap = cap
        self._face = face
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.retranslate()

    def retranslate(self) -> None:
        """Legend in the language of the face."""
        self.setText(self._face.words.local(self.cap.legend) or self.cap.id)
        self.setAccessibleName(self._face.text("window.key.name", key=self.text()))
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The space bar presses this key; all else is for the window, which knows the other keys."""
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def sizeHint(self) -> QSize:
        """Placed by the body."""
        return QSize(48, 48)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Rubber with a soft edge; sinks while it is down."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        colour = QColor(_ROLES.get(self.cap.role, _KEY))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("#0c0f12"))
        painter.drawRoundedRect(area, 9, 9)
        top = area.adjusted(0, 2 if self.isDown() else 0, 0, -1 if self.isDown() else -4)
        shade = QLinearGradient(top.topLeft(), top.bottomLeft())
        shade.setColorAt(0, colour.lighter(106))
        shade.setColorAt(1, colour.darker(112 if self.isDown() else 104))
        painter.setBrush(shade)
        painter.setPen(QPen(QColor("#ffffff"), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(top, 9, 9)
        painter.setPen(QColor("#ffffff" if self.cap.role in ("ok", "cancel") else _INK))
        short = len(self.text()) <= 2
        side = min(top.width(), top.height())
        font = sized(self.font(), max(10, round(side * (0.42 if short else 0.22))), strong=True)
        painter.setFont(font)
        painter.drawText(
            top.adjusted(2, 0, -2, 0), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.text()
        )


class UnitBody(QWidget):
    """``pressed`` carries a key's id."""

    pressed = Signal(str)

    def __init__(self, face: Face, profile: Profile) -> None:
        super().__init__()
        self._face, self._profile = face, profile
        self._image = QImage()
        self._text = ""
        self._awake = True
        caps = profile.keypad.keys if profile.keypad else ()
        self.keys = {cap.id: PlasticKey(face, cap, self) for cap in caps}
        for key in self.keys.values():
            key.pressed.connect(self._down)
        self._wide = max((c.x + c.w for c in caps), default=4.0)
        self._high = max((c.y + c.h for c in caps), default=0.0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_screen(self, raster: Raster | None, text: str) -> None:
        """Show what is on the unit's screen."""
        self._image = image_of(raster) if raster is not None else QImage()
        self._text = "\n".join(plain(line, 60) for line in text.splitlines()[:20])
        self.update()

    def set_awake(self, awake: bool) -> None:
        """A unit without power or connection looks dark."""
        if awake != self._awake:
            self._awake = awake
            self.update()

    def sizeHint(self) -> QSize:
        """A unit of comfortable size."""
        return QSize(360, 780 if self.keys else 300)

    def minimumSizeHint(self) -> QSize:
        """Still usable."""
        return QSize(236, 480 if self.keys else 220)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Keys in the lower part."""
        body, pitch = self._body(), self._pitch()
        left = body.center().x() - self._wide * pitch / 2
        top = body.bottom() - _PAD - self._high * pitch
        for key in self.keys.values():
            cap = key.cap
            area = QRectF(left + cap.x * pitch, top + cap.y * pitch, cap.w * pitch, cap.h * pitch)
            key.setGeometry(area.adjusted(1, 1, -1, -1).toRect())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Body, name, screen."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = self._body()
        shade = QLinearGradient(body.topLeft(), body.bottomRight())
        shade.setColorAt(0, QColor(_BODY).lighter(116))
        shade.setColorAt(1, QColor(_BODY))
        painter.setBrush(shade)
        painter.setPen(QPen(QColor(_BODY_EDGE), 2))
        painter.drawRoundedRect(body, 30, 30)
        painter.setPen(QColor("#8d99a6"))
        painter.setFont(sized(self.font(), 12, strong=True))
        name = QRectF(body.left(), body.top() + 8, body.width(), 18)
        painter.drawText(name, Qt.AlignmentFlag.AlignCenter, f"{self._profile.maker.upper()}  {self._profile.model}")
        self._paint_screen(painter, self._screen())

    def _paint_screen(self, painter: QPainter, area: QRectF) -> None:
        painter.setPen(QPen(QColor("#000000"), 3))
        painter.setBrush(QColor("#0d1114"))
        painter.drawRoundedRect(area.adjusted(-6, -6, 6, 6), 8, 8)
        if not self._awake:
            return
        if not self._image.isNull():
            shown = self._image.scaled(
                (area.size() * self.devicePixelRatioF()).toSize(),
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            shown.setDevicePixelRatio(self.devicePixelRatioF())
            size = shown.deviceIndependentSize()
            painter.drawImage(
                QPointF(area.center().x() - size.width() / 2, area.center().y() - size.height() / 2), shown
            )
            return
        painter.fillRect(area, QColor("#d9e6d2"))
        painter.setPen(QColor("#1c2a1a"))
        painter.setFont(self._screen_font(area))
        painter.drawText(
            area.adjusted(8, 8, -8, -8), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._text
        )

    def _screen_font(self, area: QRectF) -> QFont:
        columns = max(16, max((len(line) for line in self._text.splitlines()), default=16))
        return sized(self.font(), max(10, min(26, round(1.7 * area.width() / columns))), strong=True)

    def _body(self) -> QRectF:
        return QRectF(self.rect()).adjusted(2, 2, -2, -2)

    def _pitch(self) -> float:
        body = self._body()
        if not self.keys:
            return 0.0
        return min((body.width() - 2 * _PAD) / self._wide, body.height() * 0.5 / self._high, 84.0)

    def _screen(self) -> QRectF:
        """As large as the room above the keys allows, in the display's own proportion."""
        body = self._body()
        bottom = body.bottom() - _PAD - self._high * self._pitch() - (18 if self.keys else 0)
        room = QRectF(body.left() + _PAD + 6, body.top() + 36, body.width() - 2 * _PAD - 12, bottom - body.top() - 44)
        display = self._profile.display
        wide, high = (display.width, display.height) if display and display.width and display.height else (4.0, 2.4)
        if not self._image.isNull():  # the unit's own screen, whatever its profile says
            wide, high = self._image.width(), self._image.height()
        scale = min(room.width() / wide, room.height() / high)
        return QRectF(
            room.center().x() - wide * scale / 2, room.center().y() - high * scale / 2, wide * scale, high * scale
        )

    def _down(self) -> None:
        key = self.sender()
        if isinstance(key, PlasticKey):
            self.pressed.emit(key.cap.id)
