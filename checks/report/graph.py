"""A telemetry curve as SVG: lowest and highest value of every column, limit bands, sags, and when keys were pressed.

Digits get a mark without a label: the order of digits must never be read from a report.
"""

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from checks.report.drawings import GREEN, INK, MUTED, RED, label, line, n, rect, svg, text_width
from checks.report.phrases import figures
from devices.profile import Limit
from devices.telemetry import Envelope, Floats, Series

WIDTH: Final = 700.0
HEIGHT: Final = 200.0
_LEFT: Final = 46.0
_RIGHT: Final = 10.0
_TOP: Final = 14.0
_BOTTOM: Final = 40.0
_COLUMNS: Final = 600
_CURVE: Final = "#0b5c6b"


@dataclass(frozen=True, slots=True)
class KeyTick:
    """A key press on the time axis, in seconds; ``text`` is empty for digits."""

    at_s: float
    text: str = ""


@dataclass(frozen=True, slots=True)
class Curve:
    """What is drawn: times in seconds since the start and values, with the limit they are held against."""

    at: Floats
    values: Floats
    unit: str
    limit: Limit | None
    ticks: tuple[KeyTick, ...]
    time_label: str


@dataclass(frozen=True, slots=True)
class Sag:
    """A stretch outside the normal band: start and end in seconds and the value farthest out."""

    start_s: float
    end_s: float
    worst: float


@dataclass(frozen=True, slots=True)
class _Frame:
    """Maps seconds and values to the picture."""

    t0: float
    t1: float
    low: float
    high: float

    def x(self, at: float) -> float:
        return _LEFT + (at - self.t0) / (self.t1 - self.t0) * (WIDTH - _LEFT - _RIGHT)

    def y(self, value: float) -> float:
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return HEIGHT - _BOTTOM - share * (HEIGHT - _TOP - _BOTTOM)


def draw(curve: Curve) -> str:
    """The whole picture; empty text where there are no finite samples."""
    good = (np.abs(curve.at) < 1e8) & (np.abs(curve.values) < 1e9)  # false for NaN too
    at, values = curve.at[good], curve.values[good]
    if len(at) == 0:
        return ""
    frame = _frame(at, values, curve.limit)
    body = [
        *_bands(frame, curve.limit),
        *_grid(frame, curve),
        *_edges(frame, curve.limit),
        *_sag_bands(frame, sags(at, values, curve.limit)),
        *_ticks(frame, curve.ticks),
        *_line(frame, _envelope(at, values)),
        *_extreme(frame, at, values, curve.limit),
    ]
    return svg(WIDTH, HEIGHT, body)


def sags(at: Floats, values: Floats, limit: Limit | None) -> tuple[Sag, ...]:
    """Stretches in which the value left the normal band, oldest first. Single samples count: none is smoothed away."""
    if limit is None or len(at) == 0:
        return ()
    low, high = limit.normal.low, limit.normal.high
    below = values < low if low is not None else np.zeros(len(values), bool)
    above = values > high if high is not None else np.zeros(len(values), bool)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], (below | above).astype(np.int8), [0]))))
    return tuple(_sag(at, values, bool(below[a]), int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True))


def _sag(at: Floats, values: Floats, below: bool, first: int, after: int) -> Sag:
    part = values[first:after]
    return Sag(float(at[first]), float(at[after - 1]), float(part.min() if below else part.max()))


def _frame(at: Floats, values: Floats, limit: Limit | None) -> _Frame:
    edges = [edge for edge in ((limit.normal.low, limit.normal.high) if limit else ()) if edge is not None]
    low, high = min([float(values.min()), *edges]), max([float(values.max()), *edges])
    pad = (high - low) * 0.12 or max(abs(high) * 0.02, 0.01)
    t0, t1 = min(0.0, float(at[0])), float(at[-1])
    return _Frame(t0, t1 if t1 > t0 else t0 + 1.0, low - pad, high + pad)


def _envelope(at: Floats, values: Floats) -> Envelope:
    order = np.argsort(at, kind="stable")
    series = Series()
    series.extend(at[order], values[order])
    return series.envelope(float(at.min()), float(at.max()), _COLUMNS)


def _bands(frame: _Frame, limit: Limit | None) -> Iterator[str]:
    width = WIDTH - _LEFT - _RIGHT
    yield rect(_LEFT, _TOP, width, HEIGHT - _TOP - _BOTTOM, fill="#fbeeec" if limit else "#f7f9fa")
    if limit is None:
        return
    for band, fill in ((limit.marginal, "#fdf6e3"), (limit.normal, "#edf7f2")):
        if band is None:
            continue
        top = frame.y(band.high if band.high is not None else frame.high)
        bottom = frame.y(band.low if band.low is not None else frame.low)
        yield rect(_LEFT, top, width, bottom - top, fill=fill)


def _edges(frame: _Frame, limit: Limit | None) -> Iterator[str]:
    """The limits themselves, over the grid: some readers draw no line thinner than a dot, and one grid line often lies there."""
    for edge in (limit.normal.low, limit.normal.high) if limit is not None else ():
        if edge is not None:
            yield line(f"M{n(_LEFT)} {n(frame.y(edge))}H{n(WIDTH - _RIGHT)}", GREEN, 0.9, dash="5 3")


