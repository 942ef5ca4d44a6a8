"""What people wrote down survives a journal, and no line of a journal does worse than be refused."""

import contextlib
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.handling import Damage, Handling, PartUsed, Photo, packed, unpacked
from checks.measurement import Message

texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)
arguments = st.tuples(texts, texts | st.integers(-9, 9) | st.floats(allow_nan=False, allow_infinity=False))
steps = st.builds(Message, texts, st.lists(arguments, max_size=3).map(tuple))
parts = st.builds(PartUsed, texts, st.integers(1, 99), texts, texts)
digests = st.text("0123456789abcdef", min_size=64, max_size=64)
photos = st.builds(Photo, texts, digests, texts, st.integers(0, 20_000_000))
handlings = st.builds(
    Handling,
    texts,
    st.lists(texts, max_size=5).map(tuple),
    texts,
    st.lists(steps, max_size=5).map(tuple),
    st.lists(parts, max_size=5).map(tuple),
    st.none() | st.sampled_from(Damage),
    st.lists(photos, max_size=5).map(tuple),
)
NAMES = [*Handling.__dataclass_fields__, *PartUsed.__dataclass_fields__, *Photo.__dataclass_fields__, "id", "args"]
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES) | st.text(), inner, max_size=6),
)
nearly = st.fixed_dictionaries({"accessories": st.lists(anything, max_size=2), "work_order": anything})


@given(handlings)
def test_what_was_written_down_comes_back(told: Handling) -> None:
    assert unpacked(packed(told)) == told


@given(st.text() | anything.map(json.dumps) | st.builds(lambda a, b: json.dumps({**a, **b}), nearly, nearly.flatmap(
    lambda first: st.dictionaries(st.sampled_from(NAMES), anything, max_size=7).map(lambda more: {**first, **more}))))  # fmt: skip
def test_whatever_a_line_holds_it_is_a_handling_or_refused(line: str) -> None:
    with contextlib.suppress(ValueError):
        assert unpacked(packed(unpacked(line))) == unpacked(line)


@pytest.mark.parametrize(
    "line",
    [
        "[" * 100_000,
        '{"accessories": [], "work_order": "", "parts": [{"part": "keypad", "quantity": true}]}',
        '{"accessories": [], "work_order": "", "parts": [{"part": "keypad", "quantity": 1e3}]}',
        '{"accessories": [], "work_order": "", "damage": "sabotage"}',
        '{"accessories": [], "work_order": "", "photos": [{"name": "a", "sha256": "../../x", "taken": "", "size": 1}]}',
    ],
)
def test_what_cannot_be_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"not a|is not a valid Damage"):
        unpacked(line)


def test_a_line_of_a_program_that_knew_no_repair_is_read() -> None:
    assert unpacked('{"work_order": "W1", "accessories": ["cable"]}') == Handling("W1", ("cable",))
    assert not Handling("W1", ("cable",)).repaired


def test_half_a_sign_becomes_one_that_every_file_can_hold() -> None:
    told = unpacked('{"work_order": "\\ud800", "accessories": []}')
    assert told.work_order.encode("utf-8") == b"?"
    assert replace(told, notes="x").repaired
