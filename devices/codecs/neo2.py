"""ID TECH NEO 2 readers as a codec: function keys one at a time, battery, version and serial. Numbers are never asked for.

A key is asked for, acknowledged, and told when it is pressed; until then only its cancel may be said. Between a key and the
next acknowledgement the reader is deaf, and how long is told.
"""

from collections.abc import Mapping
from typing import Final

from devices.capability import Capability
from devices.codec import Codec, Redactor, SerialSettings
from devices.codecs import _neo2_wire as wire
from devices.codecs._frames import FrameReader, FrameRedactor
from devices.codecs._key_by_key import AT_ONCE_S, KEY_WAIT_S, KeyByKey
from devices.codecs._neo2_wire import Message
from devices.codecs._talk import Ask, Asked, Script
from devices.codecs._text import clean
from devices.commands import Abort, Command, EndVisit, Identify, ListenKeys, ReadBattery, StopListening
from devices.errors import CommandRefused
from devices.events import (
    Channel,
    Failure,
    Identified,
    KeyPressed,
    Quantity,
    Reading,
    Source,
    UnknownFrame,
)
from devices.keys import CANCEL, CLEAR, F1, F2, F3, F4, OK, Key
from devices.profile import Profile

_GOOD: Final = 0x00
_KEYS: Final = 0x62
_BATTERY: Final = 0xF0
_BY_CANCEL: Final = b"\x01"
KEYS: Final[Mapping[bytes, Key]] = {
    b"E": OK, b"C": CANCEL, b"B": CLEAR, b"*": "STAR", b"#": "HASH", b"F1": F1, b"F2": F2, b"F3": F3, b"F4": F4,
}  # fmt: skip


def _words(value: bytes) -> str:
    return clean(value.split(b"\x00")[0])


def _pressed(message: Message) -> KeyPressed | None:
    """A function key; None where none is told. *Key pad cancel* ends a wait, and CANCEL is what was pressed then."""
    if message.command == _KEYS and message.data == _BY_CANCEL:
        return KeyPressed(CANCEL, "C")
    if message.command != _KEYS or message.second != _GOOD or len(message.data) < 2 or message.data[0] != _GOOD:
        return None
    key = KEYS.get(message.data[1:])
    return KeyPressed(key, message.data[1:].decode("ascii") if key else "?")


