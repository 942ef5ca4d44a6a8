"""What a bench tells about its lanes: one lane a device, terminal or meter. Vocabulary for everybody outside this package."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol, TypeAlias

from devices.columns import AS_ITS_MODEL, InstrumentChoice
from devices.commands import Command
from devices.events import CapabilitiesFound, Identified, ScreenFound, Stamped
from devices.profile import Profile


@dataclass(frozen=True, slots=True)
class UsbIdentity:
    """What USB says of a port. Identity of a unit across re-plugging: everything but the port's name."""

    vid: int
    pid: int
    serial: str = ""
    location: str = ""
    product: str = ""
    manufacturer: str = ""

    @property
    def text(self) -> str:
        """As printed by the usual tools: ``1753:C902``."""
        return f"{self.vid:04X}:{self.pid:04X}"


@dataclass(frozen=True, slots=True)
class PortInfo:
    """A serial port that exists now."""

    url: str
    description: str
    usb: UsbIdentity | None


ASK_WHO: Final = "?"
"""In place of a profile: a person lets the bench ask, one likely protocol after another, with its known settings only."""
NO_PORT: Final = "none"
"""The address of a unit that has no cable to the bench."""


class LaneState(StrEnum):
    """The link in one word; the window's sentence is ``lane.<value>``."""

    OPENING = "opening"
    IDENTIFYING = "identifying"
    CONNECTED = "connected"
    LOST = "lost"  # reconnecting by itself
    NO_ANSWER = "no-answer"  # open, but silent: asleep, unpowered, or another protocol
    NOT_UNDERSTOOD = "not-understood"  # it talks, but not the expected protocol
    NO_PERMISSION = "no-permission"
    BUSY = "busy"  # another program holds the port
    UNKNOWN_MODEL = "unknown-model"  # no profile claims this USB identity
    ADB_NO_TOOL = "adb-no-tool"  # adb is not installed
    ADB_NO_SERVER = "adb-no-server"  # its server does not start, or is another version's
    ADB_NO_DEVICE = "adb-no-device"  # its server knows no such device
    ADB_SEVERAL = "adb-several"  # more than one, and none was named
    ADB_UNAUTHORIZED = "adb-unauthorized"  # the unit's own screen must allow this PC
    ADB_NO_PERMISSION = "adb-no-permission"  # its server may not open the unit's USB port
    ADB_OFFLINE = "adb-offline"  # it is there and takes no shell


@dataclass(frozen=True, slots=True)
class LaneInfo:
    """One device on the bench as known now. ``id`` is the lane number a person sees; it stays with the device."""

    id: int
    url: str
    state: LaneState
    profile: Profile | None = None
    usb: UsbIdentity | None = None
    identity: Identified | None = None
    detail: str = ""
    found: tuple[CapabilitiesFound | ScreenFound, ...] = ()
    """What the unit turned out to have when it was identified, where its protocol can look."""

    @property
    def serial(self) -> str:
        """The device's own serial number, or the USB one, or nothing."""
        own = self.identity.get("serial") if self.identity else None
        return own or (self.usb.serial if self.usb else "")


@dataclass(frozen=True, slots=True)
class LaneChanged:
    """A lane appeared or changed."""

    lane: LaneInfo


@dataclass(frozen=True, slots=True)
class LaneGone:
    """A lane was taken off the bench."""

    id: int


@dataclass(frozen=True, slots=True)
class LaneEvent:
    """Something happened on a lane's wire."""

    id: int
    stamped: Stamped


@dataclass(frozen=True, slots=True)
class HostEvent:
    """The PC's own network test answered for a lane's inspection."""

    id: int
    stamped: Stamped


BenchEvent: TypeAlias = LaneChanged | LaneGone | LaneEvent | HostEvent
Sink: TypeAlias = Callable[[BenchEvent], None]


class HostPort(Protocol):
    """The PC's side of one inspection's network test. Methods may be called from any thread and return at once."""

    def send(self, command: Command) -> None:
        """Ask; the answer comes as ``HostEvent``."""
        ...

    def close(self) -> None:
        """No more answers."""
        ...


class BenchPort(Protocol):
    """What a window or a driver may ask of the bench. All methods may be called from any thread and return at once."""

    def lanes(self) -> tuple[LaneInfo, ...]:
        """All lanes in order of their ids."""
        ...

    def add(self, url: str, profile_id: str | None = None, choice: InstrumentChoice = AS_ITS_MODEL) -> int:
        """Open a lane on a URL and keep it open; returns its id. ``ASK_WHO`` as profile: somebody agreed to asking.

        ``choice``: what a person says of that instrument.
        """
        ...

    def remove(self, lane: int) -> None:
        """Close a lane and forget it."""
        ...

    def send(self, lane: int, command: Command) -> None:
        """Send a command on a lane. One that is not connected takes a log-in, and ``Identify`` as *ask again now*."""
        ...
