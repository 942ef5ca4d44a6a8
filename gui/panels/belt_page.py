"""Between two units of a batch: what to scan or plug next, large; how the batch stands; what came last and what is missing."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from checks.intake.batch import (
    GOAL_ACTIONS,
    GOAL_ATTENTION_S,
    Arrival,
    Batch,
    effort_of,
    last_of_each,
    standing,
    takt_s,
)
from checks.measurement import Message
from gui.face import Face
from gui.naming import plain
from gui.theme import TARGET, sign_of_word
from gui.widgets.words import Elided, Picture, Text, WordButton, WordLabel, card, columns, emptied, rows, scrolled

_LAST: Final = 6
_MISSING: Final = 8


class BeltPage(QWidget):
    """Signals carry what somebody wants."""

    which = Signal()
    without_sticker = Signal()
    forget_code = Signal()
    labels = Signal()
    export = Signal()
    other_batch = Signal()
    again = Signal()

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face
        self._batch: Batch | None = None
        self._icon = Picture(face, "intake", "accent", 56)
        self._title = Text("heading", wrap=True)
        self._text = Text("lead", wrap=True)
        self._name, self._counts, self._takt = Elided("title"), Text("lead", wrap=True), Text("quiet", wrap=True)
        self._last, self._missing = rows(gap=4), rows(gap=4)
        self._missing_title = WordLabel(face, "intake.missing", "title")
        self._trouble = Text("strong", wrap=True)
        self.which_button = WordButton(face, "intake.which", "question")
        self.plain_button = WordButton(face, "intake.no_sticker", "start")
        self.forget_button = WordButton(face, "intake.forget_code", "close", "flat")
        self.again_button = WordButton(face, "intake.again", "repeat")
        self._build()

    def put(self, batch: Batch, pending: str, ready: int, lane: int | None, trouble: str, failures: int) -> None:
        """``ready`` units wait on the bench; ``lane`` is the one shown."""
        name, args = _instruction(pending, ready, lane)
        self._icon.put("question" if pending and ready > 1 else "plug" if pending else "intake", "accent")
        self._title.put(self._face.text(f"intake.{name}.title", **args))
        self._text.put(self._face.text(f"intake.{name}.text", **args))
        self.which_button.setVisible(ready > 0)
        self.plain_button.setVisible(ready > 0 and lane is not None and not pending)
        self.forget_button.setVisible(bool(pending))
        self.again_button.setVisible(failures > 0)
        self._trouble.put(trouble)
        self._trouble.setVisible(bool(trouble))
        if batch is not self._batch:  # every change makes a new one
            self._batch = batch
            self.retranslate()

    def retranslate(self) -> None:
        """The batch in the words of the face."""
        batch, face = self._batch, self._face
        if batch is None:
            return
        stands, units = standing(batch), last_of_each(batch.arrivals)
        self._name.put(batch.name)
        self._counts.put(counts_of(face, batch))
        self._takt.put(_pace(face, batch))
        self._takt.setVisible(bool(self._takt.text()))
        emptied(self._last)
        if not units:
            self._last.addWidget(Text("caption", face.text("intake.none_yet"), wrap=True))
        for unit in reversed(units[-_LAST:]):
            self._last.addWidget(self._row(unit))
        emptied(self._missing)
        self._missing_card.setVisible(bool(stands.missing))  # nothing was announced, or all of it came: nothing to show
        for told in stands.missing[:_MISSING]:
            self._missing.addWidget(
                Elided("quiet", " · ".join(p for p in (plain(told.serial, 40), plain(told.model, 30)) if p))
            )
        if len(stands.missing) > _MISSING:
            self._missing.addWidget(Text("caption", face.text("intake.more", count=len(stands.missing) - _MISSING)))

    def _row(self, unit: Arrival) -> QFrame:
        frame = QFrame()
        line = columns(frame, gap=8)
        sign = sign_of_word(unit.verdict_word)
        line.addWidget(Picture(self._face, sign.icon, sign.colour, 20))
        serial = plain(unit.serial or unit.sticker_serial, 40) or self._face.text("window.unit.no_serial")
        line.addWidget(Elided("", f"{serial} · {plain(unit.model, 40)}"), 1)
        line.addWidget(Text("strong", self._face.text(f"fate.{unit.fate}")))
        return frame

    def _build(self) -> None:
        page = rows(self, gap=14)
        page.setContentsMargins(24, 18, 24, 14)
        top = columns(gap=18)
        top.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        said = rows(gap=6)
        said.addWidget(self._title)
        said.addWidget(self._text)
        top.addLayout(said, 1)
        page.addLayout(top)
        buttons = columns(gap=10)
        for button, signal in (
            (self.plain_button, self.without_sticker),
            (self.which_button, self.which),
            (self.forget_button, self.forget_code),
            (self.again_button, self.again),
        ):
            button.clicked.connect(signal)
            buttons.addWidget(button)
        buttons.addStretch(1)
        page.addLayout(buttons)
        page.addWidget(self._trouble)
        inner = QWidget()
        both = columns(inner, gap=14)
        both.addWidget(self._batch_card(), 3)
        self._missing_card = self._missing_of_list()
        both.addWidget(self._missing_card, 2)
        page.addWidget(scrolled(inner), 1)

    def _batch_card(self) -> QFrame:
        frame = card()
        box = rows(frame, margin=16, gap=8)
        line = columns(gap=8)
        line.addWidget(self._name, 1)
        for words, icon, signal in (
            ("intake.labels", "report", self.labels),
            ("intake.export", "folder", self.export),
            ("intake.other", "close", self.other_batch),
        ):
            button = WordButton(self._face, words, icon, "flat", compact=True)
            button.clicked.connect(signal)
            line.addWidget(button)
        box.addLayout(line)
        box.addWidget(self._counts)
        box.addWidget(self._takt)
        box.addSpacing(6)
        box.addLayout(self._last)
        box.addStretch(1)
        return frame

    def _missing_of_list(self) -> QFrame:
        frame = card()
        box = rows(frame, margin=16, gap=6)
        self._missing_title.setMinimumHeight(TARGET)  # in line with the batch's name, which has buttons beside it
        box.addWidget(self._missing_title)
        box.addLayout(self._missing)
        box.addStretch(1)
        return frame


def counts_of(face: Face, batch: Batch) -> str:
    """How many came, and where there is a list, how it stands."""
    units, stands = len(last_of_each(batch.arrivals)), standing(batch)
    if not batch.expected:
        return face.text("batch.counts_plain", units=units)
    missing, surplus = len(stands.missing), len(stands.surplus)
    return face.text("batch.counts", units=units, expected=len(batch.expected), missing=missing, surplus=surplus)


def _instruction(pending: str, ready: int, lane: int | None) -> tuple[str, dict[str, str | int]]:
    code = plain(pending, 40)
    if pending and ready > 1:
        return "which_lane", {"code": code}
    if pending:
        return "plug", {"code": code}
    if ready > 0:
        return ("scan_several" if ready > 1 else "scan_one"), {"lane": lane or 0}
    return "scan", {}


def _pace(face: Face, batch: Batch) -> str:
    takt, effort = takt_s(batch), effort_of(batch)
    parts = [face.text("intake.takt", seconds=round(takt))] if takt is not None else []
    if effort is not None:
        parts.append(
            face.text(
                "intake.effort",
                seconds=round(effort.attention_s),
                goal_s=round(GOAL_ATTENTION_S),
                actions=effort.actions,
                goal_actions=GOAL_ACTIONS,
            )
        )
    return " · ".join(parts)


def say_trouble(face: Face, trouble: Message | None, failures: tuple[str, ...]) -> str:
    """What is wrong with the batch or with reports that wait."""
    said = [face.say(trouble)] if trouble is not None else []
    if failures:
        said.append(face.text("intake.reports_wait", count=len(failures), reason=failures[0]))
    return "\n".join(said)
