import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from checks.catalog.keypad import CHECK
from checks.history.journal import JournalFile, play_back
from checks.measurement import Measurement, Outcome, Verdict, message
from checks.record import KeyMark
from checks.session import Session
from checks.steps import Answer, Question, Sweep, Swept
from checks.sweep import SweepCount, packed, unpacked
from devices.capability import Capability
from devices.commands import Abort, AskDigits, ListenKeys, ReadFacts, StopListening
from devices.events import (
    CommandDone,
    CommandFailed,
    DigitsEntered,
    DigitsNotEntered,
    Event,
    FactsRead,
    FactSubject,
    Failure,
    KeyGap,
    KeyPressed,
    KeyReleased,
    KeysLost,
    Stamped,
    UnknownFrame,
    WaitEnd,
)
from devices.loopback import Loopback
from devices.profile import Profile
from devices.simulator.device import SimOutput
from tests.checks.fleet import Inspection
from tests.checks.stage import IDENTITY, Alone, FakeUnit, make_setup, pad, profiles
from tests.devices.simulated import joined

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


def interval(unit: FakeUnit) -> Measurement:
    assert unit.session is not None
    return next(m for m in unit.session.results["keypad"].measurements if m.limit_id == "keypad.repeat_interval")


def looked_at(plan: str, late: dict[str, list[float]]) -> FakeUnit:
    unit = FakeUnit(blind_s=0.02, late=late)
    unit.start(make_setup(plan))
    unit.play()
    return unit


@pytest.mark.parametrize("plan", ["quick", "full"])
def test_a_pc_that_was_late_once_costs_one_press_of_that_key_and_no_verdict(plan: str) -> None:
    usual, unit = looked_at(plan, {}), looked_at(plan, {"F3": [0.4] * (1 if plan == "quick" else 2)})
    assert interval(unit).outcome is Outcome.PASS
    assert interval(unit).resolution == pytest.approx(0.02)
    assert Counter(unit.pressed) - Counter(usual.pressed) == Counter(["F3"])
    assert unit.session is not None
    assert unit.session.mark_of("F3") is KeyMark.IDENTIFIED


@pytest.mark.parametrize("gap", [0.11, 0.4])
def test_a_key_that_could_not_be_looked_at_again_is_named_with_how_late_the_pc_was(gap: float) -> None:
    unit = looked_at("quick", {"F3": [gap] * 9, "OK": [0.12]})
    found = interval(unit)
    assert found.outcome is Outcome.NOT_JUDGED
    assert found.note == message("note.pc_late", milliseconds=round(gap * 1000), keys="F3")
    assert Counter(unit.pressed)["F3"] == 2
    assert unit.session is not None
    assert unit.session.mark_of("F3") is KeyMark.IDENTIFIED, "that it came is proved all the same"
    assert unit.session.overall().verdict is Verdict.NOT_DECIDED


def test_who_leaves_the_press_that_is_asked_again_loses_nothing_but_that_look() -> None:
    unit = FakeUnit(blind_s=0.02, late={"F3": [0.4]}, said={"keypad.late.F3": "leave-it"})
    unit.start(make_setup("quick"))
    unit.play()
    assert interval(unit).outcome is Outcome.NOT_JUDGED
    assert faults(unit) == set()


def test_a_repeat_that_was_seen_fails_whatever_was_not_looked_at() -> None:
    unit = FakeUnit(blind_s=0.02, late={"F3": [0.4] * 9}, repeats={"OK": 0.045})
    unit.start(make_setup("full"))
    unit.play()
    assert ("keypad.chatter", "OK") in faults(unit)
    assert interval(unit).value == pytest.approx(0.065)  # the gap before it included
    assert interval(unit).subject == "OK"


def test_a_link_that_is_always_blind_asks_nobody_in_vain_and_says_so() -> None:
    usual, unit = looked_at("quick", {}), FakeUnit(blind_s=0.12)
    unit.start(make_setup("quick"))
    unit.play()
    assert unit.pressed == usual.pressed
    assert interval(unit).note == message("note.link_blind", milliseconds=120)
    assert interval(unit).outcome is Outcome.NOT_JUDGED


