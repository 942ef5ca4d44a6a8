"""A smart terminal behind a real shell: each fault is found by the check that claims it, and by no other."""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from checks.baseline import Baseline, Part, sample_of
from checks.history.journal import JournalHead, play_back, read_head
from checks.measurement import Outcome, Verdict
from checks.record import Record, to_json
from checks.registry import load_checks
from checks.session import Session
from devices.events import Identified
from devices.profile import load_profiles
from devices.simulator.faults import FAULTS
from tests.end_to_end.console_unit import PROFILE, RESOURCES, inspected, inspection_setup, with_options

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a real shell behind a pseudo-terminal")
CHECKS, WATCHES = load_checks()
MATRIX = load_profiles(RESOURCES / "terminals")["demo-matrix"]

CASES: tuple[tuple[str, str, str], ...] = (
    ("dead-key=5", "keypad.dead", "5"),
    ("dead-key=OK", "keypad.dead", "OK"),
    ("crossed-keys=4:5", "keypad.crossed", "4"),
    ("chatter=OK:40", "keypad.chatter", "OK"),
    ("stuck-key=CLEAR", "keypad.stuck", "CLEAR"),
    ("dead-pixels=3", "display.dark-dots", "white"),
    ("bright-pixels=2", "display.bright-dots", "black"),
    ("colour-cast=blue", "display.colour-cast", "white"),
    ("no-picture", "display.all-dark", ""),
    ("white-screen", "display.no-image", ""),
    ("backlight-dead", "display.no-light", ""),
    ("uneven", "display.uneven", "white"),
    ("lines", "display.lines", "white"),
    ("supply-sag=4.2", "supply.sag", ""),
    ("weak-charger", "supply.weak-under-load", "0.3"),
    ("battery-old", "supply.battery-low", "2.90"),
    ("battery-hot", "heat.battery", ""),
    ("sensor-gone@5", "heat.sensor", "cpu-thermal"),
    ("sensor-broken", "heat.sensor", "cpu-thermal"),
    ("board-heat=6000", "heat.terminal", "cpu-thermal"),
    ("crash-in-log", "logs.crash", ""),
    ("old-application", "software.old", "payment-kernel"),
    ("tampered", "tamper.triggered", ""),
    ("no-pin-key", "key.pin-missing", ""),
    ("offline-code", "offline.vendor-code", ""),
    ("stale-key", "key.working-stale", ""),
    ("clock-wrong", "clock.wrong", ""),
    ("pin-lockout", "configuration.pin-locked", "/etc/pos/payment.conf"),
    ("no-payment-permission", "configuration.no-permission", "/etc/pos/payment.conf"),
    ("secret-in-clear", "configuration.secret-in-clear", "/etc/pos/payment.conf"),
    ("pin-restricted", "configuration.pin-restricted", "/etc/pos/payment.conf"),
    ("external-pin-pad", "configuration.wrong-pin-pad", "/etc/pos/payment.conf"),
    ("no-pin-limit", "configuration.no-pin-limit", "/etc/pos/payment.conf"),
    ("account-type", "configuration.account-type", "/etc/pos/payment.conf"),
    ("function-off", "configuration.function-off", "/etc/pos/payment.conf"),
    ("wrong-apn", "configuration.wrong-apn", "/etc/pos/payment.conf"),
    ("site-locked", "configuration.location-lock", "/etc/pos/payment.conf"),
    ("other-acquirer", "configuration.other-acquirer", "/etc/pos/payment.conf"),
    ("debug-enabled", "configuration.debug-enabled", "/etc/inetd.conf"),
    ("patch-old", "software.patch-old", "5.2.1 2019-01-05"),
    ("payment-app-stopped", "programs.payment-stopped", "payment-application"),
    ("overlay", "programs.overlay", "floating-ball, com.example.ball"),
    ("debug-service", "programs.debug-service", "telnetd"),
    ("screen-recorder", "programs.recorder", "ffmpeg"),
    ("remote-control", "programs.remote-control", "x11vnc"),
    ("memory-low", "programs.memory-low", "1.8 %"),
    ("storage-full", "programs.storage-full", "0.5 %"),
    ("dns-dead", "network.dns", ""),
    ("host-unreachable", "network.host", ""),
    ("packet-loss", "network.loss", "33"),
    ("no-link", "network.no-link", "eth0"),
    ("lan-down", "network.gateway", "192.0.2.1"),
    ("host-down", "network.host", "host.example"),
    ("port-closed", "network.port", "host.example"),
    ("mtu-small", "network.mtu", "1400"),
    ("slow-dns", "network.dns-slow", ""),
    ("certificate-expired", "network.certificate", "2020-01-01"),
)
SIDES = {
    "no-link": ("cause.no_link", "network.only-terminal"),
    "dns-dead": ("cause.dns_settings", "network.only-terminal"),
    "host-unreachable": ("cause.terminal_blocked", "network.only-terminal"),
    "packet-loss": ("cause.terminal_loss", "network.only-terminal"),
    "lan-down": ("cause.lan_down", "network.everywhere"),
    "host-down": ("cause.host_down", "network.everywhere"),
    "port-closed": ("cause.host_port", "network.everywhere"),
    "mtu-small": ("cause.mtu_small", "network.everywhere"),
    "slow-dns": ("cause.dns_slow", "network.everywhere"),
    "certificate-expired": ("cause.certificate", "network.everywhere"),
}
"""Each fault of the network, the one cause it is given, and what the PC's side says of it."""
AT_THE_DOOR = {"login", "boot-loader", "boot-messages", "locked-console", "restricted-shell"}
"""Tried in ``test_console_login``: nobody comes as far as a check."""
QUIET = {"kernel-noise", "restart", "no-screen", "no-keypad"}
"""No check's fault: see below."""
DATA = ("identity", "software", "logs", "configuration", "network", "programs")
INFORMATIVE = ("programs.memory-low", "programs.storage-full", "key.working-stale", "clock.wrong")
COMPARED = {"extra-package": "what is one package too many only a known-good unit tells: see below"}
READING = ("software", "configuration", "programs")
LASTING = {"supply": ("display", "keypad"), "heat": ("load-step",)}
"""Watches need an inspection that lasts a while: more than twice the samples of which they judge, for a busy machine loses some.

A load step would have its own word on a supply that sags meanwhile.
"""