def _grid(frame: _Frame, curve: Curve) -> Iterator[str]:
    for value in _steps(frame.low, frame.high, 5):
        y = frame.y(value)
        yield line(f"M{n(_LEFT)} {n(y)}H{n(WIDTH - _RIGHT)}", "#c9d2d9", 0.4)
        yield label(_LEFT - 5, y + 3.4, figures(value), 9.5, MUTED, "end")
    bottom = HEIGHT - _BOTTOM
    for at in _steps(frame.t0, frame.t1, 8, clock=True):
        yield line(f"M{n(frame.x(at))} {n(bottom)}v4", MUTED, 0.8)
        yield label(frame.x(at), bottom + 14.5, _clock(at), 9.5)
    yield line(f"M{n(_LEFT)} {n(_TOP)}V{n(bottom)}H{n(WIDTH - _RIGHT)}", MUTED, 0.9)
    yield label(_LEFT - 5, _TOP - 4, curve.unit, 9.5, INK, "end")
    yield label(WIDTH - _RIGHT, HEIGHT - 2, curve.time_label, 9, MUTED, "end")


_CLOCK_STEPS: Final = (1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0, 7200.0)


def _steps(low: float, high: float, most: int, *, clock: bool = False) -> list[float]:
    """Round values between two ends, about ``most`` of them."""
    raw = (high - low) / most
    if clock:
        step = next((s for s in _CLOCK_STEPS if s >= raw), raw)
    else:
        magnitude = 10.0 ** math.floor(math.log10(raw))
        step = next(f * magnitude for f in (1.0, 2.0, 2.5, 5.0, 10.0) if f * magnitude >= raw * 0.999)
    first = math.ceil(low / step - 1e-9)
    return [round(k * step, 10) for k in range(first, min(first + 40, math.floor(high / step + 1e-9) + 1))]


def _clock(at: float) -> str:
    return f"{int(at) // 60}:{int(at) % 60:02d}"


def _sag_bands(frame: _Frame, found: tuple[Sag, ...]) -> Iterator[str]:
    for sag in found[:200]:
        x = frame.x(sag.start_s)
        width = max(frame.x(sag.end_s) - x, 1.2)
        yield rect(x - 1, _TOP, width + 2, HEIGHT - _TOP - _BOTTOM, fill="#f3c6c1")
        yield line(f"M{n(x + width / 2 - 4)} {n(_TOP - 8)}h8l-4 6z", RED, 0.6, fill=RED)


def _ticks(frame: _Frame, ticks: tuple[KeyTick, ...]) -> Iterator[str]:
    bottom, free = HEIGHT - _BOTTOM, _LEFT - 4
    for tick in sorted(ticks, key=lambda t: t.at_s)[:2000]:
        if not (math.isfinite(tick.at_s) and frame.t0 <= tick.at_s <= frame.t1):
            continue
        x = frame.x(tick.at_s)
        yield line(f"M{n(x)} {n(bottom)}v-5", INK, 0.9)
        half = text_width(tick.text, 7.5) / 2
        if tick.text and x - half > free and x + half < WIDTH:
            yield label(x, bottom + 24.5, tick.text, 7.5, INK)
            free = x + half + 3


def _line(frame: _Frame, shape: Envelope) -> Iterator[str]:
    for first, after in _pieces(shape.at):
        points = []
        for k in range(first, after):
            x, low, high = n(frame.x(shape.at[k])), n(frame.y(shape.low[k])), n(frame.y(shape.high[k]))
            points.append(f"{x} {low}" if low == high else f"{x} {low}L{x} {high}")
        if len(points) == 1:
            points.append(points[0])
        yield line("M" + "L".join(points), _CURVE, 1.1)


def _pieces(at: Floats) -> Iterator[tuple[int, int]]:
    """Stretches without a gap longer than five usual steps: a drop-out stays a hole."""
    steps = np.diff(at)
    usual = float(np.median(steps)) if len(steps) else 0.0
    cuts = [0, *(np.flatnonzero(steps > 5 * usual) + 1).tolist(), len(at)] if usual > 0 else [0, len(at)]
    return ((a, b) for a, b in itertools.pairwise(cuts) if b > a)


def _extreme(frame: _Frame, at: Floats, values: Floats, limit: Limit | None) -> Iterator[str]:
    """The value farthest out of its band, named on the curve."""
    found = sags(at, values, limit)
    if not found or limit is None:
        return
    worst = max(found, key=lambda sag: _distance(sag.worst, limit))
    x, y = frame.x((worst.start_s + worst.end_s) / 2), frame.y(worst.worst)
    left = x > WIDTH * 0.8
    yield f'<circle cx="{n(x)}" cy="{n(y)}" r="2.6" fill="{RED}"/>'
    yield label(x - 7 if left else x + 7, y + 1, figures(worst.worst, 0.01), 10, RED, "end" if left else "start")


def _distance(value: float, limit: Limit) -> float:
    low, high = limit.normal.low, limit.normal.high
    return max(low - value if low is not None else 0.0, value - high if high is not None else 0.0)
