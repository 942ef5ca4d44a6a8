import dataclasses

import pytest

from checks.check import Context
from checks.measurement import CheckResult, Outcome, Verdict
from checks.record import from_json, to_json
from checks.session import MAX_RESTARTS, Phase
from checks.steps import Answer, Steps, Target
from devices.commands import Abort, StartReading
from devices.events import (
    Channel,
    CommandFailed,
    Failure,
    KeyPressed,
    LinkLost,
    Quantity,
    Reading,
    Restored,
    Source,
    Stamped,
)
from devices.profile import Profile
from tests.checks.stage import FakeUnit, make_setup

VOLTS = Channel(Quantity.VOLTAGE, Source.METER)


def feed_meter(unit: FakeUnit, volts: list[float]) -> None:
    """Ten readings a second, before the unit is asked anything."""
    assert unit.session is not None
    for number, value in enumerate(volts):
        unit.session.handle(Stamped(Reading(VOLTS, value), unit.now + number / 10), Target.METER)
    unit.now += len(volts) / 10


def metered(volts: list[float]) -> FakeUnit:
    unit = FakeUnit()
    unit.start(make_setup("quick", with_meter=True))
    feed_meter(unit, volts)
    unit.play()
    return unit


def test_a_healthy_unit_passes_every_check_of_both_plans() -> None:
    for plan in ("quick", "full"):
        unit = FakeUnit()
        unit.start(make_setup(plan))
        session = unit.play()
        assert session.overall().verdict is Verdict.PASS, session.results
        assert set(session.results) == set(session.planned)


def test_the_meter_is_asked_to_read_when_there_is_one() -> None:
    unit = FakeUnit()
    unit.start(make_setup("quick", with_meter=True))
    assert (Target.METER, StartReading(0.1)) in unit.sent


def test_a_steady_supply_passes() -> None:
    session = metered([5.1] * 100).session
    assert session is not None
    assert session.results["supply"].outcome is Outcome.PASS


def test_a_meter_that_says_nothing_leaves_the_unit_not_decided() -> None:
    session = metered([]).session
    assert session is not None
    assert session.results["supply"].outcome is Outcome.NOT_JUDGED
    assert session.overall().verdict is Verdict.NOT_DECIDED


def test_a_sag_during_another_check_is_found() -> None:
    session = metered([5.1] * 60 + [4.6] * 10 + [5.1] * 60).session
    assert session is not None
    assert [f.fault for f in session.results["supply"].findings] == ["supply.sag"]
    assert session.overall().verdict is Verdict.FAIL
    assert [d.cause for d in session.diagnoses()] == ["cause.weak_supply"]


def test_a_meter_that_does_not_answer_for_a_while_is_a_drop_out_and_a_busy_bench_is_none() -> None:
    for asked_in_vain, faults in ((True, ["supply.drop-out"]), (False, [])):
        unit = FakeUnit()
        session = unit.start(make_setup("quick", with_meter=True))
        feed_meter(unit, [5.1] * 40)
        unit.now += 1.0
        if asked_in_vain:
            failed = CommandFailed("StartReading", Failure.NO_ANSWER)
            session.handle(Stamped(failed, unit.now), Target.METER)
        unit.now += 1.0
        feed_meter(unit, [5.1] * 40)
        unit.play()
        assert [f.fault for f in session.results["supply"].findings] == faults


def test_two_low_samples_are_no_sag_yet_and_three_are() -> None:
    for count, outcome in ((2, Outcome.PASS), (3, Outcome.FAIL)):
        session = metered([5.1] * 60 + [4.7] * count + [5.1] * 60).session
        assert session is not None
        assert session.results["supply"].outcome is outcome


def test_a_lost_link_suspends_and_the_same_check_goes_on_with_its_marks() -> None:
    unit = FakeUnit()
    session = unit.start(make_setup("full"))
    while not session.keymap.history:
        if not unit._obey():
            unit._live()
    settled = dict(session.keymap.marks)
    unit.tell(LinkLost("cable"))
    assert session.phase is Phase.SUSPENDED
    assert session.question is None
    unit.tell(Restored(), 3.0)
    assert session.phase is Phase.RUNNING
    unit.play()
    assert settled.items() <= session.keymap.marks.items() | {
        (k, v) for k, v in settled.items() if v[0].value == "asked"
    }
    assert session.results["keypad"].outcome is Outcome.PASS
    assert session.results["keypad"].restarts == 1
    assert session.results["link"].outcome is Outcome.MARGINAL


def test_a_link_lost_too_often_in_one_check_is_a_bench_error_not_a_fault_of_the_unit() -> None:
    unit = FakeUnit()
    session = unit.start(make_setup("quick"))
    while session.current != "keypad":
        if not unit._obey():
            unit._live()
    for _ in range(MAX_RESTARTS + 1):
        unit.tell(LinkLost("cable"))
        unit.tell(Restored())
    assert session.results["keypad"].outcome is Outcome.ERROR


def test_a_link_that_never_comes_back_ends_the_session_after_its_patience() -> None:
    unit = FakeUnit()
    session = unit.start(make_setup("quick", patience_s=30.0))
    unit.tell(LinkLost("cable"))
    session.tick(unit.now + 29.9)
    assert session.phase is Phase.SUSPENDED
    session.tick(unit.now + 30.0)
    assert session.phase is Phase.DONE
    assert session.overall().verdict is Verdict.NOT_DECIDED


