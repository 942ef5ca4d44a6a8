"""``app.py batch`` and ``inspect --batch``: announced, inspected, ticked off, exported, labelled."""

from pathlib import Path

import pypdfium2
import pytest

from checks.tables import rows_of
from tests.end_to_end.program import Program

LIST = "serial,model,order\nSN-EXPECTED,PPC930,RMA-7\n"


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path / "home")


def test_a_unit_that_comes_in_is_counted_exported_and_labelled(program: Program, tmp_path: Path) -> None:
    announced = tmp_path / "list.csv"
    announced.write_text(LIST)
    begun = program.run("batch", "new", "week 47", "--expect", announced, "--operator", "Li", "--json")
    assert (begun.code, begun.json["expected"], begun.json["source"]) == (0, 1, "list.csv")
    with program.simulated("gertec-ppc930", "--fault", "dead-key=5") as pad:
        done = program.inspect(
            pad["url"],
            tmp_path,
            "--batch",
            "week 47",
            "--work-order",
            "RMA-9",
            "--accessory",
            "cable",
        )
    assert done.code == 1, done.err
    shown = program.run("batch", "show", "week 47", "--json")
    assert shown.code == 1, "a unit is missing and one is surplus"
    (unit,) = shown.json["units"]
    assert (unit["verdict"], unit["fate"], unit["work_order"], unit["accessories"]) == (
        "fail",
        "repair",
        "RMA-9",
        ["cable"],
    )
    assert unit["demonstration"] is True
    assert [told["serial"] for told in shown.json["missing"]] == ["SN-EXPECTED"]
    assert len(shown.json["surplus"]) == 1

    for name in ("out.xlsx", "out.csv"):
        assert program.run("batch", "export", "week 47", tmp_path / name).code == 0
        cells = {cell for row in rows_of((tmp_path / name).read_bytes()) for cell in row}
        assert {"SN-EXPECTED", "Repair", "RMA-9", "missing", "surplus"} <= cells
    assert program.run("--lang", "zh_CN", "batch", "label", "week 47", tmp_path / "l.pdf", "--size", "50x30").code == 0
    assert len(pypdfium2.PdfDocument(tmp_path / "l.pdf")) == 1


def test_a_batch_that_does_not_do_is_said_before_anybody_works(program: Program, tmp_path: Path) -> None:
    missing = program.run("inspect", "--terminal", "none", "--batch", "nowhere", "--report", tmp_path / "r.pdf")
    assert (missing.code, "no batch nowhere" in missing.err) == (2, True)
    assert program.run("batch", "new", "../x").code == 2
    assert program.run("batch", "new", "a").code == 0
    again = program.run("--lang", "zh_CN", "batch", "new", "a")
    assert (again.code, "已存在" in again.err) == (2, True)
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"PK\x03\x04junk")
    refused = program.run("batch", "expect", "a", bad)
    assert (refused.code, "cannot be used" in refused.err) == (2, True)
    assert program.run("batch", "export", "a", tmp_path / "x.doc").code == 2
    listed = program.run("batch", "list", "--json")
    assert [one["name"] for one in listed.json] == ["a"]
