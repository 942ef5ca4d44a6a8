"""The left edge: one card for each unit, and the window's own switches."""

from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QScrollArea, QWidget

from gui.face import Face
from gui.widgets.unit_card import CardView, UnitCard
from gui.widgets.words import (
    Picture,
    Text,
    WordButton,
    WordLabel,
    columns,
    dropped,
    rows,
    scrolled,
    tab_in_order,
    with_role,
    with_tip,
)

MODES: Final = ("repair", "intake", "practice", "history")
"""Ways of working, in the order of their keys from F5 on."""


class UnitsPanel(QFrame):
    """``chosen`` carries a lane id."""

    chosen = Signal(int)
    language = Signal()
    theme = Signal()
    sound = Signal()
    by_hand = Signal()
    settings = Signal()
    manual = Signal()
    verify = Signal()
    mode = Signal(str)

    def __init__(self, face: Face) -> None:
        super().__init__()
        self.setProperty("role", "side")
        self.setFixedWidth(232)
        self._face = face
        self.cards: dict[int, UnitCard] = {}
        self._selected: int | None = None
        self._sight = QTimer(self, interval=0, singleShot=True)  # not before the list knows how high it is
        self._sight.timeout.connect(self._into_sight)
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self.chosen)
        self._empty = WordLabel(face, "window.units.empty", "caption", wrap=True)
        self._meters = Text("caption", wrap=True)
        self._history = Text("caption", wrap=True)
        self.language_button = WordButton(face, "window.switch.language", role="flat")
        self.hand_button = WordButton(face, "window.button.by_hand", "plug", "flat")
        self.theme_button = WordButton(face, "window.switch.theme", "moon", "flat", compact=True)
        self.sound_button = WordButton(face, "window.switch.sound", "bell-off", "flat", compact=True)
        self.settings_button = WordButton(face, "settings.open", "settings", "flat", compact=True)
        self.manual_button = WordButton(face, "manual.open", "question", "flat", compact=True)
        self.verify_button = WordButton(face, "verify.open", "seal", "flat", compact=True)
        self.modes = {name: with_role(WordButton(face, f"window.mode.{name}"), "mode") for name in MODES}
        self._mode_group = QButtonGroup(self)
        self._build()

    def put(self, views: tuple[CardView, ...], selected: int | None) -> None:
        """Show these units."""
        wanted = {view.lane for view in views}
        for lane in [lane for lane in self.cards if lane not in wanted]:
            card = self.cards.pop(lane)
            self._group.removeButton(card)
            dropped(card)
        for view in views:
            if view.lane in self.cards:
                self.cards[view.lane].put(view)
            else:
                self._add(view)
        if selected in self.cards:
            self.cards[selected].setChecked(True)
        if selected != self._selected:
            self._selected = selected
            self._sight.start()
        self._empty.setVisible(not views)

    def meters(self, text: str) -> None:
        """Say which instruments are there."""
        self._meters.put(text)
        self._meters.setVisible(bool(text))

    def say_history(self, text: str, more: str) -> None:
        """What a person must know of inspections that wait for the history; nothing where there are none."""
        self._history.put(text)
        with_tip(self._history, more)
        self._history.setAccessibleDescription(more)
        self._history.setVisible(bool(text))

    def show_mode(self, mode: str) -> None:
        """Which way of working is chosen."""
        self.modes[mode].setChecked(True)

    def show_switches(self, dark: bool, sound: bool) -> None:
        """Draw the switches as they stand."""
        self.theme_button.say("window.switch.theme", "sun" if dark else "moon")
        self.sound_button.say("window.switch.sound", "bell" if sound else "bell-off")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The chosen unit stays in sight."""
        super().resizeEvent(event)
        self._sight.start()

    def _into_sight(self) -> None:
        card = self.cards.get(self._selected) if self._selected is not None else None
        if card is not None:
            self._area.ensureWidgetVisible(card, 0, 0)

    def _add(self, view: CardView) -> None:
        card = UnitCard(self._face, view)
        self.cards[view.lane] = card
        self._group.addButton(card, view.lane)
        self._list.insertWidget(sorted(self.cards).index(view.lane), card)
        tab_in_order(self.modes[MODES[-1]], (self.cards[lane] for lane in sorted(self.cards)))

    def _build(self) -> None:
        box = rows(self, gap=10)
        box.setContentsMargins(12, 14, 12, 10)
        brand = columns(gap=10)
        brand.setContentsMargins(4, 0, 0, 4)
        brand.addWidget(Picture(self._face, "posbench", "text", 30))
        brand.addWidget(Text("title", "Posbench"))
        brand.addStretch(1)
        brand.addWidget(self.settings_button)
        box.addLayout(brand)
        box.addLayout(self._mode_grid())
        box.addWidget(WordLabel(self._face, "window.units.title", "caption"))
        self._area = self._scroll()
        box.addWidget(self._area, 1)
        box.addWidget(self._meters)
        box.addWidget(self._history)
        self._history.hide()
        self.hand_button.clicked.connect(self._wanted_by_hand)
        by_hand = columns(gap=0)
        by_hand.addWidget(self.hand_button, 1)
        by_hand.addWidget(self.verify_button)
        box.addLayout(by_hand)
        switches = columns(gap=0)
        self.language_button.show_keys("F2")
        self.language_button.clicked.connect(self.language)
        self.theme_button.clicked.connect(self.theme)
        self.sound_button.clicked.connect(self.sound)
        self.settings_button.clicked.connect(self._wanted_settings)
        self.manual_button.clicked.connect(self._wanted_manual)
        self.verify_button.clicked.connect(self._wanted_verify)
        switches.addWidget(self.language_button, 1)
        switches.addWidget(self.manual_button)
        switches.addWidget(self.sound_button)
        switches.addWidget(self.theme_button)
        box.addLayout(switches)

    def _mode_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(4)
        for number, (name, button) in enumerate(self.modes.items()):
            button.setCheckable(True)
            button.setProperty("mode", name)
            button.clicked.connect(self._mode_chosen)
            button.show_keys(f"F{5 + number}")
            self._mode_group.addButton(button)
            grid.addWidget(button, *divmod(number, 2))
        return grid

    def _mode_chosen(self) -> None:
        button = self.sender()
        if button is not None:
            self.mode.emit(str(button.property("mode")))

    def _wanted_by_hand(self) -> None:
        self.by_hand.emit()

    def _wanted_settings(self) -> None:
        self.settings.emit()

    def _wanted_manual(self) -> None:
        self.manual.emit()

    def _wanted_verify(self) -> None:
        self.verify.emit()

    def _scroll(self) -> QScrollArea:
        inner = QWidget()
        outer = rows(inner)
        self._list = rows(gap=8)
        outer.addWidget(self._empty)
        outer.addLayout(self._list)
        outer.addStretch(1)
        return scrolled(inner)
