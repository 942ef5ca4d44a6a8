"""A batch on disk: one JSON line per thing that happened, forced to the disk, never changed afterwards.

A line cut short by a power cut is left out and said; everything before it stays. One writer at a time.
"""

import os
from pathlib import Path
from typing import Any, Final

import msgspec

from checks.intake.batch import Arrival, Batch
from checks.intake.expected import Expected
from checks.lines import append_line

SUFFIX: Final = ".batch"


class BatchError(Exception):
    """A batch that cannot be read or written; ``reason`` is the last part of a message id ``batch.error.*``."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail


class _Head(msgspec.Struct, frozen=True, tag="batch"):
    name: str
    started: str
    operator: str = ""
    expected: tuple[Expected, ...] = ()
    source: str = ""


class _Line(msgspec.Struct, frozen=True, tag="arrival"):
    arrival: Arrival


class _Listed(msgspec.Struct, frozen=True, tag="expected"):
    """A list that came, or came anew, after the batch was begun."""

    expected: tuple[Expected, ...]
    source: str


_Any = _Head | _Line | _Listed
_DECODER: Final[msgspec.json.Decoder[Any]] = msgspec.json.Decoder(_Any)


class BatchFile:
    """A batch that is written to. Not thread-safe."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.batch = read_batch(path)

    @classmethod
    def begin(cls, path: Path, batch: Batch) -> "BatchFile":
        """A new batch. Raises ``BatchError`` where there is one at ``path`` already, or the disk refuses."""
        head = _Head(batch.name, batch.started, batch.operator, batch.expected, batch.source)
        try:
            with path.open("xb") as file:
                file.write(msgspec.json.encode(head) + b"\n")
                file.flush()
                os.fsync(file.fileno())
        except FileExistsError as error:
            raise BatchError("exists", batch.name) from error
        except OSError as error:
            raise BatchError("unwritable", f"{path}: {error.strerror}") from error
        return cls(path)

    def add(self, arrival: Arrival) -> None:
        """One more unit. Raises ``BatchError``; nothing is counted then. The same inspection is counted once."""
        if any(known.inspection == arrival.inspection and known == arrival for known in self.batch.arrivals):
            return
        self._append(_Line(arrival))

    def announce(self, expected: tuple[Expected, ...], source: str) -> None:
        """The list of announced units, in place of the one before. Raises ``BatchError``."""
        self._append(_Listed(expected, source))

    def _append(self, line: _Line | _Listed) -> None:
        try:
            append_line(self.path, msgspec.json.encode(line), create=False)
        except OSError as error:
            raise BatchError("unwritable", f"{self.path}: {error.strerror}") from error
        self.batch = _with(self.batch, line)


def read_batch(path: Path) -> Batch:
    """The batch as it stands. Raises ``BatchError``."""
    try:
        lines = path.read_bytes().split(b"\n")
    except FileNotFoundError as error:
        raise BatchError("none", path.stem) from error
    except OSError as error:
        raise BatchError("unreadable", f"{path}: {error.strerror}") from error
    try:
        head = _DECODER.decode(lines[0])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BatchError("damaged", f"{path}: {error}") from error
    if not isinstance(head, _Head):
        raise BatchError("damaged", str(path))
    batch = Batch(head.name, head.started, head.operator, head.expected, head.source)
    for line in lines[1:]:
        try:
            told = _DECODER.decode(line) if line else None
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            continue  # cut short: its inspection is still in its own journal or report
        if isinstance(told, _Line | _Listed):
            batch = _with(batch, told)
    return batch


def _with(batch: Batch, line: _Line | _Listed) -> Batch:
    """An inspection that comes again, repeated in part, takes the place of what it said before."""
    if isinstance(line, _Listed):
        return Batch(batch.name, batch.started, batch.operator, line.expected, line.source, batch.arrivals)
    kept = tuple(known for known in batch.arrivals if known.inspection != line.arrival.inspection)
    return Batch(batch.name, batch.started, batch.operator, batch.expected, batch.source, (*kept, line.arrival))
