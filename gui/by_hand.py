"""Connecting what a person names: lists ports beside the window, opens a lane, and gives it back. Window thread only."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from checks.typed_readings import PROFILE as TYPED
from devices.columns import InstrumentChoice
from devices.lanes import NO_PORT, LaneState, PortInfo
from gui.instruments import Instruments, port_key
from gui.panels.connect_page import Choice, ConnectPage
from gui.ports import Workbench
from gui.session_model import SessionModel
from gui.tasks import Tasks

_LOOK_MS = 1000
NO_LINK = "no-link"
"""The profile of whatever has no cable."""
FIRST_GUESS = "smart-terminal"
"""What a port without a USB identity of its own most often is: a service console."""


class ByHand(QObject):
    """``open`` while a person chooses; ``changed`` when that begins or ends."""

    changed = Signal()
    connected = Signal(int)

    def __init__(
        self, workbench: Workbench, model: SessionModel, page: ConnectPage, tasks: Tasks, kept: Instruments
    ) -> None:
        super().__init__()
        self._kept = kept
        self._ports: tuple[PortInfo, ...] = ()
        self.open = False
        self._bench, self._list, self._model, self._page, self._tasks = (
            workbench.bench,
            workbench.list_ports,
            model,
            page,
            tasks,
        )
        self._instead: int | None = None
        self._mine: set[int] = set()
        self._listing = False
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)
        page.back.connect(self.leave)

    def owns(self, lane: int) -> bool:
        """Whether this lane was opened here, so that it may be given back here."""
        return lane in self._mine

    @Slot()
    def begin(self, instead: int | None = None) -> None:
        """Let a person choose; ``instead`` is the lane that the choice replaces."""
        self.open, self._instead = True, instead
        self._look()
        self._timer.start()
        self.changed.emit()
        self._page.begin(FIRST_GUESS)

    @Slot()
    def leave(self) -> None:
        """Nobody wants to connect any more."""
        if self.open:
            self.open = False
            self._timer.stop()
            self.changed.emit()

    def connect_choice(self) -> int | None:
        """Open what was chosen; the lane's number."""
        choice = self._page.choice
        if choice is None:
            return None
        if choice.readings:
            return self._typed(choice)
        if choice.instrument != self._kept.of(self._key(choice.url)):
            self._kept.keep(self._key(choice.url), choice.instrument)
        old = [n for n in (self._instead, self._lane_on(choice)) if n is not None]
        lane = self._bench.add(choice.url, choice.profile, choice.instrument)
        self._mine.add(lane)
        for number in old:  # after the new one, so that hot-plug does not take the port in between
            self._bench.remove(number)
            self._mine.discard(number)
        self.leave()
        self.connected.emit(lane)
        return lane

    def _typed(self, choice: Choice) -> int:
        """Readings go to the multimeter's lane, which is made with the first; its number."""
        known = next((n for n, m in self._model.meters.items() if m.info.profile and m.info.profile.id == TYPED), None)
        lane = self._bench.add(choice.url, choice.profile) if known is None else known
        self._mine.add(lane)
        self._model.type_readings(choice.readings)
        self.leave()
        self.connected.emit(lane)
        return lane

    @Slot()
    def without_cable(self) -> int:
        """A lane for a unit that nothing can be asked; its number."""
        lane = self._bench.add(NO_PORT, NO_LINK)
        self._mine.add(lane)
        self.leave()
        self.connected.emit(lane)
        return lane

    def close(self) -> None:
        """Stop looking."""
        self._timer.stop()

    def known(self, url: str) -> tuple[InstrumentChoice, str]:
        """What was said before of the instrument at an address, and the columns that were heard there."""
        heard = (info.identity for info in self._bench.lanes() if info.url == url and info.identity is not None)
        columns = next((text for identity in heard if (text := identity.get("columns"))), "")
        return self._kept.of(self._key(url)), columns

    def _key(self, url: str) -> str:
        return port_key(next((port for port in self._ports if port.url == url), None), url)

    def _lane_on(self, choice: Choice) -> int | None:
        busy = (n for n, unit in self._model.units.items() if unit.info.url == choice.url)
        return next((n for n in busy if self._model.units[n].info.state is not LaneState.CONNECTED), None)

    def _look(self) -> None:
        if not self._listing:
            self._listing = True
            self._tasks.run(self._list, self._seen, self._failed)

    def _seen(self, ports: tuple[PortInfo, ...]) -> None:
        self._listing, self._ports = False, ports
        if self.open:
            held = {info.url: info.id for info in self._bench.lanes() if info.state is LaneState.CONNECTED}
            self._page.put(tuple((port, held.get(port.url)) for port in ports))

    def _failed(self, _reason: str) -> None:
        self._listing = False
