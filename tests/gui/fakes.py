"""A bench of paper: lanes and events come when the test says so. Sessions, checks and profiles are the real ones."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from PySide6.QtGui import QKeyEvent

from checks.before import Before
from checks.console.parts import Home
from checks.handling import NO_HANDLING, Handling
from checks.measurement import Message, message
from checks.plan import PlanKind, make_plan
from checks.practice import Level, draw, load_faults, suited
from checks.practice_log import Entry, append, read
from checks.record import BenchInfo, Record
from checks.registry import load_checks, load_patterns, load_rules
from checks.session import Phase, Session
from checks.setup import Setup
from checks.steps import Answer
from checks.words import Catalogue, load_catalogues
from devices.capability import Capability
from devices.columns import AS_ITS_MODEL, InstrumentChoice
from devices.commands import AskDigits, Command, Identify, ShowImage
from devices.events import (
    Channel,
    CommandDone,
    DigitsEntered,
    Event,
    Identified,
    KeyPressed,
    KeyReleased,
    LinkLost,
    Quantity,
    Reading,
    Restored,
    Source,
    Stamped,
)
from devices.lanes import LaneChanged, LaneEvent, LaneGone, LaneInfo, LaneState, Sink, UsbIdentity
from devices.profile import Profile, load_profiles
from devices.raster import Raster
from devices.simulator.faults import fault_switches
from gui.history_shelf import HistoryShelf
from gui.photo_shelf import PhotoShelf
from gui.ports import (
    FaultSwitch,
    Interrupted,
    Seal,
    SendCommand,
    SigningNeed,
    Staged,
    Verification,
    VirtualUnit,
    Workbench,
)
from gui.scanner import Scanner
from gui.shelf import Shelf
from gui.start import Running

ROOT = Path(__file__).resolve().parents[2]
TERMINAL, METER = "gertec-ppc930", "tc66c"
SERIAL = "9300210478316"


@cache
def _profiles() -> dict[str, Profile]:
    return {**load_profiles(ROOT / "resources/terminals"), **load_profiles(ROOT / "resources/meters")}


def profiles() -> dict[str, Profile]:
    """All profiles, terminals and meters."""
    return dict(_profiles())


@cache
def catalogues() -> dict[str, Catalogue]:
    """The words of all languages, read once: nobody changes them."""
    return load_catalogues(ROOT / "resources/i18n")


_SAID = {"keypad.free": "no-more-keys", "keypad.lit": "each-lit", "keypad.clear-hold": "no-entry"}


@dataclass
class FakeClock:
    """Stands still until it is moved."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class FakeBench:
    """See the module. ``say`` and ``connect`` call the sinks in the caller's thread."""

    clock: Callable[[], float]
    known: dict[str, Profile] = field(default_factory=profiles)
    sent: list[tuple[int, Command]] = field(default_factory=list)
    choices: list[InstrumentChoice] = field(default_factory=list)
    _lanes: dict[int, LaneInfo] = field(default_factory=dict)
    _sinks: list[Sink] = field(default_factory=list)

    def subscribe(self, sink: Sink) -> Callable[[], None]:
        self._sinks.append(sink)
        return lambda: self._sinks.remove(sink)

    def lanes(self) -> tuple[LaneInfo, ...]:
        return tuple(self._lanes[n] for n in sorted(self._lanes))

    def add(self, url: str, profile_id: str | None = None, choice: InstrumentChoice = AS_ITS_MODEL) -> int:
        self.choices.append(choice)
        return self.connect(profile_id or TERMINAL, url=url)

    def remove(self, lane: int) -> None:
        self._lanes.pop(lane, None)
        self._tell(LaneGone(lane))

    def send(self, lane: int, command: Command) -> None:
        self.sent.append((lane, command))

    def connect(
        self,
        profile: str | None = TERMINAL,
        serial: str = SERIAL,
        url: str = "",
        state: LaneState = LaneState.CONNECTED,
    ) -> int:
        lane = max(self._lanes, default=0) + 1
        found = self.known[profile] if profile else None
        usb = UsbIdentity(0x1753, 0xC902, product="PPC930 Pinpad Terminal") if profile == TERMINAL else None
        facts = (("model", found.model if found else ""), ("serial", serial), ("maker", "Gertec"))
        identity = Identified(facts) if state is LaneState.CONNECTED else None
        self._lanes[lane] = LaneInfo(lane, url or f"/dev/ttyACM{lane - 1}", state, found, usb, identity)
        self._tell(LaneChanged(self._lanes[lane]))
        return lane

    def become(self, lane: int, state: LaneState) -> None:
        self._lanes[lane] = replace(self._lanes[lane], state=state)
        self._tell(LaneChanged(self._lanes[lane]))

    def lose(self, lane: int) -> None:
        self.become(lane, LaneState.LOST)
        self.say(lane, LinkLost("unplugged"))

    def restore(self, lane: int) -> None:
        self.become(lane, LaneState.CONNECTED)
        self.say(lane, Restored())

    def say(self, lane: int, event: Event) -> None:
        self._tell(LaneEvent(lane, Stamped(event, self.clock())))

    def last(self, kind: type[Command]) -> Any:
        return next((command for _, command in reversed(self.sent) if isinstance(command, kind)), None)

    def _tell(self, event: Any) -> None:
        for sink in list(self._sinks):
            sink(event)


