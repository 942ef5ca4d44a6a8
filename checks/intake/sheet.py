"""A batch as a table for people and programs: CSV and XLSX. The only importer of the library that writes spreadsheets.

What a unit or a list says can never act as a formula: in XLSX every cell is text or number by type, in CSV a text that
a spreadsheet would take for a formula begins with an apostrophe.
"""

import csv
import io
from collections.abc import Callable
from typing import Final

import xlsxwriter  # type: ignore[import-untyped]

from checks.intake.batch import Arrival, Batch, Standing, announced, fates, last_of_each, standing, takt_s
from checks.intake.expected import Expected
from checks.words import Words

Cell = str | int | float
_COLUMNS: Final = (
    "state",
    "serial",
    "sticker",
    "model",
    "verdict",
    "fate",
    "rule",
    "faults",
    "order",
    "accessories",
    "operator",
    "started",
    "ended",
    "attention",
    "actions",
    "report",
    "inspection",
)
_LEADS: Final = ("=", "+", "-", "@", "\t", "\r")
_WIDEST: Final = 48


def table_of(batch: Batch, words: Words) -> list[list[Cell]]:
    """Heading and one row per unit: those that came, in their order, then the announced ones that did not."""
    found = standing(batch)
    surplus = {unit.inspection for unit in found.surplus}
    rows: list[list[Cell]] = [[words.text(f"batch.column.{name}") for name in _COLUMNS]]
    for unit in last_of_each(batch.arrivals):
        state = _state(unit, surplus, found, batch)
        rows += [_arrived(unit, state, words, announced(batch, unit.serial))]
    return [*rows, *(_missing(told, words) for told in found.missing)]


def _state(unit: Arrival, surplus: set[str], found: Standing, batch: Batch) -> str:
    if unit.inspection in surplus:
        return "surplus"
    if any(unit is other for _, other in found.mismatched):
        return "other-model"
    return "found" if batch.expected else "arrived"


def _arrived(unit: Arrival, state: str, words: Words, told: Expected | None) -> list[Cell]:
    named: Callable[[str], str] = words.text
    return [
        named(f"batch.state.{state}"),
        unit.serial,
        unit.sticker_serial,
        unit.model,
        named(f"verdict.{unit.verdict}"),
        named(f"fate.{unit.fate}"),
        named(f"fate.rule.{unit.rule}"),
        "; ".join(named(f"fault.{fault}") for fault in unit.faults),
        unit.work_order or (told.order if told else ""),
        "; ".join(unit.accessories),
        unit.operator,
        unit.started,
        unit.ended,
        round(unit.effort.attention_s, 1),
        unit.effort.actions,
        unit.report,
        unit.inspection,
    ]


def _missing(told: Expected, words: Words) -> list[Cell]:
    row: list[Cell] = [""] * len(_COLUMNS)
    row[0], row[1], row[3] = words.text("batch.state.missing"), told.serial, told.model
    row[_COLUMNS.index("order")] = told.order
    row[_COLUMNS.index("accessories")] = "; ".join(told.accessories)
    return row


def as_csv(batch: Batch, words: Words) -> bytes:
    """UTF-8 with the mark that spreadsheets know it by."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([_tame(cell) for cell in row] for row in table_of(batch, words))
    return out.getvalue().encode("utf-8-sig")


def _tame(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_LEADS) else cell


def as_xlsx(batch: Batch, words: Words) -> bytes:
    """A workbook: the units, and a sheet with the sums."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        head = book.add_format({"bold": True, "bg_color": "#E6EEF2", "bottom": 1})
        rows = table_of(batch, words)
        sheet = book.add_worksheet(words.text("batch.sheet.units")[:31])
        _fill(sheet, rows, head)
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, max(1, len(rows) - 1), len(_COLUMNS) - 1)
        _fill(book.add_worksheet(words.text("batch.sheet.sums")[:31]), _sums(batch, words), head)
    return out.getvalue()


def _fill(sheet: "xlsxwriter.worksheet.Worksheet", rows: list[list[Cell]], head: object) -> None:
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            write = sheet.write_string if isinstance(cell, str) else sheet.write_number
            write(number, column, cell, head if number == 0 else None)
    for column in range(max(map(len, rows))):
        widest = max((_width(row[column]) for row in rows if column < len(row)), default=8)
        sheet.set_column(column, column, min(_WIDEST, widest + 2))


def _width(cell: Cell) -> int:
    """A Chinese sign is as wide as two letters."""
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in str(cell))


def _sums(batch: Batch, words: Words) -> list[list[Cell]]:
    found, takt = standing(batch), takt_s(batch)
    rows: list[list[Cell]] = [
        [batch.name, ""],
        [words.text("batch.sum.inspected"), len(last_of_each(batch.arrivals))],
        [words.text("batch.sum.expected"), len(batch.expected)],
        [words.text("batch.state.missing"), len(found.missing)],
        [words.text("batch.state.surplus"), len(found.surplus)],
    ]
    for fate, count in sorted(fates(batch).items()):
        rows += [[words.text(f"fate.{fate}"), count]]
    if takt is not None:
        rows.append([words.text("batch.sum.takt"), round(takt, 1)])
    return rows
