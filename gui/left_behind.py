"""Inspections that a killed program left: gone on with on the unit that is there again, or closed. Window thread only."""

from PySide6.QtCore import QObject, Signal, Slot

from gui.intents import Intents
from gui.panels.interrupted_band import InterruptedBand
from gui.ports import Interrupted
from gui.session_model import SessionModel


class LeftBehind(QObject):
    """``resumed`` carries the lane on which one goes on."""

    resumed = Signal(int)

    def __init__(
        self, found: tuple[Interrupted, ...], model: SessionModel, intents: Intents, band: InterruptedBand
    ) -> None:
        super().__init__()
        self._found = {inspection.id: inspection for inspection in found}
        self._model, self._intents, self._band = model, intents, band

    @Slot(str)
    def resume(self, inspection: str) -> None:
        """Go on."""
        found = self._found.get(inspection)
        lane = self._band.lane_for(found, self._model) if found else None
        if found is not None and lane is not None:
            self._intents.resume(found, lane)
            self._band.done(inspection)
            self.resumed.emit(lane)

    @Slot(str)
    def close(self, inspection: str) -> None:
        """Keep what was found as an aborted inspection."""
        found = self._found.get(inspection)
        if found is not None:
            found.close()
            self._band.done(inspection)
