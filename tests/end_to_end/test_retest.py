"""``inspect --before``: a dead key, mended, tested again; one report shows both. ``--waive``: the same key accepted as it is."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

import app
from checks.handling import Damage, PartUsed
from checks.measurement import Outcome, Waiver
from checks.record import from_json, to_json
from devices.simulator.control import find_control
from tests.end_to_end.program import Program

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals")


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path / "home")


def test_a_dead_key_is_mended_tested_again_and_one_verified_report_shows_both(program: Program, tmp_path: Path) -> None:
    with program.simulated("gertec-ppc930", "--press", "auto", "--fault", "dead-key=CLEAR") as pad:
        first = program.inspect(pad["url"], tmp_path, "--work-order", "RMA-9", name="first")
        assert first.code == 1, first.err
        broken = from_json((tmp_path / "first.json").read_bytes())
        noted = replace(
            broken.handling, notes="Keypad changed", parts=(PartUsed("keypad", 1, "K-1"),), damage=Damage.WEAR
        )
        (tmp_path / "first.json").write_bytes(to_json(replace(broken, handling=noted)))
        control = find_control(pad["url"])
        assert control is not None
        with control:
            control.set_fault("dead-key", on=False)
        page = ("--handout", tmp_path / "merchant.pdf")
        again = program.inspect(pad["url"], tmp_path, "--before", tmp_path / "first.json", *page, name="again")
    assert (again.code, again.json["verdict"]) == (0, "pass"), again.err
    record = from_json((tmp_path / "again.json").read_bytes())
    assert record.before is not None
    assert (record.before.id, record.before.overall.failed) == (broken.id, ("keypad",))
    assert {r.check for r in record.results} == set(record.before.wanted)
    assert len(record.results) < len(broken.results)
    assert (record.handling.work_order, record.handling.notes) == ("RMA-9", "Keypad changed")
    verified = program.verify(tmp_path / "again.pdf", program.demonstration_roots)
    assert verified.code == 0, verified.err
    handed = program.verify(tmp_path / "merchant.pdf", program.demonstration_roots)
    assert (handed.code, handed.json[0]["kind"], handed.json[0]["handout"]["inspection"]) == (0, "handout", record.id)
    assert handed.json[0]["handout"]["record_sha256"] == verified.json[0]["record"]["sha256"]
    text = "\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(tmp_path / "again.pdf"))
    for wanted in (
        "Before and after the repair",
        "mended",
        "not tested again",
        "Keypad changed",
        "K-1",
        "Re-test: only",
    ):
        assert wanted in text, wanted


WHO = ("--waived-by", "Wang Min", "--waived-why", "this till needs no CLEAR")


def test_a_waived_check_passes_the_unit_everything_written_says_who_and_why_and_repeated_it_fails_again(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("POSBENCH_HOME", str(program.home))

    def told(code: int, *line: object) -> str:
        capsys.readouterr()
        assert app.run(["--lang", "en", *map(str, line)]) == code
        return capsys.readouterr().out

    with program.simulated("gertec-ppc930", "--press", "auto", "--fault", "dead-key=CLEAR") as pad:
        page = ("--handout", tmp_path / "merchant.pdf", "--reading", "voltage=5.02")
        done = program.inspect(pad["url"], tmp_path, "--waive", "keypad", "--waive", "display", *WHO, *page)
        again = program.inspect(pad["url"], tmp_path, "--before", tmp_path / "r.json", name="again")
    waiver = {"check": "keypad", "by": WHO[1], "why": WHO[3], "was": "fail"}
    assert (done.code, done.json["verdict"], done.json["waived"]) == (0, "pass", [waiver]), done.err
    assert done.json["disposition"]["rule"] == "waived"
    assert "not accepted" not in done.err, "nothing is said of what passed"
    record = from_json((tmp_path / "r.json").read_bytes())
    keypad = record.result("keypad")
    assert keypad is not None
    assert keypad.waiver == Waiver(WHO[1], WHO[3], Outcome.FAIL)
    assert [finding.fault for finding in keypad.findings] == ["keypad.dead"]
    verify = ("--json", "--trust", program.demonstration_roots)
    (report,) = json.loads(told(0, "verify", tmp_path / "r.pdf", *verify))
    (fact,) = [fact for fact in report["page"] if fact["fact"] == "waiver"]
    assert (fact["agrees"], fact["record"]) == (True, f"{WHO[1]} \u00b7 {WHO[3]}")
    (handed,) = json.loads(told(0, "verify", tmp_path / "merchant.pdf", *verify))
    assert handed["handout"]["waived"] == ["keypad"]
    shown = told(0, "history", "show", record.unit.serial)
    assert "accepted by Wang Min: this till needs no CLEAR (was: Fail)" in shown
    assert "PASS, waived" in shown
    last, first = json.loads(told(0, "history", "list", "--json"))
    assert (first["waived"], first["faults"]) == (True, ["keypad.dead"]), "for the statistics it is what it was"
    assert (again.code, again.json["failed"], last["waived"]) == (1, ["keypad"], False), again.err


def test_what_cannot_be_tested_again_is_said_before_anybody_works(program: Program, tmp_path: Path) -> None:
    junk = tmp_path / "junk.json"
    junk.write_text('{"schema": 1}')
    for path in (junk, tmp_path / "nowhere.json"):
        refused = program.run("inspect", "--terminal", "none", "--before", path, "--report", tmp_path / "r.pdf")
        assert (refused.code, "cannot be the record" in refused.err) == (2, True)
    with program.simulated("gertec-ppc930", "--press", "auto", "--fault", "dead-key=CLEAR") as pad:
        assert program.inspect(pad["url"], tmp_path, name="first").code == 1
        facts = json.loads((tmp_path / "first.json").read_text())
        facts["unit"]["serial"] = "OTHER-1"
        (tmp_path / "other.json").write_text(json.dumps(facts))
        other = program.inspect(pad["url"], tmp_path, "--before", tmp_path / "other.json", name="again")
    assert (other.code, "another unit" in other.err) == (4, True), other.err
