"""One unit on the bench from plug to record: events, answers and time go in; commands and a changing picture come out.

No thread, no clock, no window. Every input carries its monotonic time, so a journal of the inputs repeats the session.
"""

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from typing import Final

from checks.agenda import Agenda
from checks.attending import left_idle, meter_readings, unit_readings
from checks.check import Check, Span
from checks.diagnosis import Diagnosis
from checks.disposition import Disposition, disposition_of
from checks.given import context_of, diagnoses_of, looked_back, watched
from checks.handling import Handling
from checks.handling import packed as handling_text
from checks.keymap import KeyMap
from checks.measurement import CheckResult, Message, Outcome, Overall, as_found, message
from checks.meter_side import MeterSide, told_by_unit
from checks.narrowing import lacking, narrowed, not_had
from checks.noticing import Noticing, moment_of
from checks.record import KeyMark, KeyMoment, LogLine, Record
from checks.recording import record_of
from checks.retest import combined, not_repeated
from checks.runner import Runner
from checks.setup import Journal, Setup
from checks.steps import Answer, Mark, Progress, Question, Save, Send, Show, Sweep, Swept, Target
from checks.sweep import SweepCount, packed
from checks.waiver import Concessions
from devices.capability import Capability
from devices.commands import Command
from devices.events import Event, LinkLost, Reading, ReadingTyped, Restored, Stamped
from devices.keys import Key
from devices.state import TerminalState, apply
from devices.telemetry import TelemetryBuffer

MAX_RESTARTS: Final = 3
_INTERRUPTS: Final = ("skip", "repeat", "undo", "missing", "abort")


class Phase(StrEnum):
    """Where a session stands."""

    READY = "ready"
    RUNNING = "running"
    SUSPENDED = "suspended"  # the link is lost; goes on by itself when it is back
    DONE = "done"


