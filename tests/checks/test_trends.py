"""A year of synthetic history with three drifting units: named early, and nobody else; the lead's overview, counted by hand."""

import math
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.console.trending import due_words, lines
from checks.diagnosis import Diagnosis
from checks.history.drift import LAST, LEAST, Slope, meeting_of, slopes_of
from checks.history.overview import Count, Due, Fact, failing, long_ago, marginal, overview_of
from checks.history.store import History
from checks.history.trends import Of, Point, trends_of
from checks.measurement import CheckResult, Evidence, Finding, Outcome, Overall, Verdict, measured
from checks.record import Record
from checks.retest import before_of
from checks.words import load_catalogues
from devices.profile import Band, Limit
from tests.checks.stage import profiles
from tests.checks.test_history import passing

CATALOGUES = load_catalogues(Path(__file__).parents[2] / "resources/i18n")
PROFILE = profiles()["gertec-ppc930"]
LIMITS = {PROFILE.id: PROFILE.limits}
KEYS = ("CLEAR", "OK", "CANCEL", "F1", "F2", "F3")
UNITS = 40
FORTNIGHTS = 26
DRIFTING = {
    "SN-07": ("keypad.repeat_interval", "OK", 0.25, -0.15 / 250),
    "SN-19": ("supply.load_step", "", 0.05, 0.10 / 300),
    "SN-33": ("temperature.terminal", "", 34.0, 26.0 / 280),
}
"""Name, subject, where it begins, and how far it goes in a day: each meets its limit within the year."""


def usual(name: str, day: float, dice: random.Random) -> float:
    """A healthy value with its scatter; summer warms every board."""
    if name == "keypad.repeat_interval":
        return 0.25 + dice.gauss(0, 0.02)
    if name == "supply.load_step":
        return 0.05 + dice.gauss(0, 0.008)
    return 34 + 4 * math.sin(2 * math.pi * day / 365) + dice.gauss(0, 1.0)


ROWS = [("keypad.repeat_interval", key) for key in KEYS] + [("supply.load_step", ""), ("temperature.terminal", "")]


def year(until_day: float, seed: int = 1) -> Iterator[Point]:
    """What was measured up to a day of the year."""
    for number in range(UNITS):
        dice, serial = random.Random(f"{seed}-{number}"), f"SN-{number:02}"
        for fortnight in range(FORTNIGHTS):
            day = 14 * fortnight + dice.uniform(0, 6)
            for name, subject in ROWS:
                value = usual(name, day, dice)
                told = DRIFTING.get(serial)
                if told is not None and told[:2] == (name, subject):
                    value += told[3] * day
                if day <= until_day:
                    yield Point(Of.UNIT, serial, PROFILE.id, name, subject, day, value)


def meets(serial: str) -> float:
    """The day on which a drifting unit's own line meets its limit."""
    name, _, start, per_day = DRIFTING[serial]
    band = PROFILE.limits[name].normal
    edge = band.high if per_day > 0 else band.low
    assert edge is not None
    return (edge - start) / per_day


def test_three_drifting_units_are_named_before_they_fail_and_nobody_else_is() -> None:
    first: dict[str, tuple[float, float]] = {}
    every = list(year(365))
    for day in range(28, 365, 14):
        for drift in trends_of([point for point in every if point.day <= day], LIMITS).drifting:
            assert drift.who in DRIFTING, f"a false name on day {day}: {drift}"
            assert (drift.name, drift.subject) == DRIFTING[drift.who][:2]
            first.setdefault(drift.who, (day, day + drift.meeting.days))
    assert set(first) == set(DRIFTING)
    for serial, (named_on, expected) in first.items():
        assert named_on <= meets(serial) - 28, f"{serial} named on day {named_on}, fails on {meets(serial):.0f}"
        # summer adds to what a board's wear alone would do
        assert abs(expected - meets(serial)) <= 75, f"{serial} expected on {expected:.0f}, fails on {meets(serial):.0f}"


