"""The bottom of the window: the one next thing to do, with its key, and what else can be done now."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame

from gui.face import Face
from gui.next_action import Act, NextAction
from gui.widgets.words import Text, WordButton, columns, with_role

_BUTTONS: Final = {
    Act.DEMO: ("window.button.demo", "start"),
    Act.START: ("window.button.start", "start"),
    Act.SAVE: ("window.button.save", "seal"),
    Act.SIGN: ("window.button.sign", "seal"),
    Act.OPEN: ("window.button.open", "report"),
    Act.NEXT: ("window.button.next", "next"),
    Act.LOG_IN: ("window.button.log_in", "lock"),
    Act.ASK_AGAIN: ("window.button.ask_again", "repeat"),
    Act.CONNECT: ("window.button.connect", "link"),
    Act.LEAVE: ("settings.leave", "next"),
    Act.BEGIN_BATCH: ("intake.button.begin", "intake"),
    Act.START_PLAIN: ("window.button.start", "start"),
    Act.FILE: ("intake.button.file", "next"),
    Act.REPAIR: ("repair.button.open", "part"),
    Act.RETEST: ("repair.button.retest", "repeat"),
}


class ActionBar(QFrame):
    """Signals say what was asked for; the window does it."""

    primary = Signal()
    undo = Signal()
    skip = Signal()
    repeat = Signal()
    stop = Signal()

    def __init__(self, face: Face) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self._face = face
        self._next: NextAction | None = None
        self._sentence = Text("title", wrap=True)
        self._key = Text("key")
        self._key.setFixedHeight(34)
        self.button = with_role(WordButton(face, "window.button.start", "start"), "primary")
        self.button.setMinimumWidth(150)
        self.button.clicked.connect(self.primary)
        self.undo_button = WordButton(face, "window.button.undo", "undo", "flat")
        self.skip_button = WordButton(face, "window.button.skip", "skip", "flat")
        self.repeat_button = WordButton(face, "window.button.repeat", "repeat", "flat")
        self.stop_button = WordButton(face, "window.button.stop", "stop", "flat")
        self._build()

    def put(self, action: NextAction, running: bool, can_undo: bool, narrow: bool) -> None:
        """Show what comes next and which controls make sense."""
        self._next = action
        self.retranslate()
        words = action.button or _BUTTONS.get(action.act)
        if words is not None:
            self.button.say(*words)
        self.button.setVisible(action.act not in (Act.NONE, Act.DEMO))  # the empty page has its own button
        self._key.put(action.key)
        self._key.setVisible(bool(action.key))
        self.undo_button.setEnabled(can_undo)
        for button in (self.undo_button, self.skip_button, self.repeat_button, self.stop_button):
            button.setVisible(running)
            button.shrink(narrow)

    def retranslate(self) -> None:
        """Words of the face."""
        if self._next is not None:
            self._sentence.put(self._face.say(self._next.text))
            self._sentence.setAccessibleName(self._sentence.text())

    def _build(self) -> None:
        line = columns(self, gap=6)
        line.setContentsMargins(20, 10, 14, 10)
        line.addWidget(self._key)
        line.addSpacing(8)
        line.addWidget(self._sentence, 1)
        line.addSpacing(8)
        for button, signal in (
            (self.undo_button, self.undo),
            (self.repeat_button, self.repeat),
            (self.skip_button, self.skip),
            (self.stop_button, self.stop),
        ):
            button.clicked.connect(signal)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves it where it was: they come and go
            line.addWidget(button)
        line.addWidget(self.button)
        self.setMinimumHeight(72)
