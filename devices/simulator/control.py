"""The control socket beside the wire: through it a window or a test plays the person at a simulated device.

JSON lines over TCP on this computer only. The first line must carry the token from the simulator's registry file, which
only its owner can read. The bench's wire never uses it. What is typed here is never logged.
"""

import base64
import binascii
import getpass
import hashlib
import json
import os
import socket
import stat
import tempfile
import threading
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from devices.errors import SimulatorError
from devices.events import FactSubject
from devices.keys import Key
from devices.raster import Raster

MAX_LINE: Final = 65_536
_MAX_REPLY: Final = 64 * 1024 * 1024
_TIMEOUT_S: Final = 5.0


def registry_folder() -> Path:
    """Where running simulators of this user register, made if need be; nobody else can read it."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in a container
        name = str(os.getuid())
    user = "".join(char for char in name if char.isalnum()) or "user"
    folder = Path(tempfile.gettempdir()) / f"posbench-simulators-{user}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise SimulatorError(f"{folder} is not a folder")
    if os.name == "posix" and (found.st_uid != os.getuid() or found.st_mode & 0o077):
        raise SimulatorError(f"{folder} can be changed by others; remove it")
    return folder


@dataclass(frozen=True, slots=True)
class Registration:
    """One running simulator as its registry file tells."""

    url: str
    host: str
    port: int
    token: str
    profile: str
    pid: int

    @property
    def control(self) -> str:
        """Where the control socket listens, without its token."""
        return f"{self.host}:{self.port}"

    def __repr__(self) -> str:
        """Without the token."""
        return f"Registration({self.url!r}, {self.control!r}, {self.profile!r}, {self.pid})"


def _file_of(url: str) -> Path:
    return registry_folder() / (hashlib.sha256(url.encode("utf-8")).hexdigest()[:32] + ".json")


def register(entry: Registration) -> Path:
    """Write the registry file of a simulator; whoever finds the URL finds its control socket. Sweeps after the dead."""
    _sweep()
    path = _file_of(entry.url)
    path.unlink(missing_ok=True)
    table = {name: getattr(entry, name) for name in ("url", "host", "port", "token", "profile", "pid")}
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(table, file)
    return path


def _sweep() -> None:
    """Remove what killed simulators left: their registry files, and their paths in this folder."""
    folder = registry_folder()
    for path in folder.glob("*.json"):
        entry = _read(path)
        if entry is not None and not _alive(entry.pid):
            path.unlink(missing_ok=True)
            link = Path(entry.url)
            if link.parent == folder and link.is_symlink():
                link.unlink(missing_ok=True)


def find_registration(url: str) -> Registration | None:
    """The living simulator behind ``url``; None where there is none."""
    entry = _read(_file_of(url))
    found = entry is not None and entry.url == url and entry.host == "127.0.0.1" and _alive(entry.pid)
    return entry if found else None


def _read(path: Path) -> Registration | None:
    try:
        table = json.loads(path.read_text("utf-8"))
        url, host, token, profile = (str(table[name]) for name in ("url", "host", "token", "profile"))
        return Registration(url, host, int(table["port"]), token, profile, int(table["pid"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _alive(pid: int) -> bool:
    if os.name != "posix":  # a signal would end the process there; connecting tells
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def find_control(url: str) -> "ControlClient | None":
    """A connected client for the simulator that serves ``url``; None where nobody simulates there."""
    entry = find_registration(url)
    if entry is None:
        return None
    try:
        return ControlClient(entry)
    except SimulatorError:
        return None


@dataclass(frozen=True, slots=True)
class SeenScreen:
    """What an eye sees: a picture, or lines of text. ``text`` is foreign: escape it wherever it is shown."""

    raster: Raster | None
    text: str


class ControlClient:
    """Plays the person at one simulated device. Blocks for at most 5 s a call; any thread, one call at a time.

    Raises ``SimulatorError`` once the simulator is gone or refuses.
    """

    def __init__(self, entry: Registration) -> None:
        self.profile = entry.profile
        self.url = entry.url
        self._entry = entry
        self._lock = threading.Lock()
        self._closed = False
        self._connect()

    def _connect(self) -> None:
        entry = self._entry
        try:
            self._socket = socket.create_connection((entry.host, entry.port), _TIMEOUT_S)
        except OSError as error:
            raise SimulatorError(f"no simulator behind {entry.url}") from error
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._lines = self._socket.makefile("rb")
        try:
            self._reply({"token": entry.token})
        except SimulatorError:
            self._hang_up()
            raise

    def state(self) -> dict[str, Any]:
        """What is going on, by name.

        ``profile``, ``waiting_for`` ("keys", "digits" or None), ``digits_wanted``, ``asked`` (key names),
        ``asked_digits`` (only how many), ``to_press`` (how many of them nobody pressed yet), ``faults`` (in their
        notation), ``unplugged``, and ``screen_id``, which changes with the screen.
        """
        return self._call({"do": "state"})

    def press(self, key: Key, hold_s: float = 0.1) -> None:
        """Put a finger on a key for so long."""
        self._call({"do": "press", "key": key, "hold_s": hold_s})

    def release(self, key: Key) -> None:
        """Take the finger away early."""
        self._call({"do": "release", "key": key})

    def asked(self, keys: list[Key], digits: str | None = None) -> None:
        """Tell what the bench asks for now: a simulator run with ``--press auto`` then presses it."""
        self._call({"do": "asked", "keys": keys, "digits": digits})

    def to_press(self) -> int:
        """How many presses the simulator's own operator has still to make."""
        return int(self.state().get("to_press", 0))

    def screen(self) -> SeenScreen:
        """What an eye sees now, faults of the panel included."""
        reply = self._call({"do": "screen"})
        return SeenScreen(_unpacked(reply.get("picture")), str(reply.get("text", "")))

    def looks(self) -> tuple[str, ...]:
        """What is wrong with the unit to the eye."""
        return tuple(str(text) for text in self.state().get("looks", ()))

    def set_fault(self, fault: str, on: bool = True) -> None:
        """Switch a fault (``NAME[=ARG][@SECONDS]``) on, or off by its name."""
        self._call({"do": "fault", "fault": fault, "on": on})

    def network(self, subject: FactSubject, about: str) -> tuple[tuple[str, str], ...]:
        """What a PC beside the terminal finds on its network. Nothing real is asked."""
        items = self._call({"do": "network", "subject": subject.value, "about": about}).get("items")
        return tuple((str(name), str(value)) for name, value in items) if isinstance(items, list) else ()

    def close(self) -> None:
        """Hang up for good. May be called twice."""
        self._closed = True
        self._hang_up()

    def _hang_up(self) -> None:
        self._lines.close()
        self._socket.close()

    def __enter__(self) -> "ControlClient":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _call(self, request: dict[str, Any]) -> dict[str, Any]:
        """A call that came to nothing hangs up, because its answer may still come; the next one connects anew."""
        with self._lock:
            if self._lines.closed and not self._closed:
                self._connect()
            return self._reply(request)

    def _reply(self, request: dict[str, Any]) -> dict[str, Any]:
        try:
            self._socket.sendall(json.dumps(request).encode("utf-8") + b"\n")
            line = self._lines.readline(_MAX_REPLY)
            reply = json.loads(line) if line.endswith(b"\n") else None
        except (OSError, ValueError, RecursionError) as error:
            self._hang_up()
            raise SimulatorError(f"the simulator behind {self.url} does not answer") from error
        if not isinstance(reply, dict):
            self._hang_up()
            raise SimulatorError(f"the simulator behind {self.url} is gone")
        if not reply.get("ok"):
            raise SimulatorError(str(reply.get("error", "refused")))
        return reply


def packed(picture: Raster | None) -> dict[str, Any] | None:
    """A picture for a reply line."""
    if picture is None:
        return None
    data = base64.b64encode(zlib.compress(picture.pixels.tobytes(), 1)).decode("ascii")
    return {"width": picture.width, "height": picture.height, "rgb": data}


def _unpacked(table: Any) -> Raster | None:
    if not isinstance(table, dict):
        return None
    try:
        data = zlib.decompress(base64.b64decode(table["rgb"]))
        shape = (int(table["height"]), int(table["width"]), 3)
        return Raster(np.frombuffer(data, np.uint8).reshape(shape).copy())
    except (KeyError, TypeError, ValueError, zlib.error, binascii.Error) as error:
        raise SimulatorError("the simulator sent a damaged picture") from error
