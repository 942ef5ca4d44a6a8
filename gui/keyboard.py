"""Everything from the keyboard: Enter for the next thing, digits for answers, a few keys with a modifier. Fields keep their own."""

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut

if TYPE_CHECKING:
    from gui.main_window import MainWindow

_DIGITS: Final = "0123456789"


class Keyboard(QObject):
    """The window's shortcuts. A text field with the focus sees printable keys first."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        for keys, slot in (
            ("Return", window.do_next),
            ("Enter", window.do_next),
            ("Ctrl+Z", window.bar.undo_button.click),
            ("Backspace", window.bar.undo_button.click),
            ("Ctrl+R", window.bar.repeat_button.click),
            ("Ctrl+K", window.bar.skip_button.click),
            ("Ctrl+.", window.bar.stop_button.click),
            ("F2", window.units.language_button.click),
            ("F3", window.units.theme_button.click),
            ("-", window.check.question.cannot_tell),
            ("D", self._demo),
        ):
            self._add(keys, slot)
        for digit in _DIGITS:
            self._add(digit, partial(window.digit, int(digit)))
        for number in range(1, 10):
            self._add(f"Alt+{number}", partial(self._lane, number))

    def _add(self, keys: str, slot) -> None:  # type: ignore[no-untyped-def]
        shortcut = QShortcut(QKeySequence(keys), self._window)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(slot)

    def _demo(self) -> None:
        if self._window.pages.currentWidget() is self._window.message:
            self._window.demo.start()

    def _lane(self, number: int) -> None:
        cards = sorted(self._window.units.cards)
        if number <= len(cards):
            self._window.select(cards[number - 1])
