"""The live graph: voltage, current and temperature on one time axis. Imports pyqtgraph, which is heavy: import it after the first paint.

Redraws on a timer, from the buffers' min / max pyramids: its cost is the pixels of the plot, not the hours behind it.
Pens have width 1: wider ones are ten times slower.
"""

from typing import Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from devices.events import Quantity
from devices.profile import Limit
from devices.telemetry import Floats, Series
from gui.face import Face
from gui.naming import clock_text
from gui.panels.graph_port import Traces
from gui.theme import CAPTION

REDRAW_MS: Final = 100
FOLLOW_S: Final = 60.0
_MOST_LABELS: Final = 30
_LEAST_SPAN: Final = {Quantity.VOLTAGE: 0.4, Quantity.CURRENT: 0.05, Quantity.TEMPERATURE: 4.0}
_COLOURS: Final = {
    Quantity.VOLTAGE: "curve_voltage",
    Quantity.CURRENT: "curve_current",
    Quantity.TEMPERATURE: "curve_temperature",
}
_LIMITS: Final = {Quantity.VOLTAGE: "supply.voltage", Quantity.TEMPERATURE: "temperature.meter"}


class _TimeAxis(pg.AxisItem):  # type: ignore[misc]
    zero = 0.0

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        return [("−" if v < 0 else "") + clock_text(abs(v)) for v in values]


class _Row:
    """One quantity's plot: curve, what is out of limits, the limit's bands, key marks."""

    def __init__(self, face: Face, plot: pg.PlotItem, quantity: Quantity) -> None:
        self.plot, self.quantity, self._face = plot, quantity, face
        self.curve = pg.PlotCurveItem()
        self.beyond = pg.PlotCurveItem(connect="pairs")
        self.presses = pg.PlotCurveItem(connect="pairs")
        self._bands: list[pg.LinearRegionItem] = []
        self._limit: Limit | None = None
        for item in (self.presses, self.curve, self.beyond):
            plot.addItem(item)
        plot.hideButtons()
        plot.setMenuEnabled(False)
        plot.setMouseEnabled(x=True, y=False)
        plot.getAxis("left").setWidth(46)
        plot.disableAutoRange()
        self.restyle()

    def restyle(self) -> None:
        """Colours of the face."""
        face = self._face
        self.curve.setPen(pg.mkPen(face.colour(_COLOURS[self.quantity]), width=1))
        self.beyond.setPen(pg.mkPen(face.colour("bad"), width=1))
        line = face.colour("quiet")
        line.setAlpha(110)
        self.presses.setPen(pg.mkPen(line, width=1))
        for name in ("left", "bottom"):
            axis = self.plot.getAxis(name)
            axis.setPen(pg.mkPen(face.colour("line"), width=1))
            axis.setTextPen(face.colour("quiet"))
            axis.setStyle(tickFont=_small(), maxTickLevel=0, hideOverlappingLabels=True)
        limit, self._limit = self._limit, None
        self.show_limit(limit)

    def show_limit(self, limit: Limit | None) -> None:
        """Shade what the limit calls marginal and bad."""
        if limit == self._limit:
            return
        self._limit = limit
        for band in self._bands:
            self.plot.removeItem(band)
        self._bands = [self._band(*edges) for edges in _shades(limit)] if limit else []

    def _band(self, low: float, high: float, colour: str) -> pg.LinearRegionItem:
        shade = self._face.colour(colour)
        shade.setAlpha(46 if self._face.colours.dark else 30)
        band = pg.LinearRegionItem(
            (low, high), orientation="horizontal", movable=False, brush=shade, pen=pg.mkPen(None)
        )
        band.setZValue(-10)
        self.plot.addItem(band)
        return band

    def draw(self, series: Series, zero: float, start: float, end: float, pixels: int) -> None:
        """The curve between two times (seconds after ``zero``)."""
        envelope = series.envelope(start + zero, end + zero, pixels)
        at = np.repeat(envelope.at - zero, 2)
        values = np.column_stack((envelope.low, envelope.high))
        values[1::2] = values[1::2, ::-1]  # down, up, up, down: every other stroke is one dot long
        values = values.ravel()
        self.curve.setData(at, values, skipFiniteCheck=True)
        self._draw_beyond(envelope.at - zero, envelope.low, envelope.high)
        if len(values):
            self._scale(float(values.min()), float(values.max()))

    def _draw_beyond(self, at: Floats, low: Floats, high: Floats) -> None:
        limit = self._limit
        if limit is None:
            self.beyond.setData([], [])
            return
        below = low < (limit.normal.low if limit.normal.low is not None else -np.inf)
        above = high > (limit.normal.high if limit.normal.high is not None else np.inf)
        bad = below | above
        edge = np.where(below, limit.normal.low or 0.0, limit.normal.high or 0.0)[bad]
        times = np.repeat(at[bad], 2)
        values = np.column_stack((np.where(below, low, high)[bad], edge)).ravel()
        self.beyond.setData(times, values, connect="pairs", skipFiniteCheck=True)

    def _scale(self, low: float, high: float) -> None:
        limit = self._limit
        if limit is not None and limit.normal.low is not None and limit.normal.high is not None:
            low, high = min(low, limit.normal.low), max(high, limit.normal.high)
        span = max(high - low, _LEAST_SPAN[self.quantity])
        middle = (low + high) / 2
        low, high = middle - span * 0.62, middle + span * 0.62
        if self.quantity is Quantity.CURRENT:
            low = max(low, -0.02 * span)
        now_low, now_high = self.plot.viewRange()[1]
        if low < now_low or high > now_high or (now_high - now_low) > 2.2 * (high - low) or now_high <= now_low:
            self.plot.setYRange(low, high, padding=0)

    def draw_presses(self, times: Floats) -> None:
        """Thin lines at key presses, over the height of the plot."""
        low, high = self.plot.viewRange()[1]
        at = np.repeat(times, 2)
        values = np.tile([low, high], len(times))
        self.presses.setData(at, values, connect="pairs", skipFiniteCheck=True)


