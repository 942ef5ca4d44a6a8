"""Keys pressed freely, in any order: counted so that what is kept of them tells which came, and never in which order. Pure.

A device that names its digits would otherwise leave their order in the journal. While a sweep runs, the journal keeps
*that* a digit came; at its end, once, the set of those that did.
"""

import json
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from checks.steps import Sweep, Swept
from devices.events import Event, KeyGap, KeyHeld, KeyPressed, KeyReleased, KeysLost, Stamped
from devices.keys import Key, is_digit

HIDDEN: Final = "*"
"""The code of a digit that a journal does not name."""
SETTLE_S: Final = 0.15
"""A second press of one key inside this time is no human."""
HELD_S: Final = 3.0  # limits.md, keypad: stuck
_HAIR_S: Final = 1e-6


def between(first: Stamped, then: Stamped) -> float:
    """Seconds from one to the other, by the device's own clock where both have one: right then, however late bytes come.

    A device that tells the time of one of them only is held by the bench's clock: the two have nothing in common.
    """
    if first.device_at is None or then.device_at is None:
        return then.at - first.at
    return then.device_at - first.device_at


def held_for(pressed: Stamped, released: Stamped) -> float:
    """Seconds that a key was down, as far as it is sure: by the device's clock and the bench's, the shorter.

    A process that stood still, here or on the way, makes it long for the bench; a time damaged on the line, for the device.
    """
    bench, device = released.at - pressed.at, between(pressed, released)
    return min(bench, device) if device >= 0 else bench


@dataclass(slots=True)
class SweepCount:
    """One sweep under way. ``released``: the protocol reports releases, so that edges must come in pairs. ``look_s``: how soon
    after its press a key that comes again must be seen.
    """

    step: Sweep
    began: float
    released: bool
    look_s: float | None = None
    hidden: bool = False
    """A digit came whose name was not kept: this is a journal played back, and only its own line ends the sweep."""
    said: str = ""
    """The choice that ends it, as soon as the last key has settled."""
    _lost: bool = False
    _last_new: float | None = None
    _last: float = 0.0
    _down: dict[Key, Stamped] = field(default_factory=dict)
    _edge: dict[Key, Stamped] = field(default_factory=dict)
    _seen: set[Key] = field(default_factory=set)
    _doubtful: set[Key] = field(default_factory=set)
    _others: set[Key] = field(default_factory=set)
    _holds: list[float] = field(default_factory=list)
    _blind: dict[Key, float] = field(default_factory=dict)
    _last_key: Key | None = None

    @property
    def seen(self) -> frozenset[Key]:
        """Keys that came so far."""
        return frozenset(self._seen)

    @property
    def deadline(self) -> float | None:
        """When the sweep ends by itself; None where only a journal knows."""
        step = self.step
        if self.hidden:
            return None
        if self._last_new is None:
            return self.began + (0.0 if self.said else step.first_s)
        over = self._last_new + step.quiet_s
        if self.said or self._seen.issuperset(step.keys):
            over = max((down.at + HELD_S for down in self._down.values()), default=self._last + SETTLE_S)
        return min(over, self.began + step.most_s)

    def take(self, stamped: Stamped) -> None:
        """An event of the unit; what is no key's is left aside."""
        event: Event = stamped.event
        match event:
            case KeysLost():  # any release may be among what was lost
                self._lost = True
                self._down.clear()
                self._edge.clear()
            case KeyPressed(key=None, code=code) | KeyReleased(key=None, code=code) | KeyHeld(key=None, code=code):
                self.hidden = self.hidden or code.startswith(HIDDEN)
            case KeyPressed(key=str(key)):
                self._press(key, stamped)
            case KeyReleased(key=str(key)):
                self._release(key, stamped)
            case KeyGap(seconds=gap) if self._last_key is not None:
                self._blind[self._last_key] = min(gap, self._blind.get(self._last_key, gap))
                self._last_key = None
            case _:
                pass

    def _press(self, key: Key, stamped: Stamped) -> None:
        if key not in self.step.keys:
            self._others.add(key)
            self._last_key = None
            return
        self._last_key = key
        again = self._edge.get(key)
        if (again is not None and between(again, stamped) < SETTLE_S) or (self.released and key in self._down):
            self._doubtful.add(key)
        if key not in self._seen:
            self._seen.add(key)
            self._last_new = stamped.at
        self._last = stamped.at
        self._edge[key] = stamped
        if self.released:
            self._down[key] = stamped

    def _release(self, key: Key, stamped: Stamped) -> None:
        if key not in self.step.keys:
            return
        pressed = self._down.pop(key, None)
        if pressed is not None:
            self._holds.append(round(held_for(pressed, stamped), 4))
        elif not self._lost:
            self._doubtful.add(key)  # a release, and nobody saw the press
        self._last = stamped.at
        self._edge[key] = stamped

    def swept(self, at: float) -> Swept:
        """What was seen until now."""
        stuck = {key for key, down in self._down.items() if at - down.at >= HELD_S - _HAIR_S}
        late = self._late()
        return Swept(
            tuple(sorted(self._seen)),
            tuple(sorted(self._doubtful - stuck)),
            tuple(sorted(stuck)),
            tuple(sorted(self._holds)),
            tuple(sorted(self._others)),
            self.said,
            self._unlooked(late),
            max(late.values(), default=0.0),
            max((blind for key, blind in self._blind.items() if key not in late), default=None),
        )

    def _late(self) -> dict[Key, float]:
        """Keys that nobody could have seen come again, and for how long not."""
        blind = dict(self._blind)
        if (
            self._last_key is not None and blind
        ):  # each press before was followed by its gap; this one's is still to come
            blind.setdefault(self._last_key, SETTLE_S)
        return {key: seconds for key, seconds in blind.items() if self.look_s is not None and seconds >= self.look_s}

    def _unlooked(self, late: dict[Key, float]) -> tuple[Key, ...]:
        """Of digits all or none: which one it was would tell when it came, for a journal tells when the unit was blind."""
        digits = {key for key in self._seen if is_digit(key)} if any(map(is_digit, late)) else set()
        return tuple(sorted({*late, *digits} & self._seen))


def packed(swept: Swept) -> str:
    """As text for a journal."""
    return json.dumps(asdict(swept), separators=(",", ":"))


def unpacked(text: str) -> Swept:
    """What ``packed`` wrote. Raises ``ValueError`` or ``TypeError`` for anything else."""
    try:
        kept = json.loads(text)
    except RecursionError as error:
        raise ValueError("not a sweep") from error
    if not isinstance(kept, dict):
        raise ValueError("not a sweep")
    said, late, blind = str(kept.pop("said", "")), float(kept.pop("late_s", 0.0)), kept.pop("blind_s", None)
    lists: dict[str, Any] = {name: tuple(value) for name, value in kept.items()}
    return Swept(said=said, late_s=late, blind_s=None if blind is None else float(blind), **lists)
