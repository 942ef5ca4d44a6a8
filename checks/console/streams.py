"""The standard streams and signals of a program that people script: readers go away, disks fill up, streams are closed.

No reader of progress is worth an inspection, so stderr never fails. Refuses to hide that an answer was not written: what stdout
says is lost in silence only where its reader has seen enough.
"""

import errno
import io
import os
import signal
import sys
from types import FrameType
from typing import Any, Final, NoReturn

_GONE: Final = (errno.EPIPE, errno.EINVAL) if os.name == "nt" else (errno.EPIPE,)
"""How a system says that nobody reads any more."""
_ENDS: Final = ("SIGTERM", "SIGHUP")


class Stopped(KeyboardInterrupt):
    """Somebody asked for the end, with Ctrl-C or without; ``code`` is the exit code that shells give it."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.code = 128 + number


class Outlet(io.RawIOBase):
    """A stream's raw file. After its reader went, or after the one failure that was raised, it takes all and writes nothing.

    ``quiet``: no failure is raised at all. Over nothing, where ``raw`` is None, it takes all from the first.
    """

    def __init__(self, raw: Any, quiet: bool) -> None:
        self._raw, self._quiet, self._over = raw, quiet, raw is None

    def writable(self) -> bool:
        """See ``io.RawIOBase``."""
        return True

    def fileno(self) -> int:
        """See ``io.RawIOBase``."""
        return int(self._raw.fileno()) if self._raw is not None else super().fileno()

    def isatty(self) -> bool:
        """See ``io.RawIOBase``."""
        return self._raw is not None and bool(self._raw.isatty())

    def write(self, data: Any) -> int | None:
        """See ``io.RawIOBase``."""
        if self._over:
            return len(data)
        try:
            return self._raw.write(data)  # type: ignore[no-any-return]
        except OSError as error:
            self._over = True  # or the interpreter's end would try again, and say so in its own words
            if not self._quiet and error.errno not in _GONE:
                raise
        return len(data)


def outlet(stream: Any, quiet: bool) -> io.TextIOWrapper:
    """A text stream over ``stream``'s raw file, in UTF-8, that fails as ``Outlet`` says; over nothing where it was closed."""
    buffer = getattr(stream, "buffer", None)
    raw = getattr(buffer, "raw", buffer)  # unbuffered, it is the raw file itself
    at_once = quiet or getattr(stream, "write_through", False) or (raw is not None and raw.isatty())
    return io.TextIOWrapper(io.BufferedWriter(Outlet(raw, quiet)), "utf-8", "replace", line_buffering=at_once)


def open_streams() -> None:
    """All three there and as this module says. Once, at the process's start."""
    while os.name == "posix":  # or the next file to be opened would be taken for a closed stream
        if (number := os.open(os.devnull, os.O_RDWR)) > 2:
            os.close(number)
            break
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115
    sys.stdout, sys.stderr = outlet(sys.stdout, False), outlet(sys.stderr, True)


def stop_when_asked() -> None:
    """A request to end (``kill``, ``timeout``, a closed terminal) is heard as Ctrl-C is, but where it is to be ignored (``nohup``)."""
    for name in _ENDS:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _stop)


def _stop(number: int, _frame: FrameType | None) -> NoReturn:
    raise Stopped(number)
