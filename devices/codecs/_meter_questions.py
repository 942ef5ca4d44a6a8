"""Meters that are asked one question after another: who they are, what they can answer, then the same again and again.

A protocol brings a ``Dialect``: its questions, and how to cut an answer out of what came. Only questions that stand there
are ever written, so a dialect that holds nothing but queries can change nothing on an instrument.
"""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol, TypeAlias

from devices.capability import Capability
from devices.codec import Codec, Output, Redactor, SerialSettings
from devices.codecs._meter import Plain, interval_s_of
from devices.commands import Abort, Command, Identify, StartReading, StopReading
from devices.errors import CommandRefused
from devices.events import (
    CapabilitiesFound,
    CommandDone,
    CommandFailed,
    Event,
    Failure,
    Identified,
    Quantity,
    Reading,
    UnknownFrame,
)
from devices.profile import Profile

ANSWER_S: Final = 1.0
"""Time for one answer; own."""
_LATE_S: Final = 2.0
"""How late an answer may still come: so long a line is listened to that lost its step."""
_TRIES: Final = 3
_REST_S: Final = 10.0
_SPOILT: Final = 6
"""Damaged answers in one introduction before it is given up."""
_PROBES: Final = 2
_MAX_HELD: Final = 1024
_LONGEST_NAME: Final = 120
_QUERY: Final = re.compile(rb"\*?[A-Z]+(?::[A-Z]+)*[0-9]?\?\n?|\xf0")
"""A question mark behind names, without a value; and the one byte that asks an UM meter for its readings."""
CAPABILITY: Final = {
    Quantity.VOLTAGE: Capability.SUPPLY_VOLTAGE,
    Quantity.CURRENT: Capability.SUPPLY_CURRENT,
    Quantity.TEMPERATURE: Capability.TEMPERATURE,
}


def printed(answer: bytes) -> str | None:
    """An instrument's name for itself, without what cannot be printed; None where it is no text."""
    name = "".join(char for char in answer.decode("iso8859-1") if char.isascii() and char.isprintable()).strip()
    sound = 4 <= len(name) <= _LONGEST_NAME and len(name) * 4 >= len(answer) * 3 and name[0].isalpha()
    return name if sound else None


@dataclass(frozen=True, slots=True)
class Question:
    """A request and what its answer tells: None for who it is. ``every``: asked in each so many rounds of reading.

    Raises ``CommandRefused`` for whatever is no bare query: a supply feeds somebody's terminal.
    """

    request: bytes
    quantity: Quantity | None = None
    every: int = 1

    def __post_init__(self) -> None:
        if not _QUERY.fullmatch(self.request):
            raise CommandRefused("an instrument is read, and nothing else")


@dataclass(frozen=True, slots=True)
class Told:
    """A whole answer. One without a reading measured nothing just now."""

    readings: tuple[Reading, ...] = ()
    identity: Identified | None = None


@dataclass(frozen=True, slots=True)
class Declined:
    """It answered, and not with what was asked: it does not know the question, or the answer was damaged."""

    size: int


Heard: TypeAlias = Told | Declined | UnknownFrame


class Dialect(Protocol):
    """What makes one protocol out of questions and answers. Stateless."""

    who: Question
    questions: tuple[Question, ...]
    quiet_s: float
    """Silence that ends whatever came."""
    pause_s: float
    """Kept between the last byte of an answer and the next request."""
    narrows: bool
    """Whether an instrument may not know some of the questions: each is tried before it is believed."""

    def read(self, held: bytearray, asked: Question | None, quiet: bool) -> Iterator[Heard]:
        """Take answers off the front of ``held``; with ``quiet`` nothing more belongs to it, so nothing may be left."""
        ...


