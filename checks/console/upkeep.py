"""What a bench writes beside its records, kept within days and bytes, so that years of work fill no disk.

Wire logs, journals whose report is written, and copies that a power cut tore. Refuses to touch records, reports, photos, the
history, what waits for it, and whatever belongs to an inspection that is not finished: its journal, and every wire log of
its time. What is open in any program is left alone, and nothing here ever stops one.
"""

import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from shutil import rmtree
from typing import Final

from checks.console.parts import Home
from checks.console.window_settings import set_in_window
from checks.history.journal import JournalError, is_held, is_published, read_head
from checks.report.pdf import PAGES

KEPT_DAYS: Final = (7, 30, 90, 365)
"""What the setting offers."""
USUAL_DAYS: Final = 30
MOST_BYTES: Final = 2_000_000_000
"""own: of all wire logs together, those of unfinished inspections not counted out; the oldest go first."""
MOST_LOGS: Final = 10_000
"""own: each time that somebody is asked who it is makes one."""
_DAY_S: Final = 86_400.0
_TORN: Final = re.compile(r"\..+\.[0-9a-f]{12}\.part")
_BEGAN: Final = re.compile(r"\d{8}-\d{6}")
_SCRATCH: Final = re.compile(rf"(?:{PAGES}|posbench-terminal-)[a-z0-9_]{{8}}")
"""Folders beside everybody's temporary files that a killed program of ours left; nothing else is called so."""


@dataclass(frozen=True, slots=True)
class _Log:
    """One wire log: when it began and last changed, in seconds of the clock on the wall."""

    path: Path
    began: float
    ended: float
    size: int

    def lies_in(self, spans: Iterable[tuple[float, float]]) -> bool:
        """Whether it was written while any of the inspections ran."""
        return any(self.began <= end and self.ended >= begin for begin, end in spans)


def kept_days(home: Home) -> int:
    """The setting ``log_days`` of the window, which holds for the command line, too."""
    told = set_in_window(home, "log_days")
    return next((days for days in KEPT_DAYS if str(days) == told), USUAL_DAYS)


def clean_up(home: Home, now_s: float, folders: Iterable[Path] = (), most_bytes: int = MOST_BYTES) -> int:
    """Remove what is over, and tell how many files and folders that were. ``folders``: where else reports are written."""
    oldest = now_s - kept_days(home) * _DAY_S
    gone = [*_over(home, oldest, most_bytes), *_done_with(home, now_s), *_torn(home, now_s, folders)]
    return sum(map(_removed, gone)) + sum(map(_removed, _scratch(oldest)))


def _removed(path: Path) -> int:
    try:
        if path.is_dir():
            rmtree(path)
        else:
            path.unlink()
    except OSError:  # open on Windows, or somebody else's: tried again another day
        return 0
    return 1


# -- wire logs


def _over(home: Home, oldest: float, most_bytes: int) -> list[Path]:
    """Wire logs that are too old, and the oldest of those that are too many."""
    logs = sorted(_wire_logs(home), key=lambda log: log.ended)
    total = sum(log.size for log in logs)
    spans = tuple(_unfinished(home)) if logs else ()
    gone: list[Path] = []
    for log in logs:
        over = total > most_bytes or len(logs) - len(gone) > MOST_LOGS
        if (log.ended < oldest or over) and not log.lies_in(spans) and not is_held(log.path):
            gone.append(log.path)
            total -= log.size
    return gone


def _wire_logs(home: Home) -> Iterator[_Log]:
    for path in (home.data / "wire").glob("*.wire"):
        with suppress(OSError):  # removed by another program meanwhile
            told = path.stat()
            yield _Log(path, min(_began(path), told.st_mtime), told.st_mtime, told.st_size)


def _began(path: Path) -> float:
    """A log's name says when it began."""
    found = _BEGAN.match(path.name)
    try:
        return datetime.strptime(f"{found[0]}+0000", "%Y%m%d-%H%M%S%z").timestamp() if found else float("inf")
    except ValueError:
        return float("inf")


def _unfinished(home: Home) -> Iterator[tuple[float, float]]:
    """From when to when the inspections ran whose report is not written. A journal that cannot be read counts as one."""
    for path in (home.data / "journal").glob("*.journal"):
        with suppress(OSError):
            if is_published(path) and not is_held(path):
                continue
            end = path.stat().st_mtime
            try:
                begin = datetime.fromisoformat(read_head(path).started).timestamp()
            except (JournalError, ValueError):
                begin = end - _DAY_S
            yield min(begin, end), float("inf") if is_held(path) else end


# -- the rest


def _done_with(home: Home, now_s: float) -> Iterator[Path]:
    """Journals whose report is written, and which a killed program could not remove."""
    for path in (home.data / "journal").glob("*.journal"):
        with suppress(OSError):
            if path.stat().st_mtime < now_s - _DAY_S and is_published(path) and not is_held(path):
                yield path


def _torn(home: Home, now_s: float, folders: Iterable[Path]) -> Iterator[Path]:
    """Files that were being written when the power went: under another name until they are whole."""
    places = (home.data.rglob(".*.part"), *(folder.glob(".*.part") for folder in folders))
    for path in (path for place in places for path in place):
        with suppress(OSError):
            if _TORN.fullmatch(path.name) and path.is_file() and path.stat().st_mtime < now_s - _DAY_S:
                yield path


def _scratch(oldest: float) -> Iterator[Path]:
    """Our own folders among the system's temporary files."""
    with suppress(OSError):
        for path in Path(tempfile.gettempdir()).iterdir():
            if _SCRATCH.fullmatch(path.name) and _is_ours(path, oldest):
                yield path


def _is_ours(path: Path, oldest: float) -> bool:
    with suppress(OSError):
        told = path.lstat()
        mine = not hasattr(os, "getuid") or told.st_uid == os.getuid()
        return mine and path.is_dir() and not path.is_symlink() and told.st_mtime < oldest
    return False
