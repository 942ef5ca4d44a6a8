"""A screen reader can say every control: each state of the window, both languages, asked through Qt's own interface."""

from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from checks.session import Phase
from checks.words import load_catalogues
from gui.face import Face
from gui.theme import LIGHT
from gui.widgets.bar import ShareBar
from tests.accessibility import unnamed
from tests.gui.conftest import Stage
from tests.gui.fakes import ROOT


def test_a_control_without_a_name_is_found(qtbot: QtBot) -> None:
    root = QWidget()
    qtbot.addWidget(root)
    button = QPushButton(root)
    root.show()
    assert unnamed(root) == ["QPushButton: no name"]
    button.setAccessibleName("go on")
    assert unnamed(root) == []


def test_a_bar_tells_its_value(qtbot: QtBot) -> None:
    bar = ShareBar(Face(load_catalogues(ROOT / "resources/i18n")["en"], LIGHT, ROOT / "resources/icons"))
    qtbot.addWidget(bar)
    bar.put(3, 4)
    item = QAccessible.queryAccessibleInterface(bar)
    assert item.role() == QAccessible.Role.ProgressBar
    assert "75" in item.text(QAccessible.Text.Value)
    assert item.text(QAccessible.Text.Name) == "75 %"


def test_shortcuts_stay_on_their_controls_in_the_other_language(make_stage, qtbot) -> None:  # type: ignore[no-untyped-def]
    stage = make_stage()
    stage.running.appearance.use_language("zh_CN")
    units = stage.window.units
    for button, keys in ((units.language_button, "F2"), (units.theme_button, "F3"), (units.modes["intake"], "F6"),
                         (units.manual_button, "F1"), (units.settings_button, "F10")):  # fmt: skip
        assert keys in button.toolTip()


def tabbed(window: Any) -> list[QWidget]:
    """What Tab comes to, from the left edge's first button on."""
    first = at = window.units.settings_button
    found = []
    while at is not first or not found:
        if at.isVisible() and at.isEnabled() and at.focusPolicy() & Qt.FocusPolicy.TabFocus:
            found.append(at)
        at = at.nextInFocusChain()
    return found


def test_tab_goes_from_the_units_through_the_page_to_the_bar(stage: Stage) -> None:
    player, window = stage.play(dead=("CLEAR",)), stage.window
    stage.bench.connect(serial="S2", url="/dev/ttyACM9")
    stage.settle()

    def in_order() -> bool:
        parts = (window.units, window.pages, window.live, window.bar)
        places = [next(n for n, part in enumerate(parts) if part.isAncestorOf(one)) for one in tabbed(window)]
        return places == sorted(places) and set(places) >= {0, 1, 3}

    player.until(lambda session: session.question is not None and len(session.question.choices) > 1)
    stage.settle()
    assert in_order()
    player.until(lambda session: session.phase is Phase.DONE)
    stage.settle()
    assert in_order()
    inner = window.result.widget()
    told = [one for one in tabbed(window) if inner.isAncestorOf(one)]
    heights = [one.mapTo(inner, QPoint()).y() for one in told]
    assert len(told) > 4
    assert heights == sorted(heights), "as they are read"
    stage.running.appearance.use_language("zh_CN")
    stage.settle()
    assert in_order()
