"""From plug to signed report through the command line, with everything that goes wrong on a bench."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import tty
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from checks.measurement import Evidence, Outcome
from checks.record import Record, from_json
from devices.profile import load_profiles
from devices.replay import replay
from devices.simulator.control import find_control
from tests.devices.simulated import RESOURCES
from tests.end_to_end.program import Ended, Lines, Program

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals")

PROFILES = load_profiles(RESOURCES / "terminals") | load_profiles(RESOURCES / "meters")
METERS = {
    "healthy": "tc66c",
    "dead-key": "text-board",
    "dead-pixels": "",  # read and typed
    "sag": "korad-ka3005p",
    "chatter": "um25c",
    "unplug": "tc66c",
    "hostile": "scpi-meter",
}
FAULTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "healthy": ((), ()),
    "dead-key": (("dead-key=CLEAR",), ()),
    "dead-pixels": (("dead-pixels=3",), ()),
    "sag": ((), ("sag",)),
    "chatter": (("chatter=OK:45",), ()),
    "unplug": ((), ()),  # pulled once keys are asked for
    "hostile": (("hostile-text",), ("hostile-text",)),
}


class Runs:
    """Each inspection once for all tests and all workers that look at it; some at a time, because they mostly wait."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.program = Program(folder / "home")

    def begin(self) -> threading.Thread | None:
        """Start them in the background, in the first worker that comes here."""
        try:
            (self.folder / "begun").touch(exist_ok=False)
        except FileExistsError:
            return None
        worker = threading.Thread(target=self._inspect_all)
        worker.start()
        return worker

    def _inspect_all(self) -> None:
        with ThreadPoolExecutor(3) as pool:  # more of them starve each other on a small machine
            ended = dict(zip(FAULTS, pool.map(self._inspect, FAULTS), strict=True))
        kept = {known: [one.code, one.out, one.err] for known, one in ended.items()}
        part = self.folder / "ended.part"
        part.write_text(json.dumps(kept))
        part.rename(self.folder / "ended.json")

    def of(self, name: str) -> tuple[Ended, Record]:
        end = time.monotonic() + 150
        while not (self.folder / "ended.json").exists():
            assert time.monotonic() < end, "the inspections never ended"
            time.sleep(0.1)
        one = Ended(*json.loads((self.folder / "ended.json").read_text())[name])
        path = self.folder / f"{name}.json"
        assert path.exists(), one.err
        return one, from_json(path.read_bytes())

    def report(self, name: str) -> Path:
        self.of(name)
        return self.folder / f"{name}.pdf"

    def _inspect(self, name: str) -> Ended:
        pad_faults, meter_faults = FAULTS[name]
        pad = [word for fault in pad_faults for word in ("--fault", fault)]
        meter = [word for fault in meter_faults for word in ("--fault", fault)]
        with ExitStack() as stack:
            unit = stack.enter_context(self.program.simulated("gertec-ppc930", "--press", "auto", *pad))
            if METERS[name]:
                supply = stack.enter_context(self.program.simulated(METERS[name], *meter))
                measures = ("--meter", supply["url"])
            else:
                measures = ("--reading", "voltage=5,02", "--reading", "temperature=31")
            puller = threading.Thread(target=pull_the_cable, args=(unit["url"],))
            if name == "unplug":
                puller.start()
            ended = self.program.inspect(unit["url"], self.folder, *measures, name=name)
            if name == "unplug":
                puller.join()
            return ended


def pull_the_cable(url: str) -> None:
    """For a second, in the middle of the keypad check."""
    control, end = find_control(url), time.monotonic() + 120
    assert control is not None
    with control:
        while not control.state()["asked"] and time.monotonic() < end:
            time.sleep(0.05)
        control.set_fault("unplug=1")


