"""Inspections on their way into the history: written here first, taken away when the database has them.

While the database is away they wait, through crashes and restarts; each comes to it exactly once, because the database
keeps one inspection once.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from checks.history.entry import packed, unpacked
from checks.record import Record, RecordError

SUFFIX: Final = ".waiting"


class Keeps(Protocol):
    """A history that is open."""

    def add(self, record: Record) -> bool:
        """Keep it; raises where it cannot."""
        ...


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of those that waited: kept now, still waiting, and files nobody can read."""

    kept: int = 0
    waiting: int = 0
    damaged: tuple[Path, ...] = ()
    problem: Exception | None = None


class Outbox:
    """A folder of one's own. Several processes may put and take: what another has taken is passed over."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, record: Record) -> None:
        """Let it wait. On the disk when this returns; raises ``OSError``."""
        path = self.folder / f"{_name(record.id)}{SUFFIX}"
        new = path.with_suffix(".new")
        with new.open("wb") as file:
            file.write(packed(record))
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)

    def waiting(self) -> tuple[Path, ...]:
        """Those that wait, the oldest first."""
        return tuple(sorted(self.folder.glob(f"*{SUFFIX}"), key=_since))

    def send(self, open_history: Callable[[], Keeps]) -> Sent:
        """Bring them to the history. Whatever it raises ends the attempt; what it has not taken waits on."""
        left = list(self.waiting())
        if not left:
            return Sent()
        kept, damaged = 0, []
        try:
            history = open_history()
            while left:
                content = _content(left[0])
                if content is None:  # another process of this bench has brought it
                    left.pop(0)
                    continue
                try:
                    record = unpacked(content)
                except RecordError:
                    damaged.append(left.pop(0))
                    continue
                history.add(record)
                if _content(left[0]) == content:  # else a later state of it came meanwhile, and waits
                    left[0].unlink(missing_ok=True)
                left.pop(0)
                kept += 1
        except Exception as error:
            return Sent(kept, len(left), tuple(damaged), error)
        return Sent(kept, 0, tuple(damaged))


def _since(path: Path) -> tuple[float, str]:
    try:
        return path.stat().st_mtime, path.name
    except FileNotFoundError:
        return 0.0, path.name


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _name(inspection: str) -> str:
    return "".join(sign for sign in inspection if sign.isalnum() or sign in "-_")[:64] or "unit"
