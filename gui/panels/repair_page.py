"""Between two inspections: the steps of the likeliest cause with where on the unit, what was done, which parts, who is to blame."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFrame, QGridLayout, QPlainTextEdit, QPushButton, QScrollArea, QWidget

from checks.diagnosis import Diagnosis
from checks.handling import MOST_OF_A_PART, Damage, Handling, PartUsed, Photo
from checks.measurement import Message
from checks.session import Session
from gui.face import Face
from gui.naming import subject_text, with_legends
from gui.theme import TARGET
from gui.widgets.count_row import CountRow
from gui.widgets.photo_strip import PhotoStrip
from gui.widgets.where_on_unit import WhereOnUnit
from gui.widgets.words import Picture, Text, WordButton, columns, emptied, rows, scrolled, titled

_LONGEST: Final = 2000
_NOTES_HIGH: Final = 96


class RepairPage(QScrollArea):
    """``edited``: something was ticked, counted or chosen; ``typing``: a word more in the notes. ``back`` leaves. Enter is the window's."""

    edited = Signal()
    typing = Signal()
    back = Signal()

    def __init__(self, face: Face, photo_path: Callable[[Photo], Path | None]) -> None:
        super().__init__()
        self._face = face
        self._session: Session | None = None
        self._steps: tuple[Message, ...] = ()
        self.ticks: list[QPushButton] = []
        self.parts: dict[str, CountRow] = {}
        self.damage: dict[Damage, WordButton] = {}
        self.notes = QPlainTextEdit()
        self.where = WhereOnUnit(face)
        self.photos = PhotoStrip(face, photo_path)
        self.back_button = WordButton(face, "repair.back", "undo", "flat")
        self._cause = Text("title", wrap=True)
        self._step_list = rows(gap=6)
        self._part_list = rows(gap=4)
        self._trouble = Text("strong", wrap=True)
        self._build()
        self.notes.textChanged.connect(self._typed)
        self.back_button.clicked.connect(self.back)

    def put(self, session: Session, trouble: Message | None) -> None:
        """Show the repair of a unit whose inspection is over; ``trouble`` is why it cannot be tested again now."""
        self._trouble.put(self._face.say(trouble) if trouble is not None else "")
        self._trouble.setVisible(trouble is not None)
        if session is not self._session:
            self._session = session
            self.notes.blockSignals(True)
            self.notes.setPlainText(session.handling.notes)
            self.notes.blockSignals(False)
            self.retranslate()
            self.verticalScrollBar().setValue(0)

    def shows(self, session: Session) -> bool:
        """Whether this inspection is the one on the page."""
        return session is self._session

    def handling(self) -> Handling:
        """What stands on the page, over what was known before."""
        assert self._session is not None
        chosen = next((kind for kind, button in self.damage.items() if button.isChecked()), None)
        return replace(
            self._session.handling,
            notes=self.notes.toPlainText()[:_LONGEST].strip(),
            steps=tuple(step for step, tick in zip(self._steps, self.ticks, strict=True) if tick.isChecked()),
            parts=tuple(self._used(row) for row in self.parts.values() if row.count),
            damage=chosen,
        )

    def choose(self, number: int) -> None:
        """The step with this number was typed."""
        if 1 <= number <= len(self.ticks):
            self.ticks[number - 1].click()

    def retranslate(self) -> None:
        """Words of the face; what is ticked and counted stays."""
        face, session = self._face, self._session
        self.setAccessibleName(face.text("window.mode.repair"))
        self.notes.setPlaceholderText(face.text("repair.notes_hint"))
        self.notes.setAccessibleName(face.text("repair.row.notes"))
        if session is None:
            return
        diagnoses = session.diagnoses()
        first = diagnoses[0] if diagnoses else None
        self._cause.put(self._cause_text(session, first))
        self.where.put(session, first.subjects if first is not None else ())
        self._put_steps(session, first)
        self._put_parts(session, first)
        for kind, button in self.damage.items():
            button.setChecked(session.handling.damage is kind)

    def restyle(self) -> None:
        """Ticks take their colours when they are built."""
        self.retranslate()

    def _cause_text(self, session: Session, first: Diagnosis | None) -> str:
        if first is None:
            return self._face.text("repair.no_cause")
        profile, words = session.setup.profile, self._face.words
        where = self._face.text("window.join").join(subject_text(s, profile, words) for s in first.subjects)
        cause = self._face.text(first.cause)
        return f"{cause} \u00b7 {where}" if where else cause

    def _put_steps(self, session: Session, first: Diagnosis | None) -> None:
        emptied(self._step_list)
        self._steps = first.remedy if first is not None else ()
        self.ticks = []
        for number, step in enumerate(self._steps, start=1):
            words = self._face.say(with_legends(step, session.setup.profile, self._face.words))
            self._step_list.addWidget(self._step(number, words, step in session.handling.steps))
        for guard in first.guards if first is not None else ():
            self._step_list.addWidget(self._guard(self._face.say(guard)))

    def _step(self, number: int, words: str, done: bool) -> QFrame:
        frame = QFrame()
        line = columns(frame, gap=10)
        tick = QPushButton(str(number))
        tick.setCheckable(True)
        tick.setChecked(done)
        tick.setFixedSize(TARGET, TARGET)
        tick.setStyleSheet("padding: 0; font-weight: 700;")
        tick.setAccessibleName(words)
        tick.setIconSize(QSize(20, 20))
        tick.toggled.connect(self._ticked)
        self.ticks.append(tick)
        self._draw(tick, number)
        line.addWidget(tick, 0, Qt.AlignmentFlag.AlignTop)
        text = Text("lead", words, wrap=True)
        text.setMinimumHeight(TARGET)
        line.addWidget(text, 1)
        return frame

    def _draw(self, tick: QPushButton, number: int) -> None:
        """Its number, and once it is done a check mark."""
        done = tick.isChecked()
        tick.setText("" if done else str(number))
        tick.setIcon(self._face.icon("pass", "good") if done else QIcon())

    def _guard(self, words: str) -> QFrame:
        frame = QFrame()
        line = columns(frame, gap=10)
        line.addWidget(Picture(self._face, "shield", "warn", 20))
        line.addWidget(Text("strong", words, wrap=True), 1)
        return frame

    def _put_parts(self, session: Session, first: Diagnosis | None) -> None:
        emptied(self._part_list)
        profile, used = session.setup.profile, {part.part: part.quantity for part in session.handling.parts}
        named = first.part if first is not None and first.part in profile.parts else None
        self.parts = {}
        for entry in dict.fromkeys((*((named,) if named else ()), *profile.parts)):
            part = profile.parts[entry]
            row = CountRow(self._face, entry, self._face.words.local(part.name), part.code, MOST_OF_A_PART)
            row.put(used.get(entry, 0))
            row.counted.connect(self.edited)
            self.parts[entry] = row
            self._part_list.addWidget(row)

    def _used(self, row: CountRow) -> PartUsed:
        assert self._session is not None
        part = self._session.setup.profile.parts[row.entry]
        return PartUsed(row.entry, row.count, part.code, self._face.words.local(part.name))

    def _typed(self) -> None:
        if len(self.notes.toPlainText()) > _LONGEST:
            self.notes.blockSignals(True)
            self.notes.setPlainText(self.notes.toPlainText()[:_LONGEST])
            self.notes.blockSignals(False)
        self.typing.emit()

    def _ticked(self) -> None:
        for number, tick in enumerate(self.ticks, start=1):
            self._draw(tick, number)
        self.edited.emit()

    def _blamed(self) -> None:
        """The same again takes the judgement back."""
        pressed = self.sender()
        for button in self.damage.values():
            if button is not pressed:
                button.setChecked(False)
        self.edited.emit()

    def _build(self) -> None:
        inner = QWidget()
        box = rows(inner, gap=12)
        box.setContentsMargins(24, 14, 20, 16)
        head = columns(gap=10)
        head.addWidget(self._cause, 1)
        head.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(head)
        box.addWidget(self._trouble)
        upper = columns(gap=16)
        upper.addWidget(self._steps_card(), 3)
        upper.addWidget(self.where, 2)
        box.addLayout(upper)
        lower = columns(gap=16)
        lower.addWidget(self._parts_card(), 1)
        lower.addWidget(self._damage_card(), 1)
        box.addLayout(lower)
        box.addWidget(self._notes_card())
        box.addWidget(self.photos)
        box.addStretch(1)
        scrolled(inner, self)

    def _steps_card(self) -> QFrame:
        frame, box = titled(self._face, "repair.steps")
        box.addLayout(self._step_list)
        box.addStretch(1)
        return frame

    def _parts_card(self) -> QFrame:
        frame, box = titled(self._face, "repair.parts")
        box.addLayout(self._part_list)
        box.addStretch(1)
        return frame

    def _damage_card(self) -> QFrame:
        frame, box = titled(self._face, "repair.row.damage")
        grid = QGridLayout()
        grid.setSpacing(8)
        for index, kind in enumerate(Damage):
            button = WordButton(self._face, f"repair.damage.{kind}")
            button.setCheckable(True)
            button.clicked.connect(self._blamed)
            self.damage[kind] = button
            grid.addWidget(button, index // 2, index % 2)
        box.addLayout(grid)
        box.addStretch(1)
        return frame

    def _notes_card(self) -> QFrame:
        frame, box = titled(self._face, "repair.row.notes")
        self.notes.setFixedHeight(_NOTES_HIGH)
        self.notes.setTabChangesFocus(True)
        box.addWidget(self.notes)
        return frame
