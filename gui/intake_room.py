"""The pages of taking returns in, beside the window's own: which one is shown, what Enter does. Window thread only."""

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from gui.face import Face
from gui.intake_desk import IntakeDesk
from gui.next_action import NextAction, Paper, of_intake
from gui.panels.batch_page import BatchPage
from gui.panels.belt_page import BeltPage, say_trouble
from gui.panels.intake_result import IntakeResult
from gui.ports import SigningNeed, Workbench
from gui.reports import Reports
from gui.session_model import SessionModel
from gui.tasks import Tasks
from gui.units import Unit


class IntakeRoom(QObject):
    """``page`` and ``next_action`` are None where the window's own are meant."""

    def __init__(self, workbench: Workbench, model: SessionModel, reports: Reports, tasks: Tasks, face: Face) -> None:
        super().__init__()
        self.desk = IntakeDesk(workbench, model, reports, tasks, face)
        self.batch, self.belt, self.result = BatchPage(face), BeltPage(face), IntakeResult(face)
        self._face, self._model, self._reports = face, model, reports
        self._utc_now, self._signing = workbench.utc_now, workbench.signing
        self._detailed: str | None = None
        self._shown: Unit | None = None
        for signal, slot in (
            (self.batch.begun, self.desk.begin),
            (self.batch.taken, self.desk.take),
            (self.belt.without_sticker, self._start),
            (self.belt.which, self._which),
            (self.belt.forget_code, self.desk.forget_code),
            (self.belt.labels, self.desk.labels),
            (self.belt.export, self.desk.export),
            (self.belt.other_batch, self.desk.leave),
            (self.belt.again, self.desk.try_again),
            (self.desk.printed, self._open),
            (self.result.details, self._details),
        ):
            signal.connect(slot)

    @property
    def pages(self) -> tuple[QWidget, ...]:
        """All of them."""
        return (self.batch, self.belt, self.result)

    def page(self, unit: Unit | None, paper: Paper) -> QWidget | None:
        """The page for the unit in the middle."""
        self._shown = unit
        if not self.desk.on:
            return None
        if self.desk.batch is None and not (unit is not None and unit.busy):
            self.batch.put(self.desk.known(), self.desk.trouble)
            return self.batch
        if unit is not None and unit.done and unit.session is not None:
            if self._detailed == unit.session.setup.id:
                return None
            self.result.put(unit.session, self.desk.expected(unit), paper)
            return self.result
        return self._belt(unit) if self.between(unit) else None

    def between(self, unit: Unit | None) -> bool:
        """Whether no unit is at work: what must be seen then is the batch."""
        return self.desk.on and (unit is None or (unit.session is None and not unit.at_the_door))

    def next_action(self, unit: Unit | None, paper: Paper) -> NextAction | None:
        """What comes next."""
        return of_intake(unit, paper, self.desk.batch is not None, bool(self.desk.pending), len(self.desk.ready))

    def file(self, unit: Unit) -> bool:
        """Enter under a verdict: the report goes its way, the place is free. False where something must be typed first."""
        if unit.session is None:
            return False
        self.desk.accessories(unit, self.result.there)
        record = unit.session.record(self._utc_now())
        need = self._signing(record)
        passphrase = self.result.report.take_passphrase() if need is not SigningNeed.NOTHING else ""
        if need is not SigningNeed.NOTHING and not passphrase:
            self._reports.ask(unit.info.id, need)
            return False
        self.desk.file(record, unit.effort.effort, passphrase)
        return True

    def _belt(self, unit: Unit | None) -> QWidget | None:
        batch = self.desk.batch
        if batch is None:
            return None
        lane = unit.info.id if unit is not None and unit.info.id in self.desk.ready else None
        trouble = say_trouble(self._face, self.desk.trouble, self.desk.failures)
        self.belt.put(batch, self.desk.pending, len(self.desk.ready), lane, trouble, len(self.desk.failures))
        return self.belt

    @Slot()
    def _start(self) -> None:
        if self._shown is not None:
            self.desk.start(self._shown.info.id)

    @Slot()
    def _which(self) -> None:
        """Every unit that waits shows its lane."""
        for lane in self.desk.ready:
            self._model.point_out(lane)

    @Slot()
    def _details(self) -> None:
        """The whole result page instead of the short one."""
        if self._shown is not None and self._shown.session is not None:
            self._detailed = self._shown.session.setup.id
            self.desk.changed.emit()

    @Slot(str)
    def _open(self, path: str) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(path))
