"""The key matrix of a simulated terminal: fingers in, contact closures out, with faults of keys between them."""

from collections.abc import Iterable
from typing import Final

from devices.keys import Key
from devices.profile import KeyCap
from devices.simulator.faults import FaultSet

CHATTER_S: Final = 0.045
"""Default distance of a second closure: slower than the re-arm of a link, so that it can be seen at all."""
REPEAT_S: Final = 0.25
"""How often a key that is stuck closes again."""


class Keypad:
    """Closures wait here for their time. Keys the model does not have are ignored."""

    def __init__(self, keys: Iterable[Key], faults: FaultSet, caps: Iterable[KeyCap] = ()) -> None:
        self._keys = frozenset(keys)
        self._matrix = {cap.id: cap.matrix for cap in caps if cap.matrix is not None}
        self._faults = faults
        self._closures: list[tuple[float, Key]] = []
        self._stuck_next: dict[Key, float] = {}
        self._down_until: dict[Key, float] = {}

    def press(self, key: Key, now: float, hold_s: float) -> None:
        """A finger goes down on the cap ``key``."""
        if key not in self._keys or key in self._faults.args("dead-key", now) or self._off_line(key, now):
            return
        self._down_until[key] = now + hold_s
        code = self._crossed(key, now)
        self._closures.append((now, code))
        for arg in self._faults.args("chatter", now):
            name, _, ms = arg.partition(":")
            if name == key:
                self._closures.append((now + (float(ms) / 1000 if ms else CHATTER_S), code))

    def release(self, key: Key, now: float) -> None:
        """The finger leaves."""
        self._down_until.pop(key, None)

    def take(self, now: float) -> list[Key]:
        """Closures due, in order."""
        self._stick(now)
        self._closures.sort(key=lambda entry: entry[0])
        due = [key for at, key in self._closures if at <= now]
        self._closures = [entry for entry in self._closures if entry[0] > now]
        return due

    def clear(self) -> None:
        """Power was away."""
        self._closures.clear()
        self._stuck_next.clear()
        self._down_until.clear()

    def deadline(self, now: float) -> float | None:
        """When the next closure is due."""
        times = [at for at, _ in self._closures]
        times += [self._stuck_next.get(key, now) for key in self._faults.args("stuck-key", now)]
        return min(times, default=None)

    def _off_line(self, key: Key, now: float) -> bool:
        """Whether the key's row or column is broken."""
        place = self._matrix.get(key)
        if place is None:
            return False
        broken = (self._faults.args("dead-row", now), self._faults.args("dead-column", now))
        return any(place[at] in {round(float(arg)) for arg in broken[at]} for at in (0, 1))

    def _stick(self, now: float) -> None:
        stuck = self._faults.args("stuck-key", now)
        self._stuck_next = {key: at for key, at in self._stuck_next.items() if key in stuck}
        for key in stuck:
            if now >= self._stuck_next.get(key, now):
                self._closures.append((now, self._crossed(key, now)))
                self._stuck_next[key] = now + REPEAT_S

    def _crossed(self, key: Key, now: float) -> Key:
        for arg in self._faults.args("crossed-keys", now):
            first, _, second = arg.partition(":")
            if key in (first, second):
                return second if key == first else first
        return key
