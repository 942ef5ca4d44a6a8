"""After a repair only what failed is repeated, and the verdict says what it rests on: never more than was looked at."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.before import Before
from checks.history.journal import JournalFile, read_head
from checks.measurement import CheckResult, Finding, Outcome, Overall, Verdict, overall
from checks.plan import PlanKind, make_plan
from checks.record import Record, from_json, to_json
from checks.registry import load_checks
from checks.retest import Became, Who, before_of, changes, combined, same_unit
from checks.session import Session
from tests.checks.stage import FakeUnit, make_setup, pad

OUTCOMES = st.sampled_from(Outcome)
NAMES = ("keypad", "display", "power", "supply", "link")


def inspected(dead: frozenset[str] = frozenset(), plan: str = "quick", before: Before | None = None) -> Session:
    """An inspection, or a re-test of what ``before`` found, on a unit with these dead keys."""
    unit = FakeUnit(dead=dead)
    setup = make_setup(plan)
    if before is not None:
        checks, watches = load_checks()
        again = make_plan(PlanKind(before.plan), pad(), None, checks, watches, None, before.wanted)
        setup = replace(setup, plan=again, before=before)
    unit.start(setup)
    return unit.play()


@pytest.fixture(scope="module")
def broken() -> Record:
    return inspected(frozenset({"CLEAR"})).record("2026-11-22T10:00:00Z")


def test_only_what_failed_and_what_its_cure_asks_for_is_repeated(broken: Record) -> None:
    assert broken.overall.failed == ("keypad",)
    again = inspected(before=before_of(broken))
    wanted = {"keypad", *broken.overall.undecided, *(c for d in broken.diagnoses for c in d.retest)}
    assert set(again.results) == wanted
    assert "display" in {r.check for r in broken.results} - wanted


def test_a_mended_unit_passes_on_what_passed_before_and_the_record_says_so(broken: Record) -> None:
    record = inspected(before=before_of(broken)).record("2026-11-22T11:00:00Z")
    assert record.overall == Overall(Verdict.PASS)
    assert record.before is not None
    assert (record.before.id, record.before.overall.failed) == (broken.id, ("keypad",))
    assert record.before.result("keypad").findings == broken.result("keypad").findings  # type: ignore[union-attr]
    assert [m.limit_id for m in record.before.result("keypad").measurements] == ["keypad.presses_missing"]  # type: ignore[union-attr]
    told = {change.check: change for change in changes(record.before, record.results)}
    assert told["keypad"].became is Became.MENDED
    assert [f.subject for f in told["keypad"].gone] == ["CLEAR"]
    (value,) = [v for v in told["keypad"].values if v.limit_id == "keypad.presses_missing"]
    assert (value.before.value, value.after.value) == (1, 0)  # type: ignore[union-attr]
    assert told["display"].became is Became.NOT_REPEATED
    assert next(iter(told)) == "keypad", "what is different stands first"
    assert from_json(to_json(record)) == record


def test_a_unit_that_is_not_mended_fails_and_can_be_tested_again(broken: Record) -> None:
    second = inspected(frozenset({"CLEAR", "F1"}), before=before_of(broken)).record("x")
    assert second.overall.failed == ("keypad",)
    (keypad,) = [c for c in changes(second.before, second.results) if c.check == "keypad"]  # type: ignore[arg-type]
    assert keypad.became is Became.OTHER
    assert ([f.subject for f in keypad.left], [f.subject for f in keypad.new]) == (["CLEAR"], ["F1"])
    third = inspected(before=before_of(second)).record("y")
    assert third.overall.verdict is Verdict.PASS
    assert {r.check for r in third.before.results} == {r.check for r in broken.results}  # type: ignore[union-attr]


def test_a_check_that_failed_is_repeated_as_deep_as_it_failed(broken: Record) -> None:
    full = inspected(frozenset({"CLEAR"}), "full").record("x")
    assert inspected(before=before_of(full)).setup.plan.kind is PlanKind.FULL
    assert before_of(broken).plan == "quick"


def test_what_was_left_undecided_is_repeated_too(broken: Record) -> None:
    left = replace(
        broken,
        results=tuple(r if r.check != "display" else replace(r, outcome=Outcome.SKIPPED) for r in broken.results),
        overall=Overall(Verdict.FAIL, ("keypad",), ("display", "never-begun")),
    )
    before = before_of(left)
    assert {"keypad", "display", "never-begun"} <= set(before.wanted)
    assert combined((CheckResult("keypad", Outcome.PASS),), ("keypad",), before).undecided == ("display", "never-begun")


@given(
    st.dictionaries(st.sampled_from(NAMES), OUTCOMES, min_size=1),
    st.dictionaries(st.sampled_from(NAMES), OUTCOMES),
    st.sets(st.sampled_from(NAMES)),
)
def test_the_verdict_is_never_better_than_the_last_word_on_every_check(
    then: dict[str, Outcome], now: dict[str, Outcome], more: set[str]
) -> None:
    results = tuple(CheckResult(check, outcome) for check, outcome in now.items())
    planned = tuple(dict.fromkeys((*now, *sorted(more))))
    whole = overall((CheckResult(c, o) for c, o in then.items()), then)
    before = Before(
        "a", "", "", pad().id, "1", "", "", "quick", whole, tuple(CheckResult(c, o) for c, o in then.items())
    )
    last = {**then, **dict.fromkeys(planned, Outcome.ABORTED), **now}
    wanted = overall((CheckResult(c, o) for c, o in last.items()), last)
    told = combined(results, planned, before)
    assert (told.verdict, set(told.failed), set(told.undecided)) == (
        wanted.verdict,
        set(wanted.failed),
        set(wanted.undecided),
    )
    assert {c.check for c in changes(before, results)} == {*then, *now}


@given(OUTCOMES, OUTCOMES)
def test_nothing_is_called_mended_that_did_not_pass(then: Outcome, now: Outcome) -> None:
    dead = (Finding("keypad.dead", "OK"),)
    before = Before(
        "a", "", "", "p", "", "", "", "quick", Overall(Verdict.FAIL), (CheckResult("keypad", then, (), dead),)
    )
    (change,) = changes(before, (CheckResult("keypad", now),))
    assert (change.became is not Became.MENDED) or now is Outcome.PASS
    if now is Outcome.FAIL:
        assert change.became in (Became.WORSE, Became.OTHER)


@pytest.mark.parametrize(
    ("serial", "sticker", "same"),
    [
        ("0123-456789", "", True),
        ("0123456780", "S1", False),
        ("", "s 1", None),  # read once and copied, perhaps
        ("", "S2", False),
        ("", "", None),
    ],
)
def test_another_unit_is_known_by_its_serial_and_none_is_called_the_same_by_its_sticker_alone(
    serial: str, sticker: str, same: bool | None
) -> None:
    before = Who("p", "0123456789", "S1")
    assert same_unit(before, Who("p", serial, sticker)) is same
    assert same_unit(before, Who("q", serial, sticker)) is False


def test_the_inspection_before_stands_in_the_journal(tmp_path: Path, broken: Record) -> None:
    setup = replace(make_setup(), before=before_of(broken))
    JournalFile(tmp_path / "a.journal", setup).close()
    assert read_head(tmp_path / "a.journal").before == before_of(broken)


def test_a_check_that_the_model_has_no_use_for_is_not_planned() -> None:
    checks, watches = load_checks()
    assert make_plan(PlanKind.QUICK, pad(), None, checks, watches, None, ("supply", "no-such")).required == ()