def test_five_healthy_fleets_give_no_name() -> None:
    healthy = [p for seed in range(2, 7) for p in year(365, seed) if p.who not in DRIFTING]
    for seed in range(5):
        part = [p for n, p in enumerate(healthy) if n * 5 // len(healthy) == seed]
        assert trends_of(part, LIMITS).drifting == ()


def slope_of(row: list[tuple[float, float]]) -> Slope | None:
    """One row by itself."""
    (line,) = slopes_of([row])
    return line


def test_the_arithmetic_is_told() -> None:
    (drift,) = (d for d in trends_of(year(200), LIMITS).drifting if d.who == "SN-33")
    assert drift.unit == "\u00b0C"
    assert drift.slope.n == 15
    assert drift.rows == UNITS * len(ROWS)
    assert drift.per_month == pytest.approx(30 * DRIFTING["SN-33"][3], rel=0.35)
    assert drift.slope.low <= drift.slope.per_day <= drift.slope.high
    assert drift.meeting.earliest <= drift.meeting.days <= (drift.meeting.latest or 1e9)
    assert drift.meeting.edge == 60.0
    assert 0 <= drift.chance <= 0.05


def test_a_row_that_is_exactly_a_line_is_that_line_and_meets_where_it_must() -> None:
    line = slope_of([(day, 10 + 0.5 * day) for day in range(0, 100, 10)])
    assert line is not None
    assert (line.per_day, line.now, line.per_100) == (pytest.approx(0.5), pytest.approx(55), pytest.approx(500))
    meeting = meeting_of(line, Limit("x", Band(high=60), "own: test"))
    assert meeting is not None
    assert (meeting.days, meeting.earliest, meeting.latest) == (pytest.approx(10),) * 3
    assert meeting_of(line, Limit("x", Band(low=60), "own: test")) is None, "it goes the other way"
    assert meeting_of(line, Limit("x", Band(high=50), "own: test")) is None, "it is beyond already"


def test_one_wild_value_moves_nothing() -> None:
    row = [(float(day), 10 + 0.5 * day) for day in range(0, 200, 10)]
    row[7] = (70.0, 1e6)
    line = slope_of(row)
    assert line is not None
    assert line.per_day == pytest.approx(0.5, rel=0.01)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(st.floats(0, 400), st.floats(-1e6, 1e6)), max_size=30))
def test_whatever_the_values_the_line_is_finite_and_its_chance_is_one(row: list[tuple[float, float]]) -> None:
    line = slope_of(sorted(row))
    if line is None:
        assert len(row) < LEAST or max(row)[0] - min(row)[0] < 14.001
    else:
        assert 0 <= line.chance <= 0.5
        assert line.low <= line.per_day <= line.high


_DAYS = st.integers(0, 400).map(float)
_VALUES = st.integers(-50, 50).map(float)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(st.tuples(_DAYS, _VALUES), max_size=30), max_size=6))
def test_rows_reckoned_together_are_what_each_is_by_hand(rows: list[list[tuple[float, float]]]) -> None:
    for row, line in zip(rows, slopes_of([sorted(row) for row in rows]), strict=True):
        last = sorted(row)[-LAST:]
        pairs = [(a, b) for place, a in enumerate(last) for b in last[place + 1 :]]
        if line is not None:
            assert line.per_day == pytest.approx(median((b[1] - a[1]) / (b[0] - a[0]) for a, b in pairs if b[0] > a[0]))
            ties = Counter(value for _, value in last).values()
            spread = (
                len(last) * (len(last) - 1) * (2 * len(last) + 5) - sum(t * (t - 1) * (2 * t + 5) for t in ties)
            ) / 18
            balance = abs(sum((b[1] > a[1]) - (b[1] < a[1]) for a, b in pairs))
            likely = 0.5 * math.erfc((balance - 1) / math.sqrt(2 * spread)) if balance else 0.5
            assert line.chance == pytest.approx(likely)


DAY0 = datetime(2026, 1, 5, 8, tzinfo=UTC)


def fact(
    number: int, unit: str, day: float, verdict: str, operator: str = "Li", minutes: int = 10, **more: str
) -> Fact:
    begin = DAY0 + timedelta(days=day)
    times = (begin.isoformat(), (begin + timedelta(minutes=minutes)).isoformat())
    return Fact(str(number), *times, unit, unit.upper(), "m", "Model", operator, verdict, **more)


def test_yield_time_and_agreement_are_counted_as_by_hand() -> None:
    facts = (
        fact(1, "a", 0, "fail", minutes=20),
        fact(2, "a", 1, "pass", "Chen", before="1"),  # a repair between: nobody disagrees
        fact(3, "b", 2, "pass"),
        fact(4, "b", 10, "fail", "Chen"),  # the other operator says otherwise
        fact(5, "c", 11, "pass", minutes=12),
        fact(6, "c", 12, "pass", "Chen"),
        fact(7, "d", 13, "pass"),
        fact(8, "d", 60, "fail", "Chen"),  # too long after
        fact(9, "", 61, "not-decided"),
    )
    counts = (
        Count("m", "keypad.dead", "5, 8", 3),
        Count("m", "keypad.chatter", "5", 1),
        Count("m", "supply.sag", "", 2),
    )
    told = overview_of(facts, counts, (Count("", "cause.key_contact", "", 3),))
    assert (told.inspections, told.units) == (9, 5)
    assert told.first_pass == pytest.approx(3 / 5)
    assert told.minutes == pytest.approx(10)
    assert (told.compared, told.agreed) == (2, 1)
    assert [(key.subject, key.inspections) for key in told.keys] == [("5", 4), ("8", 3)]
    assert [(fault.what, fault.inspections) for fault in told.faults][:2] == [("keypad.dead", 3), ("supply.sag", 2)]
    (model,) = told.models
    assert (model.failed, model.first_pass) == (3, pytest.approx(0.6))
    li, chen = told.operators
    assert (li.name, li.inspections, li.compared, li.agreed) == ("Li", 5, 2, 1)
    assert (chen.inspections, chen.failed) == (4, 2)


