"""Where the main window goes when windows of simulated units need the right edge of the screen."""

from collections.abc import Iterable

from PySide6.QtWidgets import QWidget


def make_room(window: QWidget, beside: Iterable[QWidget]) -> None:
    """Leave the right edge to the widest of ``beside``, as far as there is room for both."""
    widest = max((other.width() for other in beside), default=0)
    area = window.screen().availableGeometry()
    wide = max(window.minimumWidth(), min(window.width(), area.width() - widest - 12))
    spare = max(area.width() - wide - widest, 0)
    window.setGeometry(area.left() + min(4, spare // 2), window.geometry().top(), wide, window.height())
