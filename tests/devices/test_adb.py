"""Android's bridge: our transport through the platform's own client and server, and our simulated adbd at their other end."""

import os
import queue
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import app
from devices.adb_port import AdbShell, list_adb_ports, open_adb
from devices.adb_server import AdbDevice, parse_devices, server_address
from devices.bench import Bench, Surroundings
from devices.codec import SerialSettings
from devices.codecs.console import CODEC
from devices.errors import TransportError, TransportFault
from devices.events import Identified, LinkLost, Restored
from devices.lanes import LaneChanged, LaneEvent, LaneState
from devices.profile import load_profiles
from devices.simulator._adbd import Adbd, packet
from devices.simulator.shell import Simulator
from devices.simulator.wires import AdbWire
from tests.devices.adb import needs_adb, own_server
from tests.devices.simulated import RESOURCES

ANDROID = load_profiles(RESOURCES / "terminals")["android-terminal"]
WORDS = {name: int.from_bytes(name.encode(), "little") for name in ("CNXN", "AUTH", "OPEN", "OKAY", "WRTE", "CLSE")}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[dict[str, str]]:
    with own_server(tmp_path / "adb") as told:
        yield told


# -- what adb's server says


def test_rows_of_adb_devices_are_read_in_every_state_there_is() -> None:
    text = (
        "0123456789ABCDEF       device usb:1-2 product:a920 model:PAX_A920 device:a920 transport_id:1\n"
        "127.0.0.1:5555         offline transport_id:2\nemulator-5554          unauthorized transport_id:3\n"
        "????????????           no permissions (user in plugdev group; are your udev rules wrong?);"
        " see [http://developer.android.com/tools/device.html] usb:1-3 transport_id:4\n"
        "with a blank           recovery usb:1-4\n\n* daemon started successfully\n"
    )
    found = parse_devices(text)
    assert [(device.serial, device.state.split(" (")[0]) for device in found] == [
        ("0123456789ABCDEF", "device"), ("127.0.0.1:5555", "offline"), ("emulator-5554", "unauthorized"),
        ("????????????", "no permissions"), ("with a blank", "recovery"),
    ]  # fmt: skip
    assert found[0] == AdbDevice("0123456789ABCDEF", "device", (("usb", "1-2"), ("product", "a920"), ("model", "PAX_A920"),
                                                                  ("device", "a920"), ("transport_id", "1")))  # fmt: skip
    assert found[0].model == "PAX A920"


@given(st.text(max_size=200))
def test_no_list_of_devices_breaks_the_reader(text: str) -> None:
    parse_devices(text)


@pytest.mark.parametrize(
    ("environment", "address"),
    [
        ({}, ("127.0.0.1", 5037)),
        ({"ANDROID_ADB_SERVER_PORT": "5999"}, ("127.0.0.1", 5999)),
        ({"ADB_SERVER_SOCKET": "tcp:6000", "ANDROID_ADB_SERVER_PORT": "5999"}, ("127.0.0.1", 6000)),
        ({"ADB_SERVER_SOCKET": "tcp:bench:6000"}, ("bench", 6000)),
        ({"ADB_SERVER_SOCKET": "localfilesystem:/tmp/adb"}, None),
        ({"ANDROID_ADB_SERVER_PORT": "rubbish"}, None),
    ],
)
def test_the_server_is_where_adbs_own_variables_say(
    environment: dict[str, str], address: tuple[str, int] | None
) -> None:
    assert server_address(environment) == address


def test_listing_ports_starts_no_server(server: dict[str, str]) -> None:
    assert list_adb_ports() == ()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", int(server["ANDROID_ADB_SERVER_PORT"])), 1.0)