@pytest.fixture(scope="module", autouse=True)
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runs]:
    """Begun before the first test of this file, looked at by the last ones: inspections mostly wait."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "inspections"
    shared.mkdir(exist_ok=True)
    all_of_them = Runs(shared)
    worker = all_of_them.begin()
    yield all_of_them
    if worker is not None:
        worker.join()


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path / "home")


def findings(record: Record, check: str) -> list[tuple[str, str]]:
    result = record.result(check)
    assert result is not None
    return [(finding.fault, finding.subject) for finding in result.findings]


# -- signing


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk that a report does not fit on; where none can be mounted, a folder that is not there."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", folder], capture_output=True, check=False)
    if made.returncode:
        folder.rmdir()
    yield folder
    if not made.returncode:
        subprocess.run(["umount", "-l", folder], check=True)


def test_a_bench_signs_what_a_full_disk_refused_and_its_identity_is_renewed_and_revoked(
    program: Program, tmp_path: Path, tiny_disk: Path
) -> None:
    secret, wrong, root = tmp_path / "secret", tmp_path / "wrong", tmp_path / "root.pem"
    secret.write_text("correct horse battery\n")
    wrong.write_text("something else\n")
    created = program.run(
        "identity", "create", "--passphrase-file", secret, "--workshop", "W", "--bench", "B", "--json"
    )
    assert created.code == 0, created.err
    assert program.run("identity", "create", "--passphrase-file", secret).code != 0
    shown = program.run("identity", "show", "--json")
    assert shown.code == 0
    assert shown.json["bench"]["name"]
    assert program.run("identity", "export", "--out", root).code == 0
    assert root.read_text().startswith("-----BEGIN CERTIFICATE-----")
    with program.simulated("gertec-ppc930", "--press", "auto") as unit:
        refused = program.inspect(unit["url"], tmp_path, "--passphrase-file", wrong, name="w")
        assert refused.code in (2, 4)
        assert "passphrase" in refused.err.lower()
        assert "Traceback" not in refused.err
        assert not (tmp_path / "w.pdf").exists()
        assert "Identity" not in refused.err, "said before the work, not after it"
        full = program.inspect(unit["url"], tmp_path, "--passphrase-file", secret, "--report", tiny_disk / "r.pdf")
    assert full.code == 4, full.err
    assert "Traceback" not in full.err
    assert "full" in full.err.lower() or "folder" in full.err.lower()
    assert not tiny_disk.exists() or not list(tiny_disk.iterdir())
    own = tmp_path / "own"
    own.write_text("a technician's own\n")
    person = program.run("identity", "create", "--technician", "Li Na", "--passphrase-file", own,
                         "--root-passphrase-file", secret, "--json")  # fmt: skip
    assert [one["name"] for one in person.json["technicians"]] == ["Li Na"], person.err
    by_nobody = program.run("recover", "--report", tmp_path, "--technician", "Wang", "--passphrase-file", own)
    assert "Li Na" in by_nobody.err
    assert by_nobody.code in (2, 4)
    (row,) = program.run("recover", "--report", tmp_path, "--json", "--technician", "Li Na", "--passphrase-file", own,
                         "--paper", "letter", "--time-stamp", "http://127.0.0.1:9/").json  # fmt: skip
    report = Path(row["report"])
    told = program.run("verify", report, "--trust", root, "--json").json[0]
    assert (told["signer"], told["role"], told["stamp"]) == ("Li Na", "technician", None)
    live = from_json((tmp_path / "r.json").read_bytes())
    assert row["id"] == live.id
    assert row["verdict"] == live.overall.verdict
    assert program.run("recover", "--json").json == []
    assert program.verify(report, root).code == 0
    assert program.verify(report).code == 3
    assert program.run("identity", "renew", "--passphrase-file", wrong).code in (2, 4)
    assert program.run("identity", "renew", "--passphrase-file", secret).code == 0
    assert program.verify(report, root).code == 0
    revoked = program.run("identity", "revoke", "--passphrase-file", secret, "--reason", "superseded")
    assert revoked.code == 0, revoked.err
    given = {path: path.read_bytes().strip() for path in (secret, wrong, own)}
    files = [path for path in tmp_path.rglob("*") if path.is_file() and path not in given]
    assert len(files) > 10
    for path in files:
        held = path.read_bytes()
        assert not [word for word in given.values() if word in held], path
        assert not re.search(rb"-----BEGIN (RSA |EC )?PRIVATE KEY", held), path


def test_without_a_passphrase_nobody_is_asked_forever(program: Program) -> None:
    done = program.run("identity", "create", limit_s=60)
    assert done.code == 2
    assert done.err.strip()
    missing = program.run("identity", "create", "--passphrase-file", "/nowhere/at/all")
    assert missing.code == 2
    assert "/nowhere/at/all" in missing.err


# -- units that are none


@contextmanager
def stranger(answer: Callable[[bytes], bytes]) -> Iterator[str]:
    """A pseudo-terminal with something behind it that is no PIN pad."""
    far, near = os.openpty()
    tty.setraw(near)
    os.set_blocking(far, False)
    over = threading.Event()

    def serve() -> None:
        while not over.wait(0.005):
            try:
                said = answer(os.read(far, 4096))
                if said:
                    os.write(far, said)
            except BlockingIOError:
                continue

    server = threading.Thread(target=serve)
    server.start()
    try:
        yield os.ttyname(near)
    finally:
        over.set()
        server.join()
        os.close(far)
        os.close(near)


STRANGERS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "silent": (lambda data: b"", "nothing answers"),
    "echo": (lambda data: data, "expected protocol"),
    "garbage": (lambda data: bytes(range(0x20, 0x100)) + data[::-1], "expected protocol"),
    "only-nak": (lambda data: b"\x15" * len(data), "expected protocol"),
    "modem": (lambda data: b"\r\nERROR\r\n", "expected protocol"),
}


def test_a_port_that_is_no_pad_ends_in_a_sentence_in_reasonable_time(tmp_path: Path) -> None:
    secret = _secret(tmp_path)

    def ask(name: str) -> tuple[Ended, str]:
        with stranger(STRANGERS[name][0]) as url:
            done = Program(tmp_path / name).run("inspect", "--terminal", url, "--answers", "ask", "--connect-limit", 14,
                                                "--passphrase-file", secret, "--report", tmp_path / f"{name}.pdf")  # fmt: skip
        return done, url

    began = time.monotonic()
    with ThreadPoolExecutor(len(STRANGERS)) as pool:
        ended = dict(zip(STRANGERS, pool.map(ask, STRANGERS), strict=True))
    assert time.monotonic() - began < 90
    for name, (done, url) in ended.items():
        assert done.code == 4, (name, done.err)
        assert re.search(STRANGERS[name][1], done.err.lower()), (name, done.err)
        assert url in done.err
        assert "Traceback" not in done.err
        assert not (tmp_path / f"{name}.pdf").exists()


def _secret(folder: Path) -> Path:
    path = folder / "secret"
    path.write_text("correct horse battery\n")
    return path


def test_a_port_that_is_not_there_is_said(program: Program, tmp_path: Path) -> None:
    done = program.run("inspect", "--terminal", "/dev/ttyNONE", "--connect-limit", 1, "--passphrase-file",
                       _secret(tmp_path), "--report", tmp_path / "r.pdf")  # fmt: skip
    assert done.code == 4
    assert "/dev/ttyNONE" in done.err


def test_answers_cannot_be_played_where_no_simulator_is(program: Program, tmp_path: Path) -> None:
    done = program.inspect("/dev/ttyNONE", tmp_path)
    assert done.code == 2
    assert "/dev/ttyNONE" in done.err
    unknown = program.inspect("/dev/ttyNONE", tmp_path, "--profile", "nonsense")
    assert unknown.code == 2


def test_a_second_posbench_on_one_port_is_told_that_it_is_busy(program: Program, tmp_path: Path) -> None:
    with program.simulated("gertec-ppc930") as unit:
        first = program.start("inspect", "--terminal", unit["url"], "--answers", "ask", "--report", tmp_path / "a.pdf")
        with first:
            Lines(first.stderr).until("Identity", 60)
            second = program.inspect(unit["url"], tmp_path, "--connect-limit", 2, name="b")
            first.kill()
    assert second.code == 4
    assert "another program" in second.err.lower() or "busy" in second.err.lower() or "in use" in second.err.lower()


# -- what goes wrong while it runs


def test_a_killed_inspection_is_listed_and_closed_with_a_verified_report(program: Program, tmp_path: Path) -> None:
    with program.simulated("gertec-ppc930", "--press", "auto") as unit:
        process = program.start("inspect", "--terminal", unit["url"], "--plan", "quick", "--answers", "auto",
                                "--report", tmp_path / "r.pdf", "--symptom", os.fsdecode(b"bad \xff text"))  # fmt: skip
        with process:
            Lines(process.stderr).until("Keypad", 60)
            time.sleep(1.3)
            process.send_signal(signal.SIGKILL)
    assert not (tmp_path / "r.pdf").exists()
    (row,) = program.run("recover", "--json").json
    assert row["profile"] == "gertec-ppc930"
    assert row["serial"]
    assert row["checks"] >= 2
    closed = program.run("recover", "--report", tmp_path, "--json")
    assert closed.code == 0, closed.err
    (row,) = closed.json
    assert row["verdict"] == "not-decided"
    checked = program.verify(Path(row["report"]), program.demonstration_roots)
    assert checked.code == 0, checked.out
    assert checked.json[0]["record"]["id"] == row["id"]
    assert program.run("recover", "--json").json == []


def test_ctrl_c_ends_an_inspection_in_one_sentence_and_loses_nothing(program: Program, tmp_path: Path) -> None:
    with program.simulated("gertec-ppc930", "--press", "auto") as unit:
        process = program.start("inspect", "--terminal", unit["url"], "--plan", "quick", "--answers", "auto",
                                "--report", tmp_path / "r.pdf")  # fmt: skip
        with process:
            assert process.stderr is not None
            lines = Lines(process.stderr)
            lines.until("Identity", 60)
            process.send_signal(signal.SIGINT)
            assert process.wait(60) == 130
    (row,) = program.run("recover", "--json").json
    assert row["checks"] >= 1


def test_a_journal_nobody_can_read_does_not_hide_the_others(program: Program) -> None:
    folder = program.home / "journal"
    folder.mkdir(parents=True)
    (folder / "bad.journal").write_text("nonsense\n")
    done = program.run("recover", "--json")
    assert done.code == 4
    assert done.json == []
    assert "bad.journal" in done.err
    assert "Traceback" not in done.err
    assert "internal" not in done.err.lower()


# -- facts


def test_facts_are_json_and_messages_are_in_the_language_asked_for(program: Program, tmp_path: Path) -> None:
    assert isinstance(program.run("ports", "--json").json, list)
    known = program.run("profiles", "--json").json
    assert {"gertec-ppc930", "tc66c"} <= {profile["id"] for profile in known}
    counts = program.run("self-check", "--json")
    assert counts.code == 0
    assert all(counts.json.values())
    english = program.run("--lang", "en", "recover")
    chinese = program.run("--lang", "zh_CN", "recover")
    assert english.err.isascii()
    assert any("\u4e00" <= c <= "\u9fff" for c in chinese.err)
    refused = program.run(
        "--lang", "zh_CN", "inspect", "--terminal", "/dev/ttyNONE", "--answers", "auto", "--report", tmp_path / "r.pdf"
    )
    assert any("\u4e00" <= c <= "\u9fff" for c in refused.err)


def test_a_profile_is_checked_with_all_its_problems(program: Program, tmp_path: Path) -> None:
    good = Path(__file__).parents[2] / "resources" / "terminals" / "gertec-ppc930.toml"
    assert program.run("profiles", "--check", good).code == 0
    bad = tmp_path / "bad.toml"
    bad.write_text(
        good.read_text("utf-8").replace('kind = "terminal"', "kind = 3").replace("width = 240", "wide = 240"), "utf-8"
    )
    done = program.run("profiles", "--check", bad, "--json")
    assert done.code == 1
    found: dict[str, Any] = done.json
    assert any(p.startswith("kind: ") for p in found["problems"])
    assert any(p.startswith("display.") for p in found["problems"])
    assert program.run("profiles", "--check", tmp_path / "none.toml").code == 1


def test_a_usage_error_is_two_and_a_fault_nobody_knows_is_named(program: Program) -> None:
    assert program.run("inspect").code == 2
    assert program.run("nonsense").code == 2
    done = program.run("simulate", "gertec-ppc930", "--fault", "gremlins", limit_s=60)
    assert done.code != 0
    assert "gremlins" in done.err
    assert "dead-key" in program.run("simulate", "--fault", "list").out


# -- inspections


def test_a_healthy_pad_passes_and_leaves_a_signed_report(runs: Runs) -> None:
    ended, record = runs.of("healthy")
    assert ended.code == 0, ended.err
    assert ended.json["verdict"] == record.overall.verdict == "pass"
    assert ended.json["findings"] == []
    assert record.operator_simulated
    assert record.demonstration
    assert record.meter == "TC66C"
    assert {column.channel for column in record.telemetry} >= {"voltage@meter", "current@meter", "temperature@meter"}
    assert not list((runs.program.home / "journal").glob(f"{record.id}*"))


def test_the_report_is_trusted_under_its_own_root_and_by_nobody_else(runs: Runs) -> None:
    report = runs.report("healthy")
    trusted = runs.program.verify(report, runs.program.demonstration_roots)
    assert trusted.code == 0, trusted.out
    assert trusted.json[0]["record"]["verdict"] == "pass"
    assert runs.program.verify(report).code == 3


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="pdfsig is not installed")
def test_an_ordinary_pdf_tool_finds_the_signature_valid_and_total(runs: Runs) -> None:
    said = subprocess.run(["pdfsig", runs.report("healthy")], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in said
    assert "Total document signed" in said


def test_the_record_beside_the_report_is_the_record_inside_it(runs: Runs) -> None:
    _, record = runs.of("healthy")
    inside = runs.program.verify(runs.report("healthy")).json[0]["record"]
    assert (inside["id"], inside["verdict"]) == (record.id, record.overall.verdict)


def test_a_changed_report_is_altered_and_a_foreign_file_is_no_report(runs: Runs, tmp_path: Path) -> None:
    data = bytearray(runs.report("healthy").read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / "changed.pdf").write_bytes(data)
    assert runs.program.verify(tmp_path / "changed.pdf", runs.program.demonstration_roots).code == 1
    (tmp_path / "other.pdf").write_bytes(b"hello")
    assert runs.program.verify(tmp_path / "other.pdf").code == 4
    assert runs.program.verify(tmp_path / "none.pdf").code == 4


def test_a_dead_key_is_found_and_named(runs: Runs) -> None:
    ended, record = runs.of("dead-key")
    assert ended.code == 1, ended.err
    assert findings(record, "keypad") == [("keypad.dead", "CLEAR")]
    assert {key.key: key.mark.value for key in record.keys}["CLEAR"] == "dead"
    (contact,) = [d for d in record.diagnoses if d.cause == "cause.key_contact"]
    assert contact.subjects == ("CLEAR",)


def test_three_dead_pixels_are_counted(runs: Runs) -> None:
    ended, record = runs.of("dead-pixels")
    assert [fault for fault, _ in findings(record, "display")] == ["display.dark-dots"]
    dots = next(m for m in record.result("display").measurements if m.limit_id == "display.dark_dots")  # type: ignore[union-attr]
    assert dots.value == 3
    assert ended.code == (1 if dots.outcome == "fail" else 0)


def test_a_sagging_supply_is_found_whatever_check_was_running(runs: Runs) -> None:
    ended, record = runs.of("sag")
    assert ended.code == 1, ended.err
    assert "supply.sag" in [fault for fault, _ in findings(record, "supply")]
    assert "cause.weak_supply" in [d.cause for d in record.diagnoses]


@pytest.mark.parametrize("name", ["dead-key", "chatter", "hostile"])
def test_every_kind_of_meter_reads_a_healthy_supply_from_plug_to_report(runs: Runs, name: str) -> None:
    _, record = runs.of(name)
    supply = record.result("supply")
    assert supply is not None
    assert supply.outcome is Outcome.PASS, supply
    assert record.meter == PROFILES[METERS[name]].model
    assert "voltage@meter" in {column.channel for column in record.telemetry}
    assert runs.program.verify(runs.report(name), runs.program.demonstration_roots).code == 0


def test_a_typed_reading_is_a_level_in_the_report_and_no_curve(runs: Runs) -> None:
    _, record = runs.of("dead-pixels")
    supply = record.result("supply")
    assert supply is not None
    level = next(m for m in supply.measurements if m.limit_id == "supply.voltage")
    assert (level.value, level.evidence, supply.outcome) == (5.02, Evidence.OPERATOR, Outcome.PASS)
    assert record.telemetry == ()
    assert runs.program.verify(runs.report("dead-pixels"), runs.program.demonstration_roots).code == 0


def test_a_meter_that_cannot_be_is_said_before_anything_is_connected(program: Program, tmp_path: Path) -> None:
    for options, word in (
        (("--meter-profile", "gertec-ppc930"), "korad-ka3005p"),
        (("--meter-profile", "text-board", "--meter-columns", "1=voltage@moon:V"), "voltage@meter"),
        (("--meter-columns", "1=voltage@meter:V"), "text-board"),
        (("--reading", "voltage=nan"), "voltage@meter"),
        (("--meter", "typed"), "--reading"),
    ):
        done = program.inspect("/dev/ttyNONE", tmp_path, "--meter", "/dev/ttyNONE", "--answers", "ask", *options)
        assert done.code == 2, done.err
        assert word in done.err


def test_chatter_slower_than_the_link_is_found_and_faster_is_not_judged(runs: Runs) -> None:
    ended, record = runs.of("chatter")
    keypad = record.result("keypad")
    assert keypad is not None
    interval = next(m for m in keypad.measurements if m.limit_id == "keypad.repeat_interval")
    if ("keypad.chatter", "OK") in findings(record, "keypad"):
        assert ended.code == 1
        assert interval.value is not None
        assert 0.0 < interval.value < 0.12  # 45 ms at the pad; a first press that was read late is nearer to the second
    else:
        assert interval.outcome == "not-judged"
        assert ended.code == 3


def test_an_unplugged_pad_is_waited_for_and_the_inspection_goes_on(runs: Runs) -> None:
    ended, record = runs.of("unplug")
    assert ended.code == 0, ended.err
    assert record.link_losses == 1
    assert "link" in record.overall.marginal
    assert any(result.restarts for result in record.results)
    told = [line.text.id for line in record.log]
    assert told.index("log.link_lost") < told.index("log.link_restored")
    assert runs.program.verify(runs.report("unplug"), runs.program.demonstration_roots).code == 0


def test_hostile_text_of_a_unit_reaches_the_report_as_text(runs: Runs) -> None:
    ended, _ = runs.of("hostile")
    assert ended.code in (0, 1, 3), ended.err
    assert runs.program.verify(runs.report("hostile"), runs.program.demonstration_roots).code == 0
    for text in (ended.out, ended.err, (runs.folder / "hostile.json").read_text("utf-8")):
        assert not any(c in text for c in "\x1b\x00\u202e\u202a\u200f")


def test_each_check_is_told_while_the_inspection_runs(runs: Runs) -> None:
    ended, record = runs.of("healthy")
    assert len(ended.err.strip().splitlines()) == len(record.results)


def test_a_wire_log_of_each_lane_replays_to_events(runs: Runs) -> None:
    runs.of("healthy")
    logs = sorted((runs.program.home / "wire").glob("*.wire"))
    assert len(logs) >= 2
    names: set[str] = set()
    for log in logs:
        names |= {type(stamped.event).__name__ for stamped in replay(log, PROFILES)}
    done = runs.program.run("replay", logs[0], "--json")
    assert done.code == 0, done.err
    assert {event["event"] for event in done.json} <= names
    assert {"Identified", "Reading"} <= names
    assert runs.program.run("replay", runs.report("healthy")).code == 4
