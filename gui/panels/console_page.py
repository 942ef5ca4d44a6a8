"""The way onto a service console: what it shows, what stands in the way and what to do, and the log-in where it asks for one.

User and password are in their two fields and nowhere else: handed out once by ``take``, which empties them, and emptied
when the page is left. The fields keep no undo, offer nothing of the past and tell input methods that they are private.
"""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QProgressBar, QWidget

from devices.events import ConsoleStage
from gui.console_view import Console, sign_of, wants_log_in, words_of, works
from gui.face import Face
from gui.naming import plain
from gui.scanner import private
from gui.theme import TARGET
from gui.widgets.words import Picture, Text, WordButton, WordLabel, card, columns, rows

_WIDEST: Final = 640
_LONGEST: Final = 200
"""Characters of a user name or a password, as the codec takes them."""
_SHOWN: Final = 160
_PRIVATE: Final = (
    Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhNoAutoUppercase
)


class ConsolePage(QWidget):
    """``other``: another port or model is wanted. Enter is the window's: it calls ``take``."""

    other = Signal()

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face
        self._console = Console()
        self._now = 0.0
        self._suspended = False
        self._refused = ""
        self._picture = Picture(face, size=40)
        self._title = Text("title", wrap=True)
        self._text = Text("lead", wrap=True)
        self._tries = Text("strong", wrap=True)
        self._on = Text("quiet", wrap=True)
        self.said = Text("", wrap=True)
        self.user, self.password = private(QLineEdit()), QLineEdit()
        self.busy = QProgressBar()
        self.other_button = WordButton(face, "window.button.other", "plug", "flat")
        self.other_button.clicked.connect(self.other)
        self._build()

    def put(self, console: Console, now: float, suspended: bool, by_hand: bool) -> None:
        """Show where the console stands. ``suspended``: an inspection waits for it."""
        asked_before = self.form.isVisibleTo(self) and console.tries == self._console.tries
        if (console.stage, console.sent_at) != (self._console.stage, self._console.sent_at):
            self._refused = ""
        self._console, self._now, self._suspended = console, now, suspended
        wanted = wants_log_in(console, now)
        self.form.setVisible(wanted)
        self.busy.setVisible(works(console, now))
        self.other_button.setVisible(by_hand)
        self.retranslate()
        self.restyle()
        if console.stage is ConsoleStage.READY:
            self.forget()
        if wanted and not asked_before:
            (self.password if self.user.text() else self.user).setFocus()

    def take(self) -> tuple[str, str] | None:
        """User and password, which are then gone from here. None where there is something left to type."""
        if not self.form.isVisibleTo(self):
            return None
        user, password = self.user.text(), self.password.text()
        if self.user.hasFocus() and not password:  # Enter in the first field goes on to the second
            self.password.setFocus()
            return None
        self.password.setText("")  # unlike clear() this leaves nothing to undo
        if any(ord(char) < 0x20 or ord(char) == 0x7F for char in user + password):
            self._refused = "console.unsendable"
            self.retranslate()
            self.password.setFocus()
            return None
        return user, password

    def forget(self) -> None:
        """Empty both fields for good."""
        self.user.setText("")
        self.password.setText("")

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody comes back to a half-typed password."""
        super().hideEvent(event)
        self.forget()

    def retranslate(self) -> None:
        """Words of the face."""
        face, console = self._face, self._console
        stem = words_of(console, self._now)
        self._title.put(face.text(f"{stem}.title"))
        self._text.put(face.text(f"{stem}.text"))
        said = plain(console.said, _SHOWN)
        self.said.put(said)
        self._frame.setVisible(bool(said))
        self._frame.setAccessibleName(f"{face.text('console.said')}: {said}")
        told = face.text(self._refused) if self._refused else ""
        self._tries.put(told or (face.text("console.tries", count=console.tries) if console.tries else ""))
        self._tries.setVisible(bool(self._tries.text()) and wants_log_in(console, self._now))
        self._on.put(face.text("console.goes_on"))
        self._on.setVisible(self._suspended)
        for field, name in ((self.user, "console.user"), (self.password, "console.password")):
            field.setAccessibleName(face.text(name))
        self.password.setAccessibleDescription(face.text("console.once"))
        self.busy.setAccessibleName(self._title.text())

    def restyle(self) -> None:
        """Colours of the face."""
        sign, colours = sign_of(self._console, self._now), self._face.colours
        self._picture.put(sign.icon, sign.colour)
        self._picture.restyle()
        _sheet(self._tries, f"color: {colours.warn};")
        _sheet(self.said, "font-family: monospace;")
        _sheet(
            self.busy,
            f"QProgressBar {{ border: none; border-radius: 3px; background: {colours.line}; }}"
            f"QProgressBar::chunk {{ border-radius: 3px; background: {colours.accent}; }}",
        )

    def _build(self) -> None:
        column = rows(gap=12)
        head, words = columns(gap=16), rows(gap=4)
        words.addWidget(self._title)
        words.addWidget(self._text)
        head.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        column.addLayout(head)
        column.addWidget(self._said_frame())
        column.addWidget(self._tries)
        column.addWidget(self._form())
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        self.busy.setFixedHeight(6)
        column.addWidget(self.busy)
        column.addWidget(self._on)
        column.addWidget(self.other_button, 0, Qt.AlignmentFlag.AlignLeft)
        inner = QWidget()
        inner.setMaximumWidth(_WIDEST)
        inner.setLayout(column)
        across = columns(self, margin=24)
        across.addStretch(1)
        upright = rows()
        upright.addStretch(2)
        upright.addWidget(inner)
        upright.addStretch(3)
        across.addLayout(upright, 20)
        across.addStretch(1)

    def _said_frame(self) -> QWidget:
        self._frame = card()
        line = columns(self._frame, gap=12)
        line.setContentsMargins(14, 8, 14, 8)
        line.addWidget(WordLabel(self._face, "console.said", "caption"))
        line.addWidget(self.said, 1)
        return self._frame

    def _form(self) -> QWidget:
        self.form = QWidget()
        grid = QGridLayout(self.form)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        for place, (field, name) in enumerate(((self.user, "console.user"), (self.password, "console.password"))):
            label = WordLabel(self._face, name, "caption")
            label.setBuddy(field)
            field.setMaxLength(_LONGEST)
            field.setMinimumHeight(TARGET)
            field.setInputMethodHints(_PRIVATE)
            field.setDragEnabled(False)
            grid.addWidget(label, 0, place)
            grid.addWidget(field, 1, place)
            grid.setColumnStretch(place, 1)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setInputMethodHints(_PRIVATE | Qt.InputMethodHint.ImhHiddenText)
        self.password.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        grid.addWidget(WordLabel(self._face, "console.once", "caption", wrap=True), 2, 0, 1, 2)
        return self.form


def _sheet(widget: QWidget, sheet: str) -> None:
    if sheet != widget.styleSheet():  # polishing costs a millisecond
        widget.setStyleSheet(sheet)
