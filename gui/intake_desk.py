"""Returns, one after another: a scan and a plug begin an inspection, Enter ends it. Decides nothing about a unit itself.

Two equal units are never swapped: a code is bound to a unit only where there is one it can mean. Window thread only.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from checks.handling import Handling
from checks.intake.batch import Batch, announced
from checks.intake.effort import Effort
from checks.intake.expected import Expected
from checks.measurement import Message, message
from checks.plan import PlanKind
from checks.record import Record
from devices.lanes import LaneState
from gui.face import Face
from gui.ports import BatchPort, Unable, Workbench
from gui.reports import Reports
from gui.session_model import SessionModel
from gui.tasks import Tasks
from gui.units import Intake, Unit


@dataclass(slots=True)
class Waiting:
    """An inspection that is over and whose report is not written yet. ``batch`` is the name of the one it was filed in."""

    record: Record
    effort: Effort
    batch: str
    failed: str = ""


class IntakeDesk(QObject):
    """``changed``: look again. ``show_lane`` carries the lane that a scan meant."""

    changed = Signal()
    show_lane = Signal(int)
    printed = Signal(str)
    """The path of labels or of a spreadsheet that were asked for."""

    def __init__(self, workbench: Workbench, model: SessionModel, reports: Reports, tasks: Tasks, face: Face) -> None:
        super().__init__()
        self._port: BatchPort | None = workbench.batches
        self._model, self._reports, self._tasks = model, reports, tasks
        self._utc_now, self._clock, self._publish = workbench.utc_now, workbench.clock, workbench.publish
        self._face = face
        self.operator: Callable[[], str] = lambda: ""
        self.languages: Callable[[], tuple[str, ...]] = lambda: (face.words.language,)
        """Of the reports."""
        self.on = False
        self.batch: Batch | None = None
        self.pending = ""
        """A code that was scanned and whose unit is not known yet."""
        self.trouble: Message | None = None
        self.waiting: dict[str, Waiting] = {}
        self._ready: set[int] = set()
        self._known: tuple[Batch, ...] | None = None
        model.lanes_changed.connect(self._lanes)
        model.finished.connect(self._finished)

    @property
    def possible(self) -> bool:
        """Whether batches can be kept at all."""
        return self._port is not None

    def switch(self, on: bool) -> None:
        """Work this way from now on, or no longer."""
        self.on = on and self.possible
        self.pending, self._known = "", None
        self._ready = set(self.ready)
        self.changed.emit()

    def known(self) -> tuple[Batch, ...]:
        """Every batch, the newest first, as they were when somebody last had to choose one.

        None where the folder cannot be read; ``trouble`` says so, and the next time it is tried again.
        """
        if self._known is None:
            try:
                self._known = self._port.known() if self._port is not None else ()
            except Unable as error:
                self.trouble = error.text
                return ()
        return self._known

    def begin(self, name: str, source: str) -> None:
        """A new batch, with the list of announced units where a file is named."""
        self._keep(lambda port: port.begin(name, self.operator(), Path(source) if source else None))

    def take(self, name: str) -> None:
        """Go on with a batch."""
        self._keep(lambda port: port.open(name))

    def leave(self) -> None:
        """Choose another batch."""
        self.batch, self.pending, self._known = None, "", None
        self.changed.emit()

    def announce(self, source: str) -> None:
        """The list of announced units for the batch under way."""
        batch = self.batch
        if batch is not None:
            self._keep(lambda port: port.announce(batch.name, Path(source)))

    def expected(self, unit: Unit) -> Expected | None:
        """What the list says of a unit."""
        serials = (unit.intake.sticker_serial, unit.info.serial or "")
        found = (announced(self.batch, serial) for serial in serials if self.batch is not None and serial)
        return next((told for told in found if told is not None), None)

    # Scans and plugs

    def scanned(self, code: str, shown: int | None) -> None:
        """A code came while ``shown`` was the unit in the middle."""
        known = self._model.lane_of(code)
        if known is not None and known not in self.ready:
            self.show_lane.emit(known)
            return
        if self.batch is None:
            return
        free = self.ready
        meant = known if known is not None else free[0] if len(free) == 1 else None
        if meant is None:
            self.pending = code
        else:
            self.start(meant, code)
        self.changed.emit()

    def start(self, lane: int, code: str = "") -> None:
        """Inspect the unit on this lane; ``code`` stands on its sticker."""
        unit = self._model.units.get(lane)
        if unit is None or self.batch is None or lane not in self.ready:
            return
        code, self.pending = code or self.pending, ""
        told = announced(self.batch, code) or announced(self.batch, unit.info.serial or "")
        unit.intake = Intake(PlanKind.QUICK, "routine", code, self.operator(), Handling(told.order if told else ""))
        self._ready.discard(lane)
        self._model.start(lane, self._face.words.language)
        self.show_lane.emit(lane)
        self.changed.emit()

    def forget_code(self) -> None:
        """The code was of no unit here."""
        self.pending = ""
        self.changed.emit()

    @Slot()
    def _lanes(self) -> None:
        """A unit that becomes ready while a code waits for it is the one that was scanned."""
        free = set(self.ready)
        new, self._ready = free - self._ready, free
        if self.on and self.batch is not None and self.pending and len(new) == 1 and len(free) == 1:
            self.start(next(iter(new)))

    @property
    def ready(self) -> list[int]:
        """Lanes with a unit that could be inspected now."""
        return [
            lane
            for lane, unit in sorted(self._model.units.items())
            if unit.session is None and unit.info.state is LaneState.CONNECTED and unit.info.profile is not None
        ]

    # The end of an inspection

    @Slot(int)
    def _finished(self, lane: int) -> None:
        """Counted at once: what is done is done, whether anybody presses Enter or not."""
        unit, batch = self._model.units.get(lane), self.batch
        if self.on and batch is not None and unit is not None and unit.session is not None:
            self._count(Waiting(unit.session.record(self._utc_now()), unit.effort.effort, batch.name))

    def accessories(self, unit: Unit, there: tuple[str, ...]) -> None:
        """What came with a unit whose inspection is over."""
        if unit.session is not None and unit.session.handling.accessories != there:
            unit.session.handled(replace(unit.session.handling, accessories=there), self._clock())

    def file(self, record: Record, effort: Effort, passphrase: str = "") -> None:
        """Write the report beside the next unit's inspection. A failure is told and can be tried again; nothing is lost."""
        waiting = Waiting(record, effort, self.batch.name if self.batch is not None else "")
        self.waiting[record.id] = waiting
        self._write(waiting, passphrase)

    def try_again(self) -> None:
        """Write the reports that could not be written."""
        for waiting in self.waiting.values():
            if waiting.failed:
                self._write(waiting, "")

    def _write(self, waiting: Waiting, passphrase: str) -> None:
        waiting.failed = ""
        record = waiting.record
        path = self._reports.path_of(record)
        self._count(waiting)
        work = partial(self._reports.publish, record, self.languages(), path, passphrase)
        self._tasks.run(work, partial(self._written, record.id), partial(self._failed, record.id))
        self.changed.emit()

    def _written(self, inspection: str, path: Path) -> None:
        waiting = self.waiting.pop(inspection, None)
        if waiting is not None:
            self._count(waiting, str(path))
        self.changed.emit()

    def _failed(self, inspection: str, reason: str) -> None:
        if inspection in self.waiting:
            self.waiting[inspection].failed = reason
        self.changed.emit()

    @property
    def failures(self) -> tuple[str, ...]:
        """Why reports are not written yet."""
        return tuple(waiting.failed for waiting in self.waiting.values() if waiting.failed)

    def _count(self, told: Waiting, report: str = "") -> None:
        """In the batch it was filed in, also where another one is under way by now."""
        if told.batch:
            self._keep(lambda port: port.count(told.batch, told.record, told.effort, report), told.batch)

    def labels(self) -> None:
        """Labels of the batch's units, opened in the system's own PDF reader by whoever listens."""
        self._paper(lambda port, name: port.labels(name, self._face.words.language))

    def export(self) -> None:
        """The batch as a spreadsheet beside the reports."""
        self._paper(lambda port, name: port.export(name, self._face.words.language))

    def _paper(self, make: Callable[[BatchPort, str], Path]) -> None:
        port, batch = self._port, self.batch
        if port is not None and batch is not None:
            self._tasks.run(partial(self._made, make, port, batch.name), self._printed, self._said)

    def _made(self, make: Callable[[BatchPort, str], Path], port: BatchPort, name: str) -> Path:
        """In a task thread, where a refusal must be a sentence already."""
        try:
            return make(port, name)
        except Unable as error:
            raise RuntimeError(self._face.say(error.text)) from error

    def _printed(self, path: Path) -> None:
        self.trouble = None
        self.printed.emit(str(path))

    def _said(self, reason: str) -> None:
        self.trouble = message("intake.trouble", reason=reason)
        self.changed.emit()

    def _keep(self, act: Callable[[BatchPort], Batch], of: str = "") -> None:
        """Go on with the batch that comes of it; ``of`` names one that matters only where it is the one under way."""
        if self._port is None:
            return
        self._known = None
        try:
            batch, self.trouble = act(self._port), None
        except Unable as error:
            self.trouble = error.text
        else:
            under_way = self.batch.name if self.batch is not None else ""
            self.batch = batch if of in ("", under_way) else self.batch
        self.changed.emit()
