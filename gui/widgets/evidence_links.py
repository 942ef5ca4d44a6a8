"""What a cause rests on, as buttons that take the reader to the row it was found in; what nobody tested, as words."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from checks.measurement import Finding
from checks.where_found import Place
from gui.face import Face
from gui.theme import TARGET
from gui.widgets.words import Text, rows, with_tip

_COLUMNS = 2
_MOST = 12


class EvidenceLink(QPushButton):
    """One finding, on two lines where one is too short; the whole text is tool tip and accessible name."""

    def __init__(self, face: Face, words: str, place: Place) -> None:
        super().__init__()
        self.place = place
        self._words = words
        self.setProperty("role", "link")
        self.setMinimumHeight(TARGET + 8)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setIcon(face.icon("next", "accent"))
        self.setIconSize(QSize(16, 16))
        self.setAccessibleName(face.text("window.diagnosis.go_to", finding=words))
        with_tip(self, words)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut what does not fit."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Another font needs another cut."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        room = max(self.width() - 48, 24)
        text = in_two_lines(self._words, self.fontMetrics(), room).replace("&", "&&")
        if text != self.text():
            self.setText(text)


def in_two_lines(words: str, metrics: QFontMetrics, room: int) -> str:
    """Broken at a space, or anywhere where there is none; what two lines do not hold ends in an ellipsis."""
    if metrics.horizontalAdvance(words) <= room:
        return words
    fits = next((n for n in range(len(words), 0, -1) if metrics.horizontalAdvance(words[:n]) <= room), 1)
    space = words.rfind(" ", 0, fits + 1)
    first, rest = (words[:space], words[space + 1 :]) if space > 0 else (words[:fits], words[fits:])
    return f"{first}\n{metrics.elidedText(rest, Qt.TextElideMode.ElideRight, room)}"


class EvidenceLinks(QWidget):
    """``wanted`` carries the link that was chosen. Findings and their words come in pairs."""

    wanted = Signal(object)

    def __init__(self, face: Face, found: list[tuple[Finding, str, Place | None]]) -> None:
        super().__init__()
        box = rows(self, gap=4)
        self.links: list[EvidenceLink] = []
        box.addWidget(Text("caption", face.text("window.diagnosis.evidence")))
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        told = [(words, place) for _, words, place in found if place is not None]
        for number, (words, place) in enumerate(told[:_MOST]):
            link = EvidenceLink(face, words, place)
            link.clicked.connect(self._choose)
            grid.addWidget(link, number // _COLUMNS, number % _COLUMNS)
            self.links.append(link)
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        box.addLayout(grid)
        rest = [words for _, words, place in found if place is None] + [words for words, _ in told[_MOST:]]
        if rest:
            box.addWidget(Text("caption", face.text("window.join").join(rest), wrap=True))

    def _choose(self) -> None:
        self.wanted.emit(self.sender())
