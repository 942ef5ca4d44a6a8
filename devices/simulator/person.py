"""The built-in operator of a simulated device: presses what was asked, a little late, as a person would."""

import random
from collections import deque
from typing import Final, Literal

from devices import keys
from devices.keys import Key
from devices.simulator.device import SimulatedDevice

_FASTEST_S: Final = 0.15
_SLOWEST_S: Final = 0.35
_PATIENCE_S: Final = 1.0
"""How long to wait for somebody to tell what is asked before trying keys on one's own."""

Habit = Literal["auto", "list", "idle"]


class SimulatedPerson:
    """``auto`` does what ``asked`` told, or tries the function keys where nobody ever told; ``idle`` only what it is
    told. ``list`` types its keys once and listens to nobody.

    What was told is kept until it is pressed and never shown: it may be digits.
    """

    def __init__(self, habit: Habit, seed: int, listed: tuple[Key, ...] = (), tries: tuple[Key, ...] = ()) -> None:
        self._habit = habit
        self._random = random.Random(f"person {seed}")
        self._keys: deque[Key] = deque(listed)
        self._digits: deque[Key] = deque()
        self._tries = deque(tries if habit == "auto" else ())
        self._told = False
        self._next: float | None = None
        self._waited: str | None = None

    def asked(self, wanted: tuple[Key, ...], digits: str | None) -> None:
        """The bench asks for keys, or for digits and OK. Replaces what was asked before."""
        self._told, self._next = True, None
        if self._habit != "list":
            self._keys = deque(wanted)
            self._digits = deque((*digits, keys.OK)) if digits else deque()

    @property
    def left(self) -> int:
        """How many presses are still to be made; which is never shown."""
        return len(self._keys) + len(self._digits)

    def attended(self) -> None:
        """Somebody talks through the control socket: no more trying on one's own."""
        self._told = True

    def act(self, device: SimulatedDevice, now: float) -> None:
        """Press what is due. Call it often: at each deadline and whenever the device did something."""
        waiting = device.waiting_for()
        if waiting != self._waited:
            self._waited, self._next = waiting, None
            self._begin_entry(device)
        key = self._choice()
        if waiting is None or key is None:
            self._next = None
        elif self._next is None:
            self._next = now + self._pause()
        elif now >= self._next:
            self._press(device, now)

    @property
    def deadline(self) -> float | None:
        """When ``act`` is needed at the latest."""
        return self._next

    def _pause(self) -> float:
        alone = self._habit == "auto" and not self._told
        first = _PATIENCE_S if alone and self._next is None else 0.0
        return first + self._random.uniform(_FASTEST_S, _SLOWEST_S)

    def _begin_entry(self, device: SimulatedDevice) -> None:
        if self._waited == "digits" and self._habit == "auto" and not self._told:
            wanted = device.digits_wanted() or 4
            self._digits = deque((*(keys.DIGITS[at % 10] for at in range(wanted)), keys.OK))

    def _source(self) -> deque[Key]:
        if self._habit == "list":
            return self._keys
        if self._waited == "digits" and (self._digits or not self._told):
            return self._digits
        return self._keys if self._told else self._tries

    def _choice(self) -> Key | None:
        source = self._source()
        return source[0] if source else None

    def _press(self, device: SimulatedDevice, now: float) -> None:
        source = self._source()
        key = source.popleft()
        if source is self._tries:
            source.append(key)
        device.press(key, now)
        self._next = now + self._pause() if source else None
