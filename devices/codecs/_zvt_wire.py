"""ZVT bytes: APDUs, their framing on a serial line and on TCP, and the TLV objects in them. Pure; knows no time.

``apdu`` is the one place where anything is built, and it builds ``ALLOWED`` alone: no payment, reversal, end of day, software
update, reset, time, password or file can be said through any function of this file. Facts: PA00P015 / PA00P016, 13.08.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final, Protocol

from devices.errors import CommandRefused
from devices.framing import crc16_kermit

ACK: Final = 0x06
NAK: Final = 0x15
DLE: Final = 0x10
STX: Final = 0x02
ETX: Final = 0x03

Code = tuple[int, int]
REGISTER: Final[Code] = (0x06, 0x00)
LOG_OFF: Final[Code] = (0x06, 0x02)
STATUS: Final[Code] = (0x05, 0x01)
PRINT_SETUP: Final[Code] = (0x06, 0x1A)
HOST_LINE: Final[Code] = (0x06, 0x70)
SELF_TEST: Final[Code] = (0x06, 0x79)
ABORT: Final[Code] = (0x06, 0xB0)
SHOW_TEXT: Final[Code] = (0x06, 0xE0)
ASK_KEY: Final[Code] = (0x06, 0xE1)
SHOW_IMAGE: Final[Code] = (0x06, 0xF0)
GOOD: Final[Code] = (0x80, 0x00)
UNKNOWN: Final[Code] = (0x84, 0x83)
ALLOWED: Final = frozenset(
    {REGISTER, LOG_OFF, STATUS, PRINT_SETUP, HOST_LINE, SELF_TEST, ABORT, SHOW_TEXT, ASK_KEY, SHOW_IMAGE, GOOD, UNKNOWN}
)
"""Everything the bench ever says to a terminal: class and instruction."""

COMPLETION: Final[Code] = (0x06, 0x0F)
ABORTED: Final[Code] = (0x06, 0x1E)
PRINT_LINE: Final[Code] = (0x06, 0xD1)
PRINT_BLOCK: Final[Code] = (0x06, 0xD3)
STATUS_INFORMATION: Final[Code] = (0x04, 0x0F)
INTERMEDIATE: Final[Code] = (0x04, 0xFF)
LONGEST: Final = 0xFFFF
_MOST_HELD: Final = 2 * (LONGEST + 16)


class Kind(Enum):
    """What a stretch of received bytes turned out to be."""

    APDU = "apdu"
    ACK = "ack"
    NAK = "nak"
    DAMAGED = "damaged"
    NOISE = "noise"


@dataclass(frozen=True, slots=True)
class Token:
    """``raw`` as it stood on the wire; ``data``: the APDU of a good frame."""

    kind: Kind
    raw: bytes
    data: bytes = b""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Apdu:
    """A message of the terminal, taken apart."""

    code: Code
    data: bytes

    @staticmethod
    def of(raw: bytes) -> "Apdu | None":
        """None where the length does not fit."""
        head = _head(raw)
        if head is None or len(raw) != head[0] + head[1]:
            return None
        return Apdu((raw[0], raw[1]), raw[head[0] :])

    def __repr__(self) -> str:
        """Without the contents."""
        return f"Apdu({self.code[0]:02X} {self.code[1]:02X}, {len(self.data)} bytes)"


def _head(raw: bytes) -> tuple[int, int] | None:
    """Sizes of head and body; None while the head is not complete."""
    if len(raw) < 3:
        return None
    if raw[2] != 0xFF:
        return 3, raw[2]
    return (5, int.from_bytes(raw[3:5], "little")) if len(raw) >= 5 else None


def apdu(code: Code, data: bytes = b"") -> bytes:
    """The message of one allowed command. Raises ``CommandRefused`` for any other."""
    if code not in ALLOWED:
        raise CommandRefused("not a service command")
    if len(data) > LONGEST:
        raise CommandRefused("too long for one message")
    size = bytes([len(data)]) if len(data) < 0xFF else b"\xff" + len(data).to_bytes(2, "little")
    return bytes(code) + size + data


class Reader(Protocol):
    """Cuts a byte stream into tokens whose ``raw`` parts add up to the stream."""

    @property
    def pending(self) -> bool:
        """True while something has begun and not ended."""
        ...

    def feed(self, data: bytes) -> list[Token]:
        """All tokens that ``data`` completes. Noise ends with the next token."""
        ...

    def end_noise(self) -> list[Token]:
        """The noise so far, for whoever cannot wait."""
        ...

    def reset(self) -> list[Token]:
        """End what is under way, for silence or at the end of a log."""
        ...


class SerialReader:
    """``10 02``, the APDU with each 10 doubled, ``10 03``, and two bytes of CRC whatever they are."""

    __slots__ = ("_frame", "_noise")

    def __init__(self) -> None:
        self._frame = bytearray()
        self._noise = bytearray()

    @property
    def pending(self) -> bool:
        """See ``Reader``."""
        return bool(self._frame or self._noise)

    def feed(self, data: bytes) -> list[Token]:
        """See ``Reader``."""
        tokens: list[Token] = []
        for byte in data:
            if self._frame:
                self._inside(byte, tokens)
            elif byte == DLE:
                self._frame.append(byte)
            elif byte in (ACK, NAK):
                tokens += self.end_noise()
                tokens.append(Token(Kind.ACK if byte == ACK else Kind.NAK, bytes([byte])))
            else:
                self._noise.append(byte)
        return tokens

    def end_noise(self) -> list[Token]:
        """See ``Reader``."""
        found = [Token(Kind.NOISE, bytes(self._noise), reason="noise")] if self._noise else []
        self._noise.clear()
        return found

    def reset(self) -> list[Token]:
        """See ``Reader``."""
        tokens: list[Token] = []
        if len(self._frame) < 2:
            self._noise += self._frame
            self._frame.clear()
        tokens += self.end_noise()
        if self._frame:
            self._damaged("incomplete", tokens)
        return tokens

    def _inside(self, byte: int, tokens: list[Token]) -> None:
        frame = self._frame
        if len(frame) == 1 and byte != STX:  # a lone 10 is no start
            self._noise += frame
            frame.clear()
            tokens += self.feed(bytes([byte]))
            return
        frame.append(byte)
        if len(frame) < 4:
            return
        ended = _ended(frame)
        if ended is None:
            if _restarted(frame):
                del frame[-2:]
                self._damaged("cut short by a new start", tokens)
                frame += bytes([DLE, STX])
            elif _bad_escape(frame) or len(frame) > _MOST_HELD:
                self._damaged("bad escape", tokens)
        elif len(frame) == ended + 2:
            self._end(ended, tokens)

    def _end(self, ended: int, tokens: list[Token]) -> None:
        raw = bytes(self._frame)
        body = raw[2 : ended - 2].replace(b"\x10\x10", b"\x10")
        if crc16_kermit(body + bytes([ETX])) != int.from_bytes(raw[ended:], "little"):
            self._damaged("bad CRC", tokens)
        elif Apdu.of(body) is None:
            self._damaged("bad length", tokens)
        else:
            tokens += self.end_noise()
            self._frame.clear()
            tokens.append(Token(Kind.APDU, raw, body))

    def _damaged(self, reason: str, tokens: list[Token]) -> None:
        tokens += self.end_noise()
        tokens.append(Token(Kind.DAMAGED, bytes(self._frame), reason=reason))
        self._frame.clear()


def _run_before(frame: bytearray, at: int) -> int:
    """How many DLE stand in a row before ``at``, after the start."""
    count = 0
    while at - count > 2 and frame[at - count - 1] == DLE:
        count += 1
    return count


def _ended(frame: bytearray) -> int | None:
    """Where ``10 03`` ends. Looks only at the last bytes: a frame is asked after each byte."""
    for at in range(max(len(frame) - 3, 3), len(frame)):
        if frame[at] == ETX and _run_before(frame, at) % 2 == 1:
            return at + 1
    return None


def _restarted(frame: bytearray) -> bool:
    at = len(frame) - 1
    return at > 3 and frame[at] == STX and _run_before(frame, at) % 2 == 1


def _bad_escape(frame: bytearray) -> bool:
    at = len(frame) - 1
    return frame[at] not in (DLE, STX, ETX) and _run_before(frame, at) % 2 == 1


class TcpReader:
    """Bare APDUs, one after another. A byte that begins no message is noise."""

    __slots__ = ("_held", "_noise")

    CLASSES = frozenset({0x04, 0x05, 0x06, 0x80, 0x84})
    """Classes a message begins with, either way, as far as the bench ever lets it come to that."""

    def __init__(self) -> None:
        self._held = bytearray()
        self._noise = bytearray()

    @property
    def pending(self) -> bool:
        """See ``Reader``."""
        return bool(self._held or self._noise)

    def feed(self, data: bytes) -> list[Token]:
        """See ``Reader``."""
        self._held += data
        tokens: list[Token] = []
        while self._held:
            if self._held[0] not in self.CLASSES:
                self._noise.append(self._held.pop(0))
                continue
            head = _head(bytes(self._held[:5]))
            if head is None or len(self._held) < sum(head):
                break
            raw = bytes(self._held[: sum(head)])
            del self._held[: sum(head)]
            tokens += self.end_noise()
            tokens.append(Token(Kind.APDU, raw, raw))
        return tokens

    def end_noise(self) -> list[Token]:
        """See ``Reader``."""
        found = [Token(Kind.NOISE, bytes(self._noise), reason="noise")] if self._noise else []
        self._noise.clear()
        return found

    def reset(self) -> list[Token]:
        """See ``Reader``."""
        self._noise += self._held
        self._held.clear()
        return self.end_noise()


class Framing(Protocol):
    """How APDUs travel."""

    acknowledged: bool
    """Each frame is answered 06 or 15."""
    blind_s: float
    """How long the terminal hears no key between two requests, at least, where no acknowledgement tells it."""

    def reader(self) -> Reader:
        """A fresh reader for one direction."""
        ...

    def framed(self, message: bytes) -> bytes:
        """One of this bench's messages as it travels. Raises ``CommandRefused`` for one that ``apdu`` would not build."""
        ...


