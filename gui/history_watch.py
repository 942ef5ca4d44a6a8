"""What waits for a history that is away: said quietly at the window's edge, and brought again and again until nothing waits."""

from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

from checks.console.histories import reason_of
from checks.history.outbox import Sent
from gui.face import Face
from gui.panels.units_panel import UnitsPanel
from gui.ports import Workbench
from gui.tasks import Tasks

_AGAIN_MS: Final = 30_000
_FIRST_MS: Final = 3_000
"""The window is there by then."""


class HistoryWatch(QObject):
    """Window thread only."""

    def __init__(self, workbench: Workbench, tasks: Tasks, face: Face, units: UnitsPanel) -> None:
        super().__init__(units)
        self._port, self._tasks, self._face, self._units = workbench.history, tasks, face, units
        self._busy = False
        self._timer = QTimer(self, interval=_FIRST_MS, singleShot=True)
        self._timer.timeout.connect(self.catch_up)
        if self._port is not None:
            self._timer.start()

    @Slot()
    def look(self) -> None:
        """Say how it stands; where something waits, try again after a while."""
        if self._port is None:
            return
        sent = self._port.sent
        self._units.say_history(*self._words(sent))
        if sent.waiting and not self._timer.isActive():
            self._timer.start(_AGAIN_MS)

    @Slot()
    def catch_up(self) -> None:
        """Bring what waits now."""
        if self._port is not None and not self._busy:
            self._busy = True
            self._tasks.run(self._port.catch_up, self._done, self._done)

    def close(self) -> None:
        """Try no more."""
        self._timer.stop()

    def _done(self, _: object) -> None:
        self._busy = False
        self.look()

    def _words(self, sent: Sent) -> tuple[str, str]:
        """The line, and what is said of it at more length."""
        why = self._face.say(reason_of(sent.problem)) if sent.problem is not None else ""
        if sent.waiting:
            return self._face.text("history.quiet.waiting", count=sent.waiting), self._face.text(
                "history.quiet.text", reason=why
            )
        return why, why
