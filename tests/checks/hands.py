"""One check in a session of its own, stepped by hand on any model: a unit that answers, and an operator who may err."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache

from checks.check import Check
from checks.measurement import CheckResult
from checks.pattern import Pattern
from checks.plan import Plan, PlanKind
from checks.registry import load_patterns
from checks.session import Session
from checks.setup import Setup
from checks.steps import CANNOT_TELL, Answer, Question, Target, Tone
from devices.capability import Capability
from devices.commands import (
    Abort,
    AskDigits,
    Command,
    Identify,
    ListenKeys,
    ReadFacts,
    RestoreScreen,
    SetBacklight,
    ShowImage,
    ShowText,
    StopListening,
)
from devices.events import (
    CommandDone,
    CommandFailed,
    DigitsEntered,
    DigitsNotEntered,
    Event,
    FactsRead,
    FactSubject,
    Failure,
    Identified,
    KeyPressed,
    KeyReleased,
    ScreenFound,
    Stamped,
    WaitEnd,
)
from devices.keys import SOME_DIGIT
from devices.profile import Profile
from devices.raster import DisplayGeometry, Raster
from devices.simulator.device import OnNetwork, OwnProcess
from tests.checks.stage import IDENTITY, FakeUnit, count_of, make_setup
from tests.devices.simulated import joined

DIGITS_ASKED = "digits"
"""Stands for a question where digits are asked for together."""
_SHIFT_S = 8 * 3600.0
_SAID = {
    "keypad.by-word": "all-keys-answer",
    "keypad.clear-hold": "no-entry",
    "keypad.lit": "each-lit",
    "power.usb": "no-data-port",
}


@dataclass(frozen=True)
class Drawn:
    """A pattern that is drawn once for each geometry."""

    of: Pattern

    def __getattr__(self, name: str) -> object:
        return getattr(self.of, name)

    def render(self, geometry: DisplayGeometry) -> Raster:
        return _drawn(self.of.id, geometry)


@cache
def _drawn(pattern: str, geometry: DisplayGeometry) -> Raster:
    return load_patterns()[pattern].render(geometry)


@cache
def _setup() -> Setup:
    patterns = tuple(Drawn(pattern) for pattern in load_patterns().values())
    return replace(make_setup(), patterns=patterns)  # type: ignore[arg-type]


_COUNTS: dict[int, int] = {}


def dots_on(raster: Raster | None) -> int:
    """How many dots to count, once for each picture."""
    if raster is None:
        return 0
    mark = zlib.crc32(raster.pixels.tobytes())
    if mark not in _COUNTS:
        _COUNTS[mark] = count_of(raster)
    return _COUNTS[mark]


class Facts:
    """What the simulated unit of a model says of itself, each thing asked for once; who it is besides."""

    def __init__(self, profile: Profile) -> None:
        self._loop = joined(profile) if profile.protocol != "none" else None
        self._known: dict[tuple[Target, ReadFacts], Event] = {}
        self.identity, self.screen = IDENTITY, None
        if self._loop is not None:
            self._loop.send(Identify())
            told = [stamped.event for stamped in self._loop.until(lambda s: isinstance(s.event, Identified), 60.0)]
            (self.identity,) = (event for event in told if isinstance(event, Identified))
            self.screen = next((event for event in told if isinstance(event, ScreenFound)), None)

    def read(self, target: Target, command: ReadFacts) -> Event:
        if (target, command) not in self._known:
            self._known[target, command] = self._read(target, command)
        return self._known[target, command]

    def _read(self, target: Target, command: ReadFacts) -> Event:
        if command.subject is FactSubject.USB:  # a PC that cannot list its devices: a person tells
            return CommandFailed(ReadFacts.__name__, Failure.UNSUPPORTED)
        assert self._loop is not None
        device = self._loop.device
        if target is Target.HOST:
            assert isinstance(device, OnNetwork)
            return FactsRead(command.subject, command.about, device.from_pc(command.subject, command.about, 0.0))
        self._loop.send(command)
        seen = self._loop.until(lambda s: isinstance(s.event, FactsRead | CommandFailed), 120.0)
        return next(s.event for s in seen if isinstance(s.event, FactsRead | CommandFailed))

    def close(self) -> None:
        if self._loop is not None and isinstance(self._loop.device, OwnProcess):
            self._loop.device.close()


@dataclass
class Ledger:
    """What the bench left under way on the unit, and every command it sent."""

    every: list[tuple[Target, Command]] = field(default_factory=list)
    listening: bool = False
    entry: bool = False
    dirty: bool = False

    def send(self, target: Target, command: Command) -> None:
        self.every.append((target, command))
        if target is not Target.TERMINAL:
            return
        match command:
            case ListenKeys():
                self.listening = True
            case StopListening():
                self.listening = False
            case AskDigits():
                self.entry = True
            case ShowImage() | ShowText() | SetBacklight():
                self.dirty = True
            case RestoreScreen():
                self.dirty = False
            case Abort():
                self.listening = self.entry = False
            case _:
                pass

    @property
    def pending(self) -> list[str]:
        """Names of what was not taken back."""
        return [name for name in ("listening", "entry", "dirty") if getattr(self, name)]


@dataclass
class Hands(FakeUnit):
    """See the module. ``wrong`` is said to one question, also when it comes again; a key's name stands for pressing that."""

    facts: Facts | None = None
    wrong: tuple[str, Answer | str] | None = None
    mute: bool = False
    absent: bool = False
    stray: bool = False
    """Before each answer comes the failure of a command that nobody here waits for."""
    asked: dict[str, Question] = field(default_factory=dict)
    right: dict[str, Answer] = field(default_factory=dict)
    lamp: float = 100.0
    ledger: Ledger = field(default_factory=Ledger)

    def send(self, target: Target, command: Command) -> None:
        self.ledger.send(target, command)
        super().send(target, command)

    def begin(self, check: Check, profile: Profile, quick: bool, **more: object) -> Session:
        """A session whose plan is this check alone."""
        assert self.facts is not None
        plan = Plan(PlanKind.QUICK if quick else PlanKind.FULL, (check,), ())
        setup = replace(_setup(), profile=profile, plan=plan, demonstration=True, **more)  # type: ignore[arg-type]
        self.session = Session(setup, self.send)
        self.session.handle(Stamped(self.facts.identity, self.now))
        if self.facts.screen is not None:
            self.session.handle(Stamped(self.facts.screen, self.now))
        self.session.start(self.now)
        return self.session

    def step(self) -> None:
        """One command answered, or one answer, press or wait."""
        if not self._obey():
            self._live()

    def to_the_end(self, most: int = 3000) -> CheckResult:
        """The only result."""
        session = self.play(most)
        (result,) = session.results.values()
        return result

    def _obey(self) -> bool:
        if not self.sent:
            return False
        target, command = self.sent[0]
        if self.stray:
            self.tell(CommandFailed("StartReading", Failure.NO_ANSWER))
        if self.mute:
            self.sent.pop(0)
        elif isinstance(command, ReadFacts):
            assert self.facts is not None
            assert self.session is not None
            self.sent.pop(0)
            self.now += 0.05
            self.session.handle(Stamped(self.facts.read(target, command), self.now), target)
        elif isinstance(command, SetBacklight | ShowText | RestoreScreen):
            self.sent.pop(0)
            self.lamp = command.percent if isinstance(command, SetBacklight) else 100.0
            self.tell(CommandDone(type(command).__name__), 0.1)
        elif isinstance(command, AskDigits) and self.wrong is not None and self.wrong[0] == DIGITS_ASKED:
            self.sent.pop(0)
            self.tell(DigitsEntered(len(command.expected), False, str((int(command.expected[0]) + 1) % 10)), 1.0)
        elif isinstance(command, AskDigits) and self.absent:
            self.sent.pop(0)
            self.tell(DigitsNotEntered(WaitEnd.TIMEOUT), float(command.timeout_s))
        else:
            return super()._obey()
        return True

    def tell(self, event: Event, after: float = 0.02) -> None:
        if isinstance(event, DigitsEntered | DigitsNotEntered):
            self.ledger.entry = False
        super().tell(event, after)

    def _live(self) -> None:
        session = self.session
        assert session is not None
        question = session.question
        if question is not None:
            self.asked.setdefault(question.id, question)
        if self.absent:
            self._let_time_pass()
        elif question is None:
            super()._live()
        elif self.wrong is not None and question.id == self.wrong[0]:
            self._err(question)
        elif (said := self._right(question)) is not None:
            self.right.setdefault(question.id, said)
            self.now = max(self.now, session.question_ready_at) + 0.05
            assert session.answer(said, self.now)
        else:
            super()._live()

    def _right(self, question: Question) -> Answer | None:
        """What an attentive operator says of a healthy unit; None where there is something to press instead."""
        name = question.id
        if question.number is not None:
            return Answer(name, "number", _number(question))
        if name.startswith("display.light."):
            return Answer(name, self._light(name))
        if name.startswith("keypad.silent."):
            return Answer(name, "key-dead")
        if name.startswith("keypad.") and not name.startswith(("keypad.word.", "keypad.many.")) and name not in _SAID:
            return None
        return Answer(name, _SAID.get(name, "") or good(question))

    def _light(self, question: str) -> str:
        assert self.shown is not None
        before, self.light = self.light, float(self.shown.pixels.mean()) * self.lamp
        return "seen" if question.endswith(".before") else "brighter" if self.light > before else "darker"

    def _let_time_pass(self) -> None:
        """Until the check's own patience ends; where it has none, the operator of the next shift skips it."""
        session = self.session
        assert session is not None
        if session.deadline is None or self.now > _SHIFT_S:
            session.skip(self.now)
        else:
            self.now = max(session.deadline, self.now) + 1e-6
            session.tick(self.now)

    def _err(self, question: Question) -> None:
        assert self.wrong is not None
        assert self.session is not None
        _, said = self.wrong
        self.now = max(self.now, self.session.question_ready_at) + 0.05
        if isinstance(said, Answer):
            assert self.session.answer(said, self.now)
        else:
            self.tell(KeyPressed(said, said), 0.4)

    def _press(self, key: str) -> None:
        assert self.session is not None
        if self.mute:
            self._let_time_pass()
            return
        asked = self.session.question
        if asked is not None and asked.id.startswith("keypad.some."):
            self.tell(KeyPressed(None, SOME_DIGIT), 0.4)
            return
        super()._press(key)
        if self.session.setup.profile.can(Capability.KEY_RELEASE):
            code = self.crossed.get(key, key)
            self.tell(KeyReleased(code, code), 0.1)


def _number(question: Question) -> int:
    """The dots of a challenge; one of those a person marks."""
    return 1 if question.marks else dots_on(question.shown)


def good(question: Question) -> str:
    """The first choice that means that all is well."""
    return next((choice.id for choice in question.choices if choice.tone is Tone.GOOD), "")


def other_answers(question: Question, right: Answer | None, profile: Profile) -> Iterator[Answer | str]:
    """Everything that may be said or pressed but for the ``right`` answer."""
    for choice in question.choices:
        if right is None or choice.id != right.choice:
            yield Answer(question.id, choice.id)
    yield Answer(question.id, CANNOT_TELL)
    if question.number is not None:
        count = _number(question)
        low, high = question.number
        for number in {low, high, count - 1, count + 1} - {count}:
            if low <= number <= high:
                yield Answer(question.id, "number", number)
    if question.id == f"keypad.{question.subject}" and profile.keypad is not None:
        yield next(cap.id for cap in profile.keypad.keys if cap.id != question.subject)


@contextmanager
def facts_of(profile: Profile) -> Iterator[Facts]:
    """A model's facts, and nothing left running."""
    facts = Facts(profile)
    try:
        yield facts
    finally:
        facts.close()
