"""What was read of the unit, as tables at the end of the report: software, programs, log lines, differences. All foreign text."""

from dataclasses import dataclass
from typing import Final

from checks.baseline import Part
from checks.measurement import Kept
from checks.record import Record
from checks.report.model import AppendixTable
from checks.report.phrases import Phrases, Text


@dataclass(frozen=True, slots=True)
class _Shape:
    """Columns with their shares of the width, how many rows stand side by side, and how many rows are printed at most."""

    columns: tuple[str, ...]
    shares: tuple[float, ...]
    most: int
    beside: int = 1


_SHAPES: Final = {
    "differences": _Shape(("kind", "part", "name", "was", "now"), (0.8, 1.0, 1.8, 1.5, 1.5), 80),
    "log-lines": _Shape(("source", "line"), (0.6, 6.0), 40),
    "packages": _Shape(("name", "version"), (1.5, 1.0), 300, 2),
    "programs": _Shape(("name",), (1.0,), 200, 4),
    "overlays": _Shape(("name",), (1.0,), 20, 2),
    "memory": _Shape(("name", "value"), (1.0, 1.5), 20, 2),
    "files": _Shape(("name", "digest"), (1.2, 2.6), 20),
    "printout": _Shape(("line",), (1.0,), 200, 2),
}
_WORDS: Final = {"kind": "difference", "part": "software_part"}
_CELL: Final = 200


def appendix(record: Record, phrases: Phrases) -> tuple[AppendixTable, ...]:
    """A table for each kind that holds something, in a fixed order. Longer tables are cut, and say so."""
    tables = [(_merged(record, kind), shape) for kind, shape in _SHAPES.items()]
    return tuple(_table(kept, shape, phrases) for kept, shape in tables if kept.rows)


def _merged(record: Record, kind: str) -> Kept:
    """All that the checks kept of one kind: each tells its own differences."""
    kept = [table for result in record.results for table in result.kept if table.kind == kind]
    return Kept(kind, tuple(row for table in kept for row in table.rows), sum(table.total for table in kept))


def _table(kept: Kept, shape: _Shape, phrases: Phrases) -> AppendixTable:
    wide = len(shape.columns)
    cells = [_row(row, shape, phrases) for row in kept.rows[: shape.most]]
    beside = [sum(cells[at : at + shape.beside], ()) for at in range(0, len(cells), shape.beside)]
    empty = phrases.same("")
    left_out = max(kept.total, len(kept.rows)) - len(cells)
    return AppendixTable(
        title=phrases.text(f"report.appendix.{kept.kind}"),
        columns=tuple(phrases.text(f"report.column.{name}") for name in shape.columns) * shape.beside,
        shares=shape.shares * shape.beside,
        rows=tuple((*row, *(empty for _ in range(wide * shape.beside - len(row)))) for row in beside),
        more=phrases.text("report.more", count=left_out) if left_out > 0 else empty,
    )


def _row(row: tuple[str, ...], shape: _Shape, phrases: Phrases) -> tuple[Text, ...]:
    padded = (*row, *("" for _ in shape.columns))
    state = shape.columns[0] == "kind" and padded[1] == Part.SETTINGS.value
    return tuple(
        phrases.either(f"software_state.{text[:40]}", text)
        if state and name in ("was", "now")
        else _cell(name, text, phrases)
        for name, text in zip(shape.columns, padded, strict=False)
    )


def _cell(column: str, text: str, phrases: Phrases) -> Text:
    if column in _WORDS:
        return phrases.either(f"{_WORDS[column]}.{text[:40]}", text)
    if column == "digest" and not text:
        return phrases.text("report.appendix.absent")
    sizes = text.split()
    if column == "value" and len(sizes) == 2 and all(size.isdecimal() and len(size) < 16 for size in sizes):
        return phrases.text("report.appendix.disk", total=int(sizes[0]) // 1024, free=int(sizes[1]) // 1024)
    return phrases.same(text, _CELL)
