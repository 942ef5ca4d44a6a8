"""Shared by the tests of link and bench: transports in memory, simulators on real ports, and ports that come and go."""

import contextlib
import queue
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from devices.bench import Bench, Surroundings
from devices.codec import SerialSettings
from devices.errors import TransportError, TransportFault
from devices.lanes import BenchEvent, LaneInfo, LaneState, PortInfo, UsbIdentity
from devices.profile import Profile
from devices.registry import load_codecs
from devices.simulator import simulated_protocols
from devices.simulator.faults import parse_fault
from devices.simulator.shell import Simulator
from devices.transport import Transport
from tests.devices.simulated import METER, PAD


class Wire:
    """A transport in memory: the test, or ``device``, is the other side."""

    def __init__(self) -> None:
        self.written = bytearray()
        self.closed = 0
        self.broken: TransportFault | None = None
        self.deaf: TransportFault | None = None
        self.on_write: Callable[[bytes], None] = lambda data: None
        self._inbox: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()

    def say(self, data: bytes) -> None:
        self._inbox.put(data)

    def cut(self) -> None:
        self.broken = TransportFault.LOST
        self._inbox.put(None)

    def read(self, timeout_s: float) -> bytes:
        self._check(self.broken)
        try:
            data = self._inbox.get(timeout=max(timeout_s, 0.001))
        except queue.Empty:
            return b""
        self._check(self.broken)
        return data or b""

    def write(self, data: bytes) -> None:
        self._check(self.broken or self.deaf)
        self.written += data
        self.on_write(data)

    def close(self) -> None:
        self.closed += 1
        self._inbox.put(None)

    def _check(self, fault: TransportFault | None) -> None:
        if self.closed or fault is not None:
            raise TransportError(fault or TransportFault.LOST, "the wire is cut")


class Plugged(Wire):
    """A simulated device at the other end, unpaced, driven by the bench's own reading. ``speed`` shortens its time."""

    def __init__(self, profile: Profile = PAD, *faults: str, seed: int = 1) -> None:
        super().__init__()
        self.device = simulated_protocols()[profile.protocol].open(profile, seed, 0.0)
        self._lock = threading.Lock()
        self._began = time.monotonic()
        keys = [cap.id for cap in profile.keypad.keys] if profile.keypad else []
        for fault in faults:
            self.device.set_fault(parse_fault(fault, profile.kind, keys), True, 0.0)

    def _now(self) -> float:
        return (time.monotonic() - self._began) * 20  # a pad needs seconds for what a test has no time for

    def press(self, key: str) -> None:
        with self._lock:
            self.device.press(key, self._now(), 0.1)

    def write(self, data: bytes) -> None:
        super().write(data)
        with self._lock:
            output = self.device.feed(bytes(data), self._now())
        for piece in output.write:
            self.say(piece)

    def read(self, timeout_s: float) -> bytes:
        with self._lock:
            output = self.device.tick(self._now())
        for piece in output.write:
            self.say(piece)
        return super().read(min(timeout_s, 0.005))


@dataclass
class Hub:
    """Sockets with devices in them, as the operating system would list them."""

    ports: dict[str, tuple[PortInfo, Callable[[], Transport]]] = field(default_factory=dict)
    open: dict[str, Transport] = field(default_factory=dict)
    opened: list[str] = field(default_factory=list)

    def plug(
        self, url: str, device: Callable[[], Transport] = Plugged, *, serial: str = "", location: str = "1-1",
        vid: int = 0x1753, pid: int = 0xC902, product: str = "PPC930 Pinpad Terminal",
    ) -> None:  # fmt: skip
        self.ports[url] = (PortInfo(url, "", UsbIdentity(vid, pid, serial, location, product)), device)

    def pull(self, url: str) -> None:
        del self.ports[url]
        wire = self.open.pop(url, None)
        if isinstance(wire, Wire):
            wire.cut()

    def list_ports(self) -> tuple[PortInfo, ...]:
        return tuple(info for info, _ in list(self.ports.values()))

    def transport(self, url: str, settings: SerialSettings) -> Transport:
        if url not in self.ports:
            raise TransportError(TransportFault.ABSENT, url)
        self.opened.append(url)
        self.open[url] = self.ports[url][1]()
        return self.open[url]


def refusing(fault: TransportFault) -> Callable[[], Transport]:
    def refuse() -> Transport:
        raise TransportError(fault, "refused")

    return refuse


class Desk:
    """A bench and everything it said, with waiting for what is expected."""

    def __init__(
        self,
        open_transport: Callable[..., Transport],
        list_ports: Callable[[], tuple[PortInfo, ...]] = tuple,
        speed: float = 1.0,
    ) -> None:
        self.heard: list[BenchEvent] = []
        self._news = threading.Condition()
        self.profiles = {PAD.id: PAD, METER.id: METER}
        around = Surroundings(
            self.profiles, load_codecs(), open_transport, list_ports, lambda: time.monotonic() * speed
        )
        self.bench = Bench(around, self._hear)

    def _hear(self, event: BenchEvent) -> None:
        with self._news:
            self.heard.append(event)
            self._news.notify_all()

    def until(self, true: Callable[[], bool], limit_s: float = 60.0) -> None:
        with self._news:
            end = time.monotonic() + limit_s
            while not true():
                assert time.monotonic() < end, (self.bench.lanes(), self.heard[-10:])
                self._news.wait(0.05)

    def lane(self, number: int = 1) -> LaneInfo:
        return next(lane for lane in self.bench.lanes() if lane.id == number)

    def until_state(self, state: LaneState, number: int = 1, limit_s: float = 60.0) -> LaneInfo:
        self.until(lambda: any(lane.id == number and lane.state is state for lane in self.bench.lanes()), limit_s)
        return self.lane(number)

    def events(self, kind: type, number: int = 1) -> list[object]:
        from devices.lanes import LaneEvent

        return [
            e.stamped.event
            for e in list(self.heard)
            if isinstance(e, LaneEvent) and e.id == number and isinstance(e.stamped.event, kind)
        ]


@contextlib.contextmanager
def desk(
    open_transport: Callable[..., Transport],
    list_ports: Callable[[], tuple[PortInfo, ...]] = tuple,
    speed: float = 1.0,
) -> Iterator[Desk]:
    one = Desk(open_transport, list_ports, speed)
    try:
        yield one
    finally:
        one.bench.close()


@contextlib.contextmanager
def simulator(profile: Profile = PAD, *faults: str, press: str | None = None, listen: str = "") -> Iterator[Simulator]:
    """A simulated device on a real port, in a thread."""
    one = Simulator(profile, listen, faults, press, 1)
    thread = threading.Thread(target=one.run, name="simulator")
    thread.start()
    try:
        yield one
    finally:
        one.stop()
        thread.join(5.0)
        assert not thread.is_alive()
