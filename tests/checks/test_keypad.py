import pytest

from checks.catalog.keypad import CHECK
from checks.measurement import Outcome
from checks.record import KeyMark
from devices.commands import Abort, AskDigits, ListenKeys, StopListening
from devices.events import DigitsEntered, DigitsNotEntered, KeyGap, KeyPressed, WaitEnd
from tests.checks.stage import Alone, FakeUnit, make_setup, pad

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
    check.wait(0.9)
    question = check.runner.question
    assert question is not None
    wrong = next(key for key in LIVE if key != question.subject)
    check.event(KeyPressed(wrong, "x"))
    finish(check)
    assert check.result is not None
    assert check.result.outcome is Outcome.PASS


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
    assert check.result is not None


def test_every_key_of_the_profile_gets_a_mark() -> None:
    session = played().session
    assert session is not None
    caps = pad().keypad
    assert caps is not None
    assert all(session.mark_of(cap.id) is not KeyMark.NONE for cap in caps.keys)
