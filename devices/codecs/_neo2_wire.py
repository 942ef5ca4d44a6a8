"""Frames of ID TECH's NEO 2 readers. Pure; knows no time. A command's CRC goes low byte first, an answer's high byte first.

Only the commands of ``ALLOWED`` can be built: version, serial, battery, one function key and its cancel. Keys, settings,
transactions, numeric entry and the bootloader cannot be built through any function of this file. Facts: the vendor's manual.
"""

import binascii
from dataclasses import dataclass, field
from typing import Final

from devices.codecs._frames import NOISE, hidden
from devices.errors import CommandRefused

HEAD: Final = b"ViVOtech2\x00"
_PREFIX: Final = len(HEAD) + 4
_MOST_DATA: Final = 2048

VERSION: Final = b"\x29\x00"
SERIAL: Final = b"\x12\x01"
PERCENT: Final = b"\xf0\x02"
LI_ION: Final = b"\xf0\x02\x01"
ASK_KEY: Final = b"\x62\x02"
STOP_KEY: Final = b"\x62\x00"
ALLOWED: Final = frozenset({VERSION, SERIAL, PERCENT, LI_ION, ASK_KEY, STOP_KEY})
_KEYS: Final = 0x62
_KNOWN: Final = (0x29, 0x12, 0xF0)
KEY_VALUES: Final = frozenset({b"B", b"C", b"E", b"*", b"#", b"F1", b"F2", b"F3", b"F4"})
"""All a function key can be; whatever else stands there is not told apart."""


@dataclass(frozen=True, slots=True)
class Message:
    """One frame. ``second`` is the sub-command of a command, the status of an answer."""

    command: int
    second: int
    data: bytes = field(repr=False)


def _crc(data: bytes) -> int:
    """CRC-16 with polynomial 1021, initial FFFF, not reflected, no final xor."""
    return binascii.crc_hqx(data, 0xFFFF)


def _cut(data: bytes, low_first: bool) -> tuple[int, Message | None] | None:
    if not (data.startswith(HEAD) or HEAD.startswith(data)):
        return 1, NOISE
    if len(data) < _PREFIX:
        return None
    size = int.from_bytes(data[12:14], "big")
    end = _PREFIX + size
    if size > _MOST_DATA:
        return 1, NOISE
    if len(data) < end + 2:
        return None
    if int.from_bytes(data[end : end + 2], "little" if low_first else "big") != _crc(data[:end]):
        return 1, NOISE
    return end + 2, Message(data[10], data[11], data[_PREFIX:end])


def cut(data: bytes) -> tuple[int, Message | None] | None:
    """See ``Cut``: of a reader."""
    return _cut(data, low_first=False)


def cut_request(data: bytes) -> tuple[int, Message | None] | None:
    """See ``Cut``: of a bench."""
    return _cut(data, low_first=True)


def _framed(command: int, second: int, data: bytes, low_first: bool) -> bytes:
    body = HEAD + bytes([command, second]) + len(data).to_bytes(2, "big") + data
    return body + _crc(body).to_bytes(2, "little" if low_first else "big")


def request(command: bytes) -> bytes:
    """The frame of one allowed command, sub-command and data. Raises ``CommandRefused`` for any other."""
    if command not in ALLOWED:
        raise CommandRefused("not a service command")
    return _framed(command[0], command[1], command[2:], low_first=True)


def kept_of_reader(raw: bytes, message: Message) -> bytes:
    """What a log keeps of a reader: names, batteries and function keys whole, of anything else its head."""
    key = message.command == _KEYS and (not message.data or message.data[1:] in KEY_VALUES or len(message.data) == 1)
    if key or message.command in _KNOWN:
        return raw
    return _framed(message.command, message.second, hidden(message.data), low_first=False)


def kept_of_bench(raw: bytes, message: Message) -> bytes:
    """What a log keeps of the bench: its own commands."""
    if bytes([message.command, message.second]) + message.data in ALLOWED:
        return raw
    return _framed(message.command, message.second, hidden(message.data), low_first=True)
