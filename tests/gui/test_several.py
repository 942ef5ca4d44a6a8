"""Questions that take several answers, and the map's band over a broken line; the real widgets."""

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from checks.measurement import message
from checks.steps import Answer, Choice, Question, Tone
from gui.panels.question_panel import DONE, QuestionPanel
from gui.widgets.keypad_map import KeypadMap
from tests.checks.stage import profiles
from tests.gui.conftest import Stage

SIGNS = Question(
    "first.signs",
    message("ask.first_signs"),
    (Choice("nothing-seen", Tone.GOOD), Choice("liquid", Tone.BAD), Choice("burnt", Tone.BAD)),
    several=True,
)


def panel(stage: Stage, qtbot: QtBot) -> tuple[QuestionPanel, list[Answer]]:
    made = QuestionPanel(stage.running.appearance.face, stage.clock)
    qtbot.addWidget(made)
    said: list[Answer] = []
    made.answered.connect(said.append)
    made.put(SIGNS, stage.clock(), aside=False)
    made.show()
    return made, said


def button(made: QuestionPanel, answer: str) -> QWidget:
    return next(b for b in made.buttons if b.answer == answer)


def test_several_choices_are_given_together_when_somebody_says_that_is_all(stage: Stage, qtbot: QtBot) -> None:
    made, said = panel(stage, qtbot)
    button(made, DONE).click()  # type: ignore[attr-defined]
    assert said == [], "nothing was chosen yet"
    assert made.choose(2)
    button(made, "burnt").click()  # type: ignore[attr-defined]
    assert said == []
    assert made.enter()
    assert said == [Answer("first.signs", "liquid", None, ("burnt",))]


def test_nothing_of_this_is_said_with_one_click(stage: Stage, qtbot: QtBot) -> None:
    made, said = panel(stage, qtbot)
    assert made.choose(1)
    assert said == [Answer("first.signs", "nothing-seen")]


def test_a_broken_line_is_a_band_over_its_keys(stage: Stage, qtbot: QtBot) -> None:
    shown = KeypadMap(stage.running.appearance.face)
    qtbot.addWidget(shown)
    shown.put(profiles()["demo-matrix"].keypad)
    shown.resize(500, 500)
    shown.show()
    shown.put_lines((("2", "5", "8", "0"),))
    (band,) = shown.bands
    inside = {key for key, cap in shown.caps.items() if band.contains(cap.geometry().center().toPointF())}
    assert inside == {"2", "5", "8", "0"}


def test_a_unit_without_a_cable_is_connected_with_one_button(stage: Stage) -> None:
    stage.window.by_hand.begin()
    stage.window.connect_page.without.click()
    stage.settle()
    lane = stage.bench.lanes()[-1]
    assert (lane.url, lane.profile.id if lane.profile else "") == ("none", "no-link")
    assert stage.window.lane == lane.id
