"""A window that plays a simulated unit: its screen shows what arrives, its keys can be clicked, faults can be switched on.

Speaks only to the control socket, in its own task thread; the bench's wire is none of its business.
"""

from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QByteArray, Qt, QTimer, Slot
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from devices.keys import DIGITS
from devices.profile import Profile
from gui.face import Face
from gui.naming import plain
from gui.ports import FaultSwitch, VirtualUnit
from gui.settings import load_geometry, save_geometry
from gui.tasks import Tasks
from gui.widgets.unit_body import UnitBody
from gui.widgets.words import Text, WordButton, WordLabel, columns, rows, scrolled

_POLL_MS: Final = 120
WIDTH: Final = 556
SLIM: Final = 248
"""Without its list of faults it fits beside the smallest main window on a screen of 1280 dots."""
_BAR_HEIGHT: Final = 130
"""Left free below it where the screen is too narrow for both windows: the bar with the next thing to do."""
_BOTH_FIT: Final = 1600
_SIDE: Final = 230
_GAP: Final = 6
_LEFT: Final = "text-align: left;"
_TWO_LINES: Final = 54
_SCROLL: Final = 12 + _GAP
"""What a scroll bar takes of the list, and what is left free before it."""
_STEP: Final = 28
_TYPED: Final = {
    Qt.Key.Key_Return: "OK",
    Qt.Key.Key_Enter: "OK",
    Qt.Key.Key_Escape: "CANCEL",
    Qt.Key.Key_Backspace: "CLEAR",
    Qt.Key.Key_Delete: "CLEAR",
    Qt.Key.Key_F1: "F1",
    Qt.Key.Key_F2: "F2",
    Qt.Key.Key_F3: "F3",
    Qt.Key.Key_F4: "F4",
    Qt.Key.Key_Left: "ARROW_A",
    Qt.Key.Key_Up: "ARROW_A",
    Qt.Key.Key_Right: "ARROW_B",
    Qt.Key.Key_Down: "ARROW_B",
}
_SAID: Final = {"unsettled-trades": "trades-unsettled"}
"""Signs that an answer names otherwise."""
_KEY_FAULTS: Final = {"dead-key": ("CLEAR",), "crossed-keys": ("F1", "F2"), "chatter": ("OK",), "stuck-key": ("F4",)}


