"""The question of the check that runs: its words, its choices as big buttons, a number pad for counts. *Cannot tell* always last."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QGridLayout, QWidget

from checks.panel import DisplayMark
from checks.steps import CANNOT_TELL, Answer, Question, Tone
from gui.face import Face
from gui.widgets.choice_button import ChoiceButton
from gui.widgets.number_pad import NumberPad
from gui.widgets.words import Text, dropped, rows, tab_in_order

NUMBER: Final = "number"
DONE: Final = "done"
"""The button that ends a choice of several; never an answer."""
_FRAME_MS: Final = 33
_LINGER_MS: Final = 500


class QuestionPanel(QWidget):
    """``answered`` carries an ``Answer``; nothing leaves before the least look is over."""

    answered = Signal(object)

    def __init__(self, face: Face, clock: Callable[[], float]) -> None:
        super().__init__()
        self._face, self._clock = face, clock
        self._question: Question | None = None
        self._began = self._ready_at = 0.0
        self._marks: tuple[DisplayMark, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._words = Text("title", wrap=True)
        self._aside = Text("caption", wrap=True)
        self._pad = NumberPad(face)
        self._pad.entered.connect(self._counted)
        self._pad.unsure.connect(self.cannot_tell)
        self._pad.hide()
        self._buttons: list[ChoiceButton] = []
        box = rows(self, gap=10)
        box.addWidget(self._words)
        box.addWidget(self._aside)
        box.addWidget(self._pad)
        self._low = self._two = False
        self._choices = QGridLayout()
        self._choices.setSpacing(6)
        box.addLayout(self._choices)
        self._beside = False
        self._linger = QTimer(self, interval=_LINGER_MS, singleShot=True)
        self._linger.timeout.connect(self._gone)
        self._timer = QTimer(self, interval=_FRAME_MS)
        self._timer.timeout.connect(self._fill)
        self._gone()

    @property
    def buttons(self) -> tuple[ChoiceButton, ...]:
        """The answers offered now."""
        return tuple(self._buttons)

    def put(self, question: Question | None, ready_at: float, aside: bool) -> None:
        """Show a question. ``aside``: it only stands beside an instruction, whose words are elsewhere."""
        if question is None and self._question is not None and self._beside:
            self._linger.start()  # between two keys nothing is asked for a moment: do not flicker
            return
        self._linger.stop()
        self._show(question, ready_at, aside)

    def _show(self, question: Question | None, ready_at: float, aside: bool) -> None:
        if question != self._question:
            same = question is not None and self._question is not None and _offers(question) == _offers(self._question)
            self._question, self._marks = question, ()
            self._began = self._clock()
            if not same or (question is not None and (question.number is not None or question.several)):
                self._offer(question)
        self._ready_at, self._beside = ready_at, aside
        self._words.setVisible(question is not None and not aside)
        self._aside.setVisible(question is not None and aside)
        if question is not None and self._ready_at > self._clock():
            self._timer.start()
        self.retranslate()
        self._fill()

    def mark(self, marks: tuple[DisplayMark, ...]) -> None:
        """Places were marked on the picture: they go with the answer, and count themselves."""
        self._marks = marks
        question = self._question
        if question is not None and question.number is not None and question.marks:
            self._pad.field.setText(str(len(marks)) if marks else "")

    def _gone(self) -> None:
        self._show(None, 0.0, aside=False)

    def enter(self) -> bool:
        """Enter was typed: confirms a count, or gives the answer that has the focus. False where there is neither."""
        if self._question is None:
            return False
        if self._question.number is not None:
            self._pad.confirm()
            return True
        if self._question.several and any(button.isChecked() for button in self._buttons):
            self._give(DONE)
            return True
        focused = next((button for button in self._buttons if button.hasFocus() and button.isEnabled()), None)
        if focused is not None:
            self._give(focused.answer)
        return focused is not None

    def arrange(self, low: bool, wide: bool = False) -> None:
        """Where the window is low or there is room to the side, many choices stand in two columns; a low pad is flat."""
        self._low, self._two = low, low or wide
        self._pad.arrange(low)
        self._place()

    def _place(self) -> None:
        wide = 2 if self._two and len(self._buttons) > 4 else 1
        for column in range(2):
            self._choices.setColumnStretch(column, 1 if column < wide else 0)
        for index, button in enumerate(self._buttons):
            self._choices.addWidget(button, index // wide, index % wide)

    def choose(self, number: int) -> bool:
        """A digit was typed: 1-9 picks a choice, 0 is *cannot tell*. False where it means nothing."""
        if self._question is None:
            return False
        if self._question.number is not None:
            self._pad.field.insert(str(number))
            self._pad.field.setFocus()
            return True
        wanted = CANNOT_TELL if number == 0 else ""
        for index, button in enumerate(self._buttons, start=1):
            if button.answer == wanted or (index == number and button.answer != CANNOT_TELL):
                if button.isEnabled() and button.isCheckable():
                    button.toggle()
                elif button.isEnabled():
                    self._give(button.answer)
                return True
        return False

    def cannot_tell(self) -> None:
        """The key for *cannot tell* was typed, also while a number is asked for."""
        if self._question is not None and self._clock() >= self._ready_at:
            self._give(CANNOT_TELL)

    def retranslate(self) -> None:
        """Words of the face."""
        asked = self._question is not None
        self._words.put(self._face.say(self._question.text) if self._question is not None else "")
        self._aside.put(self._face.text("window.question.aside") if asked else "")

    def _offer(self, question: Question | None) -> None:
        for old in self._buttons:
            dropped(old)
        self._buttons = []
        if self._pad.isAncestorOf(QApplication.focusWidget() or self):
            self.setFocus()
        self._pad.setVisible(question is not None and question.number is not None)
        if question is None:
            self._timer.stop()
            return
        for index, choice in enumerate(question.choices, start=1):
            self._add(choice.id, str(index), choice.tone, choice.local)
            self._buttons[-1].setCheckable(question.several and index > 1)
        if question.several:
            self._add(DONE, "⏎", Tone.GOOD)
        self._add(CANNOT_TELL, "−" if question.number is not None else "0", Tone.NEUTRAL)
        self._place()
        tab_in_order(self._pad.done, self._buttons)
        if question.number is not None:
            self._pad.put(question.number)
        self._timer.start()

    def _add(self, answer: str, key: str, tone: Tone, local: tuple[tuple[str, str], ...] = ()) -> None:
        if any(button.answer == answer for button in self._buttons):
            return
        button = ChoiceButton(self._face, answer, key, tone, local)
        button.clicked.connect(self._clicked)
        self._buttons.append(button)

    def _fill(self) -> None:
        span = self._ready_at - self._began
        share = 1.0 if span <= 0 else (self._clock() - self._began) / span
        for button in self._buttons:
            button.wait(share)
        if share >= 1.0:
            self._timer.stop()

    def _clicked(self) -> None:
        button = self.sender()
        if isinstance(button, ChoiceButton) and not button.isCheckable():
            self._give(button.answer)

    def _counted(self, number: int) -> None:
        if self._question is not None and self._clock() >= self._ready_at:
            self.answered.emit(Answer(self._question.id, NUMBER, number, marks=self._marks))

    def _give(self, choice: str) -> None:
        if self._question is None:
            return
        marks = self._marks if choice != CANNOT_TELL else ()
        if choice == DONE:
            chosen = [button.answer for button in self._buttons if button.isChecked()]
            if chosen:
                self.answered.emit(Answer(self._question.id, chosen[0], None, tuple(chosen[1:])))
        else:
            self.answered.emit(Answer(self._question.id, choice, marks=marks))


def _offers(question: Question) -> tuple[object, ...]:
    return question.choices, question.number, question.several