def test_units_are_due_by_rule() -> None:
    facts = (*(fact(n, "a", 30 * n, "fail") for n in range(3)), fact(7, "b", 1, "pass"), fact(8, "b", 90, "pass"))
    now = (DAY0 + timedelta(days=100)).isoformat()
    (often,) = failing(facts, now)
    assert (often.rule, often.serial, often.count, often.days) == ("failing", "A", 3, pytest.approx(60))
    soft = [("7", "keypad.repeat_gap", "5"), ("8", "keypad.repeat_gap", "5"), ("8", "supply.voltage", "")]
    (worn,) = marginal(facts, soft)
    assert (worn.serial, worn.name, worn.subject) == ("B", "keypad.repeat_gap", "5")
    old = long_ago([("C", "Model", "m", "2024-01-01T00:00:00Z"), ("D", "Model", "m", facts[-1].ended)], now)
    assert [due.serial for due in old] == ["C"]
    assert isinstance(old[0], Due)
    told = " ".join(
        words.say(due_words(due, {}, words)) for due in (often, worn, old[0]) for words in CATALOGUES.values()
    )
    assert "{" not in told
    assert "A (m): failed 3 times within 60 days" in told


def kept(number: int, serial: str, day: float, values: dict[tuple[str, str], float], **more: object) -> Record:
    base = passing()
    ended = (DAY0 + timedelta(days=day)).isoformat()
    rows = tuple(
        measured(PROFILE, name, value, Evidence.MEASURED, subject) for (name, subject), value in values.items()
    )
    result = CheckResult("keypad", Outcome.PASS, rows)
    return replace(
        base, id=f"{number:032x}", started=ended, ended=ended, unit=replace(base.unit, serial=serial),
        results=(result,), overall=Overall(Verdict.PASS), telemetry=(), key_moments=(), keys=(), **more,
    )  # type: ignore[arg-type]  # fmt: skip


def test_out_of_a_real_history_the_drifting_unit_and_the_drifting_order_are_named(tmp_path: Path) -> None:
    history = History(f"sqlite:///{tmp_path / 'h.sqlite'}")
    dice, number = random.Random(3), 0
    for week in range(12):
        for serial in ("A", "B"):
            gap = 0.20 + dice.gauss(0, 0.004) - (0.007 * week if serial == "B" else 0)
            history.add(kept(number := number + 1, serial, 7 * week, {("keypad.repeat_gap", "OK"): gap}))
        load = 0.05 + 0.006 * week + dice.gauss(0, 0.002)
        order = replace(passing().handling, work_order="R-7")
        record = kept(number := number + 1, f"once-{week}", 7 * week, {("supply.load_step", ""): load}, handling=order)
        history.add(record)
    demo = kept(number := number + 1, "A", 90, {("keypad.repeat_gap", "OK"): 9.0}, demonstration=True)
    history.add(demo)
    told = history.trends(LIMITS)
    assert {(drift.of, drift.who) for drift in told.drifting} == {
        (Of.UNIT, "B"), (Of.ORDER, "R-7"), (Of.MODEL, ""),
    }  # fmt: skip
    assert [(wear.subject, wear.units, wear.moving) for wear in told.wear] == [("OK", 2, 2)] or told.wear[0].units == 2
    assert {drift.who for drift in history.trends(LIMITS, serial="b").drifting} == {"B"}
    assert history.trends(LIMITS, serial="a").drifting == ()
    dead = Finding("keypad.dead", "5, 8", Evidence.IDENTIFIED)
    cause = Diagnosis("cause.key_contact", 0.8, (dead,), ())
    broken = replace(demo, id="f" * 32, demonstration=False, diagnoses=(cause,), overall=Overall(Verdict.FAIL, ("keypad",)),
                     results=(CheckResult("keypad", Outcome.FAIL, (), (dead,)),))  # fmt: skip
    history.add(broken)
    history.add(
        replace(broken, id="e" * 32, before=before_of(broken), overall=Overall(Verdict.PASS), results=(), diagnoses=())
    )
    now = (DAY0 + timedelta(days=500)).isoformat()
    seen = history.overview(now)
    for words in CATALOGUES.values():
        said = "\n".join(lines(told, seen, {PROFILE.id: PROFILE}, words))
        assert "{" not in said
        assert "trends." not in said
    assert "Unit B (Gertec PPC-930 PIN pad)" in "\n".join(lines(told, seen, {PROFILE.id: PROFILE}, CATALOGUES["en"]))
    assert (seen.inspections, seen.units) == (38, 14)
    assert [(key.subject, key.inspections) for key in seen.keys] == [("5", 1), ("8", 1)]
    assert [(c.what, c.inspections) for c in seen.causes] == [("cause.key_contact", 1)]
    assert {due.rule for due in seen.due} == {"long-ago"}
    history.close()


def test_an_inspection_over_which_the_clock_was_set_back_tells_no_time() -> None:
    told = overview_of([fact(1, "a", 0, "pass", minutes=-30), fact(2, "b", 1, "pass", minutes=12)], (), ())
    assert told.minutes == pytest.approx(12)
    assert overview_of([fact(1, "a", 0, "pass", minutes=-30)], (), ()).minutes is None
