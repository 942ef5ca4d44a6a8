"""Saves a report and asks the verifier about it, both in task threads. The window's thread only looks at the outcome."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, Signal

from checks.record import Record
from checks.session import Session
from gui.next_action import Paper
from gui.ports import SigningNeed, Verification, Workbench
from gui.tasks import Tasks

PAST: Final = -1
"""Stands for the lane of an inspection that is looked at in the history."""


class Reports(QObject):
    """By lane: how far its report is. ``changed`` carries the lane."""

    changed = Signal(int)

    def __init__(self, workbench: Workbench, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench, self._tasks = workbench, tasks
        self.folder: Callable[[], Path] = lambda: workbench.reports
        """Where reports go now."""
        self.signer: Callable[[], str] = str
        """The technician who signs now; empty: the bench."""
        self._papers: dict[int, Paper] = {}
        self._answers: dict[int, Verification] = {}
        self._told: dict[int, Record] = {}
        """What a written report holds, to the byte: a page beside it names it by its hash."""
        self._handing: set[int] = set()

    def paper(self, lane: int) -> Paper:
        """The report of a lane."""
        return self._papers.get(lane, Paper())

    def answer(self, lane: int) -> Verification | None:
        """What the verifier said."""
        return self._answers.get(lane)

    def forget(self, lane: int) -> None:
        """Another inspection begins on this lane; the file stays."""
        self._papers.pop(lane, None)
        self._answers.pop(lane, None)
        self._told.pop(lane, None)

    def ask(self, lane: int, need: SigningNeed) -> None:
        """Nothing can be signed before this is typed."""
        if self.paper(lane).need is not need:
            self._put(lane, Paper(need=need, signer=self.signer()))

    def save(self, lane: int, session: Session, languages: tuple[str, ...], passphrase: str = "") -> None:
        """Write, sign and verify the report of a session that is over; first ask for what signing needs."""
        record = session.record(self._bench.utc_now())
        self.save_record(lane, record, self.path_of(record), languages, passphrase, session.concessions.close)

    def save_again(self, record: Record, languages: tuple[str, ...], passphrase: str = "") -> None:
        """The same for a past inspection, under the lane ``PAST`` and beside the report that was made then."""
        first = self.path_of(record)
        now = _file_name(self._bench.utc_now()[:19].replace(":", "").replace("-", ""))
        self.save_record(PAST, record, first.with_name(f"{first.stem}-{now}.pdf"), languages, passphrase)

    def save_record(
        self,
        lane: int,
        record: Record,
        path: Path,
        languages: tuple[str, ...],
        passphrase: str = "",
        written: Callable[[], None] = lambda: None,
    ) -> None:
        """Write, sign and verify; first ask for what signing needs. ``written`` is called in the window's thread."""
        self._save(lane, record, self._bench.publish, record, path, languages, passphrase, record, written)

    @property
    def can_compare(self) -> bool:
        """Whether two inspections can be signed as one document here."""
        return self._bench.compare is not None

    def save_comparison(self, first: Record, second: Record, languages: tuple[str, ...], passphrase: str = "") -> None:
        """Two past inspections of one unit as one document, under the lane ``PAST`` and beside the second's report."""
        if self._bench.compare is not None:
            report, shown = self.path_of(second), first if first.demonstration else second
            path = report.with_name(f"{report.stem}-compared.pdf")
            self._save(PAST, shown, partial(self._bench.compare, first), second, path, languages, passphrase)

    def _save(
        self,
        lane: int,
        shown: Record,
        write: Callable[..., Path],
        record: Record,
        path: Path,
        languages: tuple[str, ...],
        passphrase: str,
        told: Record | None = None,
        written: Callable[[], None] = lambda: None,
    ) -> None:
        """``shown`` tells whether it is a demonstration, which needs nobody's passphrase; ``told``: what a report tells."""
        if self.paper(lane).saving:
            return
        self.forget(lane)
        need = self._bench.signing(shown)
        if need is not SigningNeed.NOTHING and not passphrase:
            self._put(lane, Paper(need=need, signer=self.signer()))
            return
        self._put(lane, Paper(saving=True))
        self._tasks.run(
            partial(_publish, write, record, languages, path, passphrase),
            partial(self._saved, lane, told, written),
            partial(self._refused, lane, need),
        )

    def path_of(self, record: Record) -> Path:
        """Where the report of an inspection goes."""
        unit = record.unit
        return self.folder() / f"{_file_name(unit.serial or unit.model)}-{_file_name(record.id)}.pdf"

    def publish(self, record: Record, languages: tuple[str, ...], path: Path, passphrase: str = "") -> Path:
        """Write and sign. Task thread."""
        return _publish(self._bench.publish, record, languages, path, passphrase)

    def hand_out(self, lane: int, language: str) -> None:
        """Write the merchant's page of the report that was written last on this lane, beside it."""
        record, write, path = self._told.get(lane), self._bench.hand_out, Path(self.paper(lane).path)
        if record is None or write is None or lane in self._handing:
            return
        self._handing.add(lane)
        self._tasks.run(
            partial(write, record, language, path.with_name(f"{path.stem}-merchant.pdf")),
            partial(self._handed_out, lane, record),
            partial(self._not_handed_out, lane, record),
        )

    def _handed_out(self, lane: int, record: Record, path: Path) -> None:
        self._handing.discard(lane)
        if self._told.get(lane) is record:
            self._put(lane, replace(self.paper(lane), handout=str(path), handout_failed=""))

    def _not_handed_out(self, lane: int, record: Record, reason: str) -> None:
        self._handing.discard(lane)
        if self._told.get(lane) is record:
            self._put(lane, replace(self.paper(lane), handout_failed=reason))

    def _saved(self, lane: int, told: Record | None, written: Callable[[], None], path: Path) -> None:
        written()
        if told is not None:
            self._told[lane] = told
        self._put(lane, Paper(path=str(path), can_hand_out=told is not None and self._bench.hand_out is not None))
        self._tasks.run(partial(self._bench.verify, path), partial(self._verified, lane), partial(self._failed, lane))

    def _verified(self, lane: int, answer: Verification) -> None:
        self._answers[lane] = answer
        self.changed.emit(lane)

    def _failed(self, lane: int, reason: str) -> None:
        self._put(lane, Paper(failed=reason))

    def _refused(self, lane: int, need: SigningNeed, reason: str) -> None:
        """A wrong passphrase can be typed again."""
        self._put(lane, Paper(failed=reason, need=need, signer=self.signer()))

    def _put(self, lane: int, paper: Paper) -> None:
        self._papers[lane] = paper
        self.changed.emit(lane)


def _publish(
    publish: Callable[..., Path], record: Any, languages: tuple[str, ...], path: Path, passphrase: str
) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return publish(record, languages, path, passphrase) if passphrase else publish(record, languages, path)


def _file_name(text: str) -> str:
    kept = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "-" for c in text)[-40:]
    return kept.strip("-") or "unit"
