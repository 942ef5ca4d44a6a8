"""Whether a row of values drifts towards its limit, when it will be there, and how sure that is. Pure, and robust: one bad
value moves nothing.

Slope: Theil-Sen, the median of the slopes of all pairs. How sure: the test of Mann and Kendall, one-sided, with ties
(Hirsch, Slack and Smith 1982); its chance is multiplied by the number of rows that were looked at (Bonferroni), so that
looking at many rows names nobody by accident. Range of the slope: Sen's own, 90 %.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

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


def slope_of(points: Sequence[tuple[float, float]]) -> Slope | None:
    """The line through (day, value), in the order of days; None where there are too few to say anything."""
    last = list(points)[-LAST:]
    n = len(last)
    if n < LEAST or last[-1][0] - last[0][0] < LEAST_DAYS:
        return None
    pairs = [(last[j][0] - last[i][0], last[j][1] - last[i][1]) for i in range(n) for j in range(i + 1, n)]
    slopes = sorted(rise / run for run, rise in pairs if run > 0)
    by_number = sorted((last[j][1] - last[i][1]) / (j - i) for i in range(n) for j in range(i + 1, n))
    if not slopes:
        return None
    per_day = median(slopes)
    now = median(value + per_day * (last[-1][0] - day) for day, value in last)
    balance = sum((rise > 0) - (rise < 0) for _, rise in pairs)
    spread = math.sqrt(_variance([value for _, value in last]))
    reach = _Z90 * spread
    first = max(0, math.floor((len(slopes) - reach) / 2))
    final = min(len(slopes) - 1, math.ceil((len(slopes) + reach) / 2))
    return Slope(
        n,
        last[-1][0] - last[0][0],
        now,
        per_day,
        slopes[first],
        slopes[final],
        median(by_number) * 100,
        _chance(balance, spread),
    )


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


def _variance(values: Sequence[float]) -> float:
    """Of the balance of all pairs, were the order an accident."""
    n = len(values)
    ties = [values.count(value) for value in set(values)]
    return (n * (n - 1) * (2 * n + 5) - sum(t * (t - 1) * (2 * t + 5) for t in ties)) / 18


def _chance(balance: int, spread: float) -> float:
    """One-sided, with the correction for whole numbers."""
    if spread == 0 or balance == 0:
        return 0.5
    return 0.5 * math.erfc((abs(balance) - 1) / spread / math.sqrt(2))
