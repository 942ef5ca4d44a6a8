"""The top of the middle: lane, model and serial, largest; the link in words; the safety band; the way through the steps."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from checks.measurement import Message
from gui.face import Face
from gui.theme import Sign, sized
from gui.widgets.stepper import Stepper, StepView
from gui.widgets.words import Elided, Fitted, Picture, Text, columns, rows


class Band(QFrame):
    """One line over the whole width that cannot scroll away."""

    def __init__(self, face: Face, height: int = 36) -> None:
        super().__init__()
        self._face = face
        self._sign: Sign | None = None
        self._strong = False
        self._message: Message | None = None
        self.setMinimumHeight(height)
        line = columns(self, gap=10)
        line.setContentsMargins(20, 4, 14, 4)
        self._picture = Picture(face, size=18)
        self._words = Text("strong", wrap=True)
        line.addWidget(self._picture)
        line.addWidget(self._words, 1)
        self.line = line
        self.hide()

    def put(self, sign: Sign | None, text: Message | None, strong: bool = False) -> None:
        """Show a sentence in a sign's colours; hide without one. ``strong`` fills the band with the colour itself."""
        self._sign, self._message, self._strong = sign, text, strong
        self.setVisible(sign is not None and text is not None)
        self.retranslate()
        self.restyle()

    def retranslate(self) -> None:
        """Words of the face."""
        if self._message is not None:
            self._words.put(self._face.say(self._message))

    def restyle(self) -> None:
        """Colours of the face."""
        if self._sign is None:
            return
        colours = self._face.colours
        back = getattr(colours, self._sign.colour if self._strong else self._sign.soft)
        ink = colours.on_strong if self._strong else getattr(colours, self._sign.colour)
        sheet = f"Band {{ background: {back}; border: none; }} Band > QLabel {{ color: {ink}; }}"
        if sheet != self.styleSheet():
            self.setStyleSheet(sheet)
        self._picture.put(self._sign.icon, ink)
        self._picture.restyle()


class LaneBadge(QWidget):
    """The lane number, large."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face
        self._lane = ""
        self.setFixedSize(QSize(52, 52))

    def put(self, lane: str) -> None:
        """Show another number."""
        self._lane = lane
        self.setAccessibleName(self._face.text("window.unit.lane", lane=lane))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A dark plate."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._face.colour("text"))
        painter.drawRoundedRect(QRectF(self.rect()), 12, 12)
        painter.setPen(self._face.colour("surface"))
        painter.setFont(sized(self.font(), 30, strong=True))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._lane)


class Header(QFrame):
    """``put`` shows a unit; ``nobody`` an empty bench."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self.setProperty("role", "head")
        self._face = face
        self._badge = LaneBadge(face)
        self._model = Fitted("heading")
        self._serial = Text("heading")
        self._detail = Elided("caption")
        self._link_picture = Picture(face, size=20)
        self._link = Text("strong")
        self.safety = Band(face)
        self.trouble = Band(face)
        self.stepper = Stepper(face)
        self._build()

    def put(self, lane: int, model: str, serial: str, detail: str, link: str, sign: Sign) -> None:
        """Show who is on the bench and how the link is."""
        self._badge.put(str(lane))
        self._model.put(model)
        self._serial.put(serial)
        self._detail.put(detail)
        self._link.put(link)
        self._link_picture.put(sign.icon, sign.colour)
        sheet = f"color: {getattr(self._face.colours, sign.colour)};"
        if sheet != self._link.styleSheet():  # polishing costs a millisecond
            self._link.setStyleSheet(sheet)

    def steps(self, steps: tuple[StepView, ...]) -> None:
        """Show the way."""
        self.stepper.put(steps)

    def _build(self) -> None:
        outer = rows(self, gap=0)
        top = columns(gap=14)
        top.setContentsMargins(20, 12, 20, 10)
        names = rows(gap=0)
        title = columns(gap=16)
        title.addWidget(self._model)
        title.addWidget(self._serial)
        title.addStretch(1)
        below = columns(gap=8)
        below.addWidget(self._link_picture)
        below.addWidget(self._link)
        below.addSpacing(6)
        below.addWidget(self._detail, 1)
        names.addLayout(title)
        names.addLayout(below)
        top.addWidget(self._badge)
        top.addLayout(names, 1)
        outer.addLayout(top)
        outer.addWidget(self.safety)
        outer.addWidget(self.trouble)
        steps = columns()
        steps.setContentsMargins(12, 8, 12, 4)
        steps.addWidget(self.stepper)
        outer.addLayout(steps)
