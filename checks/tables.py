"""Rows out of the files that lists come in: CSV, XLSX, a saved page. Hostile files end in ``TableError``.

Nothing in a file is run or fetched: no formula, macro, entity or link.
"""

import csv
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from html import unescape
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
_MOST_COLUMNS: Final = 256
_MOST_CELLS: Final = 4_000_000
_LONGEST_CELL: Final = 32_767
"""As spreadsheets have it."""
_TAG: Final = re.compile(r"<(/?[A-Za-z][A-Za-z0-9]*)[^<>]*>")
_ENDS: Final = {"script": "</script", "style": "</style"}
_BROKEN: Final = (
    zipfile.BadZipFile, KeyError, ElementTree.ParseError, ValueError, IndexError, EOFError, NotImplementedError, RuntimeError,
    OSError, zlib.error, lzma.LZMAError,
)  # fmt: skip
"""What archives and sheets of strangers end in: damage, a password, a way of packing that nobody knows."""
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


def _page(text: str) -> Rows:
    """Cells of every table in a saved page, in time that grows with its length and no faster, whatever is in it."""
    rows: Rows = []
    cell: list[str] | None = None
    for said, name in _pieces(text.replace("\0", "\ufffd")):
        if cell is not None:
            cell.append(said)
        if name == "tr" and len(rows) < _MOST_ROWS:
            rows.append([])
        elif name in ("td", "th"):
            cell = []
        elif name in ("/td", "/th") and cell is not None and rows and len(rows[-1]) < _MOST_COLUMNS:
            rows[-1].append(_plain("".join(cell)))
            cell = None
    return rows


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Text and the name of the tag behind it, lower case; comments and scripts are neither."""
    at = 0
    while at < len(text):
        start = text.find("<", at)
        tag = _TAG.match(text, start) if start >= 0 else None
        if start < 0:
            yield text[at:], ""
            return
        if text.startswith("<!--", start):
            yield text[at:start], ""
            at = _behind(text, "-->", start + 4)
        elif tag is None:
            yield text[at : start + 1], ""
            at = start + 1
        else:
            yield text[at:start], tag[1].lower()
            ends = _ENDS.get(tag[1].lower())
            at = _behind(text, ends, tag.end()) if ends else tag.end()


def _behind(text: str, mark: str, at: int) -> int:
    found = text.find(mark, at)
    return len(text) if found < 0 else found + len(mark)


def _plain(text: str) -> str:
    try:
        return unescape(text[:_LONGEST_CELL])
    except ValueError:  # a character's number of thousands of digits
        return text[:_LONGEST_CELL]


def _spreadsheet(data: bytes) -> Rows:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            if sum(info.file_size for info in book.infolist()) > _MOST_UNPACKED:
                raise TableError("too-large")
            names = book.namelist()
            shared = _shared(_xml(book, "xl/sharedStrings.xml")) if "xl/sharedStrings.xml" in names else []
            sheets = sorted(name for name in names if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name))
            return [row for name in sheets for row in _sheet(_xml(book, name), shared)][:_MOST_ROWS]
    except _BROKEN as error:
        raise TableError("not-a-list", str(error)) from error


def _xml(book: zipfile.ZipFile, name: str) -> ElementTree.Element:
    data = book.read(name)
    if any(mark in data.replace(b"\0", b"") for mark in (b"<!DOCTYPE", b"<!ENTITY")):  # in UTF-16, too
        raise TableError("not-a-list", "entities")  # none belongs there; they are how a small file becomes endless
    return ElementTree.fromstring(data)


def _shared(root: ElementTree.Element) -> list[str]:
    return [_texts(item) for item in root.iter(_MAIN + "si")]


def _texts(item: ElementTree.Element) -> str:
    return "".join(part.text or "" for part in item.iter(_MAIN + "t"))[:_LONGEST_CELL]


def _sheet(root: ElementTree.Element, shared: list[str]) -> Rows:
    rows: Rows = []
    cells = 0
    for row in root.iter(_MAIN + "row"):
        rows.append(_row(row, shared))
        cells += len(rows[-1])
        if cells > _MOST_CELLS:
            raise TableError("too-large")
    return rows


def _row(row: ElementTree.Element, shared: list[str]) -> list[str]:
    cells: dict[int, str] = {}
    for index, cell in enumerate(row.iter(_MAIN + "c")):
        column = _column(cell.get("r", ""), index)
        if column < _MOST_COLUMNS:
            cells[column] = _value(cell, shared)
    return [cells.get(at, "") for at in range(max(cells, default=-1) + 1)]


def _column(place: str, otherwise: int) -> int:
    letters = re.match(r"[A-Z]{1,3}", place)
    number = 0
    for letter in letters[0] if letters else "":
        number = number * 26 + ord(letter) - 64
    return number - 1 if letters else otherwise


def _value(cell: ElementTree.Element, shared: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return _texts(cell)
    value = (cell.findtext(_MAIN + "v") or "")[:_LONGEST_CELL]
    return shared[int(value)] if cell.get("t") == "s" and value else value