@dataclass
class FakeControl:
    """The operator's side of a simulated pad, without a pad."""

    raster: Raster | None = None
    text: str = "PPC-930"
    faults: list[str] = field(default_factory=list)
    pressed: list[str] = field(default_factory=list)
    closed: bool = False

    def state(self) -> dict[str, Any]:
        return {"faults": list(self.faults), "screen_id": id(self.raster), "waiting_for": "keys", "unplugged": False}

    def screen(self) -> "FakeControl":
        return self

    def press(self, key: str, hold_s: float = 0.1) -> None:
        self.pressed.append(key)

    def set_fault(self, fault: str, on: bool = True) -> None:
        self.faults = [f for f in self.faults if f.split("=")[0] != fault.split("=")[0]] + ([fault] if on else [])

    def close(self) -> None:
        self.closed = True


FAULTS = (
    FaultSwitch("dead-key", "CLEAR"),
    FaultSwitch("crossed-keys", "F1:F2"),
    FaultSwitch("chatter", "OK:40"),
    FaultSwitch("dead-pixels", "3"),
    FaultSwitch("colour-cast", "blue"),
    FaultSwitch("no-picture"),
    FaultSwitch("link-noise", "2"),
    FaultSwitch("unplug", "3"),
)


def session_factory(clock: Callable[[], float], several: bool = False, **extra: Any) -> Callable[..., Session]:
    """Builds real sessions without a journal."""

    def make(
        lane: LaneInfo,
        meter: LaneInfo | None,
        send: SendCommand,
        *,
        plan: PlanKind,
        complaint: str,
        sticker_serial: str,
        operator: str,
        language: str,
        handling: Handling = NO_HANDLING,
        before: Before | None = None,
    ) -> Session:
        assert lane.profile is not None
        checks, watches = load_checks()
        patterns = tuple(load_patterns().values())
        setup = Setup(
            id=f"20261122-141502-{lane.id}-{round(clock())}" if several else "20261122-141502-1",
            profile=lane.profile,
            plan=make_plan(
                PlanKind(before.plan) if before else plan,
                lane.profile,
                meter.profile if meter else None,
                checks,
                watches,
                only=before.wanted if before else None,
            ),
            before=before,
            bench=BenchInfo("bench-3", "0.1.0", "Linux"),
            started="2026-11-22T14:15:02Z",
            start=clock(),
            meter=meter.profile if meter else None,
            seed=7,
            operator=operator,
            complaint=complaint,
            sticker_serial=sticker_serial,
            handling=handling,
            port=lane.url,
            rules=load_rules(),
            demonstration=True,
            patterns=patterns,
            **extra,
        )
        return Session(setup, send)

    return make


def shelf(folder: Path) -> Shelf:
    words = catalogues()
    parts: Any = SimpleNamespace(
        home=Home(folder),
        utc_now=lambda: "2026-11-22T14:15:02+00:00",
        words=lambda code: words[code],
        fonts=lambda: ROOT / "nowhere",
    )
    return Shelf(parts)


