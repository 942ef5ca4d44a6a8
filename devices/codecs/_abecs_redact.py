"""Makes ABECS traffic safe to keep: what a person typed becomes ``*``, lengths stay, check sums fit again.

Of what is not understood to the last byte nothing but its length stays. Serial numbers and versions stay: a log is
for repair.
"""

from typing import Final

from devices.codecs._abecs_meaning import EVENT_CODES, IDENTITY, ITEM_EVENT
from devices.codecs._abecs_wire import (
    END,
    ESCAPE,
    ESCAPES,
    SCREEN_NOTICE,
    SERVICE_COMMANDS,
    START,
    UNKNOWN_COMMAND,
    Answer,
    Kind,
    PacketReader,
    Token,
    parse_answer,
    parse_items,
    split_blocks,
)
from devices.framing import crc16_xmodem, stuff

_DIGITS: Final = bytes(0x2A if 0x30 <= byte <= 0x39 else byte for byte in range(256))
_SPECIAL: Final = frozenset(ESCAPES)
_KNOWN: Final = SERVICE_COMMANDS | {UNKNOWN_COMMAND, SCREEN_NOTICE}


def _no_digits(data: bytes) -> bytes:
    return data.translate(_DIGITS)


def _blank(raw: bytes) -> bytes:
    """Nothing of what is not understood but where a packet began and ended: a check value left as it was would tell masked
    digits to whoever tries them all.
    """
    return bytes(byte if byte in (START, END) else 0x2A for byte in raw)


def _hidden(value: bytes) -> bytes:
    """Nothing readable left, and as long on the wire as before: bytes that travel escaped stay."""
    return bytes(byte if byte in _SPECIAL else 0x2A for byte in value)


def _sealed(data: bytes) -> bytes:
    return b"".join(
        (
            bytes([START]),
            stuff(data, ESCAPE, ESCAPES),
            bytes([END]),
            crc16_xmodem(data + bytes([END])).to_bytes(2, "big"),
        )
    )


class _Stream:
    """One direction; the subclass knows which messages are harmless."""

    def __init__(self) -> None:
        self._reader = PacketReader()

    def feed(self, data: bytes) -> bytes:
        """See ``Redactor``."""
        tokens = self._reader.feed(data) + self._reader.end_noise()
        return b"".join(self._safe(token) for token in tokens)

    def flush(self) -> bytes:
        """See ``Redactor``."""
        return b"".join(self._safe(token) for token in self._reader.reset())

    def _safe(self, token: Token) -> bytes:
        if token.kind in (Kind.NOISE, Kind.DAMAGED):
            return _blank(token.raw)
        if token.kind is Kind.PACKET:
            return self._packet(token)
        return token.raw

    def _packet(self, token: Token) -> bytes:
        raise NotImplementedError


class HostRedactor(_Stream):
    """Bench to device. The digits a bench expects never travel; texts it shows are its own."""

    def _packet(self, token: Token) -> bytes:
        command = token.data[:3].decode("iso8859-1")
        known = command in SERVICE_COMMANDS and split_blocks(token.data[3:])[1]
        return token.raw if known else _unknown(token.data)


class PadRedactor(_Stream):
    """Device to bench."""

    def _packet(self, token: Token) -> bytes:
        answer = parse_answer(token.data)
        if answer is None or not answer.whole:
            return _unknown(token.data)
        if answer.command not in _KNOWN:
            return _unknown(token.data)
        body = b"".join(b"%03d" % len(block) + _masked_block(answer, block) for block in answer.blocks)
        return _sealed(token.data[:6] + body)


def _unknown(data: bytes) -> bytes:
    """A whole packet whose message is not known: its name, if it has one."""
    head = data[:3] if data[:3].isalpha() else _hidden(data[:3])
    return _sealed(head + _hidden(data[3:]))


def _masked_block(answer: Answer, block: bytes) -> bytes:
    if answer.command == SCREEN_NOTICE:
        return _no_digits(block)
    items = parse_items(block)
    if items is None:
        return _hidden(block)
    out = bytearray()
    for number, value in items:
        kept = _harmless(answer.command, number, value)
        out += number.to_bytes(2, "big") + len(value).to_bytes(2, "big") + (value if kept else _hidden(value))
    return bytes(out)


def _harmless(command: str, number: int, value: bytes) -> bool:
    """Facts about the device, and which key or reader acted; nothing else that a pad can be made to tell."""
    return (command == "CEX" and number == ITEM_EVENT and value in EVENT_CODES) or (
        command == "GIX" and number in IDENTITY
    )
