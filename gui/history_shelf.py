"""The history for the window: where it is now, what waits for it, and one open connection to it."""

import threading
from collections.abc import Callable

from checks.console.histories import Remembering
from checks.console.parts import Home
from checks.history.outbox import Sent
from checks.record import Record


class HistoryShelf:
    """See ``gui.ports.HistoryPort``. ``database`` tells the address that is set now; empty: this bench's own file."""

    def __init__(self, home: Home, database: Callable[[], str]) -> None:
        self._home, self._database = home, database
        self._lock = threading.Lock()
        self.sent = Sent()

    def keep(self, record: Record) -> None:
        """Into the history, or on its way there. Task thread."""
        with self._lock:
            self.sent = Remembering(self._home, self._database()).keep(record)

    def catch_up(self) -> Sent:
        """Bring what waits. Opens nothing where nothing does. Task thread."""
        with self._lock:
            self.sent = Remembering(self._home, self._database()).catch_up()
            return self.sent
