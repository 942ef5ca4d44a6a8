"""What each check measured, against which limit, how it is known, and where the limit comes from."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QWidget

from checks.measurement import CheckResult, Measurement
from devices.profile import Profile
from gui.face import Face
from gui.naming import band_text, subject_text, unit_text, value_text, with_legends
from gui.theme import OUTCOMES, Sign
from gui.widgets.concession import accepted
from gui.widgets.words import Picture, Text, WordButton, card, columns, rows, rule, with_role, with_tip

_HEADS = ("what", "value", "limit", "evidence", "source")
_SHARES = (10, 5, 6, 5, 9)


class ResultCard(QFrame):
    """One check's card. ``repeat`` and ``back`` are bound methods; ``repeat`` finds the check by the sender's ``check``.

    ``waive``, found by the same property, opens the way to accept the result nonetheless; ``why_not`` says why there is none.
    Where it is not ``judged``, what was measured stands beside its limit without a word of how it came out.
    A row may be marked for a reader who comes from a cause; ``back_button``, seen only then, leads there again.
    """

    def __init__(
        self,
        face: Face,
        profile: Profile,
        result: CheckResult,
        repeat: Callable[[], None] | None,
        back: Callable[[], None],
        judged: bool = True,
        waive: Callable[[], None] | None = None,
        why_not: str = "",
    ) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.check = result.check
        self.rows: list[QFrame] = []
        self.back_button = WordButton(face, "window.button.to_cause", "undo")
        self.back_button.clicked.connect(back)
        self.back_button.hide()
        box = rows(self, margin=14, gap=8)
        self._head = QFrame()
        self.waive_button = _waive_button(face, result.check, waive)
        self._head.setLayout(_top(face, result, repeat, self.back_button, judged, self.waive_button, why_not))
        box.addWidget(self._head)
        if result.waiver is not None and judged:
            box.addWidget(Text("", accepted(face, result.waiver), wrap=True))
        self._form_place = rows()
        box.addLayout(self._form_place)
        if result.measurements:
            box.addWidget(rule())
            box.addWidget(_grid(face, profile, result, self.rows, judged))
        for note in result.notes:
            box.addWidget(Text("caption", face.say(with_legends(note, profile, face.words)), wrap=True))

    def ask(self, form: QWidget) -> None:
        """Show a form in the card, below its head."""
        self._form_place.addWidget(form)
        if self.waive_button is not None:
            self.waive_button.hide()

    def mark(self, row: int | None) -> QWidget:
        """Mark a row, or the head of the card where no row tells it; the widget to bring into view."""
        self.unmark()
        found = self.rows[row] if row is not None and row < len(self.rows) else self._head
        self.back_button.show()
        return with_role(found, "found")

    def unmark(self) -> None:
        """As before."""
        for frame in (self._head, *self.rows):
            with_role(frame, "row")
        self.back_button.hide()


def _waive_button(face: Face, check: str, waive: Callable[[], None] | None) -> WordButton | None:
    if waive is None:
        return None
    button = WordButton(face, "waiver.button", "waived", "flat")
    button.setProperty("check", check)
    button.setAccessibleDescription(face.text(f"check.{check}"))
    button.clicked.connect(waive)
    return button


def _top(face: Face, result: CheckResult, repeat: Callable[[], None] | None, back: QWidget, judged: bool,
         waive: QWidget | None, why_not: str) -> QHBoxLayout:  # fmt: skip
    sign = OUTCOMES[result.outcome] if judged else Sign(result.check, "quiet", "surface")
    top = columns(gap=10)
    top.addWidget(Picture(face, sign.icon, sign.colour, 22))
    top.addWidget(Text("title", face.text(f"check.{result.check}")))
    if judged:
        word = Text("strong", face.text(f"outcome.{result.outcome}"))
        word.setStyleSheet(f"color: {getattr(face.colours, sign.colour)};")
        word.setAccessibleDescription(why_not)
        top.addWidget(with_tip(word, why_not))
    top.addStretch(1)
    if result.restarts:
        top.addWidget(Text("caption", face.text("window.result.restarts", count=result.restarts)))
    top.addWidget(back)
    if waive is not None:
        top.addWidget(waive)
    if repeat is not None:
        button = WordButton(face, "window.button.repeat", "repeat", "flat")
        button.setProperty("check", result.check)
        button.clicked.connect(repeat)
        top.addWidget(button)
    return top


def _grid(face: Face, profile: Profile, result: CheckResult, marks: list[QFrame], judged: bool) -> QWidget:
    """``marks`` gets a frame behind each row."""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(7)
    grid.setColumnMinimumWidth(0, 18)
    for column, (head, share) in enumerate(zip(_HEADS, _SHARES, strict=True), start=1):
        grid.addWidget(Text("caption", face.text(f"window.result.{head}")), 0, column)
        grid.setColumnStretch(column, share)
    for row, measurement in enumerate(result.measurements, start=1):
        marks.append(card("row"))
        grid.addWidget(marks[-1], row, 0, 1, len(_HEADS) + 1)
        if judged:
            grid.addWidget(_outcome(face, measurement), row, 0)
        for column, cell in enumerate(_cells(face, profile, measurement), start=1):
            grid.addWidget(cell, row, column)
    return holder


def _outcome(face: Face, measurement: Measurement) -> Picture:
    sign = OUTCOMES[measurement.outcome]
    picture = Picture(face, sign.icon, sign.colour, 16)
    picture.setToolTip(face.text(f"outcome.{measurement.outcome}"))
    picture.setAccessibleName(picture.toolTip())
    return picture


def _cells(face: Face, profile: Profile, measurement: Measurement) -> tuple[QLabel, ...]:
    name = face.text(f"limit.{measurement.limit_id}")
    subject = subject_text(measurement.subject, profile, face.words)
    what = Text("", f"{name} · {subject}" if subject else name, wrap=True)
    if measurement.note is not None:
        with_tip(what, face.say(with_legends(measurement.note, profile, face.words)))
    value = (
        face.text("window.result.unobservable") if not measurement.observable else value_text(measurement, face.words)
    )
    limit = measurement.limit
    band = band_text(limit.normal, unit_text(limit.unit, face.words)) if limit else "–"
    if limit is not None and not limit.unit and limit.normal.low == 1:  # a plain yes or no
        band = face.text("window.result.must_match")
        value = (
            value
            if measurement.value is None
            else face.text(f"window.result.{'matches' if measurement.value else 'differs'}")
        )
    known = measurement.observable and measurement.value is not None
    how = face.text(f"evidence.{measurement.evidence}") if known else "–"
    source = (face.words.known(f"source.{measurement.limit_id}", limit.source) if limit else "") + (
        "" if measurement.required else f" · {face.text('window.result.informative')}"
    )
    return (
        what,
        Text("strong", value, wrap=True),
        Text("", band, wrap=True),
        Text("quiet", how, wrap=True),
        Text("caption", source, wrap=True),
    )
