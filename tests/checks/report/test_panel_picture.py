"""Marks on the screen in the report: drawn, numbered, told in words; nothing where nothing was marked."""

from dataclasses import replace
from pathlib import Path

import pytest

from checks.panel import DisplayMark, MarkKind, Panel
from checks.record import Record, from_json, to_json
from checks.report.build import build_model
from checks.report.model import PanelBlock
from checks.words import load_catalogues
from tests.checks.report.samples import ROOT, failing

WORDS = load_catalogues(Path(ROOT) / "resources/i18n")
DOT = DisplayMark(MarkKind.DOT, 10, 20, 1, 1, "white", "dark-dots")
LINE = DisplayMark(MarkKind.LINE, 120, 0, 2, 320, "red", "lines")
ZONE = DisplayMark(MarkKind.ZONE, 30, 160, 80, 90, "white", "uneven")


def record(*marks: DisplayMark, width: int = 240, height: int = 320) -> Record:
    panel = Panel(width, height, marks)
    results = tuple(replace(r, panel=panel) if r.check == "display" else r for r in failing().results)
    return from_json(to_json(replace(failing(), results=results)))


def block(*marks: DisplayMark, **size: int) -> PanelBlock | None:
    return build_model(record(*marks, **size), (WORDS["en"], WORDS["zh_CN"])).panel


def test_marks_are_drawn_each_in_its_own_shape_and_told_in_words() -> None:
    found = block(DOT, LINE, ZONE)
    assert found is not None
    assert (found.picture.count("<circle"), found.picture.count("stroke-dasharray")) == (1, 1)
    assert [row.value[0] for row in found.rows] == [
        "Dark dots, White, 10, 20",
        "Lines or garbled, Red, 120, 0, 2 x 320",
        "Uneven light, White, 30, 160, 80 x 90",
    ]
    assert all(len(row.value) == 2 for row in found.rows)
    assert found.more[0] == ""


def test_many_marks_are_drawn_and_the_list_says_how_many_more_there_are() -> None:
    found = block(*(replace(DOT, x=n) for n in range(50)))
    assert found is not None
    assert (len(found.rows), found.picture.count("<circle")) == (12, 50)
    assert found.more[0] == "38 more marks are in the record"


@pytest.mark.parametrize("size", [{"width": 0}, {"height": 10**9}, {"width": -5}])
def test_a_panel_that_cannot_be_is_not_drawn(size: dict[str, int]) -> None:
    assert block(DOT, **size) is None


def test_nothing_marked_is_no_section_and_marks_outside_are_left_out() -> None:
    assert block() is None
    assert build_model(failing(), (WORDS["en"],)).panel is None
    found = block(replace(DOT, x=-1), replace(DOT, y=10**8), replace(ZONE, w=10**9), replace(DOT, symptom="<b>]]>"))
    assert found is not None
    assert (found.picture.count("<circle"), found.picture.count("<b>")) == (1, 0)
