"""Files written whole or not at all: a crash, a full disk or a pulled stick never leaves half a report."""

import contextlib
import errno
import os
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from checks.measurement import message
from checks.report.errors import ReportError

if sys.platform != "win32":
    import fcntl

_CAUSES: Final = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EFBIG: "too_large",
    errno.EROFS: "read_only",
    errno.EACCES: "read_only",
    errno.EPERM: "read_only",
    errno.ENOENT: "no_folder",
    errno.ENOTDIR: "no_folder",
    errno.EISDIR: "is_folder",
}


def write_atomically(path: Path, data: bytes) -> None:
    """``data`` at ``path``, whole or not at all. Raises ``ReportError`` in words; never leaves half a file."""
    try:
        if (cause := _taken(path)) != "":
            raise ReportError(message(f"report.error.{cause}", path=str(path), detail=""))
        write_whole(path, data)
    except OSError as error:
        cause = _CAUSES.get(error.errno or 0, "write")
        detail = error.strerror or type(error).__name__
        raise ReportError(message(f"report.error.{cause}", path=str(path), detail=detail)) from error


def require_place(path: Path) -> None:
    """Whether a file may be written there, asked before the work it is for. Raises ``ReportError`` in words.

    A disk may still be full afterwards: ``write_atomically`` has the last word.
    """
    try:
        folder = path.absolute().parent  # raises where the current folder is gone
        cause = _taken(path) or ("" if folder.is_dir() else "no_folder")
    except OSError as error:
        raise ReportError(message("report.error.no_folder", path=str(path), detail="")) from error
    if not cause and not os.access(folder, os.W_OK | os.X_OK):
        cause = "read_only"
    if cause:
        raise ReportError(message(f"report.error.{cause}", path=str(path), detail=""))


def _taken(path: Path) -> str:
    """Why no file can stand there in place of what does: a new one would take the place of a folder, a device, a pipe."""
    if path.is_dir():
        return "is_folder"
    stream = path.is_symlink() and path.parent == Path("/dev")  # such as /dev/stdout, also where that goes to a file
    return "no_file" if stream or (path.exists() and not path.is_file()) else ""


def write_whole(path: Path, data: bytes, mode: int = 0o644) -> None:
    """``data`` at ``path``, replacing what was there in one step. Raises ``OSError``, leaving nothing new behind."""
    temporary = path.with_name(f".{path.name[:100]}.{secrets.token_hex(6)}.part")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    _remember(path.parent)


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One program at a time: the others wait until this one is done with ``folder``, which must be there.

    Where the system has no such locks, or the folder's disk has none, nobody waits.
    """
    if sys.platform == "win32":
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _remember(folder: Path) -> None:
    """Make the new name survive a power cut, where the system can."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