def test_what_a_session_cut_short_knew_of_its_looks_it_knows_again(tmp_path: Path) -> None:
    unit = FakeUnit(blind_s=0.02, late={"F3": [0.4] * 9})
    setup = make_setup("quick")
    unit.session = session = Session(setup, unit.send, JournalFile(tmp_path / "a.journal", setup))
    session.handle(Stamped(IDENTITY, unit.now))
    session.start(unit.now)
    unit.play()
    session.close()
    back, _ = play_back(tmp_path / "a.journal", lambda head: Session(replace(setup, start=5000.5), lambda *_: None))
    assert back.results["keypad"] == session.results["keypad"]


def test_of_digits_in_a_sweep_all_or_none_could_not_be_looked_at() -> None:
    def swept(keys: str, late: str) -> Swept:
        ask = Question("keypad.free", message("do.sweep_freely"), ())
        count = SweepCount(Sweep(tuple("0123456789F"), ask, 10.0, 4.0, 60.0), 0.0, False, 0.1)
        for at, key in enumerate(keys, start=1):
            count.take(Stamped(KeyPressed(key, key), float(at)))
            count.take(Stamped(KeyGap(0.4 if key == late else 0.02), at + 0.4))
        return count.swept(20.0)

    assert swept("123F", "2") == swept("321F", "3") == swept("F312", "1")
    assert swept("123F", "2").unlooked == ("1", "2", "3")
    assert swept("123F", "F").unlooked == ("F",)
    assert swept("123F", "").unlooked == ()
    assert swept("123F", "F").blind_s == 0.02
    assert unpacked(packed(swept("123F", "F"))) == swept("123F", "F")


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
    check.event(CommandDone("Abort"))
    assert isinstance(check.sent[-1], AskDigits)
    question = check.runner.question
    assert question is not None
    assert question.id.startswith("keypad.digit.")


@pytest.mark.parametrize(
    ("end", "mark"),
    [(CommandDone("Abort"), KeyMark.DEAD), (CommandFailed("Abort", Failure.NO_ANSWER), KeyMark.UNSURE)],
)
def test_a_digit_is_dead_by_word_only_where_the_unit_answers_at_all(end: Event, mark: KeyMark) -> None:
    check = Alone(CHECK)
    to_the_sweep(check)
    check.say("some-dead")
    check.event(CommandDone("Abort"))
    question = check.runner.question
    assert question is not None
    check.wait(1.0)
    assert check.say("key-dead")
    check.event(end)
    assert check.mark_of(question.subject) is mark


def test_listening_ends_before_digits_are_asked() -> None:
    check = Alone(CHECK)
    to_the_sweep(check)
    kinds = [type(c) for c in check.sent]
    assert kinds.index(ListenKeys) < kinds.index(StopListening) < kinds.index(AskDigits)


def to_the_sweep(check: Alone) -> None:
    for _ in range(100):
        question = check.runner.question
        if check.result is not None or (question is not None and question.id == "keypad.sweep"):
            return
        if question is not None and question.subject:
            check.event(KeyPressed(question.subject, "x"), 0.3)
        else:
            check.wait(1.0)
    raise AssertionError("no sweep")


def finish(check: Alone) -> None:
    to_the_sweep(check)
    if check.result is None:  # else a faulty key spoils every entry of hidden digits: none is asked for
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
    check.wait(0.5)  # what may be on the way still
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


# -- hidden digits, and a key that spoils their entries


@pytest.mark.parametrize("key", ["CANCEL", "CLEAR", "OK"])
def test_a_stuck_key_that_spoils_hidden_entries_is_named_and_no_digit_is_called_dead(key: str) -> None:
    check = Alone(CHECK)
    for _ in range(3):
        check.event(KeyPressed(key, "x"), 0.1)
    finish(check)
    assert check.result is not None
    found = check.result.findings
    assert {(f.fault, f.subject) for f in found} == {("keypad.stuck", key), *(("keypad.unsure", d) for d in DIGITS)}
    notes = {dict(f.note.args)["key"] for f in found if f.note and f.note.id == "note.entry_spoilt"}
    assert notes == {key}
    assert not any(isinstance(command, AskDigits) for command in check.sent)
    assert check.result.outcome is Outcome.FAIL


