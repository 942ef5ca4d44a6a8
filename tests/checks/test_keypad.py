import msgspec
import pytest

from checks.catalog.keypad import CHECK
from checks.measurement import Outcome
from checks.record import KeyMark
from checks.steps import Answer
from devices.capability import Capability
from devices.commands import Abort, AskDigits, ListenKeys, StopListening
from devices.events import DigitsEntered, DigitsNotEntered, KeyGap, KeyPressed, KeyReleased, KeysLost, WaitEnd
from devices.profile import Profile
from tests.checks.stage import Alone, FakeUnit, make_setup, pad, profiles

LIVE = ["F1", "F2", "F3", "F4", "CANCEL", "CLEAR", "OK", "ARROW_A", "ARROW_B"]
DIGITS = list("1234567890")


def played(**unit: object) -> FakeUnit:
    fake = FakeUnit(**unit)  # type: ignore[arg-type]
    fake.start(make_setup("full"))
    fake.play()
    return fake


def faults(unit: FakeUnit, check: str = "keypad") -> set[tuple[str, str]]:
    assert unit.session is not None
    return {(f.fault, f.subject) for f in unit.session.results[check].findings}


def test_a_healthy_pad_passes_with_function_keys_identified_and_digits_masked() -> None:
    session = played().session
    assert session is not None
    assert session.results["keypad"].outcome is Outcome.PASS
    assert {key: session.mark_of(key) for key in LIVE} == dict.fromkeys(LIVE, KeyMark.IDENTIFIED)
    assert {key: session.mark_of(key) for key in DIGITS} == dict.fromkeys(DIGITS, KeyMark.MASKED)


@pytest.mark.parametrize("key", ["CLEAR", "F3", "5", "0"])
def test_a_dead_key_is_named_and_no_other(key: str) -> None:
    unit = played(dead=frozenset({key}))
    assert faults(unit) == {("keypad.dead", key)}


def test_a_dead_ok_key_leaves_the_digits_unsure_not_dead() -> None:
    unit = played(dead=frozenset({"OK"}))
    assert ("keypad.dead", "OK") in faults(unit)
    assert {("keypad.unsure", digit) for digit in DIGITS} <= faults(unit)
    assert not {("keypad.dead", digit) for digit in DIGITS} & faults(unit)


def test_crossed_keys_are_named_with_the_key_that_answered() -> None:
    unit = played(crossed={"F1": "F2", "F2": "F1"})
    assert faults(unit) == {("keypad.crossed", "F1"), ("keypad.crossed", "F2")}
    assert unit.session is not None
    assert unit.session.keymap.detail_of("F1") == "F2"


def test_a_repeat_faster_than_a_finger_is_chatter() -> None:
    unit = played(repeats={"OK": 0.045})
    assert faults(unit) == {("keypad.chatter", "OK")}


def test_chatter_finer_than_the_link_resolves_is_not_judged() -> None:
    unit = played()
    assert unit.session is not None
    found = {m.limit_id: m for m in unit.session.results["keypad"].measurements}
    assert found["keypad.repeat_gap"].outcome is Outcome.NOT_JUDGED
    assert found["keypad.repeat_gap"].resolution == pytest.approx(0.02)


def test_a_link_blind_for_longer_than_the_limit_cannot_judge_repeats() -> None:
    check = Alone(CHECK)
    check.event(KeyGap(0.3))
    finish(check)
    assert check.result is not None
    found = {m.limit_id: m.outcome for m in check.result.measurements}
    assert found["keypad.repeat_interval"] is Outcome.NOT_JUDGED


def test_a_key_that_reports_itself_while_nobody_presses_is_stuck() -> None:
    check = Alone(CHECK)
    for _ in range(3):
        check.event(KeyPressed("OK", "00"), 0.1)
    finish(check)
    assert check.result is not None
    assert ("keypad.stuck", "OK") in {(f.fault, f.subject) for f in check.result.findings}
    assert check.result.outcome is Outcome.FAIL


def test_one_slip_of_the_finger_is_forgiven() -> None:
    check = Alone(CHECK)
    asked_for(check)
    question = check.runner.question
    assert question is not None
    wrong = next(key for key in LIVE if key != question.subject)
    check.event(KeyPressed(wrong, "x"))
    finish(check)
    assert check.result is not None
    assert check.result.outcome is Outcome.PASS


