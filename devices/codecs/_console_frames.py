"""The line protocol of the probe: check values, command lines, frames, and answers put together from frames. Pure.

A frame is ``~HEAD CHECK PAYLOAD``: CHECK is the POSIX ``cksum`` of ``HEAD PAYLOAD`` and a line feed (the first 8 digits
of its MD5 or its length on a terminal without ``cksum``). HEAD of an answer is ``ID.CLASSnumber``; number 0 is the last
frame and tells how many there are. ID is the number of the command and its verb, so that a log decodes by itself.
"""

import base64
import binascii
import gzip
import hashlib
import re
import zlib
from dataclasses import dataclass, field
from typing import Final

from devices.codecs._console_items import number

_POLYNOMIAL: Final = 0x04C11DB7
DATA_CHUNK: Final = 230
_FRAME: Final = re.compile(r"~([0-9a-zA-Z.?!]{1,24}) ([0-9a-f]{1,10}) (.*)$")
_MOST_UNPACKED: Final = 4_000_000
_MOST_FRAMES: Final = 20_000
"""Own: twice what the longest log needs. A number beyond it is damage, or somebody's joke."""


def _table() -> tuple[int, ...]:
    table = []
    for value in range(256):
        crc = value << 24
        for _ in range(8):
            crc = ((crc << 1) ^ _POLYNOMIAL if crc & 0x80000000 else crc << 1) & 0xFFFFFFFF
        table.append(crc)
    return tuple(table)


_TABLE: Final = _table()


def cksum(data: bytes) -> int:
    """POSIX ``cksum`` of ``data``; 930766865 over ``123456789``."""
    crc, length = 0, len(data)
    for byte in data:
        crc = ((crc << 8) & 0xFFFFFFFF) ^ _TABLE[(crc >> 24) ^ byte]
    while length:
        crc = ((crc << 8) & 0xFFFFFFFF) ^ _TABLE[(crc >> 24) ^ (length & 0xFF)]
        length >>= 8
    return crc ^ 0xFFFFFFFF


class CheckValue:
    """Which check value this terminal can compute: learned from its first frame, which has a known text."""

    def __init__(self) -> None:
        self._known: str | None = None

    def of(self, text: str) -> str:
        """The check value of a line of text, as the terminal computes it."""
        return _checks(text)[self._known or "cksum"]

    def fits(self, text: str, given: str) -> bool:
        """Whether ``given`` is the check value of ``text``. The first that fits decides which kind it is."""
        kinds = [self._known] if self._known else ["cksum", "md5", "length"]
        found = next((kind for kind in kinds if _checks(text)[kind] == given), None)
        if found is not None and (self._known is None) and found != "length":
            self._known = found
        return found is not None

    def learn(self, text: str, given: str) -> None:
        """Decide the kind by a frame whose text is known."""
        self._known = next((kind for kind, value in _checks(text).items() if value == given), None)


def _checks(text: str) -> dict[str, str]:
    line = text.encode("utf-8", "replace") + b"\n"
    digest = hashlib.md5(line, usedforsecurity=False).hexdigest()
    return {"cksum": str(cksum(line)), "md5": digest[:8], "length": str(len(line) - 1)}


@dataclass(frozen=True, slots=True)
class Frame:
    """One intact frame."""

    head: str
    payload: str


@dataclass(frozen=True, slots=True)
class Damaged:
    """A line that should have been a frame. ``length`` in characters."""

    length: int
    reason: str


def parse_frame(line: str, check: CheckValue) -> Frame | Damaged | None:
    """The frame in ``line``; None where the line is something else."""
    at = line.find("~")
    if at < 0:
        return None
    match = _FRAME.match(line[at:])
    if match is None:
        return Damaged(len(line), "no frame")
    head, given, payload = match.groups()
    if head == "t":
        return Frame(head, f"{given} {payload}") if _adds_up(payload) else Damaged(len(line), "wrong sum")
    if head == "b":
        check.learn(f"{head} {payload}", given)
    if not check.fits(f"{head} {payload}", given):
        return Damaged(len(line), "wrong check value")
    return Frame(head, payload)


def _adds_up(payload: str) -> bool:
    total, *values = payload.split(",")
    try:
        return int(total) == sum(int(value) for value in values if value != "x")
    except ValueError:
        return False


def data_lines(text: str) -> list[bytes]:
    """Lines that put ``text`` into the probe's memory. Its check value goes with the command that uses it."""
    chunks = [text[at : at + DATA_CHUNK] for at in range(0, len(text), DATA_CHUNK)] or [""]
    return [f"d {number} {chunk}\n".encode() for number, chunk in enumerate(chunks)]


def command_line(ident: str, words: str, check: CheckValue) -> bytes:
    """``words``: verb, wanted frames or ``-`` or the data's check value, arguments."""
    return f"{ident} {check.of(f'{ident} {words}')} {words}\n".encode()


@dataclass(slots=True)
class Answer:
    """Frames of one answer as they come."""

    frames: dict[int, str] = field(default_factory=dict)
    count: int | None = None
    encoding: str = ""
    refusal: str = ""

    def take(self, part: str, payload: str) -> None:
        """``part`` is what stands behind the dot of the head."""
        if part == "!":
            self.refusal = payload
            return
        place = number(re.sub("[^0-9]", "", part))
        if place:
            self.frames.update({place: payload} if place <= _MOST_FRAMES else {})
            return
        told, _, self.encoding = payload.partition(" ")
        self.count = min(max(number(told) or 0, 0), _MOST_FRAMES)

    @property
    def missing(self) -> list[int]:
        """Frames that did not come, once the last one did."""
        return [n for n in range(1, (self.count or 0) + 1) if n not in self.frames]

    @property
    def whole(self) -> bool:
        """Whether everything came."""
        return self.count is not None and not self.missing

    def text(self) -> str | None:
        """What the terminal said; None where it cannot be unpacked: its parts do not belong together."""
        packed = "".join(self.frames[number] for number in sorted(self.frames))
        try:
            return _unpacked(packed, self.encoding).decode("utf-8", "replace")
        except (binascii.Error, ValueError, OSError, EOFError, zlib.error):
            return None


def _unpacked(packed: str, encoding: str) -> bytes:
    if encoding == "x":
        return bytes.fromhex(packed.replace(" ", ""))
    data = base64.b64decode(packed)
    if encoding != "z":
        return data
    unpacker = zlib.decompressobj(wbits=31)
    plain = unpacker.decompress(data, _MOST_UNPACKED)
    if not unpacker.eof:
        raise ValueError("the packed text is not whole")
    return plain


def pack_twice(data: bytes) -> str:
    """``gzip`` over ``gzip`` as base64: a regular picture of megabytes becomes a few hundred characters."""
    return base64.b64encode(gzip.compress(gzip.compress(data, 9, mtime=0), 9, mtime=0)).decode("ascii")
