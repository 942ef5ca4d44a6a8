"""A slim bar that shows a share."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy

from gui.face import Face


class ShareBar(QProgressBar):
    """``put(done, total)``; the words beside it are the caller's."""

    def __init__(self, face: Face, height: int = 8) -> None:
        super().__init__()
        self._face = face
        self._share = 0.0
        self.setRange(0, 100)
        self.setValue(0)
        self.setTextVisible(False)
        self.setAccessibleName("0 %")
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def put(self, done: float, total: float) -> None:
        """Show another share."""
        share = max(0.0, min(1.0, done / total)) if total > 0 else 0.0
        if share != self._share:
            self._share = share
            self.setValue(round(share * 100))
            self.setAccessibleName(f"{share:.0%}".replace("%", " %"))
            self.update()

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(120, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Groove and share."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        groove = QRectF(self.rect())
        radius = groove.height() / 2
        painter.setBrush(self._face.colour("line"))
        painter.drawRoundedRect(groove, radius, radius)
        if self._share > 0:
            painter.setBrush(self._face.colour("accent"))
            painter.drawRoundedRect(
                QRectF(0, 0, max(groove.height(), groove.width() * self._share), groove.height()), radius, radius
            )
