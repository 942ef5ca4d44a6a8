"""A codec and a simulated device joined in memory on a virtual clock: no thread, no port, no waiting. For tests.

Everything that falls due happens in the order of its time, so a run is the same every time.
"""

import heapq
from collections.abc import Callable
from itertools import count
from typing import Final

from devices.codec import Codec, Output, soonest
from devices.commands import Command
from devices.errors import DeviceError
from devices.events import Stamped
from devices.keys import Key
from devices.simulator.device import OwnProcess, SimOutput, SimulatedDevice
from devices.simulator.faults import Fault

_MAX_AT_ONE_TIME: Final = 10_000


class Loopback:
    """One link. ``now`` is virtual seconds and moves only in ``advance``. Raises ``DeviceError`` for a device with a
    process behind it: that one answers in its own time, after hours of the virtual clock or before its first second.
    """

    def __init__(self, codec: Codec, device: SimulatedDevice, start: float = 0.0) -> None:
        if isinstance(device, OwnProcess) and device.watched():
            device.close()
            raise DeviceError("a device with a process of its own does not live on a virtual clock")
        self.now = start
        self.device = device
        self.sent: list[bytes] = []
        """Everything the codec wrote, for tests of the wire."""
        self.received: list[bytes] = []
        """Everything that reached the codec."""
        self._codec = codec
        self._cut = False
        self._events: list[Stamped] = []
        self._codec_due: float | None = None
        self._device_due: float | None = start
        self._actions: list[tuple[float, int, Callable[[], None]]] = []
        self._order = count()

    def send(self, command: Command) -> None:
        """Give the codec a command now. Its events come with the next ``advance``."""
        self._from_codec(self._codec.send(command, self.now))

    def at(self, when: float, action: Callable[[], None]) -> None:
        """Do something at virtual time ``when``."""
        heapq.heappush(self._actions, (when, next(self._order), action))

    def press_at(self, when: float, key: Key, hold_s: float = 0.1) -> None:
        """Press a key of the device at virtual time ``when``."""
        self.at(when, lambda: self.press(key, hold_s))

    def press(self, key: Key, hold_s: float = 0.1) -> None:
        """Press a key of the device now."""
        self.device.press(key, self.now, hold_s)
        self._from_device(self.device.tick(self.now))

    def set_fault(self, fault: Fault, on: bool = True) -> None:
        """Switch a fault of the device on or off, now."""
        self.device.set_fault(fault, on, self.now)
        self._from_device(self.device.tick(self.now))

    def cut(self) -> None:
        """Pull the cable: the device goes on, nothing gets through."""
        self._cut = True

    def restore(self, codec: Codec | None = None) -> None:
        """Plug in again; a link opens anew with a fresh ``codec``."""
        self._cut = False
        if codec is not None:
            self._codec, self._codec_due = codec, None

    def advance(self, seconds: float = 0.0) -> list[Stamped]:
        """Let virtual time pass. Returns the events since the last call."""
        end, at_once = self.now + seconds, 0
        while (due := self._next_due()) is not None and due <= end:
            at_once = at_once + 1 if due <= self.now else 0
            if at_once > _MAX_AT_ONE_TIME:
                raise DeviceError("a codec or a device asks for its tick without end")
            self.now = max(due, self.now)
            self._run_one(due)
        self.now = end
        events, self._events = self._events, []
        return events

    def until(self, wanted: Callable[[Stamped], bool], limit_s: float) -> list[Stamped]:
        """Advance to the first event that is ``wanted``, at most ``limit_s``; all events until then."""
        end, seen = self.now + limit_s, self.advance()
        while not any(wanted(event) for event in seen) and self.now < end:
            due = self._next_due()
            step = end if due is None else min(max(due, self.now), end)
            seen += self.advance(step - self.now)
            if due is None:
                break
        return seen

    def _next_due(self) -> float | None:
        action = self._actions[0][0] if self._actions else None
        return soonest(self._codec_due, self._device_due, action)

    def _run_one(self, due: float) -> None:
        if self._actions and self._actions[0][0] <= due:
            heapq.heappop(self._actions)[2]()
        elif self._device_due is not None and self._device_due <= due:
            self._device_due = None
            self._from_device(self.device.tick(self.now))
        else:
            self._codec_due = None
            self._from_codec(self._codec.tick(self.now))

    def _from_codec(self, output: Output) -> None:
        self._codec_due = output.deadline
        self._events += [Stamped(event, self.now, device_at) for event, device_at in output.timed()]
        for data in output.write:
            self.sent.append(data)
            if not self._parted():
                self._from_device(self.device.feed(data, self.now))

    def _from_device(self, output: SimOutput) -> None:
        self._device_due = output.deadline
        for data in output.write:
            if not self._parted():
                self.received.append(data)
                self._from_codec(self._codec.feed(data, self.now))

    def _parted(self) -> bool:
        return self._cut or self.device.cut_until(self.now) is not None
