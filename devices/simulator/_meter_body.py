"""What all simulated instruments have in common: a supply line that sags and drops out, a wire with faults, and no keys."""

import math
import random
from typing import Final

from devices.simulator._body import Body
from devices.simulator.device import SimOutput

_VOLTS: Final = 5.10
_SAG_EVERY_S: Final = 6.0
_SAG_FROM_S: Final = 1.0
_SAG_S: Final = 1.5
_DROP_EVERY_S: Final = 8.0
_DROP_FROM_S: Final = 2.0
_DROP_S: Final = 0.6
_DROP_VOLTS: Final = 0.4
_HOTTEST: Final = 85.0


class MeterBody(Body):
    """See ``SimulatedDevice``."""

    def __init__(self, seed: int, now: float, baud: int | None) -> None:
        super().__init__(seed, now, baud)
        self._random = random.Random(f"meter {seed}")
        self._serial = self._random.randrange(1, 100_000)
        self._began = now

    def feed(self, data: bytes, now: float) -> SimOutput:
        """See ``SimulatedDevice``. What is asked while the cable is pulled is forgotten at once."""
        self._now = now
        self._hear(data)
        return self.tick(now)

    def _run(self) -> None:
        """See ``Body``."""
        if self.cut_until(self._now) is not None:
            self._line.clear()

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


def _in_cycle(age: float, every: float, begin: float, length: float) -> bool:
    return begin <= age % every < begin + length