def _checked(message: bytes) -> bytes:
    """``message`` where it is one that ``apdu`` builds: framing is no way around the list."""
    if len(message) < 3 or (message[0], message[1]) not in ALLOWED:
        raise CommandRefused("not a service command")
    return message


class SerialFraming:
    """See ``Framing``."""

    acknowledged = True
    blind_s = 0.0

    def reader(self) -> Reader:
        """See ``Framing``."""
        return SerialReader()

    def framed(self, message: bytes) -> bytes:
        """See ``Framing``."""
        crc = crc16_kermit(_checked(message) + bytes([ETX]))
        body = message.replace(b"\x10", b"\x10\x10")
        return bytes([DLE, STX]) + body + bytes([DLE, ETX]) + crc.to_bytes(2, "little")


class TcpFraming:
    """See ``Framing``."""

    acknowledged = False
    blind_s = 0.05  # own: a local network and a small processor

    def reader(self) -> Reader:
        """See ``Framing``."""
        return TcpReader()

    def framed(self, message: bytes) -> bytes:
        """See ``Framing``."""
        return _checked(message)


# -- what stands in a message


def tlv(tag: bytes, value: bytes) -> bytes:
    """One TLV object."""
    return tag + tlv_size(len(value)) + value


def tlv_size(size: int) -> bytes:
    """A length as TLV writes it."""
    if size < 0x80:
        return bytes([size])
    return bytes([0x81, size]) if size < 0x100 else b"\x82" + size.to_bytes(2, "big")


