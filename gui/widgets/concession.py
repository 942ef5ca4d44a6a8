"""Accepting a check nonetheless: two fields in the check's own card, and beside the verdict what was accepted, by whom and why."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit

from checks.measurement import Message, Waiver
from checks.waiver import MOST_NAME, MOST_WHY
from gui.face import Face
from gui.naming import plain
from gui.scanner import private
from gui.theme import TARGET
from gui.widgets.words import Picture, Text, WordButton, card, columns, rows

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in a form that is built anew in another language or theme; ``at``: the field with the keyboard."""

    check: str
    by: str
    why: str
    at: int | None


class ConcessionForm(QFrame):
    """Enter goes from one field to the next and then accepts; it never reaches the window's own Enter. ``left``: nothing was decided."""

    accepted = Signal(str, str, str)
    left = Signal()

    def __init__(self, face: Face, check: str) -> None:
        super().__init__()
        self.check, self._face = check, face
        self.setProperty("role", "found")
        box = rows(self, margin=12, gap=8)
        box.addWidget(Text("strong", face.text("waiver.form", check_id=f"check.{check}"), wrap=True))
        box.addWidget(Text("caption", face.text("waiver.form.text"), wrap=True))
        self.by, self.why = private(QLineEdit()), private(QLineEdit())  # a scanned badge is no unit's code
        for field, name, most in ((self.by, "waiver.by", MOST_NAME), (self.why, "waiver.why", MOST_WHY)):
            field.setMaxLength(most)
            field.setMinimumHeight(TARGET)
            field.setAccessibleName(face.text(name))
            box.addWidget(Text("caption", face.text(name)))
            box.addWidget(field)
        self._trouble = Text("wrong", wrap=True)
        self._trouble.hide()
        box.addWidget(self._trouble)
        line = columns(gap=10)
        self.accept_button = WordButton(face, "waiver.accept", "waived", "primary")
        self.cancel_button = WordButton(face, "waiver.cancel", "", "flat")
        self.accept_button.clicked.connect(self.accept)
        self.cancel_button.clicked.connect(self.left)
        line.addWidget(self.accept_button)
        line.addWidget(self.cancel_button)
        line.addStretch(1)
        box.addLayout(line)

    def accept(self) -> None:
        """With both fields filled; else the empty one has the focus."""
        empty = next((field for field in (self.by, self.why) if not field.text().strip()), None)
        if empty is None:
            self.accepted.emit(self.check, self.by.text(), self.why.text())
        else:
            self.say(Message("waiver.no.words"))
            empty.setFocus()

    def say(self, trouble: Message) -> None:
        """Why it cannot be."""
        self._trouble.put(self._face.say(trouble))
        self._trouble.show()

    @property
    def typed(self) -> Typed:
        """What stands in the form now, and where the keyboard is."""
        at = next((place for place, field in enumerate((self.by, self.why)) if field.hasFocus()), None)
        return Typed(self.check, self.by.text(), self.why.text(), at)

    def put(self, typed: Typed) -> None:
        """What was typed into the form this one takes the place of."""
        self.by.setText(typed.by)
        self.why.setText(typed.why)
        if typed.at is not None:
            (self.by, self.why)[typed.at].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter means the field or button it was typed at."""
        if event.key() not in _ENTER:
            super().keyPressEvent(event)
        elif self.by.hasFocus():
            self.why.setFocus()
        elif self.cancel_button.hasFocus():
            self.left.emit()
        else:
            self.accept()


def concession_card(
    face: Face, told: Iterable[tuple[str, Waiver]], can_take_back: Callable[[str], bool], take_back: Callable[[], None]
) -> tuple[QFrame, dict[str, WordButton]]:
    """What was accepted, and by check the buttons that take it back.

    ``take_back`` is a bound method; it finds the check by the sender's ``check``.
    """
    frame, buttons = card(), dict[str, WordButton]()
    box = rows(frame, margin=14, gap=8)
    for check, waiver in told:
        line = columns(gap=10)
        line.addWidget(Picture(face, "waived", "accent", 22), 0, Qt.AlignmentFlag.AlignTop)
        row = face.text("waiver.row", check_id=f"check.{check}", said=accepted(face, waiver))
        line.addWidget(Text("", row, wrap=True), 1)
        if can_take_back(check):
            button = buttons[check] = WordButton(face, "waiver.take_back", "undo")
            button.setProperty("check", check)
            button.setAccessibleDescription(face.text(f"check.{check}"))
            button.clicked.connect(take_back)
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(line)
    return frame, buttons


def accepted(face: Face, waiver: Waiver) -> str:
    """By whom, why, and what the check itself came to."""
    by, why = plain(waiver.by, MOST_NAME + 1), plain(waiver.why, MOST_WHY + 1)
    return face.text("waiver.told", by=by, why=why, was_id=f"outcome.{waiver.was}")
