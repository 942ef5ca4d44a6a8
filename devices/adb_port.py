"""A shell on an Android device as a ``Transport``: the platform's own ``adb``, one client process for each open port.

``adb://SERIAL`` is a device that ``adb devices`` lists, ``adb://`` the only one, ``adb://HOST:PORT`` one that adb's server is
asked to connect to. Opening one starts adb's server where none runs, because a person asked for that device; listing
never does. The server is left as it is found: it is never stopped, and one of another version, which this client would
stop, is refused.

``shell -x -e none`` (in this order: ``-x`` sets the escape character anew, and ``~.`` at the start of a line would end the
client) is adb's older shell protocol: bytes as they are, and on the device the service ``shell:``, which every version of
Android gives a pseudo-terminal. The probe needs one: it is how the shell is interrupted, and how it hears that the cable
is out.
"""

import contextlib
import os
import queue
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Final

from devices.adb_server import AdbDevice, connect_to, devices, disconnect_from, server_version
from devices.errors import TransportError, TransportFault
from devices.lanes import PortInfo

SCHEME: Final = "adb://"
_SERIAL: Final = re.compile(r"[A-Za-z0-9?][A-Za-z0-9._:@+?-]{0,99}")
_HOST_AND_PORT: Final = re.compile(r"[A-Za-z0-9.-]{1,80}:\d{1,5}|.{1,80}\._adb-tls-connect\._tcp\.?")
_VERSION: Final = re.compile(r"Android Debug Bridge version \d+\.\d+\.(\d+)")
_START_S: Final = 20.0
_ASK_S: Final = 10.0
_END_S: Final = 1.0
WRITE_LIMIT_S: Final = 2.0
"""As at a serial port."""
_PIECE: Final = 65_536
_STATES: Final = {
    "unauthorized": TransportFault.UNAUTHORIZED,
    "authorizing": TransportFault.UNAUTHORIZED,
}