class Graph(QWidget):
    """``show_traces`` gives the source; ``follow`` keeps the newest minute in view."""

    following = Signal(bool)

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face
        self._traces: Traces | None = None
        self._follows = True
        self._end = 0.0
        self._layout = pg.GraphicsLayoutWidget()
        self._layout.ci.setContentsMargins(0, 4, 6, 0)
        self._layout.ci.setSpacing(4)
        for drawn in (self._layout, self._layout.viewport()):  # nothing in it answers to keys
            drawn.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._layout)
        self._rows = {quantity: self._row(index, quantity) for index, quantity in enumerate(_COLOURS)}
        first = self._rows[Quantity.VOLTAGE].plot
        first.getViewBox().sigRangeChangedManually.connect(self._taken_over)
        self._labels: list[pg.TextItem] = []
        self._drawn: tuple[object, ...] = ()
        self._timer = QTimer(self, interval=REDRAW_MS)
        self._timer.timeout.connect(self.redraw)
        self._open = True
        self.restyle()

    def widget(self) -> QWidget:
        """Itself."""
        return self

    def following_signal(self) -> SignalInstance:
        """See ``GraphPort``."""
        return self.following

    def show_traces(self, traces: Traces | None, end: float) -> None:
        """Draw these from now on; ``end`` is the present in seconds after zero."""
        self._traces, self._end = traces, end
        if traces is None or not traces.series:
            self.redraw()
            self._timer.stop()
        elif self._open and not self._timer.isActive():
            self._timer.start()

    def follow(self, on: bool = True) -> None:
        """Keep the newest minute in view, or stop moving."""
        self._follows = on
        self.following.emit(on)

    def span(self, start: float, end: float) -> None:
        """Look at a stretch of time."""
        self.follow(False)
        self._rows[Quantity.VOLTAGE].plot.setXRange(start, end, padding=0)

    def redraw(self) -> None:
        """Draw now. Also called by the benchmark."""
        traces = self._traces
        if traces is None or not self.isVisible():
            return
        plot = self._rows[Quantity.VOLTAGE].plot
        if self._follows:
            plot.setXRange(self._end - FOLLOW_S, self._end, padding=0)
        start, end = plot.viewRange()[0]
        key = (
            traces.zero,
            start,
            end,
            self.width(),
            self.height(),
            *(len(series) for _, series in traces.series),
            len(traces.moments),
        )
        if key == self._drawn:
            return
        self._drawn = key
        self._draw(traces, start, end)

    def restyle(self) -> None:
        """Colours of the face."""
        self._layout.setBackground(self._face.colour("surface"))
        for row in self._rows.values():
            row.restyle()
        self.retranslate()

    def retranslate(self) -> None:
        """Titles of the plots."""
        for quantity, row in self._rows.items():
            words = f"{self._face.text(f'window.quantity.{quantity}')} / {quantity.unit}"
            row.plot.setTitle(words, color=self._face.colours.quiet, size=f"{CAPTION - 3}pt", justify="left")
        self._drawn = ()

    def close_down(self) -> None:
        """Stop redrawing."""
        self._open = False
        self._timer.stop()

    def _row(self, index: int, quantity: Quantity) -> _Row:
        axis = _TimeAxis("bottom")
        plot = self._layout.addPlot(row=index, col=0, axisItems={"bottom": axis})
        if index < len(_COLOURS) - 1:
            plot.getAxis("bottom").setStyle(showValues=False)
            plot.getAxis("bottom").setHeight(4)
        if index:
            plot.setXLink(self._layout.getItem(0, 0))
        return _Row(self._face, plot, quantity)

    def _draw(self, traces: Traces, start: float, end: float) -> None:
        pixels = max(32, int(self._rows[Quantity.VOLTAGE].plot.getViewBox().width() / 2))
        dot = (end - start) / pixels
        by_quantity = {channel.quantity: (channel, series) for channel, series in reversed(traces.series)}
        first, last = np.searchsorted([at for at, _ in traces.moments], (start, end)) if traces.moments else (0, 0)
        moments = traces.moments[int(first) : int(last)]
        times = np.unique(np.round(np.array([at for at, _ in moments]) / dot)) * dot
        for quantity, row in self._rows.items():
            found = by_quantity.get(quantity)
            row.plot.setVisible(True)
            row.show_limit(traces.limits.get(_LIMITS.get(quantity, "")))
            if found is not None:
                row.draw(found[1], traces.zero, start, end, pixels)
            row.draw_presses(times)
        self._label(moments)

    def _label(self, moments: tuple[tuple[float, str], ...]) -> None:
        """Names of identified keys at the top of the first plot; digits have none."""
        plot = self._rows[Quantity.VOLTAGE].plot
        named = _spaced(
            [(at, key) for at, key in moments if key][-_MOST_LABELS:], 14 * plot.getViewBox().viewPixelSize()[0]
        )
        while len(self._labels) < len(named):
            label = pg.TextItem(anchor=(0, 1), angle=-90)
            label.setFont(_small())
            plot.addItem(label, ignoreBounds=True)
            self._labels.append(label)
        top = plot.viewRange()[1][1]
        for label, entry in zip(self._labels, [*named, *[None] * (len(self._labels) - len(named))], strict=True):
            label.setVisible(entry is not None)
            if entry is not None:
                label.setText(entry[1])
                label.setColor(self._face.colour("quiet"))
                label.setPos(entry[0], top)

    def _taken_over(self, *_: object) -> None:
        if self._follows:
            self.follow(False)


def _shades(limit: Limit) -> list[tuple[float, float, str]]:
    far = 1e6
    normal, outer = limit.normal, limit.marginal
    shades: list[tuple[float, float, str]] = []
    for side, low in ((-1, True), (1, False)):
        edge = normal.low if low else normal.high
        if edge is None:
            continue
        bad = (outer.low if low else outer.high) if outer else None
        if bad is not None:
            shades.append((min(edge, bad), max(edge, bad), "warn"))
        limit_edge = bad if bad is not None else edge
        shades.append((min(limit_edge, side * far), max(limit_edge, side * far), "bad"))
    return shades


def _spaced(named: list[tuple[float, str]], gap: float) -> list[tuple[float, str]]:
    """Without those too close to the one before."""
    kept: list[tuple[float, str]] = []
    for entry in named:
        if not kept or entry[0] - kept[-1][0] >= gap:
            kept.append(entry)
    return kept


def _small() -> QFont:
    font = QFont(QApplication.font())
    font.setPixelSize(CAPTION - 1)
    return font
