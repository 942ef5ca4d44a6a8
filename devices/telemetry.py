"""Readings over time: append-only columns with a min / max pyramid, so that any zoom costs the pixels of the plot.

No sample is ever dropped or averaged away: a sag of one sample stays visible at every zoom. Long columns are kept in
a file without a name in a folder that is given, mapped into memory, so that a shift of readings costs the memory of minutes; the
file goes with its process, however that ends (what must outlive it is in the session's journal). One writer thread; readers
in the same thread. Times are monotonic seconds and must not go back.
"""

import logging
import mmap
import tempfile
import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

import numpy as np
from numpy.typing import NDArray

from devices.events import Channel, Reading

Floats = NDArray[np.float64]
_log = logging.getLogger(__name__)
_FACTOR: Final = 16
_FIRST_CAPACITY: Final = 1024
IN_MEMORY: Final = 1 << 20
"""Values of one column that are kept in memory; 8 MB."""
_CHUNK: Final = 1 << 20
"""Values by which a file grows, and so what one column keeps resident at most while it is written."""


class _Column:
    """A growing array in one piece: doubled while it is short, a file mapped in chunks once it is long."""

    def __init__(self, folder: Path | None = None) -> None:
        self._data: Floats = np.empty(_FIRST_CAPACITY, np.float64)
        self._folder = folder
        self._file: IO[bytes] | None = None
        self.size = 0

    def extend(self, values: Floats) -> None:
        needed = self.size + len(values)
        if needed > len(self._data):
            self._data = self._grown(needed)
        self._data[self.size : needed] = values
        self.size = needed

    @property
    def view(self) -> Floats:
        return self._data[: self.size]

    def _grown(self, needed: int) -> Floats:
        if self._folder is not None and needed > IN_MEMORY:
            try:
                return self._mapped(self._folder, needed)
            except OSError as error:  # a full disk: better a slow bench than a lost curve
                _log.warning("curves stay in memory: %s", error)
                self._folder = None
        grown = np.empty(max(needed, 2 * len(self._data)), np.float64)
        grown[: self.size] = self._data[: self.size]
        return grown

    def _mapped(self, folder: Path, needed: int) -> Floats:
        """The column in its file, longer than before. A hole would end the program where the disk is full, so room is written."""
        file = self._file or self._opened(folder)
        size, room = -(-needed // _CHUNK) * _CHUNK * 8, file.seek(0, 2)
        while room < size:
            room += file.write(bytes(min(_CHUNK * 8, size - room)))
        data = np.frombuffer(mmap.mmap(file.fileno(), size), np.float64)
        if self._file is None:
            data[: self.size] = self._data[: self.size]
            self._file = file
        return data

    def _opened(self, folder: Path) -> IO[bytes]:
        file = tempfile.TemporaryFile(prefix="posbench-curve-", dir=folder, buffering=0)  # noqa: SIM115 - closed with its column
        weakref.finalize(self, file.close)
        return file


@dataclass(frozen=True, slots=True)
class Envelope:
    """A curve reduced to at most so many columns: lowest and highest value of each, at its time in seconds."""

    at: Floats
    low: Floats
    high: Floats


class Series:
    """One channel's samples. ``extend`` is amortised constant per sample."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._at = _Column(folder)
        self._value = _Column(folder)
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
                self._low.append(_Column(self._folder))
                self._high.append(_Column(self._folder))
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
    """All channels of one unit. ``folder`` takes what outgrows the memory; without one all stays in memory."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._series: dict[Channel, Series] = {}

    def add(self, reading: Reading, at: float) -> None:
        """Append one reading taken at ``at`` seconds."""
        self.extend(reading.channel, np.array([at]), np.array([reading.value]))

    def extend(self, channel: Channel, at: Floats, values: Floats) -> None:
        """Append many samples of one channel in time order."""
        series = self._series.get(channel)
        if series is None:
            series = self._series[channel] = Series(self._folder)
        series.extend(at, values)

    def channels(self) -> tuple[Channel, ...]:
        """Channels that have at least one sample, in a stable order."""
        return tuple(sorted(self._series))

    def series(self, channel: Channel) -> Series:
        """The samples of one channel; empty where nothing came yet."""
        return self._series.get(channel, Series())

    def __iter__(self) -> Iterator[tuple[Channel, Series]]:
        return ((channel, self._series[channel]) for channel in self.channels())
