"""What a person wants of the unit in the middle, passed on to the model. Bound methods of a QObject, as slots must be."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from checks.steps import Answer
from gui.ports import Interrupted
from gui.reports import Reports
from gui.session_model import SessionModel


class Intents(QObject):
    """``lane`` tells which unit is meant now. Window thread only."""

    def __init__(self, model: SessionModel, reports: Reports, lane: Callable[[], int | None], parent: QObject) -> None:
        super().__init__(parent)
        self._model, self._reports, self._lane = model, reports, lane

    @Slot(object)
    def answer(self, answer: Answer) -> None:
        """A choice or a count."""
        lane = self._lane()
        if lane is not None:
            self._model.answer(lane, answer)

    @Slot(str)
    def repeat(self, check: str) -> None:
        """Do a check again; a report already written is of the past."""
        lane = self._lane()
        if lane is not None:
            self._reports.forget(lane)
            self._model.repeat(lane, check)

    @Slot(str, str, str)
    def waive(self, check: str, by: str, why: str) -> None:
        """Accept a check nonetheless."""
        lane = self._lane()
        if lane is not None:
            self._model.waive(lane, check, by, why)

    @Slot(str)
    def take_back(self, check: str) -> None:
        """The check counts as it was found."""
        lane = self._lane()
        if lane is not None:
            self._model.take_back(lane, check)

    @Slot()
    def repeat_current(self) -> None:
        """Do the running check again."""
        unit = self._model.units.get(self._lane() or 0)
        if unit is not None and unit.session is not None and unit.session.current is not None:
            self.repeat(unit.session.current)

    @Slot()
    def undo(self) -> None:
        """Take the last mark of a key back."""
        lane = self._lane()
        if lane is not None:
            self._model.undo(lane)

    @Slot()
    def skip(self) -> None:
        """Leave the running check out."""
        lane = self._lane()
        if lane is not None:
            self._model.skip(lane)

    @Slot()
    def stop(self) -> None:
        """End the inspection; what was found stays."""
        lane = self._lane()
        if lane is not None:
            self._model.abort(lane)

    @Slot(str)
    def mark_missing(self, key: str) -> None:
        """This cap is gone or damaged, says the operator."""
        lane = self._lane()
        if lane is not None:
            self._model.mark_missing(lane, key)

    def resume(self, inspection: Interrupted, lane: int) -> None:
        """Go on with an interrupted inspection on this lane."""
        self._reports.forget(lane)
        self._model.resume(lane, inspection)
