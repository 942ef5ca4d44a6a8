"""Frames of ID TECH's SmartPIN pads: ``02 | length | body | XOR | SUM | 03``. Pure; knows no time.

Only the bodies of ``ALLOWED`` can be built: one key, cancel, version, serial, removal records, which keys are loaded. PIN and
numeric entry, key loading, activation, restart and the bootloader cannot be built through any function of this file. Facts:
the vendor's manuals of K100 and L100.
"""

from dataclasses import dataclass, field
from typing import Final

from devices.codecs._frames import NOISE, xor
from devices.errors import CommandRefused

START: Final = 0x02
END: Final = 0x03
_HEAD: Final = 3
_TAIL: Final = 3
_MOST_BODY: Final = 1024

FUNCTION_KEY: Final = bytes.fromhex("75 46 0B")
ANY_KEY: Final = bytes.fromhex("75 46 28")
CANCEL_WAIT: Final = bytes.fromhex("75 46 09")
VERSION: Final = bytes.fromhex("78 46 01")
SERIAL: Final = bytes.fromhex("78 46 02")
KEYS_LOADED: Final = bytes.fromhex("78 46 25")
REMOVALS: Final = bytes.fromhex("78 52 01 51")
ALLOWED: Final = frozenset({FUNCTION_KEY, ANY_KEY, CANCEL_WAIT, VERSION, SERIAL, KEYS_LOADED, REMOVALS})
_HARMLESS: Final = frozenset({VERSION, SERIAL, KEYS_LOADED, REMOVALS})
GOOD: Final = 0x06
BAD: Final = 0x15
HIDDEN: Final = 0x2E
"""Stands in a log for a digit; ``?`` is a key of such a pad."""
_TABLE: Final = bytes(HIDDEN if 0x30 <= byte <= 0x39 else byte for byte in range(256))
_FUNCTION_KEYS: Final = (b"", b"E", b"C", b"B", b"*", b"#", b"?")
_KEY_SIZE: Final = 2
"""An answer with a key: its status and one byte."""


@dataclass(frozen=True, slots=True)
class Body:
    """What one frame carries."""

    data: bytes = field(repr=False)

    @property
    def good(self) -> bool:
        """Whether it is an answer that says yes."""
        return self.data[:1] == bytes([GOOD])


def cut(data: bytes) -> tuple[int, Body | None] | None:
    """See ``Cut``."""
    if data[0] != START:
        return 1, NOISE
    if len(data) < _HEAD:
        return None
    size = int.from_bytes(data[1:3], "little")
    if not 1 <= size <= _MOST_BODY:
        return 1, NOISE
    whole = _HEAD + size + _TAIL
    if len(data) < whole:
        return None
    body = data[_HEAD : _HEAD + size]
    return (whole, Body(body)) if data[:whole] == _framed(body) else (1, NOISE)


def _framed(body: bytes) -> bytes:
    return bytes([START]) + len(body).to_bytes(2, "little") + body + bytes([xor(body), sum(body) & 0xFF, END])


def request(body: bytes) -> bytes:
    """The frame of one allowed body. Raises ``CommandRefused`` for any other."""
    if body not in ALLOWED:
        raise CommandRefused("not a service command")
    return _framed(body)


class Kept:
    """What a log keeps of both directions: answers to the bench's own harmless questions whole, of anything else a key that is no digit."""

    def __init__(self) -> None:
        self._asked = b""

    def of_bench(self, raw: bytes, body: Body) -> bytes:
        """A frame of the bench."""
        self._asked = body.data
        return raw if body.data in ALLOWED else _framed(_hidden(body.data))

    def of_pad(self, raw: bytes, body: Body) -> bytes:
        """A frame of the pad."""
        asked, self._asked = self._asked, b""
        if asked in _HARMLESS and len(body.data) > 2:
            return raw
        return _framed(_key(body.data) if len(body.data) <= _KEY_SIZE else _hidden(body.data))


def _hidden(data: bytes) -> bytes:
    """Of a body that is not understood only its first byte, a status: parts of other frames may be caught in it."""
    return data[:1].translate(_TABLE) + bytes([HIDDEN]) * (len(data) - 1)


def _key(data: bytes) -> bytes:
    """A status and perhaps one key; a byte that is no function key may be a digit's."""
    return data if data[1:] in _FUNCTION_KEYS else _hidden(data)
