"""Many reports at once: the files below what was named, what is told of each, and the list of answers as a table.

Light: the verifier itself is loaded by whoever asks it, a spreadsheet when it is written. Reads folders, never files.
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from checks.measurement import Message, message
from checks.report.plain import plain
from checks.words import Words

if TYPE_CHECKING:
    from checks.report.printed import Printed
    from checks.report.signing.verify import Verification
    from checks.sheets import Cell

TABLES: Final = (".csv", ".xlsx")
_ENDING: Final = ".pdf"
_COLUMNS: Final = (
    "file", "answer", "why", "maker", "model", "serial", "verdict", "ended", "operator", "signer", "role", "organisation",
    "signed_at", "stamp", "record", "sha256", "root",
)  # fmt: skip


class Answer(StrEnum):
    """What a reader is told, the best first; the word is ``verify.answer.<value>``."""

    INTACT = "intact"
    UNKNOWN_SIGNER = "unknown-signer"
    EXPIRED = "expired"
    REVOKED = "revoked"
    FUTURE = "future"
    ALTERED = "altered"
    NOT_OURS = "not-ours"


_WHY: Final = {
    "verify.revoked": Answer.REVOKED,
    "verify.expired": Answer.EXPIRED,
    "verify.time_in_future": Answer.FUTURE,
}
"""Why a known signer is not believed. An unknown one comes before all of them: a stranger's dates prove nothing."""


class NoReports(Exception):
    """A folder without any PDF. ``message`` says so."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self.message = message("verify.folder_empty", path=str(folder))


class NoTable(Exception):
    """A list can be kept as CSV or XLSX, by the file's name. ``message`` says so."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.message = message("verify.table_kind", name=name)


def reports_in(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Files as they are, folders as every PDF below them, sorted; each once. Raises ``NoReports``."""
    found: dict[Path, None] = {}
    for path in paths:
        if _is_folder(path):
            below = sorted(_below(path))
            if not below:
                raise NoReports(path)
            found |= dict.fromkeys(below)
        else:
            found[path] = None
    return tuple(found)


def _is_folder(path: Path) -> bool:
    """Of a path that cannot be looked at nobody knows: the answer about it says so, and the others have theirs."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _below(folder: Path) -> list[Path]:
    """Every PDF below ``folder``, and every folder that could not be looked into: it may hold some, and is answered as unread.

    Links to folders are not followed.
    """
    closed: list[Path] = []
    found = [
        Path(place) / name
        for place, _, names in os.walk(folder, onerror=lambda error: closed.append(Path(error.filename)))
        for name in names
        if name.lower().endswith(_ENDING)
    ]
    return [*found, *closed]


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of one file. Of a file that is not intact only the answer, the reasons and what differs are known."""

    path: str
    answer: Answer
    headline: Message
    reasons: tuple[Message, ...] = ()
    notes: tuple[Message, ...] = ()
    printed: "tuple[Printed, ...]" = ()
    """Facts of the attached record beside the page."""
    maker: str = ""
    model: str = ""
    serial: str = ""
    verdict: str = ""
    ended: str = ""
    operator: str = ""
    bench: str = ""
    record: str = ""
    sha256: str = ""
    signer: str = ""
    technician: bool = False
    """Signed by a person's key, else by a bench's."""
    organisation: str = ""
    signed_at: str = ""
    stamp: str = ""
    """Who stamped the time, where that is somebody trusted; empty where the time is the bench's claim."""
    root_fingerprint: str = ""
    root: bytes = b""
    """The signer's root as PEM."""

    @property
    def because(self) -> tuple[Message, ...]:
        """Why, or the answer itself where nothing is to be explained."""
        return self.reasons or (self.headline,)


def told_of(path: str, found: "Verification") -> Told:
    """The verifier's answer for a file."""
    told = Told(
        path,
        answer_of(found),
        found.headline,
        found.reasons,
        found.notes,
        found.printed,
        signer=found.signer,
        technician=found.technician,
        organisation=found.organisation,
        signed_at=found.signed_at,
        stamp=found.stamp.maker if found.stamp is not None and found.stamp.known else "",
        root_fingerprint=found.root_fingerprint,
        root=found.root,
    )
    record = found.record
    if record is None:
        return told
    return replace(
        told,
        maker=record.maker,
        model=record.model,
        serial=record.serial,
        verdict=record.verdict,
        ended=record.ended,
        operator=record.operator,
        bench=record.bench,
        record=record.id,
        sha256=record.sha256,
    )


def answer_of(found: "Verification") -> Answer:
    """The verifier's answer as one word."""
    status = found.status.value
    if status == "altered":
        return Answer.ALTERED
    if status == "not-ours":
        return Answer.NOT_OURS
    if status == "intact-trusted":
        return Answer.INTACT
    told = [_WHY[reason.id] for reason in found.reasons if reason.id in _WHY]
    return told[0] if told and len(told) == len(found.reasons) else Answer.UNKNOWN_SIGNER


def summary(counts: Mapping[Answer, int], words: Words) -> str:
    """How many of each there are, the best first, in one line."""
    parts = [
        words.text("verify.count", count=counts[answer], answer_id=f"verify.answer.{answer.value}")
        for answer in Answer
        if counts.get(answer)
    ]
    told = words.text("report.join").strip("|").join(parts)
    return words.text("verify.counts", count=sum(counts.values()), parts=told)


def table_of(answers: Iterable[Told], words: Words) -> "list[list[Cell]]":
    """A row for each file under a heading, in the language of ``words``."""
    rows: list[list[Cell]] = [[words.text(f"verify.column.{name}") for name in _COLUMNS]]
    return rows + [_row(told, words) for told in answers]


def as_file(answers: Iterable[Told], words: Words, name: str) -> bytes:
    """The table as the kind of file that ``name`` ends in. Raises ``NoTable``."""
    from checks.sheets import csv_of, xlsx_of

    kind = table_kind(name)
    rows = table_of(answers, words)
    return csv_of(rows) if kind == ".csv" else xlsx_of([(words.text("verify.sheet"), rows)])


def table_kind(name: str) -> str:
    """``.csv`` or ``.xlsx``. Raises ``NoTable``."""
    kind = Path(name).suffix.casefold()
    if kind not in TABLES:
        raise NoTable(Path(name).name)
    return kind


def _row(told: Told, words: Words) -> "list[Cell]":
    said = {name: plain(text) for name in _COLUMNS if isinstance(text := getattr(told, name, ""), str)} | {
        "file": told.path,
        "answer": words.text(f"verify.answer.{told.answer.value}"),
        "why": " ".join(plain(words.say(reason)) for reason in told.because),
        "verdict": words.text(f"verdict.{told.verdict}") if told.verdict else "",
        "root": told.root_fingerprint,
        "role": words.text("verify.role.technician" if told.technician else "verify.role.bench") if told.signer else "",
    }
    return [said[name] for name in _COLUMNS]