def found(record: Record) -> list[tuple[str, str]]:
    return [(finding.fault, finding.subject) for result in record.results for finding in result.findings]


def claiming(code: str) -> str:
    """Of a unit that tells its battery's voltage by itself: the watch over those that only answer is another's."""
    return next(c.id for c in (*CHECKS.values(), *WATCHES.values()) if code in c.claims and c.id != "battery")


def test_each_fault_of_the_simulated_terminal_is_tried() -> None:
    tried = {fault.partition("=")[0].partition("@")[0] for fault, _, _ in CASES} | QUIET | AT_THE_DOOR | COMPARED.keys()
    assert {spec.name for spec in FAULTS if spec.side == "console"} <= tried


@pytest.mark.parametrize(("fault", "code", "subject"), CASES, ids=lambda value: value or "-")
def test_a_fault_is_found_by_the_check_that_claims_it_and_blamed_on_nothing_else(
    fault: str, code: str, subject: str
) -> None:
    check = claiming(code)
    checks = DATA if check in DATA else (check, *LASTING.get(check, ()))
    record = inspected(*checks, "link", faults=(fault,))
    names = found(record)
    assert any(c == code and s.startswith(subject) for c, s in names), names
    claimed = CHECKS[check].claims if check in CHECKS else WATCHES[check].claims
    assert {c for c, _ in names} <= claimed, names
    result = record.result(check)
    assert result is not None
    assert (result.outcome in (Outcome.FAIL, Outcome.MARGINAL)) != (code in INFORMATIVE), result
    assert record.diagnoses
    for other in record.results:
        if other.check != check:
            assert other.outcome is Outcome.PASS, (other.check, other.outcome)


