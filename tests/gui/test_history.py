"""The history in the window: what waits is said, past inspections are found, opened as they were, and reported again."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from checks.console.parts import Home
from checks.history.entry import entry_of
from checks.history.outbox import Sent
from checks.history.wanted import Wanted
from checks.measurement import message
from checks.record import Record
from gui.history_shelf import HistoryShelf
from gui.panels.history_table import PAGE
from gui.past import Past, model_of
from gui.ports import Found, SigningNeed, Unable
from gui.widgets.before_after import before_after
from gui.widgets.diagnosis_card import DiagnosisCard
from tests.checks.report import samples
from tests.checks.test_history import unit
from tests.gui.conftest import Stage
from tests.gui.test_language import drifting

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


def filled(folder: Path) -> HistoryShelf:
    """Twelve units; one of them was here twice."""
    shelf = HistoryShelf(Home(folder / "home"), str)
    for number in range(12):
        shelf.keep(unit(number, operator="Li Na" if number < 3 else "Chen Wei"))
    good = unit(2)
    later = {"results": good.results, "overall": good.overall, "diagnoses": (), "ended": "2026-11-29T09:00:00Z"}
    shelf.keep(replace(unit(1), id="later", **later))
    return shelf


def listed(stage: Stage) -> list[str]:
    table = stage.window.history.list_page.table
    return [table.data(table.index(row, 1)) for row in range(table.rowCount())]


def test_past_inspections_are_searched_opened_as_they_were_compared_and_reported_again(
    make_stage: Make, qtbot: QtBot, tmp_path: Path
) -> None:
    written: list[tuple[Record, Path, str]] = []

    def publish(record: Record, _languages: Any, path: Path, passphrase: str = "") -> Path:
        written.append((record, path, passphrase))
        path.write_bytes(b"%PDF-")
        return path

    shelf = filled(tmp_path)

    def compare(first: Record, second: Record, _languages: Any, path: Path, passphrase: str = "") -> Path:
        compared.append((first.id, second.id, passphrase))
        path.write_bytes(b"%PDF-")
        return path

    compared: list[tuple[str, str, str]] = []
    stage = make_stage(history=shelf, publish=publish, compare=compare, signing=lambda record: SigningNeed.PASSPHRASE)
    window, room = stage.window, stage.window.history
    page = room.list_page
    qtbot.keyClick(window, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: room.total == 13)
    assert stage.running.settings.mode == "repair", "the next start is at work again"
    assert window.pages.currentWidget() is page
    assert page.serial.hasFocus()
    qtbot.keyClicks(page.serial, "00003")
    qtbot.waitUntil(lambda: listed(stage) == ["SN-00003"])
    page.clear()
    page.operator.setText("li")
    page.verdict.setCurrentIndex(page.verdict.findData("fail"))
    page.until.setText("2026-11-02")
    room.search()
    qtbot.waitUntil(lambda: listed(stage) == ["SN-00001"])
    page.until.setText("yesterday")
    room.search()
    assert page._wrong.isVisible()
    window.scanned("sn 00001")
    qtbot.waitUntil(lambda: listed(stage) == ["SN-00001", "SN-00001"])
    assert not page._wrong.isVisible()
    page.view.selectRow(1)
    page.view.setFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.pages.currentWidget() is room.past_page)
    shown = room.past_page.result
    assert room._past.kept == unit(1, operator="Li Na")
    assert shown.banner.accessibleName() == "FAIL"
    assert list(shown.cards) == [result.check for result in unit(1).results]
    assert len(shown.findChildren(DiagnosisCard)) == len(unit(1).diagnoses) > 0
    assert room.past_page._curves.isVisibleTo(room.past_page)
    room.compare()
    qtbot.waitUntil(lambda: room.past_page._said.isVisible())
    assert "no inspection before" in room.past_page._said.text()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.pages.currentWidget() is page
    page.view.selectRow(0)
    window.do_next()
    qtbot.waitUntil(lambda: room._past is not None and room._past.kept.id == "later")
    assert shown.banner.accessibleName() == "PASS"
    room.compare()
    qtbot.waitUntil(lambda: room._earlier is not None)
    stage.settle()
    told = " ".join(label.text() for label in room.past_page.findChildren(type(room.past_page._said)))
    assert "gone: Dead key" in told
    assert ("In between" in told, "Repair" in told) == (True, False), "nobody wrote down a repair"
    assert "2026-11-02" in told
    window.resize(1024, 640)
    stage.settle()
    head = room.past_page
    shown_buttons = [b for b in (head.compare_button, head.sign_button, head.report_button) if b.isVisible()]
    assert head.sign_button in shown_buttons
    assert all(button.width() >= button.sizeHint().width() for button in shown_buttons), "no word is cut"
    room.past_page.sign_button.click()
    assert not compared
    shown.report.passphrase.setText("typed for both")
    window.do_next()
    qtbot.waitUntil(lambda: stage.running.reports.answer(-1) is not None)
    assert compared == [(unit(1).id, "later", "typed for both")]
    assert stage.running.reports.paper(-1).path.endswith("-later-compared.pdf")
    room.report()
    assert not written
    shown.report.passphrase.setText("a long passphrase")
    window.do_next()
    qtbot.waitUntil(lambda: stage.running.reports.answer(-1) is not None)
    record, path, passphrase = written[0]
    assert (record, passphrase) == (room._past.kept, "a long passphrase")
    assert path != stage.running.reports.path_of(record), "the report of then stays as it is"
    window.choose(stage.unit())
    assert window.pages.currentWidget() is window.ready


def test_enter_right_behind_a_serial_opens_nothing_that_was_not_looked_for(
    make_stage: Make, qtbot: QtBot, tmp_path: Path
) -> None:
    stage = make_stage(history=filled(tmp_path))
    window, room = stage.window, stage.window.history
    window.use_mode("history")
    qtbot.waitUntil(lambda: room.total == 13)
    stage.settle()
    qtbot.keyClicks(room.list_page.serial, "00003")
    qtbot.keyClick(room.list_page.serial, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: listed(stage) == ["SN-00003"])
    stage.settle()
    assert window.pages.currentWidget() is room.list_page
    qtbot.keyClick(room.list_page.serial, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.pages.currentWidget() is room.past_page)
    assert room._past.kept.unit.serial == "SN-00003"


def test_rows_of_an_older_question_are_not_opened(make_stage: Make, qtbot: QtBot, tmp_path: Path) -> None:
    stage = make_stage(history=filled(tmp_path))
    room = stage.window.history
    stage.window.use_mode("history")
    qtbot.waitUntil(lambda: room.total == 13)
    room.list_page.look_for("00003")
    room.act()
    qtbot.waitUntil(lambda: listed(stage) == ["SN-00003"])
    stage.settle()
    assert room._past is None


def test_units_whose_serials_begin_alike_look_different_in_a_narrow_list(make_stage: Make, tmp_path: Path) -> None:
    shelf = HistoryShelf(Home(tmp_path / "home"), str)
    for number in range(2):
        made = unit(1)
        shelf.keep(replace(made, id=f"{number:032x}", unit=replace(made.unit, serial=f"56924072074539400{number}")))
    stage = make_stage(history=shelf)
    stage.window.resize(1024, 640)
    stage.window.use_mode("history")
    stage.until(lambda: stage.window.history.total == 2)
    stage.settle()
    page = stage.window.history.list_page
    page.view.clearSelection()
    cells = [page.view.viewport().grab(page.view.visualRect(page.table.index(row, 1))).toImage() for row in range(2)]
    assert cells[0] != cells[1]


def test_a_unit_that_will_fail_is_named_with_its_arithmetic_and_leads_to_its_inspections(
    make_stage: Make, qtbot: QtBot, tmp_path: Path
) -> None:
    shelf = HistoryShelf(Home(tmp_path / "home"), str)
    stage = make_stage(history=shelf)
    room = stage.window.history
    stage.window.use_mode("history")
    room.show_trends()
    qtbot.waitUntil(lambda: room._known is not None)
    stage.settle()
    assert "No inspection is kept yet" in words_of(room.trends_page)
    drifting(shelf)
    room.show_trends()
    qtbot.waitUntil(lambda: room._known is not None)
    stage.settle()
    told = words_of(room.trends_page)
    assert "Unit SN-DRIFT" in told
    assert "meets its limit of 0.05 s in about 7 days" in told
    assert "9 values over 56 days" in told
    next(b for b in room.trends_page.findChildren(QPushButton) if b.text() == "Its inspections").click()
    qtbot.waitUntil(lambda: room.total == 9)
    assert listed(stage) == ["SN-DRIFT"] * 9


def words_of(page: QWidget) -> str:
    return " ".join(label.text() for label in page.findChildren(QLabel))


@dataclass
class Large:
    """A history of a hundred thousand, and one that is away."""

    asked: list[int] = field(default_factory=list)
    away: bool = False
    sent: Sent = field(default_factory=Sent)

    def catch_up(self) -> Sent:
        return self.sent

    def search(self, wanted: Wanted) -> Found:
        if self.away:
            raise Unable(message("history.error.away", detail="no route to host"))
        self.asked.append(wanted.offset)
        rows = [replace(ENTRY, id=str(n), serial=str(n)) for n in range(wanted.offset, wanted.offset + wanted.limit)]
        return Found(100_000 if wanted.offset == 0 else 0, tuple(rows))


ENTRY = entry_of(unit(1))


def test_of_a_hundred_thousand_only_those_on_show_are_fetched_and_a_server_away_is_said(
    make_stage: Make, qtbot: QtBot
) -> None:
    large = Large()
    stage = make_stage(history=large)
    stage.window.use_mode("history")
    room = stage.window.history
    qtbot.waitUntil(lambda: room.total == 100_000)
    room.list_page.view.scrollToBottom()
    bottom = room.list_page.table.index(99_999, 1)
    qtbot.waitUntil(lambda: room.list_page.table.data(bottom) == "99999")
    assert large.asked[0] == 0
    assert len(large.asked) <= 4
    assert large.asked[-1] == 100_000 - PAGE
    large.away = True
    room.search()
    qtbot.waitUntil(lambda: room.trouble is not None)
    stage.settle()
    assert "does not answer: no route to host" in room.list_page._text.text()
    assert room.list_page.again.isVisible()
    large.away = False
    room.list_page.again.click()
    qtbot.waitUntil(lambda: room.trouble is None)


def test_a_record_of_a_model_nobody_knows_here_and_a_hostile_one_are_shown(stage: Stage) -> None:
    profiles = stage.running.workbench.profiles
    stage.window.use_mode("history")
    foreign = replace(unit(1), unit=replace(unit(1).unit, profile="of-another-bench", model="X-1"))
    assert model_of(foreign, profiles).parts == {}
    for record in (
        foreign,
        samples.repaired(),
        samples.undecided(),
        replace(samples.hostile(), results=(), diagnoses=samples.hostile().diagnoses[:2]),
    ):
        stage.window.history.show_record(record)
        stage.window.refresh()
        assert stage.window.pages.currentWidget() is stage.window.history.past_page
    before_after(stage.running.appearance.face, Past(foreign, profiles), samples.repaired().before, foreign.handling)
