"""The shop's own codes and names for spare parts, out of any spreadsheet: a column is known by words in its heading. Pure."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from checks.tables import TableError, columns_of
from devices.profile import Part, Profile

_LONGEST: Final = 120
_MOST: Final = 5000
_HEADINGS: Final = {
    "code": ("\u6599\u53f7", "\u7f16\u7801", "\u7f16\u53f7", "code", "sku", "number"),
    "name": ("\u540d\u79f0", "\u54c1\u540d", "name", "description"),
    "model": ("\u578b\u53f7", "\u673a\u578b", "model"),
    "price": ("\u5355\u4ef7", "\u4ef7\u683c", "price"),
    "part": ("\u914d\u4ef6", "\u90e8\u4ef6", "part", "role"),
}
"""In the order of the search: *part code* is a code, and *part name* a name."""


@dataclass(frozen=True, slots=True)
class ShopPart:
    """One row, in the list's own words: foreign text, escape it when shown. An empty ``model`` fits every model."""

    part: str
    code: str
    name: str = ""
    model: str = ""
    price: str = ""


def parts_of(rows: Iterable[Sequence[str]]) -> tuple[ShopPart, ...]:
    """The parts in a table whose headings name at least the part and its code. Raises ``TableError``."""
    table = [[_clean(cell) for cell in row] for row in rows]
    start, columns = _heading(table)
    found: dict[tuple[str, str], ShopPart] = {}
    for row in table[start:]:
        told = {name: row[at] if at < len(row) else "" for name, at in columns.items()}
        if told["part"] and told["code"] and len(found) < _MOST:
            found.setdefault((_key(told["part"]), _key(told.get("model", ""))), ShopPart(**told))
    if not found:
        raise TableError("no-parts")
    return tuple(found.values())


def with_shop_parts(profile: Profile, shop: Sequence[ShopPart]) -> Profile:
    """The model with the shop's codes and names in place of the profile's own, where the list has them."""
    changed = {role: _named(part, row) for role, part in profile.parts.items() if (row := _row(shop, profile, role))}
    return profile.with_parts({**profile.parts, **changed}) if changed else profile


def _named(part: Part, row: ShopPart) -> Part:
    return Part({"en": row.name} if row.name else part.name, row.code)


def _row(shop: Sequence[ShopPart], profile: Profile, role: str) -> ShopPart | None:
    """By the part's id or any of its names; a row for this very model before one for every model."""
    part_names = {_key(name) for name in (role, *profile.parts[role].name.values())}
    models = {_key(name) for name in (profile.id, profile.model, *profile.name.values())}
    fitting = [row for row in shop if _key(row.part) in part_names]
    own = (row for row in fitting if _key(row.model) in models)
    return next(own, next((row for row in fitting if not row.model), None))


def shop_parts(told: object) -> tuple[ShopPart, ...]:
    """What was kept of a list. Raises ``ValueError`` for anything else."""
    rows = told.get("parts") if isinstance(told, dict) else None
    if not isinstance(rows, list):
        raise ValueError("not a list of parts")
    return tuple(_kept(row) for row in rows[:_MOST])


def _kept(row: object) -> ShopPart:
    names = tuple(ShopPart.__dataclass_fields__)
    if not isinstance(row, Mapping) or not all(isinstance(row.get(name), str) for name in names):
        raise ValueError("not a part")
    entry: Mapping[str, Any] = row
    return ShopPart(*(str(entry[name])[:_LONGEST] for name in names))


def _heading(table: list[list[str]]) -> tuple[int, dict[str, int]]:
    for index, row in enumerate(table[:50]):
        columns = columns_of(row, _HEADINGS)
        if "part" in columns and "code" in columns:
            return index + 1, columns
    raise TableError("no-parts")


def _key(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())


def _clean(cell: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", cell).split())[:_LONGEST]
