"""Which column of a board's text is what: written as ``NAME=QUANTITY@SOURCE:UNIT``, with commas between; or read off the labels.

``NAME`` is a label, or a number from 1. Nothing is guessed from the size of a number: a column whose label names no unit
and that nobody chose stays unknown.
"""

import re
from dataclasses import dataclass
from typing import Final

import msgspec.structs

from devices.errors import ColumnsError
from devices.events import Channel, Quantity, Source
from devices.profile import Profile

OPTION: Final = "columns"
"""The profile's option that holds them."""
_MOST: Final = 32
_SCALE: Final[dict[str, tuple[Quantity, float, float]]] = {
    "V": (Quantity.VOLTAGE, 1.0, 0.0),
    "mV": (Quantity.VOLTAGE, 1e-3, 0.0),
    "uV": (Quantity.VOLTAGE, 1e-6, 0.0),
    "A": (Quantity.CURRENT, 1.0, 0.0),
    "mA": (Quantity.CURRENT, 1e-3, 0.0),
    "uA": (Quantity.CURRENT, 1e-6, 0.0),
    "W": (Quantity.POWER, 1.0, 0.0),
    "mW": (Quantity.POWER, 1e-3, 0.0),
    "C": (Quantity.TEMPERATURE, 1.0, 0.0),
    "degC": (Quantity.TEMPERATURE, 1.0, 0.0),
    "\u00b0C": (Quantity.TEMPERATURE, 1.0, 0.0),
    "K": (Quantity.TEMPERATURE, 1.0, -273.15),
    "degF": (Quantity.TEMPERATURE, 5 / 9, -160 / 9),
}
UNITS: Final = {quantity: tuple(u for u, (q, *_) in _SCALE.items() if q is quantity) for quantity in Quantity}
"""Units by quantity, the SI one first."""
CHANNELS: Final = (
    Channel(Quantity.VOLTAGE, Source.METER),
    Channel(Quantity.CURRENT, Source.METER),
    Channel(Quantity.POWER, Source.METER),
    Channel(Quantity.TEMPERATURE, Source.METER),
    Channel(Quantity.VOLTAGE, Source.SUPPLY),
    Channel(Quantity.CURRENT, Source.SUPPLY),
    Channel(Quantity.TEMPERATURE, Source.BOARD),
    Channel(Quantity.VOLTAGE, Source.BATTERY),
    Channel(Quantity.CURRENT, Source.BATTERY),
    Channel(Quantity.TEMPERATURE, Source.BATTERY),
)
"""What a column may be: what somebody here shows or judges."""
_BETWEEN: Final = re.compile(r"[\s_()\[\]/.-]+")
_ENTRY: Final = re.compile(r"(?P<name>[^,\s:]+)=(?P<quantity>[a-z]+)@(?P<source>[a-z]+):(?P<unit>[^,\s:=@]+)")


@dataclass(frozen=True, slots=True)
class Column:
    """One column and what it holds; ``unit`` is what the board counts in."""

    name: str
    channel: Channel
    unit: str

    def value(self, number: float) -> float:
        """``number`` in the quantity's own unit."""
        _, factor, offset = _SCALE[self.unit]
        return number * factor + offset

    @property
    def text(self) -> str:
        """As ``parse_columns`` reads it."""
        return f"{self.name}={self.channel.id}:{self.unit}"


def parse_columns(text: str) -> tuple[Column, ...]:
    """The columns written in ``text``; none for an empty one. Raises ``ColumnsError`` for the first that is wrong."""
    found: list[Column] = []
    for entry in (part.strip() for part in text.split(",")):
        if not entry:
            continue
        column = _column(entry)
        if any(other.channel == column.channel for other in found):
            raise ColumnsError(entry, f"{column.channel.id} is already another column")
        found.append(column)
    if len(found) > _MOST:
        raise ColumnsError(text[:40], f"more than {_MOST} columns")
    return tuple(found)


def _column(entry: str) -> Column:
    parts = _ENTRY.fullmatch(entry)
    if parts is None:
        raise ColumnsError(entry, "NAME=QUANTITY@SOURCE:UNIT, such as 1=voltage@meter:mV")
    if parts["unit"] not in _SCALE:
        raise ColumnsError(entry, "units are " + ", ".join(_SCALE))
    quantity = _SCALE[parts["unit"]][0]
    if parts["quantity"] != quantity:
        raise ColumnsError(entry, f"{parts['unit']} is a unit of {quantity}")
    channel = next((known for known in CHANNELS if known.id == f"{quantity}@{parts['source']}"), None)
    if channel is None:
        raise ColumnsError(entry, "known are " + ", ".join(known.id for known in CHANNELS))
    return Column(parts["name"], channel, parts["unit"])


def labelled(names: tuple[str, ...]) -> tuple[Column, ...]:
    """What the labels themselves say: a name that ends in a unit is that quantity at the instrument; the first of each."""
    found: dict[Channel, Column] = {}
    for name in names:
        unit = [part for part in _BETWEEN.split(name.replace("\u00b5", "u")) if part][-1:]
        if unit and unit[0] in _SCALE:
            channel = Channel(_SCALE[unit[0]][0], Source.METER)
            found.setdefault(channel, Column(name, channel, unit[0]))
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class InstrumentChoice:
    """What a person says of the very instrument on a port: its columns, and its speed where it is not the protocol's."""

    columns: str = ""
    baud: int | None = None

    def of(self, profile: Profile) -> Profile:
        """The model as this instrument is set. Raises ``ColumnsError``."""
        if self == AS_ITS_MODEL:
            return profile
        parse_columns(self.columns)
        serial = msgspec.structs.replace(profile.serial, baud=self.baud) if self.baud else profile.serial
        options = {**profile.options, OPTION: self.columns} if self.columns else profile.options
        return msgspec.structs.replace(profile, serial=serial, options=options)


AS_ITS_MODEL: Final = InstrumentChoice()
