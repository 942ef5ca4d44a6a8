"""Who practised what, when, with which score: one JSON line for each exercise, forced to the disk, never changed afterwards.

A line cut short by a power cut is left out; everything before it stays.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from checks.lines import append_line
from checks.practice import Exercise, Named, Part, Score, SeriesResult, result_of

NAME: Final = "practice.jsonl"
FOLDER: Final = "practice"


class PracticeLogError(Exception):
    """The log cannot be read or written; the text says why."""


class Entry(msgspec.Struct, frozen=True):
    """One exercise that is over. ``ended`` is UTC in ISO 8601, ``took_s`` in seconds; ids as in the registries."""

    series: str
    number: int
    trainee: str
    ended: str
    model: str
    level: str
    seed: int
    hidden: tuple[str, ...]
    right_causes: tuple[str, ...]
    right_fate: str
    named_causes: tuple[str, ...]
    named_fate: str
    found: tuple[str, ...]
    missed: tuple[str, ...]
    false_alarms: tuple[str, ...]
    took_s: float
    parts: tuple[Part, ...]
    off: int
    total: int
    version: str
    hidden_findings: tuple[str, ...] = ()
    """The finding that tells each hidden fault, in their order."""

    @property
    def missed_findings(self) -> tuple[str, ...]:
        """The findings of the faults that were missed."""
        told = dict(zip(self.hidden, self.hidden_findings, strict=False))
        return tuple(told[name] for name in self.missed if name in told)

    @property
    def score(self) -> Score:
        """The sum again, as it was shown."""
        return Score(self.parts, self.false_alarms, self.missed, self.off, self.total)


@dataclass(frozen=True, slots=True)
class Series:
    """Exercises one after another by one person at one level."""

    id: str
    entries: tuple[Entry, ...]

    @property
    def trainee(self) -> str:
        """Who."""
        return self.entries[0].trainee

    @property
    def level(self) -> str:
        """How hard."""
        return self.entries[0].level

    @property
    def result(self) -> SeriesResult:
        """How it stands."""
        return result_of([entry.total for entry in self.entries])


def entry_of(
    exercise: Exercise,
    score: Score,
    named: Named,
    found: tuple[str, ...],
    *,
    series: str,
    number: int,
    trainee: str,
    ended: str,
    took_s: float,
    version: str,
) -> Entry:
    """The line of an exercise that is over. ``found``: findings of the inspection, ``fault subject``."""
    return Entry(
        series=series,
        number=number,
        trainee=trainee,
        ended=ended,
        model=exercise.model,
        level=exercise.level.value,
        seed=exercise.seed,
        hidden=tuple(fault.notation for fault in exercise.hidden),
        right_causes=exercise.causes,
        right_fate=exercise.fate.value,
        named_causes=named.causes,
        named_fate=named.fate,
        found=found,
        missed=score.missed,
        false_alarms=score.false_alarms,
        took_s=round(took_s, 1),
        parts=score.parts,
        off=score.off,
        total=score.total,
        version=version,
        hidden_findings=tuple(fault.finding for fault in exercise.hidden),
    )


def append(folder: Path, entry: Entry) -> None:
    """Add an exercise to the log in ``folder``. Raises ``PracticeLogError``; nothing is counted then."""
    path = folder / NAME
    try:
        append_line(path, msgspec.json.encode(entry))
    except OSError as error:
        raise PracticeLogError(f"{path}: {error.strerror}") from error


def read(folder: Path) -> tuple[Entry, ...]:
    """Every exercise in the order they were made; none where there is no log. Raises ``PracticeLogError``."""
    path = folder / NAME
    try:
        lines = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise PracticeLogError(f"{path}: {error.strerror}") from error
    found = []
    for line in lines:
        try:
            found += [msgspec.json.decode(line, type=Entry)] if line else []
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            continue
    return tuple(found)


def series_of(entries: Iterable[Entry]) -> tuple[Series, ...]:
    """The exercises by series, the newest series first."""
    by_id: dict[str, list[Entry]] = {}
    for entry in entries:
        by_id.setdefault(entry.series, []).append(entry)
    made = [Series(name, tuple(told)) for name, told in by_id.items()]
    return tuple(sorted(made, key=lambda series: series.entries[-1].ended, reverse=True))
