"""The only hop between threads: bench events go in from any thread and come out in the window's."""

from PySide6.QtCore import QObject, Qt, Signal, Slot

from devices.lanes import BenchEvent


class Bridge(QObject):
    """Create it in the window's thread. Connect ``arrived`` to methods of QObjects only: anything else runs in the wrong thread."""

    arrived = Signal(object)
    _crossing = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open = True
        self._crossing.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def sink(self, event: BenchEvent) -> None:
        """Take an event. Any thread; returns at once."""
        if self._open:
            self._crossing.emit(event)

    def close(self) -> None:
        """Deliver nothing more. Window thread."""
        self._open = False

    @Slot(object)
    def _deliver(self, event: BenchEvent) -> None:
        if self._open:
            self.arrived.emit(event)
