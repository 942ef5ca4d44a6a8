"""The shop's own codes take the place of the model's, whatever the spreadsheet's headings are called."""

import contextlib
import json
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.parts_list import ShopPart, parts_of, shop_parts, with_shop_parts
from checks.record import PartToOrder, from_json, to_json
from checks.report.build import build_model
from checks.tables import TableError, rows_of
from checks.words import load_catalogues
from tests.checks.stage import RESOURCES, FakeUnit, make_setup, pad

cells = st.text(max_size=20)


@pytest.mark.parametrize(
    "text",
    [
        "Part;Part code;Part name;Price\nkeypad;K-1;Foil;9,50\nUSB cable;C-2;;\n",
        "\u914d\u4ef6,\u6599\u53f7,\u540d\u79f0,\u5355\u4ef7\nKEYPAD,K-1,Foil,9.5\nUSB \u6570\u636e\u7ebf,C-2,,\n",
    ],
)
def test_a_list_is_read_by_its_headings_and_parts_are_known_by_id_or_name(text: str) -> None:
    shop = parts_of(rows_of(text.encode("utf-8")))
    assert [(part.code, part.name) for part in shop] == [("K-1", "Foil"), ("C-2", "")]
    profile = with_shop_parts(pad(), shop)
    assert (profile.parts["keypad"].code, profile.parts["keypad"].name) == ("K-1", {"en": "Foil"})
    assert (profile.parts["cable"].code, profile.parts["cable"].name) == ("C-2", pad().parts["cable"].name)
    assert profile.parts["display"] == pad().parts["display"]


def test_a_code_for_this_model_goes_before_one_for_every_model_and_no_other_model_has_it() -> None:
    shop = parts_of(
        [["part", "code", "model"], ["keypad", "ANY", ""], ["keypad", "OWN", "PPC-930"], ["display", "X", "other"]]
    )
    profile = with_shop_parts(pad(), shop)
    assert (profile.parts["keypad"].code, profile.parts["display"].code) == ("OWN", pad().parts["display"].code)


@pytest.mark.parametrize(
    "rows", [[], [["part", "price"], ["keypad", "1"]], [["part", "code"], ["", "K"], ["keypad", ""]]]
)
def test_a_list_without_parts_or_codes_is_refused(rows: list[list[str]]) -> None:
    with pytest.raises(TableError):
        parts_of(rows)


@given(st.lists(st.lists(st.sampled_from(["part", "code", "model", "name"]) | cells, max_size=6), max_size=6))
def test_whatever_stands_in_a_table_gives_parts_or_a_refusal(rows: list[list[str]]) -> None:
    with contextlib.suppress(TableError):
        found = parts_of(rows)
        assert all(part.part and part.code for part in found)
        assert shop_parts(json.loads(json.dumps({"parts": [asdict(part) for part in found]}))) == found
        with_shop_parts(pad(), found)


@pytest.mark.parametrize("told", [None, [], {"parts": 1}, {"parts": [1]}, {"parts": [{"part": "x"}]}])
def test_what_was_not_kept_by_us_is_refused(told: object) -> None:
    with pytest.raises(ValueError, match="not a"):
        shop_parts(told)


def test_without_a_list_the_model_stays_as_it_is() -> None:
    assert with_shop_parts(pad(), (ShopPart("lid", "L"),)) is pad()


def test_record_and_report_name_the_part_to_order_by_the_shops_own_code() -> None:
    unit = FakeUnit(dead=frozenset({"CLEAR"}))
    unit.start(make_setup(profile=with_shop_parts(pad(), (ShopPart("keypad", "K-77", "Foil \x1b[31m"),))))
    record = from_json(to_json(unit.play().record("2026-11-22T10:00:00Z")))
    assert record.part("keypad") == PartToOrder("keypad", {"en": "Foil \x1b[31m"}, "K-77")
    words = load_catalogues(RESOURCES / "i18n")
    model = build_model(record, (words["en"], words["zh_CN"]))
    told = [block.part for block in model.diagnoses if block.part[0]]
    assert told
    assert all("K-77" in text and "Foil" in text and "\x1b" not in text for part in told for text in part)
    (row,) = (row for row in model.inspection if row.label[0] == words["en"].text("report.row.parts"))
    assert "K-77" in row.value[0]


def test_a_record_of_a_unit_without_known_parts_still_names_them_by_their_role() -> None:
    unit = FakeUnit(dead=frozenset({"CLEAR"}))
    unit.start(make_setup(profile=pad().with_parts({})))
    record = unit.play().record("2026-11-22T10:00:00Z")
    assert record.parts == ()
    words = load_catalogues(RESOURCES / "i18n")["en"]
    assert build_model(record, (words,)).diagnoses[0].part == (words.text("report.part.keypad"),)
