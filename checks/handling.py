"""What people did around an inspection: the order it belongs to, what came with the unit, what was mended. Plain data."""

import json
from dataclasses import asdict, dataclass
from typing import Final

_LONGEST: Final = 2000


@dataclass(frozen=True, slots=True)
class Handling:
    """As people wrote it down: escape it when shown."""

    work_order: str = ""
    accessories: tuple[str, ...] = ()
    """What came with the unit."""


NO_HANDLING: Final = Handling()


def packed(handling: Handling) -> str:
    """One line of text, for a journal."""
    return json.dumps(asdict(handling), ensure_ascii=False)


def unpacked(text: str) -> Handling:
    """What ``packed`` made. Raises ``ValueError`` for anything else."""
    told = json.loads(text)
    if not isinstance(told, dict) or not isinstance(told.get("accessories"), list):
        raise ValueError("not a handling")
    return Handling(_text(told.get("work_order")), tuple(_text(item) for item in told["accessories"]))


def _text(told: object) -> str:
    if not isinstance(told, str):
        raise ValueError("not a text")
    return told[:_LONGEST]
