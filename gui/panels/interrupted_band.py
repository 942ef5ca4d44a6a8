"""Inspections that a killed program left behind: a band at the top that offers to go on with one, or to close it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from checks.measurement import message
from devices.lanes import LaneState
from gui.face import Face
from gui.naming import last_six, plain
from gui.panels.header import Band
from gui.ports import Interrupted
from gui.session_model import SessionModel
from gui.theme import Sign
from gui.widgets.words import WordButton, rows

_SIGN = Sign("wait", "accent", "accent_soft")


class InterruptedBand(QWidget):
    """The latest of them, one at a time. Signals carry the inspection's id; *continue* needs the same unit on the bench."""

    resume = Signal(str)
    close_it = Signal(str)

    def __init__(self, face: Face, found: tuple[Interrupted, ...]) -> None:
        super().__init__()
        self._face = face
        self._left = sorted(found, key=lambda inspection: inspection.started)
        self._band = Band(face, 56)
        self.go_on = WordButton(face, "window.interrupted.continue", "start")
        self.close_button = WordButton(face, "window.interrupted.close", "close", "flat")
        self.go_on.clicked.connect(self._go_on)
        self.close_button.clicked.connect(self._close)
        for button in (self.go_on, self.close_button):
            self._band.line.addWidget(button)
        rows(self).addWidget(self._band)
        self._show()

    def refresh(self, model: SessionModel) -> None:
        """Offer *continue* where the unit is there and free; an inspection of a unit on the bench comes first."""
        here = [i for i in self._left if self.lane_for(i, model) is not None]
        if here and here[-1] is not self._left[-1]:
            self._left.remove(here[-1])
            self._left.append(here[-1])
        self.go_on.setEnabled(bool(here))
        self._show()

    def lane_for(self, inspection: Interrupted, model: SessionModel) -> int | None:
        """The lane with the same unit, connected and without a running inspection; none for another program's inspection."""
        if not inspection.same_program:
            return None
        for lane, unit in sorted(model.units.items()):
            info = unit.info
            same = info.profile is not None and info.profile.id == inspection.profile_id
            if same and info.serial == inspection.serial and info.state is LaneState.CONNECTED and not unit.running:
                return lane
        return None

    def done(self, inspection: str) -> None:
        """Go to the next one."""
        self._left = [i for i in self._left if i.id != inspection]
        self._show()

    def _show(self) -> None:
        self.setVisible(bool(self._left))
        if not self._left:
            self._band.put(None, None)
            return
        newest = self._left[-1]
        more = len(self._left) - 1
        here = "more" if more else "text"
        said = here if self.go_on.isEnabled() else "absent" if newest.same_program else "older"
        text = message(
            f"window.interrupted.{said}",
            model=plain(newest.model, 40),
            serial=last_six(newest.serial),
            started=newest.started.replace("T", " ")[:16],
            count=more,
        )
        self._band.put(_SIGN, text)

    def _go_on(self) -> None:
        if self._left:
            self.resume.emit(self._left[-1].id)

    def _close(self) -> None:
        if self._left:
            self.close_it.emit(self._left[-1].id)
