"""How a simulated device is plugged in: a pseudo-terminal behind a path that stays, a TCP port, or Android's debug bridge on
a TCP port. One host a time.
"""

import errno
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeAlias

from devices.errors import SimulatorError, SimulatorUsage
from devices.simulator._adbd import Adbd

Ready: TypeAlias = int | socket.socket
_PIECE = 4096


class Wire(Protocol):
    """Owned by the simulator's loop; never blocks for long and never raises once it is open."""

    url: str

    def watched(self) -> list[Ready]:
        """What the loop must watch for reading."""
        ...

    def read(self, ready: Ready) -> bytes:
        """What the host sent, if ``ready`` is part of this wire."""
        ...

    def write(self, data: bytes) -> None:
        """Send; lost where no host takes it."""
        ...

    def hung_up(self) -> bool:
        """Whether a session of the host ended since this was last asked; a serial line has none."""
        ...

    def unplug(self) -> None:
        """Pull the cable: the host sees it at once."""
        ...

    def plug(self) -> None:
        """Put it in again, at the same URL."""
        ...

    def close(self) -> None:
        """Leave nothing behind. May be called twice."""
        ...


def open_wire(listen: str, claim: Callable[[], Path], name: str = "") -> Wire:
    """``pty`` (reached through a symbolic link that ``claim`` makes), ``tcp:PORT``, ``adb:PORT`` (``name``: the model, as the bridge
    tells it), or what this system has for ``""``.
    """
    wanted = listen or ("tcp:0" if sys.platform == "win32" else "pty")
    if wanted == "pty":
        if sys.platform == "win32":
            raise SimulatorUsage("this system has no pseudo-terminals: use --listen tcp:PORT")
        return _PtyWire(claim())
    kind, _, port = wanted.partition(":")
    if kind not in ("tcp", "adb") or not port.isdigit() or int(port) > 65_535:
        raise SimulatorUsage(f"--listen takes pty, tcp:PORT or adb:PORT, not {listen!r}")
    return AdbWire(int(port), name) if kind == "adb" else _TcpWire(int(port))


class _TcpWire:
    def __init__(self, port: int) -> None:
        self._host: socket.socket | None = None
        self._listener: socket.socket | None = None
        self._port = port
        self.plug()
        self.url = f"socket://127.0.0.1:{self._port}"

    def watched(self) -> list[Ready]:
        return [part for part in (self._listener, self._host) if part is not None]

    def read(self, ready: Ready) -> bytes:
        if ready is self._listener and self._listener is not None:
            self._accept(self._listener)
        elif ready is self._host and self._host is not None:
            try:
                data = self._host.recv(_PIECE)
            except OSError:
                data = b""
            if not data:
                self._hang_up()
            return data
        return b""

    def write(self, data: bytes) -> None:
        if self._host is not None:
            try:
                self._host.sendall(data)
            except OSError:
                self._hang_up()

    def hung_up(self) -> bool:
        return False

    def unplug(self) -> None:
        self._hang_up()
        if self._listener is not None:
            self._listener.close()
            self._listener = None

    def plug(self) -> None:
        try:
            self._listener = socket.create_server(("127.0.0.1", self._port))
        except OSError as error:
            raise SimulatorError(f"cannot listen on port {self._port}: {error.strerror}") from error
        self._listener.setblocking(False)
        self._port = int(self._listener.getsockname()[1])

    def close(self) -> None:
        self.unplug()

    def _accept(self, listener: socket.socket) -> None:
        try:
            host, _ = listener.accept()
        except OSError:
            return
        if self._host is not None:
            host.close()
            return
        host.settimeout(0.5)
        host.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._host = host

    def _hang_up(self) -> None:
        if self._host is not None:
            self._host.close()
            self._host = None


class AdbWire(_TcpWire):
    """A device that ``adb connect`` reaches. ``locked``: nobody on its screen has allowed this PC."""

    def __init__(self, port: int, name: str, locked: bool = False) -> None:
        self._name, self._locked, self._ended = name, locked, False
        self._bridge = self._fresh()
        super().__init__(port)
        self.url = f"adb://127.0.0.1:{self._port}"

    def _fresh(self) -> Adbd:
        word = "".join(char if char.isalnum() else "_" for char in self._name)
        return Adbd(word.lower(), word, self._locked)

    @property
    def service(self) -> str:
        """What the host opened, for tests."""
        return self._bridge.service

    def read(self, ready: Ready) -> bytes:
        """See ``Wire``."""
        heard = self._bridge.feed(super().read(ready))
        if heard.answer:
            super().write(heard.answer)
        self._ended = self._ended or heard.ended
        if heard.broken:
            self._hang_up()
        return heard.typed

    def write(self, data: bytes) -> None:
        """See ``Wire``."""
        message = self._bridge.say(data)
        if message:
            super().write(message)

    def hung_up(self) -> bool:
        """See ``Wire``."""
        ended, self._ended = self._ended, False
        return ended

    def _hang_up(self) -> None:
        if self._host is not None:
            self._ended = True
            self._bridge = self._fresh()
        super()._hang_up()


if sys.platform != "win32":
    import tty

    class _PtyWire:
        def __init__(self, link: Path) -> None:
            self._link = link
            self._ends: tuple[int, int] | None = None
            self.url = str(link)
            self.plug()

        def watched(self) -> list[Ready]:
            return [self._ends[0]] if self._ends else []

        def read(self, ready: Ready) -> bytes:
            if self._ends is None or ready != self._ends[0]:
                return b""
            try:
                return os.read(self._ends[0], _PIECE)
            except OSError:
                return b""

        def write(self, data: bytes) -> None:
            if self._ends is None:
                return
            try:
                os.write(self._ends[0], data)
            except OSError as error:
                if error.errno not in (errno.EAGAIN, errno.EIO):
                    raise

        def hung_up(self) -> bool:
            return False

        def unplug(self) -> None:
            self._link.unlink(missing_ok=True)
            ends, self._ends = self._ends, None
            for end in ends or ():
                os.close(end)

        def plug(self) -> None:
            master, slave = os.openpty()
            tty.setraw(slave)
            os.set_blocking(master, False)
            self._ends = (master, slave)
            fresh = self._link.with_name(f"{self._link.name}.new")
            fresh.unlink(missing_ok=True)
            fresh.symlink_to(os.ttyname(slave))
            fresh.replace(self._link)  # at once: a name that is free for a moment may be another simulator's by then

        def close(self) -> None:
            self.unplug()
