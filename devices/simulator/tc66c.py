"""A simulated TC66C in the supply line of a terminal: answers ``getva`` with an encrypted sample, faults included."""

import math
import random
import struct
from typing import Final

from devices.codecs.tc66c import REQUEST, encrypted
from devices.framing import crc16_modbus
from devices.keys import Key
from devices.profile import Profile
from devices.raster import Raster
from devices.simulator.device import SimOutput, SimulatedDevice, Waiting
from devices.simulator.faults import Fault, FaultSet
from devices.simulator.line import Line

_BAUD: Final = 115200
_VOLTS: Final = 5.10
_SAG_EVERY_S: Final = 6.0
_SAG_FROM_S: Final = 1.0
_SAG_S: Final = 1.5
_DROP_EVERY_S: Final = 8.0
_DROP_FROM_S: Final = 2.0
_DROP_S: Final = 0.6
_DROP_VOLTS: Final = 0.4
_HOTTEST: Final = 85.0
_ANSWER_S: Final = 0.02


class _Meter:
    """See ``SimulatedDevice``. No keys, no screen of its own worth showing."""

    def __init__(self, seed: int, now: float, paced: bool) -> None:
        self._random = random.Random(f"meter {seed}")
        self._serial = self._random.randrange(1, 100_000)
        self._began = self._now = now
        self._faults = FaultSet()
        self._line = Line(self._faults, seed, _BAUD if paced else None)
        self._held = b""

    def feed(self, data: bytes, now: float) -> SimOutput:
        """See ``SimulatedDevice``."""
        self._held += data
        while REQUEST in self._held:
            _, _, self._held = self._held.partition(REQUEST)
            if not self._line.refuses(now):  # a meter has no NAK: it stays silent
                self._line.send(self._answer(now), now + _ANSWER_S, now)
        self._held = self._held[-len(REQUEST) + 1 :]
        return self.tick(now)

    def tick(self, now: float) -> SimOutput:
        """See ``SimulatedDevice``."""
        self._now = now
        if self.cut_until(now) is not None:
            self._line.clear()
        due = self._line.take(now)
        waits = (self._line.deadline, self._faults.next_begin(now), self.cut_until(now))
        return SimOutput(due, min((at for at in waits if at is not None), default=None))

    def _answer(self, now: float) -> bytes:
        volts, amperes, celsius = self._volts(now), self._amperes(now), self._celsius(now)
        hostile = bool(self._faults.args("hostile-text", now))
        head = struct.pack("<4s4s4sI", b"pac1", b"TC66", b"<b>\x1b" if hostile else b"1.18", self._serial)
        measured = struct.pack("<III", round(volts * 1e4), round(amperes * 1e5), round(volts * amperes * 1e4))
        ohms = round(volts / max(amperes, 1e-5) * 10)
        degrees = round(celsius)
        rest = struct.pack("<4s5I4I", b"pac2", ohms, 0, 5, 0, 0, int(degrees < 0), abs(degrees), 281, 280)
        parts = head + bytes(28) + struct.pack("<I", 40) + measured, rest, b"pac3"
        return encrypted(b"".join(_sealed(part) for part in parts))

    def _volts(self, now: float) -> float:
        noise = self._random.gauss(0, 0.003)
        drop = self._faults.begun("drop-out", now)
        if drop and _in_cycle(now - drop[1], _DROP_EVERY_S, _DROP_FROM_S, _DROP_S):
            return _DROP_VOLTS
        sag = self._faults.begun("sag", now)
        if sag and _in_cycle(now - sag[1], _SAG_EVERY_S, _SAG_FROM_S, _SAG_S):
            return max(float(sag[0]) + noise, 0.0)
        other = self._faults.args("charger-low", now) + self._faults.args("charger-high", now)
        return (float(other[0]) if other else _VOLTS) + noise

    def _amperes(self, now: float) -> float:
        age = now - self._began
        return 0.3 + 0.08 * math.sin(age / 3.0) + self._random.uniform(-0.015, 0.015)

    def _celsius(self, now: float) -> float:
        age = now - self._began
        warm = 27.0 + 4.0 * (1 - math.exp(-age / 240.0))
        hot = self._faults.begun("overheating", now)
        return min(warm + (now - hot[1]) * float(hot[0]) / 60, _HOTTEST) if hot else warm

    def press(self, key: Key, now: float, hold_s: float = 0.1) -> None:
        """See ``SimulatedDevice``."""

    def release(self, key: Key, now: float) -> None:
        """See ``SimulatedDevice``."""

    def screen(self) -> Raster | None:
        """See ``SimulatedDevice``."""
        return None

    def screen_text(self) -> str:
        """See ``SimulatedDevice``."""
        return ""

    def waiting_for(self) -> Waiting | None:
        """See ``SimulatedDevice``."""
        return None

    def digits_wanted(self) -> int:
        """See ``SimulatedDevice``."""
        return 0

    def faults(self) -> tuple[Fault, ...]:
        """See ``SimulatedDevice``."""
        return self._faults.all()

    def set_fault(self, fault: Fault, on: bool, now: float) -> None:
        """See ``SimulatedDevice``."""
        self._faults.set(fault, on, now)

    def cut_until(self, now: float) -> float | None:
        """See ``SimulatedDevice``."""
        return self._faults.cut_until(now)


def _in_cycle(age: float, every: float, begin: float, length: float) -> bool:
    return begin <= age % every < begin + length


def _sealed(part: bytes) -> bytes:
    body = part.ljust(60, b"\x00")
    return body + crc16_modbus(body).to_bytes(4, "little")


class _Tc66cDevice:
    """See ``DeviceFactory``."""

    protocol = "tc66c"

    def open(self, profile: Profile, seed: int, now: float, paced: bool = False) -> SimulatedDevice:
        """See ``DeviceFactory``."""
        return _Meter(seed, now, paced)


DEVICE: Final = _Tc66cDevice()
