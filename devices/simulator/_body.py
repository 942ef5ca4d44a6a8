"""What all simulated devices have in common: a wire with faults and a clock; and with those that have one, a keypad.

A device says what it does with bytes (``_hear``), what time does to it (``_run``) and what else it waits for (``_waits``).
"""

from devices.codec import soonest
from devices.keys import Key
from devices.profile import Profile
from devices.raster import Raster
from devices.simulator.device import SimOutput, Waiting
from devices.simulator.faults import Fault, FaultSet
from devices.simulator.keypad import Keypad
from devices.simulator.line import Line


class Body:
    """See ``SimulatedDevice``: without keys and without a screen. ``baud`` None sends at once."""

    def __init__(self, seed: int, now: float, baud: int | None) -> None:
        self._seed = seed
        self._now = now
        self._faults = FaultSet()
        self._line = Line(self._faults, seed, baud)

    def _hear(self, data: bytes) -> None:
        """Take bytes from the wire."""
        raise NotImplementedError

    def _run(self) -> None:
        """Let everything happen that is due by now."""

    def _waits(self) -> tuple[float | None, ...]:
        """When else to come back."""
        return ()

    def on(self, fault: str) -> bool:
        """Whether this fault has begun."""
        return bool(self._faults.args(fault, self._now))

    def feed(self, data: bytes, now: float) -> SimOutput:
        """See ``SimulatedDevice``."""
        self._now = now
        self._run()
        self._hear(data)
        return self._output()

    def tick(self, now: float) -> SimOutput:
        """See ``SimulatedDevice``."""
        self._now = now
        self._run()
        return self._output()

    def _output(self) -> SimOutput:
        due = self._line.take(self._now)
        cut = self.cut_until(self._now)
        return SimOutput(due, soonest(self._line.deadline, self._faults.next_begin(self._now), cut, *self._waits()))

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


class KeyedBody(Body):
    """The same with the keys of a model."""

    def __init__(self, profile: Profile, seed: int, now: float, baud: int | None) -> None:
        super().__init__(seed, now, baud)
        self._profile = profile
        caps = profile.keypad.keys if profile.keypad else ()
        self._keypad = Keypad((cap.id for cap in caps), self._faults, caps)

    def _waits(self) -> tuple[float | None, ...]:
        """See ``Body``."""
        return (self._keypad.deadline(self._now),)

    def press(self, key: Key, now: float, hold_s: float = 0.1) -> None:
        """See ``SimulatedDevice``."""
        self._keypad.press(key, now, hold_s)

    def release(self, key: Key, now: float) -> None:
        """See ``SimulatedDevice``."""
        self._keypad.release(key, now)
