"""``app.py practice``: the lead sees who practised what; ``verify`` calls a certificate what it is."""

import time
from pathlib import Path

import pytest

from checks.console.parts import Home
from checks.console.practising import certificate
from checks.console.signing_desk import new_identity
from checks.practice import MOST, Level, Part, draw
from checks.practice_log import Entry, append
from checks.report.errors import ReportError
from checks.report.signing import identity
from checks.words import load_catalogues
from devices.lanes import LaneState
from devices.profile import load_profiles
from gui.ports import SigningNeed
from gui.practice_stand import PracticeStand
from tests.end_to_end.program import ROOT, Program

PAD = load_profiles(ROOT / "resources/terminals")["gertec-ppc930"]


def entry(series: str, number: int, total: int) -> Entry:
    parts = tuple(Part(name, 1, 1, most, most) for name, most in MOST.items())
    return Entry(
        series, number, "Li", f"2026-11-22T0{number}:00:00Z", "gertec-ppc930", "routine", number, ("dead-key=5",),
        ("cause.key_contact",), "repair", ("cause.key_contact",), "repair", ("keypad.dead 5",), (), (), 90.0, parts, 0,
        total, "0.1.0",
    )  # fmt: skip


@pytest.fixture
def program(tmp_path: Path) -> Program:
    made = Program(tmp_path / "home")
    folder = Home(made.home).folder("practice")
    for number in range(1, 6):
        append(folder, entry("good", number, 90))
    append(folder, entry("begun", 6, 70))
    return made


def test_the_lead_sees_who_did_what_with_which_score(program: Program) -> None:
    listed = program.run("practice", "list", "--json")
    assert [(one["series"], one["trainee"], one["scores"], one["passed"]) for one in listed.json] == [
        ("begun", "Li", [70], False),
        ("good", "Li", [90] * 5, True),
    ]
    said = program.run("--lang", "zh_CN", "practice", "list")
    assert (said.code, "\u5408\u683c" in said.out) == (0, True)
    shown = program.run("practice", "show", "good")
    assert (shown.code, shown.out.count("found: 1/1 \u00d7 40 = 40"), "dead-key=5" in shown.out) == (0, 5, True)
    assert program.run("practice", "show", "begun", "--json").code == 1
    none = program.run("practice", "show", "nobody")
    assert (none.code, "nobody" in none.err) == (2, True)


def test_verify_says_that_a_certificate_is_one(program: Program) -> None:
    home, words = Home(program.home), load_catalogues(ROOT / "resources/i18n")["en"]
    import pylopdf_fonts_zh_cn

    fonts = Path(pylopdf_fonts_zh_cn.__file__).parent
    who = new_identity(home.folder("identity"), b"a long passphrase", "Workshop", "Bench 1")
    with pytest.raises(ReportError):
        certificate(home, "begun", words, who, fonts, "0.1.0")
    path = certificate(home, "good", words, who, fonts, "0.1.0")
    root = program.home / "root.pem"
    root.write_bytes(identity.export(home.folder("identity")))
    found = program.run("--lang", "en", "verify", path, "--trust", root)
    assert (found.code, "Practice certificate: intact" in found.out, "no inspection report" in found.out) == (
        0,
        True,
        True,
    )
    told = program.run("verify", path, "--json").json[0]
    assert (told["exit"], told["kind"], told["record"], told["certificate"]["trainee"]) == (
        3,
        "certificate",
        None,
        "Li",
    )
    path.write_bytes(path.read_bytes() + b"\n")
    altered = program.run("--lang", "en", "verify", path, "--trust", root)
    assert (altered.code, "Practice certificate: altered" in altered.out) == (1, True)


def test_a_real_simulated_unit_comes_with_its_fault_and_goes_without_a_trace(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POSBENCH_HOME", str(program.home))
    import app

    parts = app.make_parts()
    bench = parts.make_bench(lambda event: None)
    stand = PracticeStand(
        parts, bench, lambda secret: pytest.fail("nothing is signed here"), lambda: SigningNeed.NOTHING
    )
    try:
        seed = next(s for s in range(60) if draw(stand._rows(PAD), PAD, Level.ROUTINE, s).hidden)
        staged = stand.set_up("gertec-ppc930", Level.ROUTINE, seed)
        assert staged.exercise == draw(stand._rows(PAD), PAD, Level.ROUTINE, seed)
        hidden = {fault.notation for fault in staged.exercise.hidden if fault.on == "terminal"}
        assert set(staged.unit.control.state()["faults"]) == hidden
        assert staged.unit.faults == ()
        urls = {staged.unit.url, staged.meter_url}
        deadline = time.monotonic() + 90
        while {lane.url for lane in bench.lanes() if lane.state is LaneState.CONNECTED} != urls:
            assert time.monotonic() < deadline, bench.lanes()
            time.sleep(0.1)
        stand.take_down()
        assert bench.lanes() == ()
        assert not any(parts.is_simulated(url) for url in urls)
        stand.take_down()
    finally:
        stand.take_down()
        bench.close()
