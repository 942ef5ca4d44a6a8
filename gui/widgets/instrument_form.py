"""What a person says of an instrument beside its model: the columns of a board that prints text, or what a multimeter shows."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from checks.typed_readings import RANGES, typed_reading
from devices.columns import CHANNELS, UNITS, Column, InstrumentChoice, parse_columns
from devices.errors import ColumnsError
from devices.events import Channel, Quantity, ReadingTyped, Source
from gui.face import Face
from gui.naming import plain
from gui.theme import TARGET
from gui.widgets.drop_box import DropBox
from gui.widgets.words import Text, WordLabel, rows

_ROWS: Final = 3
_LABEL: Final = 180
_NAME: Final = 140
_USUAL: Final = tuple(
    CHANNELS.index(Channel(quantity, Source.METER))
    for quantity in (Quantity.VOLTAGE, Quantity.CURRENT, Quantity.TEMPERATURE)
)
"""What the rows offer first."""
_SPEEDS: Final = (9600, 19200, 38400, 57600, 115200, 230400, 460800, 921600)


class ColumnsForm(QWidget):
    """Up to three columns and the line's speed. ``changed``: something was chosen."""

    changed = Signal()

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face
        self.names = [_field() for _ in range(_ROWS)]
        self.channels = [DropBox(face) for _ in range(_ROWS)]
        self.units = [DropBox(face) for _ in range(_ROWS)]
        self.speed = DropBox(face)
        self._seen, self._trouble = Text("caption", wrap=True), Text("caption", wrap=True)
        self._build()
        for place, (name, channel, unit) in enumerate(zip(self.names, self.channels, self.units, strict=True)):
            name.textEdited.connect(self._touched)
            channel.currentIndexChanged.connect(self._other_channel(place))
            unit.currentIndexChanged.connect(self._touched)
        self.speed.currentIndexChanged.connect(self._touched)
        self.retranslate()

    @property
    def choice(self) -> InstrumentChoice | None:
        """What is chosen; None while it cannot be."""
        named = [place for place in range(_ROWS) if self.names[place].text().strip()]
        text = ",".join(
            Column(self.names[place].text().strip(), self._channel(place), self.units[place].currentText()).text
            for place in named
        )
        try:
            parse_columns(text)
        except ColumnsError:
            return None
        speed = int(self.speed.currentText())
        return InstrumentChoice(text, None if speed == _SPEEDS[0] else speed)

    def put(self, kept: InstrumentChoice, seen: str) -> None:
        """Show what was chosen before, and what the board prints where it was heard: foreign text."""
        columns = parse_columns(kept.columns)[:_ROWS]
        for place in range(_ROWS):
            column = columns[place] if place < len(columns) else None
            with QSignalBlocker(self.names[place]), QSignalBlocker(self.channels[place]):
                self.names[place].setText(column.name if column else "")
                self.channels[place].setCurrentIndex(CHANNELS.index(column.channel) if column else _USUAL[place])
            self._offer_units(place, column.unit if column else "")
        with QSignalBlocker(self.speed):
            self.speed.setCurrentText(str(kept.baud or _SPEEDS[0]))
        told = self._face.text("window.instrument.seen", columns=plain(seen, 120)) if seen else ""
        self._seen.put(told)
        self._seen.setVisible(bool(told))
        self._touched()

    def retranslate(self) -> None:
        """Words of the face."""
        text = self._face.text
        for place in range(_ROWS):
            number = place + 1
            self.names[place].setPlaceholderText(text("window.instrument.name_hint"))
            self.names[place].setAccessibleName(text("window.instrument.name", number=number))
            self.channels[place].setAccessibleName(text("window.instrument.what", number=number))
            self.units[place].setAccessibleName(text("window.instrument.unit", number=number))
            with QSignalBlocker(self.channels[place]):
                kept = self.channels[place].currentIndex()
                self.channels[place].clear()
                self.channels[place].addItems([text(f"report.channel.{channel.id}") for channel in CHANNELS])
                self.channels[place].setCurrentIndex(kept if kept >= 0 else _USUAL[place])
            if not self.units[place].count():
                self._offer_units(place, "")
        self.speed.setAccessibleName(text("window.instrument.speed"))
        self._touched()

    def _build(self) -> None:
        page = rows(self, gap=4)
        page.addWidget(WordLabel(self._face, "window.instrument.columns", "caption", wrap=True))
        page.addWidget(self._seen)
        grid = QGridLayout()
        grid.setSpacing(6)
        for place in range(_ROWS):
            for at, widget in enumerate((self.names[place], self.channels[place], self.units[place])):
                grid.addWidget(widget, place, at)
            self.names[place].setMinimumWidth(_NAME)
        grid.addWidget(WordLabel(self._face, "window.instrument.speed", "caption"), 0, 3)
        with QSignalBlocker(self.speed):
            self.speed.addItems([str(speed) for speed in _SPEEDS])
        grid.addWidget(self.speed, 1, 3)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        page.addLayout(grid)
        page.addWidget(self._trouble)

    def _channel(self, place: int) -> Channel:
        return CHANNELS[max(self.channels[place].currentIndex(), 0)]

    def _other_channel(self, place: int) -> Callable[[int], None]:
        def changed(_index: int) -> None:
            self._offer_units(place, "")
            self._touched()

        return changed

    def _offer_units(self, place: int, wanted: str) -> None:
        units = UNITS[self._channel(place).quantity]
        with QSignalBlocker(self.units[place]):
            self.units[place].clear()
            self.units[place].addItems(units)
            self.units[place].setCurrentText(wanted or units[0])

    def _touched(self) -> None:
        wrong = self.choice is None
        self._trouble.put(self._face.text("window.instrument.columns_bad") if wrong else "")
        self._trouble.setVisible(wrong)
        self.changed.emit()


