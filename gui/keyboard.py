"""Everything from the keyboard: Enter for the next thing, digits for answers, a few keys with a modifier. Fields keep their own.

Several keys at once are a scanner at work, never answers to questions: ``gui.scanner`` makes one code of them.
"""

import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton

from gui.scanner import BURST_S, together

if TYPE_CHECKING:
    from gui.main_window import MainWindow

BURST_MS: Final = round(BURST_S * 1000)
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Keyboard(QObject):
    """The window's keys. A text field or button with the focus sees them first."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._typed, self._at = "", 0.0
        self._patience_s, self._looked_again = 0.0, False
        self._pause = QTimer(self, interval=BURST_MS, singleShot=True)
        self._pause.timeout.connect(self._rest)
        bound: tuple[tuple[str, Callable[[], None]], ...] = (
            ("Ctrl+Z", partial(_press, window.bar.undo_button)),
            ("Backspace", partial(_press, window.bar.undo_button)),
            ("Ctrl+R", partial(_press, window.bar.repeat_button)),
            ("Ctrl+K", partial(_press, window.bar.skip_button)),
            ("Ctrl+.", partial(_press, window.bar.stop_button)),
            ("Esc", self._leave),
            ("F1", window.units.manual_button.click),
            ("F9", window.units.verify_button.click),
            ("F10", window.units.settings_button.click),
            ("F2", window.units.language_button.click),
            ("F3", window.units.theme_button.click),
            *((f"F{5 + number}", button.click) for number, button in enumerate(window.units.modes.values())),
        )
        for keys, slot in bound:
            self._add(keys, slot)
        for number in range(1, 10):
            self._add(f"Alt+{number}", self._lane)

    def typed(self, event: QKeyEvent) -> bool:
        """A key that reached the window. True where it meant something."""
        text = event.text()
        if event.key() in _ENTER:
            self._entered()
        elif text and text.isprintable() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            at = self._window.scanner.moment(event)
            if self._typed and not together(self._at, at):
                self._act_on_typed()
            self._typed, self._at, self._looked_again = self._typed + text, at, False
            self._wait()
        else:
            return False
        return True

    def _entered(self) -> None:
        self._pause.stop()
        self._act_on_typed()
        self._window.enter()

    def _wait(self) -> None:
        self._patience_s = time.monotonic() + 2 * BURST_S
        self._pause.start()

    def _rest(self) -> None:
        """Nothing more came; where the program itself stood still meanwhile, the rest of a code may wait in its queue."""
        if time.monotonic() > self._patience_s and not self._looked_again:
            self._looked_again = True
            self._wait()
        else:
            self._act_on_typed()

    def _act_on_typed(self) -> None:
        burst, self._typed = self._typed, ""
        self._act(burst)

    def _act(self, keys: str) -> None:
        """One key alone is an intent; several at once are a scanner without its Enter, or a cat."""
        if len(keys) != 1:
            return
        if keys.isdigit() and keys.isascii():
            self._window.digit(int(keys))
        elif keys in "-−":
            if self._window.pages.currentWidget() is self._window.check:
                self._window.check.question.cannot_tell()
        elif keys in "dD" and self._window.pages.currentWidget() is self._window.message:
            self._window.demo.start()

    def _add(self, keys: str, slot: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self._window)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(slot)

    def _leave(self) -> None:
        if self._window.side.shown is not None:
            self._window.side.leave()
        else:
            self._window.leave()

    def _lane(self) -> None:
        shortcut = self.sender()
        cards = sorted(self._window.units.cards)
        number = int(shortcut.key().toString()[-1]) if isinstance(shortcut, QShortcut) else 0
        if 0 < number <= len(cards):
            self._window.choose(cards[number - 1])


def _press(button: QAbstractButton) -> None:
    """A button that nobody sees, because another page lies over the inspection, cannot be meant."""
    if button.isVisible():
        button.click()
