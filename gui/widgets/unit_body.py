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
from gui.theme import fitting, sized
from gui.widgets.key_cap import longest_word
from gui.widgets.raster_view import image_of

_ROLES: Final = {"ok": "#2f9e4f", "cancel": "#d5382c", "clear": "#e0b020"}
_BODY, _BODY_EDGE, _KEY, _INK = "#2b3138", "#14181c", "#e9ecef", "#1b2229"
_RING, _LAMP = "#5b8cff", "#43d17a"
_PAD: Final = 18
_HEAD: Final = 44
"""Room for name and lamp."""
_BEZEL: Final = 9
_BETWEEN: Final = 26
"""From the screen's glass to the keys."""
_SHADOW: Final = 8
_TRAVEL: Final = 5
_SLENDER: Final = 0.6
"""Width to height of a unit with keys, at most."""


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
        """A cap with a rim below it; sinks to the rim while it is down, and wears a ring while it has the focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(4, 3, -4, -3)
        colour = QColor(_ROLES.get(self.cap.role, _KEY))
        if self.underMouse() and not self.isDown():
            colour = colour.lighter(104)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour.darker(190))
        painter.drawRoundedRect(area, 9, 9)
        top = area.adjusted(0, _TRAVEL if self.isDown() else 0, 0, -1 if self.isDown() else -_TRAVEL)
        shade = QLinearGradient(top.topLeft(), top.bottomLeft())
        shade.setColorAt(0, colour.darker(126) if self.isDown() else colour.lighter(108))
        shade.setColorAt(1, colour.darker(114 if self.isDown() else 108))
        painter.setBrush(shade)
        painter.drawRoundedRect(top, 9, 9)
        self._paint_gloss(painter, top)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(_RING), 3))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5), 11, 11)
        painter.setPen(QColor("#ffffff" if self.cap.role in ("ok", "cancel") else _INK))
        painter.setFont(self._legend_font(top))
        painter.drawText(
            top.adjusted(2, 0, -2, 0), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.text()
        )

    def _paint_gloss(self, painter: QPainter, top: QRectF) -> None:
        """Light from above along the upper edge; none while the cap is down."""
        if not self.isDown():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(255, 255, 255, 110), 1))
            painter.drawLine(QPointF(top.left() + 9, top.top() + 1), QPointF(top.right() - 9, top.top() + 1))
            painter.setPen(Qt.PenStyle.NoPen)

    def _legend_font(self, top: QRectF) -> QFont:
        short = len(self.text()) <= 2
        side = min(top.width(), top.height())
        font = sized(self.font(), max(10, round(side * (0.42 if short else 0.22))), strong=True)
        return fitting(font, longest_word(self.text()), top.width() - 4, 7)


class UnitBody(QWidget):
    """``pressed`` carries a key's id."""

    pressed = Signal(str)

    def __init__(self, face: Face, profile: Profile) -> None:
        super().__init__()
        self._face, self._profile = face, profile
        self._image = QImage()
        self._text = ""
        self._awake = True
        self._blind = profile.kind == "terminal" and profile.display is None
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
        self._place_keys()
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
        self._place_keys()

    def _place_keys(self) -> None:
        body, pitch = self._body(), self._pitch()
        left = body.center().x() - self._wide * pitch / 2
        top = body.bottom() - _PAD - self._high * pitch
        for key in self.keys.values():
            cap = key.cap
            area = QRectF(left + cap.x * pitch, top + cap.y * pitch, cap.w * pitch, cap.h * pitch)
            key.setGeometry(area.adjusted(1, 1, -1, -1).toRect())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Shadow, body, name, lamp, the recess of the keys, screen."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = self._body()
        self._paint_case(painter, body)
        painter.setPen(QColor("#a3aeba"))
        painter.setFont(sized(self.font(), 12, strong=True))
        name = QRectF(body.left() + _PAD + 14, body.top() + 10, body.width() - 2 * _PAD - 28, 20)
        told = f"{self._profile.maker.upper()}  {self._profile.model}"
        shown = painter.fontMetrics().elidedText(told, Qt.TextElideMode.ElideRight, int(name.width()))
        painter.drawText(name, Qt.AlignmentFlag.AlignCenter, shown)
        painter.setPen(QPen(QColor("#0d1114"), 1))
        painter.setBrush(QColor(_LAMP if self._awake else "#3a424a"))
        painter.drawEllipse(QPointF(body.right() - _PAD - 6, body.top() + 20), 4, 4)
        self._paint_recess(painter)
        if not self._blind:
            self._paint_screen(painter, self._screen())

    def _paint_case(self, painter: QPainter, body: QRectF) -> None:
        """It lies on a table: a soft shadow below, light along the upper edge."""
        painter.setPen(Qt.PenStyle.NoPen)
        for spread in range(_SHADOW, 0, -1):
            painter.setBrush(QColor(0, 0, 0, 13))
            painter.drawRoundedRect(body.adjusted(-spread / 2, spread / 2, spread / 2, spread), 32, 32)
        shade = QLinearGradient(body.topLeft(), body.bottomLeft())
        shade.setColorAt(0, QColor(_BODY).lighter(135))
        shade.setColorAt(0.08, QColor(_BODY).lighter(116))
        shade.setColorAt(1, QColor(_BODY).darker(112))
        painter.setBrush(shade)
        painter.setPen(QPen(QColor(_BODY_EDGE), 1.5))
        painter.drawRoundedRect(body, 30, 30)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(255, 255, 255, 34), 1.2))
        painter.drawRoundedRect(body.adjusted(2.5, 2.5, -2.5, -2.5), 28, 28)

    def _paint_recess(self, painter: QPainter) -> None:
        """The plate the keys stand in."""
        if not self.keys:
            return
        pitch, body = self._pitch(), self._body()
        wide, high = self._wide * pitch, self._high * pitch
        plate = QRectF(body.center().x() - wide / 2, body.bottom() - _PAD - high, wide, high).adjusted(-8, -8, 8, 8)
        painter.setPen(QPen(QColor(255, 255, 255, 18), 1))
        painter.setBrush(QColor(_BODY).darker(132))
        painter.drawRoundedRect(plate, 14, 14)

    def _paint_screen(self, painter: QPainter, area: QRectF) -> None:
        """Glass over a dark bezel; what is on the screen is never tinted by it."""
        bezel = area.adjusted(-_BEZEL, -_BEZEL, _BEZEL, _BEZEL)
        glass = QLinearGradient(bezel.topLeft(), bezel.bottomRight())
        glass.setColorAt(0, QColor("#2a3138"))
        glass.setColorAt(0.45, QColor("#0b0e11"))
        glass.setColorAt(1, QColor("#05070a"))
        painter.setPen(QPen(QColor("#000000"), 1.5))
        painter.setBrush(glass)
        painter.drawRoundedRect(bezel, 10, 10)
        painter.fillRect(area, QColor("#0d1114"))
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
        """As high as screen and keys need, in the middle of the room there is; never wider than a unit is."""
        room = QRectF(self.rect()).adjusted(_SHADOW, 4, -_SHADOW, -_SHADOW - 4)
        wide = min(room.width(), room.height() * (_SLENDER if self.keys else 2.0))
        pitch = self._pitch()
        across, down = self._proportion()
        needed = _HEAD + (wide - 2 * _PAD - 12) * down / across + 2 * _BEZEL + _PAD
        if self._blind:
            needed = _HEAD + _PAD - _BETWEEN / 2
        needed += self._high * pitch + _BETWEEN if self.keys else 0
        high = min(room.height(), needed)
        return QRectF(room.center().x() - wide / 2, room.center().y() - high / 2, wide, high)

    def _pitch(self) -> float:
        """Distance of keys from middle to middle."""
        room = QRectF(self.rect()).adjusted(_SHADOW, 4, -_SHADOW, -_SHADOW - 4)
        wide = min(room.width(), room.height() * _SLENDER)
        if not self.keys:
            return 0.0
        return min((wide - 2 * _PAD) / self._wide, room.height() * 0.5 / self._high, 84.0)

    def _proportion(self) -> tuple[float, float]:
        """Width and height of the screen, in any unit."""
        if not self._image.isNull():  # the unit's own screen, whatever its profile says
            return self._image.width(), self._image.height()
        display = self._profile.display
        return (display.width, display.height) if display and display.width and display.height else (4.0, 2.4)

    def _screen(self) -> QRectF:
        """As large as the room above the keys allows, in the display's own proportion."""
        body = self._body()
        bottom = body.bottom() - _PAD - self._high * self._pitch() - (_BETWEEN if self.keys else 0)
        top = body.top() + _HEAD
        room = QRectF(body.left() + _PAD + 6, top, body.width() - 2 * _PAD - 12, max(bottom - top - _BEZEL, 1.0))
        wide, high = self._proportion()
        scale = min(room.width() / wide, room.height() / high)
        return QRectF(
            room.center().x() - wide * scale / 2, room.center().y() - high * scale / 2, wide * scale, high * scale
        )

    def _down(self) -> None:
        key = self.sender()
        if isinstance(key, PlasticKey):
            self.pressed.emit(key.cap.id)
