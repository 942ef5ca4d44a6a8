"""A screen reader can say every control: each state of the window, both languages, asked through Qt's own interface."""

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from checks.words import load_catalogues
from gui.face import Face
from gui.theme import LIGHT
from gui.widgets.bar import ShareBar
from tests.accessibility import unnamed
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