class ReadingsForm(QWidget):
    """What a multimeter shows, typed by a person."""

    changed = Signal()

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face
        self.fields: dict[Channel, QLineEdit] = {channel: _field() for channel in RANGES}
        self._labels = {channel: Text("caption", wrap=True) for channel in RANGES}
        self._trouble = Text("caption", wrap=True)
        page = rows(self, gap=4)
        page.addWidget(WordLabel(face, "window.instrument.readings", "caption", wrap=True))
        grid = QGridLayout()
        grid.setSpacing(6)
        for place, (channel, field) in enumerate(self.fields.items()):
            grid.addWidget(self._labels[channel], place // 2, place % 2 * 2)
            grid.addWidget(field, place // 2, place % 2 * 2 + 1)
            grid.setColumnMinimumWidth(place % 2 * 2, _LABEL)
            field.textEdited.connect(self._touched)
        page.addLayout(grid)
        page.addWidget(self._trouble)
        self.retranslate()

    @property
    def readings(self) -> tuple[ReadingTyped, ...]:
        """What was typed; empty while nothing is, or one of them cannot be."""
        typed = [(channel, field.text()) for channel, field in self.fields.items() if field.text().strip()]
        found = [typed_reading(channel, text) for channel, text in typed]
        return tuple(reading for reading in found if reading is not None) if None not in found else ()

    def clear(self) -> None:
        """Nothing is typed: what was belongs to the inspection it went to."""
        for field in self.fields.values():
            field.clear()
        self._touched()

    def retranslate(self) -> None:
        """Words of the face."""
        for channel, field in self.fields.items():
            said = f"{self._face.text(f'report.channel.{channel.id}')} [{channel.quantity.unit}]"
            self._labels[channel].put(said)
            field.setAccessibleName(said)
        self._touched()

    def _touched(self) -> None:
        wrong = next(
            (c for c, f in self.fields.items() if f.text().strip() and typed_reading(c, f.text()) is None), None
        )
        told = "" if wrong is None else self._wrong(wrong)
        self._trouble.put(told)
        self._trouble.setVisible(bool(told))
        self.changed.emit()

    def _wrong(self, channel: Channel) -> str:
        low, high = RANGES[channel]
        name, unit = f"report.channel.{channel.id}", channel.quantity.unit
        return self._face.text("window.instrument.reading_bad", channel_id=name, low=low, high=high, unit=unit)


def _field() -> QLineEdit:
    field = QLineEdit()
    field.setMaxLength(40)
    field.setMinimumHeight(TARGET)
    return field
