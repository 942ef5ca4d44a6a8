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
    """One line each. Signals carry the inspection's id; *continue* needs the same unit on the bench."""

    resume = Signal(str)
    close_it = Signal(str)

    def __init__(self, face: Face, found: tuple[Interrupted, ...]) -> None:
        super().__init__()
        self._face = face
        self._lines: dict[str, tuple[Interrupted, Band, WordButton]] = {}
        box = rows(self, gap=1)
        for inspection in found:
            band = self._line(inspection)
            box.addWidget(band)
        self.setVisible(bool(found))

    def refresh(self, model: SessionModel) -> None:
        """Offer *continue* where the unit is there and free."""
        for inspection, _, button in self._lines.values():
            button.setEnabled(self.lane_for(inspection, model) is not None)

    def lane_for(self, inspection: Interrupted, model: SessionModel) -> int | None:
        """The lane with the same unit, connected and without a running inspection."""
        for lane, unit in sorted(model.units.items()):
            info = unit.info
            same = info.profile is not None and info.profile.id == inspection.profile_id
            if same and info.serial == inspection.serial and info.state is LaneState.CONNECTED and not unit.running:
                return lane
        return None

    def done(self, inspection: str) -> None:
        """Take a line away."""
        entry = self._lines.pop(inspection, None)
        if entry is not None:
            entry[1].setParent(None)
            entry[1].deleteLater()
        self.setVisible(bool(self._lines))

    def _line(self, inspection: Interrupted) -> Band:
        band = Band(self._face, 52)
        text = message(
            "window.interrupted.text",
            model=plain(inspection.model, 40),
            serial=last_six(inspection.serial),
            started=inspection.started.replace("T", " ")[:16],
        )
        go_on = WordButton(self._face, "window.interrupted.continue", "start")
        close = WordButton(self._face, "window.interrupted.close", "close", "flat")
        for button, slot in ((go_on, self._go_on), (close, self._close)):
            button.setProperty("inspection", inspection.id)
            button.clicked.connect(slot)
            band.line.addWidget(button)
        band.put(_SIGN, text)
        self._lines[inspection.id] = (inspection, band, go_on)
        return band

    def _go_on(self) -> None:
        button = self.sender()
        if button is not None:
            self.resume.emit(str(button.property("inspection")))

    def _close(self) -> None:
        button = self.sender()
        if button is not None:
            self.close_it.emit(str(button.property("inspection")))
