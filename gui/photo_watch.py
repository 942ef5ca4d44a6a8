"""New pictures in a folder while a repair is on show: looked for in a task thread, kept without their metadata. Window thread only.

A file is taken once it has the same size at two looks, so that one that is still being copied is not read in half.
"""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from checks.handling import Photo
from checks.measurement import Message, message
from gui.ports import PhotoPort, Unable
from gui.tasks import Tasks

LOOK_MS: Final = 1000
_KINDS: Final = (".jpg", ".jpeg", ".png", ".heic", ".heif", ".webp", ".tif", ".tiff", ".bmp", ".gif", ".dng")
"""What may be a photo; what of it cannot be kept is refused in words."""
_MOST: Final = 5000

State = dict[str, tuple[int, int]]
"""Size and time of change of each file, by name."""


@dataclass(frozen=True, slots=True)
class Look:
    """What one look found: the folder's state, photos kept, and files that were refused."""

    state: State
    done: frozenset[str] = frozenset()
    kept: tuple[Photo, ...] = ()
    refused: tuple[Message, ...] = ()


class PhotoWatch(QObject):
    """``kept`` carries a photo, ``refused`` a message."""

    kept = Signal(object)
    refused = Signal(object)

    def __init__(self, port: PhotoPort | None, tasks: Tasks) -> None:
        super().__init__()
        self._port, self._tasks = port, tasks
        self._folder: Path | None = None
        self._before: State | None = None
        self._done: frozenset[str] = frozenset()
        self._turn = 0
        self._looking = False
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)

    def begin(self, folder: str) -> None:
        """Look for pictures that come from now on. Does nothing where this folder is watched already."""
        wanted = Path(folder) if folder and self._port is not None else None
        if wanted == self._folder:
            return
        self.end()
        self._folder = wanted
        if wanted is not None:
            self._timer.start()
            self._look()

    def end(self) -> None:
        """Look no more; a look under way tells nobody."""
        self._timer.stop()
        self._folder, self._before, self._done = None, None, frozenset()
        self._turn += 1

    def _look(self) -> None:
        port, folder = self._port, self._folder
        if port is not None and folder is not None and not self._looking:  # one after another: no file is taken twice
            self._looking = True
            work = partial(look, port, folder, self._before, self._done)
            self._tasks.run(work, partial(self._found, self._turn), self._failed)

    def _failed(self, reason: str) -> None:
        """Looked again at the next turn; the task pool has logged why."""
        self._looking = False

    def _found(self, turn: int, found: Look) -> None:
        self._looking = False
        if turn != self._turn:
            return
        if self._before is None:  # what lay there before belongs to other repairs
            self._done = frozenset(found.state)
        self._before, self._done = found.state, self._done | found.done
        for photo in found.kept:
            self.kept.emit(photo)
        for why in found.refused:
            self.refused.emit(why)


def look(port: PhotoPort, folder: Path, before: State | None, done: frozenset[str]) -> Look:
    """One look. Task thread; raises nothing, because a folder that is away for a moment is no fault."""
    state = _state(folder)
    kept: list[Photo] = []
    refused: list[Message] = []
    ready = [name for name, now in sorted(state.items()) if name not in done and (before or {}).get(name) == now]
    for name in ready if before is not None else ():
        try:
            kept.append(port.keep(folder / name))
        except Unable as error:
            refused.append(message("photo.refused", name=name[-60:], reason_id=error.text.id))
    return Look(state, frozenset(ready), tuple(kept), tuple(refused))


def _state(folder: Path) -> State:
    found: State = {}
    try:
        for path in folder.iterdir():
            if path.suffix.lower() in _KINDS and path.is_file() and len(found) < _MOST:
                told = path.stat()
                found[path.name] = (told.st_size, told.st_mtime_ns)
    except OSError:
        return found
    return found