def test_a_crossed_ok_spoils_hidden_entries_and_a_crossed_clear_does_not() -> None:
    unit = played(crossed={"OK": "ARROW_A", "ARROW_A": "OK"})
    assert {("keypad.crossed", "OK"), *(("keypad.unsure", digit) for digit in DIGITS)} <= faults(unit)
    assert not {fault for fault, _ in faults(unit)} & {"keypad.dead"}
    unit = played(crossed={"CLEAR": "CANCEL", "CANCEL": "CLEAR"})
    assert faults(unit) == {("keypad.crossed", "CLEAR"), ("keypad.crossed", "CANCEL")}


@pytest.mark.parametrize("fault", ["stuck-key=CANCEL", "stuck-key=CLEAR", "stuck-key=OK", "crossed-keys=OK:ARROW_A"])
def test_played_to_the_end_the_digits_of_a_spoilt_pad_are_undecided(fault: str) -> None:
    record = Inspection(fault, profile=profiles()["gertec-ppc930"], seed=3).play(3000)
    found = {f.fault for result in record.results for f in result.findings}
    assert found == {"keypad.stuck" if fault.startswith("stuck") else "keypad.crossed", "keypad.unsure"}
    assert record.diagnoses[0].cause == ("cause.key_stuck" if fault.startswith("stuck") else "cause.keys_bridged")
    assert len(record.diagnoses) == 1


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


# -- a bench, or what lies between, that stood still


def ask_alive(check: Alone) -> None:
    assert check.sent[-1] == ReadFacts(FactSubject.MEMORY)


ALIVE = FactsRead(FactSubject.MEMORY, "", ())


def seems_stuck() -> tuple[Alone, str]:
    check = Alone(CHECK, profile=profiles()["smart-terminal"])
    key = asked_for(check)
    check.event(KeyPressed(key, key), device_at=1000.0)
    check.wait(3.0)
    ask_alive(check)
    assert check.mark_of(key) is KeyMark.ASKED
    return check, key


@pytest.mark.parametrize("first", [[], [ALIVE]])
@pytest.mark.parametrize("device_at", [1000.1, 1002.9])
def test_a_key_that_came_up_in_time_and_was_heard_of_late_is_not_stuck(first: list[Event], device_at: float) -> None:
    check, key = seems_stuck()
    for event in first:
        check.event(event, 0.3)
    check.event(KeyReleased(key, key), 0.1, device_at=device_at)
    check.wait(0.2)
    assert check.mark_of(key) is KeyMark.IDENTIFIED
    tally = json.loads(check.kept["tally"])
    assert tally["stuck"] == []
    assert tally["holds"] == [[pytest.approx(device_at - 1000.0), key]]


def test_a_key_that_stays_down_while_the_unit_answers_is_stuck() -> None:
    check, key = seems_stuck()
    check.event(ALIVE, 0.2)
    check.wait(0.5)
    assert check.mark_of(key) is KeyMark.STUCK


def test_a_key_that_the_units_own_clock_says_was_down_for_long_is_stuck_though_it_came_up() -> None:
    check, key = seems_stuck()
    check.event(KeyReleased(key, key), 0.2, device_at=1003.1)
    assert check.mark_of(key) is KeyMark.STUCK


def test_a_unit_that_answers_nothing_at_all_says_nothing_of_the_key() -> None:
    check, key = seems_stuck()
    check.wait(10.0)
    assert check.mark_of(key) is KeyMark.IDENTIFIED
    assert json.loads(check.kept["tally"])["holds"] == []


