"""Faults are marked on the picture of the screen with mouse or finger, counted, and carried by the answer."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from checks.panel import DisplayMark, MarkKind
from checks.session import Session
from gui.widgets.marking_view import MarkingView
from tests.gui.conftest import Settled, Stage


def asked_to_mark(stage: Stage, symptom: str) -> Settled:
    """At the question where on the first picture."""
    player = stage.play(look={"display.white": symptom})
    player.until(lambda s: s.question is not None and s.question.marks)
    stage.settle()
    return player  # type: ignore[return-value]


def at(view: MarkingView, x: float, y: float) -> QPoint:
    """The middle of a pixel of the panel, in the widget."""
    place = view.place_of(x + 0.5, y + 0.5)
    return QPoint(int(place.x()), int(place.y()))


def drag(view: MarkingView, start: tuple[int, int], end: tuple[int, int]) -> None:
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=at(view, *start))
    QTest.mouseMove(view, at(view, (start[0] + end[0]) / 2, (start[1] + end[1]) / 2))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=at(view, *end))


def kept(session: Session) -> tuple[DisplayMark, ...]:
    result = session.results["display"]
    assert result.panel is not None
    return result.panel.marks


def test_taps_are_counted_as_dots_and_kept_in_the_record(stage: Stage, qtbot: QtBot) -> None:
    player = asked_to_mark(stage, "dark-dots")
    view, panel = stage.window.check.raster, stage.window.check.question
    for x, y in ((10, 20), (200, 300)):
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=at(view, x, y))
    assert panel._pad.field.text() == "2"
    stage.clock.now += 2
    qtbot.keyClick(panel._pad.field, Qt.Key.Key_Return)
    player.until(lambda s: "display" in s.results)
    assert kept(player.session) == (
        DisplayMark(MarkKind.DOT, 10, 20, 1, 1, "white", "dark-dots"),
        DisplayMark(MarkKind.DOT, 200, 300, 1, 1, "white", "dark-dots"),
    )
    counted = {m.limit_id: m.value for m in player.session.results["display"].measurements}
    assert counted["display.dark_dots"] == 2


def test_a_drag_along_is_a_line_and_the_right_button_takes_the_last_mark_back(stage: Stage) -> None:
    player = asked_to_mark(stage, "lines")
    view, panel = stage.window.check.raster, stage.window.check.question
    drag(view, (50, 5), (51, 310))
    drag(view, (20, 20), (120, 200))
    assert [mark.kind for mark in view.marks] == [MarkKind.LINE, MarkKind.ZONE]
    QTest.mouseClick(view, Qt.MouseButton.RightButton, pos=at(view, 5, 5))
    assert [mark.kind for mark in view.marks] == [MarkKind.LINE]
    drag(view, (20, 20), (120, 200))
    stage.settle()
    stage.window.bar.undo_button.click()
    assert [mark.kind for mark in view.marks] == [MarkKind.LINE], "a finger has no right button"
    stage.clock.now += 2
    panel.choose(1)
    stage.settle()
    player.until(lambda s: "display" in s.results)
    (mark,) = kept(player.session)
    assert (mark.kind, mark.x, mark.y, mark.pattern, mark.symptom) == (MarkKind.LINE, 50, 5, "white", "lines")
    assert (mark.w, mark.h) == (2, 306)


def test_a_picture_that_is_only_looked_at_takes_no_marks(stage: Stage) -> None:
    player = stage.play()
    player.until(lambda s: s.current == "display" and s.question is not None)
    stage.settle()
    view = stage.window.check.raster
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=at(view, 10, 20))
    assert (view.marking, view.marks) == (False, ())


def test_marks_of_one_question_do_not_stay_for_the_next(stage: Stage) -> None:
    player = asked_to_mark(stage, "dark-dots")
    view = stage.window.check.raster
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=at(view, 10, 20))
    player.until(lambda s: s.question is not None and s.question.id == "display.black")
    stage.settle()
    assert (view.marking, view.marks) == (False, ())


def test_a_tap_beside_the_picture_marks_nothing_and_a_drag_out_of_it_ends_at_its_edge(stage: Stage) -> None:
    asked_to_mark(stage, "uneven")
    view = stage.window.check.raster
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
    assert view.marks == ()
    edge = at(view, 239, 100)
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=at(view, 100, 50))
    QTest.mouseMove(view, edge)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=edge + QPoint(60, 0))
    (mark,) = view.marks
    assert (mark.x + mark.w, mark.kind) == (240, MarkKind.ZONE)
