"""A port and a model named by a person: for whatever says nothing about itself, such as a serial adapter on a console."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from checks.typed_readings import PROFILE as TYPED
from devices.columns import AS_ITS_MODEL, OPTION, InstrumentChoice
from devices.events import ReadingTyped
from devices.lanes import ASK_WHO, NO_PORT, PortInfo
from devices.profile import Profile
from gui.face import Face
from gui.naming import plain
from gui.theme import TARGET
from gui.widgets.instrument_form import ColumnsForm, ReadingsForm
from gui.widgets.monitor_picker import MonitorPicker
from gui.widgets.words import WordButton, WordLabel, columns, rows

Known: TypeAlias = tuple[InstrumentChoice, str]
_URL: Final = Qt.ItemDataRole.UserRole
_ADB: Final = "adb://"
_ANDROID: Final = "android-terminal"
"""What a device of adb's is, unless a person says otherwise."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chose, and what was said of that very instrument."""

    url: str
    profile: str
    instrument: InstrumentChoice = AS_ITS_MODEL
    readings: tuple[ReadingTyped, ...] = ()


class ConnectPage(QWidget):
    """``changed``: the choice may be complete now. ``back``: nobody wants to connect any more. Enter is the window's.

    ``no_cable``: the unit has none.
    """

    changed = Signal()
    back = Signal()
    no_cable = Signal()

    def __init__(self, face: Face, profiles: tuple[Profile, ...], known: Callable[[str], Known]) -> None:
        """``known``: what was said before of the instrument at an address, and which columns were heard there."""
        super().__init__()
        self._face, self._profiles, self._known = face, profiles, known
        self._ports: tuple[tuple[PortInfo, int | None], ...] = ()
        self.ports, self.models = _List(), _List()
        self.columns, self.readings = ColumnsForm(face), ReadingsForm(face)
        self._shown_for = ""
        self.address = QLineEdit()
        self.address.setMaxLength(200)
        self.address.setMinimumHeight(TARGET)
        self.search = QLineEdit()
        self.search.setMaxLength(60)
        self.search.setMinimumHeight(TARGET)
        self.search.setClearButtonEnabled(True)
        self._none = WordLabel(face, "window.connect.none", "quiet", wrap=True)
        self._warning = WordLabel(face, "window.connect.typed_on", "caption", wrap=True)
        self._asked = WordLabel(face, "window.connect.asked_on", "caption", wrap=True)
        self._build()
        self.ports.itemSelectionChanged.connect(self._chosen_port)
        self.models.itemSelectionChanged.connect(self._chosen)
        self.address.textEdited.connect(self._typed)
        self.search.textChanged.connect(self._sought)
        self.columns.changed.connect(self.changed)
        self.readings.changed.connect(self.changed)
        self.retranslate()

    def put(self, ports: tuple[tuple[PortInfo, int | None], ...]) -> None:
        """Offer these ports, each with the lane that holds it; what was chosen stays chosen."""
        if ports == self._ports and self.ports.count() == len(ports):
            return
        url, first = self._url_of_list(), not self.ports.count()
        self._ports = ports
        self.ports.clear()
        for port, lane in ports:
            self.ports.addItem(self._port_item(port, lane))
            if port.url == url:
                self.ports.setCurrentRow(self.ports.count() - 1)
        self._none.setVisible(not ports)
        self.ports.setVisible(bool(ports))
        if first:
            self._suggest_port()

    def begin(self, profile: str) -> None:
        """A fresh choice with this model suggested."""
        self.address.clear()
        self.search.clear()
        self.readings.clear()
        self.ports.clearSelection()
        self._shown_for = ""
        known = [p.id for p in self._profiles]
        self.models.setCurrentRow(known.index(profile) if profile in known else 0)
        self._suggest_port()
        self._chosen()

    def _suggest_port(self) -> None:
        """The only one, where it is free; the focus goes where there is something to choose."""
        if self.address.text():
            return
        if self.ports.count() == 1 and self.ports.item(0).flags() & Qt.ItemFlag.ItemIsEnabled:
            self.ports.setCurrentRow(0)
        (self.ports if self.ports.count() else self.address).setFocus()

    @property
    def choice(self) -> Choice | None:
        """Port and model, once both are there."""
        profile = self._profile()
        if self.typing:
            typed = self.readings.readings
            return Choice(NO_PORT, TYPED, readings=typed) if typed else None
        url = self._url()
        if url and self._asking:
            return Choice(url, ASK_WHO)
        said = self.columns.choice if profile is not None and OPTION in profile.options else AS_ITS_MODEL
        return Choice(url, profile.id, said) if url and profile is not None and said is not None else None

    @property
    def typing(self) -> bool:
        """Whether the chosen instrument is one that a person reads."""
        profile = self._profile()
        return profile is not None and profile.id == TYPED

    def _url(self) -> str:
        return self.address.text().strip() or self._url_of_list()

    def _profile(self) -> Profile | None:
        row = self.models.currentRow()
        return self._profiles[row] if 0 <= row < len(self._profiles) else None

    @property
    def _asking(self) -> bool:
        """The last row stands for no model: the bench asks, and the person who chose it agreed to that."""
        return self.models.currentRow() == len(self._profiles)

    def retranslate(self) -> None:
        """Words of the face."""
        face = self._face
        self.address.setPlaceholderText(face.text("window.connect.address_hint"))
        self.address.setAccessibleName(face.text("window.connect.address"))
        self.search.setPlaceholderText(face.text("window.connect.find"))
        self.search.setAccessibleName(face.text("window.connect.find"))
        self.ports.setAccessibleName(face.text("window.connect.port"))
        self.models.setAccessibleName(face.text("window.connect.model"))
        row = max(self.models.currentRow(), 0)
        self.models.blockSignals(True)
        self.models.clear()
        for profile in self._profiles:
            self.models.addItem(face.words.local(profile.name))
        self.models.addItem(face.text("window.connect.ask_who"))
        self.models.setCurrentRow(row)
        self._sought(self.search.text())
        self.models.blockSignals(False)
        self.columns.retranslate()
        self.readings.retranslate()
        self._chosen()

    def _port_item(self, port: PortInfo, lane: int | None) -> QListWidgetItem:
        name = plain(port.url, 60)
        shown = name if lane is None else self._face.text("window.connect.busy", port=name, lane=lane)
        about = plain(port.usb.product if port.usb and port.usb.product else port.description, 60)
        item = QListWidgetItem(f"{shown}\n{about}" if about and about != name else shown)
        item.setData(_URL, port.url)
        if lane is not None:
            item.setFlags(item.flags() & ~(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable))
        return item

    def _url_of_list(self) -> str:
        item = next(iter(self.ports.selectedItems()), None)
        return str(item.data(_URL)) if item is not None else ""

    def _chosen_port(self) -> None:
        url = self._url_of_list()
        if url:
            self.address.clear()
        known = [p.id for p in self._profiles]
        if url.startswith(_ADB) and _ANDROID in known:
            self.models.setCurrentRow(known.index(_ANDROID))
        self._chosen()

    def _typed(self, text: str) -> None:
        if text:
            self.ports.clearSelection()
        self._chosen()

    def _sought(self, text: str) -> None:
        """Only models whose name in any language, maker or id holds every word typed; to let the bench ask stays."""
        wanted = text.casefold().split()
        shown = [row for row, profile in enumerate(self._profiles) if _holds(profile, wanted)]
        for row in range(len(self._profiles)):
            self.models.setRowHidden(row, row not in shown)
        if wanted and self.models.currentRow() not in shown:
            self.models.setCurrentRow(shown[0] if shown else len(self._profiles))

    def _chosen(self) -> None:
        profile = self._profile()
        self._warning.setVisible(profile is not None and profile.protocol == "console")
        self._asked.setVisible(self._asking)
        board = profile is not None and OPTION in profile.options
        if board and self._shown_for != self._url():
            self._shown_for = self._url()
            self.columns.put(*self._known(self._shown_for))
        self.columns.setVisible(board)
        self.readings.setVisible(self.typing)
        self.monitors.setVisible(not (board or self.typing))
        self.changed.emit()

    def _build(self) -> None:
        page = rows(self, gap=10)
        page.setContentsMargins(24, 18, 24, 14)
        top = columns()
        top.addWidget(WordLabel(self._face, "window.connect.title", "title"), 1)
        self.without = WordButton(self._face, "window.connect.no_cable", "link-off", "flat")
        self.without.clicked.connect(self.no_cable)
        top.addWidget(self.without)
        back = WordButton(self._face, "window.button.back", "close", "flat")
        back.clicked.connect(self.back)
        top.addWidget(back)
        page.addLayout(top)
        page.addWidget(WordLabel(self._face, "window.connect.text", wrap=True))
        both = columns(gap=20)
        left, right = rows(gap=6), rows(gap=6)
        left.addWidget(WordLabel(self._face, "window.connect.port", "caption"))
        left.addWidget(self.ports, 1)
        left.addWidget(self._none, 1, Qt.AlignmentFlag.AlignTop)
        left.addWidget(WordLabel(self._face, "window.connect.address", "caption"))
        left.addWidget(self.address)
        right.addWidget(WordLabel(self._face, "window.connect.model", "caption"))
        right.addWidget(self.search)
        right.addWidget(self.models, 1)
        right.addWidget(self._warning)
        right.addWidget(self._asked)
        both.addLayout(left, 1)
        both.addLayout(right, 1)
        page.addLayout(both, 1)
        page.addWidget(self.columns)
        page.addWidget(self.readings)
        self.monitors = MonitorPicker(self._face)
        page.addWidget(self.monitors)


def _holds(profile: Profile, words: list[str]) -> bool:
    about = " ".join((*profile.name.values(), profile.maker, profile.model, profile.id)).casefold()
    return all(word in about for word in words)


class _List(QListWidget):
    """Rows that a finger can hit."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "choice")
        self.setUniformItemSizes(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
