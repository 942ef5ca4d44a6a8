"""A barcode scanner that types like a keyboard: its burst is one code, whatever has the focus.

What it typed does not stay in a field, its Enter presses no button, and a person's typing is never held back: a burst is
known by its speed only at its end, and undone then. Fields for secrets, and for names that belong to one, are left alone:
what somebody scans or pastes there is never a code of a unit.
"""

import time
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

BURST_S: Final = 0.035
"""Longest pause between two signs of a scanner. Measured: scanners 3 ms, fast typists 60 ms and more."""
LEAST_CODE: Final = 6
_MOST: Final = 128
_PRIVATE: Final = "private"
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Scanner(QObject):
    """Watches every key of the program. ``scanned`` carries the code, without what a scanner ends it with."""

    scanned = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._code = ""
        self._last = 0.0
        self._field: QLineEdit | None = None
        self._before = ("", 0)

    def watch(self) -> None:
        """From now on."""
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def rest(self) -> None:
        """No longer."""
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    def moment(self, event: QKeyEvent) -> float:
        """When a key went down, in seconds: as the system stamped it, for a busy program may look at it later."""
        return event.timestamp() / 1000 or time.monotonic()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """True for a key that belongs to a code and must do nothing else."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.spontaneous():
            return watched is QApplication.focusWidget() and self._typed(event)
        return False

    def _typed(self, event: QKeyEvent) -> bool:
        if _own_affair(QApplication.focusWidget()):
            self._code = ""
            return False
        text, now = event.text(), self.moment(event)
        fast = together(self._last, now)
        if event.key() in _ENTER:
            code, self._code = self._code, ""
            if not fast or len(code) < LEAST_CODE:
                return False
            self._undo()
            self.scanned.emit(code)
            return True
        if not text or not text.isprintable() or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False  # the Shift before a capital begins no code: what the field held is noted with the first sign
        if not (fast and self._code):
            self._begin()
        self._last = now
        self._code = (self._code + text)[:_MOST]
        # a space would press the button; inside a code it is part of it, and no code begins with one
        return text == " " and bool(self._code.strip()) and isinstance(QApplication.focusWidget(), QAbstractButton)

    def _begin(self) -> None:
        self._code = ""
        widget = QApplication.focusWidget()
        self._field = widget if isinstance(widget, QLineEdit) else None
        self._before = (self._field.text(), self._field.cursorPosition()) if self._field is not None else ("", 0)

    def _undo(self) -> None:
        """The field as it was before the burst."""
        if self._field is not None:
            text, place = self._before
            self._field.setText(text)
            self._field.setCursorPosition(place)
            self._field = None


def together(first: float, second: float) -> bool:
    """Whether two keys, by their moments, came too soon after one another for a person. Moments of two clocks never did."""
    return 0 <= second - first <= BURST_S


def private(field: QLineEdit) -> QLineEdit:
    """Mark a field as one whose content is nobody else's affair, however fast it is typed."""
    field.setProperty(_PRIVATE, True)
    return field


def for_codes(field: QLineEdit) -> QLineEdit:
    """Mark a field as one for what stands on labels: no input method, which would take letters for the start of a Chinese word."""
    field.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
    return field


def _own_affair(widget: QWidget | None) -> bool:
    hidden = isinstance(widget, QLineEdit) and widget.echoMode() is not QLineEdit.EchoMode.Normal
    return hidden or (widget is not None and bool(widget.property(_PRIVATE)))
