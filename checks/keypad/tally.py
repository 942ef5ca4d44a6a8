"""What a run of the keypad check saw, in a form that outlives a lost link. Pure."""

import json
from dataclasses import asdict, dataclass, field

from checks.check import Context
from checks.measurement import Outcome, judge
from checks.record import KeyMark
from checks.steps import Swept
from checks.sweep import SETTLE_S
from devices.keys import Key

Timed = list[tuple[float, Key]]
SETTLED = frozenset(KeyMark) - {KeyMark.NONE, KeyMark.ASKED}


@dataclass(slots=True)
class Tally:
    """Times in seconds, each with its key; an empty key where it is nobody's in particular.

    ``intervals`` from press to press, ``gaps`` from release to the next press, ``holds`` from press to release,
    ``reaches`` from prompt to press; ``ghosts`` are presses nobody asked for, ``stuck`` keys that stay down; ``swept``
    came in a free sweep, ``prompted`` were asked for by name and came, ``doubtful`` need many clean presses; ``odd`` are
    presses without release and releases without press; ``retried`` is how often a key had to be asked for again;
    ``healed`` came clean many times after they had not; ``trusted`` and ``clear_hold`` are what a person said of the
    sweep and of a long press of CLEAR; ``unheard``: presses do not arrive at all; ``spoiler`` is the key
    that spoils every hidden entry; ``ready_at`` is when a prompt began that somebody waited for with free hands; ``looks``
    are presses, by their moment, after which somebody waited whether the key comes again; of a sweep ``late`` are keys that
    could not be seen to, for so long, and ``blinds`` the longest time in which the others could not.
    """

    intervals: Timed = field(default_factory=list)
    gaps: Timed = field(default_factory=list)
    holds: Timed = field(default_factory=list)
    reaches: Timed = field(default_factory=list)
    ghosts: list[Key] = field(default_factory=list)
    looks: Timed = field(default_factory=list)
    late: Timed = field(default_factory=list)
    blinds: list[float] = field(default_factory=list)
    odd: list[Key] = field(default_factory=list)
    retried: list[Key] = field(default_factory=list)
    stuck: set[Key] = field(default_factory=set)
    swept: set[Key] = field(default_factory=set)
    prompted: set[Key] = field(default_factory=set)
    doubtful: set[Key] = field(default_factory=set)
    healed: set[Key] = field(default_factory=set)
    trusted: str = ""
    ready_at: float | None = None
    clear_hold: str = ""
    unheard: bool = False
    spoiler: Key = ""
    done: int = 0

    def held(self, key: Key, seconds: float) -> None:
        """A key came up after so long."""
        self.holds.append((seconds, key))

    def reached(self, key: Key, at: float) -> None:
        """The key that was asked for came; counted where the prompt followed upon another press."""
        if self.ready_at is not None:
            self.reaches.append((max(at - self.ready_at, 0.0), key))
        self.ready_at = None

    def again(self, key: Key, released: bool, seconds: float) -> None:
        """A key came again so long after its release, or after its press where no release is reported."""
        (self.gaps if released else self.intervals).append((seconds, key))

    def take(self, swept: Swept, released: bool) -> None:
        """What a free sweep saw. A clean press counts as one that did not come again."""
        clean = set(swept.seen) - set(swept.doubtful) - set(swept.stuck)
        self.swept |= clean
        self.doubtful |= set(swept.doubtful)
        self.stuck |= set(swept.stuck)
        self.holds += [(hold, "") for hold in swept.holds]
        if clean:
            self.again("", released, SETTLE_S)
        self.late += [(swept.late_s, key) for key in swept.unlooked]
        self.blinds += [] if swept.blind_s is None else [swept.blind_s]

    def looked(self, key: Key, at: float) -> None:
        """Somebody waited whether the key that was pressed then comes again."""
        self.looks.append((at, key))

    def heal(self, key: Key) -> None:
        """Many clean presses in a row: what the key did before was dirt, and is gone."""
        self.intervals = [entry for entry in self.intervals if entry[1] != key]
        self.gaps = [entry for entry in self.gaps if entry[1] != key]
        self.odd = [odd for odd in self.odd if odd != key]
        self.doubtful.discard(key)
        self.healed.add(key)

    def packed(self) -> str:
        """What must survive a lost link, as text."""
        facts = {name: sorted(value) if isinstance(value, set) else value for name, value in asdict(self).items()}
        return json.dumps(facts | {"done": 0, "ready_at": None})

    @classmethod
    def unpacked(cls, text: str | None) -> "Tally":
        """The tally of the run before, or a new one."""
        tally = cls()
        for name, value in (json.loads(text) if text else {}).items():
            before = getattr(tally, name)
            if isinstance(before, set):
                setattr(tally, name, set(value))
            elif isinstance(before, list):
                setattr(tally, name, [tuple(entry) if isinstance(entry, list) else entry for entry in value])
            else:
                setattr(tally, name, value)
        return tally


def chatters(context: Context, key: Key, tally: Tally) -> bool:
    """Whether ``key`` came again faster than its limit allows."""
    limits = context.profile.limits
    seen = [(gap, "keypad.repeat_interval") for gap, k in tally.intervals if k == key]
    seen += [(gap, "keypad.repeat_gap") for gap, k in tally.gaps if k == key]
    return any(judge(limits[name], gap) is not Outcome.PASS for gap, name in seen)