def test_a_press_after_the_question_whether_it_was_pressed_still_counts() -> None:
    check = Alone(CHECK)
    asked_for(check)
    asked = check.runner.question
    assert asked is not None
    check.wait(10.1)
    doubt = check.runner.question
    assert doubt is not None
    assert doubt.id == f"keypad.silent.{asked.subject}"
    check.event(KeyPressed(next(key for key in LIVE if key != asked.subject), "x"))
    assert check.runner.question == doubt, "another key does not answer for this one"
    check.event(KeyPressed(asked.subject, "x"))
    check.wait(0.2)
    assert check.marks[asked.subject][0] is KeyMark.IDENTIFIED


def test_nobody_at_the_unit_gives_not_judged_never_dead() -> None:
    check = Alone(CHECK)
    for _ in range(200):
        if check.result is not None:
            break
        question = check.runner.question
        if question is not None and question.id.startswith("keypad.silent."):
            check.say("cannot-tell")
        elif check.sent and isinstance(check.sent[-1], AskDigits):
            check.sent.clear()
            check.event(DigitsNotEntered(WaitEnd.TIMEOUT))
        else:
            check.wait(10.1)
    assert check.result is not None
    assert check.result.outcome is Outcome.NOT_JUDGED
    assert {f.fault for f in check.result.findings} == {"keypad.unsure"}


def test_the_last_word_of_a_stopped_prompt_is_not_taken_for_the_next_ones() -> None:
    unit = played(dead=frozenset({"5"}))
    assert unit.session is not None
    check = Alone(CHECK)
    to_the_sweep(check)
    check.say("some-dead")
    assert isinstance(check.sent[-1], Abort)
    check.event(DigitsNotEntered(WaitEnd.CANCELLED))
    assert isinstance(check.sent[-1], AskDigits)
    question = check.runner.question
    assert question is not None
    assert question.id.startswith("keypad.digit.")


def test_listening_ends_before_digits_are_asked() -> None:
    check = Alone(CHECK)
    to_the_sweep(check)
    kinds = [type(c) for c in check.sent]
    assert kinds.index(ListenKeys) < kinds.index(StopListening) < kinds.index(AskDigits)


def to_the_sweep(check: Alone) -> None:
    for _ in range(100):
        question = check.runner.question
        if question is not None and question.id == "keypad.sweep":
            return
        if question is not None and question.subject:
            check.event(KeyPressed(question.subject, "x"), 0.3)
        else:
            check.wait(1.0)
    raise AssertionError("no sweep")


def finish(check: Alone) -> None:
    to_the_sweep(check)
    check.event(DigitsEntered(10, True))
    assert check.result is None, "the finished map stays for a moment"
    check.wait(1.0)
    assert check.result is not None


def test_every_key_of_the_profile_gets_a_mark() -> None:
    session = played().session
    assert session is not None
    caps = pad().keypad
    assert caps is not None
    assert all(session.mark_of(cap.id) is not KeyMark.NONE for cap in caps.keys)


# A pad that reports releases


def releasing() -> Profile:
    base = pad()
    limits = {
        **base.limits,
        "keypad.repeat_gap": msgspec.structs.replace(base.limits["keypad.repeat_gap"], required=True),
    }
    unobservable = tuple(name for name in base.unobservable if name != "keypad.stuck")
    return msgspec.structs.replace(
        base, capabilities=base.capabilities | {Capability.KEY_RELEASE}, limits=limits, unobservable=unobservable
    )


def press_all(check: Alone, hold_s: float = 0.1, again: dict[str, float] | None = None) -> None:
    again = again or {}
    for _ in range(100):
        question = check.runner.question
        if question is not None and question.id == "keypad.sweep":
            finish(check)
            return
        if question is None or not question.subject:
            check.wait(1.0)
            continue
        key = question.subject
        check.event(KeyPressed(key, "x"), 0.3)
        check.event(KeyReleased(key, "x"), hold_s)
        if key in again:
            check.event(KeyPressed(key, "x"), again.pop(key))
            check.event(KeyReleased(key, "x"), hold_s)
        check.wait(0.2)


def outcomes(check: Alone) -> dict[str, Outcome]:
    assert check.result is not None
    return {m.limit_id: m.outcome for m in check.result.measurements}