class Session:
    """See the module. Use from one thread; ``send`` is called back from inside and must not call in again."""

    def __init__(self, setup: Setup, send: Callable[[Target, Command], None], journal: Journal | None = None) -> None:
        self.setup = setup
        self.phase = Phase.READY
        self.state = TerminalState()
        self.handling = setup.handling
        self.telemetry = TelemetryBuffer(setup.curves)
        self.keymap = KeyMap()
        self.results: dict[str, CheckResult] = {}
        self.concessions = Concessions(self.results, self._input)
        self.log: list[LogLine] = []
        self.moments: list[KeyMoment] = []
        self.shown: Show | None = None
        self.progress_step: Progress | None = None
        self.aborted = False
        self._send = send
        self.journal = journal
        self._now = setup.start
        self._agenda = Agenda(setup.plan.checks, setup.plan.quick, setup.guide)
        self._current: Check | None = None
        self._runner: Runner | None = None
        self._began_s, self._restarts = 0.0, 0
        self._saved: dict[str, str] = {}
        self._lost_at: float | None = None
        self._gaps: list[Span] = []
        self._meter, self._noticing = MeterSide(), Noticing()
        self._model = setup.profile

    # What everybody may look at

    @property
    def current(self) -> str | None:
        """Id of the check that runs now."""
        return self._current.id if self._current else None

    @property
    def question(self) -> Question | None:
        """What a person is asked now."""
        return self._runner.question if self._runner else None

    @property
    def question_ready_at(self) -> float:
        """Monotonic time from which an answer is taken."""
        runner = self._runner
        return runner.asked_at + runner.question.min_look_s if runner and runner.question else self._now

    @property
    def deadline(self) -> float | None:
        """When ``tick`` is due at the latest."""
        if self.phase is Phase.SUSPENDED and self._lost_at is not None and self.setup.patience_s is not None:
            return self._lost_at + self.setup.patience_s
        return self._runner.deadline if self._runner and self.phase is Phase.RUNNING else None

    @property
    def now_s(self) -> float:
        """Seconds since the inspection began, at the last input."""
        return self._now - self.setup.start

    @property
    def planned(self) -> tuple[str, ...]:
        """Ids of all checks and watches in order."""
        return self.setup.plan.required

    def mark_of(self, key: Key) -> KeyMark:
        """What the map shows for ``key``."""
        return self.keymap.mark_of(key)

    @property
    def seen_in_sweep(self) -> frozenset[Key]:
        """Keys that came since hands go freely over the pad; their marks follow when the sweep is over."""
        return self._runner.sweep.seen if self._runner and self._runner.sweep else frozenset()

    def look_of(self, key: Key) -> KeyMark:
        """What to draw for ``key``: its mark, or that it came in the sweep under way."""
        mark = self.mark_of(key)
        return KeyMark.IDENTIFIED if mark is KeyMark.ASKED and key in self.seen_in_sweep else mark

    @property
    def asked(self) -> Key | None:
        """The one key a person is asked to press now; none while hands go freely."""
        if self._runner is not None and self._runner.sweep is not None:
            return None
        return self.keymap.asked

    def saved(self, name: str) -> str | None:
        """A fact the running check kept before it was restarted."""
        return self._saved.get(name)

    def overall(self) -> Overall:
        """The verdict as it would be now; of a re-test, with what was good before."""
        return combined(self.results.values(), self.setup.plan.required, self.setup.before)

    def diagnoses(self) -> tuple[Diagnosis, ...]:
        """What the rules say of the results so far: what must not be opened, then the most certain; one cure counted once."""
        return diagnoses_of(self.setup, self.state, as_found(self.results.values()))

    def disposition(self) -> Disposition:
        """What becomes of the unit, as far as it is known."""
        results = tuple(self.results.values())
        return disposition_of((*results, *not_repeated(results, self.setup.before)), self.overall())

    # Inputs

    def start(self, at: float) -> None:
        """Begin: the meter starts reading, the first check runs."""
        self._input("start", at)
        self.phase = Phase.RUNNING
        self.setup = replace(self.setup, profile=narrowed(self._model, self.state.capabilities))
        if self.setup.meter is not None:
            self._send(Target.METER, meter_readings())
        self._ask_readings()
        self._next()

    def handle(self, stamped: Stamped, target: Target = Target.TERMINAL) -> None:
        """Take an event of the terminal, the meter or the PC."""
        lost = isinstance(stamped.event, LinkLost) and target is Target.TERMINAL
        if lost or (self.deadline is not None and stamped.at >= self.deadline):
            self._end_sweep(stamped.at)  # before this event is written down: it belongs to what comes after
        if self.journal and self.phase is not Phase.DONE:  # after the end nothing that comes changes anything
            self.journal.event(target, stamped, self.asked)
        self._pass_time(stamped.at)
        if self.phase is Phase.DONE:
            return
        match target:
            case Target.METER:
                self._meter_event(stamped)
            case Target.HOST:
                self._offer(stamped, target)
            case Target.TERMINAL:
                self._terminal_event(stamped)

    def answer(self, answer: Answer, at: float) -> bool:
        """Take a person's answer. False where it was not asked for, or came too early to be a look."""
        self.tick(at)
        if self._runner is None or self.phase is not Phase.RUNNING:
            return False
        taken = self._runner.answer(answer, self._now)
        if taken and self.journal:
            self.journal.answer(answer, self._now)
        self._collect()
        return taken

    def tick(self, at: float) -> None:
        """Let time pass."""
        if self.deadline is not None and at >= self.deadline:
            self._input("tick", at)
        self._pass_time(at)

    def skip(self, at: float) -> None:
        """Leave the running check out; it counts as skipped."""
        self._input("skip", at)
        self._finish_current(Outcome.SKIPPED)

    def repeat(self, check: str, at: float) -> None:
        """Do a check again: the running one from its beginning, a finished one next. Its marks and result go."""
        self._input("repeat", at, check)
        if (wanted := next((c for c in self.setup.plan.checks if c.id == check), None)) is None:
            return
        self.results.pop(check, None)
        self.concessions.close()
        if self._current is not None:
            self._cancel()
        self._agenda.repeat(wanted, self._current)
        self.keymap = KeyMap() if check == "keypad" else self.keymap
        self.phase = Phase.RUNNING if self.state.linked else Phase.SUSPENDED
        self._next(first=True)

    def undo(self, at: float) -> Key | None:
        """Take the last mark of a key that the running check made back, and run it again for that key. Returns the key."""
        if not self.keymap.history or self._current is None:
            return None
        self._input("undo", at)
        key, before = self.keymap.history.pop()
        self.keymap.marks[key] = before if before[0] is KeyMark.NONE else (KeyMark.NONE, "")
        self._cancel()
        self._run(self._current)
        return key

    def mark_missing(self, key: Key, at: float) -> None:
        """The operator's own mark: this cap is gone or damaged. The running check goes on without that key."""
        self._input("missing", at, key)
        self.keymap.set(key, KeyMark.MISSING)
        if self._current is not None and self._runner is not None:
            self._cancel()
            self._run(self._current)

    def handled(self, handling: Handling, at: float) -> None:
        """What people did around the inspection, in place of what was known of it; also when the checks are over."""
        self._input("handled", at, handling_text(handling))
        self.handling = handling

    def published(self, at: float) -> None:
        """The record is safe in a report: after a crash nobody needs to be asked about this inspection."""
        self._input("published", at)
        self.concessions.close()

    def abort(self, at: float) -> None:
        """End now. What was found stays; the rest is aborted."""
        self._input("abort", at)
        if self.phase is Phase.DONE:
            return
        self.aborted = True
        self._finish_current(Outcome.ABORTED, go_on=False)
        self._end()

    def close(self) -> None:
        """Force the journal to the disk. The session may still be looked at."""
        if self.journal:
            self.journal.close()

    def end_sweep(self, at: float, swept: Swept) -> None:
        """What a sweep saw, from a journal: events alone do not tell, because they hide which digit came."""
        self._pass_time(at)
        if self._runner is not None and self._runner.sweep is not None:
            self._runner.end_sweep(self._now, swept)
            self._collect()

    # What checks act on (Stage)

    def counts(self, step: Sweep, now: float) -> SweepCount:
        """A count for a sweep that begins."""
        limit = self.setup.profile.limits.get("keypad.repeat_interval")
        released = self.setup.profile.can(Capability.KEY_RELEASE)
        return SweepCount(step, now, released, None if released or limit is None else limit.normal.low)

    def swept(self, swept: Swept, now: float) -> None:
        """A sweep is over."""
        if self.journal:
            self.journal.intent("swept", now, packed(swept))

    def send(self, step: Send) -> None:
        """Pass a command on."""
        self._send(step.target, step.command)

    def mark(self, step: Mark) -> None:
        """Change the map."""
        self.keymap.set(step.key, step.mark, step.detail)

    def show(self, step: Show) -> None:
        """Remember the picture on the terminal's screen."""
        self.shown = step if step.pattern else None

    def progress(self, step: Progress) -> None:
        """Remember how far the check is."""
        self.progress_step = step

    def save(self, step: Save) -> None:
        """Keep a fact across restarts."""
        self._saved[step.name] = step.value

    # The record

    def record(self, ended: str) -> Record:
        """Everything so far as data. ``ended`` is UTC in ISO 8601."""
        return record_of(self, ended)

    # Inside

    def _end_sweep(self, at: float) -> None:
        """Before something interrupts a sweep: what it saw so far is not lost."""
        if self._runner is not None and self._runner.sweep is not None and self.phase is Phase.RUNNING:
            now = max(at, self._now)
            self._runner.end_sweep(now, self._runner.sweep.swept(now))
            self._collect()

    def _input(self, name: str, at: float, argument: str = "") -> None:
        if name in _INTERRUPTS:
            self._end_sweep(at)
        if self.journal:
            self.journal.intent(name, max(at, self._now), argument)
        self._now = max(self._now, at)

    def _pass_time(self, at: float) -> None:
        self._now = max(self._now, at)
        if self.phase is Phase.SUSPENDED:
            self._lose_patience()
        elif self._runner is not None and self.phase is Phase.RUNNING:
            self._runner.tick(self._now)
            self._collect()

    def _lose_patience(self) -> None:
        due = self.deadline
        if due is not None and self._now >= due:
            self.note(message("log.link_given_up", seconds=round(self.setup.patience_s or 0)))
            self._finish_current(Outcome.ERROR, go_on=False)
            self._end()

    def note(self, text: Message) -> None:
        """Add a line to the log."""
        self.log.append(LogLine(round(self.now_s, 3), text))

    def _terminal_event(self, stamped: Stamped) -> None:
        event = stamped.event
        self.state = apply(self.state, stamped)
        self._observe(event, stamped.at)
        if isinstance(event, LinkLost):
            self._suspend()
        elif isinstance(event, Restored):
            self._resume()
        else:
            self._offer(stamped)

    def _offer(self, stamped: Stamped, target: Target = Target.TERMINAL) -> None:
        """To the running check."""
        if self._runner is not None and self.phase is Phase.RUNNING:
            self._runner.event(stamped, self._now, target)
            self._collect()

    def _meter_event(self, stamped: Stamped) -> None:
        if isinstance(stamped.event, Reading):
            if told_by_unit(self.setup.profile, stamped.event.channel):
                self._say(self._meter.left_out(stamped.event.channel))
                return
            self.telemetry.add(stamped.event, stamped.at)
            self.state = apply(self.state, stamped)
            return
        if isinstance(stamped.event, ReadingTyped):
            self.state = apply(self.state, stamped)
        away = self._meter.lost_at is not None
        self._say(self._meter.take(stamped, self._now))
        if away and self._meter.lost_at is None:
            self._send(Target.METER, meter_readings())

    def _observe(self, event: Event, at: float) -> None:
        """Keep what belongs to the record whatever check is running."""
        if isinstance(event, Reading):
            self.telemetry.add(event, at)
        if moment := moment_of(event, round(at - self.setup.start, 4)):
            self.moments.append(moment)
        self._say(self._noticing.line(event))

    def _say(self, line: Message | None) -> None:
        if line is not None:
            self.note(line)

    def _ask_readings(self) -> None:
        for command in unit_readings(self.setup.profile, self.state):
            self._send(Target.TERMINAL, command)

    def _suspend(self) -> None:
        if self.phase is Phase.RUNNING:
            self.phase = Phase.SUSPENDED
            self._lost_at = self._now
            if self._runner is not None:
                self._runner.close()
                self._runner = None

    def _resume(self) -> None:
        if self.phase is not Phase.SUSPENDED:
            return
        self.phase = Phase.RUNNING
        self._ask_readings()
        if self._lost_at is not None:
            self._gaps.append(Span(self._lost_at, self._now))
            self._lost_at = None
        if self._current is None:
            self._next()
        elif self._restarts >= MAX_RESTARTS:
            self._finish_current(Outcome.ERROR)
        else:
            self._restarts += 1
            self._run(self._current)

    def _next(self, first: bool = False) -> None:
        """Go on to the first check that waits or the likeliest to decide, until one has to wait for something, or end."""
        while (check := self._agenda.next(as_found(self.results.values()), first)) is not None:
            self._current, first, self._restarts, self._saved, self._began_s = check, False, 0, {}, self.now_s
            self.keymap.settle()
            if self.phase is not Phase.RUNNING or self._waits(check):
                return
        self._current = None
        self._end()

    def _run(self, check: Check) -> None:
        if not self._waits(check):
            self._next()

    def _waits(self, check: Check) -> bool:
        """Begin a check. False where it is over at once; its result is kept."""
        if missing := lacking(self._model, self.state.capabilities, check.applies):
            self._current = None
            self._keep(not_had(check, missing))
            return False
        self._runner = Runner(self, check.run(context_of(self.setup, check.id, self)))
        self._runner.start(self._now)
        return not self._took_result()

    def _took_result(self) -> bool:
        if self._runner is None or self._runner.result is None:
            return False
        self._keep(self._runner.result)
        self._runner = None
        return True

    def _collect(self) -> None:
        if self._took_result():
            self._next()

    def _keep(self, result: CheckResult) -> None:
        self.results[result.check] = replace(
            result, started_s=round(self._began_s, 3), ended_s=round(self.now_s, 3), restarts=self._restarts
        )
        self.progress_step = self.shown = None
        self._leave_out()

    def _leave_out(self) -> None:
        """Nothing more is tested that could harm a unit or no longer decides anything; undone when a repeat is better."""
        if self.phase is Phase.DONE:
            return
        why, left, back = self._agenda.look_again(as_found(self.results.values()))
        for check in back:
            self.results.pop(check.id, None)
        at = round(self.now_s, 3)
        for check in left:
            self.results[check.id] = CheckResult(check.id, Outcome.SKIPPED, (), (), (message(why or ""),), at, at)

    def _finish_current(self, outcome: Outcome, go_on: bool = True) -> None:
        if self._current is None:
            return
        self._cancel()
        self.keymap.withdraw()
        self._keep(CheckResult(self._current.id, outcome))
        self._current = None
        if go_on:
            self._next()

    def _cancel(self) -> None:
        if self._runner is not None:
            self._runner.close()
            self._runner = None
        if self.state.linked:
            self._leave_idle()
            self._ask_readings()

    def _end(self) -> None:
        self._meter.end(self._now)
        self._say(self._noticing.rest())
        look = looked_back(self.setup, self.telemetry, self.state, self._now, self._gaps, self._meter)
        self._began_s, self._restarts = 0.0, 0
        for result in watched(self.setup, self._model, look):
            self._keep(result)
        self._leave_idle()
        self.phase, self.concessions.open = Phase.DONE, True

    def _leave_idle(self) -> None:
        for command in left_idle(self.setup.profile) if self.state.linked else ():
            self._send(Target.TERMINAL, command)
