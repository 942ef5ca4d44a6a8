"""What a running adb server knows of its devices, asked over its own socket. Starts nothing and stops nothing.

Source: AOSP, ``packages/modules/adb`` ``OVERVIEW.TXT`` and ``SERVICES.TXT``: a request is four hexadecimal digits of length
and the text; the answer is ``OKAY`` or ``FAIL``, then a text with its length before it.
"""

import os
import re
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

Receive: TypeAlias = Callable[[int], bytes]
"""Up to so many bytes of the server's answer; none where it hung up."""
_PORT: Final = 5037
_HERE: Final = "127.0.0.1"
_NOBODY_S: Final = 0.3
"""Until nobody listens, as far as the bench waits: a refusal on this computer comes at once but on Windows."""
_ANSWER_S: Final = 5.0
_CONNECT_S: Final = 15.0
_LONGEST: Final = 65_535
_ROW: Final = re.compile(r"^(\S.*?)\s+(device|unauthorized|authorizing|connecting|offline|bootloader|recovery|rescue"
                         r"|sideload|host|unknown|detached|no device|no permissions\b[^;]*?)(?:;.*)?(?:\s+(\S+:.*))?$")  # fmt: skip
_ADDRESS: Final = re.compile(r"(?:tcp:)?(?:([A-Za-z0-9.-]+):)?(\d{1,5})")


@dataclass(frozen=True, slots=True)
class AdbDevice:
    """A row of ``adb devices -l``. ``state`` in adb's own words; ``facts`` such as ``("model", "A920")``."""

    serial: str
    state: str
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def model(self) -> str:
        """What the device calls itself, or nothing."""
        return dict(self.facts).get("model", "").replace("_", " ")


def server_address(environment: Mapping[str, str] = os.environ) -> tuple[str, int] | None:
    """Where adb's own variables say that its server is; None where they say something that is no TCP port."""
    named = environment.get("ADB_SERVER_SOCKET")
    if named is not None:
        match = _ADDRESS.fullmatch(named)
        return (match[1] or _HERE, int(match[2])) if match else None
    port = environment.get("ANDROID_ADB_SERVER_PORT", str(_PORT))
    host = environment.get("ANDROID_ADB_SERVER_ADDRESS", _HERE)
    return (host, int(port)) if port.isdigit() and 0 < int(port) <= _LONGEST else None


def devices() -> tuple[AdbDevice, ...] | None:
    """Devices the server has; None where no server answers."""
    told = ask("host:devices-l")
    return None if told is None else parse_devices(told)


def server_version() -> int | None:
    """The number that client and server must have in common; None where no server answers."""
    told = ask("host:version")
    try:
        return None if told is None else int(told, 16)
    except ValueError:
        return None


def connect_to(serial: str) -> str:
    """Let the server connect to ``HOST:PORT``, as ``adb connect`` does; what it says of it."""
    return ask(f"host:connect:{serial}", _CONNECT_S) or ""


def disconnect_from(serial: str) -> None:
    """Let the server forget an address it connected to."""
    ask(f"host:disconnect:{serial}")


def ask(request: str, patience_s: float = _ANSWER_S) -> str | None:
    """One question to the server; None where nobody answers or it refuses."""
    address = server_address()
    if address is None:
        return None
    try:
        with socket.create_connection(address, _NOBODY_S) as wire:
            wire.settimeout(patience_s)
            wire.sendall(f"{len(request.encode()):04x}{request}".encode())
            return told_by(wire.recv)
    except OSError:
        return None


def told_by(receive: Receive) -> str | None:
    """The server's answer; None where it refuses, or says what no server says."""
    try:
        if _exactly(receive, 4) != b"OKAY":
            return None
        return _exactly(receive, int(_exactly(receive, 4), 16)).decode("utf-8", "replace")
    except ValueError:
        return None


def _exactly(receive: Receive, count: int) -> bytes:
    data = b""
    while len(data) < count:
        piece = receive(count - len(data))
        if not piece:
            raise ValueError("the adb server hung up")
        data += piece
    return data


def parse_devices(text: str) -> tuple[AdbDevice, ...]:
    """Rows of ``adb devices -l``. Serial numbers may contain blanks; what is no row is left out."""
    found = []
    for line in text.splitlines():
        match = _ROW.match(line.strip())
        if match:
            pairs = (word.partition(":") for word in (match[3] or "").split())
            found.append(
                AdbDevice(match[1], match[2].strip(), tuple((name, value) for name, _, value in pairs if value))
            )
    return tuple(found)
