"""What docs/serial.md measured, as far as a pseudo-terminal can show it: whatever happens is one TransportError."""

import os
import subprocess
import sys
import threading
import time
import tty
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import serial

from devices import serial_port
from devices.codec import SerialSettings
from devices.errors import TransportError, TransportFault
from devices.serial_port import SerialPort, list_serial_ports, open_port

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals")
SETTINGS = SerialSettings(19200)
ROOT = Path(__file__).parents[2]


@dataclass
class Cable:
    """A pseudo-terminal: ``url`` for the bench, ``far`` for the device behind it."""

    far: int
    near: int
    url: str

    def pull(self) -> None:
        for end in (self.far, self.near):
            if end >= 0:
                os.close(end)
        self.far = self.near = -1


@pytest.fixture
def cable() -> Iterator[Cable]:
    far, near = os.openpty()
    tty.setraw(near)
    one = Cable(far, near, os.ttyname(near))
    yield one
    one.pull()


def fault_of(action: object) -> TransportFault:
    with pytest.raises(TransportError) as caught:
        action()  # type: ignore[operator]
    return caught.value.fault


def test_bytes_go_both_ways_in_one_piece(cable: Cable) -> None:
    port = open_port(cable.url, SETTINGS)
    os.write(cable.far, b"hello \x00\xff")
    time.sleep(0.01)
    assert port.read(1.0) == b"hello \x00\xff"
    port.write(b"\x03back")
    assert os.read(cable.far, 100) == b"\x03back"
    port.close()


def test_silence_gives_nothing_after_the_time_asked_for(cable: Cable) -> None:
    port = open_port(cable.url, SETTINGS)
    began = time.monotonic()
    assert port.read(0.05) == b""
    assert time.monotonic() - began > 0.04
    assert port.read(0.0) == b""
    assert port.read(-1.0) == b""
    port.close()


def test_a_cable_pulled_under_a_waiting_read_is_a_lost_link(cable: Cable) -> None:
    port = open_port(cable.url, SETTINGS)
    puller = threading.Timer(0.05, cable.pull)
    puller.start()
    began = time.monotonic()
    assert fault_of(lambda: port.read(100.0)) is TransportFault.LOST
    assert time.monotonic() - began < 50.0
    puller.join()
    port.close()


def test_after_the_cable_is_gone_every_call_says_lost(cable: Cable) -> None:
    port = open_port(cable.url, SETTINGS)
    cable.pull()
    assert fault_of(lambda: port.read(0.1)) is TransportFault.LOST
    assert fault_of(lambda: port.write(b"x")) is TransportFault.LOST
    assert fault_of(lambda: port.read(0.0)) is TransportFault.LOST
    port.close()


@pytest.mark.parametrize(
    "error",
    [
        serial.SerialException("device reports readiness to read but returned no data"),
        OSError(5, "Input/output error"),
        serial_port._TermiosError(5, "Input/output error"),
        serial.PortNotOpenError(),
        TypeError("an integer is required"),
        AttributeError("'NoneType' object has no attribute 'recv'"),
        ValueError("file descriptor cannot be a negative integer (-1)"),
    ],
    ids=lambda e: type(e).__name__,
)
def test_whatever_the_library_raises_is_a_lost_link(error: Exception) -> None:
    class Broken:
        timeout = 0.0

        def read(self, size: int) -> bytes:
            raise error

        def write(self, data: bytes) -> int:
            raise error

        def close(self) -> None:
            raise OSError(9, "closed")

    port = SerialPort(Broken(), stream=False)
    assert fault_of(lambda: port.read(1.0)) is TransportFault.LOST
    assert fault_of(lambda: port.write(b"x")) is TransportFault.LOST
    port.close()


def test_a_device_that_takes_no_bytes_is_stuck_and_not_lost(cable: Cable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serial_port, "_WRITE_TIMEOUT_S", 0.1)
    port = open_port(cable.url, SETTINGS)
    assert fault_of(lambda: port.write(bytes(1_000_000))) is TransportFault.STUCK
    port.close()


def test_a_port_that_is_not_there_is_absent(tmp_path: Path) -> None:
    assert fault_of(lambda: open_port(str(tmp_path / "ttyUSB9"), SETTINGS)) is TransportFault.ABSENT


def test_a_port_that_went_away_is_absent(cable: Cable) -> None:
    cable.pull()
    assert fault_of(lambda: open_port(cable.url, SETTINGS)) is TransportFault.ABSENT


def test_a_file_that_is_no_port_is_refused_as_a_transport_error(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"")
    assert isinstance(fault_of(lambda: open_port(str(path), SETTINGS)), TransportFault)
    assert isinstance(fault_of(lambda: open_port(str(tmp_path), SETTINGS)), TransportFault)


def test_a_second_opening_of_one_port_is_busy_and_the_first_goes_on(cable: Cable) -> None:
    first = open_port(cable.url, SETTINGS)
    assert fault_of(lambda: open_port(cable.url, SETTINGS)) is TransportFault.BUSY
    os.write(cable.far, b"still")
    assert first.read(1.0) == b"still"
    first.close()
    open_port(cable.url, SETTINGS).close()


