"""What devices and links report, as frozen messages. No event can carry the order of digits."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

from devices.capability import Capability
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
class KeyHeld:
    """The device repeats that a key is down: for a key stuck since before anybody listened the only sign there is."""

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
class ReadingTyped:
    """What a person read off an instrument and typed: one number, never a point of a curve. No codec tells it."""

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


class ConsoleStage(StrEnum):
    """Where a service console stands between the cable and a clean line."""

    LISTENING = "listening"
    BOOTING = "booting"  # it is still starting: nothing is typed, a key could stop it
    BOOT_LOADER = "boot-loader"  # the operating system was not started
    LOGIN_WANTED = "login-wanted"
    WRONG_PASSWORD = "wrong-password"
    LOGIN_LOOP = "login-loop"  # the log-in was taken, and the log-in prompt came again
    LOCKED = "locked"  # the account is locked, or the console echoes and nobody is behind it
    SILENT = "silent"  # not one byte
    ONLY_MESSAGES = "only-messages"  # boot or kernel messages, but no prompt
    RESTRICTED = "restricted"  # a prompt, but no shell the bench can use
    NO_PROCESSES = "no-processes"  # the process table is full
    LOADING = "loading"
    READY = "ready"
    ENDED = "ended"  # the shell is as it was before
    LOST = "lost"  # it answered, and does not any more: restarted, hung or unplugged


@dataclass(frozen=True, slots=True)
class ConsoleState:
    """A service console reached another stage. ``detail`` is what it printed: foreign text, escape it when shown."""

    stage: ConsoleStage
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ConsoleMessage:
    """A line the terminal printed on its console by itself, such as a kernel message. Foreign text."""

    text: str


@dataclass(frozen=True, slots=True)
class CapabilitiesFound:
    """What this very unit can do, as found on it: narrower than its profile, or wider."""

    capabilities: frozenset[Capability]


@dataclass(frozen=True, slots=True)
class KeysLost:
    """Key events were lost on the way: nothing may be concluded from a missing press around this moment."""

    reason: str


@dataclass(frozen=True, slots=True)
class Sensor:
    """One sensor of the terminal. ``value`` and ``critical`` (its own trip point) are in the unit of the quantity."""

    channel: Channel
    name: str
    value: float
    critical: float | None = None
    streamed: bool = False
    """Whether it is the one whose readings come as its channel; another sensor of the same kind is only listed."""


@dataclass(frozen=True, slots=True)
class SensorsFound:
    """The sensors of the terminal, when it was asked what it has."""

    sensors: tuple[Sensor, ...]


@dataclass(frozen=True, slots=True)
class ScreenFound:
    """The terminal's frame buffer: visible size in pixels, bytes a row, and rows in memory where it holds more pages."""

    width: int
    height: int
    bits_per_pixel: int
    stride: int
    rows: int
    name: str = ""


class FactSubject(StrEnum):
    """What can be read of a terminal's software, settings and network."""

    PACKAGES = "packages"
    LOGS = "logs"
    FILE = "file"
    PROPERTY = "property"
    NETWORK = "network"
    PING = "ping"
    NAME = "name"  # a host's name looked up
    CONNECT = "connect"  # a TCP connection made and closed
    TLS = "tls"  # a TLS session made and closed
    MTU = "mtu"  # largest packet that passes whole
    PROGRAMS = "programs"
    MEMORY = "memory"
    USB = "usb"  # what the PC itself has plugged in
    STATE = "state"  # what the unit says is wrong with it, asked without a test
    SELF_TEST = "self-test"  # the same after its own test
    HOST_LINE = "host-line"  # whether it reaches its host, tried by itself
    PRINTOUT = "printout"  # its configuration, as it would print it


SELF_FAULTS: Final = (
    "supply-low",
    "battery-low",
    "backup-low",
    "pin-pad",
    "card-reader",
    "printer",
    "device-missing",
    "diagnosis-due",
    "out-of-order",
    "locked",
    "host-line",
    "other",
)
"""What a unit can say is wrong with itself, whatever code its protocol has for it."""


@dataclass(frozen=True, slots=True)
class FactsRead:
    """What was read, as named items in the terminal's own words. ``about`` is the file, property, host or ``host:port``.

    Items by subject: packages (name, version); logs (source, line); file (``content``, text; ``size``, bytes; or
    ``error``, missing / unreadable / refused / too-long); property (``value``); either of these two, where patterns or a
    digest were asked for, only ``matched`` for each pattern and ``sha256``; network (path or ``addr`` / ``route`` /
    ``nameserver``, text); ping (``sent``, ``received``, ``loss_percent``, ``min_ms``, ``avg_ms``, ``max_ms``, ``exit``);
    name (``address``, ``ms``, ``exit``, and ``reason`` ``no-server`` where none answered); connect and tls (for each of
    up to three tries ``ms`` or ``failed``, both in ms, or ``reached`` where the tool does not tell its time; ``tool``);
    tls, of the certificate, also (``not_after`` ISO 8601, ``days_left`` by the ``clock`` of whoever asked, ``name_ok``,
    ``verified``, ``verify_text``); mtu (``mtu``, bytes). All of the network may have ``resolution_ms``, the finest
    difference of its times, and ``error``: ``no-tool``, ``no-df`` (Don't Fragment cannot be set) or ``no-answer``.
    Programs (pid, name without arguments; ``overlay``, package that draws over others); memory (name, text; ``disk`` and
    its mount point, kB in all and free of a file system that can be written).
    Usb, of the PC: for each ``device`` (its socket) what follows it, ``usb`` (numbers), ``product``, ``driver``s, and for
    each ``port`` whether the bench has ``access`` (0 / 1), else its ``group``, and the programs that have it ``held``.
    State, self-test and host-line: ``code``, the unit's own words for how it went, and a ``fault`` for each of
    ``SELF_FAULTS`` it told; printout (``line``).
    """

    subject: FactSubject
    about: str
    items: tuple[tuple[str, str], ...]

    def get(self, name: str) -> str | None:
        """The first item called ``name``."""
        return next((value for key, value in self.items if key == name), None)


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
    | KeyHeld
    | DigitsEntered
    | DigitsNotEntered
    | KeyGap
    | CardSeen
    | ScreenText
    | Reading
    | ReadingTyped
    | CommandDone
    | CommandFailed
    | UnknownFrame
    | ConsoleState
    | ConsoleMessage
    | CapabilitiesFound
    | KeysLost
    | SensorsFound
    | ScreenFound
    | FactsRead
    | LinkLost
    | Restored
)


@dataclass(frozen=True, slots=True)
class Stamped:
    """An event with the bench's monotonic time in seconds, and the device's own time where its protocol has one."""

    event: Event
    at: float
    device_at: float | None = None
