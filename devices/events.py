"""What devices and links report, as frozen messages. No event can carry the order of digits."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from devices.keys import Key


class Quantity(StrEnum):
    """A physical quantity; the value says its unit."""

    VOLTAGE = "voltage"
    CURRENT = "current"
    POWER = "power"
    TEMPERATURE = "temperature"
    CHARGE = "charge"

    @property
    def unit(self) -> str:
        """SI symbol; percent for a battery's charge."""
        return _UNITS[self]


_UNITS = {
    Quantity.VOLTAGE: "V",
    Quantity.CURRENT: "A",
    Quantity.POWER: "W",
    Quantity.TEMPERATURE: "°C",
    Quantity.CHARGE: "%",
}


class Source(StrEnum):
    """Where a reading was taken. A meter's own temperature is never the terminal's."""

    METER = "meter"
    SUPPLY = "supply"
    BOARD = "board"
    BATTERY = "battery"
    PROBE = "probe"


@dataclass(frozen=True, slots=True, order=True)
class Channel:
    """One curve: a quantity at a source."""

    quantity: Quantity
    source: Source

    @property
    def id(self) -> str:
        """Stable name such as ``voltage@meter``, used in records and files."""
        return f"{self.quantity.value}@{self.source.value}"


@dataclass(frozen=True, slots=True)
class Identified:
    """Who answered. ``items`` holds named facts such as serial, model, maker, os, application, in the device's own words."""

    items: tuple[tuple[str, str], ...]

    def get(self, name: str) -> str | None:
        """The fact called ``name``, or None where the device did not tell."""
        return next((value for key, value in self.items if key == name), None)


@dataclass(frozen=True, slots=True)
class KeyPressed:
    """A key went down, or was reported as pressed where the protocol knows no release. ``key`` is None for an unknown code."""

    key: Key | None
    code: str


@dataclass(frozen=True, slots=True)
class KeyReleased:
    """A key came up again."""

    key: Key | None
    code: str


@dataclass(frozen=True, slots=True)
class DigitsEntered:
    """Digits were confirmed with OK. The digits themselves are gone: only their number and whether they were those asked for.

    ``matched`` is None when read back from a redacted log. ``instead`` names the wrong digit of a one-digit prompt.
    """

    count: int
    matched: bool | None
    instead: Key | None = None


class WaitEnd(StrEnum):
    """Why a device stopped waiting for a person."""

    TIMEOUT = "timeout"
    CANCELLED = "cancelled"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class DigitsNotEntered:
    """A digit prompt ended without digits."""

    reason: WaitEnd


@dataclass(frozen=True, slots=True)
class KeyGap:
    """For ``seconds`` before this moment the device could not report presses: timing finer than this is not known."""

    seconds: float


class CardEvent(StrEnum):
    """What the card readers saw. Never what is on the card."""

    SWIPED = "swiped"
    INSERTED = "inserted"
    REMOVED = "removed"
    TAPPED = "tapped"


@dataclass(frozen=True, slots=True)
class CardSeen:
    """A card reader noticed a card."""

    card: CardEvent


@dataclass(frozen=True, slots=True)
class ScreenText:
    """The device tells what its own screen says now. Foreign text: escape it wherever it is shown."""

    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One measured value in the unit of its quantity."""

    channel: Channel
    value: float


@dataclass(frozen=True, slots=True)
class CommandDone:
    """A command was carried out. ``command`` is the class name of the command, ``detail`` the device's own status."""

    command: str
    detail: str = ""


class Failure(StrEnum):
    """Why a command was not carried out."""

    NO_ANSWER = "no-answer"
    REJECTED = "rejected"  # the device answered with an error status
    GARBLED = "garbled"  # it answers, but never intact
    UNSUPPORTED = "unsupported"
    ABORTED = "aborted"


@dataclass(frozen=True, slots=True)
class CommandFailed:
    """A command was not carried out; ``detail`` is the device's status or what was seen on the wire."""

    command: str
    failure: Failure
    detail: str = ""


@dataclass(frozen=True, slots=True)
class UnknownFrame:
    """Bytes that make no sense: noise, damage or an unknown message. The bytes themselves are not kept."""

    length: int
    reason: str


@dataclass(frozen=True, slots=True)
class LinkLost:
    """The bench cannot reach the device any more."""

    reason: str


@dataclass(frozen=True, slots=True)
class Restored:
    """The same device is back and was identified again."""


Event: TypeAlias = (
    Identified
    | KeyPressed
    | KeyReleased
    | DigitsEntered
    | DigitsNotEntered
    | KeyGap
    | CardSeen
    | ScreenText
    | Reading
    | CommandDone
    | CommandFailed
    | UnknownFrame
    | LinkLost
    | Restored
)


@dataclass(frozen=True, slots=True)
class Stamped:
    """An event with the bench's monotonic time in seconds, and the device's own time where its protocol has one."""

    event: Event
    at: float
    device_at: float | None = None
