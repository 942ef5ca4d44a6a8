"""Work that may take long (export, verification, a simulated unit's control socket) beside the window.

One of the three edges where every exception is caught: it becomes a sentence for whoever asked.
"""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

Done = Callable[[Any], None]
Failed = Callable[[str], None]
_log = logging.getLogger(__name__)


class Tasks(QObject):
    """Runs callables in threads and calls back in the window's thread. Create it there."""

    _finished = Signal(object, object)

    def __init__(self, threads: int = 2, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="task")
        self._open = True
        self.under_way = 0
        """Callbacks still to come. Window thread."""
        self._finished.connect(self._call_back, Qt.ConnectionType.QueuedConnection)

    def run(self, work: Callable[[], Any], done: Done, failed: Failed) -> None:
        """Do ``work`` in a thread; then exactly one of ``done`` and ``failed`` is called in the window's thread."""
        if self._open:
            self.under_way += 1
            self._pool.submit(self._do, work, done, failed)

    def close(self) -> None:
        """Wait for running work, drop the rest, call back nobody."""
        self._open = False
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _do(self, work: Callable[[], Any], done: Done, failed: Failed) -> None:
        try:
            result = work()
        except Exception as error:
            _log.warning("a task failed: %s: %s", type(error).__name__, error)
            self._finished.emit(failed, str(error) or type(error).__name__)
        else:
            self._finished.emit(done, result)

    @Slot(object, object)
    def _call_back(self, callback: Callable[[Any], None], argument: Any) -> None:
        self.under_way -= 1
        if self._open:
            callback(argument)