class AdbShell:
    """An open shell. Use ``open_adb`` to make one."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process
        self._heard: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._closed = threading.Event()
        self._ended = False
        self._writing = threading.Lock()
        self._ready, self._written = threading.Event(), threading.Event()
        self._left, self._stuck = b"", False
        self._wrong: OSError | ValueError | None = None
        self._listener = threading.Thread(target=self._listen, name="posbench-adb", daemon=True)
        self._writer = threading.Thread(target=self._write_on, name="posbench-adb-write", daemon=True)
        self._listener.start()
        self._writer.start()

    @property
    def pid(self) -> int:
        """The client's process, for tests."""
        return self._process.pid

    def read(self, timeout_s: float) -> bytes:
        """See ``Transport.read``."""
        if self._closed.is_set():
            raise TransportError(TransportFault.LOST, "closed while reading")
        try:
            data = b"" if self._ended else self._heard.get(timeout=max(timeout_s, 0.0))
        except queue.Empty:
            return b""
        if data:
            return data
        self._ended = True
        raise TransportError(TransportFault.LOST, self._last_words())

    def write(self, data: bytes) -> None:
        """See ``Transport.write``. A client that takes nothing for ``WRITE_LIMIT_S`` is stuck: the link ends then."""
        with self._writing:
            if self._closed.is_set() or self._stuck:
                raise TransportError(TransportFault.LOST, "closed while writing")
            self._left, self._wrong = data, None
            self._ready.set()
            if not self._written.wait(WRITE_LIMIT_S):
                self._stuck = True
                raise TransportError(TransportFault.STUCK, "adb does not take data")
            self._written.clear()
            if self._wrong is not None:
                raise TransportError(TransportFault.LOST, f"adb has ended: {self._wrong}") from self._wrong

    def _write_on(self) -> None:
        """In a thread of its own: a pipe that is full cannot be written to with a limit on every system."""
        pipe = self._process.stdin
        assert pipe is not None
        while self._ready.wait() and not self._closed.is_set():
            self._ready.clear()
            rest = memoryview(self._left)
            try:
                while rest:
                    rest = rest[pipe.write(rest) or 0 :]
            except (OSError, ValueError) as error:
                self._wrong = error
            self._written.set()

    def close(self) -> None:
        """End the client and wait for it: no process is left behind."""
        if self._closed.is_set():
            return
        self._closed.set()
        self._ready.set()
        with contextlib.suppress(OSError):
            self._process.terminate()
        try:
            self._process.wait(_END_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for thread in (self._listener, self._writer):
            if threading.current_thread() is not thread:
                thread.join(_END_S)
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()

    def _listen(self) -> None:
        pipe: IO[bytes] | None = self._process.stdout
        assert pipe is not None
        with contextlib.suppress(OSError, ValueError):
            while data := os.read(pipe.fileno(), _PIECE):
                self._heard.put(data)
        self._heard.put(b"")

    def _last_words(self) -> str:
        """Why the client ended, as far as it says."""
        try:
            self._process.wait(_END_S)
        except subprocess.TimeoutExpired:
            return "adb says nothing more"
        pipe = self._process.stderr
        said = pipe.read() if pipe is not None and not pipe.closed else b""
        return " ".join((said or b"").decode("utf-8", "replace").split())[:200] or "the shell has ended"


def open_adb(url: str) -> AdbShell:
    """A shell on the device of ``url``. Raises ``TransportError`` whose fault tells what a person must do."""
    wanted = url.removeprefix(SCHEME).rstrip("/")
    if wanted and not _SERIAL.fullmatch(wanted):
        raise TransportError(TransportFault.UNSUPPORTED, f"{url}: this is no serial number")
    adb = find_adb()
    _have_server(adb)
    device = _named(wanted)
    if device.state != "device":
        barred = TransportFault.ADB_NO_PERMISSION if "permission" in device.state else TransportFault.OFFLINE
        raise TransportError(_STATES.get(device.state, barred), f"{device.serial}: {device.state}")
    _same_version(adb)
    return AdbShell(
        subprocess.Popen(
            [adb, "-s", device.serial, "shell", "-x", "-e", "none"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            start_new_session=True,  # an interrupt typed at this program is not one for the shell
            creationflags=_flags(),
        )
    )


def find_adb() -> str:
    """The program, on PATH or in Android's SDK. Raises ``TransportError``."""
    folders = (os.environ.get("ANDROID_HOME"), os.environ.get("ANDROID_SDK_ROOT"))
    inside = os.pathsep.join(str(Path(folder) / "platform-tools") for folder in folders if folder)
    found = shutil.which("adb") or (shutil.which("adb", path=inside) if inside else None)
    if found is None:
        raise TransportError(TransportFault.NO_TOOL, "adb")
    return found


def _have_server(adb: str) -> None:
    """Start one where none runs."""
    if server_version() is None:
        _run(adb, "start-server", patience_s=_START_S)
        if server_version() is None:
            raise TransportError(TransportFault.NO_SERVER, "it does not start")


def _same_version(adb: str) -> None:
    """A client stops a server of another version and starts its own: other programs' devices would be gone."""
    match, running = _VERSION.search(_run(adb, "version")), server_version()
    own = int(match[1]) if match else None
    if own is not None and own != running:
        raise TransportError(TransportFault.NO_SERVER, f"its version is {running}, that of {adb} is {own}")


def _run(adb: str, *words: str, patience_s: float = _ASK_S) -> str:
    """What it printed; a server it starts must not hold our pipe, so that one prints nowhere."""
    quiet = words == ("start-server",)
    try:
        done = subprocess.run(
            [adb, *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if quiet else subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=patience_s,
            check=False,
            start_new_session=True,
            creationflags=_flags(),
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise TransportError(TransportFault.NO_SERVER, str(error)) from error
    return (done.stdout or b"").decode("utf-8", "replace")


def _flags() -> int:
    """No window of a console on Windows."""
    if sys.platform == "win32":
        return subprocess.CREATE_NO_WINDOW
    return 0


def _named(serial: str) -> AdbDevice:
    found = devices() or ()
    if not serial:
        return _only(found)
    device = _of(found, serial)
    if (device is None or device.state == "offline") and _HOST_AND_PORT.fullmatch(serial):
        if device is not None:
            disconnect_from(serial)  # the server tries an address it lost only now and then, and takes no hint
        said = connect_to(serial)  # a person gave this very address
        device = _of(devices() or (), serial)
        if device is None:
            raise TransportError(TransportFault.NO_DEVICE, said or serial)
    if device is None:
        raise TransportError(TransportFault.NO_DEVICE, _listed(found) or serial)
    return device


def _only(found: tuple[AdbDevice, ...]) -> AdbDevice:
    if len(found) == 1:
        return found[0]
    if not found:
        raise TransportError(TransportFault.NO_DEVICE, "")
    raise TransportError(TransportFault.SEVERAL, _listed(found))


def _of(found: tuple[AdbDevice, ...], serial: str) -> AdbDevice | None:
    return next((device for device in found if device.serial == serial), None)


def _listed(found: tuple[AdbDevice, ...]) -> str:
    return ", ".join(SCHEME + device.serial for device in found)


def list_adb_ports() -> tuple[PortInfo, ...]:
    """Devices of an adb server that runs already; starts none."""
    return tuple(
        PortInfo(
            SCHEME + device.serial, " ".join(word for word in ("Android", device.model, device.state) if word), None
        )
        for device in devices() or ()
        if _SERIAL.fullmatch(device.serial)
    )
