import gc
import sys
import time
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.events import Channel, Quantity, Reading, Source
from devices.telemetry import IN_MEMORY, Series, TelemetryBuffer

VOLTS = Channel(Quantity.VOLTAGE, Source.METER)


@st.composite
def curves(draw: st.DrawFn) -> list[float]:
    """Long ones too, which a list of floats hardly ever is."""
    chance = np.random.default_rng(draw(st.integers(0, 2**32)))
    samples: list[float] = chance.normal(0, 1, draw(st.integers(1, 6000))).tolist()
    return samples


values = curves()


def series_of(samples: list[float] | np.ndarray, pieces: int = 1) -> Series:
    series = Series()
    at = np.arange(len(samples), dtype=np.float64)
    for part in np.array_split(np.arange(len(samples)), pieces):
        series.extend(at[part], np.asarray(samples, np.float64)[part])
    return series


@settings(max_examples=120, deadline=None)
@given(values, st.integers(1, 200), st.integers(1, 40), st.floats(0, 1), st.floats(0, 1))
def test_no_zoom_loses_an_extreme(samples: list[float], columns: int, pieces: int, a: float, b: float) -> None:
    series = series_of(samples, pieces)
    start, end = sorted((a * len(samples), b * len(samples)))
    envelope = series.envelope(start, end, columns)
    inside = np.asarray(samples)[(series.at >= start) & (series.at <= end)]
    if len(inside):
        assert envelope.low.min() <= inside.min()
        assert envelope.high.max() >= inside.max()
    assert set(envelope.low) <= set(samples)
    assert set(envelope.high) <= set(samples)
    assert np.all(envelope.low <= envelope.high)
    assert np.all(np.diff(envelope.at) >= 0)
    assert len(envelope.at) == len(envelope.low) == len(envelope.high)


@settings(max_examples=60, deadline=None)
@given(values, st.integers(1, 200))
def test_the_whole_curve_has_exactly_its_extremes_and_few_columns(samples: list[float], columns: int) -> None:
    envelope = series_of(samples).envelope(0, len(samples), columns)
    assert envelope.low.min() == min(samples)
    assert envelope.high.max() == max(samples)
    assert len(envelope.at) <= columns + 1


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.floats(-10, 10), max_size=70), min_size=1, max_size=30))
def test_samples_in_pieces_of_any_size_are_the_same_curve(pieces: list[list[float]]) -> None:
    whole = [v for piece in pieces for v in piece]
    grown, at = Series(), 0
    for piece in pieces:
        grown.extend(np.arange(at, at + len(piece), dtype=np.float64), np.array(piece, np.float64))
        at += len(piece)
    at_once = series_of(whole)
    for columns in (1, 3, 50):
        one, other = grown.envelope(0, at, columns), at_once.envelope(0, at, columns)
        assert np.array_equal(one.low, other.low)
        assert np.array_equal(one.high, other.high)


def test_a_sag_of_one_sample_in_a_million_is_seen_at_every_zoom() -> None:
    samples = np.full(1_000_000, 5.1)
    samples[654_321] = 4.2
    series = series_of(samples)
    for columns in (1, 7, 100, 1000, 4000):
        assert series.envelope(0, 1e6, columns).low.min() == 4.2
    for width in (10, 1000, 100_000):
        assert series.envelope(654_321 - width, 654_321 + width, 500).low.min() == 4.2
    assert series.envelope(0, 654_000, 500).low.min() in (4.2, 5.1)


def test_the_youngest_sample_is_never_missing() -> None:
    for count in (1, 15, 16, 17, 255, 256, 257, 4095, 4096, 4097, 70_000):
        samples = np.zeros(count)
        samples[-1] = 9.0
        assert series_of(samples).envelope(0, count, 10).high.max() == 9.0


def test_an_envelope_costs_the_same_however_long_the_curve_is() -> None:
    def cost(series: Series) -> float:
        took = []
        for _ in range(30):
            began = time.perf_counter()
            series.envelope(0, 1e9, 800)
            took.append(time.perf_counter() - began)
        return min(took)

    short, long = series_of(np.zeros(20_000)), series_of(np.zeros(4_000_000))
    assert cost(long) < 10 * cost(short) + 0.002


