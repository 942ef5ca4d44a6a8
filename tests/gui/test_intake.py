"""Taking returns in: scans, plugs, batches, and the next unit with Enter alone. Real keys, real files, a bench of paper."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from checks.intake.batch import Batch
from checks.intake.batch_file import read_batch
from checks.intake.expected import Expected
from checks.session import Phase, Session
from devices.commands import RestoreScreen, ShowImage, ShowText
from gui import session_model
from gui.next_action import Act
from gui.ports import SigningNeed
from gui.scanner import Scanner
from gui.settings import Settings
from tests.gui.conftest import Settled, Stage
from tests.gui.fakes import paced, session_factory

LIST = "serial,model,order,accessories\nSN-100001,PPC930,RMA-7,cable;holder\nSN-100002,PPC930,RMA-7,\n"


@pytest.fixture
def belt(make_stage: Callable[..., Stage], tmp_path: Path) -> Stage:
    """The window in intake mode, with a batch begun from a list."""
    made = make_stage(settings=Settings(theme="light", mode="intake", operator="Li"))
    made.running.model._make_session = session_factory(made.bench.clock, several=True)
    (tmp_path / "list.csv").write_text(LIST)
    made.window.intake.desk.begin("week 47", str(tmp_path / "list.csv"))
    made.settle()
    return made


def scan(code: str) -> None:
    """As a keyboard-wedge scanner does it: a burst to whatever has the focus, ended by Enter."""
    widget = QApplication.focusWidget()
    with patch.object(Scanner, "moment", paced(0.003)):
        QTest.keyClicks(widget, code)
        QTest.keyClick(widget, Qt.Key.Key_Return)


def focused(stage: Stage) -> None:
    stage.window.activateWindow()
    stage.window.units.language_button.setFocus()
    stage.settle()


def on_disk(tmp_path: Path) -> Batch:
    return read_batch(tmp_path / "batches" / "week 47.batch")


def finish(stage: Stage, lane: int, **more: Any) -> None:
    player = Settled(stage.running, stage.bench, lane, **more)
    player.until(lambda session: session.phase is Phase.DONE)
    stage.settle()


def test_a_batch_is_begun_with_enter_and_named_by_the_day(make_stage: Callable[..., Stage], tmp_path: Path) -> None:
    stage = make_stage(settings=Settings(theme="light", mode="intake"))
    assert stage.window.pages.currentWidget() is stage.window.intake.batch
    name = stage.window.intake.batch.name.text()
    stage.window.do_next()
    stage.settle()
    assert stage.window.pages.currentWidget() is stage.window.intake.belt
    assert (tmp_path / "batches" / f"{name}.batch").exists()
    assert not stage.window.intake.belt._missing_card.isVisible(), "nothing was announced"


def test_a_unit_at_work_goes_before_a_batch_that_is_still_to_be_begun(make_stage: Callable[..., Stage]) -> None:
    stage = make_stage(settings=Settings(theme="light", mode="repair"))
    player, window = stage.play(), stage.window
    player.until(lambda session: session.question is not None)
    in_repair = (window.pages.currentWidget(), window._action)
    window.use_mode("intake")
    stage.settle()
    assert (window.pages.currentWidget(), window._action) == in_repair
    assert in_repair[0] is window.check
    player.until(lambda session: session.phase is Phase.DONE)
    stage.settle()
    assert (window.pages.currentWidget(), window._action.act) == (window.intake.batch, Act.BEGIN_BATCH)


def test_batches_are_read_when_one_must_be_chosen_and_not_with_every_look(
    belt: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, read = belt.window.intake.desk, []
    known = desk._port.known
    monkeypatch.setattr(desk._port, "known", lambda: read.append(1) or known())
    desk.leave()
    for _ in range(3):
        belt.window.refresh()
    assert [one.name for one in desk.known()] == ["week 47"]
    assert len(read) == 1
    desk.begin("week 48", "")
    desk.leave()
    assert {one.name for one in desk.known()} == {"week 47", "week 48"}
    desk.begin("week 47", "")
    assert desk.trouble is not None, "there is one of that name"
    belt.window.refresh()
    assert belt.window.intake.batch._trouble.text()
    assert len(read) == 3


def test_the_belt_is_built_anew_when_the_batch_changed_and_when_the_language_did(belt: Stage, tmp_path: Path) -> None:
    missing = belt.window.intake.belt._missing
    assert belt.window.intake.belt._missing_card.isVisible()
    shown = missing.itemAt(0).widget()
    counts = belt.window.intake.belt._counts.text()
    belt.window.refresh()
    assert missing.itemAt(0).widget() is shown, "nothing changed"
    belt.window._appearance.use_language("zh_CN")
    assert belt.window.intake.belt._counts.text() != counts
    (tmp_path / "shorter.csv").write_text("serial\nSN-100002\n")
    belt.window.intake.desk.announce(str(tmp_path / "shorter.csv"))
    assert [missing.itemAt(n).widget().text() for n in range(missing.count())] == ["SN-100002"]


def test_a_scan_before_the_plug_starts_the_unit_that_comes(belt: Stage, tmp_path: Path) -> None:
    focused(belt)
    scan("SN-100001")
    belt.settle()
    assert belt.window.intake.desk.pending == "SN-100001"
    lane = belt.bench.connect(serial="SN-100001")
    belt.settle()
    session = belt.running.model.units[lane].session
    assert session is not None
    assert (session.setup.sticker_serial, session.handling.work_order) == ("SN-100001", "RMA-7")
    assert belt.window.lane == lane
    assert belt.window.intake.desk.pending == ""


def test_a_plug_before_the_scan_starts_with_the_scan(belt: Stage) -> None:
    lane = belt.bench.connect(serial="")
    belt.settle()
    assert belt.running.model.units[lane].session is None
    focused(belt)
    scan("SN-100002")
    belt.settle()
    session = belt.running.model.units[lane].session
    assert session is not None
    assert session.setup.sticker_serial == "SN-100002"


def test_with_two_equal_units_waiting_no_scan_is_guessed_to_be_one_of_them(belt: Stage) -> None:
    one, other = belt.bench.connect(serial=""), belt.bench.connect(serial="", url="/dev/ttyACM7")
    belt.settle()
    focused(belt)
    scan("SN-100002")
    belt.settle()
    units = belt.running.model.units
    assert units[one].session is None
    assert units[other].session is None
    belt.window.choose(other)
    belt.settle()
    session = units[other].session
    assert session is not None
    assert session.setup.sticker_serial == "SN-100002"
    assert units[one].session is None


def test_a_unit_is_not_started_as_one_without_a_sticker_while_a_code_waits_for_its_unit(belt: Stage) -> None:
    belt.bench.connect(serial="")
    belt.bench.connect(serial="", url="/dev/ttyACM7")
    belt.settle()
    page = belt.window.intake.belt
    assert page.plain_button.isVisible()
    focused(belt)
    scan("SN-100002")
    belt.settle()
    assert not page.plain_button.isVisible(), "it would take the code along"
    page.forget_button.click()
    belt.settle()
    assert page.plain_button.isVisible()


def test_a_unit_that_tells_its_serial_is_found_by_its_sticker_among_others(belt: Stage) -> None:
    belt.bench.connect(serial="SN-100009")
    wanted = belt.bench.connect(serial="SN-100002", url="/dev/ttyACM7")
    belt.settle()
    focused(belt)
    scan("sn100002")
    belt.settle()
    units = belt.running.model.units
    assert [lane for lane, unit in units.items() if unit.session is not None] == [wanted]


def test_a_scan_of_a_unit_under_inspection_shows_it_and_starts_nothing(belt: Stage) -> None:
    focused(belt)
    scan("SN-100001")
    first = belt.bench.connect(serial="SN-100001")
    belt.settle()
    other = belt.bench.connect(serial="SN-100002", url="/dev/ttyACM7")
    belt.settle()
    belt.window.select(other)
    scan("SN-100001")
    belt.settle()
    assert belt.window.lane == first
    assert belt.running.model.units[other].session is None


def test_enter_files_the_report_counts_the_unit_and_makes_room(
    belt: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    focused(belt)
    scan("SN-100001")
    lane = belt.bench.connect(serial="SN-100001")
    belt.settle()
    finish(belt, lane)
    window = belt.window
    assert window.pages.currentWidget() is window.intake.result
    assert len(on_disk(tmp_path).arrivals) == 1, "counted at once, before anybody presses Enter"
    cable = next(b for b in window.intake.result.findChildren(QPushButton) if b.text() == "cable")
    cable.click()
    QTest.keyClicks(window.intake.result.also, "manual")
    built, record = [], Session.record
    monkeypatch.setattr(Session, "record", lambda told, ended: built.append(ended) or record(told, ended))
    window.do_next()
    belt.until(lambda: on_disk(tmp_path).arrivals[0].report)
    assert len(built) == 1, "one record for signature, report and batch"
    (unit,) = on_disk(tmp_path).arrivals
    assert (unit.sticker_serial, unit.accessories, unit.work_order) == ("SN-100001", ("cable", "manual"), "RMA-7")
    assert Path(unit.report).exists()
    assert unit.effort.actions > 1
    assert unit.effort.attention_s > 0
    assert belt.running.model.units[lane].session is None
    assert window.pages.currentWidget() is window.intake.belt
    assert belt.window.intake.desk.batch.expected[1] == Expected("SN-100002", "PPC930", "RMA-7")


@pytest.mark.expects_log
def test_a_report_that_cannot_be_written_waits_and_is_written_again(
    make_stage: Callable[..., Stage], tmp_path: Path
) -> None:
    full = [True]

    def publish(record: object, languages: tuple[str, ...], path: Path, *_secret: str) -> Path:
        if full[0]:
            raise RuntimeError("The disk is full")
        path.write_bytes(b"%PDF-")
        return path

    stage = make_stage(settings=Settings(theme="light", mode="intake"), publish=publish)
    stage.window.intake.desk.begin("week 47", "")
    lane = stage.bench.connect()
    stage.settle()
    stage.window.do_next()
    finish(stage, lane)
    stage.window.do_next()
    stage.settle()
    belt = stage.window.intake.belt
    assert stage.window.pages.currentWidget() is belt
    assert "disk is full" in belt._trouble.text()
    stage.window.intake.desk.begin("week 48", "")
    full[0] = False
    belt.again_button.click()
    stage.settle()
    assert on_disk(tmp_path).arrivals[0].report
    assert not belt._trouble.isVisible()
    under_way = stage.window.intake.desk.batch
    assert under_way is not None
    assert (under_way.name, under_way.arrivals) == ("week 48", ()), "it counts where it was filed"


def test_a_passphrase_is_asked_for_once_on_the_page(make_stage: Callable[..., Stage], tmp_path: Path) -> None:
    used: list[str] = []

    def publish(record: object, languages: tuple[str, ...], path: Path, *secret: str) -> Path:
        used.append(*secret)
        path.write_bytes(b"%PDF-")
        return path

    stage = make_stage(
        settings=Settings(theme="light", mode="intake"),
        publish=publish,
        signing=lambda record: SigningNeed.NOTHING if used else SigningNeed.PASSPHRASE,
    )
    stage.window.intake.desk.begin("week 47", "")
    lane = stage.bench.connect()
    stage.settle()
    stage.window.do_next()
    finish(stage, lane)
    stage.window.do_next()
    stage.settle()
    assert stage.running.model.units[lane].session is not None, "nothing goes on before it can be signed"
    field = stage.window.intake.result.report.passphrase
    assert field.isVisible()
    QTest.keyClicks(field, "correct horse")
    stage.window.do_next()
    stage.settle()
    assert used == ["correct horse"]
    assert stage.running.model.units[lane].session is None


def test_a_unit_shows_its_lane_and_has_its_screen_back(belt: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_model, "POINTING_MS", 20)
    belt.bench.connect(serial="")
    belt.settle()
    belt.window.intake.belt.which_button.click()
    assert isinstance(belt.bench.sent[-1][1], ShowImage | ShowText)
    belt.until(lambda: isinstance(belt.bench.sent[-1][1], RestoreScreen))


def test_a_scan_in_repair_leads_to_its_unit_and_begins_there(make_stage: Callable[..., Stage]) -> None:
    stage = make_stage(settings=Settings(theme="light", mode="repair"))
    first, second = stage.bench.connect(serial="SN-1111111"), stage.bench.connect(serial="SN-2222222")
    stage.settle()
    window, units = stage.window, stage.running.model.units
    window.select(first)
    window.scanned("sn 2222222")
    stage.settle()
    assert window.lane == second, "never taken for a wrong sticker on the unit that was shown"
    assert units[second].running
    assert units[first].session is None
    window.scanned("SN-1111111")
    stage.settle()
    assert (window.lane, units[first].running) == (first, True)
    window.scanned("SN-2222222")
    stage.settle()
    assert (window.lane, units[second].running) == (second, True), "a way back, and nothing begins anew"


def test_a_scan_leaks_into_no_field_and_presses_no_button(belt: Stage) -> None:
    heard: list[str] = []
    belt.window.scanner.scanned.connect(heard.append)
    belt.window.intake.desk.leave()
    belt.settle()
    field: QLineEdit = belt.window.intake.batch.name
    field.setFocus()
    field.setText("kept")
    field.setCursorPosition(2)
    scan("SN 100 77/X")
    assert (field.text(), field.cursorPosition()) == ("kept", 2)
    with patch.object(Scanner, "moment", paced(0.003)):  # as a scanner types capitals, and the next code at once
        for sign in "ABC123\r" + "12345678\r":
            if sign.isalpha():
                QTest.keyPress(field, Qt.Key.Key_Shift)
            if sign == "\r":
                QTest.keyClick(field, Qt.Key.Key_Return)
            else:
                QTest.keyClicks(field, sign)
            if sign.isalpha():
                QTest.keyRelease(field, Qt.Key.Key_Shift)
    assert (field.text(), field.cursorPosition()) == ("kept", 2)
    assert heard[1:] == ["ABC123", "12345678"]
    del heard[1:]
    pressed: list[bool] = []
    button = belt.window.units.theme_button
    button.clicked.connect(pressed.append)
    button.setFocus()
    scan("SN 100 77")
    assert pressed == []
    assert heard == ["SN 100 77/X", "SN 100 77"]


def test_two_quick_spaces_are_no_code_and_press_their_button_twice(belt: Stage) -> None:
    focused(belt)
    pressed: list[int] = []
    button = belt.window.units.theme_button
    button.clicked.connect(lambda: pressed.append(1))
    button.setFocus()
    with patch.object(Scanner, "moment", paced(0.003)):
        QTest.keyClicks(button, "  ")
    assert len(pressed) == 2


def test_what_goes_into_a_field_for_secrets_is_no_code_however_fast(belt: Stage) -> None:
    heard: list[str] = []
    belt.window.scanner.scanned.connect(heard.append)
    belt.window.intake.desk.leave()
    belt.settle()
    field: QLineEdit = belt.window.intake.batch.name
    field.clear()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setFocus()
    QTest.keyClicks(field, "badge 4711")
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert (heard, field.text()) == ([], "badge 4711")


def test_a_person_who_types_slowly_types_what_they_type(belt: Stage) -> None:
    belt.window.intake.desk.leave()
    belt.settle()
    field = belt.window.intake.batch.name
    field.clear()
    field.setFocus()
    heard: list[str] = []
    belt.window.scanner.scanned.connect(heard.append)
    with patch.object(Scanner, "moment", paced(0.045)):
        QTest.keyClicks(field, "batch 12")
        QTest.keyClick(field, Qt.Key.Key_Return)
    belt.settle()
    assert heard == []
    assert belt.window.intake.desk.batch is not None
    assert belt.window.intake.desk.batch.name == "batch 12"


def test_the_mode_is_kept_and_repair_is_as_it_was(belt: Stage) -> None:
    belt.window.units.modes["repair"].click()
    belt.settle()
    assert belt.window._appearance.settings.mode == "repair"
    lane = belt.bench.connect()
    belt.settle()
    belt.window.select(lane)
    assert belt.window.pages.currentWidget() is belt.window.ready


def test_without_a_place_for_batches_there_is_no_intake(make_stage: Callable[..., Stage]) -> None:
    stage = make_stage(settings=Settings(theme="light", mode="intake"), batches=None)
    assert stage.window._appearance.settings.mode == "repair"
    assert stage.window.pages.currentWidget() is stage.window.message


def test_the_edge_shows_the_verdict_for_a_moment(belt: Stage) -> None:
    lane = belt.bench.connect(serial="")
    belt.settle()
    belt.window.do_next()
    finish(belt, lane, dead=("CLEAR",))
    assert belt.window.flash.isVisible()


def test_a_verdict_that_is_not_good_sounds_twice_and_a_good_one_once(
    belt: Stage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    monkeypatch.setattr(QApplication, "beep", lambda: heard.append("beep"))
    belt.window._appearance.settings.sound = True
    lane = belt.bench.connect(serial="")
    belt.settle()
    belt.window.do_next()
    finish(belt, lane, dead=("CLEAR",))
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert not belt.window.chime.rings_again
    belt.window.chime.ring(good=True)
    assert (len(heard), belt.window.chime.rings_again) == (3, False)


def test_batches_that_cannot_be_read_are_said_and_looked_for_again(belt: Stage, tmp_path: Path) -> None:
    desk = belt.window.intake.desk
    kept = tmp_path / "batches"
    kept.rename(tmp_path / "away")
    kept.write_text("a file where the folder was")
    desk.leave()
    belt.settle()
    assert desk.known() == ()
    assert desk.trouble is not None
    assert desk.trouble.id == "batch.error.unwritable"
    assert belt.window.intake.batch._trouble.text()
    kept.unlink()
    (tmp_path / "away").rename(kept)
    assert [one.name for one in desk.known()] == ["week 47"]


def test_no_input_method_stands_between_a_scanner_and_a_field_for_serial_numbers(belt: Stage) -> None:
    window = belt.window
    for field in (window.ready.serial, window.history.list_page.serial):
        field.setText("")
        field.setReadOnly(False)
        assert not field.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    assert window.ready.operator.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled), "names may be Chinese"
