"""Photos of repairs for the window, kept where the command line keeps them."""

from pathlib import Path

from checks.console import photo_shelf
from checks.console.parts import Home
from checks.handling import Photo
from checks.measurement import message
from checks.photos import PhotoError
from checks.report.errors import ReportError
from gui.ports import Unable
from gui.upright import upright


class PhotoShelf:
    """See ``gui.ports.PhotoPort``."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def keep(self, path: Path) -> Photo:
        """Strip and keep. Task thread."""
        try:
            return photo_shelf.keep_photo(self._home, path, upright)
        except PhotoError as error:
            raise Unable(message(f"photo.{error.reason}")) from error
        except ReportError as error:
            raise Unable(message("photo.not-kept")) from error

    def path(self, photo: Photo) -> Path | None:
        """Its file."""
        return photo_shelf.photo_path(self._home, photo)
