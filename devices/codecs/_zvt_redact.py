"""Makes ZVT traffic safe to keep: the password of a registration becomes zeros, card data vanish, check sums fit again.

Outgoing: only the bench's own commands stay, without their password. Incoming: what may speak of a card or of money (status
information, and anything unknown) keeps its head and loses its content. What is not understood loses all its content.
"""

from typing import Final

from devices.codecs._zvt_meaning import names_no_digit, says_only_who
from devices.codecs._zvt_wire import (
    ABORTED,
    ALLOWED,
    COMPLETION,
    DLE,
    ETX,
    GOOD,
    INTERMEDIATE,
    REGISTER,
    STATUS,
    STX,
    Apdu,
    Framing,
    Kind,
    Token,
)
from devices.framing import crc16_kermit

_PASSWORD: Final = 3
_DIGITS: Final = bytes(0x2A if 0x30 <= byte <= 0x39 else byte for byte in range(256))


def _hidden(size: int) -> bytes:
    return b"\x2a" * size


class _Stream:
    """One direction; the subclass knows what of a message is harmless."""

    def __init__(self, framing: Framing) -> None:
        self._framing = framing
        self._reader = framing.reader()

    def feed(self, data: bytes) -> bytes:
        """See ``Redactor``."""
        return b"".join(self._safe(token) for token in self._reader.feed(data) + self._reader.end_noise())

    def flush(self) -> bytes:
        """See ``Redactor``."""
        return b"".join(self._safe(token) for token in self._reader.reset())

    def _safe(self, token: Token) -> bytes:
        if token.kind in (Kind.ACK, Kind.NAK):
            return token.raw
        message = Apdu.of(token.data) if token.kind is Kind.APDU else None
        if message is None:
            return _hidden(len(token.raw))
        kept = self._content(message)
        return token.raw if kept == message.data else self._sealed(token.data[: -len(message.data)] + kept)

    def _sealed(self, message: bytes) -> bytes:
        """A masked message as it travels. Where the password held a doubled byte, it is shorter than before."""
        if not self._framing.acknowledged:
            return message
        crc = crc16_kermit(message + bytes([ETX]))
        body = message.replace(b"\x10", b"\x10\x10")
        return bytes([DLE, STX]) + body + bytes([DLE, ETX]) + crc.to_bytes(2, "little")

    def _content(self, message: Apdu) -> bytes:
        raise NotImplementedError


class BenchRedactor(_Stream):
    """Bench to terminal."""

    def _content(self, message: Apdu) -> bytes:
        if message.code in (REGISTER, STATUS):
            return bytes(min(_PASSWORD, len(message.data))) + message.data[_PASSWORD:]
        return message.data if message.code in ALLOWED else _hidden(len(message.data))


class TerminalRedactor(_Stream):
    """Terminal to bench."""

    def _content(self, message: Apdu) -> bytes:
        if message.code == COMPLETION and says_only_who(message.data):
            return message.data
        if message.code == ABORTED:
            return message.data[:1] + _hidden(len(message.data) - 1)
        if message.code == GOOD and message.data[1:] == b"" and names_no_digit(message.data):
            return message.data
        if message.code == INTERMEDIATE:
            return message.data.translate(_DIGITS)
        return _hidden(len(message.data))
