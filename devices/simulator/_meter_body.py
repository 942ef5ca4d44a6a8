"""What all simulated instruments have in common: a supply line that sags and drops out, a wire with faults, and no keys."""

import math
import random
from abc import ABC, abstractmethod
from typing import Final

from devices.keys import Key
from devices.raster import Raster
from devices.simulator.device import SimOutput, Waiting
from devices.simulator.faults import Fault, FaultSet
from devices.simulator.line import Line

_VOLTS: Final = 5.10
_SAG_EVERY_S: Final = 6.0
_SAG_FROM_S: Final = 1.0
_SAG_S: Final = 1.5
_DROP_EVERY_S: Final = 8.0
_DROP_FROM_S: Final = 2.0
_DROP_S: Final = 0.6
_DROP_VOLTS: Final = 0.4
_HOTTEST: Final = 85.0


class MeterBody(ABC):
    """See ``SimulatedDevice``. An instrument says in ``_heard`` what it does with bytes, in ``_idle`` what it does by itself."""

    def __init__(self, seed: int, now: float, baud: int | None) -> None:
        self._random = random.Random(f"meter {seed}")
        self._serial = self._random.randrange(1, 100_000)
        self._began = self._now = now
        self._faults = FaultSet()
        self._line = Line(self._faults, seed, baud)

    @abstractmethod
    def _heard(self, data: bytes, now: float) -> None:
        """Take bytes from the wire."""

    def _idle(self, now: float) -> float | None:
        """Do what is due without being asked; when to come back."""
        return None

    def feed(self, data: bytes, now: float) -> SimOutput:
        """See ``SimulatedDevice``."""
        self._heard(data, now)
        return self.tick(now)

    def tick(self, now: float) -> SimOutput:
        """See ``SimulatedDevice``."""
        self._now = now
        again = self._idle(now)
        if self.cut_until(now) is not None:
            self._line.clear()
        due = self._line.take(now)
        waits = (self._line.deadline, self._faults.next_begin(now), self.cut_until(now), again)
        return SimOutput(due, min((at for at in waits if at is not None), default=None))

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
        """See ``SimulatedDevice``: it has none."""
        return

    def release(self, key: Key, now: float) -> None:
        """See ``SimulatedDevice``: it has none."""
        return

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
