"""A person at the window with keyboard and scanner alone: real key events to whatever has the focus, every action counted.

What is seen of the unit and pressed on it comes from the played operator at the unit's control socket.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from unittest.mock import patch

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from checks.operator import SimulatedOperator
from checks.session import Phase, Session
from checks.steps import CANNOT_TELL, Answer
from gui.panels.question_panel import DONE
from gui.scanner import Scanner
from gui.start import Running
from gui.widgets.choice_button import ChoiceButton
from tests.gui.fakes import paced


def _offered(buttons: Sequence[ChoiceButton], choice: str) -> bool:
    return any(button.answer == choice and button.isEnabled() for button in buttons)


@dataclass
class Hands:
    """Counts what it does. ``keypad`` presses on the unit are not among the actions."""

    running: Running
    actions: int = 0
    waited_s: float = field(default=0.0)

    def until(self, done: Callable[[], bool], limit_s: float = 150.0) -> None:
        """Wait while the window lives."""
        give_up = time.monotonic() + limit_s
        while not done():
            assert time.monotonic() < give_up, "never happened"
            QApplication.processEvents()
            time.sleep(0.005)

    def scan(self, code: str) -> None:
        """A burst, ended by Enter."""
        self.actions += 1
        with patch.object(Scanner, "moment", paced(0.003)):
            QTest.keyClicks(self._focus(), code)
            QTest.keyClick(self._focus(), Qt.Key.Key_Return)

    def enter(self) -> None:
        """The big key of the numeric pad."""
        self._key(Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)

    def digit(self, number: int) -> None:
        """One key of the pad."""
        self._key(Qt.Key(Qt.Key.Key_0 + number))

    def click(self, widget: QWidget) -> None:
        """The left button of the mouse, or a finger."""
        self.actions += 1
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        QTest.qWait(45)

    def type(self, text: str) -> None:
        """Words into the field with the focus; one action, however long."""
        self.actions += 1
        QTest.keyClicks(self._focus(), text)

    def inspect(self, lane: int, operator: SimulatedOperator) -> Session:
        """Answer all that is asked, by keys, until the inspection is over."""
        model = self.running.model
        session = model.units[lane].session
        assert session is not None

        def worked() -> bool:
            answer = operator.look(session, time.perf_counter_ns() / 1e9)
            question = session.question
            if answer is not None and question is not None and answer.question == question.id:
                self._give(answer, lane, lambda: session.question is question)
            return session.phase is Phase.DONE

        self.until(worked, 120.0)
        QTest.qWait(200)  # a person sees the verdict before the hand moves
        return session

    def _give(self, answer: Answer, lane: int, still_asked: Callable[[], bool]) -> None:
        """The keys of an answer; none where the machine was so slow that it is no longer asked for."""
        panel = self.running.window.check.question
        if answer.marks:  # taps on the picture are the mouse's; counted as one each
            self.actions += len(answer.marks) + 1
            self.running.model.answer(lane, answer)
        elif answer.number is not None:
            for digit in str(answer.number):
                self._key(Qt.Key(Qt.Key.Key_0 + int(digit)))
            self.enter()
        elif answer.choice == CANNOT_TELL:
            self._key(Qt.Key.Key_0)
        else:
            for choice in (answer.choice, *answer.more):
                self.until(lambda choice=choice: not still_asked() or _offered(panel.buttons, choice))  # type: ignore[misc]
                if not still_asked():
                    return
                place = [button.answer for button in panel.buttons].index(choice) + 1
                self._key(Qt.Key(Qt.Key.Key_0 + place))
            if any(button.answer == DONE for button in panel.buttons) and answer.more:
                self.enter()
        QTest.qWait(60)

    def _key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.actions += 1
        QTest.keyClick(self._focus(), key, modifier)
        QTest.qWait(45)  # slower than a scanner

    def _focus(self):  # type: ignore[no-untyped-def]
        return QApplication.focusWidget() or self.running.window
