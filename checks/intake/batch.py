"""A batch of returned units: the list announced, the units that came, and what follows from both. Pure.

Times of day are ISO 8601 in UTC, durations seconds.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from checks.disposition import Disposition, Fate
from checks.intake.effort import NO_EFFORT, Effort
from checks.intake.expected import Expected
from checks.measurement import CONCEDED
from checks.moments import parse_time
from checks.record import Record
from checks.serials import serial_key

GOAL_ATTENTION_S: Final = 75.0
"""Own goal: seconds in which a person is needed for one unit, beyond the keypad."""
GOAL_ACTIONS: Final = 12
"""Own goal: actions of a person for one unit, beyond the keypad."""
PAUSE_S: Final = 900.0
"""Own: longer than this between two units is a break, and no takt."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One unit that was inspected. ``serial`` is the unit's own, else the sticker's; ``rule`` decided the ``fate``."""

    inspection: str
    serial: str
    sticker_serial: str
    model: str
    verdict: str
    fate: str
    rule: str
    faults: tuple[str, ...]
    started: str
    ended: str
    operator: str = ""
    work_order: str = ""
    accessories: tuple[str, ...] = ()
    effort: Effort = NO_EFFORT
    report: str = ""
    demonstration: bool = False

    @property
    def verdict_word(self) -> str:
        """What the verdict is called in lists and on labels; the word is ``verdict.<this>``."""
        return CONCEDED if self.rule == "waived" else self.verdict

    @property
    def keys(self) -> frozenset[str]:
        """Every writing of its serial that a list may hold."""
        return frozenset(key for key in (serial_key(self.serial), serial_key(self.sticker_serial)) if key)


@dataclass(frozen=True, slots=True)
class Batch:
    """All that is known of one batch. ``arrivals`` in the order they came."""

    name: str
    started: str
    operator: str = ""
    expected: tuple[Expected, ...] = ()
    source: str = ""
    """Name of the file the list came in."""
    arrivals: tuple[Arrival, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """The list beside what came: found and missing as announced, surplus as it came, and serials that came twice."""

    found: tuple[tuple[Expected, Arrival], ...] = ()
    missing: tuple[Expected, ...] = ()
    surplus: tuple[Arrival, ...] = ()
    again: tuple[Arrival, ...] = ()
    mismatched: tuple[tuple[Expected, Arrival], ...] = ()
    """Units whose model is not the one announced."""


def arrival_of(record: Record, effort: Effort = NO_EFFORT, report: str = "") -> Arrival:
    """What a batch keeps of an inspection that is over."""
    fate = record.disposition or Disposition(Fate.OPEN, "undecided")
    faults = dict.fromkeys(finding.fault for result in record.results for finding in result.findings)
    return Arrival(
        inspection=record.id,
        serial=record.unit.serial,
        sticker_serial=record.unit.sticker_serial,
        model=f"{record.unit.maker} {record.unit.model}".strip(),
        verdict=record.overall.verdict.value,
        fate=fate.fate.value,
        rule=fate.rule,
        faults=tuple(faults),
        started=record.started,
        ended=record.ended,
        operator=record.operator,
        work_order=record.handling.work_order,
        accessories=record.handling.accessories,
        effort=effort,
        report=report,
        demonstration=record.demonstration,
    )


def listed(batch: Batch) -> dict[str, Expected]:
    """The list by ``serial_key``; a serial that stands there twice counts by its first line."""
    found: dict[str, Expected] = {}
    for told in batch.expected:
        if key := serial_key(told.serial):
            found.setdefault(key, told)
    return found


def announced(batch: Batch, serial: str) -> Expected | None:
    """What the list says of one serial; for many, ask ``listed`` once."""
    key = serial_key(serial)
    return next((unit for unit in batch.expected if serial_key(unit.serial) == key), None) if key else None


def last_of_each(arrivals: Iterable[Arrival]) -> tuple[Arrival, ...]:
    """The last inspection of each unit, in the order the units came first. One without any serial stands for itself."""
    return tuple(unit for unit, _ in _units(arrivals))


def _units(arrivals: Iterable[Arrival]) -> list[tuple[Arrival, frozenset[str]]]:
    """The last inspection of each unit, with its keys: a unit is known by the serials its last inspection saw."""
    latest: list[tuple[Arrival, frozenset[str]]] = []
    holders: dict[str, set[int]] = {}  # places in ``latest`` by key: the first one that holds a key is the unit
    begun: dict[str, int] = {}
    for arrival in arrivals:
        keys = arrival.keys
        known = (place for key in keys for place in holders.get(key, ()))
        place = min(known, default=begun.get(arrival.inspection, len(latest)))
        if place == len(latest):
            begun[arrival.inspection] = place
            latest.append((arrival, keys))
        for key in latest[place][1] - keys:
            holders[key].discard(place)
        for key in keys:
            holders.setdefault(key, set()).add(place)
        latest[place] = (arrival, keys)
    return latest


def standing(batch: Batch) -> Standing:
    """Tick the list off. Without a list nothing is missing and nothing is surplus."""
    units = _units(batch.arrivals)
    by_key = {key: unit for unit, keys in units for key in keys}
    ticked = [(told, by_key.get(serial_key(told.serial))) for told in batch.expected]
    found = tuple((told, unit) for told, unit in ticked if unit is not None)
    taken = {unit.inspection for _, unit in found}
    return Standing(
        found,
        tuple(told for told, unit in ticked if unit is None),
        tuple(unit for unit, _ in units if unit.inspection not in taken) if batch.expected else (),
        _again(batch.arrivals),
        tuple((told, unit) for told, unit in found if told.model and not _same_model(told.model, unit.model)),
    )


def _again(arrivals: tuple[Arrival, ...]) -> tuple[Arrival, ...]:
    seen: set[str] = set()
    again = []
    for arrival in arrivals:
        keys = arrival.keys
        if keys & seen:
            again.append(arrival)
        seen |= keys
    return tuple(again)


def _same_model(told: str, found: str) -> bool:
    """Lists write the maker or not, with spaces or without."""
    one, other = serial_key(told), serial_key(found)
    return one in other or other in one


def fates(batch: Batch) -> dict[str, int]:
    """How many units go where."""
    counted: dict[str, int] = {}
    for unit in last_of_each(batch.arrivals):
        counted[unit.fate] = counted.get(unit.fate, 0) + 1
    return counted


def takt_s(batch: Batch) -> float | None:
    """Median time from one unit's end to the next one's, breaks left out; None before there are two."""
    ends = sorted(moment for a in batch.arrivals if (moment := parse_time(a.ended)) is not None)
    gaps = [gap for one, other in pairwise(ends) if (gap := (other - one).total_seconds()) <= PAUSE_S]
    return float(median(gaps)) if gaps else None


def effort_of(batch: Batch) -> Effort | None:
    """Median attention and actions per inspection; None before there is one."""
    told = [arrival.effort for arrival in batch.arrivals if arrival.effort != NO_EFFORT]
    if not told:
        return None
    return Effort(float(median(e.attention_s for e in told)), round(median(e.actions for e in told)))
