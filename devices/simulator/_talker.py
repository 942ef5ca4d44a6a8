"""What simulated units of question and answer share: frames, lines of text and keys that are wanted. A unit says what it answers."""

import random
from typing import Generic, TypeVar

from devices.codecs._frames import Cut, FrameReader
from devices.keys import Key
from devices.profile import Profile
from devices.simulator._body import KeyedBody
from devices.simulator._out_of_service import warning
from devices.simulator.device import Waiting

F = TypeVar("F")

SOON_S = 0.02
_NO_KEY = "NO KEYS LOADED"
"""Wording invented; a unit that tells it over its protocol as well has no screen here."""
HOSTILE = "<b>\u202e\x1b[31m&"
"""Markup, a direction mark and control characters, as a hostile unit would put into its name."""


class Talker(KeyedBody, Generic[F]):
    """See ``SimulatedDevice``. ``lines`` is what its screen shows, ``wants_keys`` whether presses are reported."""

    def __init__(self, profile: Profile, seed: int, now: float, baud: int | None, cut: Cut[F]) -> None:
        super().__init__(profile, seed, now, baud)
        self.random = random.Random(f"{profile.protocol} {seed}")
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

    def say(self, data: bytes, heard: bytes = b"", soon_s: float = SOON_S, answer: bool = True) -> None:
        """Put ``data`` on the line, once ``heard`` has crossed it."""
        at = self._now + soon_s + self._line.transfer_s(len(heard))
        self._line.send(data, at, self._now, answer=answer)

    # -- SimulatedDevice

    def _hear(self, data: bytes) -> None:
        """See ``Body``."""
        if self._now - self._last_byte > 1.0:
            self._reader = FrameReader(self._cut)  # the rest of a frame never came
        self._last_byte = self._now
        for token in self._reader.feed(data):
            if token.frame is None:
                continue
            if self._line.refuses(self._now):
                self.refused(token.raw, token.frame)
            else:
                self.answer(token.raw, token.frame)

    def _run(self) -> None:
        """See ``Body``."""
        if self.cut_until(self._now) is not None:
            self._reader = FrameReader(self._cut)
            self._line.clear()
            self._keypad.clear()
            self.lines, self.wants_keys = (), False
            self.restarted()
        for key in self._keypad.take(self._now):
            if self.wants_keys:
                self.closed(key)

    def screen_text(self) -> str:
        """See ``SimulatedDevice``."""
        if self.on("no-picture"):
            return ""
        no_key = _NO_KEY if self.on("no-pin-key") else ""
        return warning(self._faults, self._now) or no_key or "\n".join(self.lines)

    def waiting_for(self) -> Waiting | None:
        """See ``SimulatedDevice``."""
        return "keys" if self.wants_keys else None
