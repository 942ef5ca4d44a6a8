"""Many reports at once: the files below what was named, one answer for each, and the list of answers as a table.

Light: the verifier itself is loaded by whoever asks it. Reads folders, never files.
"""

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from checks.measurement import Message, message
from checks.sheets import Cell, csv_of, xlsx_of
from checks.words import Words

if TYPE_CHECKING:
    from checks.report.signing.verify import Verification

TABLES: Final = (".csv", ".xlsx")
_ENDING: Final = ".pdf"
_COLUMNS: Final = (
    "file", "answer", "why", "maker", "model", "serial", "verdict", "ended", "operator", "signer", "organisation",
    "signed_at", "record", "sha256", "root",
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
        if path.is_dir():
            below = sorted(_below(path))
            if not below:
                raise NoReports(path)
            found |= dict.fromkeys(below)
        else:
            found[path] = None
    return tuple(found)


def _below(folder: Path) -> list[Path]:
    """Every PDF below ``folder``. Links to folders are not followed, and folders that nobody may read are left out."""
    return [
        Path(place) / name for place, _, names in os.walk(folder) for name in names if name.lower().endswith(_ENDING)
    ]


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


def counted(answers: Iterable[Answer]) -> tuple[tuple[Answer, int], ...]:
    """How many of each there are, the best first; none that is not there."""
    counts = Counter(answers)
    return tuple((answer, counts[answer]) for answer in Answer if counts[answer])


def summary(answers: Sequence[Answer], words: Words) -> str:
    """The counts in one line."""
    parts = (words.text("verify.count", count=n, answer_id=f"verify.answer.{a.value}") for a, n in counted(answers))
    return words.text("verify.counts", count=len(answers), parts=words.text("report.join").strip("|").join(parts))


def table_of(answers: Iterable[tuple[str, "Verification"]], words: Words) -> list[list[Cell]]:
    """A row for each file under a heading, in the language of ``words``."""
    rows: list[list[Cell]] = [[words.text(f"verify.column.{name}") for name in _COLUMNS]]
    return rows + [_row(path, found, words) for path, found in answers]


def as_file(answers: Iterable[tuple[str, "Verification"]], words: Words, name: str) -> bytes:
    """The table as the kind of file that ``name`` ends in. Raises ``NoTable``."""
    kind = table_kind(name)
    rows = table_of(answers, words)
    return csv_of(rows) if kind == ".csv" else xlsx_of([(words.text("verify.sheet"), rows)])


def table_kind(name: str) -> str:
    """``.csv`` or ``.xlsx``. Raises ``NoTable``."""
    kind = Path(name).suffix.casefold()
    if kind not in TABLES:
        raise NoTable(Path(name).name)
    return kind


def _row(path: str, found: "Verification", words: Words) -> list[Cell]:
    record = found.record
    told = ("", "", "", "", "", "", "", "")
    if record is not None:
        verdict = words.text(f"verdict.{record.verdict}")
        told = (
            record.maker,
            record.model,
            record.serial,
            verdict,
            record.ended,
            record.operator,
            record.id,
            record.sha256,
        )
    because: tuple[Message, ...] = found.reasons or (found.headline,)
    answer = words.text(f"verify.answer.{answer_of(found).value}")
    who = (found.signer, found.organisation, found.signed_at)
    return [path, answer, " ".join(words.say(reason) for reason in because), *told[:6], *who, *told[6:],
            found.root_fingerprint]  # fmt: skip
