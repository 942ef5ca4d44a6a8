"""The history for the window: where it is now, what waits for it, and one open connection to it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from checks.console.histories import Remembering, database_of, open_history, reason_of
from checks.console.parts import Home
from checks.history.entry import Entry
from checks.history.outbox import Sent
from checks.history.pairing import earlier
from checks.history.trends import Limits
from checks.history.wanted import Wanted
from checks.record import Record
from gui.ports import Found, Known, Unable

if TYPE_CHECKING:
    from checks.history.store import History


class HistoryShelf:
    """See ``gui.ports.HistoryPort``. ``database`` tells the address that is set now; empty: this bench's own file."""

    def __init__(self, home: Home, database: Callable[[], str]) -> None:
        self._home, self._database = home, database
        self._sending, self._asking = threading.Lock(), threading.Lock()
        self._open: tuple[str, History] | None = None
        self.sent = Sent()

    def keep(self, record: Record) -> None:
        """Into the history, or on its way there. Task thread."""
        with self._sending:
            self.sent = Remembering(self._home, self._database()).keep(record)

    def catch_up(self) -> Sent:
        """Bring what waits. Opens nothing where nothing does. Task thread."""
        with self._sending:
            self.sent = Remembering(self._home, self._database()).catch_up()
            return self.sent

    def search(self, wanted: Wanted) -> Found:
        """See ``gui.ports.HistoryPort``."""
        with self._opened() as history:
            entries = history.search(wanted)
            whole = wanted.offset == 0 and len(entries) < wanted.limit
            total = len(entries) if whole else history.count(wanted) if wanted.offset == 0 else 0
            return Found(total, entries)

    def record(self, inspection: str) -> Record:
        """See ``gui.ports.HistoryPort``."""
        with self._opened() as history:
            return history.record(inspection)

    def earlier(self, entry: Entry) -> Record | None:
        """See ``gui.ports.HistoryPort``."""
        with self._opened() as history:
            return earlier(history, entry)

    def trends(self, limits: Limits, now: str, since: str) -> Known:
        """See ``gui.ports.HistoryPort``."""
        with self._opened() as history:
            return Known(history.overview(now, since), history.trends(limits, since))

    def close(self) -> None:
        """Let go of the connection."""
        with self._asking:
            self._drop()

    @contextmanager
    def _opened(self) -> "Iterator[History]":
        """The history that is set now. One question at a time."""
        from checks.history.store import HistoryError

        with self._asking:
            try:
                url = database_of(self._database() or None, self._home)
                if self._open is None or self._open[0] != url:
                    self._drop()
                    self._open = (url, open_history(url))
                yield self._open[1]
            except (HistoryError, OSError) as error:
                raise Unable(reason_of(error)) from error

    def _drop(self) -> None:
        if self._open is not None:
            self._open[1].close()
        self._open = None
