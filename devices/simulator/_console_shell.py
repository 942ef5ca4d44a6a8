"""A real shell behind a pseudo-terminal, as a UART of a terminal would have one. Not on Windows.

The master side is held here as long as the device lives: a cable pulled from a UART tells the shell nothing, a closed
pseudo-terminal would.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

from devices.errors import SimulatorError

_PIECE: Final = 4096
_SHELLS: Final = (("busybox", "ash"), ("dash",), ("bash", "--norc", "--noprofile"), ("sh",))


def find_shell() -> tuple[str, ...]:
    """The first shell of this system that a small terminal might have."""
    for words in _SHELLS:
        path = shutil.which(words[0])
        if path:
            return (path, *words[1:])
    raise SimulatorError("this system has no shell to simulate a smart terminal with")


def restricted_shell() -> tuple[str, ...]:
    """A shell that refuses most of what a shell can do."""
    path = shutil.which("bash")
    if path is None:
        raise SimulatorError("this system has no bash to simulate a restricted shell with")
    return (path, "--norc", "--noprofile", "--restricted")


if sys.platform != "win32":
    import fcntl
    import termios

    class PtyShell:
        """One running shell. ``fd`` becomes readable when it printed something."""

        def __init__(self, argv: tuple[str, ...], root: Path, tools: Path | None = None) -> None:
            self._argv = argv
            path = os.environ.get("PATH", "/bin:/usr/bin")
            self._env = {
                "PATH": f"{tools}{os.pathsep}{path}" if tools else path,
                "PB_ROOT": str(root),
                "PS1": "/ # ",
                "HOME": str(root),
                "TERM": "vt100",
            }
            self._root = root
            self.fd, self._slave = os.openpty()
            os.set_blocking(self.fd, False)
            self._unwritten = b""
            self._leaving: list[subprocess.Popen[bytes]] = []
            self._process = self._spawn()

        def _spawn(self) -> "subprocess.Popen[bytes]":
            slave = self._slave

            def own_terminal() -> None:
                fcntl.ioctl(slave, termios.TIOCSCTTY, 0)

            return subprocess.Popen(
                self._argv,
                stdin=slave,
                stdout=slave,
                stderr=slave,
                env=self._env,
                cwd=self._root,
                start_new_session=True,
                preexec_fn=own_terminal,
            )

        @property
        def pid(self) -> int:
            """The shell's process."""
            return self._process.pid

        def settings(self) -> list[object]:
            """The line settings, for tests: they must not be changed by a visit."""
            return list(termios.tcgetattr(self._slave))

        def read(self) -> bytes:
            """What was printed."""
            try:
                return os.read(self.fd, _PIECE)
            except OSError:
                return b""

        def write(self, data: bytes) -> None:
            """Type; what the line does not take now is typed with the next call."""
            self._unwritten += data
            with contextlib.suppress(BlockingIOError, OSError):
                sent = os.write(self.fd, self._unwritten)
                self._unwritten = self._unwritten[sent:]

        def respawn(self) -> bool:
            """What init does: a new shell where the old one ended. Whether it did."""
            if self._process.poll() is None:
                return False
            self._process = self._spawn()
            return True

        def restrict(self) -> None:
            """Another shell in the place of this one, which refuses most of what a shell can do."""
            self._argv = restricted_shell()
            self.kill()
            self._process = self._spawn()

        def hang_up(self) -> None:
            """Whoever typed is gone: the kernel tells the shell, which leaves in its own time; a fresh one for the next."""
            left = [process for process in self._leaving if session_members(process.pid) or process.poll() is None]
            self._leaving = [*left, self._process]
            os.close(self.fd)
            os.close(self._slave)
            self.fd, self._slave = os.openpty()
            os.set_blocking(self.fd, False)
            self._unwritten = b""
            self._process = self._spawn()

        def kill(self) -> None:
            """The power goes: the shell and everything under it, at once."""
            _end(self._process)
            with contextlib.suppress(OSError):
                termios.tcflush(self._slave, termios.TCIOFLUSH)

        def close(self) -> None:
            """Leave no process and no descriptor. May be called twice."""
            if self.fd < 0:
                return
            for process in self._leaving:
                _end(process)
            self.kill()
            os.close(self.fd)
            os.close(self._slave)
            self.fd = -1

    def _end(process: "subprocess.Popen[bytes]") -> None:
        """A shell and everything under it, at once."""
        for pid in session_members(process.pid):
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        with contextlib.suppress(OSError):
            process.kill()
        process.wait()

    def session_members(session: int) -> list[int]:
        """Running processes of a login session, its leader left out. Linux only; elsewhere the closing terminal ends them."""
        found = []
        for entry in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError, ValueError):
                fields = entry.read_text("ascii", "replace").rpartition(")")[2].split()
                if fields[0] != "Z" and int(fields[3]) == session and int(entry.parent.name) != session:
                    found.append(int(entry.parent.name))
        return found
