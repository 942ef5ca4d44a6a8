"""Where photos of repairs are kept: in the data folder, named by their own SHA-256, without metadata."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from checks.console.parts import Home
from checks.handling import Photo
from checks.photos import MOST_BYTES, UPRIGHT, PhotoError, Picture, orientation, stripped
from checks.record import Record
from checks.report.publish import write_atomically

_FOLDER: Final = "photos"
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
    write_atomically(home.folder(_FOLDER) / f"{digest}.{picture.kind}", picture.data)
    return Photo(path.name[-_LONGEST_NAME:], digest, taken, len(picture.data))


def photo_path(home: Home, photo: Photo) -> Path | None:
    """Its file, or None where it is gone."""
    places = (home.data / _FOLDER / f"{photo.sha256}.{kind}" for kind in ("jpg", "png"))
    return next((place for place in places if place.is_file()), None)


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
