"""Accepting a check nonetheless on the result page: by mouse or keyboard alone, seen at once, taken back, fixed by the report."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from checks.measurement import Finding, Outcome, Verdict, Waiver
from checks.session import Session
from gui.next_action import Act
from gui.past import Past
from gui.settings import Settings
from gui.theme import TARGET
from tests.gui.conftest import Stage
from tests.gui.fakes import profiles, session_factory


@pytest.fixture
def stage(make_stage: Callable[..., Stage]) -> Stage:
    made = make_stage(settings=Settings(theme="light", mode="repair"))
    made.running.model._make_session = session_factory(made.bench.clock, several=True)
    return made


def broken(stage: Stage) -> Session:
    """A unit whose CLEAR key is dead, inspected; no report yet."""
    player = stage.play(dead=("CLEAR",), look={"security.screen": "none-of-these"})
    player.until(lambda session: False)
    stage.settle()
    return player.session


def click(stage: Stage, button: QWidget | None) -> None:
    assert button is not None
    assert button.isVisible()
    stage.window.result.ensureWidgetVisible(button)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    stage.settle()


def accept(stage: Stage) -> None:
    """As a person does who never takes his hands off the keyboard once the form is there."""
    result = stage.window.result
    click(stage, result.cards["keypad"].waive_button)
    QTest.keyClicks(result.form.by, "Wang Min")
    QTest.keyClick(result.form.by, Qt.Key.Key_Return)
    QTest.keyClicks(result.form.why, "this till needs no CLEAR")
    QTest.keyClick(result.form.why, Qt.Key.Key_Return)
    stage.settle()


def words_of(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def test_a_failed_check_is_accepted_seen_at_once_taken_back_and_fixed_by_the_report(stage: Stage) -> None:
    session, window = broken(stage), stage.window
    result = window.result
    assert result.banner.accessibleName() == "FAIL"
    display = result.cards["display"]
    assert display.waive_button is None, "nothing stands against it"
    assert not any("pass" in label.toolTip() for label in display.findChildren(QLabel)), (
        "and nothing need be said of it"
    )
    accept(stage)
    assert session.results["keypad"].waiver == Waiver("Wang Min", "this till needs no CLEAR", Outcome.FAIL)
    assert (session.overall().verdict, result.form) == (Verdict.PASS, None)
    assert not window._paper().path, "Enter in the form is not the window's Enter"
    assert result.banner.accessibleName() == "Pass with a concession"
    assert "Accepted nonetheless: Keypad" in result.banner.accessibleDescription()
    assert result.banner._sign.colour != "good", "never like a plain pass"
    assert "accepted by Wang Min: this till needs no CLEAR (was: Fail)" in words_of(result.cards["keypad"])
    assert "Waived" in words_of(result.cards["keypad"])
    button = result.taking_back["keypad"]
    assert (button.hasFocus(), button.text()) == (True, "Take back")
    for shown in (button, result.banner):
        assert shown.visibleRegion().boundingRect() == shown.rect(), "the verdict and the way back are on show"
    QTest.keyClick(button, Qt.Key.Key_Space)
    stage.settle()
    assert session.overall().failed == ("keypad",)
    assert result.banner.accessibleName() == "FAIL"
    again = result.cards["keypad"].waive_button
    assert again.hasFocus()
    assert again.visibleRegion().boundingRect() == again.rect(), "whoever takes it back is where he began"
    accept(stage)
    window.save_report()
    stage.settle()
    assert window._paper().path
    assert result.taking_back == {}
    assert "Wang Min" in words_of(result)
    assert not session.concessions.take_back("keypad", stage.clock())
    assert window._action.act is Act.NEXT, "nobody is led to the repair of what was accepted"


def test_the_keyboard_alone_opens_fills_and_leaves_the_form_and_what_is_typed_outlives_another_language(
    stage: Stage,
) -> None:
    session, result = broken(stage), stage.window.result
    button = result.cards["keypad"].waive_button
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    stage.settle()
    form = result.form
    assert form.by.hasFocus()
    assert not button.isVisible()
    assert stage.window._action.text.id == "waiver.next"
    QTest.keyClick(stage.window.pages, Qt.Key.Key_Return)
    stage.settle()
    assert not stage.window._paper().path, "no report while it is not decided what counts"
    assert not stage.window.bar.button.isVisible()
    for target in (form.by, form.why, form.accept_button, form.cancel_button):
        assert target.height() >= TARGET
        assert target.accessibleName()
    form.accept_button.setFocus()
    QTest.keyClick(form.accept_button, Qt.Key.Key_Return)
    assert "Say who answers for it, and why." in words_of(form)
    assert form.by.hasFocus()
    QTest.keyClicks(form.by, "Wang")
    stage.running.appearance.use_language("zh_CN")
    stage.settle()
    assert result.form is not form
    assert (result.form.by.text(), result.form.by.hasFocus()) == ("Wang", True)
    QTest.keyClick(result.form.by, Qt.Key.Key_Escape)
    stage.settle()
    assert (result.form, session.overall().failed) == (None, ("keypad",))
    assert stage.window._action.act is Act.SAVE
    assert result.cards["keypad"].waive_button.hasFocus()
    QTest.keyClick(result.cards["keypad"].waive_button, Qt.Key.Key_Space)
    stage.settle()
    result.form.cancel_button.setFocus()
    QTest.keyClick(result.form.cancel_button, Qt.Key.Key_Return)
    stage.settle()
    assert result.form is None
    assert not stage.window._paper().saving
    assert result.cards["keypad"].waive_button.hasFocus()
    stage.running.appearance.use_language("en")
    stage.settle()
    assert result.hasFocus(), "never a button elsewhere, which the next Space would press"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"findings": (Finding("tamper.triggered"),)}, "Nobody's word"),
        ({"outcome": Outcome.ERROR}, "The bench failed here"),
    ],
)
def test_what_no_word_can_mend_offers_nothing_and_says_why(stage: Stage, change: dict[str, object], said: str) -> None:
    session, result = broken(stage), stage.window.result
    session.results["keypad"] = replace(session.results["keypad"], **change)  # type: ignore[arg-type]
    stage.window.refresh()
    stage.settle()
    card = result.cards["keypad"]
    assert card.waive_button is None
    assert any(said in label.toolTip() for label in card.findChildren(QLabel))
    assert any(said in label.accessibleDescription() for label in card.findChildren(QLabel))


def test_a_past_inspection_shows_who_accepted_and_changes_nothing(stage: Stage) -> None:
    session, window = broken(stage), stage.window
    accept(stage)
    past = Past(session.record("2026-11-22T10:10:00Z"), profiles())
    result = window.history.past_page.result
    result.put(past, window._paper(), None, False)
    assert "accepted by Wang Min" in words_of(result)
    assert (result.taking_back, result.cards["keypad"].waive_button) == ({}, None)
    assert result.banner.accessibleName() == "Pass with a concession"


def test_a_waived_unit_is_never_kept_as_the_sample_of_a_good_one(stage: Stage) -> None:
    session = broken(stage)
    accept(stage)
    sample = stage.window.result.sample
    sample.put(session)
    assert not sample.isVisibleTo(stage.window.result)
