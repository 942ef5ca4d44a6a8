"""A model that is like another one: its file says only what is its own. Plain tables, before anything is checked.

Taken over is how a model speaks; never who it is, what its screen is, what runs on it or how sure we are.
"""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from devices.errors import ProfileError

INHERITED: Final[tuple[str, ...]] = (
    "kind", "protocol", "capabilities", "unobservable", "serial", "keypad", "parts", "contact", "limits", "security",
    "options", "self_tests", "screen_readable",
)  # fmt: skip
_BY_NAME: Final[tuple[str, ...]] = ("parts", "limits", "options")
"""Tables of which a model may replace single entries."""
_OLDEST: Final = 3
_ID: Final = re.compile(r"[a-z0-9][a-z0-9.-]{0,60}")

Table = dict[str, Any]


def with_family(path: Path, folders: Sequence[Path], read: Callable[[Path], Table]) -> Table:
    """The file's table over that of the model it is ``like``, looked for in ``folders``; that may be like another, too.

    Raises ``ProfileError`` for a name that leads nowhere or round and round.
    """
    table = told = read(path)
    for _ in range(_OLDEST):
        if "like" not in table:
            return table | {"like": told["like"]} if table is not told else table
        table = _taken_over(table, read(_relative(table["like"], path, folders)))
    raise ProfileError(str(path), (f"like: more than {_OLDEST} models one behind the other",))


def overlaid(base: Table, over: Table) -> Table:
    """Each table of ``over`` completed by that of the same name in ``base``."""
    return {name: _merged(base.get(name), value) for name, value in over.items()}


def _relative(like: object, path: Path, folders: Sequence[Path]) -> Path:
    if not isinstance(like, str) or not _ID.fullmatch(like):
        raise ProfileError(str(path), ("like: must be the id of another model",))
    for folder in folders:
        place = folder / f"{like}.toml"
        if place != path and place.exists():
            return place
    raise ProfileError(str(path), (f"like: there is no other model called {like}",))


def _taken_over(table: Table, base: Table) -> Table:
    old = {name: base[name] for name in INHERITED if name in base}
    if isinstance(keypad := old.get("keypad"), dict):
        source = f"as {table['like']}, not confirmed for this model: {keypad.get('layout_source', '')}"
        old["keypad"] = keypad | {"layout_confirmed": False, "layout_source": source}
    mixed = {
        name: {**old[name], **overlaid(old[name], table[name])}
        for name in _BY_NAME
        if isinstance(old.get(name), dict) and isinstance(table.get(name), dict)
    }
    mine = {name: value for name, value in table.items() if name != "like"}
    older = {"like": base["like"]} if "like" in base else {}
    return {**old, **mine, **mixed, **older}


def _merged(base: Any, over: Any) -> Any:
    return {**base, **over} if isinstance(base, dict) and isinstance(over, dict) else over