@pytest.mark.parametrize("fault", sorted(SIDES))
def test_the_pc_beside_the_terminal_tells_terminal_lan_and_host_apart(fault: str, tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    record = inspected("network", faults=(fault,), journal=path)
    cause, side = SIDES[fault]
    assert [diagnosis.cause for diagnosis in record.diagnoses] == [cause]
    assert side in {finding.fault for finding in record.diagnoses[0].rests_on}
    assert record.diagnoses[0].decide_by is None
    measured = record.results[0].measurements
    assert {m.limit_id for m in measured if m.subject.startswith("PC")} >= {"network.dns"}
    assert not any(m.required for m in measured if m.subject.startswith("PC"))
    setup = inspection_setup(PROFILE, ("network",), 1)
    session, _ = play_back(path, lambda head: Session(setup, lambda target, command: None))
    assert session.results["network"].findings == record.results[0].findings
    assert session.results["network"].measurements == measured


def test_a_healthy_network_is_measured_whole_and_the_pc_is_not_asked() -> None:
    record = inspected("network")
    result = record.results[0]
    assert (result.outcome, result.findings) == (Outcome.PASS, ())
    assert {m.limit_id for m in result.measurements if m.value is None} == set()
    assert not [m for m in result.measurements if m.subject.startswith("PC")]
    assert {m.limit_id for m in result.measurements} == {name for name in PROFILE.limits if name.startswith("network.")}


@pytest.mark.parametrize("fault", ["dead-key=5", "crossed-keys=4:5", "chatter=7:40", "stuck-key=9"])
def test_a_keypad_that_names_its_digits_is_played_back_from_a_journal_without_them(fault: str, tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    record = inspected("keypad", faults=(fault,), journal=path)
    setup = inspection_setup(PROFILE, ("keypad",), 1)
    session, _ = play_back(path, lambda head: Session(setup, lambda target, command: None))
    assert session.results["keypad"].findings == record.results[0].findings
    assert {key.key: key.mark for key in session.record("x").keys} == {key.key: key.mark for key in record.keys}
    before = [json.loads(line) for line in path.read_text().splitlines()[1:]]
    named = [line["d"]["key"] for line in before if line.get("e") == "KeyPressed" and line["d"]["key"]]
    assert set(named) - {"OK", "CANCEL", "CLEAR"} <= {"4", "5"}, "a crossed key alone is named, as in the record"
    assert len([key for key in named if key in {"4", "5"}]) <= 2


TIMES = {"at_s", "started_s", "ended_s", "telemetry", "port", "resolution"}
SAMPLED = ("supply.", "battery.", "memory.", "temperature.", "keypad.stuck", "network.")
"""Limits whose value was sampled in time or is a time itself."""


def but_for_times(value: Any) -> Any:
    """A record as data without what no seed can repeat: when, how long, and samples of a running sensor."""
    if isinstance(value, list):
        return [but_for_times(item) for item in value]
    if not isinstance(value, dict):
        return value
    sampled = str(value.get("limit_id", "")).startswith(SAMPLED) or value.get("unit") in ("s", "ms")
    return {k: but_for_times(v) for k, v in value.items() if k not in TIMES and not (sampled and k in ("value", "subject"))
            and not (k == "notes" and value.get("check") == "supply")}  # fmt: skip


def test_two_inspections_with_one_seed_give_records_that_differ_in_times_alone() -> None:
    every = (*(key for key, check in CHECKS.items() if check.applies(PROFILE)), *WATCHES)
    with ThreadPoolExecutor(2) as pool:
        runs = [
            pool.submit(inspected, *every, faults=("dead-key=5", "dead-pixels=4"), seed=7, full=True) for _ in range(2)
        ]
        one, other = (json.loads(to_json(run.result())) for run in runs)
    assert [result["check"] for result in one["results"]] == [result["check"] for result in other["results"]]
    assert but_for_times(one) == but_for_times(other)
    assert one["overall"]["failed"] == ["keypad", "display"]


def test_a_built_in_unit_passes_and_shows_its_faults_as_one_with_a_real_shell_does() -> None:
    profile = with_options(sim_built_in=True)
    every = (*(key for key, check in CHECKS.items() if check.applies(PROFILE)), *WATCHES)
    with ThreadPoolExecutor(2) as pool:
        runs = [
            pool.submit(inspected, *every, faults=f, profile=profile, full=True)
            for f in ((), ("dead-key=5", "pin-lockout"))
        ]
        healthy, faulty = (run.result() for run in runs)
    assert (found(healthy), healthy.overall.verdict) == ([], Verdict.PASS)
    assert [code for code, _ in found(faulty)] == ["keypad.dead", "configuration.pin-locked"]


def test_kernel_messages_on_the_line_change_no_verdict() -> None:
    record = inspected("identity", "keypad", "software", "network", "link", faults=("kernel-noise=20",))
    assert found(record) == []
    assert record.overall.verdict is Verdict.PASS


def good_unit() -> Baseline:
    record = inspected(*READING)
    sample = sample_of(Identified(record.unit.identity), {result.check: result for result in record.results})
    return Baseline(PROFILE.id, PROFILE.model, "2026-03-05T08:00:00+00:00", "Li", record.unit.serial, sample)


def test_a_known_good_unit_tells_what_is_different_and_decides_nothing() -> None:
    good = good_unit()
    assert good.sample.read == set(Part)
    assert found(inspected(*READING, baseline=good, seed=2)) == [], "another good unit, with another serial number"
    record = inspected(*READING, faults=("extra-package", "secret-in-clear", "debug-service"), baseline=good)
    rows = [row for result in record.results for row in result.rows("differences") or ()]
    assert rows == [
        ("extra", "packages", "screen-helper", "", "1.0.2"),
        ("changed", "settings", "secret-in-clear", "kept", "broken"),
        ("extra", "programs", "telnetd", "", ""),
    ]
    software = record.result("software")
    assert software is not None
    assert software.outcome is Outcome.PASS, "a difference alone is informative"
    assert [d.cause for d in record.diagnoses][-1] == "cause.unlike_good_unit"
    assert record.compared_with is not None
    assert record.compared_with.operator == "Li"


def test_what_is_kept_of_a_terminals_software_holds_no_secret() -> None:
    record = inspected(*READING, "logs", faults=("secret-in-clear", "remote-control", "crash-in-log"))
    kept = {kept.kind: kept.rows for result in record.results for kept in result.kept}
    assert kept["programs"] == (("init",), ("payment",), ("syslogd",), ("x11vnc",))
    assert ("payment-kernel", "4.3.1") in kept["packages"]
    assert len(kept["log-lines"]) == 1
    assert b"hunter" not in to_json(record)


def test_a_known_good_unit_is_played_back_from_the_journal_itself(tmp_path: Path) -> None:
    path, good = tmp_path / "a.journal", good_unit()
    record = inspected("software", faults=("extra-package",), journal=path, baseline=good)
    assert read_head(path).baseline == good

    def again(head: JournalHead) -> Session:
        setup = inspection_setup(PROFILE, ("software",), 1, head.baseline)
        return Session(setup, lambda target, command: None)

    session, _ = play_back(path, again)
    assert session.results["software"].findings == record.results[0].findings
    assert [f.fault for f in record.results[0].findings] == ["software.differs"]


def test_a_restart_in_mid_check_is_survived_and_told() -> None:
    record = inspected("identity", "keypad", "link", faults=("restart=3@4",))
    assert (found(record), record.overall.verdict) == ([("link.lost", "1")], Verdict.PASS)
    keypad = record.result("keypad")
    assert keypad is not None
    assert keypad.restarts == 1


@pytest.mark.parametrize(("fault", "check"), [("no-screen", "display"), ("no-keypad", "keypad")])
def test_what_a_unit_does_not_have_is_not_judged_and_the_rest_goes_on(fault: str, check: str) -> None:
    record = inspected("identity", check, "software", faults=(fault,))
    outcomes = {result.check: result.outcome for result in record.results}
    assert outcomes == {"identity": Outcome.PASS, check: Outcome.NOT_JUDGED, "software": Outcome.PASS}


@pytest.mark.parametrize(
    ("fault", "keys"), [("dead-row=3", "7, 8, 9, F1"), ("dead-column=2", "2, 5, 8, 0"), ("dead-key=5", "")]
)
def test_a_broken_line_of_a_known_matrix_is_one_cause_and_a_single_key_is_none(fault: str, keys: str) -> None:
    record = inspected("keypad", faults=(fault,), profile=MATRIX)
    lines = [finding.subject for finding in record.results[0].findings if finding.fault == "keypad.line"]
    assert lines == ([keys] if keys else [])
    assert [d.cause for d in record.diagnoses] == ["cause.keypad_line" if keys else "cause.key_contact"]
