"""Frames of Miura MPI and Verifone VIPA: ``NAD PCB LEN APDU LRC``, and the BER-TLV objects in them. Pure; knows no time.

Only the commands of ``ALLOWED`` can be built: the soft reset that tells who the unit is, keyboard status, battery, text. Resets
with P1 = 1 (hard), 2 and 3 (files cleared) and every other command cannot be built through any function of this file. The LRC of
*keys on* and *keys off* is the same, so nothing may be told apart by it. Facts: third-party sources, Miura's SDK for Java.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from devices.codecs._frames import NOISE, hidden, xor
from devices.errors import CommandRefused

NAD: Final = 0x01
CHAINED: Final = 0x01
UNSOLICITED: Final = 0x40
_PCBS: Final = (0x00, CHAINED, UNSOLICITED, CHAINED | UNSOLICITED)
_HEAD: Final = 3
_MOST_APDU: Final = 254
_MOST_TEXT: Final = _MOST_APDU - 5
GOOD: Final = b"\x90\x00"

IDENTITY: Final = bytes.fromhex("D0 00 00 00")
"""The soft reset: nothing is restarted, nothing cleared."""
KEYS_OFF: Final = bytes.fromhex("D0 61 00 00")
BATTERY: Final = bytes.fromhex("D0 62 00 00")
KEYS_ON: Final = (bytes.fromhex("D0 61 01 01"), bytes.fromhex("D0 61 03 01"))
"""Miura: on. VIPA: enter, cancel, clear and function keys; the bit that would send digits stays clear."""
ALLOWED: Final = frozenset({IDENTITY, KEYS_OFF, BATTERY, *KEYS_ON})
_TEXT: Final = bytes.fromhex("D2 01 00 01")

SERIAL: Final = "9F1E"
NAME: Final = "DF0D"
VERSION: Final = "DF7F"
KEY: Final = "DFA205"
PERCENT: Final = "DFA20A"
CHARGING: Final = "DFA209"
STATUS_CODE: Final = "C3"
STATUS_TEXT: Final = "C4"
_CONSTRUCTED: Final = ("6F", "E0", "E1", "E6", "ED", "EF")
_KNOWN: Final = (SERIAL, NAME, VERSION, KEY, PERCENT, CHARGING, STATUS_CODE, STATUS_TEXT)
_FUNCTION_KEYS: Final = tuple(bytes([code]) for code in (0x00, 0x0D, 0x1B, 0x08, 0x86, 0x88, 0x8A, 0x8B, 0x8C))
"""Codes of KEY that a log keeps: Miura's one code for every digit, and the keys that are none."""
_DEEPEST: Final = 6

Objects: TypeAlias = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class Packet:
    """One frame: whether it answers, and what it carries."""

    pcb: int
    apdu: bytes = field(repr=False)

    @property
    def solicited(self) -> bool:
        """False for what the unit says by itself, such as a key."""
        return not self.pcb & UNSOLICITED

    @property
    def chained(self) -> bool:
        """Whether more of it follows in the next frame."""
        return bool(self.pcb & CHAINED)


def cut(data: bytes) -> tuple[int, Packet | None] | None:
    """See ``Cut``."""
    if data[0] != NAD or (len(data) > 1 and data[1] not in _PCBS):
        return 1, NOISE
    if len(data) < _HEAD:
        return None
    size = _HEAD + data[2] + 1
    if not 2 <= data[2] <= _MOST_APDU:
        return 1, NOISE
    if len(data) < size:
        return None
    return (1, NOISE) if xor(data[:size]) else (size, Packet(data[1], data[_HEAD : size - 1]))


def _framed(pcb: int, apdu: bytes) -> bytes:
    body = bytes([NAD, pcb, len(apdu)]) + apdu
    return body + bytes([xor(body)])


def request(apdu: bytes) -> bytes:
    """The frame of one allowed command. Raises ``CommandRefused`` for any other."""
    if apdu not in ALLOWED:
        raise CommandRefused("not a service command")
    return _framed(0, apdu)


def text(lines: Sequence[str]) -> bytes:
    """Four rows of text with the light on; what is not ASCII becomes ``?``, control characters a space."""
    rows = ("".join(char if char.isprintable() else " " for char in line) for line in lines[:4])
    shown = "\n".join(rows).encode("ascii", "replace")[:_MOST_TEXT] or b" "
    return _framed(0, _TEXT + bytes([len(shown)]) + shown)


def objects(data: bytes, depth: int = 0) -> Objects | None:
    """All simple objects of ``data``, those inside templates included; None where it is not made of objects."""
    found: list[tuple[str, bytes]] = []
    at = 0
    while at < len(data):
        head = _head(data, at)
        if head is None:
            return None
        tag, begin, size = head
        value = data[begin : begin + size]
        if len(value) < size:
            return None
        if tag in _CONSTRUCTED and depth < _DEEPEST:
            inner = objects(value, depth + 1)
            if inner is None:
                return None
            found += inner
        else:
            found.append((tag, value))
        at = begin + size
    return tuple(found)


def _head(data: bytes, at: int) -> tuple[str, int, int] | None:
    """Tag, where its value begins, and how long that is."""
    end = at + 1
    if data[at] & 0x1F == 0x1F:
        while end < len(data) and data[end] & 0x80:
            end += 1
        end += 1
    if end >= len(data):
        return None
    size, begin = data[end], end + 1
    if size & 0x80:
        begin += size & 0x7F
        size = int.from_bytes(data[end + 1 : begin], "big")
    return (data[at:end].hex().upper(), begin, size) if begin <= len(data) else None


def of_packet(packet: Packet) -> Objects:
    """The objects of an answer or message, without its status word; nothing where they make no sense."""
    body = packet.apdu[:-2] if packet.solicited else packet.apdu.removesuffix(GOOD)
    return objects(body) or ()


def kept_of_unit(raw: bytes, packet: Packet) -> bytes:
    """What a log keeps of a unit: names, versions and states whole; digits, and everything not understood, masked."""
    body = packet.apdu[:-2] if packet.solicited else packet.apdu.removesuffix(GOOD)
    inner = objects(body)
    clear = inner is not None and not packet.chained and all(tag in _KNOWN for tag, _ in inner)
    if clear and not any(tag == KEY and value not in _FUNCTION_KEYS for tag, value in inner or ()):
        return raw
    if clear:
        return _framed(packet.pcb, _digit_free(packet.apdu, inner or ()))
    return _framed(packet.pcb, hidden(packet.apdu))


def _digit_free(apdu: bytes, inner: Objects) -> bytes:
    """The keys of a message as Miura sends digits: 00."""
    for tag, value in inner:
        if tag == KEY:
            head = bytes.fromhex(tag) + bytes([len(value)])
            apdu = apdu.replace(head + value, head + bytes(len(value)))
    return apdu


def kept_of_bench(raw: bytes, packet: Packet) -> bytes:
    """What a log keeps of the bench: its own commands; text shown is the bench's own."""
    own = packet.apdu in ALLOWED or packet.apdu.startswith(_TEXT)
    return raw if own else _framed(packet.pcb, hidden(packet.apdu))
