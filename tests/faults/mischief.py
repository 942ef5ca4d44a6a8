"""What a bad line does to bytes, from a seed that repeats it: loss, doubling, delay, truncation, bit errors, stalls, partings.

Knows no protocol and no thread. ``FaultyLine`` puts it under a loopback on the virtual clock, ``FaultyTransport`` under a real one.
"""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Final

from devices.errors import TransportError, TransportFault
from devices.loopback import Loopback
from devices.simulator.device import SimOutput
from devices.transport import Transport

_LONGEST_DELAY_S: Final = 1.5
_STALL_S: Final = (0.5, 6.0)
_PARTED_S: Final = (0.3, 5.0)


@dataclass(frozen=True, slots=True)
class Rates:
    """How often, for each piece of traffic; ``bits`` for each byte."""

    loss: float = 0.0
    double: float = 0.0
    delay: float = 0.0
    cut: float = 0.0
    bits: float = 0.0
    stall: float = 0.0
    part: float = 0.0

    def times(self, factor: float) -> "Rates":
        """The same line, better or worse."""
        return replace(self, **{field.name: getattr(self, field.name) * factor for field in fields(self)})


ALL: Final = Rates(0.01, 0.01, 0.05, 0.01, 0.0005, 0.002, 0.0005)
"""A bad cable: everything at once, each now and then."""
KINDS: Final = {
    "loss": Rates(loss=0.05),
    "double": Rates(double=0.05),
    "delay": Rates(delay=0.3),
    "cut": Rates(cut=0.05),
    "bits": Rates(bits=0.002),
    "stall": Rates(stall=0.02),
    "part": Rates(part=0.003),
    "all": ALL,
    "worse": ALL.times(4),
}


class Mischief:
    """One direction of one line. Equal seeds and equal traffic suffer equally."""

    def __init__(self, rates: Rates, seed: str) -> None:
        self.rates = rates
        self.parted_until = 0.0
        self.did: dict[str, int] = {}
        self._chance = random.Random(seed)
        self._free_at = 0.0

    def happens(self, name: str) -> bool:
        """Whether this piece suffers."""
        if self._chance.random() >= getattr(self.rates, name):
            return False
        self.did[name] = self.did.get(name, 0) + 1
        return True

    def spoilt(self, data: bytes, now: float) -> list[tuple[float, bytes]]:
        """When what of ``data`` comes out at the other end; nothing overtakes."""
        if now < self.parted_until:
            return []
        if self.happens("part"):
            self.parted_until = now + self._chance.uniform(*_PARTED_S)
            return []
        if self.happens("loss"):
            return []
        if self.happens("stall"):
            self._free_at = max(self._free_at, now) + self._chance.uniform(*_STALL_S)
        if data and self.happens("cut"):
            data = data[: self._chance.randrange(len(data))]
        data = bytes(self._flipped(byte) for byte in data)
        at = max(now, self._free_at)
        if self.happens("delay"):
            at += self._chance.uniform(0.0, _LONGEST_DELAY_S)
        self._free_at = at
        return [(at, data)] * (2 if self.happens("double") else 1) if data else []

    def _flipped(self, byte: int) -> int:
        return byte ^ 1 << self._chance.randrange(8) if self.happens("bits") else byte


class FaultyLine(Loopback):
    """A loopback whose both directions suffer. ``keep`` is told all traffic as the bench's side has it."""

    there: Mischief
    back: Mischief
    keep: Callable[[str, bytes], None] = staticmethod(lambda direction, data: None)

    @classmethod
    def under(cls, link: Loopback, rates: Rates, seed: int) -> "FaultyLine":
        """The same codec and device on a bad line."""
        line = cls(link._codec, link.device, link.now)
        line.there, line.back = Mischief(rates, f"there {seed}"), Mischief(rates, f"back {seed}")
        return line

    def parted_until(self) -> float | None:
        """While the cable is out, when it is in again."""
        until = max(self.there.parted_until, self.back.parted_until)
        return until if until > self.now else None

    def restore(self, codec: object = None) -> None:
        """See ``Loopback``. What was still under way on the old line is gone."""
        self._actions.clear()
        super().restore(codec)  # type: ignore[arg-type]

    def _from_codec(self, output: object) -> None:
        self._codec_due = output.deadline  # type: ignore[attr-defined]
        from devices.events import Stamped

        self._events += [Stamped(event, self.now, at) for event, at in output.timed()]  # type: ignore[attr-defined]
        for data in output.write:  # type: ignore[attr-defined]
            self.sent.append(data)
            self.keep(">", data)
            for at, rest in self.there.spoilt(data, self.now):
                self._deliver(at, lambda rest=rest: self._to_device(rest))

    def _to_device(self, data: bytes) -> None:
        if not self._away():
            self._from_device(self.device.feed(data, self.now))

    def _from_device(self, output: SimOutput) -> None:
        self._device_due = output.deadline
        for data in output.write:
            for at, rest in self.back.spoilt(data, self.now):
                self._deliver(at, lambda rest=rest: self._to_codec(rest))

    def _to_codec(self, data: bytes) -> None:
        if not self._away():
            self.received.append(data)
            self.keep("<", data)
            self._from_codec(self._codec.feed(data, self.now))

    def _deliver(self, at: float, action: Callable[[], None]) -> None:
        if at <= self.now:
            action()
        else:
            self.at(at, action)

    def _away(self) -> bool:
        return self._parted() or self.parted_until() is not None


class FaultyTransport:
    """Any transport on a bad line, in real time: a parting is an end, as with a real cable."""

    def __init__(self, under: Transport, rates: Rates, seed: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._under, self._clock = under, clock
        self.there, self.back = Mischief(rates, f"there {seed}"), Mischief(rates, f"back {seed}")
        self._coming: list[tuple[float, bytes]] = []

    def read(self, timeout_s: float) -> bytes:
        """See ``Transport.read``."""
        now = self._clock()
        if self._coming and self._coming[0][0] <= now:
            return self._coming.pop(0)[1]
        wait = min(timeout_s, self._coming[0][0] - now) if self._coming else timeout_s
        data = self._under.read(wait)
        if data:
            self._coming += self.back.spoilt(data, self._clock())
        self._part()
        return b""

    def write(self, data: bytes) -> None:
        """See ``Transport.write``. What is delayed goes at once: only what comes back can wait here."""
        for _, rest in self.there.spoilt(data, self._clock()):
            self._under.write(rest)
        self._part()

    def close(self) -> None:
        """See ``Transport.close``."""
        self._under.close()

    def _part(self) -> None:
        if max(self.there.parted_until, self.back.parted_until) > self._clock():
            self._under.close()
            raise TransportError(TransportFault.LOST, "the cable is out")
