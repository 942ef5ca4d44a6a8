"""SZZT bytes: frames both ways, and the bare bytes of keys between them. Pure; knows no time.

Builds only the texts of ``ALLOWED``. Wiping (``5031``), loading keys (``1``, ``2``), PINs (``6``, ``7``) and every other text
cannot be built through any function of this file. Facts: two public third-party implementations (smartware's driver ZT588).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import reduce
from operator import xor
from typing import Final, TypeAlias

from devices.codecs._frames import Token
from devices.errors import CommandRefused

START: Final = 0x02
END: Final = 0x03
WHO: Final = "3"
START_KEYS: Final = "5033"
STOP_KEYS: Final = "5032"
ALLOWED: Final = frozenset({WHO, START_KEYS, STOP_KEYS})
"""Everything the bench ever says to such a pad, to the letter: user information, plain key input on and off."""

_HEAD: Final = 4  # START and three digits
_TAIL: Final = 3  # END and two digits of the check value
KEY_CODES: Final = frozenset(
    {*range(0x30, 0x3A), 0x2E, 0x0D, 0x1B, 0x80, 0x08, 0x07, 0x22, 0x23, 0x2A, *range(0x41, 0x49)}
)
"""Bare bytes that are key presses on one of the models."""
MASKED: Final = 0x3F
"""Stands in a log for a digit; no key has it."""
_BARE: Final = KEY_CODES | {MASKED}


@dataclass(frozen=True, slots=True)
class Framed:
    """The text of a good frame."""

    text: bytes = field(repr=False)

    @property
    def size(self) -> int:
        """Bytes on the wire."""
        return _HEAD + len(self.text) + _TAIL


@dataclass(frozen=True, slots=True)
class Bare:
    """A byte outside of frames: a key, while plain key input is on."""

    code: int = field(repr=False)


Said: TypeAlias = Framed | Bare


def check_value(body: bytes) -> bytes:
    """Two upper-case hex digits: the XOR of ``body``, from the length to the END."""
    return b"%02X" % reduce(xor, body, 0)


def _framed(text: bytes) -> bytes:
    body = b"%03d" % len(text) + text + bytes([END])
    return bytes([START]) + body + check_value(body)


def request(text: str) -> bytes:
    """The frame of one allowed text. Raises ``CommandRefused`` for any other."""
    if text not in ALLOWED:
        raise CommandRefused("not a service command")
    return _framed(text.encode("ascii"))


class FrameReader:
    """See ``Reader``.

    After a byte that makes no sense bare bytes are noise too, until ``quiet``: they may be the rest of a damaged frame,
    and must not be taken for keys.
    """

    __slots__ = ("_frame", "_noise", "_noisy")

    def __init__(self) -> None:
        self._frame = bytearray()
        self._noise = bytearray()
        self._noisy = False

    @property
    def pending(self) -> bool:
        """See ``Reader``."""
        return bool(self._frame or self._noise)

    @property
    def in_frame(self) -> bool:
        """True while a frame has begun and not ended."""
        return bool(self._frame)

    def feed(self, data: bytes) -> list[Token[Said]]:
        """See ``Reader``."""
        tokens: list[Token[Said]] = []
        todo = bytearray(data)
        while todo:
            byte = todo.pop(0)
            if self._frame:
                todo[:0] = self._inside(byte, tokens)
            elif byte == START:
                self._frame.append(byte)
            elif byte in _BARE and not self._noisy:
                tokens.append(Token(bytes([byte]), Bare(byte)))
            else:
                self._noisy = True
                self._noise.append(byte)
        return tokens

    def end_noise(self) -> list[Token[Said]]:
        """The noise so far, where nothing else is under way; for whoever cannot wait."""
        return [] if self._frame else list(self._drop_noise())

    def quiet(self) -> list[Token[Said]]:
        """See ``Reader``; bare bytes are keys again."""
        self._noise += self._frame
        self._frame.clear()
        tokens = list(self._drop_noise())
        self._noisy = False
        return tokens

    def _inside(self, byte: int, tokens: list[Token[Said]]) -> bytes:
        """One more byte of a frame. What must be read again where it was none: all but its START."""
        frame = self._frame
        frame.append(byte)
        size = len(frame)
        if 1 < size <= _HEAD:
            return b"" if 0x30 <= byte <= 0x39 else self._give_up()
        text_end = _HEAD + int(frame[1:_HEAD])
        if size == text_end + 1:
            return b"" if byte == END else self._give_up()
        if size < text_end + _TAIL:
            return b""
        if bytes(frame[text_end + 1 :]).upper() != check_value(bytes(frame[1 : text_end + 1])):
            return self._give_up()
        tokens += self._drop_noise()
        tokens.append(Token(bytes(frame), Framed(bytes(frame[_HEAD:text_end]))))
        frame.clear()
        self._noisy = False
        return b""

    def _give_up(self) -> bytes:
        again = bytes(self._frame[1:])
        self._noise.append(START)
        self._frame.clear()
        self._noisy = True
        return again

    def _drop_noise(self) -> Iterator[Token[Said]]:
        if self._noise:
            yield Token(bytes(self._noise))
            self._noise.clear()
