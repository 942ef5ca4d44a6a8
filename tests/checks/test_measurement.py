import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.measurement import CheckResult, Evidence, Measurement, Outcome, Verdict, judge, outcome_of, overall, worst
from devices.profile import Band, Limit
from tests.checks.stage import profiles

LIMITS = [(p.id, name, limit) for p in profiles().values() for name, limit in p.limits.items()]


@pytest.mark.parametrize(("profile", "name", "limit"), LIMITS, ids=[f"{p}-{n}" for p, n, _ in LIMITS])
def test_each_edge_gives_pass_inside_and_on_it_and_the_next_band_outside(profile: str, name: str, limit: Limit) -> None:
    band = limit.normal
    wider = limit.marginal or band
    for edge, further, inclusive, outward in (
        (band.low, wider.low, band.low_inclusive, -math.inf),
        (band.high, wider.high, band.high_inclusive, math.inf),
    ):
        if edge is None:
            continue
        # the marginal band may go further on one side only: a cell is marginal when low, never when overcharged
        beyond = Outcome.FAIL if further == edge else Outcome.MARGINAL
        inside, outside = math.nextafter(edge, -outward), math.nextafter(edge, outward)
        if band.holds(inside):  # a band of one value has no inside
            assert judge(limit, inside) is Outcome.PASS
        assert judge(limit, edge) is (Outcome.PASS if inclusive else beyond)
        assert judge(limit, outside) is beyond


@given(st.floats(allow_nan=True))
def test_a_value_gets_one_of_three_outcomes_and_a_nan_never_passes(value: float) -> None:
    limit = Limit("V", Band(4.75, 5.25), "test", Band(4.4, 5.5))
    found = judge(limit, value)
    assert found in (Outcome.PASS, Outcome.MARGINAL, Outcome.FAIL)
    assert not (math.isnan(value) and found is Outcome.PASS)


def test_no_value_is_not_judged() -> None:
    assert judge(Limit("V", Band(0, 1), "test"), None) is Outcome.NOT_JUDGED


def result(check: str, outcome: Outcome, required: bool = True) -> CheckResult:
    return CheckResult(check, outcome, required=required)


def test_any_required_fail_fails_the_unit_even_beside_errors() -> None:
    found = overall([result("a", Outcome.FAIL), result("b", Outcome.ERROR)], ["a", "b", "c"])
    assert found.verdict is Verdict.FAIL
    assert found.failed == ("a",)
    assert set(found.undecided) == {"b", "c"}


@pytest.mark.parametrize("outcome", [Outcome.ERROR, Outcome.NOT_JUDGED, Outcome.ABORTED, Outcome.SKIPPED])
def test_what_was_not_measured_never_passes(outcome: Outcome) -> None:
    assert overall([result("a", outcome), result("b", Outcome.PASS)], ["a", "b"]).verdict is Verdict.NOT_DECIDED


def test_a_planned_check_without_a_result_leaves_the_unit_not_decided() -> None:
    found = overall([result("a", Outcome.PASS)], ["a", "b"])
    assert found.verdict is Verdict.NOT_DECIDED
    assert found.undecided == ("b",)


def test_marginal_passes_and_is_named() -> None:
    found = overall([result("a", Outcome.MARGINAL)], ["a"])
    assert found.verdict is Verdict.PASS
    assert found.marginal == ("a",)


def test_informative_results_decide_nothing() -> None:
    found = overall([result("a", Outcome.PASS), result("b", Outcome.FAIL, required=False)], ["a", "b"])
    assert found.verdict is Verdict.PASS


def test_informative_and_unobservable_measurements_do_not_count() -> None:
    def measured(outcome: Outcome, **more: bool) -> Measurement:
        return Measurement("x", outcome, Evidence.MEASURED, **more)

    assert outcome_of([measured(Outcome.PASS), measured(Outcome.FAIL, required=False)]) is Outcome.PASS
    assert outcome_of([measured(Outcome.PASS), measured(Outcome.NOT_JUDGED, observable=False)]) is Outcome.PASS
    assert worst([]) is Outcome.PASS
