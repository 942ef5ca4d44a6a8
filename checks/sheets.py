"""Tables as files for people and programs: CSV and XLSX. The only importer of the library that writes spreadsheets.

What a unit or a list says can never act as a formula: in XLSX every cell is text or number by type, in CSV a text that
a spreadsheet would take for a formula begins with an apostrophe.
"""

import csv
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import xlsxwriter  # type: ignore[import-untyped]

Cell = str | int | float
Rows = Sequence[Sequence[Cell]]
_LEADS: Final = ("=", "+", "-", "@", "\t", "\r")
_WIDEST: Final = 48
_FROZEN: Final = 2


def csv_of(rows: Rows) -> bytes:
    """UTF-8 with the mark that spreadsheets know it by."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([_tame(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def xlsx_of(sheets: Sequence[tuple[str, Rows]]) -> bytes:
    """A workbook: title and rows of each sheet, the first row its heading."""
    out = io.BytesIO()
    import xlsxwriter  # here, because no window needs it to be shown

    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        head = book.add_format({"bold": True, "bg_color": "#E6EEF2", "bottom": 1})
        for title, rows in sheets:
            sheet = book.add_worksheet(title[:31])
            _fill(sheet, rows, head)
            if len(rows) > 1 and len(rows[0]) > _FROZEN:
                sheet.freeze_panes(1, _FROZEN)
                sheet.autofilter(0, 0, len(rows) - 1, len(rows[0]) - 1)
    return out.getvalue()


def _tame(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_LEADS) else cell


def _fill(sheet: "xlsxwriter.worksheet.Worksheet", rows: Rows, head: object) -> None:
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            write = sheet.write_string if isinstance(cell, str) else sheet.write_number
            write(number, column, cell, head if number == 0 else None)
    for column in range(max(map(len, rows), default=0)):
        widest = max((_width(row[column]) for row in rows if column < len(row)), default=8)
        sheet.set_column(column, column, min(_WIDEST, widest + 2))


def _width(cell: Cell) -> int:
    """A Chinese sign is as wide as two letters."""
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in str(cell))