class _Neo2(KeyByKey[Message]):
    """State of one link to a reader."""

    def __init__(self, baud: int) -> None:
        super().__init__(FrameReader(wire.cut), baud)
        self._version = ""

    def refuse(self, command: Command) -> None:
        """See ``Conversation``."""
        if not isinstance(command, Identify | ListenKeys | StopListening | ReadBattery | EndVisit | Abort):
            raise CommandRefused(f"{type(command).__name__}: such a reader has function keys, a battery and a name")

    def script(self, command: Command) -> Script[Message]:
        """See ``Conversation``."""
        match command:
            case Identify():
                return self._identify()
            case ListenKeys():
                return self.start()
            case ReadBattery():
                return self._read_battery()
            case _:
                return self.stop(type(command).__name__)

    def unasked(self, frame: Message) -> None:
        """See ``Conversation``."""
        pressed = _pressed(frame)
        if self.passive and frame.command == wire.VERSION[0]:
            self._version = _words(frame.data)
        elif self.passive and frame.command == wire.SERIAL[0]:
            self._told_who(_words(frame.data))
        elif self.passive and frame.command == _BATTERY and len(frame.data) == 1:
            self._told_charge(frame)
        elif self.passive and pressed is not None:
            self.events.append(pressed)
        elif frame.command != _KEYS or pressed is not None:  # else: how a wait ended that nobody waits for any more
            self.events.append(UnknownFrame(len(frame.data), "unexpected answer"))

    # -- who it is

    def _identify(self) -> Script[Message]:
        version = yield Ask(wire.request(wire.VERSION), lambda m: m.command == wire.VERSION[0])
        if isinstance(version, Failure) or version.second != _GOOD:
            self.end("Identify", version, False, _status(version))
            return
        self._version = _words(version.data)
        serial = yield Ask(wire.request(wire.SERIAL), lambda m: m.command == wire.SERIAL[0])
        if isinstance(serial, Failure):
            self.end("Identify", serial, False)
        else:  # a reader that was never given a number refuses to tell one
            self._told_who(_words(serial.data) if serial.second == _GOOD else "")

    def _told_who(self, serial: str) -> None:
        facts = (("serial", serial), ("application", self._version))
        self.events.append(Identified(tuple(fact for fact in facts if fact[1])))

    # -- battery

    def _read_battery(self) -> Script[Message]:
        charge = yield Ask(wire.request(wire.PERCENT), lambda m: m.command == _BATTERY)
        if isinstance(charge, Failure):
            self.end("ReadBattery", charge, False)
            return
        volts = yield Ask(wire.request(wire.LI_ION), lambda m: m.command == _BATTERY)
        told = self._told_charge(charge)
        if isinstance(volts, Message) and volts.second == _GOOD and len(volts.data) == 2:
            level = int.from_bytes(volts.data, "little") / 1000
            self.events.append(Reading(Channel(Quantity.VOLTAGE, Source.BATTERY), level))
        elif not told:
            self.end("ReadBattery", charge, False, _status(charge))

    def _told_charge(self, message: Message) -> bool:
        good = message.second == _GOOD and len(message.data) == 1 and message.data[0] <= 100
        if good:
            self.events.append(Reading(Channel(Quantity.CHARGE, Source.BATTERY), float(message.data[0])))
        return good

    # -- keys

    def interrupt(self) -> Script[Message]:
        """See ``Conversation``. A key that comes just now is lost, and the reader is deaf from here."""
        yield from self._end_wait()

    def listen(self) -> Script[Message]:
        """See ``Conversation``: one key after another. Silence is told once, and tried again for ever."""
        refused = False
        while self.listening:
            taken = yield Ask(wire.request(wire.ASK_KEY), _taken_or_key, tries=1)
            if isinstance(taken, Message) and self._told_key(taken):
                continue  # its acknowledgement was lost
            if isinstance(taken, Message) and taken.second == _GOOD:
                self.armed()
                refused = False
                yield from self._wait()
            elif refused:
                self.give_up(_status(taken))
            else:  # it may still wait for a key it was asked for before: whether it was asked at all, only it knows
                refused = isinstance(taken, Message)
                ended = yield from self._end_wait()
                if isinstance(ended, Failure):
                    yield from self.unheard(ended)

    def _wait(self) -> Script[Message]:
        """Until a key, or so long that the wait is begun anew."""
        since = self.now
        told = yield Ask(b"", lambda m: m.command == _KEYS and bool(m.data or m.second), KEY_WAIT_S, key=True)
        if isinstance(told, Failure):
            yield from self._end_wait()
        elif not self._told_key(told):
            self.deaf()
            if self.now - since < AT_ONCE_S:
                self.give_up(_status(told))

    def _end_wait(self) -> Asked[Message]:
        self.deaf()
        ended = yield Ask(wire.request(wire.STOP_KEY), lambda m: m.command == _KEYS)
        if isinstance(ended, Message):
            self._told_key(ended)  # pressed at the very moment
        return ended

    def _told_key(self, message: Message) -> bool:
        """Whether it was a key, and then deaf until the next is asked for."""
        pressed = _pressed(message)
        if pressed is not None:
            self.events.append(pressed)
            self.deaf()
        return pressed is not None


def _taken_or_key(message: Message) -> bool:
    """What may follow a request for a key; how a wait before it ended may come late and is neither."""
    return message.command == _KEYS and (not message.data or _pressed(message) is not None)


def _status(result: Message | Failure) -> str:
    return f"{result.second:02X}" if isinstance(result, Message) else ""


class _Neo2Factory:
    """See ``CodecFactory``."""

    id = "neo2"
    capabilities = frozenset({Capability.IDENTITY, Capability.LIVE_KEYS, Capability.BATTERY_LEVEL})
    serial = SerialSettings(115200)

    def open(self, profile: Profile) -> Codec:
        """See ``CodecFactory``."""
        return _Neo2(profile.serial.baud or self.serial.baud)

    def redactors(self) -> tuple[Redactor, Redactor]:
        """See ``CodecFactory``."""
        return FrameRedactor(wire.cut_request, wire.kept_of_bench), FrameRedactor(wire.cut, wire.kept_of_reader)


CODEC: Final = _Neo2Factory()
