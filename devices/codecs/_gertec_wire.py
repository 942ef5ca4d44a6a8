"""Frames of Gertec's own PIN pad protocol ("PPC"). Pure; knows no time.

Only *alive*, *who are you* and text can be built. Arming the magnetic reader (MS05), which makes the pad deaf to all else, keys,
PIN and every other code cannot be built through any function of this file. Of what a reader sent (MS06) a log keeps nothing. Facts:
a third party's notes on a PPC930.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from devices.codecs._frames import MASKED, NOISE, is_text, xor
from devices.errors import CommandRefused

START: Final = 0x02
END: Final = 0x03
ACK: Final = 0x06
_CONTROLS: Final = (ACK, 0x15, 0x04)
SEPARATOR: Final = 0x1D
FIELD: Final = 0x1F
_FEWEST: Final = 8
_CODE: Final = slice(2, 6)

ALIVE: Final = "MT10"
WHO: Final = "MT03"
SHOW: Final = "MK10"
ALLOWED: Final = frozenset({ALIVE, WHO})
"""What is said as it stands; text has a function of its own."""
ROWS: Final = 2
COLUMNS: Final = 16
"""Own: what such a pad has at least; no source tells how many lines it takes."""


@dataclass(frozen=True, slots=True)
class Message:
    """A frame with its code, or a control byte alone."""

    code: str
    data: bytes = field(default=b"", repr=False)

    def answers(self, asked: str) -> bool:
        """Whether it belongs to ``asked``: the same code, or the next one, as PP04 answers PP03."""
        return self.code == asked or self.code == follower(asked)


def follower(code: str) -> str:
    """The code whose number is one higher."""
    return f"{code[:2]}{int(code[2:]) + 1:02d}"


def control(byte: int) -> Message:
    """A control byte."""
    return Message(f"{byte:02X}")


def cut(data: bytes) -> tuple[int, Message | None] | None:
    """See ``Cut``."""
    if data[0] in _CONTROLS:
        return 1, control(data[0])
    if data[0] != START:
        return 1, NOISE
    if len(data) < 2:
        return None
    size = data[1]
    if size < _FEWEST:
        return 1, NOISE
    if len(data) < size:
        return None
    code = data[_CODE]
    whole = data[size - 2] == END and data[size - 1] == xor(data[: size - 1])
    known = code[:2].isalpha() and code[:2].isascii() and code[2:].isdigit()
    return (size, Message(code.decode("ascii"), data[6 : size - 2])) if whole and known else (1, NOISE)


def _framed(code: bytes, data: bytes = b"") -> bytes:
    body = bytes([START, len(code) + len(data) + 4]) + code + data + bytes([END])
    return body + bytes([xor(body)])


def request(code: str) -> bytes:
    """The frame of one allowed code. Raises ``CommandRefused`` for any other."""
    if code not in ALLOWED:
        raise CommandRefused("not a service command")
    return _framed(code.encode("ascii"))


def text(row: int, line: str) -> bytes:
    """One line of text. What is not ASCII becomes ``?``, control characters a space."""
    if not 1 <= row <= ROWS:
        raise CommandRefused("no such line")
    shown = "".join(char if char.isprintable() else " " for char in line).encode("ascii", "replace")[:COLUMNS]
    return _framed(SHOW.encode("ascii"), b"%d" % row + bytes([SEPARATOR]) + shown)


def fields(message: Message) -> list[bytes]:
    """The parts of an answer, behind its separator where it has one."""
    head, found, tail = message.data.partition(bytes([SEPARATOR]))
    return (tail if found else head).split(bytes([FIELD]))


def _kept(raw: bytes, message: Message, harmless: Iterable[str]) -> bytes:
    if len(raw) == 1 or (message.code in harmless and is_text(message.data, (SEPARATOR, FIELD))):
        return raw
    return _framed(message.code.encode("ascii"), bytes([MASKED]) * len(message.data))


def kept_of_pad(raw: bytes, message: Message) -> bytes:
    """What a log keeps of a pad: its name; of everything else, cards above all, only the code."""
    return _kept(raw, message, (WHO, follower(WHO), ALIVE, follower(ALIVE)))


def kept_of_bench(raw: bytes, message: Message) -> bytes:
    """What a log keeps of the bench: what it can say itself."""
    return _kept(raw, message, (*ALLOWED, SHOW))
