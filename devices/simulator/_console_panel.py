"""The front of a simulated smart terminal: a keypad that writes input events, and a getty before the shell."""

import contextlib
import os
import select
import time
from pathlib import Path
from typing import Final

from devices.codecs._console_keys import key_map
from devices.keys import Key
from devices.profile import Profile
from devices.simulator._console_tree import EVENT
from devices.simulator.faults import FaultSet
from devices.simulator.keypad import Keypad

_SCAN: Final = (4, 4)
_KEY: Final = 1
_WRONG_S: Final = 3.0
_SHORTEST_S: Final = 0.02


class EventKeypad:
    """Turns presses into input events, as the kernel writes them: scan code, key, sync. Lost where nobody listens."""

    def __init__(self, profile: Profile, faults: FaultSet, device: Path) -> None:
        known = key_map(profile)
        self._codes: dict[Key, int] = {}
        for code, key in known.items():
            self._codes.setdefault(key, code)
        self._faults = faults
        self._pad = Keypad(self._codes, faults)
        self._device = device
        self._writer: int | None = None
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
        for key in self._pad.take(now):
            if key in self._down and key in stuck:
                self._edge(key, 2)
                continue
            if key in self._down:
                self._edge(key, 0)
            self._edge(key, 1)
            self._down[key] = now + self._hold.get(key, 0.1)
        for key in [key for key, until in self._down.items() if now >= until and key not in stuck]:
            self._edge(key, 0)
            del self._down[key]

    def deadline(self, now: float) -> float | None:
        """When the next edge is due."""
        waits = [self._pad.deadline(now), *self._down.values()]
        return min((at for at in waits if at is not None and at > now), default=None)

    def heard(self) -> bool:
        """Whether somebody reads the device now."""
        if self._writer is None:
            with contextlib.suppress(OSError):
                self._writer = os.open(self._device, os.O_WRONLY | os.O_NONBLOCK)
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

    def _edge(self, key: Key, value: int) -> None:
        if not self.heard() or self._writer is None:
            return
        at = time.time()
        when, code = (int(at), int(at % 1 * 1e6)), self._codes[key]
        scan = b"" if value == 2 else EVENT.pack(*when, *_SCAN, code)
        with contextlib.suppress(OSError):
            os.write(self._writer, scan + EVENT.pack(*when, _KEY, code, value) + EVENT.pack(*when, 0, 0, 0))


class Getty:
    """Asks for user and password before it lets through. Knows one account; forgets what was typed."""

    def __init__(self, account: str, host: str) -> None:
        self._account = account
        self._prompt = f"\r\n{host} login: ".encode()
        self._typed = b""
        self._user: bytes | None = None
        self._again_at: float | None = None
        self.open = not account

    def close_again(self) -> bytes:
        """What is printed once the terminal has started; whoever was in must log in again."""
        self._typed, self._user, self._again_at, self.open = b"", None, None, not self._account
        return b"" if self.open else self._prompt

    def feed(self, data: bytes, now: float) -> bytes:
        """What it prints when this is typed."""
        out = b""
        for byte in data:
            if self._again_at is None and not self.open:
                out += self._key(byte, now)
        return out

    def let_in(self) -> bool:
        """Whether the right password was typed."""
        return self.open

    def tick(self, now: float) -> bytes:
        """What it prints by itself."""
        if self._again_at is None or now < self._again_at:
            return b""
        self._again_at = None
        return b"Login incorrect" + self._prompt

    @property
    def deadline(self) -> float | None:
        """When it prints something by itself."""
        return self._again_at

    def _key(self, byte: int, now: float) -> bytes:
        if byte == 3:
            self._typed, self._user = b"", None
            return self._prompt
        if byte not in b"\r\n":
            self._typed += bytes([byte])
            return bytes([byte]) if self._user is None else b""
        typed, self._typed = self._typed, b""
        if self._user is None:
            if not typed:
                return self._prompt
            self._user = typed
            return b"\r\nPassword: "
        user, self._user = self._user, None
        self.open = user + b":" + typed == self._account.encode()
        if not self.open:
            self._again_at = now + _WRONG_S
        return b"\r\n"
