"""What a check may yield, and what it gets back. A check reads like a script; somebody else owns threads, time and windows."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

from checks.measurement import CheckResult, Message
from checks.panel import DisplayMark
from checks.record import KeyMark
from devices.commands import Command
from devices.events import Event, Stamped
from devices.keys import Key
from devices.raster import Raster

CANNOT_TELL: Final = "cannot-tell"


class Target(StrEnum):
    """Who is meant by a ``Send``."""

    TERMINAL = "terminal"
    METER = "meter"
    HOST = "host"  # the PC itself: its side of the network test, its USB sockets


class Tone(StrEnum):
    """How a choice is drawn. *Cannot tell* is always NEUTRAL, never red."""

    GOOD = "good"
    BAD = "bad"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer. Its sentence is the message ``choice.<id>``, or ``local``: text of a data file by language."""

    id: str
    tone: Tone = Tone.NEUTRAL
    local: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What a person is asked. ``number`` asks for a whole number in that range instead of a choice.

    *Cannot tell* is always possible and need not be listed. ``min_look_s``: answers before that are not taken.
    ``shown`` is the picture asked about, for drivers that play the operator. ``several``: choices may be given together,
    but for the first, which means none of the others and stands alone. ``marks``: the answer may carry places on the
    picture, marked by tap and drag.
    """

    id: str
    text: Message
    choices: tuple[Choice, ...] = ()
    number: tuple[int, int] | None = None
    subject: str = ""
    min_look_s: float = 0.0
    shown: Raster | None = None
    several: bool = False
    marks: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person said: a choice's id, or ``number`` with the choice ``number``, or ``CANNOT_TELL``.

    ``more``: the other choices where several were asked for. ``marks``: places marked on the picture asked about.
    """

    question: str
    choice: str
    number: int | None = None
    more: tuple[str, ...] = ()
    marks: tuple[DisplayMark, ...] = ()

    @property
    def chosen(self) -> tuple[str, ...]:
        """All choices given."""
        return (self.choice, *self.more)


@dataclass(frozen=True, slots=True)
class TimedOut:
    """Nothing awaited came in time."""


@dataclass(frozen=True, slots=True)
class Send:
    """Send a command and go on at once."""

    command: Command
    target: Target = Target.TERMINAL


@dataclass(frozen=True, slots=True)
class Await:
    """Wait for the first event of these types that ``where`` accepts, or an answer to ``ask``, at most ``timeout_s``.

    Gets back ``Stamped``, ``Answer`` or ``TimedOut``. Events that came before the yield are not seen. ``of``: who must
    have told it; a meter's events reach state and telemetry only.
    """

    events: tuple[type[Event], ...]
    timeout_s: float
    where: Callable[[Event], bool] | None = None
    ask: Question | None = None
    of: Target = Target.TERMINAL


@dataclass(frozen=True, slots=True)
class Sweep:
    """Let hands go freely over ``keys``: wait until each was seen once, nothing new came, or somebody answers ``ask``.

    Gets back ``Swept``. ``first_s``: for the first press, ``quiet_s``: after the last new key, ``most_s``: altogether.
    """

    keys: tuple[Key, ...]
    ask: Question
    first_s: float
    quiet_s: float
    most_s: float


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep saw, sorted by key, so that nothing of it tells in which order keys came.

    ``doubtful`` came twice from one press, or with a press or release missing; ``stuck`` did not come up. ``holds`` are
    seconds from press to release, sorted, of nobody's key in particular. ``said`` is the choice that ended the sweep.
    ``unlooked`` could not be seen to come again, for up to ``late_s``; of digits all that came, where one of them could
    not. ``blind_s`` is the longest time in which none of the others could.
    """

    seen: tuple[Key, ...] = ()
    doubtful: tuple[Key, ...] = ()
    stuck: tuple[Key, ...] = ()
    holds: tuple[float, ...] = ()
    others: tuple[Key, ...] = ()
    said: str = ""
    unlooked: tuple[Key, ...] = ()
    late_s: float = 0.0
    blind_s: float | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """Wait for an answer as long as it takes."""

    question: Question


@dataclass(frozen=True, slots=True)
class Pause:
    """Let time pass. Events go on reaching state and telemetry."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Mark:
    """Change what the map shows for a key. Kept when the check restarts."""

    key: Key
    mark: KeyMark
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Show:
    """Tell everybody which pattern is on the terminal's screen now; None clears it."""

    pattern: str | None
    raster: Raster | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the check is, and the one sentence that says what to do."""

    done: int
    total: int
    text: Message


@dataclass(frozen=True, slots=True)
class Save:
    """Keep a fact across restarts of this check after a lost link, such as ``("pattern.white", "fine")``."""

    name: str
    value: str


Step: TypeAlias = Send | Await | Sweep | Ask | Pause | Mark | Show | Progress | Save
Received: TypeAlias = Stamped | Answer | TimedOut | Swept | None
Steps: TypeAlias = Generator[Step, Received, CheckResult]
