"""The right edge, folding away: what the supply and the temperature are now, their graph, and what happened."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QStackedWidget, QWidget

from devices.events import Channel, Quantity
from devices.profile import Profile
from devices.telemetry import Series, TelemetryBuffer
from gui.face import Face
from gui.naming import clock_text, figure
from gui.panels.graph_port import GraphPort, Traces
from gui.session_model import SessionModel
from gui.theme import TARGET
from gui.units import Unit
from gui.widgets.words import Text, WordButton, WordLabel, columns, rows

SHOWN: Final = (Quantity.VOLTAGE, Quantity.CURRENT, Quantity.TEMPERATURE)
_OPEN, _FOLDED = 348, 76
_REFRESH_MS: Final = 100
_AT_REST_MS: Final = 1000
"""Where nothing is measured and no inspection runs: a bench at rest must not keep the processor awake."""
_MOST_EVENTS: Final = 200
_STALE_S: Final = 2.0
Found = dict[Quantity, tuple[Channel, Series]]


class Figure(QWidget):
    """A live value: what it is, the number, its unit."""

    def __init__(self, face: Face, quantity: Quantity, compact: bool) -> None:
        super().__init__()
        self._face, self._quantity = face, quantity
        box = rows(self, gap=0)
        self._name = Text("caption")
        self._value = Text("strong" if compact else "figure", "–")
        self._unit = Text("caption", quantity.unit)
        if compact:
            for label in (self._name, self._value, self._unit):
                label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
                box.addWidget(label)
            self._name.hide()
        else:
            box.addWidget(self._name)
            line = columns(gap=4)
            line.addWidget(self._value)
            line.addWidget(self._unit, 1, Qt.AlignmentFlag.AlignBottom)
            box.addLayout(line)
        self.retranslate()

    def put(self, channel: Channel | None, value: float | None) -> None:
        """Show a value, or a dash."""
        self._value.put(figure(channel, value) if channel is not None and value is not None else "–")

    def retranslate(self) -> None:
        """Words of the face."""
        self._name.put(self._face.text(f"window.quantity.{self._quantity}"))
        self.setAccessibleName(self._name.text())


class LivePanel(QFrame):
    """Reads the buffers on a timer; owns nothing."""

    folded = Signal(bool)

    def __init__(self, face: Face, model: SessionModel, clock: Callable[[], float]) -> None:
        super().__init__()
        self.setProperty("role", "side")
        self._face, self._model, self._clock = face, model, clock
        self._lane: int | None = None
        self._graph: GraphPort | None = None
        self._source: tuple[object, ...] = ()
        self._told = (0, 0, 0)
        self._legends: tuple[tuple[str, str], dict[str, str]] = (("", ""), {})
        self._open = True
        self._figures: list[tuple[Quantity, Figure]] = []
        self._events = QListWidget()
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._open_page())
        self._pages.addWidget(self._folded_page())
        rows(self).addWidget(self._pages)
        self._timer = QTimer(self, interval=_REFRESH_MS)
        self._timer.timeout.connect(self.refresh)
        self._timer.start()
        self.fold(False)

    def put(self, lane: int | None) -> None:
        """Watch another unit."""
        if lane != self._lane:
            self._lane = lane
            if self._graph is not None:
                self._graph.follow(True)
        self.refresh()

    def take_graph(self, graph: GraphPort) -> None:
        """The graph is ready: it replaces its placeholder."""
        self._graph = graph
        self._place.addWidget(graph.widget())
        graph.following_signal().connect(self._follow.setChecked)
        self.refresh()

    def fold(self, away: bool) -> None:
        """Show only the figures, or everything."""
        self._open = not away
        self._pages.setCurrentIndex(1 if away else 0)
        self.setFixedWidth(_FOLDED if away else _OPEN)

    def refresh(self) -> None:
        """Take what the buffers hold now."""
        meter, own = self._model.telemetry_of(self._lane)
        found = _channels(meter, own)
        now = self._clock()
        for quantity, shown in self._figures:
            entry = found.get(quantity)
            fresh = entry is not None and len(entry[1]) and now - entry[1].at[-1] < _STALE_S
            shown.put(entry[0] if entry else None, float(entry[1].values[-1]) if entry and fresh else None)
        unit = self._model.units.get(self._lane) if self._lane is not None else None
        self._feed_graph(unit, meter, found, now)
        self._list_events(unit)
        self._timer.setInterval(_REFRESH_MS if found or (unit is not None and unit.running) else _AT_REST_MS)

    def retranslate(self) -> None:
        """Events in the words of the face."""
        self._list_events(self._model.units.get(self._lane) if self._lane is not None else None)

    def close_down(self) -> None:
        """Stop refreshing."""
        self._timer.stop()
        if self._graph is not None:
            self._graph.close_down()

    def _feed_graph(self, unit: Unit | None, meter: TelemetryBuffer | None, found: Found, now: float) -> None:
        if self._graph is None:
            return
        session = unit.session if unit else None
        series = tuple(found[quantity] for quantity in SHOWN if quantity in found)
        starts = [float(s.at[0]) for _, s in series if len(s)]
        zero = session.setup.start if session else min(starts, default=now)
        limits = unit.info.profile.limits if unit and unit.info.profile else {}
        legends = self._legends_of(session.setup.profile) if session else {}
        moments = tuple((m.at_s, legends.get(m.key, m.key)) for m in session.moments) if session else ()
        self._waiting.say("window.live.no_meter")
        self._place.setCurrentIndex(1 if series else 0)
        self._graph.show_traces(Traces(series, zero, limits, moments), now - zero)

    def _list_events(self, unit: Unit | None) -> None:
        session = unit.session if unit else None
        notes = [n for n in self._model.notes if unit is not None and n.lane == unit.info.id]
        zero = session.setup.start if session else (notes[0].at if notes else 0.0)
        source = (self._lane, id(session), self._face.words.language)
        if source != self._source:
            self._source, self._told = source, (0, 0, 0)
            self._events.clear()
            self._events_title.hide()
        seen_notes, seen_log, seen_moments = self._told
        lines = [(n.at - zero, self._face.say(n.text)) for n in notes[seen_notes:]]
        if session is not None:
            legends = self._legends_of(session.setup.profile)
            lines += [(line.at_s, self._face.say(line.text)) for line in session.log[seen_log:]]
            lines += [
                (m.at_s, self._press_words(m.key, legends)) for m in session.moments[seen_moments:][-_MOST_EVENTS:]
            ]
        self._told = (len(notes), len(session.log) if session else 0, len(session.moments) if session else 0)
        if lines:
            self._append(sorted(lines, key=lambda line: line[0]))

    def _append(self, lines: list[tuple[float, str]]) -> None:
        for at, words in lines[-_MOST_EVENTS:]:
            self._events.addItem(f"{'−' if at < -0.5 else ''}{clock_text(abs(at))}  {words}")
        while self._events.count() > _MOST_EVENTS:
            self._events.takeItem(0)
        self._events_title.show()
        self._events.scrollToBottom()

    def _press_words(self, key: str, legends: dict[str, str]) -> str:
        if not key:
            return self._face.text("window.event.digit")
        return self._face.text("window.event.key", key=legends.get(key, key))

    def _legends_of(self, profile: Profile) -> dict[str, str]:
        """Legends by key id; read once for a model and a language."""
        wanted = (profile.id, self._face.words.language)
        if wanted != self._legends[0]:
            caps = profile.keypad.keys if profile.keypad else ()
            self._legends = (wanted, {cap.id: self._face.words.local(cap.legend) or cap.id for cap in caps})
        return self._legends[1]

    def _open_page(self) -> QWidget:
        page = QWidget()
        box = rows(page, gap=8)
        box.setContentsMargins(16, 10, 12, 10)
        top = columns(gap=4)
        top.addWidget(WordLabel(self._face, "window.live.title", "title"), 1)
        self._follow = WordButton(self._face, "window.live.follow", "live", "flat", compact=True)
        self._follow.setCheckable(True)
        self._follow.setChecked(True)
        self._follow.clicked.connect(self._follow_again)
        fold = WordButton(self._face, "window.live.fold", "fold", "flat", compact=True)
        fold.clicked.connect(self._fold_away)
        top.addWidget(self._follow)
        top.addWidget(fold)
        box.addLayout(top)
        box.addLayout(self._figure_line())
        self._place = QStackedWidget()
        self._waiting = WordLabel(self._face, "window.live.loading", "caption", wrap=True)
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._place.addWidget(self._waiting)
        box.addWidget(self._place, 3)
        self._events_title = WordLabel(self._face, "window.live.events", "caption")
        self._events_title.hide()
        box.addWidget(self._events_title)
        self._events.setWordWrap(True)
        self._events.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._events.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        box.addWidget(self._events, 1)
        return page

    def _figure_line(self) -> QHBoxLayout:
        line = columns(gap=8)
        for quantity in SHOWN:
            shown = Figure(self._face, quantity, compact=False)
            self._figures.append((quantity, shown))
            line.addWidget(shown, 1)
        return line

    def _folded_page(self) -> QWidget:
        page = QWidget()
        box = rows(page, gap=16)
        box.setContentsMargins(8, 10, 8, 10)
        unfold = WordButton(self._face, "window.live.unfold", "unfold", "flat", compact=True)
        unfold.setFixedSize(TARGET, TARGET)
        unfold.clicked.connect(self._unfold)
        box.addWidget(unfold, 0, Qt.AlignmentFlag.AlignHCenter)
        for quantity in SHOWN:
            shown = Figure(self._face, quantity, compact=True)
            self._figures.append((quantity, shown))
            box.addWidget(shown)
        box.addStretch(1)
        return page

    def _follow_again(self) -> None:
        if self._graph is not None:
            self._graph.follow(True)
        self._follow.setChecked(True)

    def _fold_away(self) -> None:
        self.fold(True)
        self.folded.emit(True)

    def _unfold(self) -> None:
        self.fold(False)
        self.folded.emit(False)


def _channels(meter: TelemetryBuffer | None, own: TelemetryBuffer | None) -> Found:
    """Per quantity the curve to show: the unit's own temperature before the meter's; the meter's long memory for its own."""
    found: Found = {}
    for buffer in (own, meter):
        for channel, series in buffer or ():
            if channel.quantity in SHOWN and len(series):
                found[channel.quantity] = (channel, series)
    return found
