"""A unit that has less than its model: what needed it is not judged and says why; the rest goes on."""

from pathlib import Path

from checks.catalog.display import CHECK as DISPLAY
from checks.catalog.keypad import CHECK as KEYPAD
from checks.history.journal import JournalFile, play_back
from checks.measurement import CheckResult, Outcome, Verdict
from checks.narrowing import lacking, narrowed
from checks.noticing import MOST_MESSAGES
from checks.operator import count_dots
from checks.session import Session
from checks.words import load_catalogues
from devices.capability import Capability
from devices.commands import ShowImage
from devices.events import CapabilitiesFound, CommandDone, ConsoleMessage, KeysLost, ScreenFound, Stamped
from devices.state import TerminalState, apply
from tests.checks.stage import RESOURCES, Alone, FakeUnit, make_setup, pad, profiles

SMART = profiles()["smart-terminal"]
ALL = pad().capabilities


def begun(found: frozenset[Capability], plan: str = "quick") -> FakeUnit:
    unit = FakeUnit()
    unit.session = Session(make_setup(plan), unit.send)
    unit.tell(CapabilitiesFound(found))
    unit.session.start(unit.now)
    return unit


def test_a_unit_without_a_screen_that_takes_pictures_is_not_judged_on_it_and_the_rest_goes_on() -> None:
    unit = begun(ALL - {Capability.SHOW_IMAGE})
    session = unit.play()
    display = session.results["display"]
    assert display.outcome is Outcome.NOT_JUDGED
    assert [f.fault for f in display.findings] == ["unit.no-show-image"]
    assert session.results["keypad"].outcome is Outcome.PASS
    assert session.overall().verdict is Verdict.NOT_DECIDED
    assert not any(isinstance(command, ShowImage) for _, command in unit.sent)


def test_a_unit_without_a_keypad_names_the_keypad_and_no_key_is_asked_for() -> None:
    unit = begun(ALL - {Capability.LIVE_KEYS, Capability.KEY_RELEASE})
    session = unit.play()
    assert [f.fault for f in session.results["keypad"].findings] == ["unit.no-live-keys"]
    assert session.keymap.marks == {}


def test_what_a_unit_has_beyond_its_model_changes_nothing() -> None:
    session = begun(frozenset(Capability)).play()
    assert session.setup.profile == pad()
    assert session.overall().verdict is Verdict.PASS


def test_where_nobody_looked_the_model_counts() -> None:
    assert narrowed(SMART, None) is SMART
    assert lacking(SMART, None, KEYPAD.applies) == ()
    assert lacking(SMART, SMART.capabilities, KEYPAD.applies) == ()
    assert lacking(SMART, frozenset(), DISPLAY.applies) == (Capability.SHOW_IMAGE,)


def test_checks_that_do_without_see_a_narrowed_profile() -> None:
    session = begun(ALL - {Capability.SHOW_TEXT}).play()
    assert not session.setup.profile.can(Capability.SHOW_TEXT)
    assert session.results["keypad"].outcome is Outcome.PASS


def test_every_capability_a_unit_may_lack_has_words_in_both_languages() -> None:
    for words in load_catalogues(RESOURCES / "i18n").values():
        assert {c for c in Capability if f"fault.unit.no-{c}" not in words.sentences} == set()


def test_a_journal_of_a_narrowed_unit_plays_back_to_the_same_results(tmp_path: Path) -> None:
    unit = FakeUnit()
    setup = make_setup("quick")
    unit.session = Session(setup, unit.send, JournalFile(tmp_path / "j", setup))
    unit.tell(CapabilitiesFound(ALL - {Capability.SHOW_IMAGE}))
    unit.tell(ScreenFound(480, 800, 32, 1920, 800))
    unit.session.start(unit.now)
    session = unit.play()
    session.close()
    again, _ = play_back(tmp_path / "j", lambda head: Session(make_setup("quick"), lambda target, command: None))
    assert again.state.screen == session.state.screen
    assert {c: r.outcome for c, r in again.results.items()} == {c: r.outcome for c, r in session.results.items()}


# -- the real screen


def test_the_display_check_uses_the_screen_the_unit_really_has_and_says_so() -> None:
    state = apply(TerminalState(), Stamped(ScreenFound(480, 800, 32, 1920, 800), 0.0))
    told = Alone(DISPLAY, profile=SMART, state=state)
    image = next(c for c in told.sent if isinstance(c, ShowImage))
    assert (image.raster.width, image.raster.height) == (480, 800)
    result = answered(told)
    assert [note.id for note in result.notes] == ["note.screen_size", "note.dot_tables", "note.catch_rate"]
    assert dict(result.notes[0].args) == {"width": 480, "height": 800, "told_width": 320, "told_height": 240}


def answered(check: Alone) -> CheckResult:
    for _ in range(200):
        if check.result is not None:
            return check.result
        question = check.runner.question
        if question is None:
            check.event(CommandDone("ShowImage"))
        elif question.number is not None:
            check.say("number", count_dots(question.shown))
        else:
            check.say("fine")
    raise AssertionError("never done")


# -- what the terminal says by itself


def test_kernel_messages_are_kept_as_foreign_text_up_to_a_number_and_counted_beyond() -> None:
    unit = begun(ALL)
    assert unit.session is not None
    for number in range(MOST_MESSAGES + 7):
        unit.tell(ConsoleMessage(f"[{number}.0] <b>oops</b>"), 0.0)
    session = unit.play()
    kept = [line for line in session.log if line.text.id == "log.console"]
    assert len(kept) == MOST_MESSAGES
    assert dict(kept[0].text.args) == {"text": "[0.0] <b>oops</b>"}
    (more,) = [line for line in session.log if line.text.id == "log.console_more"]
    assert dict(more.text.args) == {"count": 7}


def test_lost_key_events_are_in_the_log() -> None:
    unit = begun(ALL)
    unit.tell(KeysLost("a line came damaged"))
    assert unit.session is not None
    assert [dict(line.text.args) for line in unit.session.log if line.text.id == "log.keys_lost"] == [
        {"reason": "a line came damaged"}
    ]
