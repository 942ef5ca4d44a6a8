"""Whether a row of values drifts towards its limit, when it will be there, and how sure that is. Pure, and robust: one bad
value moves nothing.

Slope: Theil-Sen, the median of the slopes of all pairs. How sure: the test of Mann and Kendall, one-sided, with ties
(Hirsch, Slack and Smith 1982); its chance is multiplied by the number of rows that were looked at (Bonferroni), so that
looking at many rows names nobody by accident. Range of the slope: Sen's own, 90 %.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from devices.profile import Limit

LEAST: Final = 6
"""Values that a row must have before anything is said of it. Own."""
LAST: Final = 24
"""Of a longer row the last so many: what was a year ago says little. Own."""
LEAST_DAYS: Final = 14.0
HORIZON_DAYS: Final = 180.0
"""Whose limit is farther away is not named. Own."""
CHANCE: Final = 0.05
"""Named is who would come about by accident at most so often, over all rows together. Own."""
_Z90: Final = 1.645
_AT_ONCE: Final = 2000
_SAME_DAYS: Final = 1e-6
"""A tenth of a second: two values of one moment have no slope."""
MONTH_DAYS: Final = 30.0


@dataclass(frozen=True, slots=True)
class Slope:
    """A row's line. ``low`` and ``high`` are the 90 % range of ``per_day``; ``chance`` that of one such row by accident."""

    n: int
    days: float
    now: float
    """Where the line stands at the last value."""
    per_day: float
    low: float
    high: float
    per_100: float
    """Per 100 inspections."""
    chance: float


@dataclass(frozen=True, slots=True)
class Meeting:
    """Where a line meets the edge of its normal band, in days from the last value; ``latest`` None: perhaps never."""

    edge: float
    days: float
    earliest: float
    latest: float | None


def slopes_of(rows: Sequence[Sequence[tuple[float, float]]]) -> list[Slope | None]:
    """The line through each row of (day, value), in the order of days; None where there is too little to say anything.

    Rows of one length are reckoned together: a history has a hundred thousand of them.
    """
    found: list[Slope | None] = [None] * len(rows)
    alike: dict[int, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        last = row[-LAST:]
        if len(last) >= LEAST and last[-1][0] - last[0][0] >= LEAST_DAYS:
            alike[len(last)].append(place)
    for places in alike.values():
        for start in range(0, len(places), _AT_ONCE):
            part = places[start : start + _AT_ONCE]
            for place, line in zip(part, _lines(np.array([rows[at][-LAST:] for at in part])), strict=True):
                found[place] = line
    return found


def _lines(rows: NDArray[np.float64]) -> list[Slope]:
    """``rows`` by row, place, and day or value."""
    day, value = rows[:, :, 0], rows[:, :, 1]
    n = rows.shape[1]
    first, second = np.triu_indices(n, 1)
    run, rise = day[:, second] - day[:, first], value[:, second] - value[:, first]
    apart = run > _SAME_DAYS
    slopes = np.sort(np.divide(rise, run, out=np.full_like(rise, np.inf), where=apart), axis=1)
    count = np.count_nonzero(apart, axis=1)
    per_day = (_picked(slopes, (count - 1) // 2) + _picked(slopes, count // 2)) / 2
    now = np.median(value + per_day[:, None] * (day[:, -1:] - day), axis=1)
    per_100 = np.median(rise / (second - first), axis=1) * 100
    spread = np.sqrt(_variances(value))
    low = _picked(slopes, np.maximum(0, np.floor((count - _Z90 * spread) / 2)))
    high = _picked(slopes, np.minimum(count - 1, np.ceil((count + _Z90 * spread) / 2)))
    balance = np.sign(rise).sum(axis=1)
    every = zip(day[:, -1] - day[:, 0], now, per_day, low, high, per_100, map(_chance, balance, spread), strict=True)
    return [Slope(n, *map(float, line)) for line in every]


def _picked(rows: NDArray[np.float64], places: NDArray[Any]) -> NDArray[np.float64]:
    return np.take_along_axis(rows, places.astype(np.intp)[:, None], axis=1)[:, 0]


def meeting_of(slope: Slope, limit: Limit) -> Meeting | None:
    """When the line leaves the normal band; None where it goes nowhere, has no edge ahead, or is beyond it already."""
    edge = limit.normal.high if slope.per_day > 0 else limit.normal.low
    if edge is None or slope.per_day == 0 or (edge - slope.now) / slope.per_day <= 0:
        return None
    way = edge - slope.now
    fast, slow = (slope.high, slope.low) if slope.per_day > 0 else (slope.low, slope.high)
    latest = way / slow if slow * slope.per_day > 0 else None
    return Meeting(edge, way / slope.per_day, way / fast, latest)


def named(slope: Slope, meeting: Meeting | None, rows: int) -> bool:
    """Whether somebody must be told: soon enough, and not by accident among so many ``rows``."""
    return meeting is not None and meeting.days <= HORIZON_DAYS and slope.chance * rows <= CHANCE


def _variances(value: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of the balance of all pairs, were the order an accident. Each of ``t`` equal values brings a ``t``-th of their part."""
    n = value.shape[1]
    equal = (value[:, :, None] == value[:, None, :]).sum(axis=2)
    ties = ((equal - 1) * (2 * equal + 5)).sum(axis=1)
    return np.asarray((n * (n - 1) * (2 * n + 5) - ties) / 18)


def _chance(balance: float, spread: float) -> float:
    """One-sided, with the correction for whole numbers."""
    if spread == 0 or balance == 0:
        return 0.5
    return 0.5 * math.erfc((abs(balance) - 1) / spread / math.sqrt(2))
