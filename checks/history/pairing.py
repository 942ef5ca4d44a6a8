"""Which two inspections of a unit are held against each other: the window's and the command line's one decision."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checks.history.wanted import Wanted
from checks.measurement import Message, message
from checks.record import Record
from checks.retest import of_one_unit

if TYPE_CHECKING:
    from checks.history.entry import Entry
    from checks.history.store import History

_ALL = 1_000_000


class NoPair(Exception):
    """There are no two to compare. ``message`` says why."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason.id)
        self.message = reason


@dataclass(frozen=True, slots=True)
class Pair:
    """Two inspections of one unit in the order of time, and how many of the unit lie between them."""

    first: Record
    second: Record
    others: int = 0


def earlier(history: "History", entry: "Entry") -> Record | None:
    """The unit's inspection before this one; None where it has none, or has no serial number to be found by."""
    if not entry.serial_key:
        return None
    found = history.search(Wanted(unit=entry.serial, until=entry.ended, limit=_ALL))
    for other in found:
        if other.id != entry.id and other.profile == entry.profile:
            return history.record(other.id)
    return None


def pair(history: "History", serial: str, first: str = "", second: str = "") -> Pair:
    """Two inspections of ``serial`` by their ids; by default its last one, and the one before. Raises ``NoPair``, ``HistoryError``."""
    found = history.search(Wanted(unit=serial, limit=_ALL))
    if not found:
        raise NoPair(message("history.no_unit", serial=serial))
    after = _named(history, found, serial, second) if second else _last(found, first)
    before = _named(history, found, serial, first) if first else _before(found, after)
    if before.id == after.id:
        raise NoPair(message("history.pair.same", id=after.id))
    before, after = sorted((before, after), key=lambda entry: (entry.ended, entry.id))
    one, other = history.record(before.id), history.record(after.id)
    if of_one_unit(one, other) is False:
        raise NoPair(message("history.pair.other_units", first=_unit(before), second=_unit(after)))
    between = [entry for entry in found if before.ended <= entry.ended <= after.ended]
    return Pair(one, other, len([entry for entry in between if entry.id not in (before.id, after.id)]))


def _named(history: "History", found: "tuple[Entry, ...]", serial: str, inspection: str) -> "Entry":
    entry = next((one for one in found if one.id == inspection), None)
    if entry is not None:
        return entry
    unit = history.record(inspection).unit  # says itself where there is none of that id
    told = f"{unit.model} {unit.serial or unit.sticker_serial}".strip()
    raise NoPair(message("history.pair.not_of_unit", id=inspection, unit=told, serial=serial))


def _last(found: "tuple[Entry, ...]", first: str) -> "Entry":
    """The latest that is not the one already chosen."""
    return next((entry for entry in found if entry.id != first), found[0])


def _before(found: "tuple[Entry, ...]", after: "Entry") -> "Entry":
    """The one before, of the same model: two models may count their units alike."""
    older = found[found.index(after) + 1 :]
    entry = next((one for one in older if one.profile == after.profile), older[0] if older else None)
    if entry is None:
        raise NoPair(message("history.pair.only_one", serial=after.serial, id=after.id))
    return entry


def _unit(entry: "Entry") -> str:
    return f"{entry.model} {entry.serial}".strip()
