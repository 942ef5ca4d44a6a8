"""What went over the wire, made safe to keep: digits and cards masked before a byte reaches the disk.

A text file, one line a piece: seconds since the log began, direction, hex. It decodes again (``app.py replay``), and
decodes to the same events but for what was masked.
"""

import json
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, TextIO

from devices.codec import CodecFactory, OwnCodes, Redactor
from devices.errors import WireLogError
from devices.profile import Profile

if sys.platform != "win32":  # there an open file cannot be removed anyway
    import fcntl

Direction = Literal[">", "<"]
"""``>`` from the bench to the device, ``<`` back."""
HEADER: Final = "posbench-wire-log"
VERSION: Final = 1
PART_BYTES: Final = 32_000_000
"""A log that reaches this goes on in another file, ``NAME.2.wire`` and so on, which decodes by itself: a meter that tells its
readings for months fills one after another, and the older ones can go."""
_LONGEST_S: Final = 366 * 86_400.0


@dataclass(frozen=True, slots=True)
class WireLine:
    """A piece of traffic: seconds since the log began."""

    at_s: float
    direction: Direction
    data: bytes


@dataclass(frozen=True, slots=True)
class WireLogHead:
    """What is needed to decode a log."""

    protocol: str
    profile: str


class WireLog:
    """Writes one link's traffic. Any thread. A disk that fails ends the log, never the inspection: see ``failure``.

    ``profile`` is the one the link's codec was opened with: it may name keys by codes of its own, digits among them.
    """

    def __init__(
        self,
        path: Path,
        head: WireLogHead,
        codec: CodecFactory,
        clock: Callable[[], float],
        profile: Profile | None = None,
    ) -> None:
        self.failure: str | None = None
        self._clock = clock
        self._start = clock()
        if profile is not None and isinstance(codec, OwnCodes):
            outgoing, incoming = codec.redactors_for(profile)
        else:
            outgoing, incoming = codec.redactors()
        self._redactors: dict[Direction, Redactor] = {">": outgoing, "<": incoming}
        self._lock = threading.Lock()
        self._began: dict[Direction, float] = {}
        self._path, self._part = path, 1
        told = {"format": HEADER, "version": VERSION, "protocol": head.protocol, "profile": head.profile}
        self._head = json.dumps(told)
        try:
            self._file = self._begun(path)
        except OSError as error:
            raise WireLogError(f"{path}: {error.strerror}") from error
        self._put(self._head)

    def write(self, direction: Direction, data: bytes) -> None:
        """Add traffic; it may be held back until its frame is complete."""
        with self._lock:
            at = self._began.setdefault(direction, self._clock() - self._start)
            safe = self._redactors[direction].feed(data)
            if safe:
                self._go_on()
                self._put(f"{at:.4f} {direction} {safe.hex()}")
                del self._began[direction]

    def close(self) -> None:
        """Write what was held back, masked, and close."""
        with self._lock:
            for direction, redactor in self._redactors.items():
                rest = redactor.flush()
                if rest:
                    at = self._began.get(direction, self._clock() - self._start)
                    self._put(f"{at:.4f} {direction} {rest.hex()}")
            try:
                self._file.close()
            except OSError as error:  # what a full disk refused is tried once more, and refused again
                self.failure = self.failure or error.strerror or str(error)

    def _begun(self, path: Path) -> TextIO:
        """A new file, locked until it is closed, so that nobody tidies it away."""
        file = path.open("w", encoding="ascii", newline="\n")
        self._bytes = 0
        if sys.platform != "win32":
            with suppress(OSError):  # a file system without locks
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        return file

    def _go_on(self) -> None:
        """In the next file, where this one is full."""
        if self._bytes < PART_BYTES or self.failure is not None or self._file.closed:
            return
        self._part += 1
        try:
            full, self._file = self._file, self._begun(self._path.with_suffix(f".{self._part}{self._path.suffix}"))
            full.close()
        except OSError as error:
            self.failure = error.strerror or str(error)
        self._put(self._head)

    def _put(self, line: str) -> None:
        if self.failure is not None or self._file.closed:
            return
        try:
            self._bytes += self._file.write(line + "\n")
            self._file.flush()
        except OSError as error:
            self.failure = error.strerror or str(error)


def read_wire_log(path: Path) -> tuple[WireLogHead, Iterator[WireLine]]:
    """Head and lines of a log. Raises ``WireLogError`` in words, for a bad line when it is reached."""
    try:
        text = path.read_text("ascii")
    except OSError as error:
        raise WireLogError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise WireLogError(f"{path}: is not a wire log") from error
    lines = text.splitlines()
    return _head(path, lines[0] if lines else ""), _lines(path, lines[1:])


def _head(path: Path, line: str) -> WireLogHead:
    try:
        head = json.loads(line)
        if head["format"] != HEADER:
            raise KeyError("format")
        if head["version"] > VERSION:
            raise WireLogError(f"{path}: was written by a newer Posbench")
        return WireLogHead(str(head["protocol"]), str(head["profile"]))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise WireLogError(f"{path}: is not a wire log") from error


def _lines(path: Path, lines: list[str]) -> Iterator[WireLine]:
    for number, line in enumerate(lines, start=2):
        try:
            at, direction, data = line.split(" ")
            if direction == ">":
                yield WireLine(_moment(at), ">", bytes.fromhex(data))
            elif direction == "<":
                yield WireLine(_moment(at), "<", bytes.fromhex(data))
            else:
                raise ValueError(direction)
        except ValueError as error:
            raise WireLogError(f"{path}: line {number} cannot be read") from error


def _moment(told: str) -> float:
    at = float(told)
    if not 0 <= at <= _LONGEST_S:
        raise ValueError("a time that no log has")
    return at