def test_where_releases_are_reported_chatter_after_release_is_judged() -> None:
    check = Alone(CHECK, profile=releasing())
    press_all(check)
    assert outcomes(check)["keypad.repeat_gap"] is Outcome.PASS
    assert outcomes(check)["keypad.stuck"] is Outcome.PASS
    check = Alone(CHECK, profile=releasing())
    press_all(check, again={"OK": 0.02})
    assert outcomes(check)["keypad.repeat_gap"] is Outcome.FAIL
    assert check.mark_of("OK") is KeyMark.CHATTER


def test_a_key_that_does_not_come_up_is_stuck() -> None:
    check = Alone(CHECK, profile=releasing())
    asked_for(check)
    question = check.runner.question
    assert question is not None
    check.event(KeyPressed(question.subject, "x"))
    check.wait(3.0)
    assert check.mark_of(question.subject) is KeyMark.STUCK
    press_all(check)
    assert outcomes(check)["keypad.stuck"] is Outcome.FAIL


def test_without_releases_the_hold_time_is_printed_as_not_observable() -> None:
    check = Alone(CHECK)
    finish(check)
    assert check.result is not None
    found = {m.limit_id: m for m in check.result.measurements}
    assert not found["keypad.stuck"].observable


def test_nothing_looks_asked_for_while_hands_are_off_after_a_restart() -> None:
    again = Alone(CHECK, marks={"F1": (KeyMark.ASKED, ""), "F2": (KeyMark.IDENTIFIED, "")})
    assert again.mark_of("F1") is KeyMark.NONE
    assert again.mark_of("F2") is KeyMark.IDENTIFIED


# -- presses lost on the way


def asked_for(check: Alone) -> str:
    """Through the quiet second and a sweep in which nothing comes, to the first key that is asked for by name."""
    for _ in range(5):
        question = check.runner.question
        if question is not None and question.subject:
            return question.subject
        if question is not None:
            check.say("no-more-keys")
        else:
            check.wait(1.0)
    raise AssertionError("no key is asked for")


def test_a_key_is_not_called_dead_for_a_press_that_was_lost_on_the_line() -> None:
    check = Alone(CHECK)
    key = asked_for(check)
    before = check.runner.question
    assert before is not None
    check.event(KeysLost("damaged"))
    question = check.runner.question
    assert question is not None
    assert (question.subject, question.text.id) == (key, "do.press_lost")
    assert not check.runner.answer(Answer(before.id, "key-dead"), check.now + 5.0), "said of the press that was lost"
    assert not check.runner.answer(Answer(question.id, "key-dead"), check.now + 0.5), "too early to have pressed again"
    assert check.mark_of(key) is KeyMark.ASKED
    check.event(KeyPressed(key, key))
    check.wait(0.2)
    assert check.mark_of(key) is KeyMark.IDENTIFIED


def test_a_key_that_stays_silent_after_it_was_asked_again_is_dead() -> None:
    check = Alone(CHECK)
    key = asked_for(check)
    check.event(KeysLost("damaged"))
    assert check.say("key-dead")
    assert check.mark_of(key) is KeyMark.DEAD


def test_a_loss_while_a_silent_key_is_talked_about_asks_for_it_again() -> None:
    check = Alone(CHECK)
    key = asked_for(check)
    check.wait(10.1)
    assert check.runner.question is not None
    assert check.runner.question.id == f"keypad.silent.{key}"
    check.event(KeysLost("damaged"))
    assert check.runner.question.text.id == "do.press_lost"
    assert check.mark_of(key) is KeyMark.ASKED


def test_a_release_that_was_lost_leaves_no_stuck_key() -> None:
    profile = profiles()["smart-terminal"]
    check = Alone(CHECK, profile=profile)
    key = asked_for(check)
    check.event(KeyPressed(key, key))
    check.event(KeysLost("damaged"))
    check.wait(5.0)
    assert check.mark_of(key) is KeyMark.IDENTIFIED


@pytest.mark.parametrize(
    ("said", "faults", "causes"),
    [
        ("clear-releases", [], []),
        ("clear-hangs", ["keypad.clear-hangs"], ["cause.entry_hangs"]),
        ("clear-kills", ["keypad.clear-kills"], ["cause.pin_module"]),
    ],
)
def test_a_long_press_of_clear_tells_program_from_security_module(
    said: str, faults: list[str], causes: list[str]
) -> None:
    unit = FakeUnit(said={"keypad.clear-hold": said})
    unit.start(make_setup("full"))
    session = unit.play()
    assert [f.fault for f in session.results["keypad"].findings] == faults
    assert [d.cause for d in session.diagnoses()] == causes