@pytest.mark.parametrize("late", [True, False])
def test_a_digit_that_came_up_late_in_a_sweep_comes_back_from_the_journal_alike(tmp_path: Path, late: bool) -> None:
    setup = make_setup("full", profile=profiles()["smart-terminal"], guided=False)
    check = next(one for one in setup.plan.checks if one.id == "keypad")
    setup = replace(setup, plan=replace(setup.plan, checks=(check,)))
    path, sent = tmp_path / "a.journal", list[object]()
    session = Session(setup, lambda target, command: sent.append(command), JournalFile(path, setup))
    now = setup.start
    session.handle(Stamped(IDENTITY, now))
    session.start(now)
    session.tick(now := now + 0.9)
    assert session.question is not None
    assert session.question.id == "keypad.free"
    session.handle(Stamped(KeyPressed("5", "6"), now := now + 0.31, 1000.0))
    session.tick(now := now + 4.01)
    assert sent[-1] == ReadFacts(FactSubject.MEMORY)
    assert session.asked == "5"
    session.handle(Stamped(KeyReleased("5", "6") if late else ALIVE, now := now + 0.17, 1000.1 if late else None))
    session.tick(now + 0.51)
    session.close()
    back, _ = play_back(path, lambda head: Session(setup, lambda target, command: None))
    assert session.mark_of("5") is (KeyMark.NONE if late else KeyMark.STUCK)
    assert back.keymap.marks == session.keymap.marks
    assert back.saved("tally") == session.saved("tally")
    named = [line for line in path.read_text("utf-8").splitlines() if '"KeyPressed"' in line and '"5"' in line]
    assert named == []


class StandsStill(Loopback):
    """What the device says is held back for seconds after some of the presses, the answers too; then all comes at once."""

    def __init__(self, loop: Loopback, after: tuple[int, ...], seconds: float) -> None:
        self.__dict__ = loop.__dict__
        self.after, self.seconds, self.presses, self.held = after, seconds, 0, list[bytes]()

    def _from_device(self, output: SimOutput) -> None:
        kept = [] if self.held else output.write
        self.held += output.write if self.held else ()
        before = len(self._events)
        super()._from_device(replace(output, write=tuple(kept)))
        pressed = [s for s in self._events[before:] if isinstance(s.event, KeyPressed)]
        self.presses += len(pressed)
        if pressed and self.presses in self.after and not self.held:
            self.held = [b""]
            self.at(self.now + self.seconds, self.go_on)

    def go_on(self) -> None:
        held, self.held = self.held, []
        super()._from_device(SimOutput(tuple(held), self._device_due))


@pytest.mark.parametrize(
    ("after", "seconds"), [((1,), 4.5), ((7, 16), 6.0), ((15,), 4.5), ((5, 18, 22), 2.5), ((3, 17, 20), 4.5)]
)
def test_a_line_that_stands_still_between_press_and_release_makes_no_key_stuck(
    after: tuple[int, ...], seconds: float
) -> None:
    smart = profiles()["smart-terminal"]
    loops = []

    def standing(*given: Any, **more: Any) -> Loopback:
        loops.append(StandsStill(joined(*given, **more), after, seconds))
        return loops[0]

    inspection = Inspection(plan="full", profile=smart, with_meter=False, joining=standing)
    inspection.session.start(inspection.pad.now + inspection.offset)
    while "keypad" not in inspection.session.results:
        assert inspection.pad.now < 600
        inspection._turn()
    inspection.close()
    result = inspection.session.results["keypad"]
    assert loops[0].presses >= max(after)
    assert [f.fault for f in result.findings] == []
    assert {m.limit_id: m.outcome for m in result.measurements}["keypad.stuck"] is Outcome.PASS


# -- a unit that does not take the request to report its keys


DEAF, HEARS = CommandFailed("ListenKeys", Failure.NO_ANSWER), CommandDone("ListenKeys")


def listens(check: Alone) -> int:
    return sum(isinstance(command, ListenKeys) for command in check.sent)


def test_a_unit_that_did_not_take_the_request_is_asked_again_before_a_key_is_asked_for() -> None:
    check = Alone(CHECK)
    check.event(DEAF)
    check.wait(1.0)
    assert (listens(check), check.runner.question) == (2, None)
    check.event(HEARS)
    finish(check)
    assert check.result is not None
    assert check.result.outcome is Outcome.PASS


def test_where_presses_never_arrive_nothing_is_said_of_the_keys() -> None:
    profile = profiles()["smart-terminal"]
    check = Alone(CHECK, profile=profile)
    for _ in range(4):
        check.event(DEAF)
        check.wait(1.0)
    assert check.result is not None
    assert check.result.outcome is Outcome.NOT_JUDGED
    assert {f.fault for f in check.result.findings} == {"keypad.unsure"}
    assert "note.keys_unheard" in [note.id for note in check.result.notes]
    assert listens(check) == 4


