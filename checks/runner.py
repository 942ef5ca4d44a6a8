"""Drives one check's generator: hands it events, answers and the passing of time, and does what it yields.

Pure but for the ``Stage`` it acts on. Time comes with each call.
"""

from dataclasses import dataclass
from typing import Protocol

from checks.measurement import CheckResult
from checks.steps import (
    Answer,
    Ask,
    Await,
    Mark,
    Pause,
    Progress,
    Question,
    Received,
    Save,
    Send,
    Show,
    Step,
    Steps,
    Sweep,
    Swept,
    Target,
    TimedOut,
)
from checks.sweep import SweepCount
from devices.events import Stamped


class Stage(Protocol):
    """What a check acts on: the session."""

    def send(self, step: Send) -> None:
        """Pass a command on to its target."""
        ...

    def mark(self, step: Mark) -> None:
        """Change the map."""
        ...

    def show(self, step: Show) -> None:
        """Remember the picture on the terminal's screen."""
        ...

    def progress(self, step: Progress) -> None:
        """Remember how far the check is."""
        ...

    def save(self, step: Save) -> None:
        """Keep a fact across restarts."""
        ...

    def counts(self, step: Sweep, now: float) -> SweepCount:
        """A count for a sweep that begins."""
        ...

    def swept(self, swept: Swept, now: float) -> None:
        """A sweep is over: what it saw is an input like any other."""
        ...


@dataclass(slots=True)
class Runner:
    """One run of one check. ``result`` is set when it is over."""

    stage: Stage
    steps: Steps
    result: CheckResult | None = None
    question: Question | None = None
    deadline: float | None = None
    asked_at: float = 0.0
    sweep: SweepCount | None = None
    _waiting: Step | None = None

    def start(self, now: float) -> None:
        """Run up to the first wait."""
        self._advance(None, now)

    def event(self, stamped: Stamped, now: float, target: Target = Target.TERMINAL) -> None:
        """Offer an event; it counts where the check awaits it from ``target``."""
        step = self._waiting
        if self.sweep is not None and target is Target.TERMINAL:
            self.sweep.take(stamped)
            self.deadline = self.sweep.deadline
            return
        if not isinstance(step, Await) or step.of is not target or not isinstance(stamped.event, step.events):
            return
        if step.where is None or step.where(stamped.event):
            self._advance(stamped, now)

    def answer(self, answer: Answer, now: float) -> bool:
        """Give an answer. False where nothing like it is asked, or it came before the minimum look."""
        question = self.question
        if question is None or answer.question != question.id or now - self.asked_at < question.min_look_s:
            return False
        if self.sweep is not None:
            self.sweep.said, self.question = answer.choice, None
            self.deadline = self.sweep.deadline
            self.tick(now)
        else:
            self._advance(answer, now)
        return True

    def end_sweep(self, now: float, swept: Swept) -> None:
        """The sweep under way is over, and this is what it saw."""
        if self.sweep is not None:
            self.sweep = None
            self.stage.swept(swept, now)
            self._advance(swept, now)

    def tick(self, now: float) -> None:
        """Let time pass."""
        while self.deadline is not None and now >= self.deadline:
            at = self.deadline
            if self.sweep is not None:
                self.end_sweep(max(at, now), self.sweep.swept(max(at, now)))
                continue
            self._advance(TimedOut() if isinstance(self._waiting, Await) else None, max(at, now))

    def close(self) -> None:
        """Cancel. The check's own ``finally`` may still send."""
        self.steps.close()
        self._waiting = self.question = self.deadline = self.sweep = None

    def _advance(self, received: Received, now: float) -> None:
        self._waiting = self.question = self.deadline = None
        try:
            step = self.steps.send(received)
            while not self._waits(step, now):
                step = self.steps.send(None)
        except StopIteration as stop:
            self.result = stop.value

    def _waits(self, step: Step, now: float) -> bool:
        """Do an immediate step (False), or remember what is waited for (True)."""
        match step:
            case Send():
                self.stage.send(step)
            case Mark():
                self.stage.mark(step)
            case Show():
                self.stage.show(step)
            case Progress():
                self.stage.progress(step)
            case Save():
                self.stage.save(step)
            case Await(timeout_s=timeout, ask=question):
                self._waiting, self.question, self.deadline = step, question, now + timeout
                self.asked_at = now
                return True
            case Sweep(ask=question):
                self.sweep = self.stage.counts(step, now)
                self._waiting, self.question, self.asked_at = step, question, now
                self.deadline = self.sweep.deadline
                return True
            case Ask(question=question):
                self._waiting, self.question, self.asked_at = step, question, now
                return True
            case Pause(seconds=seconds):
                self._waiting, self.deadline = step, now + seconds
                return True
        return False
