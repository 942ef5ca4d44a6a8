"""ID TECH SmartPIN pads as a codec: keys one at a time, version, serial, keys loaded, removal records.

Some pads tell any key, digits included (option ``any_key``), others function keys only. The order of digits is kept nowhere. A
request for a key is answered by the key alone, so a cancel, which is always answered, shows first that the pad hears at all.
"""

from typing import Final

from devices.capability import Capability
from devices.codec import Codec, Redactor, SerialSettings
from devices.codecs import _smartpin_wire as wire
from devices.codecs._frames import FrameReader, FrameRedactor
from devices.codecs._key_by_key import AT_ONCE_S, KEY_WAIT_S, KeyByKey
from devices.codecs._smartpin_meaning import pin_keys, pressed, removals
from devices.codecs._smartpin_wire import Body
from devices.codecs._talk import Ask, Asked, Script
from devices.codecs._text import clean
from devices.commands import Abort, Command, EndVisit, Identify, ListenKeys, StopListening
from devices.errors import CommandRefused
from devices.events import Failure, Identified, KeyGap, UnknownFrame
from devices.profile import Profile

_CANCELLED: Final = bytes.fromhex("15 18 00")


def _any_answer(body: Body) -> bool:
    """An answer to a question, and no key."""
    return pressed(body) is None


class _SmartPin(KeyByKey[Body]):
    """State of one link to a pad."""

    def __init__(self, profile: Profile) -> None:
        super().__init__(FrameReader(wire.cut), profile.serial.baud or CODEC.serial.baud)
        self._ask_key = wire.request(wire.ANY_KEY if profile.options.get("any_key") else wire.FUNCTION_KEY)
        self._heard = False

    def refuse(self, command: Command) -> None:
        """See ``Conversation``."""
        if not isinstance(command, Identify | ListenKeys | StopListening | EndVisit | Abort):
            raise CommandRefused(f"{type(command).__name__}: such a pad has keys and a name")

    def script(self, command: Command) -> Script[Body]:
        """See ``Conversation``."""
        match command:
            case Identify():
                return self._identify()
            case ListenKeys():
                self._heard = False
                return self.start()
            case _:
                return self.stop(type(command).__name__)

    def unasked(self, frame: Body) -> None:
        """See ``Conversation``."""
        key = pressed(frame)
        if self.passive and key is not None:
            self.events.append(key)
        elif self.passive and frame.good and len(frame.data) > 3:
            self._read_back(frame)
        elif frame.data != _CANCELLED:
            self.events.append(
                UnknownFrame(len(frame.data), "unexpected answer" if key is None else "a key nobody asked for")
            )

    def _read_back(self, frame: Body) -> None:
        """A recorded answer does not say what was asked: a version is words, a serial ten characters without a space."""
        text = clean(frame.data[1:])
        if " " in text and text.isprintable() and frame.data[1:].isascii():
            self.events.append(Identified((("application", text),)))

    # -- who it is

    def _question(self, body: bytes) -> Asked[Body]:
        return (yield Ask(wire.request(body), _any_answer))

    def _identify(self) -> Script[Body]:
        self._heard = False
        version = yield from self._question(wire.VERSION)
        if isinstance(version, Failure) or not version.good:
            detail = version.data.hex().upper() if isinstance(version, Body) else ""
            self.end("Identify", version, False, detail)
            return
        serial = yield from self._question(wire.SERIAL)
        loaded = yield from self._question(wire.KEYS_LOADED)
        records = yield from self._question(wire.REMOVALS)
        facts = (
            ("serial", clean(serial.data[1:]) if isinstance(serial, Body) and serial.good else ""),
            ("application", clean(version.data[1:])),
            ("keys_pin", pin_keys(loaded) if isinstance(loaded, Body) else ""),
            ("removals", removals(records) if isinstance(records, Body) else ""),
        )
        self.events.append(Identified(tuple(fact for fact in facts if fact[1])))

    # -- keys

    def interrupt(self) -> Script[Body]:
        """See ``Conversation``. A key that comes just now is lost, and the pad is deaf from here."""
        self.deaf()
        yield Ask(wire.request(wire.CANCEL_WAIT), _any_answer)

    def listen(self) -> Script[Body]:
        """See ``Conversation``: one key after another. Silence is told once, and tried again for ever."""
        while self.listening:
            if not self._heard:
                answer = yield Ask(wire.request(wire.CANCEL_WAIT), _any_answer)
                if isinstance(answer, Failure):
                    yield from self.unheard(answer)
                    continue
                self._heard = True
                self.armed()
            since = self.now
            told = yield Ask(self._ask_key, lambda body: True, KEY_WAIT_S, tries=1, key=True)
            key = pressed(told) if isinstance(told, Body) else None
            if key is not None:
                self.events += [key, KeyGap(len(self._ask_key) * self.byte_s)]
                continue
            self.deaf()
            self._heard = False
            if isinstance(told, Body) and self.now - since < AT_ONCE_S and told.data != _CANCELLED:
                self.give_up(told.data.hex().upper())


class _SmartPinFactory:
    """See ``CodecFactory``. The line's speed is in no source we could read: 9600, which a profile may replace."""

    id = "smartpin"
    capabilities = frozenset({Capability.IDENTITY, Capability.LIVE_KEYS, Capability.LIVE_DIGITS})
    serial = SerialSettings(9600)

    def open(self, profile: Profile) -> Codec:
        """See ``CodecFactory``."""
        return _SmartPin(profile)

    def redactors(self) -> tuple[Redactor, Redactor]:
        """See ``CodecFactory``."""
        kept = wire.Kept()
        return FrameRedactor(wire.cut, kept.of_bench), FrameRedactor(wire.cut, kept.of_pad)


CODEC: Final = _SmartPinFactory()
