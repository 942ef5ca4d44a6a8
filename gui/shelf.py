"""Batches of returned units for the window, kept where the command line keeps them."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from checks.console import batches
from checks.console.parts import Parts
from checks.intake.batch import Batch, last_of_each
from checks.intake.batch_file import BatchError
from checks.intake.effort import Effort
from checks.intake.expected import Expected
from checks.intake.sizes import SIZES, USUAL
from checks.measurement import message
from checks.record import Record
from checks.report.errors import ReportError
from checks.report.files import write_atomically
from checks.tables import TableError
from gui.ports import Unable

Some = TypeVar("Some")


class Shelf:
    """See ``gui.ports.BatchPort``."""

    def __init__(self, parts: Parts, reports: Callable[[], Path] | None = None) -> None:
        self._parts, self._home = parts, parts.home
        self._reports = reports or (lambda: parts.home.reports)

    def known(self) -> tuple[Batch, ...]:
        """Every batch, the newest first."""
        return self._told(lambda: batches.batches(self._home))

    def begin(self, name: str, operator: str, source: Path | None) -> Batch:
        """A new one."""
        expected = self._expected(source) if source is not None else ()
        made = self._told(
            lambda: batches.new_batch(self._parts, name, operator, expected, source.name if source else "")
        )
        return made.batch

    def open(self, name: str) -> Batch:
        """One that exists."""
        return self._told(lambda: batches.open_batch(self._home, name)).batch

    def announce(self, name: str, source: Path) -> Batch:
        """The list of announced units."""
        expected = self._expected(source)
        file = self._told(lambda: batches.open_batch(self._home, name))
        self._told(lambda: file.announce(expected, source.name))
        return file.batch

    def count(self, name: str, record: Record, effort: Effort, report: str) -> Batch:
        """Add an inspection."""
        return self._told(lambda: batches.count(self._home, name, record, effort, report))

    def labels(self, name: str, language: str) -> Path:
        """Labels of every unit. Task thread."""
        from checks.intake.label import labels_pdf

        batch, words = self.open(name), self._parts.words(language)
        made = self._told(lambda: labels_pdf(last_of_each(batch.arrivals), SIZES[USUAL], words, self._parts.fonts()))
        return self._written(f"{name}-labels.pdf", made)

    def export(self, name: str, language: str) -> Path:
        """A spreadsheet. Task thread."""
        from checks.intake.sheet import as_xlsx

        batch = self.open(name)
        return self._written(f"{name}.xlsx", as_xlsx(batch, self._parts.words(language)))

    def _written(self, name: str, content: bytes) -> Path:
        folder = self._reports()
        folder.mkdir(parents=True, exist_ok=True)
        self._told(lambda: write_atomically(folder / name, content))
        return folder / name

    def _expected(self, source: Path) -> tuple[Expected, ...]:
        return self._told(lambda: batches.announced_in(source))

    def _told(self, act: Callable[[], Some]) -> Some:
        try:
            return act()
        except BatchError as error:
            raise Unable(message(f"batch.error.{error.reason}", detail=error.detail)) from error
        except TableError as error:
            raise Unable(
                message("batch.error.list", reason_id=f"batch.list.{error.reason}", detail=error.detail)
            ) from error
        except ReportError as error:
            raise Unable(error.message) from error
        except OSError as error:
            raise Unable(message("batch.error.unwritable", detail=str(error))) from error
