"""Digits for a count: a field that the keyboard types into, and big buttons for a finger."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QSizePolicy, QWidget

from gui.face import Face
from gui.theme import TARGET, sized
from gui.widgets.words import WordButton, rows, with_role

_FLAT: Final = "1234567890"
_ORDER: Final = ("7", "8", "9", "4", "5", "6", "1", "2", "3")


class _Field(QLineEdit):
    """Minus means *cannot tell*; Enter is the window's."""

    unsure = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Catch the minus."""
        if event.text() in ("-", "−"):
            self.unsure.emit()
        else:
            super().keyPressEvent(event)


class NumberPad(QWidget):
    """Emits ``entered`` with the number, ``unsure`` for *cannot tell*."""

    entered = Signal(int)
    unsure = Signal()

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face
        self._range = (0, 99)
        self.field = _Field()
        self.field.unsure.connect(self.unsure)
        self.field.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.field.setFont(sized(self.field.font(), 28, strong=True))
        self.field.setMinimumHeight(50)
        self.field.setStyleSheet("font-size: 28px;")
        self.field.textChanged.connect(self._check)
        self.done = with_role(WordButton(face, "window.number.done", "pass"), "primary")
        self.done.clicked.connect(self.confirm)
        box = rows(self)
        box.addWidget(self.field)
        self._grid = QGridLayout()
        self._grid.setSpacing(6)
        self._digits = {digit: self._digit(digit) for digit in "1234567890"}
        self._erase = self._erase_button()
        box.addLayout(self._grid)
        box.addWidget(self.done)
        self.arrange(False)
        self._check()

    def put(self, number_range: tuple[int, int]) -> None:
        """Ask for a number in this range, from an empty field."""
        self._range = number_range
        self.field.setValidator(QIntValidator(0, max(9, number_range[1] * 10), self.field))
        self.field.clear()
        self.field.setFocus()
        self.retranslate()

    def confirm(self) -> None:
        """Take the number where it is in range."""
        value = self._value()
        if value is not None:
            self.entered.emit(value)

    def retranslate(self) -> None:
        """Spoken name."""
        low, high = self._range
        words = self._face.text("window.number.field", low=low, high=high)
        self.field.setAccessibleName(words)
        self.field.setPlaceholderText(f"{low}–{high}")

    def _value(self) -> int | None:
        text = self.field.text()
        low, high = self._range
        return int(text) if text.isdigit() and low <= int(text) <= high else None

    def _check(self) -> None:
        self.done.setEnabled(self._value() is not None)

    def arrange(self, flat: bool) -> None:
        """Twelve keys as on a telephone, or two flat lines where the window is low."""
        for column in range(6):
            self._grid.setColumnStretch(column, 1 if flat or column < 3 else 0)
        if flat:
            for index, digit in enumerate(_FLAT):
                self._grid.addWidget(self._digits[digit], index // 5, index % 5)
            self._grid.addWidget(self._erase, 0, 5, 2, 1)
            return
        for index, digit in enumerate(_ORDER):
            self._grid.addWidget(self._digits[digit], index // 3, index % 3)
        self._grid.addWidget(self._digits["0"], 3, 0, 1, 2)
        self._grid.addWidget(self._erase, 3, 2)

    def _erase_button(self) -> WordButton:
        erase = WordButton(self._face, "window.number.erase", "backspace", compact=True)
        erase.setMinimumWidth(TARGET)
        erase.setMaximumSize(16777215, 16777215)
        erase.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        erase.clicked.connect(self._erased)
        return erase

    def _digit(self, digit: str) -> QPushButton:
        button = QPushButton(digit)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setMinimumSize(TARGET, TARGET)
        button.clicked.connect(self._typed)
        return button

    def _typed(self) -> None:
        button = self.sender()
        if isinstance(button, QPushButton):
            self.field.insert(button.text())
            self.field.setFocus()

    def _erased(self) -> None:
        self.field.backspace()
        self.field.setFocus()
