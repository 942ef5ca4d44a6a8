"""Readings over time: append-only columns with a min / max pyramid, so that any zoom costs the pixels of the plot.

No sample is ever dropped or averaged away: a sag of one sample stays visible at every zoom. One writer thread; readers
in the same thread. Times are monotonic seconds and must not go back.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from devices.events import Channel, Reading

Floats = NDArray[np.float64]
_FACTOR: Final = 16
_FIRST_CAPACITY: Final = 1024


class _Column:
    """A growing array: doubling keeps appends cheap and the data in one piece."""

    def __init__(self) -> None:
        self._data: Floats = np.empty(_FIRST_CAPACITY, np.float64)
        self.size = 0

    def extend(self, values: Floats) -> None:
        needed = self.size + len(values)
        if needed > len(self._data):
            grown = np.empty(max(needed, 2 * len(self._data)), np.float64)
            grown[: self.size] = self._data[: self.size]
            self._data = grown
        self._data[self.size : needed] = values
        self.size = needed

    @property
    def view(self) -> Floats:
        return self._data[: self.size]


@dataclass(frozen=True, slots=True)
class Envelope:
    """A curve reduced to at most so many columns: lowest and highest value of each, at its time in seconds."""

    at: Floats
    low: Floats
    high: Floats


class Series:
    """One channel's samples. ``extend`` is amortised constant per sample."""

    def __init__(self) -> None:
        self._at = _Column()
        self._value = _Column()
        self._low: list[_Column] = []
        self._high: list[_Column] = []

    def __len__(self) -> int:
        return self._at.size

    @property
    def at(self) -> Floats:
        """Times in seconds, ascending; shape (n,). A view: do not write."""
        return self._at.view

    @property
    def values(self) -> Floats:
        """Values, shape (n,). A view: do not write."""
        return self._value.view

    def extend(self, at: Floats, values: Floats) -> None:
        """Append samples in time order."""
        self._at.extend(at)
        self._value.extend(values)
        self._raise_levels()

    def _raise_levels(self) -> None:
        low, high, level = self._value.view, self._value.view, 0
        while len(low) >= _FACTOR:
            if level == len(self._low):
                self._low.append(_Column())
                self._high.append(_Column())
            done, complete = self._low[level].size, len(low) // _FACTOR
            if complete > done:
                span = slice(done * _FACTOR, complete * _FACTOR)
                self._low[level].extend(low[span].reshape(-1, _FACTOR).min(axis=1))
                self._high[level].extend(high[span].reshape(-1, _FACTOR).max(axis=1))
            low, high, level = self._low[level].view, self._high[level].view, level + 1

    def envelope(self, start: float, end: float, columns: int) -> Envelope:
        """The curve between two times with at most about 16 x ``columns`` points read, whatever its length."""
        at = self._at.view
        first = max(int(np.searchsorted(at, start, "left")) - 1, 0)
        last = min(int(np.searchsorted(at, end, "right")) + 1, len(at))
        if last <= first:
            empty = np.empty(0)
            return Envelope(empty, empty, empty)
        step, level = 1, -1
        while (last - first) // (step * _FACTOR) >= columns and level + 1 < len(self._low):
            step, level = step * _FACTOR, level + 1
        return self._reduced(first, last, step, level, columns)

    def _reduced(self, first: int, last: int, step: int, level: int, columns: int) -> Envelope:
        low = self._value.view if level < 0 else self._low[level].view
        high = self._value.view if level < 0 else self._high[level].view
        a, b = first // step, min(last // step, len(low))
        at = self._at.view[a * step : b * step : step]
        low, high = low[a:b], high[a:b]
        times, lows, highs = _grouped(at, low, high, max(1, -(-len(low) // columns)))
        if b * step < last:  # samples younger than the last complete block of this level
            rest = self._value.view[b * step : last]
            times.append(self._at.view[last - 1 : last])
            lows.append(rest.min(keepdims=True))
            highs.append(rest.max(keepdims=True))
        return Envelope(np.concatenate(times), np.concatenate(lows), np.concatenate(highs))


def _grouped(at: Floats, low: Floats, high: Floats, group: int) -> tuple[list[Floats], list[Floats], list[Floats]]:
    """Blocks of ``group`` columns reduced to one each; the last block may be shorter."""
    if len(low) == 0:
        return [], [], []
    starts = np.arange(0, len(low), group)
    return [at[::group]], [np.minimum.reduceat(low, starts)], [np.maximum.reduceat(high, starts)]


class TelemetryBuffer:
    """All channels of one unit."""

    def __init__(self) -> None:
        self._series: dict[Channel, Series] = {}

    def add(self, reading: Reading, at: float) -> None:
        """Append one reading taken at ``at`` seconds."""
        self.extend(reading.channel, np.array([at]), np.array([reading.value]))

    def extend(self, channel: Channel, at: Floats, values: Floats) -> None:
        """Append many samples of one channel in time order."""
        self._series.setdefault(channel, Series()).extend(at, values)

    def channels(self) -> tuple[Channel, ...]:
        """Channels that have at least one sample, in a stable order."""
        return tuple(sorted(self._series))

    def series(self, channel: Channel) -> Series:
        """The samples of one channel; empty where nothing came yet."""
        return self._series.get(channel, Series())

    def __iter__(self) -> Iterator[tuple[Channel, Series]]:
        return ((channel, self._series[channel]) for channel in self.channels())
