"""The one file that knows pySerial: any URL it opens becomes a ``Transport``, any of its exceptions a ``TransportError``.

What each call raises when a cable moves was measured (see docs/serial.md); all of it ends in one of the faults here.
"""

import contextlib
import errno
import os
import sys
import threading
import time
from typing import Any, Final

import serial
from serial.tools import list_ports

from devices.codec import SerialSettings
from devices.errors import TransportError, TransportFault
from devices.lanes import PortInfo, UsbIdentity
from devices.port_holders import holders

try:  # Windows has no termios, and there nothing raises its error
    from termios import error as _TermiosError
except ImportError:  # pragma: no cover - platform
    _TermiosError = OSError  # type: ignore[assignment,misc]

_ERRORS: Final = (serial.SerialException, OSError, _TermiosError)
_CLOSED: Final = (TypeError, AttributeError, ValueError)
"""What the library stumbles over when its handle is taken away under a call: None in place of a number or a socket."""
_BY_ERRNO: Final = {
    errno.ENOENT: TransportFault.ABSENT,
    errno.ENXIO: TransportFault.ABSENT,
    errno.ENODEV: TransportFault.ABSENT,
    errno.EACCES: TransportFault.NO_PERMISSION,
    errno.EPERM: TransportFault.NO_PERMISSION,
    errno.EAGAIN: TransportFault.BUSY,
    errno.EBUSY: TransportFault.BUSY,
    errno.ECONNREFUSED: TransportFault.ABSENT,
}
_PERMISSION_RETRY_S: Final = 1.0
_WRITE_TIMEOUT_S: Final = 2.0
_CLOSE_TIMEOUT_S: Final = 1.0
_CHUNK: Final = 4096
_NO_DESCRIPTION: Final = "n/a"
"""pySerial's own word for none (``ListPortInfo.description``)."""


class SerialPort:
    """An open pySerial port. Use ``open_port`` to make one."""

    def __init__(self, port: Any, stream: bool) -> None:
        self._port = port
        self._stream = stream  # socket:// and the like: in_waiting says only 0 or 1 there
        self._closed = False

    def read(self, timeout_s: float) -> bytes:
        """See ``Transport.read``."""
        try:
            self._port.timeout = max(timeout_s, 0.0)
            if not self._stream:
                first: bytes = self._port.read(1)
                waiting = self._port.in_waiting if first else 0
                return first + (self._port.read(waiting) if waiting else b"")
            first = self._port.read(1)
            if not first:
                return b""
            self._port.timeout = 0.0
            rest: bytes = self._port.read(_CHUNK)
            return first + rest
        except _ERRORS as error:
            raise _lost(error) from error
        except _CLOSED as error:
            raise TransportError(TransportFault.LOST, "closed while reading") from error

    def write(self, data: bytes) -> None:
        """See ``Transport.write``."""
        try:
            self._port.write(data)
        except serial.SerialTimeoutException as error:
            raise TransportError(TransportFault.STUCK, "the device does not take data") from error
        except _ERRORS as error:
            raise _lost(error) from error
        except _CLOSED as error:
            raise TransportError(TransportFault.LOST, "closed while writing") from error

    def close(self) -> None:
        """Close on a thread of its own: on Windows closing a vanished port can hang."""
        if self._closed:
            return
        self._closed = True
        for cancel in ("cancel_read", "cancel_write"):  # not every kind of port has them
            with contextlib.suppress(Exception):
                getattr(self._port, cancel)()
        closer = threading.Thread(target=self._close_quietly, name="posbench-close", daemon=True)
        closer.start()
        closer.join(_CLOSE_TIMEOUT_S)

    def _close_quietly(self) -> None:
        with contextlib.suppress(*_ERRORS):
            self._port.close()


def open_port(url: str, settings: SerialSettings) -> SerialPort:
    """Open whatever pySerial opens. Raises ``TransportError``; a permission that comes late (udev) is waited for, 1 s."""
    give_up = time.monotonic() + _PERMISSION_RETRY_S
    while True:
        try:
            return _open(url, settings)
        except TransportError as error:
            if error.fault is not TransportFault.NO_PERMISSION or time.monotonic() >= give_up:
                raise
            time.sleep(0.05)


def _open(url: str, settings: SerialSettings) -> SerialPort:
    stream = "://" in url
    try:
        port = serial.serial_for_url(
            url,
            do_not_open=True,
            baudrate=settings.baud,
            bytesize=settings.bytesize,
            parity=settings.parity,
            stopbits=settings.stopbits,
            write_timeout=None if stream else _WRITE_TIMEOUT_S,
        )
        if not stream and sys.platform != "win32":
            port.exclusive = True
        port.open()
    except (ValueError, *_ERRORS) as error:
        raise _not_opened(url, error) from error
    return SerialPort(port, stream)


def _not_opened(url: str, error: BaseException) -> TransportError:
    number = _errno_of(error)
    if isinstance(error, ValueError):
        return TransportError(TransportFault.UNSUPPORTED, f"{url}: {error}")
    if number is None and "exclusively lock" in str(error):
        number = errno.EAGAIN
    if number is None and "://" in url:
        return TransportError(TransportFault.ABSENT, f"{url}: {error}")
    if "PermissionError" in str(error) and sys.platform == "win32":  # Windows: held by another program
        number = errno.EBUSY
    fault = _BY_ERRNO.get(number or 0, TransportFault.ABSENT if number is None else TransportFault.LOST)
    who = ", ".join(holders(url)) if fault is TransportFault.BUSY and sys.platform == "linux" else ""
    detail = f"{url}: {os.strerror(number) if number else error}"
    return TransportError(fault, f"{detail}: {who}" if who else detail)


def _errno_of(error: BaseException) -> int | None:
    number = getattr(error, "errno", None)
    if number is None and error.args and isinstance(error.args[0], int):
        number = error.args[0]
    return number


def _lost(error: BaseException) -> TransportError:
    return TransportError(TransportFault.LOST, str(error))


def list_serial_ports() -> tuple[PortInfo, ...]:
    """Serial ports that exist now. May take seconds on Windows with Bluetooth ports: never on a window's thread."""
    return tuple(_port_info(port) for port in sorted(list_ports.comports(), key=lambda p: p.device))


def _port_info(port: Any) -> PortInfo:
    usb = None
    if port.vid is not None and port.pid is not None:
        usb = UsbIdentity(
            port.vid,
            port.pid,
            port.serial_number or "",
            port.location or "",
            port.product or "",
            port.manufacturer or "",
        )
    about = port.description if port.description != _NO_DESCRIPTION else ""
    return PortInfo(port.device, about or "", usb)
