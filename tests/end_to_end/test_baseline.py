"""Known-good units through the command line, over a real pseudo-terminal: captured, compared, kept, used, and on the page."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pylopdf_fonts_zh_cn
import pypdfium2
import pytest

from checks.baseline import Baseline, sample_of
from checks.record import Record, from_json, to_json
from checks.report.publish import make_preview
from checks.words import load_catalogues
from devices.events import Identified
from tests.end_to_end.console_unit import PROFILE, RESOURCES, inspected
from tests.end_to_end.program import Program

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a real shell behind a pseudo-terminal")
READING = ("identity", "software", "logs", "configuration", "programs")


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    return Program(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def good(program: Program, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("good") / "good.toml"
    with program.simulated("smart-terminal") as unit:
        done = program.run("baseline", "capture", "--terminal", unit["url"], "--operator", "Li", path)
        assert done.code == 0, done.err
        same = program.run("baseline", "compare", "--terminal", unit["url"], path)
    assert (same.code, same.out.splitlines()[-1]) == (0, "The same as the known-good unit.")
    return path


def test_what_is_captured_names_the_unit_and_holds_no_content(good: Path) -> None:
    text = good.read_text("utf-8")
    for wanted in (
        'operator = "Li"',
        'serial = "SIM000000"',
        '"payment-kernel" = "4.3.1"',
        '"/etc/pos/payment.conf" = ',
    ):
        assert wanted in text
    assert not any(secret in text for secret in ("hunter", "pin_entry", "--kiosk"))


def test_another_unit_is_held_against_it_in_readable_words(program: Program, good: Path) -> None:
    faults = ("--fault", "old-application", "--fault", "extra-package")
    with program.simulated("smart-terminal", *faults) as unit:
        told = program.run("baseline", "compare", "--terminal", unit["url"], good)
        facts = program.run("baseline", "compare", "--terminal", unit["url"], good, "--json")
        chinese = program.run("--lang", "zh_CN", "baseline", "compare", "--terminal", unit["url"], good)
        refused = program.run("baseline", "capture", "--terminal", unit["url"], good.with_name("bad.toml"))
    assert told.code == facts.code == chinese.code == 1, told.err
    assert told.out.splitlines()[1:] == [
        "  Packages: payment-kernel older (known-good 4.3.1, this unit 3.9.0)",
        "  Packages: screen-helper extra (this unit 1.0.2)",
        "2 differences",
    ]
    assert [(d["kind"], d["name"]) for d in facts.json["differences"]] == [
        ("older", "payment-kernel"), ("extra", "screen-helper"),
    ]  # fmt: skip
    assert "payment-kernel \u8f83\u65e7\uff08\u826f\u54c1 4.3.1\uff0c\u672c\u673a 3.9.0\uff09" in chinese.out
    assert refused.code == 1, "a unit that is not in order is no example"
    assert "payment-kernel 3.9.0 < 4.0" in refused.err
    assert not good.with_name("bad.toml").exists()


def test_a_file_is_shown_kept_and_refused_in_words(program: Program, good: Path, tmp_path: Path) -> None:
    shown = program.run("baseline", "show", good)
    assert shown.code == 0
    assert "Known-good unit Generic Linux smart terminal SIM000000" in shown.out
    assert program.run("baseline", "show", good, "--json").json["profile"] == "smart-terminal"
    bad = tmp_path / "bad.toml"
    bad.write_text("format = 1\nmodel = 2\n")
    for action in ("show", "keep"):
        ended = program.run("baseline", action, bad)
        assert ended.code == 2
        assert "serial: missing" in ended.err
    assert program.run("baseline").code == 2
    foreign = tmp_path / "foreign.toml"
    foreign.write_text(good.read_text("utf-8").replace('profile = "smart-terminal"', 'profile = "nobody"'), "utf-8")
    assert program.run("baseline", "keep", foreign).code == 2


def test_a_unit_of_another_model_is_not_compared(program: Program, good: Path, tmp_path: Path) -> None:
    foreign = tmp_path / "foreign.toml"
    foreign.write_text(good.read_text("utf-8").replace('profile = "smart-terminal"', 'profile = "nobody"'), "utf-8")
    with program.simulated("smart-terminal") as unit:
        ended = program.run("baseline", "compare", "--terminal", unit["url"], foreign)
    assert ended.code == 2
    with program.simulated("gertec-ppc930") as pad:
        ended = program.run("baseline", "capture", "--terminal", pad["url"], tmp_path / "pad.toml")
    assert ended.code == 2
    assert "does not tell its software" in ended.err


def test_an_inspection_uses_the_one_that_is_kept(program: Program, good: Path, tmp_path: Path) -> None:
    assert program.run("baseline", "keep", good).code == 0
    with program.simulated("smart-terminal", "--press", "auto", "--fault", "extra-package") as unit:
        ended = program.inspect(unit["url"], tmp_path)
        record = from_json((tmp_path / "r.json").read_bytes())
    assert ended.code == 0, ended.err
    assert record.compared_with is not None
    assert (record.compared_with.operator, record.compared_with.serial) == ("Li", "SIM000000")
    assert "software.differs screen-helper 1.0.2" in ended.json["findings"]
    assert "screen-helper" in text_of((tmp_path / "r.pdf").read_bytes())


# -- on the page


@pytest.fixture(scope="module")
def compared() -> Record:
    first = inspected(*READING)
    sample = sample_of(Identified(first.unit.identity), {result.check: result for result in first.results})
    good = Baseline(PROFILE.id, "Generic Linux smart terminal", "2026-03-05T08:00:00+00:00", "Li", "SIM1", sample)
    faults = ("old-application", "extra-package", "secret-in-clear", "remote-control", "crash-in-log", "overlay")
    return inspected(*READING, faults=faults, baseline=good)


def text_of(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode("utf-8").replace("\u200b", "")


def page(record: Record, *languages: str) -> bytes:
    words = load_catalogues(RESOURCES / "i18n")
    return make_preview(record, tuple(words[code] for code in languages), Path(pylopdf_fonts_zh_cn.__file__).parent)


def test_the_report_shows_differences_software_and_log_lines_and_no_secret(compared: Record) -> None:
    text = " ".join(text_of(page(compared, "en")).split())
    for wanted in (
        "Compared with the known-good unit Generic Linux smart terminal SIM1, captured on 2026-03-05 by Li",
        "older Packages payment-kernel 4.3.1 3.9.0", "extra Packages screen-helper 1.0.2",
        "changed Settings secret-in-clear as it must be not as it must be", "extra Running programs x11vnc",
        "Software on the unit", "pin-entry 2.8.0", "Log lines found", "dmesg [ 95.221734] payment[412]: segfault",
        "com.example.ball", "Memory and storage",
    ):  # fmt: skip
        assert wanted in text, wanted
    assert "hunter" not in text
    assert b"hunter" not in to_json(compared)


def test_the_report_shows_them_in_chinese_and_in_both(compared: Record) -> None:
    for languages in (("zh_CN",), ("zh_CN", "en")):
        text = text_of(page(compared, *languages))
        for wanted in ("\u4e0e\u826f\u54c1\u6837\u673a\u7684\u5dee\u5f02", "\u8bbe\u5907\u4e0a\u7684\u8f6f\u4ef6",
                       "\u53d1\u73b0\u7684\u65e5\u5fd7\u884c", "payment-kernel", "\u8f83\u65e7"):  # fmt: skip
            assert wanted in text, wanted


def test_hostile_tables_stay_on_the_page_as_text(compared: Record) -> None:
    evil = ('#panic("owned")', "*b* _i_ $x$ <script> \u202e\x1b[31m", "W" * 5000)
    results = tuple(
        replace(r, kept=tuple(replace(k, rows=(evil, (), ("",) * 9, *k.rows), total=10**9) for k in r.kept))
        for r in compared.results
    )
    pdf = page(replace(compared, results=results), "en", "zh_CN")
    text = text_of(pdf)
    assert '#panic("owned")' in text
    assert "\u202e" not in text
    assert "more in the attached record" in text
    for sheet in pypdfium2.PdfDocument(pdf):
        assert all(item.get_bounds()[2] < sheet.get_width() + 1 for item in sheet.get_objects())


def test_a_record_from_before_there_were_tables_is_still_read(compared: Record) -> None:
    old = to_json(replace(compared, compared_with=None, results=tuple(replace(r, kept=()) for r in compared.results)))
    raw = json.loads(old)
    del raw["compared_with"]
    for result in raw["results"]:
        del result["kept"]
    found = from_json(json.dumps(raw).encode())
    assert found.compared_with is None
    assert page(found, "en").startswith(b"%PDF-")
