"""Nothing that must be seen is cut off or covered: long names, many choices, two windows on a narrow screen, icons."""

import hashlib

import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from gui.next_action import instructs
from gui.panels.check_page import CheckPage
from gui.virtual_terminal import SLIM, VirtualTerminal
from gui.widgets.verdict import VerdictBanner
from gui.widgets.words import Fitted
from tests.gui.conftest import Stage
from tests.gui.fakes import ROOT, FakeControl, virtual_units

SAME_ON_PURPOSE = {frozenset({"close", "fail"}), frozenset({"heat", "temperature"})}
"""A cross is a cross; and what is measured is drawn like the check that judges it."""


def to_the_signs(stage: Stage) -> CheckPage:
    player = stage.play(look={"first.quick": "something-wrong"})
    player.until(lambda s: s.question is not None and s.question.id == "first.signs")
    stage.settle()
    return stage.window.check  # type: ignore[no-any-return]


@pytest.mark.parametrize("size", [(1280, 800), (1024, 640)])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_one_of_many_choices_is_seen_without_scrolling(
    stage: Stage, size: tuple[int, int], language: str
) -> None:
    stage.window.resize(*size)
    stage.running.appearance.use_language(language)
    page = to_the_signs(stage)
    view = page._side_area.viewport()
    assert len(page.question.buttons) == 10
    for button in page.question.buttons:
        corner = button.mapTo(view, QPoint(button.width() - 1, button.height() - 1))
        assert view.rect().contains(corner), button.answer


def test_a_picture_to_look_at_comes_back_after_many_choices(stage: Stage) -> None:
    page = to_the_signs(stage)
    assert page._visual.isHidden()
    stage.window.check.question.choose(1)
    stage.settle()
    assert not page._visual.isHidden()


def test_a_long_name_takes_smaller_letters_before_it_is_cut(stage: Stage) -> None:
    stage.window.select(stage.bench.connect("smart-terminal", "SIM4711", url="/dev/ttyUSB0"))
    stage.settle()
    name = stage.window.header._model
    assert isinstance(name, Fitted)
    assert name.text() == "Smart terminal (service console)"
    font = name.drawn_font()
    assert font.pixelSize() <= name.font().pixelSize()
    from PySide6.QtGui import QFontMetrics

    assert QFontMetrics(font).horizontalAdvance(name.text()) <= name.width()


def test_both_windows_fit_beside_each_other_on_a_screen_of_1280(stage: Stage, qtbot: QtBot) -> None:
    assert stage.window.minimumWidth() + SLIM + 4 <= 1280
    for unit in virtual_units({"gertec-ppc930": stage.bench.known["smart-terminal"]}, FakeControl()):
        window = VirtualTerminal(stage.running.appearance.face, (unit,))
        qtbot.addWidget(window)
        window.show_faults(False)
        window.show()
        assert window.minimumSizeHint().width() <= SLIM, "nothing inside may push it wider"


def test_the_verdict_is_high_enough_for_all_that_it_says(stage: Stage, qtbot: QtBot) -> None:
    from gui.theme import VERDICTS

    banner = VerdictBanner(stage.running.appearance.face)
    qtbot.addWidget(banner)
    sign = next(iter(VERDICTS.values()))
    banner.put(sign, "FAIL", "Failed: Keypad")
    short = banner.heightForWidth(600)
    banner.put(sign, "FAIL", "Failed: " + ", ".join(["Protection and keys"] * 12) + "\nDisposition: Repair")
    assert banner.heightForWidth(600) > short
    assert banner.heightForWidth(400) > banner.heightForWidth(600)


def test_a_question_whose_answer_may_be_that_all_is_well_is_asked_as_one(stage: Stage) -> None:
    stage.window.select(stage.bench.connect("no-link", "", url="none"))
    stage.settle()
    assert "No cable" in stage.window.header._link.text()
    from tests.gui.conftest import Settled

    player = Settled(stage.running, stage.bench, 1, look={"power.start": "unit-starts"})
    player.start()
    player.until(lambda s: s.question is not None and s.question.id == "keypad.by-word")
    stage.settle()
    assert not instructs(player.session)
    assert not stage.window.check.question._words.isHidden()


def test_no_icon_is_a_copy_of_another() -> None:
    drawn: dict[str, set[str]] = {}
    for path in sorted((ROOT / "resources/icons").glob("*.svg")):
        drawn.setdefault(hashlib.sha256(path.read_bytes()).hexdigest(), set()).add(path.stem)
    assert {frozenset(names) for names in drawn.values() if len(names) > 1} == SAME_ON_PURPOSE
