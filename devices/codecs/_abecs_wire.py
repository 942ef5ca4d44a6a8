"""ABECS bytes: packets, messages and blocks, both ways. Pure; knows no time and no state beyond a packet under way.

Builds only the service commands of ``SERVICE_COMMANDS``. Whatever loads tables or keys, reads cards, takes a PIN or
pays cannot be built through any function of this file. Facts: ABECS PIN pad protocol 2.12 / 2.20.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from devices.errors import CommandRefused
from devices.framing import crc16_xmodem, stuff, unstuff

EOT: Final = 0x04
ACK: Final = 0x06
ESCAPE: Final = 0x13
NAK: Final = 0x15
START: Final = 0x16
END: Final = 0x17
CAN: Final = 0x18
ESCAPES: Final = {ESCAPE: 0x33, START: 0x36, END: 0x37}

SERVICE_COMMANDS: Final = frozenset({"OPN", "CLO", "GIX", "CEX", "GCD", "DSP", "DEX", "MLI", "MLR", "MLE", "DSI"})
"""Everything the bench ever says to a pad."""

MAX_STUFFED: Final = 2 * 2044
MAX_BLOCK: Final = 999
MAX_VALUE: Final = 995
OK_STATUS: Final = "000"
UNKNOWN_COMMAND: Final = "ERR"
SCREEN_NOTICE: Final = "NTM"

Items = tuple[tuple[int, bytes], ...]


class Kind(Enum):
    """What a stretch of received bytes turned out to be."""

    ACK = "ack"
    NAK = "nak"
    EOT = "eot"
    CAN = "can"
    PACKET = "packet"
    DAMAGED = "damaged"
    NOISE = "noise"


@dataclass(frozen=True, slots=True)
class Token:
    """``raw`` as it stood on the wire; ``data``: the unstuffed message of a good packet; ``reason``: the damage."""

    kind: Kind
    raw: bytes
    data: bytes = b""
    reason: str = ""


_CONTROLS: Final = {ACK: Kind.ACK, NAK: Kind.NAK, EOT: Kind.EOT, CAN: Kind.CAN}


class PacketReader:
    """Cuts a byte stream into tokens whose ``raw`` parts add up to the stream.

    Two CRC bytes follow END, whatever they are.
    """

    __slots__ = ("_crc_left", "_noise", "_packet")

    def __init__(self) -> None:
        self._noise = bytearray()
        self._packet = bytearray()
        self._crc_left = 0

    @property
    def pending(self) -> bool:
        """True while a packet or noise has begun and not ended."""
        return bool(self._packet or self._noise)

    def feed(self, data: bytes) -> list[Token]:
        """All tokens that ``data`` completes. Noise ends with the next token, so cutting the stream elsewhere
        changes nothing.
        """
        tokens: list[Token] = []
        for byte in data:
            self._take(byte, tokens)
        return tokens

    def end_noise(self) -> list[Token]:
        """The noise so far, for whoever cannot wait for the next token."""
        tokens: list[Token] = []
        self._end_noise(tokens)
        return tokens

    def reset(self) -> list[Token]:
        """End what is under way, for silence or at the end of a log."""
        tokens: list[Token] = []
        self._end_noise(tokens)
        if self._packet:
            self._damaged("incomplete", tokens)
        return tokens

    def _take(self, byte: int, tokens: list[Token]) -> None:
        if self._packet:
            self._take_inside(byte, tokens)
        elif byte == START:
            self._end_noise(tokens)
            self._packet.append(byte)
        elif byte in _CONTROLS:
            self._end_noise(tokens)
            tokens.append(Token(_CONTROLS[byte], bytes([byte])))
        else:
            self._noise.append(byte)
            if len(self._noise) >= MAX_STUFFED:
                self._end_noise(tokens)

    def _take_inside(self, byte: int, tokens: list[Token]) -> None:
        if self._crc_left:
            self._packet.append(byte)
            self._crc_left -= 1
            if not self._crc_left:
                self._end_packet(tokens)
            return
        if byte == START:
            self._damaged("cut short by a new start", tokens)
        self._packet.append(byte)
        if byte == END:
            self._crc_left = 2
        elif len(self._packet) > MAX_STUFFED:
            self._damaged("too long", tokens)

    def _end_packet(self, tokens: list[Token]) -> None:
        raw = bytes(self._packet)
        data = unstuff(raw[1:-3], ESCAPE, ESCAPES)
        if data is None:
            self._damaged("bad escape", tokens)
        elif crc16_xmodem(data + raw[-3:-2]) != int.from_bytes(raw[-2:], "big"):
            self._damaged("bad CRC", tokens)
        else:
            self._packet.clear()
            tokens.append(Token(Kind.PACKET, raw, data))

    def _damaged(self, reason: str, tokens: list[Token]) -> None:
        tokens.append(Token(Kind.DAMAGED, bytes(self._packet), reason=reason))
        self._packet.clear()
        self._crc_left = 0

    def _end_noise(self, tokens: list[Token]) -> None:
        if self._noise:
            tokens.append(Token(Kind.NOISE, bytes(self._noise), reason="noise"))
            self._noise.clear()


def _packet(data: bytes) -> bytes:
    body = stuff(data, ESCAPE, ESCAPES)
    return bytes([START]) + body + bytes([END]) + crc16_xmodem(data + bytes([END])).to_bytes(2, "big")


def request(command: str, *blocks: bytes) -> bytes:
    """The packet of one service command. Raises ``CommandRefused`` for any other command and for oversized blocks."""
    if command not in SERVICE_COMMANDS:
        raise CommandRefused("not a service command")
    if any(len(block) > MAX_BLOCK for block in blocks):
        raise CommandRefused(f"{command}: a block holds at most {MAX_BLOCK} bytes")
    return _packet(command.encode("ascii") + b"".join(b"%03d" % len(block) + block for block in blocks))


def item(number: int, value: bytes) -> bytes:
    """One item of an Abecs block: number, length, value (at most 995 bytes)."""
    if len(value) > MAX_VALUE:
        raise CommandRefused(f"an item holds at most {MAX_VALUE} bytes")
    return number.to_bytes(2, "big") + len(value).to_bytes(2, "big") + value


@dataclass(frozen=True, slots=True)
class Answer:
    """A message of the pad. ``whole`` is False where its blocks or items do not add up; what was readable is kept."""

    command: str
    status: str
    blocks: tuple[bytes, ...]
    whole: bool

    @property
    def items(self) -> Items:
        """The items of all blocks, in order. Empty for blocks that hold plain text."""
        found: list[tuple[int, bytes]] = []
        for block in self.blocks:
            found += parse_items(block) or ()
        return tuple(found)

    def value(self, number: int) -> bytes | None:
        """The first item with this number."""
        return next((value for found, value in self.items if found == number), None)

    def __repr__(self) -> str:
        """Without the contents: they may be what a person typed."""
        return f"Answer({self.command!r}, {self.status!r}, {len(self.blocks)} blocks)"


def parse_answer(data: bytes) -> Answer | None:
    """The answer in an unstuffed message; None where it does not begin like one."""
    head = data[:6]
    if len(head) < 6 or not (head[:3].isalnum() and head[3:].isdigit()):
        return None
    blocks, whole = split_blocks(data[6:])
    return Answer(head[:3].decode("ascii"), head[3:].decode("ascii"), blocks, whole)


def split_blocks(body: bytes) -> tuple[tuple[bytes, ...], bool]:
    """The blocks behind a command or status, and whether they use up the body exactly."""
    blocks: list[bytes] = []
    at = 0
    while at < len(body):
        size = body[at : at + 3]
        if len(size) < 3 or not size.isdigit():
            return tuple(blocks), False
        end = at + 3 + int(size)
        if end > len(body):
            return tuple(blocks), False
        blocks.append(body[at + 3 : end])
        at = end
    return tuple(blocks), True


def parse_items(block: bytes) -> Items | None:
    """The items of one block; None where they do not use it up exactly."""
    found: list[tuple[int, bytes]] = []
    at = 0
    while at < len(block):
        size = int.from_bytes(block[at + 2 : at + 4], "big")
        end = at + 4 + size
        if at + 4 > len(block) or end > len(block):
            return None
        found.append((int.from_bytes(block[at : at + 2], "big"), block[at + 4 : end]))
        at = end
    return tuple(found)
