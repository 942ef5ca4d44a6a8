"""Plots of the overview and of a row that drifts. Imports pyqtgraph: import it after the first paint, as the graph."""

from collections.abc import Sequence
from typing import Final

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QWidget

from gui.face import Face
from gui.theme import CAPTION
from gui.widgets.words import Text, rows

_BAR: Final = 26
_LONGEST: Final = 26
_NAMES_WIDE: Final = 176
_HIGH: Final = 150


def bars(face: Face, title: str, shown: Sequence[tuple[str, float, str]], colour: str = "accent") -> QWidget:
    """Horizontal bars, the first on top: name, value, what is written at its end. A screen reader is told the figures."""
    plot = _plot(face)
    plot.setFixedHeight(_BAR * max(1, len(shown)) + 12)
    places = list(range(len(shown)))
    plot.addItem(
        pg.BarGraphItem(
            x0=0, y=places, width=[value for _, value, _ in shown], height=0.62,
            brush=face.colour(colour), pen=pg.mkPen(None),
        )
    )  # fmt: skip
    for place, (_, value, said) in enumerate(shown):
        label = pg.TextItem(said, color=face.colour("text"), anchor=(0, 0.5))
        label.setFont(_small())
        label.setPos(value, place)
        plot.addItem(label, ignoreBounds=True)
    most = max((value for _, value, _ in shown), default=1.0) or 1.0
    plot.setXRange(0, most * 1.6, padding=0)
    plot.setYRange(-0.6, max(0.6, len(shown) - 0.4), padding=0)
    plot.getPlotItem().invertY(True)
    plot.getPlotItem().hideAxis("bottom")
    axis = plot.getAxis("left")
    axis.setTicks([[(place, _short(name)) for place, (name, _, _) in enumerate(shown)]])
    axis.setWidth(_NAMES_WIDE)
    axis.setStyle(tickLength=0)
    return _titled(title, plot, "; ".join(f"{name}: {said}" for name, _, said in shown))


def row(face: Face, points: Sequence[tuple[float, float]], per_day: float, now: float, edge: float, days: float,
        told: str) -> QWidget:  # fmt: skip
    """A row's values, its line until it meets the limit, and the limit. Days before and after the last value."""
    last = points[-1][0]
    plot = _plot(face)
    plot.setFixedHeight(_HIGH)
    at, values = [day - last for day, _ in points], [value for _, value in points]
    ahead = max(days, 1.0)
    plot.plot(
        [at[0], ahead], [now + per_day * at[0], now + per_day * ahead], pen=pg.mkPen(face.colour("warn"), width=1)
    )
    limit = pg.mkPen(face.colour("bad"), width=1, style=Qt.PenStyle.DashLine)
    plot.addItem(pg.InfiniteLine(edge, angle=0, pen=limit))
    plot.addItem(pg.ScatterPlotItem(at, values, size=7, brush=face.colour("accent"), pen=pg.mkPen(None)))
    plot.setXRange(at[0], ahead * 1.05, padding=0.02)
    low, high = min((*values, edge)), max((*values, edge))
    plot.setYRange(low, high, padding=0.12)
    plot.getAxis("left").setWidth(52)
    plot.setAccessibleName(told)
    made: QWidget = plot
    return made


def _plot(face: Face) -> pg.PlotWidget:
    plot = pg.PlotWidget()
    plot.setBackground(face.colour("surface"))
    for drawn in (plot, plot.viewport()):
        drawn.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    plot.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    plot.hideButtons()
    plot.setMenuEnabled(False)
    for name in ("left", "bottom"):
        axis = plot.getAxis(name)
        axis.setPen(pg.mkPen(face.colour("line"), width=1))
        axis.setTextPen(face.colour("quiet"))
        axis.setStyle(tickFont=_small())
    return plot


def _titled(title: str, plot: QWidget, told: str) -> QWidget:
    made = QWidget()
    box = rows(made, gap=4)
    box.addWidget(Text("strong", title, wrap=True))
    box.addWidget(plot)
    box.addStretch(1)
    plot.setAccessibleName(f"{title}: {told}")
    return made


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "\u2026"


def _small() -> QFont:
    font = QFont(QApplication.font())
    font.setPixelSize(CAPTION)
    return font
