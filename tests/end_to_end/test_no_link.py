"""A unit that nothing can be asked, with a meter in its supply line: from the first question to the signed report."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from checks.measurement import Evidence, Outcome, Verdict
from checks.record import Record, from_json
from checks.words import load_catalogues
from devices.simulator.control import find_control
from tests.checks.stage import RESOURCES
from tests.end_to_end.program import APP, Program

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals")
WORDS = load_catalogues(RESOURCES / "i18n")["en"]
USUAL = (
    "all-fine",
    "nothing-seen",
    "no-message",
    "no-trades",
    "none-of-these",
    "unit-starts",
    "all-keys-answer",
    "fine",
    "no-parts",
)


@pytest.fixture
def program(tmp_path: Path) -> Program:
    (tmp_path / "secret").write_text("only for this test\n")
    return Program(tmp_path / "home")


@pytest.fixture
def meter(program: Program) -> Iterator[str]:
    with program.simulated("tc66c", "--seed", "1") as told:
        yield str(told["url"])


def offered(text: str) -> list[str]:
    """The offers of the question at the end of ``text``, in their order."""
    offers = [part.partition(" ") for part in text.rstrip("> \n").rsplit("\n", 1)[1].strip().split("   ")]
    return [sentence for number, _, sentence in offers if number.isdecimal()]


def inspected(
    program: Program, folder: Path, *options: str, says: tuple[str, ...] = ()
) -> tuple[int, Record, list[str]]:
    """An inspection with a person who knows these answers, the first that is offered. Also the questions asked."""
    known = [WORDS.text(f"choice.{choice}") for choice in (*says, *USUAL)]
    line = ["--lang", "en", "inspect", "--terminal", "none", "--plan", "quick", "--answers", "ask", "--json",
            "--report", str(folder / "r.pdf"), "--record", str(folder / "r.json"),
            "--passphrase-file", str(folder / "secret"), *options]  # fmt: skip
    asked, text = [], ""
    with subprocess.Popen(
        [*APP, *line], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        encoding="utf-8", env=program.environment(), bufsize=1,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stderr is not None
        while char := process.stderr.read(1):
            text += char
            if text.endswith("\n> "):
                offers = offered(text)
                wanted = next((sentence for sentence in known if sentence in offers), None)
                assert wanted is not None, text
                asked.append(text.rstrip("> \n").rsplit("\n", 2)[1])
                process.stdin.write(f"{offers.index(wanted) + 1}\n")
                text = ""
        out = process.stdout.read() if process.stdout else ""
    assert (folder / "r.json").exists(), text + out
    return process.returncode, from_json((folder / "r.json").read_bytes()), asked


def test_a_good_unit_without_a_link_passes_by_word_and_by_the_meters_numbers(
    program: Program, tmp_path: Path, meter: str
) -> None:
    code, record, asked = inspected(program, tmp_path, "--meter", meter, says=("no-data-port",))
    assert (code, record.overall.verdict) == (0, Verdict.PASS), record.results
    assert record.unit.profile == "no-link"
    assert WORDS.text("ask.power_start") in asked
    power = record.result("power")
    assert power is not None
    amps = next(m for m in power.measurements if m.limit_id == "power.current")
    assert amps.evidence is Evidence.MEASURED
    assert amps.value is not None
    assert 0.15 < amps.value < 0.45, "what the simulated meter shows"
    supply = record.result("supply")
    assert supply is not None
    assert supply.outcome is Outcome.PASS
    keypad = record.result("keypad")
    assert keypad is not None
    assert {m.evidence for m in keypad.measurements} == {Evidence.OPERATOR}
    assert not record.demonstration
    verified = program.verify(tmp_path / "r.pdf")
    assert verified.code == 3, "intact; nobody here trusts its signer yet"


def test_a_unit_that_draws_current_and_does_not_start_is_named_with_its_current(
    program: Program, tmp_path: Path, meter: str
) -> None:
    code, record, _ = inspected(program, tmp_path, "--meter", meter, says=("stays-dark", "no-data-port"))
    assert code == 1
    (finding,) = (f for r in record.results for f in r.findings if r.check == "power")
    assert finding.fault == "power.no-start"
    assert finding.subject.endswith(" A")
    assert record.diagnoses[0].cause == "cause.does_not_start"
    assert record.diagnoses[0].do_not_open


def test_a_unit_that_runs_and_never_shows_on_usb_has_a_cable_that_only_charges(
    program: Program, tmp_path: Path, meter: str
) -> None:
    code, record, _ = inspected(program, tmp_path, "--meter", meter, says=("cable-out", "cable-in", "pc-sees-nothing"))
    assert code == 3, "the cable decides, not the unit"
    assert [f.fault for r in record.results for f in r.findings] == ["usb.charge-only"]
    assert [d.cause for d in record.diagnoses] == ["cause.charge_only"]


def test_a_sagging_supply_of_a_unit_without_a_link_fails_all_the_same(
    program: Program, tmp_path: Path, meter: str
) -> None:
    control = find_control(meter)
    assert control is not None
    with control:
        control.set_fault("charger-low=4.2")
        code, record, _ = inspected(program, tmp_path, "--meter", meter, says=("no-data-port",))
    assert code == 1
    assert "supply" in record.overall.failed
    assert "cause.weak_supply" in [d.cause for d in record.diagnoses]


def test_without_a_meter_the_current_is_not_judged_and_blocks_nothing(program: Program, tmp_path: Path) -> None:
    code, record, _ = inspected(program, tmp_path, says=("no-data-port",))
    assert code == 0
    power = record.result("power")
    assert power is not None
    assert next(m for m in power.measurements if m.limit_id == "power.current").outcome is Outcome.NOT_JUDGED