def workbench(bench: FakeBench, folder: Path, **changes: Any) -> Workbench:
    """A workbench over a fake bench; reports are empty files."""
    fonts = ROOT / ".venv/lib/python3.11/site-packages/pylopdf_fonts_zh_cn"
    try:
        import pylopdf_fonts_zh_cn

        fonts = Path(pylopdf_fonts_zh_cn.__file__).parent
    except ImportError:
        pass

    def publish(record: Record, languages: tuple[str, ...], path: Path) -> Path:
        path.write_bytes(b"%PDF-")
        return path

    def hand_out(record: Record, language: str, path: Path) -> Path:
        path.write_bytes(b"%PDF-")
        return path

    def verify(path: Path) -> Verification:
        return Verification(Seal.TRUSTED, _details())

    made = Workbench(
        bench=bench,
        subscribe=bench.subscribe,
        make_session=session_factory(bench.clock),
        publish=publish,
        hand_out=hand_out,
        verify=verify,
        catalogues=catalogues(),
        profiles=bench.known,
        icons=ROOT / "resources/icons",
        fonts=(fonts / "NotoSansSC-Regular.otf",),
        reports=folder / "reports",
        settings=folder / "settings",
        clock=bench.clock,
        utc_now=lambda: "2026-11-22T14:19:40Z",
        version="0.1.0",
        language="en",
        operator="Chen Wei",
        batches=shelf(folder),
        photos=PhotoShelf(Home(folder)),
        history=HistoryShelf(Home(folder), str),
        manual=ROOT / "docs/manual",
        practice=FakeStand(bench, folder),
    )
    return replace(made, **changes)


def _details() -> tuple[Message, ...]:
    return (message("verify.demonstration"),)


@dataclass
class FakeStand:
    """Practice on a bench of paper: the drawing of faults and the log are real, the unit is a fake pad."""

    bench: FakeBench
    folder: Path
    controls: list[FakeControl] = field(default_factory=list)
    seeds: list[int] = field(default_factory=list)
    fixed: int | None = None
    wanted: SigningNeed = SigningNeed.NOTHING
    certified: list[tuple[str, str]] = field(default_factory=list)
    lane: int | None = None
    meter: int | None = None
    with_meter: bool = False
    trouble: str = ""

    def models(self) -> tuple[Profile, ...]:
        return tuple(self.bench.known[name] for name in (TERMINAL, "smart-terminal"))

    def set_up(self, model: str, level: Level, seed: int) -> Staged:
        if self.trouble:
            raise RuntimeError(self.trouble)
        self.take_down()
        profile, url = self.bench.known[model], f"/dev/practice{len(self.seeds)}"
        self.seeds.append(seed)
        self.controls.append(FakeControl())
        rows = load_faults(ROOT / "resources/messages/practice.toml")
        checks, watches = load_checks()
        offered = {"terminal": [n for n, _ in fault_switches(profile)]}
        known = suited(rows, profile, offered, make_plan(PlanKind.QUICK, profile, None, checks, watches).required)
        exercise = draw(known, profile, level, seed if self.fixed is None else self.fixed)
        meter_url = f"{url}-meter" if self.with_meter else ""
        if self.with_meter:
            self.meter = self.bench.connect(METER, "", meter_url)
        self.lane = self.bench.connect(model, "", url)
        return Staged(exercise, VirtualUnit(profile, self.controls[-1], (), url), meter_url)

    def take_down(self) -> None:
        for lane in (self.meter, self.lane):
            if lane is not None:
                self.bench.remove(lane)
        self.meter = self.lane = None

    def entries(self) -> tuple[Entry, ...]:
        return read(self.folder)

    def keep(self, entry: Entry) -> None:
        append(self.folder, entry)

    def need(self) -> SigningNeed:
        return self.wanted

    def certificate(self, series: str, language: str, passphrase: str) -> Path:
        self.certified.append((series, passphrase))
        path = self.folder / f"practice-{series}.pdf"
        path.write_bytes(b"%PDF-")
        return path


def supply(bench: FakeBench, lane: int, seconds: float, sag: tuple[float, float] | None = None) -> None:
    """Readings of a healthy USB supply ten times a second, moving the fake clock; a sag between two of these seconds."""
    clock = bench.clock
    assert isinstance(clock, FakeClock)
    rng = np.random.default_rng(round(clock.now))
    for step in range(round(seconds * 10)):
        clock.now += 0.1
        at, since = step / 10, clock.now - 1000.0
        low = sag is not None and sag[0] <= at < sag[1]
        volts = (4.52 if low else 5.06) + 0.012 * math.sin(since / 3) + float(rng.normal(0, 0.004))
        amps = 0.182 + 0.03 * (round(since * 10) % 41 < 6) + float(rng.normal(0, 0.003))
        heat = 31.2 + 2.2 * (1 - math.exp(-since / 90)) + float(rng.normal(0, 0.03))
        for quantity, value in ((Quantity.VOLTAGE, volts), (Quantity.CURRENT, amps), (Quantity.TEMPERATURE, heat)):
            bench.say(lane, Reading(Channel(quantity, Source.METER), value))


