"""``app.py licence``: a list imported, somebody looked up, and the look-up on the record."""

import json
from pathlib import Path

import pytest

from checks.record import from_json
from tests.checks.test_licences import FILES
from tests.end_to_end.program import Program


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path / "home")


def test_a_look_up_in_an_imported_list_is_told_and_recorded(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(FILES["xlsx"])
    assert program.run("licence", "find", "Z2000111000019").code == 2, "nothing is imported yet"
    assert program.run("licence", "import", path, "--operator", "Li", "--json").json["licences"] == 4
    found = program.run("licence", "find", "Z2000111000019", "--operator", "Chen", "--json")
    assert (found.code, found.json["standing"]) == (0, "valid")
    missing = program.run("--lang", "zh_CN", "licence", "find", "没有的公司")
    assert missing.code == 1
    assert "不在此名单内" in missing.out
    lines = (program.home / "licences" / "look-ups.jsonl").read_text("utf-8").splitlines()
    kept = [json.loads(line) for line in lines]
    assert [(line["wanted"], line["standing"], line["operator"]) for line in kept] == [
        ("Z2000111000019", "valid", "Chen"), ("没有的公司", "not-listed", ""),
    ]  # fmt: skip
    assert all(len(line["sha256"]) == 64 and line["source"] == "list.xlsx" for line in kept)


def test_a_file_that_is_no_list_is_said_and_the_list_before_stays(program: Program, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_bytes(FILES["csv gb18030"])
    bad.write_bytes(b"a,b\n1,2\n")
    assert program.run("licence", "import", good).code == 0
    refused = program.run("licence", "import", bad)
    assert refused.code == 2
    assert "CSV, XLSX" in refused.err
    assert program.run("licence", "show", "--json").json["source"] == "good.csv"


def test_an_inspection_keeps_the_look_up_in_its_record(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(FILES["csv utf-8"])
    refused = program.run("inspect", "--terminal", "none", "--licence", "Z1", "--report", tmp_path / "no.pdf")
    assert refused.code == 2, "nothing is imported yet, and nobody should work half an hour to learn it"
    assert program.run("licence", "import", path, "--operator", "Li").code == 0
    with program.simulated("gertec-ppc930", "--press", "auto") as pad:
        ended = program.inspect(pad["url"], tmp_path, "--licence", "Z2000211000018", "--operator", "Chen")
    assert ended.json["licence"] == "expired"
    assert "cause.licence" in ended.json["causes"]
    record = from_json((tmp_path / "r.json").read_bytes())
    assert record.licence is not None
    assert (record.licence.standing, record.licence.operator, record.licence.source) == ("expired", "Chen", "list.csv")
    assert record.licence.found[0].expires == "2021-05-02"
    kept = (program.home / "licences" / "look-ups.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["wanted"] for line in kept] == ["Z2000211000018"]
