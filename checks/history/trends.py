"""Wear and drift over past inspections: per key, unit, order and model. Pure functions over what the history kept.

A unit, an order of returns or a model that drifts towards a limit is named before it is there, with all numbers it rests on.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from statistics import median
from typing import Final

from checks.history.drift import LAST, MONTH_DAYS, Meeting, Slope, meeting_of, named, slopes_of
from devices.profile import Limit

WATCHED: Final = (
    "keypad.repeat_gap", "keypad.repeat_interval", "keypad.hold", "keypad.repress_rate",
    "display.total_dots", "display.bright_dots", "display.dark_dots",
    "supply.voltage", "supply.wobble", "supply.load_step",
    "temperature.terminal", "temperature.battery", "temperature.trip", "temperature.rise",
    "memory.free", "storage.free",
)  # fmt: skip
"""Values that wear moves. Those that are yes or no, or that a person's pace decides, are not."""
Limits = Mapping[str, Mapping[str, Limit]]
"""By profile, then by name."""


class Of(StrEnum):
    """Whose values a row holds."""

    UNIT = "unit"
    ORDER = "order"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class Point:
    """A value: of a unit on a day, or the mean of an order's or a model's units on that day. ``day`` counts from any day on."""

    of: Of
    who: str
    """Serial number, order or nothing for a whole model."""
    profile: str
    name: str
    subject: str
    day: float
    value: float


@dataclass(frozen=True, slots=True)
class Drift:
    """Somebody who will meet a limit. ``chance``: that such a row comes about by accident among all ``rows`` looked at."""

    of: Of
    who: str
    profile: str
    name: str
    subject: str
    unit: str
    slope: Slope
    meeting: Meeting
    rows: int
    chance: float
    row: tuple[tuple[float, float], ...] = ()
    """Day and value of each that the line rests on."""

    @property
    def per_month(self) -> float:
        """How far it moves in 30 days."""
        return self.slope.per_day * MONTH_DAYS


@dataclass(frozen=True, slots=True)
class Wear:
    """One value of a model over its units: the middle of where they stand and of how they move in 30 days."""

    profile: str
    name: str
    subject: str
    unit: str
    units: int
    values: int
    now: float
    per_month: float
    per_100: float
    moving: int
    """Units whose own row moves towards its limit."""
    share: float
    """Of the way that is left to the limit, how much goes in 30 days."""


@dataclass(frozen=True, slots=True)
class Trends:
    """``rows`` were long enough to say anything."""

    rows: int
    drifting: tuple[Drift, ...]
    wear: tuple[Wear, ...]


_Key = tuple[Of, str, str, str, str]


def trends_of(points: Iterable[Point], limits: Limits) -> Trends:
    """Who drifts, the soonest first, and how each model wears, the fastest first."""
    rows: dict[_Key, list[tuple[float, float]]] = defaultdict(list)
    for point in points:
        rows[point.of, point.who, point.profile, point.name, point.subject].append((point.day, point.value))
    for row in rows.values():
        row.sort()
    every = zip(rows, slopes_of(list(rows.values())), strict=True)
    lines = {key: line for key, line in every if line is not None}
    found = [
        replace(drift, row=tuple(rows[key][-LAST:]))
        for key, line in lines.items()
        if (drift := _drift(key, line, limits, len(lines))) is not None
    ]
    return Trends(len(lines), tuple(sorted(found, key=lambda drift: drift.meeting.days)), _wear(lines, limits))


def _drift(key: _Key, line: Slope, limits: Limits, rows: int) -> Drift | None:
    of, who, profile, name, subject = key
    limit = limits.get(profile, {}).get(name)
    meeting = meeting_of(line, limit) if limit is not None else None
    if limit is None or meeting is None or not named(line, meeting, rows):
        return None
    chance = min(1.0, line.chance * rows)
    return Drift(of, who, profile, name, subject, limit.unit, line, meeting, rows, chance)


def _wear(lines: Mapping[_Key, Slope], limits: Limits) -> tuple[Wear, ...]:
    gathered: dict[tuple[str, str, str], list[Slope]] = defaultdict(list)
    for (of, _, profile, name, subject), line in lines.items():
        if of is Of.UNIT and name in limits.get(profile, {}):
            gathered[profile, name, subject].append(line)
    found = []
    for (profile, name, subject), every in gathered.items():
        limit = limits[profile][name]
        moving = sum(1 for line in every if meeting_of(line, limit) is not None)
        speed, per_100 = median(s.per_day for s in every) * MONTH_DAYS, median(s.per_100 for s in every)
        now, count = median(s.now for s in every), sum(s.n for s in every)
        share = _share(limit, now, speed)
        found.append(Wear(profile, name, subject, limit.unit, len(every), count, now, speed, per_100, moving, share))
    return tuple(sorted(found, key=lambda wear: wear.share, reverse=True))


def _share(limit: Limit, now: float, per_month: float) -> float:
    edge = limit.normal.high if per_month > 0 else limit.normal.low
    if edge is None or per_month == 0:
        return 0.0
    months = (edge - now) / per_month
    return 1 / months if months > 0 else 0.0
