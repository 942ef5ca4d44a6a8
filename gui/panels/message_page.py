"""A page that only says something: the empty bench, and a unit that is not ready, with what to do about it."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from gui.face import Face
from gui.widgets.words import Picture, Text, WordButton, columns, rows, with_role

_WIDEST: Final = 560


class MessagePage(QWidget):
    """Icon, headline, explanation, and a button where there is something to press."""

    pressed = Signal()
    by_hand = Signal()

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face
        self._ids = ("", "")
        self._hint_id = ""
        self._picture = Picture(face, size=72)
        self._title = Text("title", wrap=True)
        self._text = Text("lead", wrap=True)
        self.button = with_role(WordButton(face, "window.button.demo", "start"), "primary")
        self.button.setMinimumWidth(260)
        self.button.clicked.connect(self.pressed)
        self.hand = WordButton(face, "window.button.by_hand", "plug", "flat")
        self.hand.clicked.connect(self._wanted_by_hand)
        self._hint = Text("caption", wrap=True)
        self._build()

    def put(self, icon: str, colour: str, title: str, text: str, button: str = "", hint: str = "") -> None:
        """Show other messages, by their ids; no button where its id is empty."""
        self._picture.put(icon, colour)
        self._ids = (title, text)
        self.button.setVisible(bool(button))
        if button:
            self.button.say(button)
        self._hint_id = hint
        self.retranslate()

    def _wanted_by_hand(self) -> None:
        self.by_hand.emit()

    def retranslate(self) -> None:
        """Words of the face."""
        if self._ids[0]:
            self._title.put(self._face.text(self._ids[0]))
            self._text.put(self._face.text(self._ids[1]))
            self._hint.put(self._face.text(self._hint_id) if self._hint_id else "")

    def _build(self) -> None:
        middle = rows(gap=14)
        picture = columns()
        picture.addStretch(1)
        picture.addWidget(self._picture)
        picture.addStretch(1)
        middle.addLayout(picture)
        for label in (self._title, self._text, self._hint):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        middle.addWidget(self._title)
        middle.addWidget(self._text)
        middle.addSpacing(8)
        buttons = columns()
        buttons.addStretch(1)
        buttons.addWidget(self.button)
        buttons.addStretch(1)
        middle.addLayout(buttons)
        middle.addWidget(self._hint)
        middle.addWidget(self.hand, 0, Qt.AlignmentFlag.AlignHCenter)
        across = columns(self, margin=24)
        across.addStretch(1)
        page = QWidget()
        page.setMaximumWidth(
            _WIDEST
        )  # of the whole column: labels narrower than their column would ask for too little height
        column = rows(page)
        column.addStretch(2)
        column.addLayout(middle)
        column.addStretch(3)
        across.addWidget(page, 8)
        across.addStretch(1)