def test_cancelling_at_every_step_gives_aborted_and_leaves_the_unit_idle() -> None:
    steps = 0
    while True:
        unit = FakeUnit()
        session = unit.start(make_setup("full"))
        for _ in range(steps):
            if session.phase is Phase.DONE:
                break
            if not unit._obey():
                unit._live()
        if session.phase is Phase.DONE:
            break
        current = session.current
        assert current is not None
        session.abort(unit.now)
        assert session.results[current].outcome is Outcome.ABORTED
        assert session.phase is Phase.DONE
        assert session.question is None
        assert session.overall().verdict is not Verdict.PASS
        assert (Target.TERMINAL, Abort()) in unit.sent
        steps += 1
    assert steps > 30


def test_losing_the_link_at_every_step_still_ends_in_a_pass() -> None:
    for steps in range(200):
        unit = FakeUnit()
        session = unit.start(make_setup("quick"))
        for _ in range(steps):
            if session.phase is not Phase.DONE and not unit._obey():
                unit._live()
        if session.phase is Phase.DONE:
            break
        unit.sent.clear()
        unit.tell(LinkLost("cable"))
        unit.tell(Restored(), 2.0)
        unit.play()
        assert session.overall().verdict is Verdict.PASS, (steps, session.results)


def test_a_skipped_check_leaves_the_unit_not_decided() -> None:
    unit = FakeUnit()
    session = unit.start(make_setup("quick"))
    while session.current != "keypad":
        if not unit._obey():
            unit._live()
    session.skip(unit.now)
    unit.play()
    assert session.results["keypad"].outcome is Outcome.SKIPPED
    assert session.overall().verdict is Verdict.NOT_DECIDED


def test_a_check_can_be_repeated_after_the_end() -> None:
    unit = FakeUnit(dead=frozenset({"F1"}))
    session = unit.start(make_setup("quick"))
    unit.play()
    assert session.overall().verdict is Verdict.FAIL
    unit.dead = frozenset()
    session.repeat("keypad", unit.now)
    unit.play()
    assert session.overall().verdict is Verdict.PASS


def test_undo_takes_the_last_mark_back_and_asks_for_that_key_again() -> None:
    unit = FakeUnit()
    session = unit.start(make_setup("quick"))
    while not session.keymap.history:
        if not unit._obey():
            unit._live()
    key = session.undo(unit.now)
    assert key is not None
    assert session.mark_of(key).value in ("none", "asked")
    unit.play()
    assert session.overall().verdict is Verdict.PASS


def test_undo_leaves_what_another_check_judged_by() -> None:
    unit = FakeUnit(dead=frozenset({"F1"}))
    session = unit.start(make_setup("quick"))
    while session.current != "display" or session.question is None:
        if not unit._obey():
            unit._live()
    marks, question = dict(session.keymap.marks), session.question
    assert not session.keymap.history
    assert session.undo(unit.now) is None
    assert session.keymap.marks == marks
    assert session.question is question, "nothing began anew"
    session.repeat("keypad", unit.now)
    while not session.keymap.history:
        if not unit._obey():
            unit._live()
    assert session.current == "keypad"


def test_an_answer_before_the_minimum_look_is_not_taken() -> None:
    unit = FakeUnit()
    session = unit.start(make_setup("quick"))
    while session.current != "display" or session.question is None:
        if not unit._obey():
            unit._live()
    question = session.question
    assert not session.answer(Answer(question.id, "fine"), session.question_ready_at - 0.2)
    assert session.question is question
    assert session.answer(Answer(question.id, "fine"), session.question_ready_at)


def test_the_record_reads_back_as_it_was() -> None:
    unit = metered([5.1] * 100)
    assert unit.session is not None
    record = unit.session.record("2026-11-22T10:02:00.000+00:00")
    assert from_json(to_json(record)) == record
    at, values = record.telemetry[0].unpack()
    assert len(at) == len(values) == 100
    assert values[0] == pytest.approx(5.1, abs=1e-6)


def test_digits_leave_no_label_on_the_time_axis() -> None:
    unit = FakeUnit()
    session = unit.start(make_setup("quick"))
    unit.tell(KeyPressed("7", "37"))
    unit.tell(KeyPressed("OK", "00"))
    assert [moment.key for moment in session.moments[-2:]] == ["", "OK"]


def test_two_runs_with_one_seed_differ_only_in_time() -> None:
    def once() -> object:
        unit = FakeUnit()
        unit.start(make_setup("full", seed=7))
        return dataclasses.replace(unit.play().record("x"), started="", ended="")

    assert once() == once()


def test_a_key_marked_missing_is_asked_no_more_and_fails_the_unit() -> None:
    unit = FakeUnit()
    session = unit.start(make_setup("full"))
    while session.question is None or not session.question.subject:
        if not unit._obey():
            unit._live()
    key = session.question.subject
    session.mark_missing(key, unit.now)
    assert session.question is None or session.question.subject != key
    unit.play()
    assert ("keypad.missing", key) in {(f.fault, f.subject) for f in session.results["keypad"].findings}
    assert session.overall().verdict is Verdict.FAIL


class AtOnce:
    """A check that waits for nothing."""

    order = 1
    claims = frozenset[str]()

    def __init__(self, name: str) -> None:
        self.id = name

    def applies(self, profile: Profile) -> bool:
        return True

    def run(self, context: Context) -> Steps:
        return CheckResult(self.id, Outcome.PASS)
        yield


def test_thousands_of_checks_that_end_at_once_end_with_the_last_of_them() -> None:
    checks = tuple(AtOnce(f"check-{number}") for number in range(3000))
    setup = make_setup()
    setup = dataclasses.replace(setup, guide=None, plan=dataclasses.replace(setup.plan, checks=checks, watches=()))
    unit = FakeUnit()
    session = unit.start(setup)
    assert session.phase is Phase.DONE
    assert list(session.results) == [check.id for check in checks]
    assert {result.outcome for result in session.results.values()} == {Outcome.PASS}
