"""Inspections that a killed program left behind: taken up again on a lane that fits, or closed. Window thread only."""

from PySide6.QtCore import QObject, Signal, Slot

from gui.intents import Intents
from gui.panels.interrupted_band import InterruptedBand
from gui.ports import Interrupted
from gui.session_model import SessionModel


class LeftBehind(QObject):
    """Does what the band asks for. ``taken_up`` carries the lane."""

    taken_up = Signal(int)

    def __init__(
        self, band: InterruptedBand, known: tuple[Interrupted, ...], model: SessionModel, intents: Intents
    ) -> None:
        super().__init__()
        self._band, self._known, self._model, self._intents = band, known, model, intents
        band.resume.connect(self.resume)
        band.close_it.connect(self.close_it)

    @Slot(str)
    def resume(self, inspection: str) -> None:
        """Go on with it where its unit is."""
        found = self._find(inspection)
        lane = self._band.lane_for(found, self._model) if found else None
        if found is not None and lane is not None:
            self._intents.resume(found, lane)
            self._band.done(inspection)
            self.taken_up.emit(lane)

    @Slot(str)
    def close_it(self, inspection: str) -> None:
        """Keep what was found, and forget it."""
        found = self._find(inspection)
        if found is not None:
            found.close()
            self._band.done(inspection)

    def _find(self, inspection: str) -> Interrupted | None:
        return next((known for known in self._known if known.id == inspection), None)
