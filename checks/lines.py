"""Files of one line per thing that happened: forced to the disk, never changed afterwards. One writer at a time."""

import os
from pathlib import Path


def append_line(path: Path, line: bytes, create: bool = True) -> None:
    """Add ``line``, which has no line end of its own. A line before it that was cut short stays alone on its line.

    Raises ``OSError``, also where there is no file and ``create`` is False.
    """
    with path.open("a+b" if create else "r+b") as file:
        end = file.seek(0, os.SEEK_END)
        file.seek(max(0, end - 1))
        torn = end and file.read(1) != b"\n"
        file.write((b"\n" if torn else b"") + line + b"\n")
        file.flush()
        os.fsync(file.fileno())