def test_nothing_is_an_empty_envelope_and_one_sample_is_one_column() -> None:
    empty = Series().envelope(0, 10, 100)
    assert len(empty.at) == len(empty.low) == len(empty.high) == 0
    one = series_of([3.3]).envelope(-5, 5, 100)
    assert (one.at.tolist(), one.low.tolist(), one.high.tolist()) == ([0.0], [3.3], [3.3])


def test_a_window_beside_the_curve_shows_at_most_its_neighbours() -> None:
    series = series_of([1.0, 2.0, 3.0])
    assert set(series.envelope(100, 200, 10).low) <= {3.0}
    assert set(series.envelope(-20, -10, 10).low) <= {1.0}


def test_channels_are_apart_and_in_a_stable_order() -> None:
    buffer = TelemetryBuffer()
    amps = Channel(Quantity.CURRENT, Source.METER)
    buffer.add(Reading(VOLTS, 5.0), 1.0)
    buffer.add(Reading(amps, 0.3), 1.0)
    buffer.add(Reading(VOLTS, 4.9), 2.0)
    assert buffer.series(VOLTS).values.tolist() == [5.0, 4.9]
    assert buffer.series(amps).at.tolist() == [1.0]
    assert buffer.channels() == tuple(sorted((VOLTS, amps)))
    assert len(buffer.series(Channel(Quantity.TEMPERATURE, Source.BOARD))) == 0
    assert [channel for channel, _ in buffer] == list(buffer.channels())


@pytest.mark.parametrize("count", [1_000, 100_000])
def test_adding_stays_cheap(count: int) -> None:
    buffer = TelemetryBuffer()
    buffer.extend(VOLTS, np.arange(count, dtype=np.float64), np.zeros(count))
    began = time.perf_counter()
    for number in range(1000):
        buffer.add(Reading(VOLTS, 5.0), count + number)
    assert time.perf_counter() - began < 5.0


LONG = 3 * IN_MEMORY + 7


def long_series(folder: Path | None) -> Series:
    series = Series(folder)
    at = np.arange(LONG, dtype=np.float64)
    for part in np.array_split(np.arange(LONG), 40):
        series.extend(at[part], np.sin(at[part]))
    return series


def test_a_long_curve_is_the_same_in_its_file_as_in_memory(tmp_path: Path) -> None:
    mapped, kept = long_series(tmp_path), long_series(None)
    assert np.array_equal(mapped.at, kept.at)
    assert np.array_equal(mapped.values, kept.values)
    for start, end in ((0, LONG), (LONG / 3, LONG / 2), (LONG - 50, LONG)):
        one, other = mapped.envelope(start, end, 100), kept.envelope(start, end, 100)
        assert np.array_equal(one.at, other.at)
        assert np.array_equal(one.low, other.low)
        assert np.array_equal(one.high, other.high)


@pytest.mark.skipif(sys.platform != "linux", reason="looks at what the process has open")
def test_a_long_curve_takes_no_memory_to_speak_of_and_leaves_nothing(tmp_path: Path) -> None:
    tracemalloc.start()  # numpy tells it every array; what the allocator holds back depends on the tests before
    try:
        series = long_series(tmp_path)
        taken, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(series) == LONG
    assert taken < 2 * LONG * 8 / 3
    assert list(tmp_path.iterdir()) == []  # it has no name
    del series
    gc.collect()
    assert not [fd for fd in Path("/proc/self/fd").iterdir() if str(tmp_path) in _target(fd)]


def _target(fd: Path) -> str:
    try:
        return str(fd.readlink())
    except OSError:
        return ""


@pytest.mark.expects_log
def test_a_disk_without_room_leaves_a_curve_in_memory(tmp_path: Path) -> None:
    series = Series(tmp_path / "nowhere")
    series.extend(np.arange(IN_MEMORY + 5, dtype=np.float64), np.ones(IN_MEMORY + 5))
    series.extend(np.array([2.0 * IN_MEMORY]), np.array([7.0]))
    assert len(series) == IN_MEMORY + 6
    assert series.values.max() == 7.0
