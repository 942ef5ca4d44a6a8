"""The very raster that was sent to the terminal, dot for dot: scaled by whole numbers, smaller only where it must be."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from devices.raster import Raster
from gui.face import Face

BEZEL: Final = 14


def image_of(raster: Raster) -> QImage:
    """The raster as an image that owns its pixels."""
    data = raster.pixels.tobytes()
    return QImage(data, raster.width, raster.height, raster.width * 3, QImage.Format.Format_RGB888).copy()


class RasterView(QWidget):
    """Shows a raster in a bezel; ``put(None)`` shows an empty screen."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face
        self._raster: Raster | None = None
        self._image = QImage()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 160)
        self.retranslate()

    @property
    def exact(self) -> bool:
        """Whether each dot of the raster covers whole dots of this screen."""
        return self._scale() >= 1

    def put(self, raster: Raster | None) -> None:
        """Show another picture."""
        if raster is not self._raster:
            self._raster = raster
            self._image = image_of(raster) if raster is not None else QImage()
            self.updateGeometry()
            self.update()

    def retranslate(self) -> None:
        """Spoken name."""
        self.setAccessibleName(self._face.text("window.display.preview"))

    def sizeHint(self) -> QSize:
        """The picture at one to one, with its bezel."""
        size = self._image.size() if not self._image.isNull() else QSize(240, 320)
        return QSize(size.width() + 2 * BEZEL, size.height() + 2 * BEZEL)

    def picture_area(self) -> QRectF:
        """Where the picture is drawn, in widget coordinates."""
        ratio = self.devicePixelRatioF()
        scale = self._scale()
        size = self._image.size() if not self._image.isNull() else QSize(240, 320)
        wide, high = size.width() * scale / ratio, size.height() * scale / ratio
        left = round((self.width() - wide) / 2 * ratio) / ratio
        top = round((self.height() - high) / 2 * ratio) / ratio
        return QRectF(left, top, wide, high)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Bezel and picture."""
        painter = QPainter(self)
        area = self.picture_area()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._face.colour("line"), 1))
        painter.setBrush(QColor("#20262d" if not self._face.colours.dark else "#05080b"))
        painter.drawRoundedRect(area.adjusted(-BEZEL + 1, -BEZEL + 1, BEZEL - 1, BEZEL - 1), 12, 12)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if self._image.isNull():
            painter.fillRect(area, QColor("#2d353e"))
            return
        self._paint_picture(painter, area)

    def _paint_picture(self, painter: QPainter, area: QRectF) -> None:
        scale = self._scale()
        if scale >= 1:
            shown = self._image if scale == 1 else self._image.scaled(self._image.size() * int(scale))
        else:
            shown = self._image.scaled(
                self._image.size() * scale,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        shown.setDevicePixelRatio(self.devicePixelRatioF())
        painter.drawImage(QPointF(area.left(), area.top()), shown)

    def _scale(self) -> float:
        """Dots of this screen for one dot of the picture: a whole number, or less than one."""
        if self._image.isNull():
            return min(1.0, self._room(240, 320))
        room = self._room(self._image.width(), self._image.height())
        return float(int(min(room, 4))) if room >= 1 else room

    def _room(self, wide: int, high: int) -> float:
        ratio = self.devicePixelRatioF()
        return max(0.05, min((self.width() - 2 * BEZEL) * ratio / wide, (self.height() - 2 * BEZEL) * ratio / high))
