"""Pictures are well-formed, the same each time, tell every mark by shape, and lose no sag."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from checks.measurement import Outcome
from checks.record import KeyMark
from checks.report.drawings import Cap, keypad_map, outcome_sign, qr, swatch
from checks.report.graph import Curve, KeyTick, draw, sags
from devices.profile import Band, Limit

LETTERS = st.characters(codec="utf-8", categories=["L", "N"])
SUPPLY = Limit("V", Band(low=4.75, high=5.25), "USB", marginal=Band(low=4.4, high=5.5))


def uncoloured(picture: str) -> str:
    return re.sub(r"#[0-9a-f]{6}", "#", picture)


def test_each_mark_has_a_shape_of_its_own() -> None:
    assert len({uncoloured(swatch(mark)) for mark in KeyMark}) == len(KeyMark)


def test_each_outcome_has_a_shape_of_its_own() -> None:
    assert len({uncoloured(outcome_sign(outcome)) for outcome in Outcome}) == len(Outcome)


def test_a_legend_cannot_become_markup() -> None:
    evil = '</text><script>alert("x")</script>&amp;'
    root = ET.fromstring(keypad_map((Cap(0, 0, 1, 1, (evil, "<b>"), KeyMark.NONE),)))
    assert [element.tag for element in root.iter() if "script" in element.tag] == []
    assert evil in [element.text for element in root.iter()]


def test_no_keys_give_no_picture() -> None:
    assert keypad_map(()) == ""


def test_a_sag_of_one_sample_is_found_and_drawn() -> None:
    at = np.arange(0, 3600, 0.01)
    values = np.full(len(at), 5.0)
    values[123_456] = 4.5
    (sag,) = sags(at, values, SUPPLY)
    assert (round(sag.start_s, 2), sag.worst) == (1234.56, 4.5)
    picture = draw(Curve(at, values, "V", SUPPLY, (), "s"))
    assert ">4.50<" in picture
    flat = draw(Curve(at, np.full(len(at), 5.0), "V", SUPPLY, (), "s"))
    assert picture != flat


def test_a_long_curve_costs_little_more_than_a_short_one() -> None:
    at = np.arange(0, 36_000, 0.01)
    picture = draw(Curve(at, 5 + 0.01 * np.sin(at), "V", SUPPLY, (), "s"))
    assert len(picture) < 120_000


def test_digits_have_a_tick_and_no_name() -> None:
    at = np.arange(0, 60, 0.1)
    named = draw(
        Curve(at, np.full(len(at), 5.0), "V", SUPPLY, (KeyTick(5, ""), KeyTick(10, "OK"), KeyTick(15, "")), "s")
    )
    assert named.count(">OK<") == 1
    assert named.count("v-5") == 3


@given(
    npst.arrays(np.float64, st.integers(0, 40), elements=st.floats(width=64)),
    st.lists(
        st.builds(KeyTick, st.floats(), st.text(st.characters(codec="utf-8", categories=["L", "N"]), max_size=5)),
        max_size=5,
    ),
    st.sampled_from([None, SUPPLY]),
)
def test_any_numbers_give_a_picture_or_none(values: np.ndarray, ticks: list[KeyTick], limit: Limit | None) -> None:  # type: ignore[type-arg]
    at = np.sort(np.abs(np.nan_to_num(values[::-1], nan=1.0)))
    picture = draw(Curve(at, values, "V", limit, tuple(ticks), "time"))
    if picture:
        ET.fromstring(picture)
        assert "nan" not in picture.replace("anchor", "")
        assert "inf" not in picture


@pytest.mark.parametrize("content", ["", "posbench-report/1;record=x;sha256=" + "0" * 64])
def test_a_code_is_drawn_from_any_content(content: str) -> None:
    ET.fromstring(qr(content or "-"))
