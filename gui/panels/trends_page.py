"""The overview and the early warning: who drifts and when it will be there, what is due, which model, key and cause, how sure."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from checks.console.trending import (
    arithmetic_of,
    drift_words,
    due_words,
    key_name,
    model_name,
    number,
    place_words,
    share,
)  # fmt: skip
from checks.history.overview import Count, Due
from checks.history.trends import Drift, Of, Wear
from checks.measurement import Message
from devices.profile import Profile
from gui.face import Face
from gui.naming import plain
from gui.panels.settings_page import Choices
from gui.ports import Known
from gui.widgets.words import Picture, Text, WordButton, WordLabel, card, columns, emptied, rows

SPANS: Final = ("30", "90", "365")
_FEW: Final = 8
_NAMED: Final = 12


class TrendsPage(QScrollArea):
    """``asked``: another span. ``unit`` carries the serial number of a unit whose inspections are wanted."""

    asked = Signal()
    unit = Signal(str)

    def __init__(self, face: Face, profiles: dict[str, Profile]) -> None:
        super().__init__()
        self._face, self._profiles = face, profiles
        self._known: Known | None = None
        self._trouble: Message | None = None
        self._stale = False
        self.days = SPANS[-1]
        self.spans = Choices(face)
        self.spans.offer(tuple((days, f"trends.span.{days}", "") for days in SPANS))
        self.spans.put(self.days)
        self.spans.chosen.connect(self._span)
        self._body = rows(gap=12)
        inner = QWidget()
        page = rows(inner, gap=12)
        page.setContentsMargins(24, 16, 20, 16)
        top = columns(gap=10)
        top.addWidget(WordLabel(face, "trends.title", "title"), 1)
        top.addWidget(self.spans)
        page.addLayout(top)
        page.addLayout(self._body)
        page.addStretch(1)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inner)

    def put(self, known: Known | None, trouble: Message | None) -> None:
        """Show these figures, or why there are none; ``known`` is None while they are awaited."""
        if (known, trouble) != (self._known, self._trouble) or not self._body.count():
            self._known, self._trouble = known, trouble
            self._fill()

    def retranslate(self) -> None:
        """Everything in the words of the face; out of sight only once it is shown again: plots are slow to make."""
        self.setAccessibleName(self._face.text("trends.title"))
        if self.isVisible():
            self._fill()
        else:
            self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        """What changed meanwhile."""
        if self._stale:
            self._fill()
        super().showEvent(event)

    def _fill(self) -> None:
        self._stale = False
        emptied(self._body)
        known = self._known
        if known is None or not known.overview.inspections:
            name = "away" if self._trouble else "empty" if known is not None else "looking"
            said = self._face.say(self._trouble) if self._trouble else self._face.text(f"trends.{name}.text")
            self._body.addWidget(Text("title", self._face.text(f"history.{name}.title"), wrap=True))
            self._body.addWidget(Text("lead", said, wrap=True))
            return
        self._body.addWidget(self._figures(known))
        self._body.addWidget(self._drifting(known))
        if known.overview.due:
            self._body.addWidget(self._due(known.overview.due))
        self._body.addWidget(self._plots(known))

    def restyle(self) -> None:
        """Plots take their colours when they are made."""
        self.retranslate()

    def _span(self, days: str) -> None:
        self.days = days
        self.asked.emit()

    def _figures(self, known: Known) -> QFrame:
        frame, seen = card(), known.overview
        line = columns(frame, margin=16, gap=16)
        agreed = f"{seen.agreed} / {seen.compared}" if seen.compared else "\u2013"
        for name, told in (
            ("inspections", str(seen.inspections)), ("units", str(seen.units)), ("first_pass", share(seen.first_pass)),
            ("minutes", number(seen.minutes)), ("agreed", agreed),
        ):  # fmt: skip
            box = rows(gap=2)
            box.addWidget(Text("figure", told))
            box.addWidget(Text("caption", self._face.text(f"trends.figure.{name}"), wrap=True))
            box.addStretch(1)
            line.addLayout(box, 1)
        return frame

    def _drifting(self, known: Known) -> QFrame:
        frame, named = card(), known.trends.drifting
        box = rows(frame, margin=16, gap=10)
        box.addWidget(Text("title", self._face.text("trends.named.title"), wrap=True))
        told = self._face.text("trends.named.some" if named else "trends.named.none", rows=known.trends.rows)
        box.addWidget(Text("quiet", told, wrap=True))
        for drift in named[:_NAMED]:
            box.addWidget(self._drift(drift))
        return frame

    def _drift(self, drift: Drift) -> QWidget:
        from gui.panels.trend_plots import row

        made = QWidget()
        box = rows(made, gap=4)
        top = columns(gap=10)
        top.addWidget(Picture(self._face, "marginal", "warn", 22), 0, Qt.AlignmentFlag.AlignTop)
        said = self._face.say(drift_words(drift, self._profiles, self._face.words))
        top.addWidget(Text("strong", plain(said, 400), wrap=True), 1)
        if drift.of is Of.UNIT:
            button = WordButton(self._face, "trends.open", "report", "flat")
            button.setProperty("serial", drift.who)
            button.setAccessibleDescription(plain(drift.who, 60))
            button.clicked.connect(self._wanted)
            top.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(top)
        slope, meeting = drift.slope, drift.meeting
        box.addWidget(row(self._face, drift.row, slope.per_day, slope.now, meeting.edge, meeting.days, said))
        box.addWidget(Text("caption", self._face.say(arithmetic_of(drift)), wrap=True))
        return made

    def _key(self, count: Count) -> str:
        """A key with its model."""
        key = key_name(count.profile, count.subject, self._profiles, self._face.words)
        return f"{key} \u00b7 {model_name(count.profile, self._profiles, self._face.words)}"

    def _worn(self, wear: Wear) -> str:
        """The key or picture first: it tells the rows apart where the room ends."""
        what = place_words(wear.profile, wear.name, "", self._profiles, self._face.words)
        where = key_name(wear.profile, wear.subject, self._profiles, self._face.words) if wear.subject else ""
        return " \u00b7 ".join(part for part in (where, what) if part)

    def _wanted(self) -> None:
        button = self.sender()
        if button is not None:
            self.unit.emit(str(button.property("serial")))

    def _due(self, due: tuple[Due, ...]) -> QFrame:
        frame = card()
        box = rows(frame, margin=16, gap=6)
        box.addWidget(Text("title", self._face.text("trends.due"), wrap=True))
        for one in due[:_NAMED]:
            said = self._face.say(due_words(one, self._profiles, self._face.words))
            box.addWidget(Text("", plain(said, 300), wrap=True))
        if len(due) > _NAMED:
            box.addWidget(Text("caption", self._face.text("intake.more", count=len(due) - _NAMED)))
        return frame

    def _plots(self, known: Known) -> QFrame:
        from gui.panels.trend_plots import bars

        seen, words, face = known.overview, self._face.words, self._face
        shown: list[tuple[str, list[tuple[str, float, str]], str]] = [
            ("yield", [(model_name(m.profile, self._profiles, words), 100 * (m.first_pass or 0), share(m.first_pass))
                       for m in seen.models[:_FEW]], "good"),
            ("keys", [(self._key(c), c.inspections, str(c.inspections)) for c in seen.keys[:_FEW]], "bad"),
            ("causes", [(words.text(c.what), c.inspections, str(c.inspections)) for c in seen.causes[:_FEW]], "bad"),
            ("faults", [(words.text(f"fault.{c.what}"), c.inspections, str(c.inspections))
                        for c in seen.faults[:_FEW]], "bad"),
            ("time", [(plain(o.name, 40), o.minutes or 0, face.text("trends.min", minutes=number(o.minutes)))
                      for o in seen.operators[:_FEW]], "accent"),
            ("agreement", [(plain(o.name, 40), 100 * o.agreed / o.compared, f"{o.agreed} / {o.compared}")
                           for o in seen.operators[:_FEW] if o.compared], "accent"),
            ("worn", [(self._worn(w), 100 * w.share, f"{100 * w.share:.1f} %, {w.per_month:+.2g} {w.unit}")
                      for w in known.trends.wear[:_FEW] if w.share > 0], "warn"),
        ]  # fmt: skip
        frame = card()
        grid = QGridLayout(frame)
        grid.setContentsMargins(16, 16, 16, 16)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(16)
        there = [entry for entry in shown if entry[1]]
        for place, (name, rows_shown, colour) in enumerate(there):
            told = [(plain(what, 60), value, said) for what, value, said in rows_shown]
            grid.addWidget(bars(face, face.text(f"trends.plot.{name}"), told, colour), *divmod(place, 2))
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        return frame