class VirtualTerminal(QWidget):
    """A top-level window for one terminal, with the faults of all ``units``. Closing it lets the simulated units go on."""

    def __init__(self, face: Face, units: tuple[VirtualUnit, ...], settings: Path | None = None) -> None:
        super().__init__()
        self._settings = settings
        self._slim = False
        self._face, self._units, self._unit = face, units, units[0]
        self._tasks = Tasks(1, self)
        self._busy = False
        self._screen_id: Any = None
        self.body = UnitBody(face, self._unit.profile)
        self.body.pressed.connect(self._press)
        self.state = Text("caption", wrap=True)
        self.looks = Text("strong", wrap=True)
        self.looks.hide()
        self._signs: tuple[str, ...] = ()
        self.faults: dict[tuple[int, str], _FaultButton] = {}
        self._build()
        self._timer = QTimer(self, interval=_POLL_MS)
        self._timer.timeout.connect(self.poll)
        self._timer.start()
        self.retranslate()

    def place(self, index: int) -> None:
        """Where it was left, else at the right edge of the screen, the next one a little lower."""
        area = QGuiApplication.primaryScreen().availableGeometry()
        roomy = area.width() >= _BOTH_FIT
        self.show_faults(roomy)
        wide = self.width_for(roomy)
        high = min(self.sizeHint().height(), area.height() - (60 if roomy else _BAR_HEIGHT)) - _STEP * index
        self.setGeometry(max(area.left(), area.right() - wide - 4), area.top() + 36 + _STEP * index, wide, high)
        kept = load_geometry(self._settings, self._name) if self._settings is not None else QByteArray()
        if not kept.isEmpty() and self.restoreGeometry(kept):
            self.show_faults(self.width() >= WIDTH)

    def width_for(self, faults: bool) -> int:
        """How wide it is with or without its list of faults."""
        return WIDTH if faults and self._side is not None else SLIM

    def show_faults(self, on: bool) -> None:
        """Unfold the list of faults to the left, or fold it away; the right edge stays."""
        if self._side is None or self._slim is not on:
            return
        self._slim = not on
        self._side.setVisible(on)
        self._line.setContentsMargins(*((18,) * 4 if on else (6,) * 4))
        self.fold_button.say("window.virtual.hide_faults" if on else "window.virtual.show_faults")
        right, wide = self.geometry().right(), self.width_for(on)
        self.setMinimumWidth(0)
        self.setGeometry(right - wide + 1, self.geometry().top(), wide, self.height())

    @Slot()
    def _fold(self) -> None:
        self.show_faults(self._slim)

    @property
    def url(self) -> str:
        """The port its unit is on."""
        return self._unit.url

    @property
    def _name(self) -> str:
        return f"virtual/{self._unit.profile.id}"

    def retranslate(self) -> None:
        """Title in the words of the face."""
        name = self._face.words.local(self._unit.profile.name)
        self.setWindowTitle(self._face.text("window.virtual.title", name=name))
        signs = self._face.text("window.join").join(
            self._face.text(f"choice.{_SAID.get(sign, sign)}") for sign in self._signs
        )
        self.looks.put(self._face.text("practice.looks", names=signs) if signs else "")
        self.looks.setVisible(bool(signs))

    def poll(self) -> None:
        """Ask the simulated unit what it does, unless an answer is still out."""
        if not self._busy:
            self._busy = True
            self._tasks.run(partial(_look, self._units, self._screen_id), self._seen, self._lost)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A key typed here is a key of the unit: digits, Enter, Escape, Backspace, F1 to F4, the arrows."""
        key = event.text() if event.text() in DIGITS else _TYPED.get(Qt.Key(event.key()), "")
        cap = self.body.keys.get(key)
        if cap is None or event.isAutoRepeat():
            super().keyPressEvent(event)
        else:
            cap.animateClick()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Hang up."""
        self._timer.stop()
        if self._settings is not None:
            save_geometry(self._settings, self.saveGeometry(), self._name)
        self._tasks.close()
        for unit in self._units:
            unit.control.close()
        super().closeEvent(event)

    def _seen(self, seen: tuple[list[dict[str, Any]], Any]) -> None:
        self._busy = False
        states, screen = seen
        state = states[0]
        if screen is not None:
            self._screen_id = state.get("screen_id")
            self.body.show_screen(screen.raster, screen.text)
        on = {(n, _name(fault)) for n, told in enumerate(states) for fault in told.get("faults", ())}
        for switch, button in self.faults.items():
            button.setChecked(switch in on)
        signs = tuple(str(look).partition("=")[2] for look in state.get("looks", ()) if str(look).startswith("sign="))
        if signs != self._signs:
            self._signs = signs
            self.retranslate()
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
        if isinstance(button, _FaultButton):
            number, name = next(switch for switch, known in self.faults.items() if known is button)
            argument, on = button.argument, button.isChecked()
            notation = f"{name}={argument}" if on and argument else name
            self._tasks.run(partial(self._units[number].control.set_fault, notation, on), self._pressed, self._refused)

    def _refused(self, reason: str) -> None:
        self.state.put(plain(self._face.words.technical(reason)))

    def _build(self) -> None:
        self._line = columns(self, margin=18, gap=18)
        left = rows(gap=6)
        left.addWidget(self.looks)
        left.addWidget(self.body, 1)
        self._side: QWidget | None = None
        self.fold_button = WordButton(self._face, "window.virtual.hide_faults", "configuration", "flat")
        self.fold_button.clicked.connect(self._fold)
        self._line.addLayout(left, 3)
        if any(unit.faults for unit in self._units):
            left.addWidget(self.fold_button)
            self._side = self._fault_list()
            self._line.addWidget(self._side, 2)

    def _fault_list(self) -> QWidget:
        side = QWidget()
        side.setMinimumWidth(_SIDE)
        box = rows(side, gap=8)
        box.addWidget(WordLabel(self._face, "window.virtual.faults", "title"))
        box.addWidget(WordLabel(self._face, "window.virtual.hint", "caption", wrap=True))
        inner = QWidget()
        listed = rows(inner, gap=6)
        listed.setContentsMargins(0, 0, _GAP, 0)
        for number, unit in enumerate(self._units):
            listed.addWidget(Text("caption", f"{unit.profile.maker} {unit.profile.model}"))
            for fault in unit.faults:
                listed.addWidget(self._fault(number, fault))
        listed.addStretch(1)
        box.addWidget(scrolled(inner, QScrollArea()), 1)
        box.addWidget(self.state)
        return side

    def _fault(self, number: int, fault: FaultSwitch) -> WordButton:
        profile = self._units[number].profile
        argument = fault.argument or _argument(fault.name, profile)
        button = _FaultButton(self._face, fault.name, argument, profile)
        button.clicked.connect(self._switch)
        self.faults[number, fault.name] = button
        return button


class _FaultButton(WordButton):
    """A switch for one fault; its words name keys by their legends."""

    def __init__(self, face: Face, name: str, argument: str, profile: Profile) -> None:
        self.argument = argument
        self._profile = profile
        super().__init__(face, f"window.fault.{name}", argument=argument)
        self.setCheckable(True)

    def retranslate(self) -> None:
        keys = self.argument.split(":")
        caps = [self._profile.keypad.key(key) if self._profile.keypad else None for key in keys]
        legends = [self._face.words.local(cap.legend) or cap.id for cap in caps if cap is not None]
        self._args = {"argument": " ↔ ".join(legends) or self.argument}
        super().retranslate()
        self.setStyleSheet(_LEFT)
        self.ensurePolished()
        if self.sizeHint().width() > _SIDE - _SCROLL:
            self.setText(_halved(self.text()))
            self.setStyleSheet(f"{_LEFT} min-height: {_TWO_LINES}px;")


def _halved(text: str) -> str:
    """In two lines, as equal as its words allow."""
    breaks = [place for place, sign in enumerate(text) if sign == " "]
    middle = min(breaks, key=lambda place: abs(2 * place - len(text)), default=None)
    return text if middle is None else f"{text[:middle]}\n{text[middle + 1 :]}"


def _argument(name: str, profile: Profile) -> str:
    """Something to try a fault with that needs a key."""
    keys = [cap.id for cap in profile.keypad.keys] if profile.keypad else []
    if name not in _KEY_FAULTS or len(keys) < 2:
        return ""
    favourite = [key for key in _KEY_FAULTS[name] if key in keys] or keys[:2]
    return ":".join(favourite[: 2 if name == "crossed-keys" else 1])


def _look(units: tuple[VirtualUnit, ...], known: Any) -> tuple[list[dict[str, Any]], Any]:
    """States of all, and the first one's screen where it changed. Task thread."""
    states = [unit.control.state() for unit in units]
    fresh = known is None or states[0].get("screen_id") != known
    return states, units[0].control.screen() if fresh else None


def _name(fault: object) -> str:
    return str(fault).split("=")[0].split("@")[0]