@dataclass
class Player:
    """Plays pad and operator for one lane, one step a call, on the fake clock."""

    running: Running
    bench: FakeBench
    lane: int
    meter: int | None = None
    dead: tuple[str, ...] = ()
    look: dict[str, str] = field(default_factory=dict)
    """Answers by question id instead of the good one."""

    @property
    def session(self) -> Session:
        session = self.running.model.units[self.lane].session
        assert session is not None
        return session

    def start(self) -> None:
        self.running.window.start_inspection()

    def until(self, stop: Callable[[Session], bool], limit: int = 600) -> None:
        """Play until ``stop`` holds."""
        for _ in range(limit):
            if stop(self.session) or self.session.phase is Phase.DONE:
                return
            self.step()
        raise AssertionError(f"never came: {self.session.current} {self.session.question}")

    def step(self) -> None:
        """Half a second, or one answer."""
        self._pass(0.5)
        session = self.session
        question = session.question
        if question is None:
            self._reply()
        elif question.id.startswith(("first.", "accessories.")):
            self._answer(Answer(question.id, self.look.get(question.id, question.choices[0].id)))
        elif question.id.startswith("keypad."):
            self._keypad(question.id, question.subject)
        elif question.number is not None:
            self._answer(Answer(question.id, "number", self._count(question.shown)))
        else:
            self._pass(1.2)
            self._answer(Answer(question.id, self.look.get(question.id, "fine")))

    def _reply(self) -> None:
        for kind, event in ((ShowImage, CommandDone("ShowImage")), (Identify, Identified((("model", "PPC-930"),)))):
            if self.bench.last(kind) is not None and self.session.current == (
                "display" if kind is ShowImage else "identity"
            ):
                self.bench.say(self.lane, event)

    def _keypad(self, question: str, key: str) -> None:
        if question in _SAID:
            self._answer(Answer(question, _SAID[question]))
        elif question == "keypad.sweep":
            self.bench.say(self.lane, DigitsEntered(len(self.bench.last(AskDigits).expected), True))
        elif key in self.dead:
            self._answer(Answer(question, "key-dead"))
        else:
            self.bench.say(self.lane, KeyPressed(key, key))
            if self.session.setup.profile.can(Capability.KEY_RELEASE):
                self._pass(0.1)
                self.bench.say(self.lane, KeyReleased(key, key))

    def _count(self, shown: Raster | None) -> int:
        if shown is None:
            return 1
        ground = shown.pixels[0, 0]
        return round(int((shown.pixels != ground).any(axis=2).sum()) / 9)

    def _answer(self, answer: Answer) -> None:
        self.running.model.answer(self.lane, answer)

    def _pass(self, seconds: float) -> None:
        clock = self.bench.clock
        assert isinstance(clock, FakeClock)
        if self.meter is not None:
            supply(self.bench, self.meter, seconds)
        else:
            clock.now += seconds
        self.running.model.take(LaneChanged(self.bench.lanes()[self.lane - 1]))
        self.session.tick(clock.now)


def virtual_units(known: dict[str, Profile], control: FakeControl | None = None) -> tuple[VirtualUnit, ...]:
    """One simulated pad."""
    return (VirtualUnit(known[TERMINAL], control or FakeControl(), FAULTS),)


def left_behind(bench: FakeBench, closed: list[str]) -> Interrupted:
    """An inspection that a killed program left."""

    def resume(lane: LaneInfo, meter: LaneInfo | None, send: SendCommand) -> Session:
        make = session_factory(bench.clock)
        return make(
            lane,
            meter,
            send,
            plan=PlanKind.QUICK,
            complaint="key",
            sticker_serial="",
            operator="Chen Wei",
            language="en",
        )

    return Interrupted(
        "old-1", "PPC-930", SERIAL, "2026-11-22T13:02:11Z", TERMINAL, resume, lambda: closed.append("old-1")
    )


def paced(gap_s: float) -> Callable[[Scanner, QKeyEvent], float]:
    """Keys at this distance, whatever a busy machine makes of it."""
    moments = count(time.monotonic() + 1.0, gap_s)
    return lambda scanner, event: next(moments)
