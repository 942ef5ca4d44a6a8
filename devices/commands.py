"""What the bench may ask of a device. There is no command that wipes, loads keys, reads a card or pays, and none will be added."""

import re
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from devices.errors import CommandRefused
from devices.events import FactSubject
from devices.raster import Raster

_HOST: Final = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z.:-]{0,252}[0-9A-Za-z])?")


@dataclass(frozen=True, slots=True)
class Identify:
    """Ask who is there. Ends in ``Identified`` or ``CommandFailed``. Always safe to send, also as the first bytes of a link."""


@dataclass(frozen=True, slots=True)
class ListenKeys:
    """Report key presses from now on, until ``StopListening``. Survives other commands: the codec listens again after each."""


@dataclass(frozen=True, slots=True)
class StopListening:
    """End ``ListenKeys``; the device is left idle."""


@dataclass(frozen=True, slots=True)
class AskDigits:
    """Let the person enter ``expected`` (1-12 digits, chosen by the bench, never a PIN) and press OK within ``timeout_s``.

    Ends in ``DigitsEntered`` or ``DigitsNotEntered``. The codec compares and forgets what was typed.
    """

    expected: str = field(repr=False)
    timeout_s: int


@dataclass(frozen=True, slots=True)
class ShowText:
    """Put lines of text on the device's screen, cut to its size."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShowImage:
    """Put a picture on the device's screen. ``name`` has up to 8 letters or digits."""

    name: str
    raster: Raster


@dataclass(frozen=True, slots=True)
class ReadBattery:
    """Ask for the battery's charge once. Ends in ``Reading`` or ``CommandFailed``."""


@dataclass(frozen=True, slots=True)
class StartReading:
    """Let a meter deliver readings each ``interval_s`` seconds from now on, as fast as it can where that is slower."""

    interval_s: float


@dataclass(frozen=True, slots=True)
class StopReading:
    """End ``StartReading``."""


@dataclass(frozen=True, slots=True)
class LogIn:
    """Log in on a service console. Kept until it was typed once, never stored, logged or shown.

    Ends in ``CommandDone`` or in ``ConsoleState`` and ``CommandFailed``. Either may be empty.
    """

    user: str = field(repr=False)
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ReadSensors:
    """Ask which sensors the terminal has. Ends in ``SensorsFound`` or ``CommandFailed``."""


@dataclass(frozen=True, slots=True)
class ReadFacts:
    """Read one thing of the terminal's software, settings or network. Ends in ``FactsRead`` or ``CommandFailed``.

    ``about``: the path of a file, the name of a property, a host, or ``host:port``. ``patterns``: for logs, extended
    regular expressions of which a line must match one; for files and properties, of which each is told whether it
    matches. ``limit``: lines of each log, bytes of a file, pings, or the largest packet tried. ``digest``: tell a file's
    digest instead of its content, without lines that ``ignore`` matches.
    """

    subject: FactSubject
    about: str = ""
    patterns: tuple[str, ...] = ()
    limit: int = 200
    digest: bool = False
    ignore: str = ""


@dataclass(frozen=True, slots=True)
class RestoreScreen:
    """Take pictures and text of the bench off the screen: what was there before, or nothing where no device can tell.

    Also done when the link of a service console ends. Ends in ``CommandDone`` or ``CommandFailed``.
    """


@dataclass(frozen=True, slots=True)
class SetBacklight:
    """Set the brightness of the screen's light to ``percent`` (0-100) of its maximum. Put back by ``RestoreScreen``.

    Ends in ``CommandDone`` or ``CommandFailed``.
    """

    percent: int


@dataclass(frozen=True, slots=True)
class EndVisit:
    """Leave a service console as it was found, now. Without it the terminal does so itself some seconds later."""


@dataclass(frozen=True, slots=True)
class Abort:
    """Drop what is under way and what is queued, and stop listening. Always safe."""


Command: TypeAlias = (
    Identify
    | ListenKeys
    | StopListening
    | AskDigits
    | ShowText
    | ShowImage
    | ReadBattery
    | StartReading
    | StopReading
    | LogIn
    | ReadSensors
    | ReadFacts
    | RestoreScreen
    | SetBacklight
    | EndVisit
    | Abort
)


def is_host(text: str) -> bool:
    """Whether ``text`` can be a host's name or address and nothing else: no option, no second word, no shell."""
    return _HOST.fullmatch(text) is not None


def host_and_port(about: str) -> tuple[str, int]:
    """The two halves of ``host:port``. Raises ``CommandRefused``."""
    host, _, port = about.rpartition(":")
    if not is_host(host) or not (port.isascii() and port.isdecimal()) or not 0 < int(port) < 65536:
        raise CommandRefused(f"ReadFacts: {about!r} is no host and port")
    return host, int(port)