def llvar(text: bytes) -> bytes:
    """``text`` of up to 99 bytes behind its length in two bytes F0 to F9."""
    size = min(len(text), 99)
    return bytes([0xF0 | size // 10, 0xF0 | size % 10]) + text[:size]


def tlv_objects(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Tag and value of each object, as far as they add up."""
    at = 0
    while at < len(data):
        tag_end = at + 1
        if data[at] & 0x1F == 0x1F:
            while tag_end < len(data) and data[tag_end] & 0x80:
                tag_end += 1
            tag_end += 1
        if tag_end >= len(data):
            return
        size, value_at = data[tag_end], tag_end + 1
        if size & 0x80:
            more = size & 0x7F
            size, value_at = int.from_bytes(data[value_at : value_at + more], "big"), value_at + more
        if value_at + size > len(data):
            return
        yield data[at:tag_end], data[value_at : value_at + size]
        at = value_at + size


_FIXED: Final = {
    0x01: 1, 0x02: 1, 0x03: 1, 0x04: 6, 0x05: 1, 0x0B: 3, 0x0C: 3, 0x0D: 2, 0x0E: 2, 0x17: 2, 0x19: 1, 0x27: 1, 0x29: 4, 0x2A: 15,
    0x37: 3, 0x3A: 2, 0x3B: 8, 0x3D: 3, 0x49: 2, 0x70: 4, 0x71: 4, 0x72: 1, 0x73: 1, 0x74: 1, 0x75: 1, 0x76: 1, 0x87: 2, 0x88: 3,
    0x8A: 1, 0x8C: 1, 0xA0: 1, 0xAA: 3, 0xBA: 5, 0xD0: 1, 0xD2: 1, 0xE0: 1, 0xE9: 1, 0xEA: 1, 0xEB: 8, 0xF0: 1, 0xF9: 1, 0xFA: 1,
    0xFB: 1, 0xFC: 1, 0xFD: 1,
}  # fmt: skip
_LLVAR: Final = frozenset({0x22, 0x23, 0x2D, 0x8B, 0xA7, 0xD1, *range(0xE1, 0xE9), *range(0xF1, 0xF9)})
_LLLVAR: Final = frozenset({0x24, 0x2E, 0x3C, 0x60, 0x9A, 0xAF})
CONTAINER: Final = 0x06


def bitmaps(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and value of each bitmap field, as far as they are known and add up."""
    return ((number, value) for number, value, _ in _fields(data))


def fields_end(data: bytes) -> int:
    """Where the last bitmap field ends that is known and adds up."""
    return max((end for _, _, end in _fields(data)), default=0)


def _fields(data: bytes) -> Iterator[tuple[int, bytes, int]]:
    at = 0
    while at < len(data):
        number, at = data[at], at + 1
        if number in _FIXED:
            size = _FIXED[number]
        elif number == CONTAINER:
            if at >= len(data):
                return
            size, more = data[at], data[at] & 0x7F
            at += 1
            if size & 0x80:
                size, at = int.from_bytes(data[at : at + more], "big"), at + more
        elif number in _LLVAR or number in _LLLVAR:
            digits = data[at : at + (2 if number in _LLVAR else 3)]
            at += len(digits)
            size = int("".join(str(digit & 0x0F) for digit in digits) or "0") if _decimal(digits) else LONGEST
        else:
            return
        if at + size > len(data):
            return
        yield number, data[at : at + size], at + size
        at += size


def _decimal(digits: bytes) -> bool:
    return bool(digits) and all(0xF0 <= digit <= 0xF9 for digit in digits)
