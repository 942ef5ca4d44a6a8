"""What the marks on the key map mean: small key caps with their words, wrapping to the room there is."""

from typing import Final

from PySide6.QtWidgets import QGridLayout, QWidget

from checks.record import KeyMark
from devices.profile import KeyCap as Cap
from gui.face import Face
from gui.widgets.key_cap import KeyCap
from gui.widgets.words import Elided, columns

SHOWN: Final = (
    KeyMark.ASKED,
    KeyMark.IDENTIFIED,
    KeyMark.MASKED,
    KeyMark.OPERATOR,
    KeyMark.DEAD,
    KeyMark.CROSSED,
    KeyMark.CHATTER,
    KeyMark.STUCK,
    KeyMark.MISSING,
    KeyMark.UNSURE,
)
_SIDE: Final = 26


class Legend(QWidget):
    """Two columns of marks."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face
        self._words: dict[KeyMark, Elided] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        for index, mark in enumerate(SHOWN):
            grid.addWidget(self._entry(mark), index // 2, index % 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.retranslate()

    def retranslate(self) -> None:
        """Words of the face."""
        for mark, label in self._words.items():
            label.put(self._face.text(f"window.mark.{mark}"))
            label.setToolTip(self._face.text(f"mark.{mark}"))

    def _entry(self, mark: KeyMark) -> QWidget:
        entry = QWidget()
        line = columns(entry, gap=7)
        sample = KeyCap(self._face, Cap(id=" ", x=0, y=0), entry)
        sample.setFixedSize(_SIDE, _SIDE)
        sample.setEnabled(False)
        sample.put(mark)
        sample.sample = True
        self._words[mark] = Elided("caption")
        line.addWidget(sample)
        line.addWidget(self._words[mark], 1)
        return entry
