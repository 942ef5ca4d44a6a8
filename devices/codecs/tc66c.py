"""RuiDeng TC66 / TC66C supply meter: asked with ``getva``, answers 192 bytes, encrypted with a key everybody knows.

Reads only. Key and layout: libsigrok driver rdtech-tc and sigrok wiki "RDTech TC66C". The temperature is its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB

from devices.capability import Capability
from devices.codec import Codec, Output, Redactor, SerialSettings, soonest
from devices.codecs._meter import Plain, at_meter, interval_s_of
from devices.commands import Abort, Command, Identify, StartReading, StopReading
from devices.errors import CommandRefused
from devices.events import (
    CommandDone,
    CommandFailed,
    Event,
    Failure,
    Identified,
    Quantity,
    Reading,
    UnknownFrame,
)
from devices.framing import crc16_modbus
from devices.profile import Profile

REQUEST: Final = b"getva"
SIZE: Final = 192
_PART: Final = 64
_BLOCK: Final = 16
_KEY: Final = bytes.fromhex("5821fa5601b2f02687ff1204622a4fb086f40260816f9a0ba7f106619ab87288")
_ANSWER_S: Final = 1.0
"""Time for one answer, as in the sigrok driver; while reading, the interval, but not below ``_SOON_S``."""
_SOON_S: Final = 0.25
_TRIES: Final = 3
_MAX_HELD: Final = 4 * SIZE


def encrypted(plain: bytes) -> bytes:
    """One answer as it travels; the simulator's side."""
    return Cipher(AES(_KEY), ECB()).encryptor().update(plain)


@dataclass(frozen=True, slots=True)
class Sample:
    """One answer in SI units; ``runs`` counts power-ups."""

    model: str
    version: str
    serial: int
    runs: int
    volts: float
    amperes: float
    watts: float
    celsius: float

    def readings(self) -> tuple[Reading, ...]:
        """The four curves of this meter."""
        values = (
            (Quantity.VOLTAGE, self.volts),
            (Quantity.CURRENT, self.amperes),
            (Quantity.POWER, self.watts),
            (Quantity.TEMPERATURE, self.celsius),
        )
        return tuple(at_meter(quantity, value) for quantity, value in values)

    def identified(self) -> Identified:
        """The meter's own facts."""
        facts = (
            ("model", self.model),
            ("serial", str(self.serial)),
            ("version", self.version),
            ("runs", str(self.runs)),
        )
        return Identified(facts)


def parse(plain: bytes) -> Sample | None:
    """The sample in 192 decrypted bytes; None where a part or its CRC-16/MODBUS is wrong."""
    parts = [plain[at : at + _PART] for at in range(0, SIZE, _PART)]
    if not all(_intact(part, number) for number, part in enumerate(parts, 1)):
        return None
    one, two = (tuple(int.from_bytes(part[at : at + 4], "little") for at in range(0, _PART, 4)) for part in parts[:2])
    degrees = -two[7] if two[6] else two[7]
    model, version = (_text(parts[0][at : at + 4]) for at in (4, 8))
    return Sample(model, version, one[3], one[11], one[12] / 1e4, one[13] / 1e5, one[14] / 1e4, float(degrees))


def _intact(part: bytes, number: int) -> bool:
    return part[:4] == b"pac%d" % number and crc16_modbus(part[:60]) == int.from_bytes(part[60:62], "little")


def _text(value: bytes) -> str:
    return "".join(char for char in value.decode("iso8859-1") if char.isprintable()).strip()


class _Receiver:
    """Finds answers in a stream: AES blocks have no start mark, so every alignment is tried for ``pac1``."""

    def __init__(self) -> None:
        self._held = bytearray()
        self._decipher = Cipher(AES(_KEY), ECB()).decryptor().update
        """Of whole blocks; made once, because each block stands for itself."""
        self._ruled_out = 0
        """Alignments that were tried already: what came piece by piece is deciphered once, not with every piece again."""

    @property
    def pending(self) -> bool:
        return bool(self._held)

    def feed(self, data: bytes) -> Iterator[Sample | UnknownFrame]:
        self._held += data
        while (start := self._start()) is not None:
            if start:
                yield self._drop(start, "noise")
            if len(self._held) < SIZE:
                return
            sample = parse(self._decipher(bytes(self._held[:SIZE])))
            if sample is None:
                yield self._drop(_BLOCK, "damaged answer")
            else:
                del self._held[:SIZE]
                yield sample
        if len(self._held) > _MAX_HELD:
            yield self._drop(len(self._held) - _BLOCK + 1, "noise")

    def reset(self) -> Iterator[UnknownFrame]:
        if self._held:
            yield self._drop(len(self._held), "incomplete")

    def _start(self) -> int | None:
        held = bytes(self._held)
        if not self._ruled_out and len(held) >= _BLOCK and self._decipher(held[:_BLOCK]).startswith(b"pac1"):
            return 0
        fresh = range(self._ruled_out, max(len(held) - _BLOCK + 1, self._ruled_out))
        plain = self._decipher(b"".join(held[at : at + _BLOCK] for at in fresh))
        found = next((at for at in fresh if plain.startswith(b"pac1", (at - fresh.start) * _BLOCK)), None)
        self._ruled_out = fresh.stop if found is None else found
        return found

    def _drop(self, size: int, reason: str) -> UnknownFrame:
        self._ruled_out = max(0, self._ruled_out - size)
        del self._held[:size]
        return UnknownFrame(size, reason)


