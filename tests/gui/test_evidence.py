"""What a cause rests on leads to the row it was found in, and back, with mouse, finger and keyboard alike."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFrame, QWidget
from pytestqt.qtbot import QtBot

from checks.session import Phase
from gui.theme import TARGET
from gui.widgets.evidence_links import EvidenceLink
from tests.gui.conftest import Stage


def finished(stage: Stage) -> Any:
    """The result page of a pad with a dead key, whose power key was found without light."""
    player = stage.play(dead=("CLEAR",), look={"first.quick": "something-wrong", "first.signs": "lights-off"})
    player.until(lambda session: session.phase is Phase.DONE)
    stage.settle()
    page = stage.window.result
    assert stage.window.pages.currentWidget() is page
    return page


def links(page: Any) -> list[EvidenceLink]:
    return [link for link in page.findChildren(EvidenceLink) if link.isVisible()]


def in_view(page: Any, widget: QWidget) -> bool:
    port = page.viewport()
    return bool(port.rect().intersects(QRect(widget.mapTo(port, QPoint(0, 0)), widget.size())))


def marked(page: Any) -> list[QFrame]:
    return [frame for frame in page.findChildren(QFrame) if frame.property("role") == "found"]


def test_a_cause_leads_to_its_row_and_the_way_back_to_the_cause(stage: Stage, qtbot: QtBot) -> None:
    page = finished(stage)
    link = links(page)[0]
    assert link.height() >= TARGET
    link.setFocus()
    qtbot.keyClick(link, Qt.Key.Key_Space)
    stage.settle()
    card = page.cards["keypad"]
    (row,) = marked(page)
    assert row is card.rows[link.place.row]
    assert in_view(page, row)
    assert card.back_button.isVisible()
    assert card.back_button.height() >= TARGET
    assert card.back_button.hasFocus()
    qtbot.keyClick(card.back_button, Qt.Key.Key_Space)
    stage.settle()
    assert link.hasFocus()
    assert in_view(page, link)
    assert marked(page) == []
    assert not card.back_button.isVisible()


def test_every_link_is_reached_by_tab_and_names_what_it_shows(stage: Stage) -> None:
    page = finished(stage)
    wanted = links(page)
    page.report.setFocus()
    met: list[QWidget | None] = []
    for _ in range(80):
        QTest.keyClick(stage.window.focusWidget() or stage.window, Qt.Key.Key_Tab)
        met.append(stage.window.focusWidget())
    assert all(link in met for link in wanted)
    assert all(link.accessibleName() for link in wanted)


def test_a_tap_on_another_cause_marks_its_row_alone(stage: Stage, qtbot: QtBot) -> None:
    page = finished(stage)
    for link in links(page):
        qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
        assert len(marked(page)) == 1
        assert [card for card in page.cards.values() if card.back_button.isVisibleTo(page)] == [
            page.cards[link.place.check]
        ]


@pytest.mark.parametrize("width", [900, 1280])
def test_long_evidence_ends_in_an_ellipsis_and_never_widens_the_page(stage: Stage, width: int) -> None:
    page = finished(stage)
    stage.window.resize(width, 800)
    stage.settle()
    for link in links(page):
        link._words = "A very long finding " * 12
        link._fit()
    stage.settle()
    assert page.widget().width() <= page.viewport().width()
    assert all(link.text().endswith("\u2026") for link in links(page))


def test_another_language_forgets_the_mark_and_keeps_the_links(stage: Stage, qtbot: QtBot) -> None:
    page = finished(stage)
    qtbot.mouseClick(links(page)[0], Qt.MouseButton.LeftButton)
    page.retranslate()
    stage.settle()
    assert marked(page) == []
    assert links(page)
