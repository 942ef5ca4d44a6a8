"""The verdict for the ear, where the setting wants it: one sound for good, two for anything else. The system's own sound."""

from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

APART_MS: Final = 350


class Chime(QObject):
    """Belongs to the window, so that a second sound does not outlive it. GUI thread."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._again = QTimer(self, interval=APART_MS, singleShot=True)
        self._again.timeout.connect(self._sound)

    def ring(self, good: bool) -> None:
        """At once, and once more where it is not good."""
        self._sound()
        if not good:
            self._again.start()

    @property
    def rings_again(self) -> bool:
        """Whether another sound is to come."""
        return self._again.isActive()

    @Slot()
    def _sound(self) -> None:
        QApplication.beep()
