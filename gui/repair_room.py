"""From a verdict to the repair and back to the bench: the page beside the window's own, and what Enter does. Window thread only.

What is written down goes into the session, and so into its journal, at once or after a pause in typing.
"""

from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from checks.disposition import Fate
from checks.handling import MOST_PHOTOS, Handling, Photo
from checks.measurement import Message, message
from checks.retest import Who, before_of, same_unit
from checks.session import Session
from devices.events import Identified
from devices.lanes import LaneState
from gui.appearance import Appearance
from gui.next_action import Act, NextAction, Paper
from gui.panels.repair_page import RepairPage
from gui.photo_watch import PhotoWatch
from gui.ports import Workbench
from gui.reports import Reports
from gui.session_model import SessionModel
from gui.tasks import Tasks
from gui.units import Unit

_PAUSE_MS: Final = 700
_NEVER: Final = (Fate.QUARANTINE, Fate.SCRAP)
"""Nobody repairs these at a bench."""


class RepairRoom(QObject):
    """``changed``: look again. ``page`` and ``next_action`` are None where the window's own are meant."""

    changed = Signal()

    def __init__(
        self, workbench: Workbench, model: SessionModel, reports: Reports, tasks: Tasks, appearance: Appearance
    ) -> None:
        super().__init__()
        self._shelf, self._appearance = workbench.photos, appearance
        self.page_widget = RepairPage(appearance.face, self._photo_path)
        self.watch = PhotoWatch(workbench.photos, tasks)
        self._refused: Message | None = None
        self._model, self._reports, self._face = model, reports, appearance.face
        self._clock, self._utc_now = workbench.clock, workbench.utc_now
        self._open = ""
        """Id of the inspection whose repair is on show."""
        self._seen: set[str] = set()
        self._reported: set[str] = set()
        self._shown: Unit | None = None
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.keep)
        self.page_widget.edited.connect(self.keep)
        self.page_widget.typing.connect(self._pause.start)
        self.page_widget.back.connect(self.leave)
        self.page_widget.photos.setVisible(workbench.photos is not None)
        self.page_widget.photos.chosen.connect(self._choose_folder)
        self.page_widget.photos.removed.connect(self._remove_photo)
        self.watch.kept.connect(self._add_photo)
        self.watch.refused.connect(self._refuse_photo)

    @staticmethod
    def possible(unit: Unit | None) -> bool:
        """Whether there is anything to repair, and nobody forbids it."""
        if unit is None or not unit.done or unit.session is None:
            return False
        overall = unit.session.overall()
        wrong = bool(overall.failed or overall.undecided or overall.marginal or overall.waived)
        return wrong and unit.session.disposition().fate not in _NEVER

    @staticmethod
    def called_for(session: Session) -> bool:
        """Whether something was found: an inspection that merely was not finished, or was accepted, leads on to the next unit."""
        overall = session.overall()
        return not overall.conceded and bool(overall.failed or session.diagnoses())

    def page(self, unit: Unit | None, paper: Paper) -> RepairPage | None:
        """The page for the unit in the middle."""
        if unit is not self._shown:
            self.keep()
            self.watch.end()
            self._shown, self._refused = unit, None
        session = unit.session if unit is not None else None
        if session is None or unit is None or not unit.done:
            return None
        if paper.path:
            self._reported.add(session.setup.id)
        if self._open != session.setup.id:
            self.watch.end()
            return None
        folder = self._appearance.settings.photos
        self.watch.begin(folder)
        self.page_widget.photos.put(session.handling.photos, folder, self._refused)
        self.page_widget.put(session, self.obstacle(unit))
        return self.page_widget

    def next_action(self, unit: Unit | None, paper: Paper) -> NextAction | None:
        """What comes next."""
        if unit is None or unit.session is None or not unit.done:
            return None
        if self._open == unit.session.setup.id:
            trouble = self.obstacle(unit)
            return NextAction(trouble) if trouble else NextAction(message("repair.next.retest"), "Enter", Act.RETEST)
        if (
            paper.path
            and self.possible(unit)
            and self.called_for(unit.session)
            and unit.session.setup.id not in self._seen
        ):
            return NextAction(message("repair.next.repair"), "Enter", Act.REPAIR)
        return None

    def obstacle(self, unit: Unit) -> Message | None:
        """Why the unit cannot be tested again now."""
        session = unit.session
        if session is None or unit.gone or unit.info.state is not LaneState.CONNECTED or unit.info.profile is None:
            return message("repair.next.connect")
        setup, own = session.setup, _own_serial(unit.info.identity)
        then = Who(setup.profile.id, _own_serial(session.state.identity), setup.sticker_serial)
        if same_unit(then, Who(unit.info.profile.id, own, setup.sticker_serial)) is False:
            return message("retest.other_unit", before=then.serial or then.sticker_serial, serial=own)
        return None

    @Slot()
    def open(self) -> None:
        """Turn to the repair of the unit on show."""
        session = self._shown.session if self._shown is not None else None
        if session is not None and self.possible(self._shown):
            self._open = session.setup.id
            self._seen.add(session.setup.id)
            self.changed.emit()

    @Slot()
    def leave(self) -> None:
        """Back to the result."""
        if self._open:
            self.keep()
            self._open = ""
            self.changed.emit()

    @Slot()
    def keep(self) -> None:
        """Write down what stands on the page. A report already written is of the past then."""
        self._pause.stop()
        unit, session = self._on_page()
        if unit is not None and session is not None:
            self._write(unit, session, self.page_widget.handling())

    def retest(self) -> None:
        """Test again what failed: a new inspection that knows the one before."""
        self.keep()
        unit = self._shown
        if unit is None or unit.session is None or self.obstacle(unit) is not None:
            return
        first = unit.session
        before = before_of(first.record(self._utc_now()))
        unit.intake.handling = first.handling
        self._reports.forget(unit.info.id)
        self._open = ""
        self.watch.end()
        self._model.start(unit.info.id, self._face.words.language, before)
        if unit.session is not first and first.setup.id in self._reported:
            first.published(self._clock())  # its report is written; what came after goes into the next one
        self.changed.emit()

    def close(self) -> None:
        """The window closes: nothing typed is lost."""
        self.keep()
        self.watch.end()

    def _write(self, unit: Unit, session: Session, told: Handling) -> None:
        if told != session.handling:
            session.handled(told, self._clock())
            self._reports.forget(unit.info.id)
            self.changed.emit()

    # Photos

    def _photo_path(self, photo: Photo) -> Path | None:
        return self._shelf.path(photo) if self._shelf is not None else None

    @Slot(object)
    def _add_photo(self, photo: Photo) -> None:
        """A picture came while this repair was on show."""
        unit, session = self._on_page()
        if unit is None or session is None or any(p.sha256 == photo.sha256 for p in session.handling.photos):
            return
        if len(session.handling.photos) >= MOST_PHOTOS:
            self._refuse_photo(message("photo.enough", most=MOST_PHOTOS))
            return
        told = self.page_widget.handling()
        self._refused = None
        self._write(unit, session, replace(told, photos=(*told.photos, photo)))

    @Slot(str)
    def _remove_photo(self, digest: str) -> None:
        unit, session = self._on_page()
        if unit is not None and session is not None:
            told = self.page_widget.handling()
            left = tuple(photo for photo in told.photos if photo.sha256 != digest)
            self._write(unit, session, replace(told, photos=left))

    @Slot(object)
    def _refuse_photo(self, why: Message) -> None:
        self._refused = why
        self.changed.emit()

    @Slot(str)
    def _choose_folder(self, folder: str) -> None:
        self._appearance.settings.photos = folder
        self._appearance.keep()
        self.changed.emit()

    def _on_page(self) -> tuple[Unit | None, Session | None]:
        unit = self._shown
        session = unit.session if unit is not None else None
        shown = session is not None and self._open == session.setup.id and self.page_widget.shows(session)
        return (unit, session) if shown else (None, None)


def _own_serial(identity: Identified | None) -> str:
    return (identity.get("serial") if identity is not None else None) or ""
