"""A window that plays a simulated unit: its screen shows what arrives, its keys can be clicked, faults can be switched on.

Speaks only to the control socket, in its own task thread; the bench's wire is none of its business.
"""

from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QScrollArea, QWidget

from gui.face import Face
from gui.naming import plain
from gui.ports import FaultSwitch, VirtualUnit
from gui.tasks import Tasks
from gui.widgets.unit_body import UnitBody
from gui.widgets.words import Text, WordButton, WordLabel, columns, rows

_POLL_MS: Final = 120


class VirtualTerminal(QWidget):
    """A top-level window. Closing it lets the simulated unit go on."""

    def __init__(self, face: Face, unit: VirtualUnit) -> None:
        super().__init__()
        self._face, self._unit = face, unit
        self._tasks = Tasks(1, self)
        self._busy = False
        self._screen_id: Any = None
        self.body = UnitBody(face, unit.profile)
        self.body.pressed.connect(self._press)
        self.state = Text("caption", wrap=True)
        self._faults: dict[str, WordButton] = {}
        self._build()
        self._timer = QTimer(self, interval=_POLL_MS)
        self._timer.timeout.connect(self.poll)
        self._timer.start()
        self.retranslate()

    def place(self, index: int) -> None:
        """Beside the last one, at the right edge of the screen."""
        area = QGuiApplication.primaryScreen().availableGeometry()
        wanted = self.sizeHint()
        left = area.right() - wanted.width() - 30 - 60 * index
        self.setGeometry(
            max(area.left(), left),
            area.top() + 50 + 60 * index,
            wanted.width(),
            min(wanted.height(), area.height() - 80),
        )

    def retranslate(self) -> None:
        """Title in the words of the face."""
        name = self._face.words.local(self._unit.profile.name)
        self.setWindowTitle(self._face.text("window.virtual.title", name=name))

    def poll(self) -> None:
        """Ask the simulated unit what it does, unless an answer is still out."""
        if not self._busy:
            self._busy = True
            self._tasks.run(partial(_look, self._unit, self._screen_id), self._seen, self._lost)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Hang up."""
        self._timer.stop()
        self._tasks.close()
        self._unit.control.close()
        super().closeEvent(event)

    def _seen(self, seen: tuple[dict[str, Any], Any]) -> None:
        self._busy = False
        state, screen = seen
        if screen is not None:
            self._screen_id = state.get("screen_id")
            self.body.show_screen(screen.raster, screen.text)
        on = {str(fault).split("=")[0].split("@")[0] for fault in state.get("faults", ())}
        for name, button in self._faults.items():
            button.setChecked(name in on)
        waits = state.get("waiting_for") or "nothing"
        unplugged = bool(state.get("unplugged"))
        self.state.put(
            self._face.text(
                "window.virtual.unplugged" if unplugged else f"window.virtual.waits.{plain(str(waits), 20)}"
            )
        )
        self.body.set_awake(not unplugged)

    def _lost(self, _reason: str) -> None:
        self._busy = False
        self.state.put(self._face.text("window.virtual.gone"))
        self.body.set_awake(False)

    def _press(self, key: str) -> None:
        self._tasks.run(partial(self._unit.control.press, key), self._pressed, self._lost)

    def _pressed(self, _nothing: object) -> None:
        """The bench's own map shows it."""

    def _switch(self) -> None:
        button = self.sender()
        if isinstance(button, WordButton):
            name, argument, on = str(button.property("fault")), str(button.property("argument")), button.isChecked()
            notation = f"{name}={argument}" if on and argument else name
            self._tasks.run(partial(self._unit.control.set_fault, notation, on), self._pressed, self._refused)

    def _refused(self, reason: str) -> None:
        self.state.put(plain(reason))

    def _build(self) -> None:
        line = columns(self, margin=18, gap=18)
        line.addWidget(self.body, 3)
        if self._unit.faults:
            line.addWidget(self._fault_list(), 2)

    def _fault_list(self) -> QWidget:
        side = QWidget()
        side.setMinimumWidth(230)
        box = rows(side, gap=8)
        box.addWidget(WordLabel(self._face, "window.virtual.faults", "title"))
        box.addWidget(WordLabel(self._face, "window.virtual.hint", "caption", wrap=True))
        inner = QWidget()
        listed = rows(inner, gap=6)
        listed.setContentsMargins(0, 0, 6, 0)
        for fault in self._unit.faults:
            listed.addWidget(self._fault(fault))
        listed.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        box.addWidget(area, 1)
        box.addWidget(self.state)
        return side

    def _fault(self, fault: FaultSwitch) -> WordButton:
        button = WordButton(self._face, f"window.fault.{fault.name}", argument=_readable(fault))
        button.setCheckable(True)
        button.setStyleSheet("text-align: left;")
        button.setProperty("fault", fault.name)
        button.setProperty("argument", fault.argument)
        button.clicked.connect(self._switch)
        self._faults[fault.name] = button
        return button


def _look(unit: VirtualUnit, known: Any) -> tuple[dict[str, Any], Any]:
    """State, and the screen where it changed. Task thread."""
    state = unit.control.state()
    fresh = state.get("screen_id") != known or known is None
    return state, unit.control.screen() if fresh else None


def _readable(fault: FaultSwitch) -> str:
    """The argument for people: no milliseconds behind a key."""
    if fault.name == "chatter":
        return fault.argument.split(":")[0]
    return fault.argument.replace(":", " ↔ ")
