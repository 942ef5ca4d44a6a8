"""Root certificates that a person trusts, one file for each, in the program's own folder."""

from pathlib import Path

from checks.measurement import message
from checks.report.errors import ReportError
from checks.report.files import write_atomically
from checks.report.signing.trust import TrustError, roots_in
from gui.ports import Trusted, Unable


class TrustShelf:
    """See ``gui.ports.TrustPort``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def bundles(self) -> tuple[bytes, ...]:
        """What the verifier is given."""
        return tuple(path.read_bytes() for path in sorted(self._folder.glob("*.pem")))

    def known(self) -> tuple[Trusted, ...]:
        """Those added; a file that is none is left alone."""
        found: list[Trusted] = []
        for path in self._folder.glob("*.pem"):
            try:
                found.append(Trusted(path.stem, " + ".join(name for _, name in roots_in(path.read_bytes()))))
            except (OSError, TrustError):
                continue
        return tuple(sorted(found, key=lambda trusted: (trusted.name, trusted.id)))

    def add(self, path: Path) -> None:
        """The roots in a file, with the lists of revoked certificates that come with them."""
        try:
            self.take(path.read_bytes())
        except OSError as error:
            raise Unable(message("settings.trust.unreadable", detail=error.strerror or "")) from error

    def take(self, bundle: bytes) -> None:
        """The same of bytes that were read already, such as the root inside a report."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            write_atomically(self._folder / f"{roots_in(bundle)[0][0]}.pem", bundle)
        except (TrustError, ReportError) as error:
            raise Unable(error.message) from error
        except OSError as error:
            raise Unable(message("settings.trust.unreadable", detail=error.strerror or "")) from error

    def remove(self, trusted_id: str) -> None:
        """Trust it no longer."""
        try:
            if any(trusted.id == trusted_id for trusted in self.known()):
                (self._folder / f"{trusted_id}.pem").unlink(missing_ok=True)
        except OSError as error:
            raise Unable(message("settings.trust.unreadable", detail=error.strerror or "")) from error
