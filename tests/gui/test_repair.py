"""From a verdict to the repair, back to the bench, and both side by side: with Enter, digits and a few taps."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from checks.handling import Damage, PartUsed
from checks.history.journal import JournalFile, is_published
from checks.measurement import Verdict
from checks.session import Session
from devices.events import Identified, Stamped
from gui.next_action import Act
from gui.settings import Settings
from gui.theme import TARGET
from tests.checks.test_photos import drawn, jpeg_with_everything
from tests.gui.conftest import Settled, Stage
from tests.gui.fakes import session_factory


@pytest.fixture
def stage(make_stage: Callable[..., Stage]) -> Stage:
    """The window in repair mode; every inspection has an id of its own."""
    made = make_stage(settings=Settings(theme="light", mode="repair"))
    made.running.model._make_session = session_factory(made.bench.clock, several=True)
    return made


def enter(stage: Stage) -> None:
    stage.window.setFocus()
    QTest.keyClick(stage.window, Qt.Key.Key_Return)
    stage.settle()


def broken(stage: Stage) -> Session:
    """A unit whose CLEAR key is dead, inspected, its report saved."""
    player = stage.play(dead=("CLEAR",), look=SAID)
    player.until(lambda session: False)
    stage.settle()
    enter(stage)
    return player.session


SAID = {"security.screen": "none-of-these"}


def words_of(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def mended(stage: Stage) -> Session:
    player = Settled(stage.running, stage.bench, stage.window.lane, look=SAID)
    player.until(lambda session: False)
    stage.settle()
    return player.session


def test_enter_alone_leads_from_the_verdict_over_the_repair_to_a_re_test_of_what_failed(stage: Stage) -> None:
    first = broken(stage)
    window = stage.window
    assert window._action.act is Act.REPAIR
    enter(stage)
    assert window.pages.currentWidget() is window.repair.page_widget
    enter(stage)
    unit = stage.running.model.units[window.lane]
    assert unit.session is not first
    assert unit.session.setup.before.id == first.setup.id
    assert set(unit.session.planned) < set(first.planned)
    again = mended(stage)
    assert window.pages.currentWidget() is window.result
    shown = words_of(window.result)
    for wanted in ("Before and after the repair", "Only tested again", "mended", "not tested again: as before", "FAIL"):
        assert wanted in shown, wanted
    assert again.results["keypad"].outcome.value == "pass"
    assert again.overall().verdict is not Verdict.FAIL


def test_what_is_ticked_counted_judged_and_typed_is_in_the_record_and_goes_with_the_re_test(stage: Stage) -> None:
    first = broken(stage)
    enter(stage)
    page = stage.window.repair.page_widget
    QTest.keyClick(stage.window, Qt.Key.Key_2)
    stage.settle()
    page.parts["keypad"].more.click()
    page.parts["keypad"].more.click()
    page.parts["keypad"].fewer.click()
    page.damage[Damage.TRANSPORT].click()
    page.damage[Damage.WEAR].click()
    QTest.keyClicks(page.notes, "Foil changed")
    enter(stage)
    for session in (first, stage.running.model.units[stage.window.lane].session):
        told = session.handling
        assert [step.id for step in told.steps] == ["remedy.clean_keys"]
        assert dict(told.steps[0].args)["keys"] == "CLEAR"
        assert (told.notes, told.damage, told.parts) == (
            "Foil changed",
            Damage.WEAR,
            (PartUsed("keypad", 1, "", "Rubber keypad with key foil"),),
        )
    mended(stage)
    assert "1 × Rubber keypad with key foil\nFoil changed\nWear" in words_of(stage.window.result)


def test_a_report_is_of_the_past_once_something_is_written_down(stage: Stage) -> None:
    broken(stage)
    enter(stage)
    page = stage.window.repair.page_widget
    page.damage[Damage.UNKNOWN].click()
    QTest.keyClick(stage.window, Qt.Key.Key_Escape)
    stage.settle()
    assert stage.window.pages.currentWidget() is stage.window.result
    assert stage.window._action.act is Act.SAVE
    enter(stage)
    assert stage.window._action.act is Act.NEXT, "a repair that was left is not forced on anybody"
    stage.window.result.repair_button.click()
    stage.settle()
    assert stage.window.pages.currentWidget() is page
    assert page.damage[Damage.UNKNOWN].isChecked()


def test_the_journal_keeps_the_repair_and_the_reported_inspection_is_not_left_behind(
    stage: Stage, tmp_path: Path
) -> None:
    player = stage.play(dead=("CLEAR",))
    first = player.session
    first.journal = JournalFile(tmp_path / "first.journal", first.setup)
    player.until(lambda session: False)
    stage.settle()
    enter(stage)
    first.published(stage.clock())
    enter(stage)
    QTest.keyClicks(stage.window.repair.page_widget.notes, "Foil")
    stage.window.repair.keep()
    enter(stage)
    first.close()
    assert is_published(tmp_path / "first.journal")
    lines = (tmp_path / "first.journal").read_text()
    assert '\\"notes\\": \\"Foil\\"' in lines


def test_a_unit_that_is_away_or_another_one_is_not_tested_again(stage: Stage) -> None:
    first = broken(stage)
    enter(stage)
    lane = stage.window.lane
    stage.bench.lose(lane)
    stage.settle()
    assert stage.window._action.act is Act.NONE
    assert "Connect" in words_of(stage.window.repair.page_widget)
    enter(stage)
    assert stage.running.model.units[lane].session is first


def test_a_passed_unit_offers_no_repair(stage: Stage) -> None:
    player = stage.play(look=SAID)
    player.until(lambda session: False)
    stage.settle()
    assert player.session.overall().verdict is Verdict.PASS
    assert not stage.window.result.repair_button.isVisible()


def test_everything_on_the_page_is_large_enough_and_has_a_name(stage: Stage) -> None:
    broken(stage)
    enter(stage)
    page = stage.window.repair.page_widget
    buttons = [button for button in page.findChildren(QPushButton) if button.isVisible()]
    assert len(buttons) > 8
    assert {button.accessibleName() or button.text() for button in buttons} != {""}
    assert all(min(button.width(), button.height()) >= TARGET for button in buttons)
    assert all(button.accessibleName() or button.text() for button in buttons)


def test_a_photo_that_comes_while_the_repair_is_on_show_is_stripped_and_kept(stage: Stage, tmp_path: Path) -> None:
    folder = tmp_path / "phone"
    folder.mkdir()
    (folder / "old.jpg").write_bytes(drawn("JPG"))
    first = broken(stage)
    room = stage.window.repair
    room.watch._timer.setInterval(20)
    enter(stage)
    room._choose_folder(str(folder))
    stage.until(lambda: room.watch._before is not None)
    (folder / "new.JPG").write_bytes(jpeg_with_everything())
    (folder / "page.heic").write_bytes(b"ftypheic")
    stage.until(lambda: first.handling.photos and room._refused)
    (photo,) = first.handling.photos
    assert photo.name == "new.JPG"
    path = room._photo_path(photo)
    assert b"GPS" not in path.read_bytes()
    assert "page.heic" in words_of(room.page_widget)
    (thumb,) = room.page_widget.photos.thumbs
    assert not thumb.icon().isNull()
    thumb.click()
    stage.settle()
    assert first.handling.photos == ()
    assert stage.window._appearance.settings.photos == str(folder)


def test_no_photo_is_taken_for_a_repair_that_is_not_on_show(stage: Stage, tmp_path: Path) -> None:
    first = broken(stage)
    room = stage.window.repair
    room._choose_folder(str(tmp_path))
    room.watch._timer.setInterval(20)
    enter(stage)
    stage.until(lambda: room.watch._before is not None)
    room.leave()
    stage.settle()
    (tmp_path / "late.jpg").write_bytes(drawn("JPG"))
    QTest.qWait(150)
    assert first.handling.photos == ()


def test_another_unit_in_the_same_place_is_not_tested_as_the_repaired_one(stage: Stage) -> None:
    player = stage.play(dead=("CLEAR",), look=SAID)
    player.until(lambda session: session.current == "display")
    first = player.session
    first.handle(Stamped(Identified((("serial", "SN-1"), ("model", "PPC-930"))), stage.clock()))
    player.until(lambda session: False)
    stage.settle()
    enter(stage)
    enter(stage)
    unit = stage.running.model.units[stage.window.lane]
    assert unit.info.identity is not None
    unit.info = replace(unit.info, identity=Identified((("serial", "SN-OTHER"), ("model", "PPC-930"))))
    stage.window.refresh()
    assert "another unit" in words_of(stage.window.repair.page_widget)
    enter(stage)
    assert unit.session is first


def test_turning_to_intake_leaves_the_repair_and_keeps_what_was_typed(stage: Stage) -> None:
    first = broken(stage)
    enter(stage)
    QTest.keyClicks(stage.window.repair.page_widget.notes, "half a word")
    stage.window.use_mode("intake")
    stage.settle()
    assert first.handling.notes == "half a word"
    stage.window.use_mode("repair")
    stage.settle()
    assert stage.window.pages.currentWidget() is stage.window.result