def test_without_adb_it_is_said(server: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for name in ("ANDROID_HOME", "ANDROID_SDK_ROOT"):
        monkeypatch.delenv(name, raising=False)
    assert fault_of("adb://X1") is TransportFault.NO_TOOL


@pytest.mark.parametrize("url", ["adb://-s", "adb://a b", "adb://x;reboot", "adb://$(id)", "adb://" + "x" * 101])
def test_what_is_no_serial_number_never_reaches_adb(url: str) -> None:
    assert fault_of(url) is TransportFault.UNSUPPORTED


def fault_of(url: str) -> TransportFault:
    with pytest.raises(TransportError) as caught:
        app.open_any(url, SerialSettings(115200))
    return caught.value.fault


@contextmanager
def answering(answers: Callable[[str], str]) -> Iterator[int]:
    """A server that only answers questions: for states no simulated device can be in. Yields its port."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                wire, _ = listener.accept()
            except OSError:
                return
            with wire:
                size = wire.recv(4)
                if size:
                    told = answers(wire.recv(int(size, 16)).decode()).encode()
                    wire.sendall(b"OKAY%04x" % len(told) + told)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield int(listener.getsockname()[1])
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5.0)


STATES = (
    ("", "adb://", TransportFault.NO_DEVICE),
    ("", "adb://X1", TransportFault.NO_DEVICE),
    ("X1 device\nX2 device\n", "adb://", TransportFault.SEVERAL),
    ("X1 unauthorized\n", "adb://", TransportFault.UNAUTHORIZED),
    ("X1 authorizing\n", "adb://X1", TransportFault.UNAUTHORIZED),
    ("X1 offline\n", "adb://X1", TransportFault.OFFLINE),
    ("X1 recovery\n", "adb://X1", TransportFault.OFFLINE),
    ("X1 no permissions; see [http://x]\n", "adb://X1", TransportFault.ADB_NO_PERMISSION),
    ("X1 device\n", "adb://X1", TransportFault.NO_SERVER),  # its version is another one
)


@needs_adb
@pytest.mark.parametrize(("rows", "url", "fault"), STATES)
def test_each_state_of_a_device_has_a_fault_of_its_own(
    rows: str, url: str, fault: TransportFault, server: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with answering(lambda question: {"host:version": "0001", "host:devices-l": rows}[question]) as port:
        monkeypatch.setenv("ANDROID_ADB_SERVER_PORT", str(port))
        assert fault_of(url) is fault
        assert len(list_adb_ports()) == rows.count("\n")
        monkeypatch.setenv("ANDROID_ADB_SERVER_PORT", server["ANDROID_ADB_SERVER_PORT"])


# -- the platform's own client and server, and a simulated device


@contextmanager
def served(wire: AdbWire, echo: bytes = b"") -> Iterator[AdbWire]:
    """A device without a shell behind it: whatever is typed comes back."""
    over = threading.Event()

    def serve() -> None:
        import select

        while not over.is_set():
            for ready in select.select(wire.watched(), [], [], 0.05)[0]:
                typed = wire.read(ready)
                if typed:
                    wire.write(typed)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield wire
    finally:
        over.set()
        thread.join(5.0)
        wire.close()


def heard(shell: AdbShell, wanted: int, limit_s: float = 60.0) -> bytes:
    data, end = b"", time.monotonic() + limit_s
    while len(data) < wanted and time.monotonic() < end:
        data += shell.read(0.1)
    return data


def gone(pid: int) -> bool:
    return not Path(f"/proc/{pid}").exists()


@needs_adb
def test_bytes_pass_as_they_are_and_closing_leaves_no_client_but_the_server(server: dict[str, str]) -> None:
    every = bytes(range(256)) * 40 + b"\r~.\r~?\r"
    with served(AdbWire(0, "Nobody Echo")) as wire:
        shell = open_adb(wire.url)
        shell.write(every)
        assert heard(shell, len(every)) == every
        assert wire.service == "shell:", "a pseudo-terminal on every Android"
        assert [(port.url, port.description) for port in list_adb_ports()] == [(wire.url, "Android Nobody Echo device")]
        second = open_adb(wire.url)
        with pytest.raises(TransportError, match="closed"):  # the device has one shell only: adb says so and ends
            second.read(10.0)
        second.close()
        shell.close()
        shell.close()
        assert gone(shell.pid)
        with pytest.raises(TransportError):
            shell.read(0.1)
        assert list_adb_ports(), "the server is left as it is"


@needs_adb
def test_a_unit_that_has_not_allowed_this_pc_is_unauthorized_and_one_that_is_away_is_no_device(
    server: dict[str, str],
) -> None:
    with served(AdbWire(0, "Nobody Locked", locked=True)) as wire:
        assert fault_of(wire.url) is TransportFault.UNAUTHORIZED
        assert "unauthorized" in list_adb_ports()[0].description
        assert fault_of("adb://") is TransportFault.UNAUTHORIZED, "the only one"
    assert fault_of("adb://127.0.0.1:1") is TransportFault.NO_DEVICE
    assert fault_of("adb://X1") is TransportFault.NO_DEVICE


@needs_adb
def test_a_pulled_cable_is_a_lost_link_that_comes_back_and_so_is_a_client_that_ends(server: dict[str, str]) -> None:
    inbox: queue.SimpleQueue[object] = queue.SimpleQueue()
    simulator = Simulator(ANDROID, faults=("unplug=1@4",), press="auto", seed=3)
    thread = threading.Thread(target=simulator.run)
    thread.start()
    shells: list[AdbShell] = []

    def opened(url: str, settings: SerialSettings) -> AdbShell:
        shells.append(open_adb(url))
        return shells[-1]

    bench = Bench(
        Surroundings({ANDROID.id: ANDROID}, {"console": CODEC}, opened, lambda: (), time.monotonic), inbox.put
    )
    try:
        bench.add(simulator.url, ANDROID.id)
        until(inbox, lambda e: isinstance(e, LaneEvent) and isinstance(e.stamped.event, Identified))
        until(inbox, lambda e: isinstance(e, LaneEvent) and isinstance(e.stamped.event, LinkLost))
        until(inbox, lambda e: isinstance(e, LaneEvent) and isinstance(e.stamped.event, Restored))
        os.kill(shells[-1].pid, 9)
        seen = until(inbox, lambda e: isinstance(e, LaneEvent) and isinstance(e.stamped.event, Restored))
    finally:
        bench.close()
        simulator.stop()
        thread.join(10.0)
    states = [e.lane.state for e in seen if isinstance(e, LaneChanged)]
    assert LaneState.LOST in states
    assert all(gone(shell.pid) for shell in shells)


def until(inbox: "queue.SimpleQueue[object]", wanted: Callable[[object], bool], limit_s: float = 90.0) -> list[object]:
    seen, end = [], time.monotonic() + limit_s
    while time.monotonic() < end:
        try:
            event = inbox.get(timeout=end - time.monotonic())
        except queue.Empty:
            break
        seen.append(event)
        if wanted(event):
            return seen
    raise AssertionError(seen)


# -- the simulated device by itself


def words(data: bytes) -> list[tuple[str, int, int, bytes]]:
    found, names = [], {value: name for name, value in WORDS.items()}
    while data:
        command, first, second, size, total, magic = struct.unpack_from("<6I", data)
        payload = data[24 : 24 + size]
        assert (magic, total) == (command ^ 0xFFFFFFFF, sum(payload))
        found.append((names[command], first, second, payload))
        data = data[24 + size :]
    return found


def test_a_shell_is_opened_typed_on_and_closed_as_the_protocol_has_it() -> None:
    device = Adbd("simpos", "SimPOS")
    connect = packet(WORDS["CNXN"], 0x01000001, 1 << 20, b"host::features=shell_v2,cmd")
    assert connect[:4] == b"CNXN"
    [(name, version, _, banner)] = words(device.feed(connect).answer)
    assert (name, version) == ("CNXN", 0x01000000)
    assert banner.startswith(b"device::ro.product.name=simpos;")
    assert words(device.feed(packet(WORDS["OPEN"], 7, 0, b"sync:\0")).answer) == [("CLSE", 0, 7, b"")]
    opened = device.feed(packet(WORDS["OPEN"], 7, 0, b"shell,pty:\0"))
    assert (words(opened.answer), opened.opened) == ([("OKAY", 1, 7, b"")], True)
    typed = device.feed(packet(WORDS["WRTE"], 7, 1, b"ls\r"))
    assert (typed.typed, words(typed.answer)) == (b"ls\r", [("OKAY", 1, 7, b"")])
    assert words(device.say(b"one")) == [("WRTE", 1, 7, b"one")]
    assert device.say(b"two") == b"", "one message under way at a time"
    assert words(device.feed(packet(WORDS["OKAY"], 7, 1)).answer) == [("WRTE", 1, 7, b"two")]
    closed = device.feed(packet(WORDS["CLSE"], 7, 1))
    assert (words(closed.answer), closed.ended) == ([("CLSE", 1, 7, b"")], True)
    assert device.say(b"nobody") == b""


def test_the_newer_shell_protocol_is_unwrapped_and_wrapped() -> None:
    device = Adbd("a", "A")
    device.feed(packet(WORDS["OPEN"], 3, 0, b"shell,v2,TERM=xterm,raw:\0"))
    inner = struct.pack("<BI", 5, 3) + b"1x1" + struct.pack("<BI", 0, 4) + b"id\r\n"
    assert device.feed(packet(WORDS["WRTE"], 3, 1, inner[:9])).typed == b""
    assert device.feed(packet(WORDS["WRTE"], 3, 1, inner[9:])).typed == b"id\r\n"
    assert words(device.say(b"0")) == [("WRTE", 1, 3, struct.pack("<BI", 1, 1) + b"0")]


def test_what_is_no_message_ends_the_connection() -> None:
    assert Adbd("a", "A").feed(b"GET / HTTP/1.1\r\nHost: somewhere\r\n\r\n").broken


@given(
    st.lists(
        st.binary(max_size=60) | st.sampled_from([packet(WORDS[n], 1, 1, b"shell:\0") for n in WORDS]), max_size=12
    )
)
def test_no_bytes_break_the_simulated_device(pieces: list[bytes]) -> None:
    device = Adbd("a", "A")
    for piece in pieces:
        device.feed(piece)
        device.say(b"x")


def test_a_client_that_takes_no_bytes_is_stuck_and_does_not_hold_up_the_bench(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("devices.adb_port.WRITE_LIMIT_S", 0.2)
    deaf = [sys.executable, "-c", "import time; time.sleep(60)"]
    process = subprocess.Popen(deaf, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0)
    shell = AdbShell(process)
    began = time.monotonic()
    with pytest.raises(TransportError) as stuck:
        shell.write(bytes(4_000_000))
    assert stuck.value.fault is TransportFault.STUCK
    with pytest.raises(TransportError):
        shell.write(b"x")
    shell.close()
    assert time.monotonic() - began < 50.0
    assert process.poll() is not None
