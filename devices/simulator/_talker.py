"""What simulated units of question and answer share: line, keypad, faults and the clock. A unit says what it answers."""

import random
from typing import Generic, TypeVar

from devices.codecs._frames import Cut, FrameReader
from devices.keys import Key
from devices.profile import Profile
from devices.raster import Raster
from devices.simulator._out_of_service import warning
from devices.simulator.device import SimOutput, Waiting
from devices.simulator.faults import Fault, FaultSet
from devices.simulator.keypad import Keypad
from devices.simulator.line import Line

F = TypeVar("F")

SOON_S = 0.02
_NO_KEY = "NO KEYS LOADED"
"""Wording invented; a unit that tells it over its protocol as well has no screen here."""
HOSTILE = "<b>\u202e\x1b[31m&"
"""Markup, a direction mark and control characters, as a hostile unit would put into its name."""


class Talker(Generic[F]):
    """See ``SimulatedDevice``. ``lines`` is what its screen shows, ``wants_keys`` whether presses are reported."""

    def __init__(self, profile: Profile, seed: int, now: float, baud: int | None, cut: Cut[F]) -> None:
        self.profile = profile
        self.now = now
        self.faulty = FaultSet()
        self.random = random.Random(f"{profile.protocol} {seed}")
        caps = profile.keypad.keys if profile.keypad else ()
        self.keypad = Keypad((cap.id for cap in caps), self.faulty, caps)
        self.line = Line(self.faulty, seed, baud)
        self.lines: tuple[str, ...] = ()
        self.wants_keys = False
        self._cut = cut
        self._reader = FrameReader(cut)
        self._last_byte = now

    # -- what a unit says

    def answer(self, raw: bytes, frame: F) -> None:
        """A good frame of the bench."""
        raise NotImplementedError

    def closed(self, key: Key) -> None:
        """A contact closed while ``wants_keys``."""

    def restarted(self) -> None:
        """Power was away."""

    def refused(self, raw: bytes, frame: F) -> None:
        """A good frame met the fault ``nak``; by default the unit stays silent."""

    # -- for units

    def on(self, fault: str) -> bool:
        """Whether this fault has begun."""
        return bool(self.faulty.args(fault, self.now))

    def say(self, data: bytes, heard: bytes = b"", soon_s: float = SOON_S, answer: bool = True) -> None:
        """Put ``data`` on the line, once ``heard`` has crossed it."""
        at = self.now + soon_s + self.line.transfer_s(len(heard))
        self.line.send(data, at, self.now, answer=answer)

    # -- SimulatedDevice

    def feed(self, data: bytes, now: float) -> SimOutput:
        """See ``SimulatedDevice``."""
        self._run(now)
        if now - self._last_byte > 1.0:
            self._reader = FrameReader(self._cut)  # the rest of a frame never came
        self._last_byte = now
        for token in self._reader.feed(data):
            if token.frame is None:
                continue
            if self.line.refuses(now):
                self.refused(token.raw, token.frame)
            else:
                self.answer(token.raw, token.frame)
        return self._output()

    def tick(self, now: float) -> SimOutput:
        """See ``SimulatedDevice``."""
        self._run(now)
        return self._output()

    def _output(self) -> SimOutput:
        due = self.line.take(self.now)
        waits = (
            self.line.deadline,
            self.keypad.deadline(self.now),
            self.faulty.next_begin(self.now),
            self.cut_until(self.now),
        )
        return SimOutput(due, min((at for at in waits if at is not None), default=None))

    def _run(self, now: float) -> None:
        self.now = now
        if self.cut_until(now) is not None:
            self._reader = FrameReader(self._cut)
            self.line.clear()
            self.keypad.clear()
            self.lines, self.wants_keys = (), False
            self.restarted()
        for key in self.keypad.take(now):
            if self.wants_keys:
                self.closed(key)

    def press(self, key: Key, now: float, hold_s: float = 0.1) -> None:
        """See ``SimulatedDevice``."""
        self.keypad.press(key, now, hold_s)

    def release(self, key: Key, now: float) -> None:
        """See ``SimulatedDevice``."""
        self.keypad.release(key, now)

    def screen(self) -> Raster | None:
        """Text only."""
        return None

    def screen_text(self) -> str:
        """See ``SimulatedDevice``."""
        if self.on("no-picture"):
            return ""
        no_key = _NO_KEY if self.on("no-pin-key") else ""
        return warning(self.faulty, self.now) or no_key or "\n".join(self.lines)

    def waiting_for(self) -> Waiting | None:
        """See ``SimulatedDevice``."""
        return "keys" if self.wants_keys else None

    def digits_wanted(self) -> int:
        """It never waits for a number of digits."""
        return 0

    def faults(self) -> tuple[Fault, ...]:
        """See ``SimulatedDevice``."""
        return self.faulty.all()

    def set_fault(self, fault: Fault, on: bool, now: float) -> None:
        """See ``SimulatedDevice``."""
        self.faulty.set(fault, on, now)

    def cut_until(self, now: float) -> float | None:
        """See ``SimulatedDevice``."""
        return self.faulty.cut_until(now)
