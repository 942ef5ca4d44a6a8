"""Questions are answered from the keyboard, never too early, and never by a barcode scanner."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from devices.events import Channel, Quantity, Reading, Source, Stamped
from devices.lanes import LaneEvent
from devices.raster import Raster
from gui.widgets.raster_view import image_of
from tests.gui.conftest import Settled, Stage


def at_first_pattern(stage: Stage) -> Settled:
    player = stage.play()
    player.until(lambda s: s.current == "display" and s.question is not None)
    stage.settle()
    return player  # type: ignore[return-value]


def type_key(stage: Stage, qtbot: QtBot, key: Qt.Key) -> None:
    qtbot.keyClick(stage.window, key)
    stage.settle()


def test_a_digit_answers_once_the_least_look_is_over(stage: Stage, qtbot: QtBot) -> None:
    player = at_first_pattern(stage)
    asked = player.session.question
    type_key(stage, qtbot, Qt.Key.Key_1)
    assert player.session.question is asked, "an answer before the least look was taken"
    stage.clock.now += 2
    stage.settle()
    type_key(stage, qtbot, Qt.Key.Key_1)
    assert player.session.question is not asked


def test_zero_is_cannot_tell_and_always_offered_last_and_neutral(stage: Stage, qtbot: QtBot) -> None:
    player = at_first_pattern(stage)
    buttons = stage.window.check.question.buttons
    assert buttons[-1].answer == "cannot-tell"
    stage.clock.now += 2
    stage.settle()
    asked = player.session.question
    type_key(stage, qtbot, Qt.Key.Key_0)
    assert player.session.question is not asked


def test_a_scanned_barcode_answers_nothing(stage: Stage, qtbot: QtBot) -> None:
    player = at_first_pattern(stage)
    stage.clock.now += 2
    stage.settle()
    asked = player.session.question
    stage.window.scanner.moment = lambda event: 7.0
    QTest.keyClicks(stage.window, "1234567890")
    qtbot.keyClick(stage.window, Qt.Key.Key_Return)
    stage.settle()
    assert player.session.question is asked


def test_a_key_that_waited_in_the_queue_of_a_busy_program_belongs_to_its_moment(stage: Stage, qtbot: QtBot) -> None:
    player, keys = at_first_pattern(stage), stage.window._keys
    stage.clock.now += 2
    stage.settle()
    asked, moments = player.session.question, iter((7.0, 7.003, 7.006, 9.0, 9.5))
    stage.window.scanner.moment = lambda event: next(moments)
    QTest.keyClicks(stage.window, "1")
    keys._patience_s = 0.0  # the program stood still: the pause is over before the rest of the code was looked at
    keys._rest()
    assert player.session.question is asked
    QTest.keyClicks(stage.window, "23")
    stage.settle()
    assert player.session.question is asked, "a code answers nothing, in how many pieces it may be looked at"
    QTest.keyClicks(stage.window, "x1")  # two keys of a person, half a second apart, looked at together
    stage.settle()
    assert player.session.question is not asked


def test_a_key_alone_is_not_waited_for_without_end(stage: Stage) -> None:
    player, keys = at_first_pattern(stage), stage.window._keys
    stage.clock.now += 2
    stage.settle()
    asked = player.session.question
    QTest.keyClicks(stage.window, "1")
    for _ in range(2):  # a program that is late every time
        keys._patience_s = 0.0
        keys._rest()
    stage.settle()
    assert player.session.question is not asked


def test_after_a_tapped_answer_no_button_elsewhere_has_the_focus(stage: Stage, qtbot: QtBot) -> None:
    player = at_first_pattern(stage)
    question, asked = stage.window.check.question, player.session.question
    stage.clock.now += 2
    stage.until(lambda: question.buttons[0].isEnabled())
    qtbot.mouseClick(question.buttons[0], Qt.MouseButton.LeftButton)
    stage.settle()
    player.until(lambda s: s.question is not None and s.question is not asked)
    stage.settle()
    assert question.hasFocus(), "a later Space would press it"
    question.buttons[0].wait(1.0)
    question.buttons[0].setFocus()
    question.buttons[0].wait(0.5)
    assert question.hasFocus(), "nor while the same answers wait for the least look"


def test_a_count_is_typed_and_confirmed_with_enter(stage: Stage, qtbot: QtBot) -> None:
    player = at_first_pattern(stage)
    player.until(lambda s: s.question is not None and s.question.number is not None)
    stage.clock.now += 2
    stage.settle()
    asked = player.session.question
    field = stage.window.check.question._pad.field
    qtbot.keyClicks(field, "1")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    stage.settle()
    assert player.session.question is not asked


def test_digits_tapped_on_the_pad_are_erased_like_typed_ones(stage: Stage, qtbot: QtBot) -> None:
    player = at_first_pattern(stage)
    player.until(lambda s: s.question is not None and s.question.number is not None)
    stage.clock.now += 2
    stage.settle()
    asked, marks, pad = player.session.question, dict(player.session.keymap.marks), stage.window.check.question._pad
    qtbot.mouseClick(pad._digits["7"], Qt.MouseButton.LeftButton)
    assert pad.field.hasFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backspace)
    assert pad.field.text() == ""
    qtbot.keyClicks(pad.field, "12")
    qtbot.mouseClick(pad._erase, Qt.MouseButton.LeftButton)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backspace)
    assert pad.field.text() == ""
    stage.settle()
    assert player.session.question is asked
    assert player.session.keymap.marks == marks
    assert not stage.window.bar.undo_button.isEnabled(), "no mark of this check's"


def test_the_preview_shows_the_raster_dot_for_dot(stage: Stage) -> None:
    at_first_pattern(stage)
    pixels = np.random.default_rng(1).integers(0, 256, (320, 240, 3), np.uint8)
    raster = Raster(pixels)
    view = stage.window.check.raster
    view.put(raster)
    stage.settle()
    assert view.exact
    area = view.picture_area().toRect()
    image = view.grab(area).toImage().convertToFormat(image_of(raster).format())
    seen = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    seen = seen[:, : raster.width * 3].reshape(raster.height, raster.width, 3)
    assert np.array_equal(seen, raster.pixels)


def test_hidden_dots_are_on_the_unit_only_and_never_in_the_window(stage: Stage) -> None:
    player = at_first_pattern(stage)
    player.until(lambda s: s.shown is not None and s.shown.pattern.startswith("dots"))
    stage.settle()
    assert not stage.window.check.raster.isVisible()


def test_enter_starts_and_saves_and_goes_on(stage: Stage, qtbot: QtBot) -> None:
    lane = stage.unit()
    qtbot.keyClick(stage.window.ready.serial, Qt.Key.Key_Return)
    unit = stage.running.model.units[lane]
    assert unit.running
    stage.running.model.abort(lane)
    stage.settle()
    qtbot.keyClick(stage.window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(stage.running.reports.paper(lane).path))
    qtbot.waitUntil(lambda: stage.running.reports.answer(lane) is not None)
    stage.settle()
    assert stage.running.reports.paper(lane).path in stage.window.result.report._where.text()
    qtbot.keyClick(stage.window, Qt.Key.Key_Return)
    stage.settle()
    assert stage.running.model.units[lane].session is None


def test_a_question_that_a_meters_reading_brought_is_shown(stage: Stage) -> None:
    """Any event lets time pass: the reading that came first after a wait was over used to end it unseen."""
    player, model = stage.play(), stage.running.model
    player.until(lambda s: s.current == "keypad" and s.deadline is not None)
    stage.settle()
    session, before = player.session, player.session.question
    assert session.deadline is not None
    stage.clock.now = session.deadline + 0.01
    reading = Reading(Channel(Quantity.VOLTAGE, Source.METER), 5.1)
    model.take(LaneEvent(player.meter, Stamped(reading, stage.clock())))
    assert session.question is not before
    stage.settle()
    assert stage.window.check.question._question.id == session.question.id
