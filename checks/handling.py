"""What people did around an inspection: the order it belongs to, what came with the unit, what was mended. Plain data."""

import json
import re
from dataclasses import asdict, dataclass
from enum import StrEnum
from math import isfinite
from typing import Any, Final

from checks.measurement import Argument, Message

_LONGEST: Final = 2000
_MOST: Final = 100
"""Entries of any list."""
MOST_OF_A_PART: Final = 99
MOST_PHOTOS: Final = 12
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


class Damage(StrEnum):
    """Where a damage comes from, as the operator judges it; the word is ``repair.damage.<value>``."""

    WEAR = "wear"
    HANDLING = "handling"
    TRANSPORT = "transport"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PartUsed:
    """A part that was put in: its id in the profile, the shop's own code and name for it, how many."""

    part: str
    quantity: int = 1
    code: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture kept with the inspection. ``sha256`` and ``size`` in bytes are the file's without its metadata, ``taken`` is UTC."""

    name: str
    sha256: str
    taken: str
    size: int


@dataclass(frozen=True, slots=True)
class Handling:
    """As people wrote it down: escape it when shown."""

    work_order: str = ""
    accessories: tuple[str, ...] = ()
    """What came with the unit."""
    notes: str = ""
    """What was done, in the technician's own words."""
    steps: tuple[Message, ...] = ()
    """Remedy steps that were ticked as done."""
    parts: tuple[PartUsed, ...] = ()
    damage: Damage | None = None
    """None where nobody judged."""
    photos: tuple[Photo, ...] = ()

    @property
    def repaired(self) -> bool:
        """Whether anything was written down of a repair."""
        return bool(self.notes or self.steps or self.parts or self.damage or self.photos)


NO_HANDLING: Final = Handling()


def packed(handling: Handling) -> str:
    """One line of text, for a journal."""
    return json.dumps(asdict(handling), ensure_ascii=False)


def unpacked(text: str) -> Handling:
    """What ``packed`` made, also by a program that knew less of it. Raises ``ValueError`` for anything else."""
    try:
        told = json.loads(text)
    except RecursionError as error:
        raise ValueError("not a handling") from error
    if not isinstance(told, dict) or not isinstance(told.get("accessories"), list):
        raise ValueError("not a handling")
    damage = told.get("damage")
    return Handling(
        _text(told.get("work_order")),
        _texts(told["accessories"]),
        _text(told.get("notes", "")),
        tuple(_step(entry) for entry in _list(told.get("steps", []))),
        tuple(_part(entry) for entry in _list(told.get("parts", []))),
        None if damage is None else Damage(_text(damage)),
        tuple(_photo(entry) for entry in _list(told.get("photos", []))),
    )


def _step(told: object) -> Message:
    entry = _table(told)
    return Message(_text(entry.get("id")), tuple(_argument(pair) for pair in _list(entry.get("args"))))


def _argument(told: object) -> tuple[str, Argument]:
    match told:
        case [str() as name, str() as value]:
            return _text(name), _text(value)
        case [str() as name, int() | float() as value] if not isinstance(value, bool) and isfinite(value):
            return _text(name), value
        case _:
            raise ValueError("not an argument")


def _part(told: object) -> PartUsed:
    entry = _table(told)
    quantity = _number(entry.get("quantity"))
    if not 1 <= quantity <= MOST_OF_A_PART:
        raise ValueError("not a number of parts")
    return PartUsed(_text(entry.get("part")), quantity, _text(entry.get("code")), _text(entry.get("name")))


def _photo(told: object) -> Photo:
    entry = _table(told)
    digest, size = _text(entry.get("sha256")), _number(entry.get("size"))
    if _DIGEST.fullmatch(digest) is None or size < 0:
        raise ValueError("not a photo")
    return Photo(_text(entry.get("name")), digest, _text(entry.get("taken")), size)


def _table(told: object) -> dict[str, Any]:
    if not isinstance(told, dict):
        raise ValueError("not a table")
    return told


def _list(told: object) -> list[Any]:
    if not isinstance(told, list) or len(told) > _MOST:
        raise ValueError("not a list")
    return told


def _texts(told: object) -> tuple[str, ...]:
    return tuple(_text(entry) for entry in _list(told))


def _number(told: object) -> int:
    if not isinstance(told, int) or isinstance(told, bool):
        raise ValueError("not a number")
    return told


def _text(told: object) -> str:
    """A text that every file can hold: half a sign, which JSON can name, becomes a question mark."""
    if not isinstance(told, str):
        raise ValueError("not a text")
    return told[:_LONGEST].encode("utf-8", "replace").decode("utf-8")
