"""Each limit at its edge, over all limits of all profiles: inside PASS, on the edge as the limit says, outside the next band."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.measurement import Outcome, judge
from devices.profile import Band, Limit
from tests.checks.stage import profiles

LIMITS = list(
    {
        (limit_id, limit): (name, limit_id, limit)
        for name, profile in profiles().items()
        for limit_id, limit in profile.limits.items()
    }.values()
)
"""Each once, however many models share it."""
EDGES = [
    (f"{name} {limit_id} {side}", limit, side)
    for name, limit_id, limit in LIMITS
    for side in ("low", "high")
    if getattr(limit.normal, side) is not None
]


def next_band(limit: Limit, value: float) -> Outcome:
    """What comes where the normal band is left, by the bands alone."""
    band = limit.marginal
    if band is None:
        return Outcome.FAIL
    low, high = band.low, band.high
    above = low is None or value > low or (band.low_inclusive and value == low)
    below = high is None or value < high or (band.high_inclusive and value == high)
    return Outcome.MARGINAL if above and below else Outcome.FAIL


def within(band: Band, value: float) -> bool:
    return (band.low is None or value >= band.low) and (band.high is None or value <= band.high)


def test_there_are_limits_to_look_at() -> None:
    assert len(EDGES) > 60
    assert any(limit.marginal is not None for _, limit, _ in EDGES)
    assert any(not limit.normal.high_inclusive for _, limit, _ in EDGES)


@pytest.mark.parametrize(("limit", "side"), [row[1:] for row in EDGES], ids=[row[0] for row in EDGES])
def test_just_inside_and_on_the_edge_pass_and_just_outside_is_the_next_band(limit: Limit, side: str) -> None:
    edge = getattr(limit.normal, side)
    out = -math.inf if side == "low" else math.inf
    inside, outside = math.nextafter(edge, -out), math.nextafter(edge, out)
    inclusive = getattr(limit.normal, f"{side}_inclusive")
    if within(limit.normal, inside):  # a band of one value has no inside
        assert judge(limit, inside) is Outcome.PASS
    assert judge(limit, edge) is (Outcome.PASS if inclusive else next_band(limit, edge))
    assert judge(limit, outside) is next_band(limit, outside)


@pytest.mark.parametrize(
    ("limit", "side"),
    [
        (limit, side)
        for _, limit, side in EDGES
        if limit.marginal is not None and getattr(limit.marginal, side) is not None
    ],
)
def test_the_marginal_band_ends_in_a_failure(limit: Limit, side: str) -> None:
    assert limit.marginal is not None
    edge = getattr(limit.marginal, side)
    outside = math.nextafter(edge, -math.inf if side == "low" else math.inf)
    on_it = Outcome.MARGINAL if getattr(limit.marginal, f"{side}_inclusive") else Outcome.FAIL
    assert judge(limit, edge) is (Outcome.PASS if limit.normal.holds(edge) else on_it), "where both bands end together"
    assert judge(limit, outside) is Outcome.FAIL


@given(st.sampled_from([limit for _, limit, _ in EDGES]), st.floats(allow_nan=False), st.floats(0, 1))
def test_moving_towards_the_normal_band_never_makes_it_worse(limit: Limit, value: float, share: float) -> None:
    low = limit.normal.low if limit.normal.low is not None else -math.inf
    high = limit.normal.high if limit.normal.high is not None else math.inf
    target = min(max(value, low), high)
    if math.isinf(value) or math.isinf(target):
        return
    nearer = target + (value - target) * share
    worse = (Outcome.PASS, Outcome.MARGINAL, Outcome.FAIL)
    if math.isfinite(nearer) and min(value, target) <= nearer <= max(value, target):
        assert worse.index(judge(limit, nearer)) <= worse.index(judge(limit, value)) or nearer in (low, high)


@pytest.mark.parametrize("limit", [limit for _, limit, _ in EDGES][:20])
def test_no_value_and_no_number_never_pass(limit: Limit) -> None:
    assert judge(limit, None) is Outcome.NOT_JUDGED
    assert judge(limit, math.nan) is Outcome.FAIL
