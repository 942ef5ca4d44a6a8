"""Ctrl-C and a request to end (log-out, shut-down, ``kill``, its terminal closed) leave the window as closing it does: lanes ended,
terminals tidied.

Python runs its signal handlers between its own instructions, and a window that waits runs none: the byte that C leaves in a socket
wakes it. Never asks back: who ends a program this way may not be there to answer. What was recorded is in the journal.
"""

import signal
import socket
from collections.abc import Callable
from types import FrameType
from typing import Final

from PySide6.QtCore import QObject, QSocketNotifier, Slot

_HANG_UP: Final = getattr(signal, "SIGHUP", None)
SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, *(() if _HANG_UP is None else (_HANG_UP,)))


class Leaving(QObject):
    """Calls ``leave`` in the window's thread when a signal asks for the end. Main thread only; ``close`` puts back what was."""

    def __init__(self, leave: Callable[[], None]) -> None:
        super().__init__()
        self._leave = leave
        self._heard, self._told = socket.socketpair()
        self._heard.setblocking(False)
        self._told.setblocking(False)
        self._notifier = QSocketNotifier(self._heard.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._came)
        deaf = _HANG_UP is not None and signal.getsignal(_HANG_UP) is signal.SIG_IGN  # started with nohup
        heard = (number for number in SIGNALS if not (deaf and number == _HANG_UP))
        self._before = {number: signal.signal(number, _noted) for number in heard}
        self._fd_before = signal.set_wakeup_fd(self._told.fileno(), warn_on_full_buffer=False)

    @Slot()
    def _came(self) -> None:
        if set(self._heard.recv(64)) & set(SIGNALS):
            self._leave()

    def close(self) -> None:
        """Signals do again what they did before."""
        signal.set_wakeup_fd(self._fd_before)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._notifier.setEnabled(False)
        self._heard.close()
        self._told.close()


def _noted(_number: int, _frame: FrameType | None) -> None:
    """The byte in the socket says it all; without a handler of Python's there would be none."""
