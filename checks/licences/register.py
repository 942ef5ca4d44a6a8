"""An official list of payment licences as data, and what looking somebody up in it says. Pure.

Which lists there are, and what their columns are called, differs by country and year: a column is known by words in its
heading. What the list itself says of a status is shown as it says it; only the date decides *expired*.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from checks.tables import TableError, columns_of

_LONGEST: Final = 300
_MOST_HITS: Final = 20
_HEADINGS: Final = {
    "number": (
        "\u8bb8\u53ef\u8bc1\u7f16\u53f7",
        "\u8bb8\u53ef\u8bc1\u53f7",
        "licence number",
        "license number",
        "licence no",
        "license no",
        "registration number",
        "reference number",
        "\u7f16\u53f7",
    ),
    "holder": (
        "\u516c\u53f8\u540d\u79f0",
        "\u6cd5\u4eba\u540d\u79f0",
        "\u673a\u6784\u540d\u79f0",
        "\u5355\u4f4d\u540d\u79f0",
        "company",
        "institution",
        "holder",
        "\u540d\u79f0",
        "name",
    ),
    "status": ("\u72b6\u6001", "status", "\u5907\u6ce8"),
    "expires": (
        "\u6709\u6548\u671f\u81f3",
        "\u5230\u671f",
        "\u6709\u6548\u671f",
        "expiry",
        "expires",
        "valid until",
        "valid to",
    ),
    "scope": ("\u4e1a\u52a1\u7c7b\u578b", "\u4e1a\u52a1\u8303\u56f4", "scope", "services", "type"),
}
_REVOKED: Final = re.compile(
    r"\u6ce8\u9500|\u540a\u9500|\u7ec8\u6b62|\u64a4\u9500|revoked|withdrawn|cancelled|lapsed|ceased", re.I
)
_DATE: Final = re.compile(r"(\d{4})\s*[-/.\u5e74]\s*(\d{1,2})\s*[-/.\u6708]\s*(\d{1,2})")


@dataclass(frozen=True, slots=True)
class Licence:
    """One row of the list, in its own words. ``expires`` is ISO 8601, empty where the list tells no date."""

    number: str
    holder: str
    status: str = ""
    expires: str = ""
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """An imported list: where it came from, when and by whom it was imported, the digest of the file, its rows."""

    source: str
    imported: str
    operator: str
    sha256: str
    licences: tuple[Licence, ...]


class Standing(StrEnum):
    """What a look-up says."""

    VALID = "valid"
    EXPIRED = "expired"
    ENDED = "ended"  # the list says revoked, given back or the like
    NO_DATE = "no-date"  # it is listed, and the list tells no end
    NOT_LISTED = "not-listed"
    SEVERAL = "several"  # more than one holder fits


@dataclass(frozen=True, slots=True)
class LookUp:
    """Who looked what up, when, in which list, and what was found. Kept as evidence."""

    wanted: str
    standing: Standing
    found: tuple[Licence, ...]
    at: str
    operator: str
    source: str
    imported: str
    sha256: str


class RegisterError(TableError):
    """A list that cannot be used; ``reason`` is a message id under ``licence.``."""


def licences_of(rows: Iterable[Sequence[str]]) -> tuple[Licence, ...]:
    """The licences in a table: the first row with a number's and a name's heading begins it. Raises ``RegisterError``."""
    table = [[_clean(cell) for cell in row] for row in rows]
    for index, row in enumerate(table):
        columns = columns_of(row, _HEADINGS)
        if "number" in columns and "holder" in columns:
            found = [_licence(columns, later) for later in table[index + 1 :]]
            licences = tuple(licence for licence in found if licence.number and licence.holder)
            if licences:
                return licences
    raise RegisterError("no-table")


def _licence(columns: dict[str, int], row: list[str]) -> Licence:
    told = {name: row[at] if at < len(row) else "" for name, at in columns.items()}
    return Licence(
        told["number"], told["holder"], told.get("status", ""), iso_date(told.get("expires", "")), told.get("scope", "")
    )


def _clean(cell: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", cell).split())[:_LONGEST]


def iso_date(text: str) -> str:
    """The last date in a text such as ``2022-06-27 to 2027-06-26``, ISO 8601; empty without one."""
    for year, month, day in reversed(_DATE.findall(text)):
        try:
            return date(int(year), int(month), int(day)).isoformat()
        except ValueError:
            continue
    return ""


def look_up(register: Register, wanted: str, at: str, operator: str) -> LookUp:
    """By number, exactly; else by name, in part. ``at``: UTC in ISO 8601; its day decides *expired*."""
    key = _key(wanted)
    by_number = [licence for licence in register.licences if key and _key(licence.number) == key]
    by_name = [licence for licence in register.licences if key and key in _key(licence.holder)]
    exact = [licence for licence in by_name if _key(licence.holder) == key]
    found = tuple((by_number or exact or by_name)[:_MOST_HITS])
    return LookUp(
        _clean(wanted),
        _standing(found, at[:10]),
        found,
        at,
        _clean(operator),
        register.source,
        register.imported,
        register.sha256,
    )


def _key(text: str) -> str:
    return re.sub(r"[\s\-_.,()]+", "", unicodedata.normalize("NFKC", text)).casefold()


def _standing(found: tuple[Licence, ...], today: str) -> Standing:
    if not found:
        return Standing.NOT_LISTED
    if len({_key(licence.holder) for licence in found}) > 1:
        return Standing.SEVERAL
    best = max(found, key=lambda licence: (not _REVOKED.search(licence.status), licence.expires))
    if _REVOKED.search(best.status):
        return Standing.ENDED
    if not best.expires:
        return Standing.NO_DATE
    return Standing.VALID if best.expires >= today else Standing.EXPIRED
