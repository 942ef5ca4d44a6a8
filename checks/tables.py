"""Rows out of the files that lists come in: CSV, XLSX, a saved page. Hostile files end in ``TableError``.

Nothing in a file is run or fetched: no formula, macro, entity or link.
"""

import csv
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import unescape
from itertools import islice
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
_DEEPEST: Final = 64
_PIECE: Final = 65_536
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


def columns_of(
    row: Sequence[str], headings: Mapping[str, Sequence[str]], names: Callable[[str, str], bool] = lambda word, cell: word in cell
) -> dict[str, int]:  # fmt: skip
    """Which column holds what, by words of ``headings`` in a row; each column serves once, the most telling word first.

    ``names``: whether a cell (in the case that ``casefold`` makes) that holds the word is that heading. Of a row that is no
    heading each cell is looked at once, not once for every word.
    """
    cells = [cell.casefold() for cell in row]
    whole = "\n".join(cells)
    columns: dict[str, int] = {}
    for name, words in headings.items():
        free = [(at, cell) for at, cell in enumerate(cells) if at not in columns.values()]
        told = (at for word in words if word in whole for at, cell in free if word in cell and names(word, cell))
        found = next(told, None)
        if found is not None:
            columns[name] = found
    return columns


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
    rows: Rows = []
    cells = 0
    try:
        for row in islice(csv.reader(io.StringIO(text), delimiter=delimiter), _MOST_ROWS):
            rows.append(row[:_MOST_COLUMNS])
            cells += len(rows[-1])
            if cells > _MOST_CELLS:
                raise TableError("too-large")
    except csv.Error as error:
        raise TableError("not-a-list", str(error)) from error
    return rows


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
            strings = _Strings()
            if "xl/sharedStrings.xml" in names:
                _told(book, "xl/sharedStrings.xml", strings)
            sheet = _Sheet(strings.found)
            for name in sorted(name for name in names if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)):
                _told(book, name, sheet)
            return sheet.rows
    except _BROKEN as error:
        raise TableError("not-a-list", str(error)) from error


def _told(book: zipfile.ZipFile, name: str, reader: "_Reader") -> None:
    """Read one part, in pieces, so that a reader that refuses is not told the rest."""
    parser = ElementTree.XMLParser(target=reader)
    with book.open(name) as file:
        while piece := file.read(_PIECE):
            parser.feed(piece)
    parser.close()


class _Reader:
    """Told each element of a part as it comes, so that nothing is kept of it but what a table is made of.

    ``path``: the elements around, without the outermost; what stands where it does not belong is passed over.
    """

    def __init__(self) -> None:
        self.path: tuple[str, ...] = ()
        self._said: list[str] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self.path = (*self.path, tag.removeprefix(_MAIN))
        if len(self.path) > _DEEPEST:
            raise TableError("not-a-list", "nested")
        self._said = []
        self.begun(self.path[1:], attributes)

    def data(self, text: str) -> None:
        """Text of the element."""
        self._said.append(text)

    def end(self, tag: str) -> None:
        """It is over."""
        text, self._said = "".join(self._said), []
        self.ended(self.path[1:], text)
        self.path = self.path[:-1]

    def doctype(self, *_: object) -> None:
        """None belongs there; entities are how a small file becomes endless."""
        raise TableError("not-a-list", "entities")

    def close(self) -> None:
        """All was told."""

    def begun(self, path: tuple[str, ...], attributes: Mapping[str, str]) -> None:
        """An element begins at ``path``."""

    def ended(self, path: tuple[str, ...], text: str) -> None:
        """It is over; ``text`` is what stands in it itself."""


class _Strings(_Reader):
    """The strings that cells point to, whole or in runs."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._runs: list[str] = []

    def ended(self, path: tuple[str, ...], text: str) -> None:
        if path in (("si", "t"), ("si", "r", "t")):
            self._runs.append(text)
        elif path == ("si",):
            self.found.append("".join(self._runs)[:_LONGEST_CELL])
            self._runs = []


_CELL: Final = ("sheetData", "row", "c")


class _Sheet(_Reader):
    """The rows of one sheet behind the other."""

    def __init__(self, shared: list[str]) -> None:
        super().__init__()
        self.rows: Rows = []
        self._shared = shared
        self._cells: dict[int, str] = {}
        self._count = self._number = 0
        self._place = self._kind = self._value = ""
        self._runs: list[str] = []

    def begun(self, path: tuple[str, ...], attributes: Mapping[str, str]) -> None:
        if path == _CELL[:2]:
            self._cells, self._number = {}, 0
        elif path == _CELL:
            self._place, self._kind = attributes.get("r", ""), attributes.get("t", "")
            self._value, self._runs = "", []

    def ended(self, path: tuple[str, ...], text: str) -> None:
        if path == _CELL[:2]:
            self._row()
        elif path == _CELL:
            column = _column(self._place, self._number)
            self._number += 1
            if column < _MOST_COLUMNS:
                self._cells[column] = self._said_by()
        elif path == (*_CELL, "v"):
            self._value = self._value or text[:_LONGEST_CELL]
        elif path in ((*_CELL, "is", "t"), (*_CELL, "is", "r", "t")):
            self._runs.append(text)

    def _said_by(self) -> str:
        if self._kind == "inlineStr":
            return "".join(self._runs)[:_LONGEST_CELL]
        return self._shared[int(self._value)] if self._kind == "s" and self._value else self._value

    def _row(self) -> None:
        if len(self.rows) == _MOST_ROWS:
            return
        self.rows.append([self._cells.get(at, "") for at in range(max(self._cells, default=-1) + 1)])
        self._count += len(self.rows[-1])
        if self._count > _MOST_CELLS:
            raise TableError("too-large")


def _column(place: str, otherwise: int) -> int:
    letters = re.match(r"[A-Z]{1,3}", place)
    number = 0
    for letter in letters[0] if letters else "":
        number = number * 26 + ord(letter) - 64
    return number - 1 if letters else otherwise