def test_no_word_about_a_key_counts_while_presses_do_not_arrive() -> None:
    check = Alone(CHECK)
    key = asked_for(check)
    check.event(DEAF)
    before = listens(check)
    assert check.say("key-dead")
    assert (check.mark_of(key), listens(check)) == (KeyMark.ASKED, before + 1)
    check.event(HEARS)
    question = check.runner.question
    assert question is not None
    assert (question.subject, question.text.id) == (key, "do.press_lost")
    check.event(KeyPressed(key, key))
    check.wait(0.2)
    assert check.mark_of(key) is KeyMark.IDENTIFIED


@pytest.mark.parametrize("seed", [0, 6, 7, 73])
def test_a_healthy_unit_on_a_bad_line_never_fails(seed: int) -> None:
    smart = profiles()["smart-terminal"]
    record = Inspection("link-noise=0.2", profile=smart, seed=seed).play(3000)
    assert record.overall.verdict is not Verdict.FAIL
    faults = {f.fault for result in record.results for f in result.findings}
    assert "link.noise" in faults
    assert not {f for f in faults if f.startswith(("keypad.dead", "unit.no-", "offline.", "clock."))}


@pytest.mark.parametrize(
    ("model", "noise", "seed"), [("abecs-pinpad", "2", 40), ("demo-matrix", "0.2", 77), ("idtech-neo2", "2", 40)]
)
def test_what_a_line_spoils_is_never_blamed_on_a_key(model: str, noise: str, seed: int) -> None:
    record = Inspection(f"link-noise={noise}", profile=profiles()[model], seed=seed).play(3000)
    assert record.overall.verdict is not Verdict.FAIL
    assert [f.fault for result in record.results for f in result.findings] == ["link.noise"]


def test_a_key_is_asked_for_again_where_something_damaged_came_and_then_left_undecided() -> None:
    check = Alone(CHECK)
    key = asked_for(check)
    for _ in range(4):
        question = check.runner.question
        assert question is not None
        assert question.subject == key
        check.event(UnknownFrame(19, "damaged answer"))
        check.wait(1.5)
        assert check.say("key-dead")
    assert check.mark_of(key) is KeyMark.UNSURE


# -- presses and releases of crossed keys


def crossed_then(other: str) -> Alone:
    """The first key that is asked for sends ``other`` twice, and its second press is not over yet."""
    check = Alone(CHECK, profile=profiles()["smart-terminal"])
    first = asked_for(check)
    for hold in (True, False):
        check.event(KeyPressed(other, "x"))
        if hold:
            check.event(KeyReleased(other, "x"))
    assert check.mark_of(first) is KeyMark.CROSSED
    return check


def test_a_release_that_ends_a_press_before_the_prompt_is_not_held_against_the_key() -> None:
    first = asked_for(Alone(CHECK, profile=profiles()["smart-terminal"]))
    for other in (*DIGITS, "CANCEL", "CLEAR", "OK"):
        check = crossed_then(other) if other != first else None
        question = check.runner.question if check else None
        if check is not None and question is not None and question.subject == other:
            break
    else:
        raise AssertionError("no key is asked for second")
    check.event(KeyReleased(other, "x"))
    check.event(KeyReleased(other, "x"))
    check.event(KeyPressed(other, "x"))
    check.event(KeyReleased(other, "x"))
    check.wait(0.2)
    assert json.loads(check.kept["tally"])["odd"] == [other], (
        "the first release belongs to the press, the second to none"
    )


@pytest.mark.parametrize("pair", ["7:8", "9:0", "CANCEL:CLEAR"])
@pytest.mark.parametrize("seed", [9, 51, 1010])
def test_crossed_keys_are_bridged_and_nothing_else(pair: str, seed: int) -> None:
    smart = profiles()["smart-terminal"]
    record = Inspection(f"crossed-keys={pair}", profile=smart, seed=seed).play(3000)
    assert {f.fault for result in record.results for f in result.findings} == {"keypad.crossed"}
    assert [d.cause for d in record.diagnoses] == ["cause.keys_bridged"]


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
