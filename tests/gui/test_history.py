"""The history in the window: what waits is said, past inspections are found, opened as they were, and reported again."""

from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from checks.console.parts import Home
from gui.history_shelf import HistoryShelf
from tests.checks.test_history import unit
from tests.gui.conftest import Stage

Make = Callable[..., Stage]


def test_what_waits_for_a_server_is_said_quietly_and_brought_when_it_is_back(
    make_stage: Make, qtbot: QtBot, tmp_path: Path
) -> None:
    address = ["sqlite:////proc/nowhere/h.sqlite"]
    shelf = HistoryShelf(Home(tmp_path / "home"), lambda: address[0])
    stage = make_stage(history=shelf)
    shelf.keep(unit(1))
    assert shelf.sent.waiting == 1
    stage.running.reports.changed.emit(1)
    label = stage.window.units._history
    assert label.isVisible()
    assert label.text() == "Waiting for the history: 1"
    assert "works on" in label.toolTip()
    stage.running.appearance.use_language("zh_CN")
    assert label.text() == "\u7b49\u5f85\u5199\u5165\u5386\u53f2\uff1a1"
    address[0] = ""
    stage.window.waiting.catch_up()
    qtbot.waitUntil(lambda: not label.isVisible())
    assert shelf.sent.waiting == 0
