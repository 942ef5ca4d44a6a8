"""Lists that people bring: CSV, pages saved from a browser, spreadsheets. Rows or a sentence, in bounded time."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from typing import Final

from checks.intake.expected import expected_of
from checks.licences.register import licences_of
from checks.parts_list import parts_of
from checks.sheets import csv_of, xlsx_of
from checks.tables import Rows, TableError, rows_of
from tests.fuzz.target import Target

_LIST: Final[list[list[str | int | float]]] = [
    ["serial", "model", "work order", "accessories", "note"],
    ["0123456789", "PPC-930", "4711", "cable; stand", "no PIN"],
    [
        "\u5e8f\u5217\u53f7",
        "\u578b\u53f7",
        "\u8bb8\u53ef\u8bc1\u7f16\u53f7",
        "\u516c\u53f8\u540d\u79f0",
        "\u6709\u6548\u671f\u81f3",
    ],
    ["Z2001144000013", "\u673a", "Z1", "A\u516c\u53f8", "2022-06-27 \u81f3 2027-06-26"],
    ["part", "code", "name", "price"],
    ["keypad", "KP-1", "keypad", 12.5],
]
_PAGE: Final = b"""<html><head><meta charset="gbk"></head><body><table><tr><th>serial</th><th>model</th></tr>
<tr><td>1<b>2</b>&amp;3</td><td>A<br>B</td></tr></table><!-- x --><script>1<2</script></body></html>"""
_SHEET: Final = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    b'<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>model</t></is></c></row>'
    b'<row r="2"><c r="A2"><v>123</v></c><c r="ZZZ2" t="s"><v>1</v></c></row></sheetData></worksheet>'
)
_STRINGS: Final = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>serial</t></si><si><r><t>a</t></r></si></sst>'


def _held(rows: Rows) -> None:
    """What holds for any rows, and for all that is made of them."""
    assert all(isinstance(cell, str) for row in rows for cell in row)
    assert sum(map(len, rows)) <= 200_000, "a small file becomes a large table"
    for made in (expected_of, licences_of, parts_of):
        with suppress(TableError):
            for entry in islice(made(rows), 50):
                for name in entry.__slots__:
                    value = getattr(entry, name)
                    text = value if isinstance(value, str) else " ".join(value)
                    assert len(text) <= 300 or name == "accessories"
                    assert "\n" not in text
                    assert "\0" not in text


def check(data: bytes) -> None:
    """A whole file, whatever kind it is."""
    with suppress(TableError):
        _held(rows_of(data))


def _book(sheet: bytes, strings: bytes) -> bytes:
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w") as file:
        file.writestr("xl/worksheets/sheet1.xml", sheet)
        file.writestr("xl/sharedStrings.xml", strings)
    return book.getvalue()


def check_sheet(data: bytes) -> None:
    """The parts of a spreadsheet, so that not the archive is fuzzed but what is in it."""
    sheet, _, strings = data.partition(b"\0\0")
    check(_book(sheet, strings))


def seeds() -> Iterator[bytes]:
    """Our own lists as every kind of file."""
    yield csv_of(_LIST)
    yield csv_of(_LIST).replace(b",", b";")
    yield "\n".join("\t".join(map(str, row)) for row in _LIST).encode("gb18030")
    yield "\n".join("\t".join(map(str, row)) for row in _LIST).encode("utf-16")
    yield _PAGE
    yield xlsx_of([("a", _LIST)])
    yield _book(_SHEET, _STRINGS)
    yield b'"a"b,"\n"'


def sheet_seeds() -> Iterator[bytes]:
    """Sheets and their shared strings."""
    yield _SHEET + b"\0\0" + _STRINGS
    yield _SHEET
    yield _SHEET.decode().encode("utf-16")


TARGETS: Final = (
    Target(
        "list.file",
        "checks/tables.py, intake/expected.py, licences/register.py, parts_list.py",
        "rows or TableError; small files stay small; one clean line a cell",
        check,
        seeds,
        (
            b"<table>",
            b"<tr>",
            b"<td>",
            b"</td>",
            b"serial",
            b"part",
            b"code",
            b"<!DOCTYPE",
            b"<!--",
            b"&#x",
            b"PK\x03\x04",
            b"charset=gbk",
        ),
        largest=1500,
    ),
    Target(
        "list.sheet",
        "checks/tables.py (XLSX)",
        "the same for the parts inside a spreadsheet",
        check_sheet,
        sheet_seeds,
        (b"<row", b"<c ", b' r="A1"', b' t="s"', b"<v>", b"</v>", b"<!DOCTYPE", b"<!ENTITY", b"&lt;", b"inlineStr"),
        largest=800,
    ),
)
