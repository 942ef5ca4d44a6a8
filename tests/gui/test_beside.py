"""Manual and settings beside a running inspection: it goes on, nothing typed there touches it, Esc leads back to where it is."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from checks.record import KeyMark
from checks.session import Phase
from devices.events import KeyPressed
from tests.gui.conftest import Stage

CONTROL = Qt.KeyboardModifier.ControlModifier
OF_THE_INSPECTION = (
    (Qt.Key.Key_Period, CONTROL),
    (Qt.Key.Key_K, CONTROL),
    (Qt.Key.Key_R, CONTROL),
    (Qt.Key.Key_Z, CONTROL),
    (Qt.Key.Key_Backspace, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_1, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_0, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_Minus, Qt.KeyboardModifier.NoModifier),
)


@pytest.mark.parametrize("key", [Qt.Key.Key_F1, Qt.Key.Key_F10])
def test_an_inspection_goes_on_beside_manual_and_settings_untouched_by_what_is_typed_there(
    stage: Stage, qtbot: QtBot, key: Qt.Key
) -> None:
    player, window = stage.play(), stage.window
    player.until(lambda s: s.question is not None and s.question.id.startswith("keypad.") and bool(s.keymap.history))
    session = player.session
    qtbot.keyClick(window, key)
    stage.settle()
    assert window.pages.currentWidget() is window.side.shown
    before = (session.current, session.question, dict(session.results), list(session.keymap.history))
    for typed, modifier in OF_THE_INSPECTION:
        qtbot.keyClick(window.focusWidget(), typed, modifier)
        qtbot.keyClick(window, typed, modifier)
        stage.settle()
        stage.settle()
    assert (session.current, session.question, dict(session.results), list(session.keymap.history)) == before
    assert session.phase is Phase.RUNNING
    asked = next(name for name, (mark, _) in session.keymap.marks.items() if mark is KeyMark.ASKED)
    stage.bench.say(player.lane, KeyPressed(asked, asked))
    stage.settle()
    assert session.state.keys[asked].presses == 1, "pressed on the unit meanwhile: recorded"
    assert window.pages.currentWidget() is window.side.shown
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    stage.settle()
    assert window.pages.currentWidget() is window.check
    assert window.check.map.caps[asked].isVisible()
    qtbot.keyClick(window, key)
    player.until(lambda s: False)
    stage.settle()
    assert window.pages.currentWidget() is window.side.shown, "nobody is torn from what they read"
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.pages.currentWidget() is window.result