class QuestionsCodec:
    """See ``Codec``. Asks the next question only after the last one was answered or given up."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._held = bytearray()
        self._last_byte = self._free_at = self._round_at = 0.0
        self._asked: Question | None = None
        self._until = 0.0
        self._introducing: deque[Question] = deque()
        self._identity: Identified | None = None
        self._tries = 0
        self._known = list(dialect.questions)
        self._unknown: set[Question] = set()
        self._interval: float | None = None
        self._round: deque[Question] = deque()
        self._rounds = 0
        self._missed = 0
        self._own_misses: dict[Question, int] = {}
        self._rests: dict[Question, float] = {}
        self._lost_step = False
        self._asked_again = False
        self._damaged = False
        self._spoilt = 0
        self._passive = True
        self._told = False
        self._events: list[Event] = []
        self._write: list[bytes] = []

    def send(self, command: Command, now: float) -> Output:
        """See ``Codec``."""
        match command:
            case Identify():
                self._introduce()
            case StartReading():
                self._interval, self._missed, self._round_at = interval_s_of(command), 0, now
                self._round.clear()
                self._rests.clear()
            case StopReading() | Abort():
                self._interval = None
                self._introducing.clear()
                self._round.clear()
                self._events.append(CommandDone(type(command).__name__))
            case _:
                raise CommandRefused("an instrument is read, and nothing else")
        self._passive = False
        self._ask(now)
        return self._output()

    def feed(self, data: bytes, now: float) -> Output:
        """See ``Codec``."""
        self._held += data
        self._last_byte = now
        self._hear(quiet=False, now=now)
        if len(self._held) > _MAX_HELD:
            self._hear(quiet=True, now=now)
        self._ask(now)
        return self._output()

    def tick(self, now: float) -> Output:
        """See ``Codec``."""
        if self._held and now >= self._last_byte + self._dialect.quiet_s:
            self._hear(quiet=True, now=now)
        if self._asked is not None and now >= self._until:
            self._miss(self._asked, now)
        self._ask(now)
        return self._output()

    def overhear(self, data: bytes, now: float) -> Output:
        """See ``Overhearing``: the next request also ends the answer before it."""
        self._hear(quiet=True, now=now)
        every = (self._dialect.who, *self._dialect.questions)
        self._asked = next((question for question in every if question.request == data), None)
        return self._output()

    # Inside

    def _output(self) -> Output:
        events, write = tuple(self._events), tuple(self._write)
        self._events.clear()
        self._write.clear()
        waits = [self._last_byte + self._dialect.quiet_s] if self._held else []
        if self._asked is not None and not self._passive:
            waits.append(self._until)
        elif self._introducing or self._round:
            waits.append(self._free_at)
        elif self._interval is not None and self._known:
            waits.append(max(self._round_at, self._free_at))
        return Output(events, write, min(waits, default=None))

    def _introduce(self) -> None:
        self._introducing = deque([self._dialect.who])
        self._identity, self._tries, self._spoilt = None, _PROBES, 0
        self._known, self._unknown = list(self._dialect.questions), set()

    def _ask(self, now: float) -> None:
        """The next question, where none is open and the line was quiet for long enough."""
        if self._passive or self._asked is not None or now < self._free_at:
            return
        if not self._introducing and not self._round and self._interval is not None and now >= self._round_at:
            self._new_round(now)
        waiting = self._introducing or self._round
        if not waiting:
            return
        # an answer that comes too late must not be taken for the next one's: who it is, is no number
        self._asked = self._dialect.who if self._lost_step else waiting[0]
        self._write.append(self._asked.request)
        self._until = now + (_LATE_S if self._lost_step else ANSWER_S)
        self._damaged = False

    def _new_round(self, now: float) -> None:
        awake = [q for q in self._known if now >= self._rests.get(q, now)]
        self._round.extend(q for q in awake if self._rounds % q.every == 0 or len(awake) == 1)
        self._rounds += 1
        self._round_at = max(self._round_at + (self._interval or 0.0), now if self._round else now + ANSWER_S)

    def _hear(self, *, quiet: bool, now: float) -> None:
        for heard in self._dialect.read(self._held, self._asked, quiet):
            match heard:
                case UnknownFrame():
                    self._events.append(heard)
                    self._damaged = True
                    if self._asked is None:  # somebody's late answer: more may follow
                        self._free_at = now + ANSWER_S
                case Told():
                    self._take(heard, now)
                case Declined(size=size):
                    self._declined(size, now)
        if quiet and self._held:
            self._events.append(UnknownFrame(len(self._held), "incomplete"))
            self._held.clear()

    def _take(self, told: Told, now: float) -> None:
        if self._passive:
            self._overheard(told)
            return
        question, self._asked = self._asked, None
        self._free_at = self._last_byte + self._dialect.pause_s
        if question is None:
            self._events.append(UnknownFrame(0, "nobody asked"))
            self._free_at = now + ANSWER_S
            return
        self._missed = 0
        self._own_misses.pop(question, None)
        if self._lost_step:  # the place is found again, unless it was asked twice and answers twice
            self._free_at = now + _LATE_S if self._asked_again else self._free_at
            self._lost_step = self._asked_again = False
        self._done(question, told)

    def _done(self, question: Question, told: Told) -> None:
        if self._introducing and self._introducing[0] == question:
            self._introducing.popleft()
            self._tries = _PROBES
            if question == self._dialect.who:
                self._identity = told.identity or Identified(())
                self._introducing.extend(self._dialect.questions if self._dialect.narrows else ())
            self._finish_introduction()
        elif self._round and self._round[0] == question:
            self._round.popleft()
        if self._interval is not None:
            self._events.extend(told.readings)

    def _finish_introduction(self) -> None:
        if self._introducing or self._identity is None:
            return
        self._known = [q for q in self._known if q not in self._unknown]
        if self._dialect.narrows:
            told = {CAPABILITY[q.quantity] for q in self._known if q.quantity is not None}
            self._events.append(CapabilitiesFound(frozenset({Capability.IDENTITY, *told})))
        self._events.append(self._identity)

    def _overheard(self, told: Told) -> None:
        if told.identity is not None and not self._told:
            self._events.append(told.identity)
            self._told = True
        self._events.extend(told.readings)
        self._asked = None

    def _declined(self, size: int, now: float) -> None:
        if self._passive or self._asked is None or self._asked.quantity is None:
            self._events.append(UnknownFrame(size, "not understood"))
            return
        question, self._asked = self._asked, None
        self._missed = 0
        # it may have been another question's answer: the line must be in step again before it goes on
        self._lost_step = self._dialect.narrows and not self._introducing
        self._free_at = self._last_byte + (self._dialect.pause_s if self._dialect.narrows else ANSWER_S)
        self._without(question, size)

    def _without(self, question: Question, size: int) -> None:
        """No value for this question. Twice in a row while it introduces itself: it does not know it."""
        if self._introducing and self._introducing[0] == question:
            self._tries -= 1
            if self._tries <= 0:
                self._introducing.popleft()
                self._unknown.add(question)
                self._tries = _PROBES
                self._finish_introduction()
            return
        if self._round and self._round[0] == question:
            self._round.popleft()
        if size:
            self._events.append(UnknownFrame(size, "no value"))

    def _miss(self, question: Question, now: float) -> None:
        """An answer did not come. Three in a row are a failure; reading goes on trying."""
        self._hear(quiet=True, now=now)
        if self._asked is not question:  # what was held was the answer
            return
        self._asked, self._free_at = None, now
        self._missed += 1
        self._asked_again = self._lost_step
        self._lost_step = self._dialect.narrows
        if self._introducing:
            self._miss_while_introducing(question)
        else:
            self._miss_while_reading(question, now)
        if self._interval is not None and self._missed == _TRIES:
            self._events.append(CommandFailed(StartReading.__name__, Failure.NO_ANSWER))

    def _miss_while_introducing(self, question: Question) -> None:
        self._spoilt += self._damaged
        if self._spoilt >= _SPOILT:
            self._introducing.clear()
            self._events.append(CommandFailed(Identify.__name__, Failure.GARBLED))
        elif question.quantity is not None and self._introducing[0] == question:
            if not self._damaged:  # damage says nothing of what it knows
                self._without(question, 0)
        elif self._missed >= _TRIES:
            self._introducing.clear()
            self._events.append(CommandFailed(Identify.__name__, Failure.NO_ANSWER))

    def _miss_while_reading(self, question: Question, now: float) -> None:
        """One question that stays open while others are answered is left alone for a while."""
        if self._round and self._round[0] == question:
            self._round.popleft()
        self._own_misses[question] = self._own_misses.get(question, 0) + 1
        if self._missed == 1 and self._own_misses[question] >= _TRIES:
            self._rests[question] = now + _REST_S


class QuestionsFactory:
    """See ``CodecFactory``: a protocol that is nothing but its dialect, at the speed most of them have."""

    dialect: Dialect
    serial = SerialSettings(9600)

    def open(self, profile: Profile) -> Codec:
        """See ``CodecFactory``."""
        return QuestionsCodec(self.dialect)

    def redactors(self) -> tuple[Redactor, Redactor]:
        """See ``CodecFactory``."""
        return Plain(), Plain()
