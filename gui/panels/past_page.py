"""A past inspection as it was: verdict, causes, measurements, curves; held against the one before it; its report made again."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from checks.measurement import Message
from checks.record import Record
from checks.retest import before_of, between, was_repaired
from gui.face import Face
from gui.naming import day_and_time, plain
from gui.next_action import Paper
from gui.panels.graph_port import GraphPort, Traces
from gui.panels.result_page import ResultPage
from gui.past import Past, traces_of
from gui.ports import Verification
from gui.widgets.before_after import before_after
from gui.widgets.words import Elided, Text, WordButton, WordLabel, card, columns, emptied, rows

_CURVES_HIGH = 340


class PastPage(QWidget):
    """``compare``, ``report`` and ``sign_compared`` say what is wanted."""

    compare = Signal()
    report = Signal()
    sign_compared = Signal()

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face
        self._past: Past | None = None
        self._earlier: Record | None = None
        self.result = ResultPage(face)
        self._title, self._detail = Elided("title"), Text("quiet", wrap=True)
        self._said = Text("quiet", wrap=True)
        self.compare_button = WordButton(face, "history.compare", "repeat")
        self.report_button = WordButton(face, "history.report", "seal")
        self.sign_button = WordButton(face, "history.compare.sign", "seal")
        self.can_sign = False
        """Whether two inspections can be signed as one document here."""
        self._compared = rows(gap=10)
        self._curves: QFrame | None = None
        self._graph: GraphPort | None = None
        self.compare_button.clicked.connect(self.compare)
        self.report_button.clicked.connect(self.report)
        self.sign_button.clicked.connect(self.sign_compared)
        page = rows(self, gap=0)
        head = rows(gap=4)
        head.setContentsMargins(24, 14, 20, 0)
        head.addWidget(self._title)
        wishes = columns(gap=10)
        wishes.addWidget(self._detail, 1)
        wishes.addWidget(self.compare_button)
        wishes.addWidget(self.sign_button)
        wishes.addWidget(self.report_button)
        head.addLayout(wishes)
        head.addWidget(self._said)
        page.addLayout(head)
        page.addWidget(self.result, 1)
        self.result.beside.addLayout(self._compared)

    def put(
        self, past: Past, earlier: Record | None, said: Message | None, paper: Paper, answer: Verification | None
    ) -> None:
        """Show it; ``earlier`` is the inspection it is compared with, ``said`` what became of the last wish."""
        self.result.put(past, paper, answer, False)
        self.report_button.setEnabled(not paper.saving)
        self.sign_button.setEnabled(not paper.saving)
        self._said.put(self._face.say(said) if said is not None else "")
        self._said.setVisible(said is not None)
        if past is not self._past:
            self._past = past
            self._show_curves(past)
            self._earlier = None
            self._show_compared()
            self._name(past)
        if earlier is not self._earlier:
            self._earlier = earlier
            self._show_compared()
            self.result.verticalScrollBar().setValue(0)

    def retranslate(self) -> None:
        """Words of the face."""
        self._show_compared()
        if self._past is not None:
            self._name(self._past)

    def restyle(self) -> None:
        """Cards take their colours when they are built."""
        self._show_compared()

    def close_down(self) -> None:
        """Stop the timer of the curves."""
        if self._graph is not None:
            self._graph.close_down()

    def _name(self, past: Past) -> None:
        kept, face = past.kept, self._face
        name = face.words.local(past.setup.profile.name) or plain(f"{kept.unit.maker} {kept.unit.model}", 60)
        serial = plain(kept.unit.serial or kept.unit.sticker_serial, 40)
        self._title.put(" \u00b7 ".join(part for part in (name, serial) if part))
        told = (day_and_time(kept.ended), plain(kept.operator, 40), plain(kept.bench.name, 40))
        self._detail.put(" \u00b7 ".join(part for part in told if part))
        self.setAccessibleName(self._title.text())

    def _show_compared(self) -> None:
        emptied(self._compared)
        if self._past is not None and self._earlier is not None:
            earlier = self._earlier
            kept = self._past.kept
            noted, repaired = between(earlier, kept), was_repaired(earlier, kept)
            self._compared.addWidget(before_after(self._face, self._past, before_of(earlier), noted, repaired))
        if self._earlier is not None and self.compare_button.hasFocus():
            self.result.setFocus()
        self.compare_button.setVisible(self._earlier is None)
        self.sign_button.setVisible(self.can_sign and self._earlier is not None)

    def _show_curves(self, past: Past) -> None:
        found = traces_of(past.kept, past.setup.profile, self._face.words)
        if found is not None and self._graph is None:
            self._begin_curves()
        if self._curves is not None:
            self._curves.setVisible(found is not None)
        if self._graph is not None:
            traces, end = found or (Traces((), 0.0, {}), 1.0)
            self._graph.show_traces(traces, end)
            self._graph.span(0.0, max(end, 1.0))

    def _begin_curves(self) -> None:
        """The graph's library is heavy: it is here by the time somebody opens a record."""
        from gui.panels.graph import Graph

        graph = self._graph = Graph(self._face)
        self._curves = card()
        self._curves.setMinimumHeight(_CURVES_HIGH)
        box = rows(self._curves, margin=14, gap=4)
        box.addWidget(WordLabel(self._face, "history.curves", "title"))
        box.addWidget(graph, 1)
        self.result.below.addWidget(self._curves)
