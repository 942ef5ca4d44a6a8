"""Before and after a repair side by side, what was done between them, and what is different first."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from checks.before import Before
from checks.handling import Handling
from checks.measurement import Finding, Measurement, Outcome, Overall
from checks.retest import Became, Change, Value, became_id, changes, side_id
from gui.face import Face
from gui.naming import day_and_time, plain, subject_text, value_text, verdict_text
from gui.past import Inspection
from gui.theme import OUTCOMES, sign_of_verdict
from gui.widgets.concession import accepted
from gui.widgets.words import Picture, Text, WordLabel, card, columns, rows

_FEW: Final = 4
_SIDES: Final = ("before", "between", "after")


def before_after(
    face: Face, session: Inspection, before: Before, between: Handling | None = None, repaired: bool = True
) -> QFrame:
    """The card. Rebuilt on a change of language. ``between``: what was noted after the inspection before, where both are
    whole inspections of one unit and not a repair with its re-test; ``repaired``: whether a repair lies between them.
    """
    frame = card()
    box = rows(frame, margin=16, gap=10)
    if between is None:
        box.addWidget(WordLabel(face, "report.label.retested", "title"))
        box.addWidget(Text("quiet", only_these(face, session), wrap=True))
    else:
        box.addWidget(WordLabel(face, "history.compared", "title"))
        when, who = day_and_time(before.ended), plain(before.operator, 40) or "\u2013"
        box.addWidget(Text("quiet", face.text("history.compared.text", when=when, operator=who), wrap=True))
    sides = QGridLayout()
    sides.setHorizontalSpacing(18)
    for column, name in enumerate(_SIDES):
        sides.addWidget(WordLabel(face, side_id(name, repaired), "caption"), 0, column)
        sides.setColumnStretch(column, 1)
    noted = Text("", _between(face, session, session.handling if between is None else between), wrap=True)
    for column, side in enumerate((_verdict(face, before.overall), noted, _verdict(face, session.overall()))):
        sides.addWidget(side, 1, column, Qt.AlignmentFlag.AlignTop)
    box.addLayout(sides)
    box.addWidget(_table(face, session, changes(before, tuple(session.results.values())), repaired))
    return frame


def only_these(face: Face, session: Inspection) -> str:
    """That nothing else was repeated."""
    names = face.text("window.join").join(face.text(f"check.{check}") for check in session.results)
    return face.text("retest.only", checks=names)


def _verdict(face: Face, overall: Overall) -> QFrame:
    sign = sign_of_verdict(overall)
    frame = QFrame()
    line = columns(frame, gap=8)
    line.addWidget(Picture(face, sign.icon, sign.colour, 24))
    line.addWidget(Text("title", verdict_text(overall, face.words), wrap=True), 1)
    return frame


def _between(face: Face, session: Inspection, told: Handling) -> str:
    """Parts, then notes, as people wrote them."""
    parts = session.setup.profile.parts
    lines = []
    for used in told.parts:
        name = plain(used.name, 60) or (face.words.local(parts[used.part].name) if used.part in parts else used.part)
        lines.append(face.text("retest.part", count=used.quantity, part=plain(f"{name} {used.code}", 90)))
    lines += [plain(told.notes, 300)] if told.notes else []
    lines += [face.text(f"repair.damage.{told.damage}")] if told.damage else []
    return "\n".join(lines) or face.text("retest.nothing_noted")


def _table(face: Face, session: Inspection, every: tuple[Change, ...], repaired: bool) -> QWidget:
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(8)
    for column, share in enumerate((3, 3, 3, 6)):
        grid.setColumnStretch(column, share)
    for row, change in enumerate(every):
        different = change.became not in (Became.SAME, Became.NOT_REPEATED)
        told = "\n".join((face.text(became_id(change.became, repaired)), *_particulars(face, session, change)))
        cells = (
            Text("strong" if different else "quiet", face.text(f"check.{change.check}"), wrap=True),
            _outcome(face, change.before),
            _outcome(face, change.after),
            Text("" if different else "quiet", told, wrap=True),
        )
        for column, cell in enumerate(cells):
            grid.addWidget(cell, row, column, Qt.AlignmentFlag.AlignTop)
    return holder


def _outcome(face: Face, outcome: Outcome | None) -> QFrame:
    frame = QFrame()
    line = columns(frame, gap=6)
    if outcome is None:
        line.addWidget(Text("quiet", "\u2013"), 1)
        return frame
    sign = OUTCOMES[outcome]
    line.addWidget(Picture(face, sign.icon, sign.colour, 16))
    line.addWidget(Text("", face.text(f"outcome.{outcome}"), wrap=True), 1)
    return frame


def _particulars(face: Face, session: Inspection, change: Change) -> tuple[str, ...]:
    faults = (("gone", change.gone), ("left", change.left), ("new", change.new))
    told = [accepted(face, waiver) for waiver in change.waived]
    told += [_faults(face, session, kind, found) for kind, found in faults if found]
    return (*told, *(_value(face, session, value) for value in change.values[:_FEW]))


def _faults(face: Face, session: Inspection, kind: str, found: tuple[Finding, ...]) -> str:
    profile, join = session.setup.profile, face.text("window.join")
    names = dict.fromkeys(
        f"{face.text(f'fault.{f.fault}')} {subject_text(f.subject, profile, face.words)}".strip() for f in found
    )
    return face.text("retest.told", what_id=f"retest.fault.{kind}", said=join.join(list(names)[: 2 * _FEW]))


def _value(face: Face, session: Inspection, value: Value) -> str:
    where = subject_text(value.subject, session.setup.profile, face.words) if value.subject else ""
    what = " \u00b7 ".join(part for part in (face.text(f"limit.{value.limit_id}"), where) if part)
    return f"{what}  {_figure(face, value.before)} \u2192 {_figure(face, value.after)}"


def _figure(face: Face, measurement: Measurement | None) -> str:
    return "\u2013" if measurement is None else value_text(measurement, face.words)
