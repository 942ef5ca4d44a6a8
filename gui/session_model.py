"""The units on the bench and their sessions, as the window sees them: takes bench events and intents, tells who changed.

Owns no verdict and no limit: all that is decided is decided by ``checks.session``. Window thread only.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from checks.attending import meter_readings
from checks.before import Before
from checks.intake.effort import EffortMeter
from checks.measurement import Message, message
from checks.plan import PlanKind
from checks.pointing import point_out, put_back
from checks.serials import serial_key
from checks.session import Phase, Session
from checks.steps import Answer, Target
from checks.typed_readings import PROFILE as TYPED
from devices.commands import Command, Identify, LogIn
from devices.events import ConsoleState, KeyPressed, KeyReleased, LinkLost, Reading, ReadingTyped, Restored, Stamped
from devices.lanes import BenchEvent, BenchPort, HostEvent, LaneChanged, LaneEvent, LaneGone, LaneInfo, LaneState
from devices.telemetry import TelemetryBuffer
from gui import console_view
from gui.ports import Interrupted, MakeSession, SendCommand
from gui.units import BenchNote, Intake, Meter, Unit, meter_key

TICK_MS: Final = 100
POINTING_MS: Final = 5000
"""How long a unit shows its lane."""
_CALM_MS: Final = 16


def _lines_first(item: tuple[int, Meter]) -> tuple[bool, int]:
    """An instrument that tells by itself goes before one that a person reads."""
    number, meter = item
    return meter.info.profile is not None and meter.info.profile.id == TYPED, number


class SessionModel(QObject):
    """Signals carry lane ids. ``changed`` comes at most once a frame for each lane; ``key_*`` come at once."""

    lanes_changed = Signal()
    changed = Signal(int)
    key_pressed = Signal(int, str)
    key_released = Signal(int, str)
    finished = Signal(int)

    def __init__(
        self, bench: BenchPort, make_session: MakeSession, clock: Callable[[], float], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.units: dict[int, Unit] = {}
        self.meters: dict[int, Meter] = {}
        self.notes: list[BenchNote] = []
        self.first_intake: Callable[[], tuple[PlanKind, str]] = lambda: (PlanKind.QUICK, "")
        """Plan and operator that a new unit starts with: those chosen last."""
        self.let_go: Callable[[Session], None] = lambda session: None
        """Told of a session whose unit was taken off the bench, or is inspected anew."""
        self.curves: Path | None = None
        """Where instruments keep readings that outgrow the memory."""
        self.wanted_meter: Callable[[], str] = str
        """The ``meter_key`` of the one meter to be used; empty: any."""
        self.apart: set[str] = set()
        """Ports of simulated devices for practice: their unit and meter go together, and with nothing else."""
        self.clock = clock
        self._typed: tuple[ReadingTyped, ...] = ()
        self._bench = bench
        self._make_session = make_session
        self._dirty: set[int] = set()
        self._calm = QTimer(self, interval=_CALM_MS, singleShot=True)
        self._calm.timeout.connect(self._tell)
        self._ticker = QTimer(
            self, interval=TICK_MS
        )  # only while an inspection runs: a bench at rest wakes for nothing
        self._ticker.timeout.connect(self._tick)
        self._due = QTimer(self, singleShot=True)
        self._due.timeout.connect(self._tick)

    # Events

    @Slot(object)
    def take(self, event: BenchEvent) -> None:
        """One bench event."""
        match event:
            case LaneChanged(lane=info):
                self._lane(info)
            case LaneGone(id=lane):
                self._lane_gone(lane)
            case LaneEvent(id=lane, stamped=stamped):
                self._event(lane, stamped)
            case HostEvent(id=lane, stamped=stamped):
                session = self._session(lane)
                if session is not None:
                    self._feed(lane, session, stamped, Target.HOST)

    def _lane(self, info: LaneInfo) -> None:
        if info.profile is not None and info.profile.kind == "meter":
            self.units.pop(info.id, None)
            self._meter(info)
        else:
            unit = self.units.get(info.id) or self._new_unit(info)
            if unit.info.state is not info.state:
                self._note(info.id, message("window.note.lane", state_id=f"lane.{info.state}"))
            unit.info, unit.gone = info, False
            self._touch(info.id)
        self.lanes_changed.emit()

    def _new_unit(self, info: LaneInfo) -> Unit:
        plan, operator = self.first_intake()
        self.units[info.id] = Unit(info, Intake(plan, operator=operator))
        return self.units[info.id]

    def _meter(self, info: LaneInfo) -> None:
        meter = self.meters.get(info.id)
        if meter is None:
            meter = self.meters[info.id] = Meter(info, TelemetryBuffer(self.curves))
        meter.info = info
        if info.state is LaneState.CONNECTED and not meter.reading:
            self._bench.send(info.id, meter_readings())
        meter.reading = info.state is LaneState.CONNECTED

    def _lane_gone(self, lane: int) -> None:
        meter, unit = self.meters.pop(lane, None), self.units.get(lane)
        for left in (meter, unit):
            self.apart.discard(left.info.url if left is not None else "")
        if unit is not None and unit.session is None:
            del self.units[lane]
        elif unit is not None:
            unit.gone = True
            self._note(lane, message("window.note.gone"))
        self.lanes_changed.emit()

    def _event(self, lane: int, stamped: Stamped) -> None:
        if lane in self.meters:
            self._meter_event(lane, stamped)
        elif lane in self.units:
            self._unit_event(lane, stamped)

    def _unit_event(self, lane: int, stamped: Stamped) -> None:
        match stamped.event:
            case KeyPressed(key=str() as key):
                self.key_pressed.emit(lane, key)
            case KeyReleased(key=str() as key):
                self.key_released.emit(lane, key)
            case ConsoleState() as state:
                self.units[lane].console = console_view.heard(self.units[lane].console, state)
                self._touch(lane)
            case _:
                pass
        session = self.units[lane].session
        if session is not None:
            self._feed(lane, session, stamped, Target.TERMINAL)

    def _meter_event(self, lane: int, stamped: Stamped) -> None:
        meter = self.meters[lane]
        match stamped.event:
            case Reading() as reading:
                meter.telemetry.add(reading, stamped.at)
            case LinkLost():
                meter.reading = False
            case Restored():
                meter.reading = True
                self._bench.send(lane, meter_readings())
            case _:
                pass
        for number, unit in self.units.items():
            if unit.meter == lane and unit.session is not None and unit.running:
                self._feed(number, unit.session, stamped, Target.METER)

    def _feed(self, lane: int, session: Session, stamped: Stamped, target: Target) -> None:
        before, was = session.phase, _on_show(session)
        session.handle(stamped, target)  # any event lets time pass, so a reading may be what ends a wait
        if target is not Target.METER or was != _on_show(session):
            self._after(lane, session, before)

    # Intents

    def start(self, lane: int, language: str, before: Before | None = None) -> None:
        """Begin the inspection of a unit that is connected; the re-test of what ``before`` found where there is one."""
        unit = self.units.get(lane)
        if unit is None or unit.running or unit.info.state is not LaneState.CONNECTED or unit.info.profile is None:
            return
        meter = self.free_meter(unit)
        self._begin(lane, unit, meter, self._built(unit, meter, language, before))

    def _built(self, unit: Unit, meter: Meter | None, language: str, before: Before | None) -> Session:
        intake = unit.intake
        return self._make_session(
            unit.info,
            meter.info if meter else None,
            self._sender(unit.info.id, meter.info.id if meter else None),
            plan=intake.plan,
            complaint=intake.complaint,
            sticker_serial=intake.sticker_serial,
            operator=intake.operator,
            language=language,
            handling=intake.handling,
            before=before,
        )

    def _begin(self, lane: int, unit: Unit, meter: Meter | None, session: Session) -> None:
        self._drop(unit.session)
        unit.session, unit.meter = session, meter.info.id if meter else None
        unit.effort = EffortMeter()
        unit.effort.act(None)
        self._deliver(session)
        session.start(self.clock())
        self._after(lane, session, Phase.READY)

    def type_readings(self, readings: tuple[ReadingTyped, ...]) -> None:
        """What a person read off a multimeter: for the one inspection that runs, else for the next; never for two."""
        self._typed = readings
        running = [unit.session for unit in self.units.values() if unit.running and unit.session is not None]
        if len(running) == 1:
            self._deliver(running[0])

    def _deliver(self, session: Session) -> None:
        typed, self._typed = self._typed, ()
        for reading in typed:
            session.handle(Stamped(reading, self.clock()), Target.METER)

    def resume(self, lane: int, interrupted: Interrupted) -> None:
        """Go on with an inspection that a killed program left."""
        unit = self.units[lane]
        meter = self.free_meter(unit)
        session = interrupted.resume(
            unit.info, meter.info if meter else None, self._sender(lane, meter.info.id if meter else None)
        )
        self._drop(unit.session)
        unit.session, unit.meter = session, meter.info.id if meter else None
        if session.phase is Phase.READY:
            session.start(self.clock())
        self._after(lane, session, Phase.READY)

    def answer(self, lane: int, answer: Answer) -> bool:
        """Give a person's answer; False where it came too early or was not asked for."""
        session = self._session(lane)
        if session is None:
            return False
        before, check = session.phase, session.current
        taken = session.answer(answer, self.clock())
        if taken:
            self.units[lane].effort.act(check)
        self._after(lane, session, before)
        return taken

    def skip(self, lane: int) -> None:
        """Leave the running check out."""
        self._do(lane, lambda session, at: session.skip(at))

    def repeat(self, lane: int, check: str) -> None:
        """Do a check again."""
        self._do(lane, lambda session, at: session.repeat(check, at))

    def waive(self, lane: int, check: str, by: str, why: str) -> None:
        """Accept a check nonetheless, where it may be."""
        self._do(lane, lambda session, at: session.concessions.grant(check, by, why, at))

    def take_back(self, lane: int, check: str) -> None:
        """A waived check counts as it was found."""
        self._do(lane, lambda session, at: session.concessions.take_back(check, at))

    def undo(self, lane: int) -> None:
        """Take the last mark back."""
        self._do(lane, lambda session, at: session.undo(at))

    def abort(self, lane: int) -> None:
        """End the inspection now."""
        self._do(lane, lambda session, at: session.abort(at))

    def mark_missing(self, lane: int, key: str) -> None:
        """The operator's mark: this cap is gone or damaged."""
        self._do(lane, lambda session, at: session.mark_missing(key, at))

    def forget(self, lane: int) -> None:
        """Make room for the next inspection on this lane, or take the card of an unplugged unit away."""
        unit = self.units.get(lane)
        if unit is None or unit.running:
            return
        if unit.gone:
            del self.units[lane]
        else:
            fresh = Unit(unit.info, Intake(unit.intake.plan, operator=unit.intake.operator), console=unit.console)
            self.units[lane] = fresh
        self._drop(unit.session)
        self.notes = [note for note in self.notes if note.lane != lane]
        self.lanes_changed.emit()
        self._touch(lane)

    def point_out(self, lane: int) -> bool:
        """Let a unit that is not being inspected show its lane for a moment. False where it cannot."""
        unit = self.units.get(lane)
        profile = unit.info.profile if unit is not None and not unit.running else None
        commands = point_out(profile, lane) if profile is not None else ()
        for command in commands:
            self._bench.send(lane, command)
        if commands:
            QTimer.singleShot(POINTING_MS, self, lambda: self._put_back(lane))
        return bool(commands)

    def _put_back(self, lane: int) -> None:
        unit = self.units.get(lane)
        if unit is not None and not unit.running and unit.info.profile is not None:
            for command in put_back(unit.info.profile):
                self._bench.send(lane, command)

    def lane_of(self, code: str) -> int | None:
        """The lane of the unit that goes by this serial number, by its own word or its sticker's."""
        key = serial_key(code)
        for lane, unit in sorted(self.units.items()):
            if key and key in (serial_key(unit.info.serial or ""), serial_key(unit.intake.sticker_serial)):
                return lane
        return None

    def take_lanes(self) -> None:
        """Look at all lanes now, without waiting for the bench's word of a new one."""
        for info in self._bench.lanes():
            self._lane(info)

    def log_in(self, lane: int, user: str, password: str) -> None:
        """Send a log-in once. Nothing of it is kept here."""
        unit = self.units.get(lane)
        if unit is not None:
            unit.console = console_view.sent(unit.console, self.clock())
            self._bench.send(lane, LogIn(user, password))
            self._touch(lane)

    def ask_again(self, lane: int) -> None:
        """Ask a console now, without waiting for the bench's own turn."""
        unit = self.units.get(lane)
        if unit is not None:
            unit.console = console_view.asked(unit.console, self.clock())
            self._bench.send(lane, Identify())
            self._touch(lane)

    def free_meter(self, unit: Unit | None = None) -> Meter | None:
        """The meter for ``unit`` that no running inspection uses, of those that a person allows.

        Nothing of a practice unit is ever read from a real meter, and nothing of a real unit from one for practice.
        """
        used = {other.meter for other in self.units.values() if other.running}
        practice = unit is not None and unit.info.url in self.apart
        wanted = "" if practice else self.wanted_meter()
        for number, meter in sorted(self.meters.items(), key=_lines_first):
            allowed = (meter.info.url in self.apart) is practice and (not wanted or meter_key(meter.info) == wanted)
            if allowed and number not in used:
                return meter
        return None

    def telemetry_of(self, lane: int | None) -> tuple[TelemetryBuffer | None, TelemetryBuffer | None]:
        """The meter's buffer and the session's own, as far as there are any."""
        unit = self.units.get(lane) if lane is not None else None
        meter = self.meters.get(unit.meter) if unit and unit.meter is not None else self.free_meter(unit)
        return (meter.telemetry if meter else None), (unit.session.telemetry if unit and unit.session else None)

    def close(self) -> None:
        """Stop the timers."""
        for timer in (self._ticker, self._due, self._calm):
            timer.stop()

    # Inside

    def _sender(self, lane: int, meter: int | None) -> SendCommand:
        def send(target: Target, command: Command) -> None:
            number = {Target.TERMINAL: lane, Target.METER: meter}.get(target)
            if number is not None:
                self._bench.send(number, command)

        return send

    def _session(self, lane: int) -> Session | None:
        unit = self.units.get(lane)
        return unit.session if unit else None

    def _do(self, lane: int, act: Callable[[Session, float], object]) -> None:
        session = self._session(lane)
        if session is not None:
            before = session.phase
            self.units[lane].effort.act(session.current)
            act(session, self.clock())
            self._after(lane, session, before)

    def _tick(self) -> None:
        now = self.clock()
        for lane, unit in self.units.items():
            session = unit.session
            if session is not None and unit.running:
                before, was = session.phase, _on_show(session)
                session.tick(now)
                if was != _on_show(session):
                    self._after(lane, session, before)
        self._aim()

    def _after(self, lane: int, session: Session, before: Phase) -> None:
        self.units[lane].effort.see(session, self.clock())
        if session.phase is Phase.DONE and before is not Phase.DONE:
            self.finished.emit(lane)
        self._touch(lane)
        self._aim()

    def _aim(self) -> None:
        """Tick again at the earliest deadline that the steady tick would miss."""
        sessions = (unit.session for unit in self.units.values() if unit.session is not None and unit.running)
        running = list(sessions)
        if not running:
            self._ticker.stop()
        elif not self._ticker.isActive():
            self._ticker.start()
        deadlines = [s.deadline for s in running if s.deadline is not None]
        if deadlines:
            wait_ms = max(1, round((min(deadlines) - self.clock()) * 1000))
            if wait_ms < TICK_MS:
                self._due.start(wait_ms)

    def _drop(self, session: Session | None) -> None:
        if session is not None:
            self.let_go(session)

    def _note(self, lane: int, text: Message) -> None:
        self.notes.append(BenchNote(self.clock(), lane, text))

    def _touch(self, lane: int) -> None:
        self._dirty.add(lane)
        if not self._calm.isActive():
            self._calm.start()

    def _tell(self) -> None:
        dirty, self._dirty = self._dirty, set()
        for lane in sorted(dirty):
            self.changed.emit(lane)


def _on_show(session: Session) -> tuple[object, ...]:
    """What time alone may change of what a person sees."""
    return session.phase, session.current, session.question, session.deadline, len(session.log), session.progress_step
