"""The pages of practice: choose and start, name the cause, choose the disposition, see the sum beside the truth, who passed what.

They show and collect; ``gui.practice_room`` decides which is seen. Enter is the window's.
"""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QGridLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QWidget,
)

from checks.console.practice_words import result_word
from checks.measurement import Message
from checks.practice import FALSE_ALARM, PASS_LEAST, PASS_MEAN, SERIES, Level, Part
from checks.practice_log import Entry, Series
from checks.session import Session
from checks.steps import Tone
from devices.profile import Profile
from gui.face import Face
from gui.naming import plain
from gui.next_action import Paper
from gui.panels.result_page import ReportCard
from gui.theme import TARGET, Sign
from gui.widgets.choice_button import ChoiceButton
from gui.widgets.results_table import ResultCard
from gui.widgets.verdict import VerdictBanner
from gui.widgets.words import Text, WordButton, WordLabel, card, columns, dropped, emptied, rows, rule, scrolled

_LEFT: Final = "text-align: left;"
_GOOD: Final = Sign("pass", "good", "good_soft")
_FAIR: Final = Sign("marginal", "warn", "warn_soft")
_POOR: Final = Sign("fail", "bad", "bad_soft")


class PracticeStart(QScrollArea):
    """``name``, ``level`` and ``model`` are what is chosen; ``chosen``: another name or level. ``who`` asks for the list."""

    who = Signal()
    chosen = Signal()

    def __init__(self, face: Face, models: tuple[Profile, ...]) -> None:
        super().__init__()
        self._face, self._models = face, models
        self.name = QLineEdit()
        self.name.setMaxLength(60)
        self.name.setMinimumHeight(TARGET)
        self._levels, self._kinds = QButtonGroup(self), QButtonGroup(self)
        self._level_of: dict[Level, QPushButton] = {}
        self._model_of: dict[str, QPushButton] = {}
        self._trouble = Text("strong", wrap=True)
        self._series = Text("lead", wrap=True)
        self._build()
        self.retranslate()
        self.name.textChanged.connect(self.chosen)
        self._levels.buttonClicked.connect(self.chosen)

    @property
    def level(self) -> Level:
        """How hard."""
        return next((level for level, button in self._level_of.items() if button.isChecked()), Level.ROUTINE)

    @property
    def model(self) -> str:
        """Id of the model."""
        return next((name for name, button in self._model_of.items() if button.isChecked()), "")

    def put(self, standing: str, trouble: Message | None) -> None:
        """How the series stands, and why the last attempt did not start."""
        self._series.put(standing)
        self._series.setVisible(bool(standing))
        self._trouble.put(self._face.say(trouble) if trouble is not None else "")
        self._trouble.setVisible(trouble is not None)

    def retranslate(self) -> None:
        """Words of the face."""
        self.setAccessibleName(self._face.text("window.mode.practice"))
        words = self._face.text("practice.trainee")
        self.name.setPlaceholderText(words)
        self.name.setAccessibleName(words)
        for profile in self._models:
            self._model_of[profile.id].setText(plain(self._face.words.local(profile.name), 40))

    def _build(self) -> None:
        inner = QWidget()
        page = rows(inner, gap=10)
        page.setContentsMargins(24, 18, 24, 14)
        page.addWidget(WordLabel(self._face, "practice.title", "title"))
        page.addWidget(WordLabel(self._face, "practice.text", "quiet", wrap=True, count=SERIES))
        page.addWidget(self._series)
        page.addWidget(self._trouble)
        page.addWidget(WordLabel(self._face, "practice.trainee", "caption"))
        page.addWidget(self.name)
        page.addWidget(WordLabel(self._face, "practice.level", "caption"))
        line = columns(gap=10)
        for level in Level:
            line.addWidget(self._level(level), 1)
        page.addLayout(line)
        page.addWidget(WordLabel(self._face, "practice.model", "caption"))
        grid = QGridLayout()
        grid.setSpacing(10)
        for index, profile in enumerate(self._models):
            button = QPushButton()
            button.setMinimumHeight(TARGET)
            button.setStyleSheet(_LEFT)
            button.setCheckable(True)
            button.setChecked(index == 0)
            self._kinds.addButton(button)
            self._model_of[profile.id] = button
            grid.addWidget(button, index // 2, index % 2)
        page.addLayout(grid)
        who = WordButton(self._face, "practice.button.who", "report", "flat")
        who.clicked.connect(self.who)
        page.addWidget(who, 0, Qt.AlignmentFlag.AlignLeft)
        page.addStretch(1)
        scrolled(inner, self)

    def _level(self, level: Level) -> QFrame:
        frame = QFrame()
        box = rows(frame, gap=4)
        button = WordButton(self._face, f"practice.level.{level}")
        button.setCheckable(True)
        button.setChecked(level is Level.ROUTINE)
        self._levels.addButton(button)
        self._level_of[level] = button
        box.addWidget(button)
        box.addWidget(WordLabel(self._face, f"practice.level.{level}.about", "caption", wrap=True))
        return frame


class PracticeAnswer(QScrollArea):
    """A question with numbered choices, beside what was measured. ``several``: more than one may be ticked."""

    def __init__(self, face: Face, subject: str, several: bool) -> None:
        super().__init__()
        self._face, self._several = face, several
        self._group = QButtonGroup(self)
        self._group.setExclusive(not several)
        self._group.buttonClicked.connect(self._clicked)
        self._choices: dict[str, ChoiceButton] = {}
        self._session: Session | None = None
        self._list, self._measured = QGridLayout(), rows(gap=10)
        self._list.setSpacing(8)
        inner = QWidget()
        page = rows(inner, gap=10)
        page.setContentsMargins(24, 18, 24, 14)
        page.addWidget(WordLabel(face, f"practice.{subject}.title", "title"))
        page.addWidget(WordLabel(face, f"practice.{subject}.text", "quiet", wrap=True))
        page.addLayout(self._list)
        page.addSpacing(8)
        page.addWidget(WordLabel(face, "practice.measured", "title"))
        page.addLayout(self._measured)
        page.addStretch(1)
        scrolled(inner, self)

    @property
    def chosen(self) -> tuple[str, ...]:
        """What is ticked."""
        return tuple(name for name, button in self._choices.items() if button.isChecked())

    def put(self, choices: Sequence[str], session: Session) -> None:
        """Ask with these choices, message ids all of them."""
        if tuple(choices) == tuple(self._choices) and session is self._session:
            return
        self._session = session
        for old in self._choices.values():
            self._group.removeButton(old)
            dropped(old)
        self._choices = {}
        half = (len(choices) + 1) // 2
        for number, name in enumerate(choices, 1):
            button = ChoiceButton(self._face, name, str(number), Tone.NEUTRAL, said=name)
            button.setCheckable(True)
            self._group.addButton(button)
            self._choices[name] = button
            self._list.addWidget(button, (number - 1) % half, (number - 1) // half)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.retranslate()
        self.verticalScrollBar().setValue(0)

    def choose(self, number: int) -> None:
        """A number was typed."""
        buttons = list(self._choices.values())
        if 1 <= number <= len(buttons):
            buttons[number - 1].click()

    def _clicked(self, button: QAbstractButton) -> None:
        """Where several may be ticked, the last one says that there is none and stands alone."""
        if not self._several or not button.isChecked():
            return
        buttons = list(self._choices.values())
        for other in buttons[:-1] if button is buttons[-1] else buttons[-1:]:
            other.setChecked(False)

    def retranslate(self) -> None:
        """What was measured, without what it means."""
        self.setAccessibleName(self._face.text("window.mode.practice"))
        session = self._session
        emptied(self._measured)
        if session is None:
            return
        for check in session.planned:
            if check in session.results:
                self._measured.addWidget(
                    ResultCard(
                        self._face, session.setup.profile, session.results[check], None, self._no_cause, judged=False
                    )
                )

    def restyle(self) -> None:
        """Cards take their colours when they are built."""
        self.retranslate()

    def _no_cause(self) -> None:
        """No cause is shown yet that one could go back to."""


class PracticeScore(QScrollArea):
    """The sum with all of its lines, the answer beside the truth, how the series stands, and its certificate."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face
        self._entry: Entry | None = None
        self._standing = ""
        self._banner = VerdictBanner(face)
        self.report = ReportCard(face)
        self._sums, self._truth = rows(gap=6), rows(gap=6)
        self._series = Text("lead", wrap=True)
        inner = QWidget()
        page = rows(inner, gap=12)
        page.setContentsMargins(24, 16, 20, 16)
        page.addWidget(self._banner)
        page.addWidget(self._series)
        page.addWidget(self.report)
        both = columns(gap=14)
        for layout in (self._sums, self._truth):
            frame = card()
            box = rows(frame, margin=14, gap=8)
            box.addLayout(layout)
            box.addStretch(1)
            both.addWidget(frame, 1)
        page.addLayout(both)
        page.addWidget(WordLabel(face, "practice.weights", "caption", wrap=True))
        page.addStretch(1)
        scrolled(inner, self)

    def put(self, entry: Entry, standing: str, paper: Paper) -> None:
        """Show an exercise that is over."""
        self.report.put(paper, None)
        if (entry, standing) != (self._entry, self._standing):
            self._entry, self._standing = entry, standing
            self.retranslate()
            self.verticalScrollBar().setValue(0)

    def retranslate(self) -> None:
        """Everything in the words of the face."""
        self.setAccessibleName(self._face.text("window.mode.practice"))
        entry, face = self._entry, self._face
        if entry is None:
            return
        sign = _GOOD if entry.total >= PASS_MEAN else _FAIR if entry.total >= PASS_LEAST else _POOR
        self._banner.put(sign, face.text("practice.score", total=entry.total), self._reason(entry))
        self._series.put(self._standing)
        emptied(self._sums)
        for part in entry.parts:
            self._sums.addWidget(_pair(self._part_name(part, entry), self._line(part)))
        if entry.false_alarms:
            line = face.text("practice.line.off", count=len(entry.false_alarms), each=FALSE_ALARM, off=entry.off)
            self._sums.addWidget(_pair(face.text("practice.part.alarms"), line))
        self._sums.addWidget(rule())
        total = face.text("practice.score", total=entry.total)
        self._sums.addWidget(_pair(face.text("practice.part.total"), total, strong=True))
        emptied(self._truth)
        self._truth.addWidget(WordLabel(face, "practice.truth", "title"))
        hidden = [f"fault.{name}" for name in entry.hidden_findings]
        self._truth.addWidget(_stack(face.text("practice.hidden"), self._names(hidden)))
        self._truth.addWidget(
            _stack(
                f"{face.text('practice.causes')} \u2013 {face.text('practice.right')}", self._names(entry.right_causes)
            )
        )
        self._truth.addWidget(
            _stack(
                f"{face.text('practice.causes')} \u2013 {face.text('practice.said')}", self._names(entry.named_causes)
            )
        )
        right, said = face.text(f"fate.{entry.right_fate}"), face.text(f"fate.{entry.named_fate}")
        self._truth.addWidget(_stack(f"{face.text('practice.fate')} \u2013 {face.text('practice.right')}", right))
        self._truth.addWidget(_stack(f"{face.text('practice.fate')} \u2013 {face.text('practice.said')}", said))

    def restyle(self) -> None:
        """Rows take their colours when they are built."""
        self.retranslate()

    def _names(self, ids: Sequence[str]) -> str:
        told = self._face.text("window.join").join(self._face.text(name) for name in ids)
        return told or self._face.text("practice.nothing")

    def _reason(self, entry: Entry) -> str:
        lines = []
        if entry.missed:
            lines.append(self._face.text("practice.score.missed", names=self._names(_findings(entry.missed_findings))))
        if entry.false_alarms:
            alarms = dict.fromkeys(alarm.partition(" ")[0] for alarm in entry.false_alarms)
            lines.append(self._face.text("practice.score.alarms", names=self._names(_findings(tuple(alarms)))))
        return "\n".join(lines) or self._face.text("practice.score.good")

    def _part_name(self, part: Part, entry: Entry) -> str:
        pace = Level(entry.level).pace_s
        return self._face.text(f"practice.part.{part.id}", took=self._time(entry.took_s), pace=self._time(pace))

    def _time(self, seconds: float) -> str:
        return self._face.text("practice.minutes", minutes=round(seconds) // 60, seconds=round(seconds) % 60)

    def _line(self, part: Part) -> str:
        got = f"{part.got:g}"
        return self._face.text("practice.line", got=got, of=f"{part.of:g}", most=part.most, points=part.points)


class PracticeList(QScrollArea):
    """Every series, the newest first."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face
        self._known: tuple[Series, ...] = ()
        self._trouble: Message | None = None
        self._lines = rows(gap=8)
        inner = QWidget()
        page = rows(inner, gap=10)
        page.setContentsMargins(24, 18, 24, 14)
        page.addWidget(WordLabel(face, "practice.who", "title"))
        page.addWidget(WordLabel(face, "practice.rule", "quiet", wrap=True, mean=PASS_MEAN, least=PASS_LEAST))
        page.addLayout(self._lines)
        page.addStretch(1)
        scrolled(inner, self)

    def put(self, known: tuple[Series, ...], trouble: Message | None) -> None:
        """Show these."""
        if (known, trouble) != (self._known, self._trouble) or not self._lines.count():
            self._known, self._trouble = known, trouble
            self.retranslate()

    def retranslate(self) -> None:
        """Words of the face."""
        self.setAccessibleName(self._face.text("window.mode.practice"))
        emptied(self._lines)
        face = self._face
        if self._trouble is not None or not self._known:
            told = face.say(self._trouble) if self._trouble is not None else face.text("practice.who.none")
            self._lines.addWidget(Text("lead", told, wrap=True))
        for one in self._known:
            frame = card()
            box = rows(frame, margin=12, gap=4)
            top = columns()
            top.addWidget(Text("strong", plain(one.trainee, 60) or "\u2013"), 1)
            top.addWidget(Text("strong", result_word(one, face.words)))
            box.addLayout(top)
            scores = "  ".join(str(entry.total) for entry in one.entries)
            result, level = one.result, face.text(f"practice.level.{one.level}")
            means = face.text("practice.series_line", mean=f"{result.mean:g}", least=result.least)
            day = one.entries[-1].ended[:16].replace("T", " ")
            box.addWidget(
                Text("caption", f"{day}   \u00b7   {level}   \u00b7   {scores}   \u00b7   {means}", wrap=True)
            )
            self._lines.addWidget(frame)

    def restyle(self) -> None:
        """Cards take their colours when they are built."""
        self.retranslate()


def standing_of(series: Series | None, face: Face) -> str:
    """How far a series is, and how it ended."""
    if series is None:
        return ""
    result = series.result
    line = face.text("practice.series", number=result.done, count=SERIES, mean=f"{result.mean:g}")
    return line if result.done < SERIES else f"{line} \u00b7 {result_word(series, face.words)}"


def _findings(names: Sequence[str]) -> list[str]:
    return [f"fault.{name}" for name in names]


def _pair(name: str, value: str, strong: bool = False) -> QWidget:
    made = QWidget()
    line = columns(made)
    line.addWidget(Text("strong" if strong else "", name, wrap=True), 1)
    if value:
        line.addWidget(Text("strong", value))
    return made


def _stack(name: str, value: str) -> QWidget:
    made = QWidget()
    box = rows(made, gap=0)
    box.addWidget(Text("caption", name, wrap=True))
    box.addWidget(Text("strong", value, wrap=True))
    return made
