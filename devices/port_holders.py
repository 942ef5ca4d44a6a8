"""Which programs hold a port open, as far as Linux tells: for the sentence that says who is in the way. Reads names only."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_PROC: Final = Path("/proc")
_MOST: Final = 3


def holders(port: str, proc: Path = _PROC) -> tuple[str, ...]:
    """Programs other than this one that have ``port`` open, as ``name (number)``; empty where nobody can tell."""
    wanted = os.path.realpath(port)
    found = (_named(folder) for folder in _processes(proc) if _holds(folder, wanted))
    return tuple(name for name, _ in zip(found, range(_MOST), strict=False))


def _processes(proc: Path) -> Iterator[Path]:
    own = str(os.getpid())
    try:
        folders = sorted(proc.iterdir())
    except OSError:
        return
    yield from (folder for folder in folders if folder.name.isdigit() and folder.name != own)


def _holds(folder: Path, wanted: str) -> bool:
    try:
        return any(os.readlink(link) == wanted for link in (folder / "fd").iterdir())
    except OSError:  # another user's, or gone meanwhile
        return False


def _named(folder: Path) -> str:
    try:
        name = (folder / "comm").read_text("utf-8", "replace").strip()
    except OSError:
        name = "?"
    return f"{name} ({folder.name})"
