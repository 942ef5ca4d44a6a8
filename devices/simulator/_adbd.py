"""The device's side of Android's debug bridge, as far as one shell needs it: packets in, packets out. No I/O.

Source: AOSP, ``packages/modules/adb`` ``protocol.txt`` (24-byte header of six little-endian words; CNXN, AUTH, OPEN, OKAY, WRTE,
CLSE; one WRTE of a stream under way at a time), ``SERVICES.TXT`` (``shell:``, ``shell,v2``) and ``shell_protocol.h`` (one byte of
kind, four of length). What it does not have: any other service, a second shell, TLS, and a check of the PC's signature.
Without a screen lock on the bridge (``ro.adb.secure`` 0) a real adbd does not ask for one either.
"""

import struct
from dataclasses import dataclass, field
from typing import Final

_HEADER: Final = struct.Struct("<6I")
_VERSION: Final = 0x01000000
"""The first version: receivers compare the sum of the payload's bytes."""
_MOST: Final = 256 * 1024
_PIECE: Final = 4096
_TOKEN: Final = 1
_PUBLIC_KEY: Final = 3
_MAGIC: Final = 0xFFFFFFFF
_STDIN, _STDOUT = 0, 1
_PACKET: Final = struct.Struct("<BI")


def _word(name: str) -> int:
    return int.from_bytes(name.encode("ascii"), "little")


_CNXN, _AUTH, _OPEN, _OKAY, _WRTE, _CLSE = map(_word, ("CNXN", "AUTH", "OPEN", "OKAY", "WRTE", "CLSE"))


def packet(command: int, first: int, second: int, data: bytes = b"") -> bytes:
    """A message with its header."""
    return _HEADER.pack(command, first, second, len(data), sum(data) & _MAGIC, command ^ _MAGIC) + data


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of bytes from the PC."""

    typed: bytes = b""
    answer: bytes = b""
    opened: bool = False
    ended: bool = False
    broken: bool = False
    """What came is no message: hang up."""


@dataclass(slots=True)
class Adbd:
    """One connection. ``locked``: nobody on the unit's screen has allowed this PC."""

    name: str
    model: str
    locked: bool = False
    service: str = ""
    """Of the open shell, for tests."""
    _in: bytes = b""
    _far: int = 0
    _near: int = 0
    _out: bytearray = field(default_factory=bytearray)
    _free: bool = False
    _framed: bool = False
    _frames: bytes = b""

    def feed(self, data: bytes) -> Heard:
        """Bytes from the PC."""
        self._in += data
        typed, answer, opened, ended = b"", b"", False, False
        while len(self._in) >= _HEADER.size:
            command, first, second, size, _, magic = _HEADER.unpack_from(self._in)
            if magic != command ^ _MAGIC or size > _MOST:
                return Heard(typed, answer, opened, ended, broken=True)
            if len(self._in) < _HEADER.size + size:
                break
            payload = self._in[_HEADER.size : _HEADER.size + size]
            self._in = self._in[_HEADER.size + size :]
            heard = self._take(command, first, second, payload)
            typed, answer = typed + heard.typed, answer + heard.answer
            opened, ended = opened or heard.opened, ended or heard.ended
        return Heard(typed, answer, opened, ended)

    def say(self, data: bytes) -> bytes:
        """What the shell printed, as messages; lost where nobody has one open."""
        if self._far:
            self._out += data
        return self._next()

    def _next(self) -> bytes:
        if not (self._free and self._out):
            return b""
        piece, self._free = bytes(self._out[:_PIECE]), False
        del self._out[:_PIECE]
        return packet(
            _WRTE, self._near, self._far, _PACKET.pack(_STDOUT, len(piece)) + piece if self._framed else piece
        )

    def _take(self, command: int, first: int, second: int, payload: bytes) -> Heard:
        if command in (_CNXN, _AUTH):
            return Heard(answer=self._greeting(command, first), ended=self._hang_up())
        if command == _OPEN:
            return self._open(first, payload.rstrip(b"\0").decode("utf-8", "replace"))
        if not self._far or first not in (self._far, 0):
            return Heard()
        if command == _OKAY:
            self._free = True
            return Heard(answer=self._next())
        if command == _WRTE:
            return Heard(self._plain(payload), packet(_OKAY, self._near, self._far))
        if command == _CLSE:
            answer = packet(_CLSE, self._near, self._far)
            return Heard(answer=answer, ended=self._hang_up())
        return Heard()

    def _greeting(self, command: int, kind: int) -> bytes:
        """A locked one takes no signature, and waits for ever once it was told the PC's key."""
        if self.locked:
            wait = command == _AUTH and kind == _PUBLIC_KEY
            return b"" if wait else packet(_AUTH, _TOKEN, 0, bytes(range(20)))
        facts = f"device::ro.product.name={self.name};ro.product.model={self.model};ro.product.device={self.name};"
        return packet(_CNXN, _VERSION, _MOST, f"{facts}features=shell_v2,cmd".encode())

    def _open(self, far: int, service: str) -> Heard:
        what, _, command = service.partition(":")
        kind, *words = what.split(",")
        if kind != "shell" or command or self._far or self.locked:
            return Heard(answer=packet(_CLSE, 0, far))
        self.service, self._framed = service, "v2" in words
        self._far, self._near, self._free = far, self._near + 1, True
        return Heard(answer=packet(_OKAY, self._near, far), opened=True)

    def _plain(self, payload: bytes) -> bytes:
        """What was typed; in the newer shell protocol it is wrapped once more."""
        if not self._framed:
            return payload
        self._frames += payload
        typed = b""
        while len(self._frames) >= _PACKET.size:
            kind, size = _PACKET.unpack_from(self._frames)
            if len(self._frames) < _PACKET.size + size:
                break
            typed += self._frames[_PACKET.size : _PACKET.size + size] if kind == _STDIN else b""
            self._frames = self._frames[_PACKET.size + size :]
        return typed

    def _hang_up(self) -> bool:
        """Whether a shell was open."""
        had, self._far, self._free, self._framed, self._frames = bool(self._far), 0, False, False, b""
        self._out.clear()
        return had