class _Phase(Enum):
    IDLE = auto()
    RESTING = auto()
    WAITING = auto()


class _Tc66cCodec:
    """Asks once for ``Identify``, again and again for ``StartReading``."""

    def __init__(self) -> None:
        self._receiver = _Receiver()
        self._phase = _Phase.IDLE
        self._until: float | None = None
        self._asked_at = 0.0
        self._last_byte = 0.0
        self._interval: float | None = None
        self._missed = 0
        self._identify_tries = 0
        self._passive = True
        self._told = False
        self._events: list[Event] = []
        self._write: list[bytes] = []

    def send(self, command: Command, now: float) -> Output:
        """See ``Codec``."""
        match command:
            case Identify():
                self._identify_tries = _TRIES
            case StartReading():
                self._interval, self._missed = interval_s_of(command), 0
            case StopReading() | Abort():
                self._interval, self._identify_tries = None, 0
                self._events.append(CommandDone(type(command).__name__))
            case _:
                raise CommandRefused("a supply meter has no keys and no screen")
        self._passive = False
        self._resume(now)
        return self._output()

    def feed(self, data: bytes, now: float) -> Output:
        """See ``Codec``."""
        self._last_byte = now
        for found in self._receiver.feed(data):
            if isinstance(found, UnknownFrame):
                self._events.append(found)
            else:
                self._take(found, now)
        return self._output()

    def tick(self, now: float) -> Output:
        """See ``Codec``."""
        if self._receiver.pending and now >= self._last_byte + _ANSWER_S:
            self._events.extend(self._receiver.reset())
        if self._until is not None and now >= self._until:
            if self._phase is _Phase.WAITING:
                self._miss(now)
            self._phase, self._until = _Phase.IDLE, None
            self._resume(now)
        return self._output()

    def _output(self) -> Output:
        events, write = tuple(self._events), tuple(self._write)
        self._events.clear()
        self._write.clear()
        stalled = self._last_byte + _ANSWER_S if self._receiver.pending else None
        return Output(events, write, soonest(self._until, stalled))

    def _resume(self, now: float) -> None:
        """Ask now, unless an answer is awaited or the interval has not passed."""
        wanted = self._interval is not None or self._identify_tries > 0
        if self._phase is _Phase.WAITING or not wanted:
            return
        next_at = self._asked_at + (self._interval or 0.0)
        if self._phase is _Phase.RESTING and self._identify_tries == 0 and now < next_at:
            return
        self._write.append(REQUEST)
        patience = _ANSWER_S if self._interval is None else min(max(self._interval, _SOON_S), _ANSWER_S)
        self._phase, self._asked_at, self._until = _Phase.WAITING, now, now + patience

    def _take(self, sample: Sample, now: float) -> None:
        if self._identify_tries or (self._passive and not self._told):
            self._events.append(sample.identified())
            self._identify_tries, self._told = 0, True
        if self._interval is not None or self._passive:
            self._events.extend(sample.readings())
        self._missed = 0
        if self._phase is _Phase.WAITING:
            self._rest(now)

    def _rest(self, now: float) -> None:
        if self._interval is None:
            self._phase, self._until = _Phase.IDLE, None
        else:
            self._phase, self._until = _Phase.RESTING, max(self._asked_at + self._interval, now)

    def _miss(self, now: float) -> None:
        """An answer did not come. Three in a row are a failure; reading goes on trying."""
        self._events.extend(self._receiver.reset())
        if self._identify_tries:
            self._identify_tries -= 1
            if not self._identify_tries:
                self._events.append(CommandFailed(Identify.__name__, Failure.NO_ANSWER))
        if self._interval is not None:
            self._missed += 1
            if self._missed == _TRIES:
                self._events.append(CommandFailed(StartReading.__name__, Failure.NO_ANSWER))


class _Tc66cFactory:
    """See ``CodecFactory``."""

    id = "tc66c"
    capabilities = frozenset(
        {Capability.IDENTITY, Capability.SUPPLY_VOLTAGE, Capability.SUPPLY_CURRENT, Capability.TEMPERATURE}
    )
    serial = SerialSettings(115200)

    def open(self, profile: Profile) -> Codec:
        """See ``CodecFactory``."""
        return _Tc66cCodec()

    def redactors(self) -> tuple[Redactor, Redactor]:
        """See ``CodecFactory``."""
        return Plain(), Plain()


CODEC: Final = _Tc66cFactory()
