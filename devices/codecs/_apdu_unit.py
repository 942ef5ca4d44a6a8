"""What Miura MPI and Verifone VIPA share above their frames: the dialogues, and what answers mean. Text of a unit is cleaned.

Keys that come while nobody listens are not looked at. A digit is only ever *some digit*: Miura sends 00 for each, and VIPA is
never asked for digits; should one come, it is not told apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from devices.codecs import _apdu_wire as wire
from devices.codecs._apdu_wire import Objects, Packet
from devices.codecs._frames import FrameReader
from devices.codecs._talk import Ask, Asked, Conversation, Script
from devices.codecs._text import clean
from devices.commands import (
    Abort,
    Command,
    EndVisit,
    Identify,
    ListenKeys,
    ReadBattery,
    RestoreScreen,
    ShowText,
    StopListening,
)
from devices.errors import CommandRefused
from devices.events import (
    Channel,
    CommandDone,
    CommandFailed,
    Event,
    Failure,
    Identified,
    KeyPressed,
    Quantity,
    Reading,
    Source,
    UnknownFrame,
)
from devices.keys import ARROW_A, ARROW_B, CANCEL, CLEAR, OK, SOME_DIGIT, Key

ANSWER_S: Final = 3.0
_MOST_CHAINED: Final = 4096
_CHARGE: Final = Channel(Quantity.CHARGE, Source.BATTERY)
_DIGITS: Final = frozenset({0x00, 0x3F, *range(0x30, 0x3A)})
KEYS: Final[Mapping[int, Key]] = {
    0x0D: OK,
    0x1B: CANCEL,
    0x08: CLEAR,
    0x86: ARROW_A,
    0x88: ARROW_B,
    0x8A: "STAR",
    0x8B: "HASH",
    0x8C: "INFO",
}
"""VIPA's codes. Of Miura 1B is known from its own tests; 0D and 08 are taken to be the same."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """Where the two differ."""

    keys_on: bytes
    has_battery: bool


def identified(found: Objects) -> Identified | None:
    """Who the unit is: its serial, and what software it says runs on it. The first name stands for the model."""
    serial = next((clean(value) for tag, value in found if tag == wire.SERIAL), "")
    names = [clean(value) for tag, value in found if tag == wire.NAME]
    versions = [clean(value) for tag, value in found if tag == wire.VERSION]
    if not serial and not names:
        return None
    facts = [("serial", serial)] if serial else []
    for what, name, version in zip(("application", "os"), names, (*versions, "", ""), strict=False):
        facts.append((what, f"{name} {version}".strip()))
    if names:
        facts.append(("model", names[0]))
    return Identified(tuple(facts))


def battery(found: Objects) -> Reading | None:
    """The charge, where it is one."""
    percent = next((value[0] for tag, value in found if tag == wire.PERCENT and value), None)
    return Reading(_CHARGE, float(percent)) if percent is not None and percent <= 100 else None


def told(found: Objects) -> Event | None:
    """What a unit says by itself."""
    values = dict(found)
    if values.get(wire.KEY):
        code = values[wire.KEY][0]
        return KeyPressed(None, SOME_DIGIT) if code in _DIGITS else KeyPressed(KEYS.get(code), f"{code:02X}")
    return None


def _answers(packet: Packet) -> bool:
    return packet.solicited and not packet.chained


def _good(result: Packet | Failure) -> bool:
    return isinstance(result, Packet) and result.apdu.endswith(wire.GOOD)


def _detail(result: Packet | Failure) -> str:
    return result.apdu[-2:].hex().upper() if isinstance(result, Packet) else ""


class ApduConversation(Conversation[Packet]):
    """State of one link to such a unit."""

    keys_pushed = True

    def __init__(self, dialect: Dialect, baud: int) -> None:
        super().__init__(FrameReader(wire.cut), baud)
        self._dialect = dialect
        self._on: bool | None = None
        self._chain = b""

    def refuse(self, command: Command) -> None:
        """See ``Conversation``."""
        match command:
            case ReadBattery() if not self._dialect.has_battery:
                raise CommandRefused("ReadBattery: such a unit tells of no battery")
            case (
                Identify()
                | ListenKeys()
                | StopListening()
                | ShowText()
                | RestoreScreen()
                | ReadBattery()
                | EndVisit()
                | Abort()
            ):
                return
            case _:
                raise CommandRefused(f"{type(command).__name__}: such a unit has keys, text and a name")

    def script(self, command: Command) -> Script[Packet]:
        """See ``Conversation``."""
        match command:
            case Identify():
                return self._identify()
            case ListenKeys():
                return self._listen_on()
            case ReadBattery():
                return self._read_battery()
            case ShowText(lines=lines):
                return self._show("ShowText", lines)
            case RestoreScreen():
                return self._show("RestoreScreen", ())
            case _:
                return self._stop(type(command).__name__)

    def unasked(self, frame: Packet) -> None:
        """See ``Conversation``."""
        if frame.solicited and frame.chained and not self.passive:
            self._chain = (self._chain + frame.apdu)[-_MOST_CHAINED:]
            return
        found = wire.of_packet(frame)
        if any(tag == wire.STATUS_CODE for tag, _ in found) and not frame.solicited:
            return  # switched on, going to sleep: nothing the bench did not see itself
        if frame.solicited:
            event: Event | None = (identified(found) or battery(found)) if self.passive else None
        else:
            event = told(found)
        if isinstance(event, KeyPressed) and not (self.listening or self.passive):
            self._on, event = None, None  # somebody switched the keys on, or they were never off
        self.events.append(event or UnknownFrame(len(frame.apdu), "unexpected message"))

    def _asked(self, apdu: bytes) -> Asked[Packet]:
        self._chain = b""
        result = yield Ask(wire.request(apdu), _answers, ANSWER_S)
        return Packet(result.pcb, self._chain + result.apdu) if isinstance(result, Packet) else result

    def _identify(self) -> Script[Packet]:
        result = yield from self._asked(wire.IDENTITY)
        self._on = None  # what a soft reset does to the keys is in no source
        identity = identified(wire.of_packet(result)) if isinstance(result, Packet) else None
        if _good(result) and identity is not None:
            self.events.append(identity)
        elif _good(result):
            self.events.append(CommandFailed("Identify", Failure.GARBLED, "no name"))
        else:
            self.end("Identify", result, False, _detail(result))
        if self.listening:
            yield from self._asked(self._dialect.keys_on)

    def _listen_on(self) -> Script[Packet]:
        result = yield from self._asked(self._dialect.keys_on)
        self._on = self.listening = _good(result)
        self.end("ListenKeys", result, self.listening, _detail(result))

    def _stop(self, name: str) -> Script[Packet]:
        self.stop_listening()
        if self._on is not False:
            result = yield from self._asked(wire.KEYS_OFF)
            self._on = None if isinstance(result, Failure) else False
            if isinstance(result, Failure):
                self.end(name, result, False)
                return
        self.events.append(CommandDone(name))

    def _show(self, name: str, lines: tuple[str, ...]) -> Script[Packet]:
        result = yield Ask(wire.text(lines), _answers, ANSWER_S)
        self.end(name, result, _good(result), _detail(result))

    def _read_battery(self) -> Script[Packet]:
        result = yield from self._asked(wire.BATTERY)
        reading = battery(wire.of_packet(result)) if _good(result) and isinstance(result, Packet) else None
        if reading is not None:
            self.events.append(reading)
        else:
            self.end("ReadBattery", result, False, _detail(result))
