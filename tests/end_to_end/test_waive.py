"""``inspect --waive``: a failed check accepted by a named person passes the unit, and report, hand-out and history say so."""

import sys
from pathlib import Path

import pytest

from checks.measurement import Outcome, Waiver
from checks.record import from_json
from tests.end_to_end.program import Program

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals"),
    pytest.mark.timeout(200),
]
WHO = ("--waived-by", "Wang Min", "--waived-why", "this till needs no CLEAR")


def test_a_waived_check_passes_the_unit_and_everything_written_names_who_and_why(tmp_path: Path) -> None:
    program = Program(tmp_path / "home")
    with program.simulated("gertec-ppc930", "--press", "auto", "--fault", "dead-key=CLEAR") as pad:
        page = ("--handout", tmp_path / "merchant.pdf", "--reading", "voltage=5.02")
        done = program.inspect(pad["url"], tmp_path, "--waive", "keypad", "--waive", "display", *WHO, *page)
    told = {"check": "keypad", "by": WHO[1], "why": WHO[3], "was": "fail"}
    assert (done.code, done.json["verdict"], done.json["waived"]) == (0, "pass", [told]), done.err
    assert done.json["disposition"]["rule"] == "waived"
    assert "display" not in done.err, "nothing is said of what passed"
    record = from_json((tmp_path / "r.json").read_bytes())
    keypad = record.result("keypad")
    assert keypad is not None
    assert keypad.waiver == Waiver(WHO[1], WHO[3], Outcome.FAIL)
    assert [finding.fault for finding in keypad.findings] == ["keypad.dead"]
    verified = program.verify(tmp_path / "r.pdf", program.demonstration_roots)
    assert verified.code == 0, verified.err
    (fact,) = [fact for fact in verified.json[0]["page"] if fact["fact"] == "waiver"]
    assert (fact["agrees"], fact["record"]) == (True, f"{WHO[1]} \u00b7 {WHO[3]}")
    handed = program.verify(tmp_path / "merchant.pdf", program.demonstration_roots)
    assert (handed.code, handed.json[0]["handout"]["waived"]) == (0, ["keypad"])
    serial = record.unit.serial
    shown = program.run("--lang", "en", "history", "show", serial)
    assert "accepted by Wang Min: this till needs no CLEAR (was: Fail)" in shown.out
    assert "PASS, waived" in shown.out
