"""Where photos of repairs are kept: in the data folder, named by their own SHA-256, without metadata.

A new one lies loose until its inspection's report is written, then beside those of other records. Loose ones that no
journal and no record names any more are swept away.
"""

import hashlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from checks.console.parts import Home
from checks.handling import Photo
from checks.measurement import message
from checks.photos import MOST_BYTES, UPRIGHT, PhotoError, Picture, orientation, stripped
from checks.record import Record
from checks.report.errors import ReportError
from checks.report.files import write_atomically

_FOLDER: Final = "photos"
_RECORDED: Final = "recorded"
_KINDS: Final = ("jpg", "png")
_GRACE_S: Final = 86_400.0
"""own: a loose photo younger than this is never swept away."""
_LONGEST_NAME: Final = 80
_MOST_IN_REPORT: Final = 60_000_000
"""own: bytes of pictures in one report; of what goes beyond, the hash alone is printed."""


Turn = Callable[[Picture, int], bytes]
"""A picture taken with a camera held in one of Exif's eight ways, as the file of an upright one. Raises ``PhotoError``."""


def keep_photo(home: Home, path: Path, turn: Turn | None = None) -> Photo:
    """Keep the picture in ``path``, upright and stripped; without ``turn`` it stays as the camera was held.

    Raises ``PhotoError``, or ``ReportError`` where the disk does not take it.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
            taken = datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")
    except OSError as error:
        raise PhotoError("unreadable") from error
    picture, way = stripped(data), orientation(data)
    if turn is not None and way != UPRIGHT:  # what told it goes with the metadata
        picture = stripped(turn(picture, way))
    digest = hashlib.sha256(picture.data).hexdigest()
    try:
        folder = home.folder(_FOLDER)
    except OSError as error:
        told = {"path": str(home.data / _FOLDER), "detail": error.strerror or ""}
        raise ReportError(message("cli.no_folder", **told)) from error
    write_atomically(folder / f"{digest}.{picture.kind}", picture.data)
    return Photo(path.name[-_LONGEST_NAME:], digest, taken, len(picture.data))


def photo_path(home: Home, photo: Photo) -> Path | None:
    """Its file, or None where it is gone."""
    loose = home.data / _FOLDER
    places = (folder / f"{photo.sha256}.{kind}" for folder in (loose, loose / _RECORDED) for kind in _KINDS)
    return next((place for place in places if place.is_file()), None)


def file_recorded(home: Home, record: Record) -> None:
    """A report was written: its photos lie loose no longer. What the disk refuses is tried again by the next sweep."""
    _file(home, {photo.sha256 for photo in record.handling.photos})


def sweep_photos(home: Home, now_s: float, records_since: Callable[[str], Iterable[Record]]) -> int:
    """Remove loose photos that nothing names any more; how many. ``now_s``: seconds of the day's clock.

    ``records_since`` gives all records that ended at or after a moment in ISO 8601, and is asked only where a photo is in
    doubt; where it raises, nothing is removed. Task thread.
    """
    loose = {path.stem: path for path in _loose(home) if now_s - path.stat().st_mtime > _GRACE_S}
    if loose:
        written = _written_down(home)
        loose = {digest: path for digest, path in loose.items() if digest.encode("ascii") not in written}
    if not loose:
        return 0
    oldest = min(path.stat().st_mtime for path in loose.values())
    since = datetime.fromtimestamp(oldest - _GRACE_S, UTC).isoformat(timespec="seconds")
    named = {photo.sha256 for record in records_since(since) for photo in record.handling.photos}
    _file(home, named & loose.keys())
    left = [path for digest, path in loose.items() if digest not in named]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def _loose(home: Home) -> list[Path]:
    folder = home.data / _FOLDER
    kinds = tuple(f".{kind}" for kind in _KINDS)
    found = folder.iterdir() if folder.is_dir() else iter(())
    return [path for path in found if path.suffix in kinds and len(path.stem) == 64 and path.is_file()]


def _written_down(home: Home) -> bytes:
    """All journals, open ones too, and the records of interrupted inspections."""
    places = (("journal", "*.journal"), ("reports", "*.json"))
    files = (path for folder, names in places for path in sorted((home.data / folder).glob(names)) if path.is_file())
    return b"\n".join(path.read_bytes() for path in files)


def _file(home: Home, digests: Iterable[str]) -> None:
    shelf = home.data / _FOLDER / _RECORDED
    for path in [path for path in _loose(home) if path.stem in digests]:
        with suppress(OSError):
            shelf.mkdir(exist_ok=True)
            path.replace(shelf / path.name)


def pictures_of(home: Home, record: Record) -> dict[str, bytes]:
    """The pictures of a record by their hash. One that is gone, or is not what its hash says, is left out."""
    found: dict[str, bytes] = {}
    for photo in record.handling.photos:
        path = photo_path(home, photo)
        try:
            data = path.read_bytes() if path is not None else b""
        except OSError:
            continue
        room = _MOST_IN_REPORT - sum(map(len, found.values()))
        if data and len(data) <= room and hashlib.sha256(data).hexdigest() == photo.sha256:
            found[photo.sha256] = data
    return found
