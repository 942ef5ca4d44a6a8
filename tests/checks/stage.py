"""Drives checks and sessions by hand: a profile, a plan, and a bench that only remembers what was sent."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random

from checks.check import Check, Context
from checks.complaints import guide_for, load_complaints
from checks.log_patterns import LogPattern, load_log_patterns
from checks.measurement import CheckResult
from checks.plan import PlanKind, make_plan
from checks.record import BenchInfo, KeyMark
from checks.registry import load_checks, load_patterns, load_rules
from checks.response_codes import load_response_codes
from checks.runner import Runner
from checks.screen_messages import load_screen_messages
from checks.session import Session
from checks.setup import Setup
from checks.steps import Answer, Mark, Progress, Save, Send, Show, Sweep, Swept, Target
from checks.sweep import SweepCount
from devices.capability import Capability
from devices.commands import AskDigits, Command, Identify, ListenKeys, ShowImage
from devices.events import (
    CommandDone,
    DigitsEntered,
    Event,
    Identified,
    KeyGap,
    KeyPressed,
    Stamped,
)
from devices.profile import Profile, load_profiles
from devices.raster import Raster
from devices.state import TerminalState, apply

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
IDENTITY = Identified((("serial", "0123456789"), ("model", "PPC-930")))


@cache
def _profiles() -> dict[str, Profile]:
    found = load_profiles(RESOURCES / "terminals") | load_profiles(RESOURCES / "meters")
    return {name: profile for name, profile in found.items() if not profile.like}


def profiles() -> dict[str, Profile]:
    """One of each family: a model that is like another has nothing of its own that a check could see."""
    return dict(_profiles())


def pad() -> Profile:
    return profiles()["gertec-ppc930"]


def meter() -> Profile:
    return profiles()["tc66c"]


def make_setup(
    plan: str = "quick",
    with_meter: bool = False,
    profile: Profile | None = None,
    guided: bool = True,
    metered: Profile | None = None,
    **more: object,
) -> Setup:
    checks, watches = load_checks()
    metering = (metered or meter()) if with_meter else None
    unit = profile or pad()
    guide = guide_for(str(more.get("complaint", "")), load_complaints(RESOURCES / "messages" / "complaints.toml"))
    return Setup(
        id="0" * 32,
        profile=unit,
        plan=make_plan(PlanKind(plan), unit, metering, checks, watches, guide if guided else None),
        guide=guide if guided else None,
        codes=load_response_codes(RESOURCES / "messages" / "response_codes.toml"),
        log_patterns=load_log_patterns(RESOURCES / "messages" / "log_patterns.toml"),
        bench=BenchInfo("bench", "0", "test", 1e-6),
        started="2026-11-22T10:00:00.000+00:00",
        start=100.0,
        meter=metering,
        rules=load_rules(),
        patterns=tuple(load_patterns().values()),
        screen_messages=load_screen_messages(RESOURCES / "messages" / "screen_messages.toml"),
        **more,  # type: ignore[arg-type]
    )


_SAID = {
    "keypad.clear-hold": "no-entry",
    "first.quick": "all-fine",
    "first.signs": "nothing-seen",
    "first.message": "no-message",
    "first.trades": "trades-settled",
    "accessories.which": "no-parts",
}


@dataclass
class FakeUnit:
    """A healthy unit with a patient operator, on a clock that only moves when something waits."""

    session: Session | None = None
    now: float = 100.0
    sent: list[tuple[Target, Command]] = field(default_factory=list)
    dead: frozenset[str] = frozenset()
    crossed: dict[str, str] = field(default_factory=dict)
    repeats: dict[str, float] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    blind_s: float | None = None
    """Told after each press, where it is not ``late``: by key, how long nothing could be seen after its next presses."""
    late: dict[str, list[float]] = field(default_factory=dict)
    pressed: list[str] = field(default_factory=list)
    dots_seen: int | None = None
    listening: bool = False
    shown: Raster | None = None
    _swept_for: float = -1.0
    _left: list[str] = field(default_factory=list)
    light: float = 0.0

    def send(self, target: Target, command: Command) -> None:
        self.sent.append((target, command))

    def start(self, setup: Setup) -> Session:
        self.session = Session(setup, self.send)
        self.session.handle(Stamped(IDENTITY, self.now))
        self.session.start(self.now)
        if "security.screen" not in self.said:  # a healthy unit's screen says nothing of it
            self.session.answer(Answer("security.screen", "none-of-these"), self.now)
        return self.session

    def tell(self, event: Event, after: float = 0.02) -> None:
        assert self.session is not None
        self.now += after
        self.session.handle(Stamped(event, self.now))

    def play(self, most: int = 3000) -> Session:
        """Go on until the session is done."""
        assert self.session is not None
        session = self.session
        for _ in range(most):
            if session.phase.value == "done":
                return session
            if not self._obey():
                self._live()
        raise AssertionError(f"never done: {session.current} {session.question}")

    def _obey(self) -> bool:
        """Answer the oldest command as a healthy unit would."""
        if not self.sent:
            return False
        _, command = self.sent.pop(0)
        if isinstance(command, ShowImage):
            self.shown = command.raster
            self.tell(CommandDone("ShowImage"), 0.3)
        elif isinstance(command, ListenKeys):
            self.tell(KeyGap(0.02))
        elif isinstance(command, Identify):
            self.tell(IDENTITY)
        elif isinstance(command, AskDigits) and not set(command.expected) & self.dead:
            first = self.crossed.get(command.expected)
            self.tell(DigitsEntered(len(command.expected), first is None, first), 1.0)
        return True

    def _live(self) -> None:
        """Press what is asked, answer what is asked, or let time pass."""
        assert self.session is not None
        session, question = self.session, self.session.question
        if question is None:
            self.now = max(session.deadline or self.now, self.now) + 1e-6
            session.tick(self.now)
            return
        self.now = max(self.now, session.question_ready_at) + 0.05
        if question.id == "security.screen" and question.id not in self.said:
            session.answer(Answer(question.id, "none-of-these"), self.now)
        elif question.id in self.said:
            session.answer(Answer(question.id, self.said[question.id]), self.now)
        elif question.subject in self.dead:
            session.answer(Answer(question.id, "key-dead"), self.now)
        elif question.id == "keypad.free":
            self._sweep()
        elif question.id in _SAID:
            session.answer(Answer(question.id, _SAID[question.id]), self.now)
        elif question.id == "keypad.lit":
            lit = "wrong-lit" if self.crossed else "each-lit"
            session.answer(Answer(question.id, lit), self.now)
        elif question.id.startswith("keypad.many."):
            session.answer(Answer(question.id, "leave-it"), self.now)
        elif question.id.startswith("keypad.silent."):
            session.answer(Answer(question.id, "try-again"), self.now)
        elif question.id == "keypad.sweep":
            session.answer(Answer(question.id, "some-dead"), self.now)
        elif question.id.startswith("keypad."):
            self._press(question.subject)
        elif question.id.startswith("display.light."):
            assert self.shown is not None
            before, self.light = self.light, float(self.shown.pixels.mean())
            said = "brighter" if self.light > before else "darker"
            session.answer(Answer(question.id, "seen" if question.id.endswith(".before") else said), self.now)
        elif question.number is not None:
            count = self.dots_seen if self.dots_seen is not None else count_of(question.shown)
            session.answer(Answer(question.id, "number", count), self.now)
        else:
            session.answer(Answer(question.id, "fine"), self.now)

    def _sweep(self) -> None:
        """Press a key that is asked for and did not come yet, or say that no more come."""
        assert self.session is not None
        session, question = self.session, self.session.question
        assert question is not None
        wanted = [k for k, (mark, _) in session.keymap.marks.items() if mark is KeyMark.ASKED]
        if self._swept_for != session.question_ready_at:
            self._swept_for, self._left = session.question_ready_at, [k for k in wanted if k not in self.dead]
        if self._left:
            self._press(self._left.pop(0))
        else:
            session.answer(Answer(question.id, "no-more-keys"), self.now)

    def _press(self, key: str) -> None:
        code = self.crossed.get(key, key)
        self.tell(KeyPressed(code, code), 0.4)
        self.pressed.append(key)
        if self.blind_s is not None:
            left = self.late.get(key, [])
            gap = left.pop(0) if left else self.blind_s
            self.tell(KeyGap(gap), gap)
        if key in self.repeats:
            self.tell(KeyPressed(code, code), self.repeats[key])


def count_of(raster: Raster | None) -> int:
    from checks.operator import count_dots

    return count_dots(raster)


@dataclass
class Alone:
    """One check on a stage of its own, for stepping through it by hand."""

    check: Check
    quick: bool = True
    profile: Profile | None = None
    log_patterns: tuple[LogPattern, ...] = ()
    state: TerminalState = field(default_factory=TerminalState)
    sticker: str = ""
    marks: dict[str, tuple[KeyMark, str]] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)
    sent: list[Command] = field(default_factory=list)
    now: float = 0.0
    runner: Runner = field(init=False)

    def __post_init__(self) -> None:
        patterns = tuple(load_patterns().values())
        given = (self.profile or pad(), self.quick, Random(1), self, patterns, self.sticker)
        context = Context(*given, log_patterns=self.log_patterns)
        self.runner = Runner(self, self.check.run(context))
        self.runner.start(self.now)

    @property
    def result(self) -> CheckResult | None:
        return self.runner.result

    def mark_of(self, key: str) -> KeyMark:
        return self.marks.get(key, (KeyMark.NONE, ""))[0]

    def saved(self, name: str) -> str | None:
        return self.kept.get(name)

    def send(self, step: Send) -> None:
        self.sent.append(step.command)

    def mark(self, step: Mark) -> None:
        self.marks[step.key] = (step.mark, step.detail)

    def show(self, step: Show) -> None: ...

    def progress(self, step: Progress) -> None: ...

    def save(self, step: Save) -> None:
        self.kept[step.name] = step.value

    def counts(self, step: Sweep, now: float) -> SweepCount:
        return SweepCount(step, now, (self.profile or pad()).can(Capability.KEY_RELEASE))

    def swept(self, swept: Swept, now: float) -> None: ...

    def event(
        self, event: Event, after: float = 0.1, of: Target = Target.TERMINAL, device_at: float | None = None
    ) -> None:
        self.now += after
        stamped = Stamped(event, self.now, device_at)
        self.state = apply(self.state, stamped)
        self.runner.event(stamped, self.now, of)

    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.runner.tick(self.now)

    def say(self, choice: str, number: int | None = None) -> bool:
        question = self.runner.question
        assert question is not None
        self.now += 2.0
        return self.runner.answer(Answer(question.id, choice, number), self.now)
