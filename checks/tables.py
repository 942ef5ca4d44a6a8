"""Rows out of the files that lists come in: CSV, XLSX, a saved page. Hostile files end in ``TableError``.

Nothing in a file is run or fetched: no formula, macro, entity or link.
"""

import csv
import io
import re
import zipfile
from html.parser import HTMLParser
from typing import Final
from xml.etree import ElementTree

Rows = list[list[str]]


class TableError(Exception):
    """A file that holds no usable table; ``reason`` is the last part of a message id."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail


_MOST_BYTES: Final = 32_000_000
_MOST_UNPACKED: Final = 128_000_000
_MOST_ROWS: Final = 200_000
_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_DECLARED: Final = re.compile(rb"<meta[^>]+charset=[\"']?([\w-]+)", re.I)


def rows_of(data: bytes) -> Rows:
    """Every row of every table in the file, whatever kind it is. Raises ``TableError``."""
    if len(data) > _MOST_BYTES:
        raise TableError("too-large")
    if data.startswith(b"PK"):
        return _spreadsheet(data)
    text = _text(data)
    if re.search(r"<\s*(?:html|table|!doctype)", text[:4000], re.I):
        return _page(text)
    return _separated(text)


def _text(data: bytes) -> str:
    declared = _DECLARED.search(data[:4000])
    names = ["utf-8-sig", "gb18030"]
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        names = ["utf-16"]
    elif declared and declared[1].decode("ascii", "replace").lower() in ("gbk", "gb2312", "gb18030"):
        names = ["gb18030"]
    for name in names:
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    raise TableError("encoding")


def _separated(text: str) -> Rows:
    if "\0" in text:
        raise TableError("not-a-list")
    beginning = "".join(text.splitlines(keepends=True)[:20])
    delimiter = max(",;\t|", key=beginning.count)
    try:
        return [
            row for _, row in zip(range(_MOST_ROWS), csv.reader(io.StringIO(text), delimiter=delimiter), strict=False)
        ]
    except csv.Error as error:
        raise TableError("not-a-list", str(error)) from error


class _Tables(HTMLParser):
    """Cells of every table; a cell inside a cell belongs to both."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: Rows = []
        self._cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """See ``HTMLParser``."""
        if tag == "tr" and len(self.rows) < _MOST_ROWS:
            self.rows.append([])
        elif tag in ("td", "th"):
            self._cell = []

    def handle_endtag(self, tag: str) -> None:
        """See ``HTMLParser``."""
        if tag in ("td", "th") and self._cell is not None and self.rows:
            self.rows[-1].append("".join(self._cell))
            self._cell = None

    def handle_data(self, data: str) -> None:
        """See ``HTMLParser``."""
        if self._cell is not None:
            self._cell.append(data)


def _page(text: str) -> Rows:
    parser = _Tables()
    parser.feed(text)
    parser.close()
    return parser.rows


def _spreadsheet(data: bytes) -> Rows:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            if sum(info.file_size for info in book.infolist()) > _MOST_UNPACKED:
                raise TableError("too-large")
            names = book.namelist()
            shared = _shared(_xml(book, "xl/sharedStrings.xml")) if "xl/sharedStrings.xml" in names else []
            sheets = sorted(name for name in names if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name))
            return [row for name in sheets for row in _sheet(_xml(book, name), shared)][:_MOST_ROWS]
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError, ValueError, IndexError, EOFError) as error:
        raise TableError("not-a-list", str(error)) from error


def _xml(book: zipfile.ZipFile, name: str) -> ElementTree.Element:
    data = book.read(name)
    plain = data.replace(b"\0", b"")  # also where it is UTF-16
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise TableError("not-a-list", "entities")  # none belongs there; they are how a small file becomes endless
    return ElementTree.fromstring(data)


def _shared(root: ElementTree.Element) -> list[str]:
    return ["".join(part.text or "" for part in item.iter(_MAIN + "t")) for item in root.iter(_MAIN + "si")]


def _sheet(root: ElementTree.Element, shared: list[str]) -> Rows:
    return [_row(row, shared) for row in root.iter(_MAIN + "row")]


def _row(row: ElementTree.Element, shared: list[str]) -> list[str]:
    cells: dict[int, str] = {}
    for index, cell in enumerate(row.iter(_MAIN + "c")):
        cells[_column(cell.get("r", ""), index)] = _value(cell, shared)
    return [cells.get(at, "") for at in range(max(cells, default=-1) + 1)]


def _column(place: str, otherwise: int) -> int:
    letters = re.match(r"[A-Z]{1,3}", place)
    number = 0
    for letter in letters[0] if letters else "":
        number = number * 26 + ord(letter) - 64
    return number - 1 if letters else otherwise


def _value(cell: ElementTree.Element, shared: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return "".join(part.text or "" for part in cell.iter(_MAIN + "t"))
    value = cell.findtext(_MAIN + "v") or ""
    return shared[int(value)] if cell.get("t") == "s" and value else value
