"""The live map lights at once and keeps its evidence."""

import time

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from checks.record import KeyMark
from devices.events import KeyPressed
from gui.widgets.key_cap import KeyCap
from tests.gui.conftest import Stage
from tests.gui.fakes import Player


def colour_of(cap: KeyCap) -> QColor:
    image: QImage = cap.grab().toImage()
    return image.pixelColor(QPoint(10, image.height() // 2))


def on_map(stage: Stage) -> Player:
    player = stage.play()
    player.until(lambda s: s.current == "keypad" and KeyMark.ASKED in {m for m, _ in s.keymap.marks.values()})
    stage.settle()
    return player


def test_a_key_lights_with_its_event_and_goes_out(stage: Stage, qtbot: QtBot) -> None:
    player = on_map(stage)
    cap = stage.window.check.map.caps["5"]
    before = colour_of(cap)
    cap._fade.setInterval(60_000)
    stage.bench.say(player.lane, KeyPressed("5", "x"))
    stage.settle()
    assert cap.lit
    assert colour_of(cap) == stage.running.appearance.face.colour("accent") != before
    assert cap._fade.isActive()
    cap._fade.start(1)
    qtbot.waitUntil(lambda: not cap.lit)


def test_lighting_paints_before_the_event_loop_turns(stage: Stage) -> None:
    on_map(stage)
    cap = stage.window.check.map.caps["5"]
    painted: list[float] = []
    original = cap.paintEvent
    cap.paintEvent = lambda event: (painted.append(time.monotonic()), original(event))  # type: ignore[method-assign]
    stage.window.check.map.light("5")
    assert len(painted) == 1


def test_each_key_keeps_the_evidence_of_the_session(stage: Stage) -> None:
    player = stage.play(dead=("CLEAR",))
    good = KeyMark.IDENTIFIED
    player.until(
        lambda s: s.mark_of("CLEAR") is KeyMark.DEAD and [m for m, _ in s.keymap.marks.values()].count(good) > 4
    )
    stage.settle()
    caps = stage.window.check.map.caps
    shown = {key: cap.mark for key, cap in caps.items()}
    assert shown == {key: player.session.mark_of(key) for key in caps}
    assert shown["CLEAR"] is KeyMark.DEAD
    assert list(shown.values()).count(good) > 4


def test_all_marks_look_different_without_colour(stage: Stage) -> None:
    on_map(stage)
    cap = stage.window.check.map.caps["5"]
    seen: dict[bytes, KeyMark] = {}
    for mark in KeyMark:
        cap.put(mark)
        grey = cap.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
        picture = bytes(grey.constBits())
        assert picture not in seen, (mark, seen.get(picture))
        seen[picture] = mark


def test_the_map_has_the_models_shape(stage: Stage) -> None:
    on_map(stage)
    caps = stage.window.check.map.caps
    assert caps["1"].x() == caps["4"].x() < caps["2"].x()
    assert caps["OK"].height() > 1.8 * caps["CLEAR"].height()
    assert caps["F1"].y() < caps["1"].y()
    assert min(min(cap.width(), cap.height()) for cap in caps.values()) >= 44


def test_undo_takes_the_last_mark_back(stage: Stage, qtbot: QtBot) -> None:
    player = stage.play()
    player.until(lambda s: KeyMark.IDENTIFIED in {m for m, _ in s.keymap.marks.values()})
    marked = next(k for k, (m, _) in player.session.keymap.marks.items() if m is KeyMark.IDENTIFIED)
    stage.settle()
    qtbot.keyClick(stage.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    stage.settle()
    assert player.session.mark_of(marked) is not KeyMark.IDENTIFIED


def test_every_key_is_a_button_with_a_name(stage: Stage) -> None:
    on_map(stage)
    for cap in stage.window.check.map.caps.values():
        assert cap.accessibleName().strip()
        assert cap.accessibleDescription().strip()


def test_the_operators_mark_for_a_missing_cap_reaches_the_session(stage: Stage) -> None:
    player = on_map(stage)
    stage.window.check.map.missing.emit("5")
    stage.settle()
    assert player.session.mark_of("5") is KeyMark.MISSING
    assert stage.window.check.map.caps["5"].mark is KeyMark.MISSING
