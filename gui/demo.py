"""The simulated bench from the window's side: starts it in a task thread, then shows a window for each simulated unit."""

from PySide6.QtCore import QObject, Signal, Slot

from gui.face import Face
from gui.ports import VirtualUnit, Workbench
from gui.tasks import Tasks
from gui.virtual_terminal import VirtualTerminal


class Demo(QObject):
    """``changed`` says that ``possible`` or ``hint`` may have changed; ``started`` that simulated units are there."""

    changed = Signal()
    started = Signal()

    def __init__(self, workbench: Workbench, face: Face, tasks: Tasks) -> None:
        super().__init__()
        self._start, self._face, self._tasks = workbench.start_demo, face, tasks
        self._settings = workbench.settings
        self.windows: list[VirtualTerminal] = []
        self.hint = "window.start.hint"
        self._busy = False

    @property
    def possible(self) -> bool:
        """Whether pressing the button would start something."""
        return self._start is not None and not self._busy and not self.windows

    @Slot()
    def start(self) -> None:
        """Plug simulated devices in."""
        if self._start is not None and self.possible:
            self._busy = True
            self.hint = "window.start.starting"
            self._tasks.run(self._start, self._started, self._failed)
            self.changed.emit()

    def front(self, url: str) -> None:
        """Bring the window of the unit on this port before the others."""
        for window in self.windows:
            if window.url == url:
                window.raise_()

    def close(self) -> None:
        """Close the windows of the simulated units."""
        for window in self.windows:
            window.close()

    def _started(self, units: tuple[VirtualUnit, ...]) -> None:
        self._busy = False
        self.hint = "window.start.hint"
        terminals = [unit for unit in units if unit.profile.kind == "terminal"] or list(units[:1])
        meters = tuple(unit for unit in units if unit not in terminals)
        for index, unit in enumerate(terminals):
            window = VirtualTerminal(self._face, (unit, *(meters if index == 0 else ())), self._settings)
            window.place(len(self.windows))
            self.windows.append(window)
            window.show()
        for window in self.windows[:1]:
            window.raise_()
        self.started.emit()
        self.changed.emit()

    def _failed(self, _reason: str) -> None:
        self._busy = False
        self.hint = "window.start.failed"
        self.changed.emit()
