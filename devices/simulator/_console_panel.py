"""The keypad of a simulated smart terminal: presses become input events, as the kernel writes them."""

import contextlib
import os
import select
from pathlib import Path
from typing import Final, Protocol

from devices.codecs._console_keys import key_map
from devices.keys import Key
from devices.profile import Profile
from devices.simulator._console_tree import EVENT
from devices.simulator.faults import FaultSet
from devices.simulator.keypad import Keypad

_SCAN: Final = (4, 4)
_KEY: Final = 1
_SHORTEST_S: Final = 0.02


class InputDevice(Protocol):
    """Where input events go."""

    def heard(self) -> bool:
        """Whether somebody reads the device now."""
        ...

    def edge(self, data: bytes) -> None:
        """Input events, as the kernel writes them. Lost where nobody reads."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


class EventFifo:
    """A FIFO in the place of ``/dev/input/event``. Not on Windows."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writer: int | None = None

    def heard(self) -> bool:
        """Whether somebody reads the device now."""
        if self._writer is None:
            with contextlib.suppress(OSError):
                self._writer = os.open(self._path, os.O_WRONLY | os.O_NONBLOCK)
        if self._writer is not None:
            poll = select.poll()
            poll.register(self._writer, select.POLLOUT)
            if any(mask & select.POLLERR for _, mask in poll.poll(0)):
                self.close()
        return self._writer is not None

    def close(self) -> None:
        """Let go of the device."""
        if self._writer is not None:
            os.close(self._writer)
            self._writer = None

    def edge(self, data: bytes) -> None:
        """See ``InputDevice``."""
        if self.heard() and self._writer is not None:
            with contextlib.suppress(OSError):
                os.write(self._writer, data)


class EventKeypad:
    """Turns presses into input events, as the kernel writes them: scan code, key, sync. Lost where nobody listens.

    ``epoch`` turns the simulation's time into the kernel's, seconds since 1970.
    """

    def __init__(self, profile: Profile, faults: FaultSet, device: InputDevice, epoch: float) -> None:
        known = key_map(profile)
        self._codes: dict[Key, int] = {}
        for code, key in known.items():
            self._codes.setdefault(key, code)
        self._faults = faults
        self._pad = Keypad(self._codes, faults, profile.keypad.keys if profile.keypad else ())
        self._device = device
        self._epoch = epoch
        self._down: dict[Key, float] = {}
        self._hold: dict[Key, float] = {}

    def press(self, key: Key, now: float, hold_s: float) -> None:
        """A finger goes down."""
        self._hold[key] = max(hold_s, _SHORTEST_S)
        self._pad.press(key, now, hold_s)

    def release(self, key: Key, now: float) -> None:
        """It leaves early."""
        self._pad.release(key, now)
        if key in self._down:
            self._down[key] = now

    def tick(self, now: float) -> None:
        """Write what is due."""
        stuck = self._faults.args("stuck-key", now)
        for key, until in [(key, at) for key, at in self._down.items() if now >= at and key not in stuck]:
            self._edge(key, 0, until)  # a kernel says when it was, however late somebody hears of it
            del self._down[key]
        for key in self._pad.take(now):
            if key in self._down and key in stuck:
                self._edge(key, 2, now)
                continue
            if key in self._down:
                self._edge(key, 0, now)
            self._edge(key, 1, now)
            self._down[key] = now + self._hold.get(key, 0.1)

    def deadline(self, now: float) -> float | None:
        """When the next edge is due."""
        waits = [self._pad.deadline(now), *self._down.values()]
        return min((at for at in waits if at is not None and at > now), default=None)

    def heard(self) -> bool:
        """Whether somebody reads the device now."""
        return self._device.heard()

    def close(self) -> None:
        """Let go of the device."""
        self._device.close()

    def _edge(self, key: Key, value: int, now: float) -> None:
        at = now + self._epoch
        when, code = (int(at), int(at % 1 * 1e6)), self._codes[key]
        scan = b"" if value == 2 else EVENT.pack(*when, *_SCAN, code)
        self._device.edge(scan + EVENT.pack(*when, _KEY, code, value) + EVENT.pack(*when, 0, 0, 0))