def test_a_port_without_permission_says_so_after_waiting_for_udev(cable: Cable) -> None:
    """In a process that is nobody: root may open everything."""
    if os.getuid() != 0:
        pytest.skip("only root can become somebody else")
    os.chmod(cable.url, 0o600)
    code = (
        "import os, sys, time; sys.path.insert(0, sys.argv[2])\n"
        "from devices.serial_port import open_port\n"
        "from devices.codec import SerialSettings\n"
        "from devices.errors import TransportError\n"
        "os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
        "began = time.monotonic()\n"
        "try:\n    open_port(sys.argv[1], SerialSettings(19200))\n"
        "except TransportError as error:\n    print(error.fault.value, round(time.monotonic() - began, 1))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, cable.url, str(ROOT)], capture_output=True, text=True, timeout=120, check=False
    )
    fault, _, waited = done.stdout.strip().partition(" ")
    assert fault == "no-permission", done.stderr
    assert 0.9 <= float(waited) < 30.0


def test_a_permission_that_comes_late_is_waited_for(cable: Cable, monkeypatch: pytest.MonkeyPatch) -> None:
    real, tries = serial_port._open, []

    def late(url: str, settings: SerialSettings) -> SerialPort:
        tries.append(url)
        if len(tries) < 3:
            raise TransportError(TransportFault.NO_PERMISSION, "not yet")
        return real(url, settings)

    monkeypatch.setattr(serial_port, "_open", late)
    open_port(cable.url, SETTINGS).close()
    assert len(tries) == 3


@pytest.mark.parametrize("url", ["nonsense://x", "socket://", "socket://host:port", "socket://127.0.0.1:1?x=y"])
def test_a_url_nobody_understands_ends_in_a_transport_error(url: str) -> None:
    assert fault_of(lambda: open_port(url, SETTINGS)) in (TransportFault.UNSUPPORTED, TransportFault.ABSENT)


def test_an_unknown_kind_of_url_is_unsupported() -> None:
    assert fault_of(lambda: open_port("nonsense://x", SETTINGS)) is TransportFault.UNSUPPORTED


def test_a_refused_connection_is_absent() -> None:
    assert fault_of(lambda: open_port("socket://127.0.0.1:1", SETTINGS)) is TransportFault.ABSENT


def test_a_line_setting_nobody_has_is_unsupported(cable: Cable) -> None:
    assert fault_of(lambda: open_port(cable.url, SerialSettings(19200, parity="X"))) is TransportFault.UNSUPPORTED


def test_closing_twice_is_nothing_and_a_closed_port_is_lost(cable: Cable) -> None:
    port = open_port(cable.url, SETTINGS)
    port.close()
    port.close()
    assert fault_of(lambda: port.read(0.1)) is TransportFault.LOST
    assert fault_of(lambda: port.write(b"x")) is TransportFault.LOST


def test_closing_frees_a_read_that_waits(cable: Cable) -> None:
    for _ in range(20):
        port = open_port(cable.url, SETTINGS)
        ended: list[object] = []

        def read(port: SerialPort = port, ended: list[object] = ended) -> None:
            try:
                while True:
                    port.read(100.0)
            except TransportError as error:
                ended.append(error.fault)

        reader = threading.Thread(target=read)
        reader.start()
        time.sleep(0.005)
        port.close()
        reader.join(50.0)
        assert ended == [TransportFault.LOST]


def test_closing_frees_a_write_that_waits(cable: Cable) -> None:
    port = open_port(cable.url, SETTINGS)
    ended: list[object] = []

    def write() -> None:
        try:
            while True:
                port.write(bytes(1_000_000))
        except TransportError as error:
            ended.append(error.fault)

    writer = threading.Thread(target=write)
    writer.start()
    time.sleep(0.05)
    port.close()
    writer.join(50.0)
    assert ended


def test_a_port_whose_closing_hangs_does_not_hang_the_bench(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serial_port, "_CLOSE_TIMEOUT_S", 0.1)
    free = threading.Event()

    class Hanging:
        def close(self) -> None:
            free.wait(100.0)

    began = time.monotonic()
    SerialPort(Hanging(), stream=False).close()
    assert time.monotonic() - began < 50.0
    free.set()


def test_control_lines_and_speed_are_left_alone_on_a_pseudo_terminal(
    cable: Cable, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Setting RTS or DTR there raises ENOTTY; the library swallows it while opening, we never ask for it ourselves."""
    touched: list[str] = []
    port = open_port(cable.url, SETTINGS)
    for line in ("rts", "dtr", "baudrate"):
        monkeypatch.setattr(
            type(port._port), line, property(lambda s: True, lambda s, v, line=line: touched.append(line))
        )
    port.write(b"x")
    os.write(cable.far, b"y")
    assert port.read(1.0) == b"y"
    port.close()
    assert not touched


def test_ports_are_listed_with_their_usb_identity(monkeypatch: pytest.MonkeyPatch) -> None:
    @dataclass
    class Listed:
        device: str
        vid: int | None = None
        pid: int | None = None
        serial_number: str | None = None
        location: str | None = None
        product: str | None = None
        manufacturer: str | None = None
        description: str | None = None

    found = [
        Listed("/dev/ttyUSB1", 0x1753, 0xC902, None, "1-2", "PPC930 Pinpad Terminal"),
        Listed("/dev/ttyS0", description="n/a"),
    ]
    monkeypatch.setattr(serial_port.list_ports, "comports", lambda: found)
    plain, usb = list_serial_ports()
    assert plain.url == "/dev/ttyS0"
    assert plain.usb is None
    assert plain.description == "", "pySerial's own word for none"
    assert usb.usb is not None
    assert (usb.usb.text, usb.usb.serial, usb.usb.location) == ("1753:C902", "", "1-2")
