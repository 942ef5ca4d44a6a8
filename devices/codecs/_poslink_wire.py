"""Frames of PAX POSLink, as far as a terminal's name needs them. Pure; knows no time.

``A00`` is the only message that can be built. Payments, batches, settings, updates and every other message cannot be built through
any function of this file. Facts: third-party implementations.
"""

from dataclasses import dataclass, field
from typing import Final

from devices.codecs._frames import NOISE, hidden, is_text, xor
from devices.errors import CommandRefused

START: Final = 0x02
END: Final = 0x03
CONTROLS: Final = {0x06: "ACK", 0x15: "NAK", 0x04: "EOT"}
SEPARATOR: Final = b"\x1c"
INITIALIZE: Final = "A00"
ANSWER: Final = "A01"
VERSION: Final = "1.43"
ALLOWED: Final = frozenset({INITIALIZE})
HEARD: Final = b"\x06"
"""What the bench says to an answer."""
_MOST: Final = 4096


@dataclass(frozen=True, slots=True)
class Message:
    """The fields of a frame, or the name of a control byte alone."""

    control: str = ""
    fields: tuple[bytes, ...] = field(default=(), repr=False)

    @property
    def facts(self) -> tuple[bytes, ...]:
        """The fields from the command on: a terminal puts a state of one character before it."""
        return self.fields[1:] if self.fields and len(self.fields[0]) == 1 else self.fields

    @property
    def is_answer(self) -> bool:
        """Whether it answers ``A00``."""
        return self.facts[:1] == (ANSWER.encode("ascii"),)


def cut(data: bytes) -> tuple[int, Message | None] | None:
    """See ``Cut``. The check value may be any byte, so the END before it is looked for first."""
    if data[0] in CONTROLS:
        return 1, Message(CONTROLS[data[0]])
    if data[0] != START:
        return 1, NOISE
    end = data.find(END, 1)
    if end < 0:
        return None if len(data) <= _MOST else (1, NOISE)
    if len(data) < end + 2:
        return None
    if xor(data[1 : end + 1]) != data[end + 1]:
        return 1, NOISE
    return end + 2, Message(fields=tuple(data[1:end].split(SEPARATOR)))


def _framed(text: bytes) -> bytes:
    body = text + bytes([END])
    return bytes([START]) + body + bytes([xor(body)])


def request(command: str) -> bytes:
    """The frame of one allowed command. Raises ``CommandRefused`` for any other."""
    if command not in ALLOWED:
        raise CommandRefused("not a service command")
    return _framed(command.encode("ascii") + SEPARATOR + VERSION.encode("ascii"))


def kept_of_terminal(raw: bytes, message: Message) -> bytes:
    """What a log keeps of a terminal: its name; nothing of anything else."""
    return (
        raw if message.control or (message.is_answer and is_text(raw[1:-2], SEPARATOR)) else _framed(hidden(raw[1:-2]))
    )


def kept_of_bench(raw: bytes, message: Message) -> bytes:
    """What a log keeps of the bench: its one question."""
    return raw if message.control or raw == request(INITIALIZE) else _framed(hidden(raw[1:-2]))
