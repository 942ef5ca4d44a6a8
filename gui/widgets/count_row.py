"""How many of something: a name between a minus and a plus that a gloved finger hits."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton

from gui.face import Face
from gui.theme import TARGET
from gui.widgets.words import Text, columns

_WIDE: Final = 34


class CountRow(QFrame):
    """``counted`` carries the id and the new number."""

    counted = Signal(str, int)

    def __init__(self, face: Face, entry: str, name: str, code: str, most: int) -> None:
        super().__init__()
        self.entry, self._most = entry, most
        self._count = 0
        line = columns(self, gap=8)
        line.addWidget(Text("", f"{name}\n{code}" if code else name, wrap=True), 1)
        self.fewer, self.more = self._button("\u2212"), self._button("+")
        self.fewer.setAccessibleName(face.text("repair.part.fewer", part=name))
        self.more.setAccessibleName(face.text("repair.part.more", part=name))
        self._figure = Text("strong", "0")
        self._figure.setFixedWidth(_WIDE)
        self._figure.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for widget in (self.fewer, self._figure, self.more):
            line.addWidget(widget)
        self.fewer.clicked.connect(self._fewer)
        self.more.clicked.connect(self._more)
        self.put(0)

    @property
    def count(self) -> int:
        """How many now."""
        return self._count

    def put(self, count: int) -> None:
        """Show a number."""
        self._count = max(0, min(count, self._most))
        self._figure.put(str(self._count))
        self._figure.setAccessibleName(str(self._count))
        self.fewer.setEnabled(self._count > 0)
        self.more.setEnabled(self._count < self._most)

    def _button(self, sign: str) -> QPushButton:
        button = QPushButton(sign)
        button.setFixedSize(TARGET, TARGET)
        button.setStyleSheet("padding: 0; font-size: 20px;")
        return button

    def _fewer(self) -> None:
        self._changed(self._count - 1)

    def _more(self) -> None:
        self._changed(self._count + 1)

    def _changed(self, count: int) -> None:
        self.put(count)
        self.counted.emit(self.entry, self._count)
