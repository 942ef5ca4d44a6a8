"""The list of units that somebody announced, out of any spreadsheet: a column is known by words in its heading. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from checks.serials import serial_key
from checks.tables import TableError, columns_of

_LONGEST: Final = 120
_SEVERAL: Final = re.compile(r"[;,/\u3001\uff0c\uff1b]")
_HEADINGS: Final = {
    "serial": (
        "\u5e8f\u5217\u53f7",
        "\u673a\u8eab\u53f7",
        "\u7ec8\u7aef\u53f7",
        "serial",
        "s/n",
        "sn",
    ),
    "model": ("\u578b\u53f7", "\u673a\u578b", "model", "type"),
    "order": ("\u5de5\u5355", "\u8ba2\u5355", "work order", "rma", "order"),
    "accessories": ("\u914d\u4ef6", "\u9644\u4ef6", "accessor"),
    "note": ("\u5907\u6ce8", "\u6545\u969c", "note", "remark", "complaint"),
}


@dataclass(frozen=True, slots=True)
class Expected:
    """One announced unit, in the list's own words: foreign text, escape it when shown."""

    serial: str
    model: str = ""
    order: str = ""
    accessories: tuple[str, ...] = ()
    note: str = ""


def expected_of(rows: Iterable[Sequence[str]]) -> tuple[Expected, ...]:
    """The announced units in a table: the first row with a serial's heading begins it; without a heading the first column is the serial.

    A serial that stands there twice is kept once. Raises ``TableError``.
    """
    table = [[_clean(cell) for cell in row] for row in rows]
    start, columns = _heading(table)
    found: dict[str, Expected] = {}
    for row in table[start:]:
        told = {name: row[at] if at < len(row) else "" for name, at in columns.items()}
        key = serial_key(told["serial"])
        if key and key not in found:
            found[key] = Expected(
                told["serial"],
                told.get("model", ""),
                told.get("order", ""),
                tuple(part for item in _SEVERAL.split(told.get("accessories", "")) if (part := item.strip())),
                told.get("note", ""),
            )
    if not found:
        raise TableError("no-units")
    return tuple(found.values())


def _heading(table: list[list[str]]) -> tuple[int, dict[str, int]]:
    for index, row in enumerate(table[:50]):
        columns = columns_of(row, _HEADINGS, _names)
        if "serial" in columns:
            return index + 1, columns
    return 0, {"serial": 0}


def _names(word: str, cell: str) -> bool:
    """A heading holds the word; the short ones must be the whole heading, else every *snack* were a serial."""
    return word == cell if len(word) <= 3 and word.isascii() else word in cell


def _clean(cell: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", cell).split())[:_LONGEST]
