"""A smart terminal behind a real shell: each fault is found by the check that claims it, and by no other."""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from checks.history.journal import play_back
from checks.measurement import Outcome, Verdict
from checks.record import Record, to_json
from checks.registry import load_checks
from checks.session import Session
from devices.simulator.faults import FAULTS
from tests.end_to_end.console_unit import PROFILE, inspected, inspection_setup

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a real shell behind a pseudo-terminal")
CHECKS, WATCHES = load_checks()

CASES: tuple[tuple[str, str, str], ...] = (
    ("dead-key=5", "keypad.dead", "5"),
    ("dead-key=OK", "keypad.dead", "OK"),
    ("crossed-keys=4:5", "keypad.crossed", "4"),
    ("chatter=OK:40", "keypad.chatter", "OK"),
    ("stuck-key=CLEAR", "keypad.stuck", "CLEAR"),
    ("dead-pixels=3", "display.dark-dots", "white"),
    ("bright-pixels=2", "display.bright-dots", "black"),
    ("colour-cast=blue", "display.colour-cast", "white"),
    ("no-picture", "display.no-picture", "white"),
    ("supply-sag=4.2", "supply.sag", ""),
    ("board-heat=6000", "heat.terminal", "cpu-thermal"),
    ("crash-in-log", "logs.crash", ""),
    ("old-application", "software.old", "payment-kernel"),
    ("pin-lockout", "configuration.pin-locked", "/etc/pos/payment.conf"),
    ("no-payment-permission", "configuration.no-permission", "/etc/pos/payment.conf"),
    ("secret-in-clear", "configuration.secret-in-clear", "/etc/pos/payment.conf"),
    ("dns-dead", "network.dns", ""),
    ("host-unreachable", "network.host", ""),
    ("packet-loss", "network.loss", ""),
)
QUIET = {"kernel-noise": "messages on the line are no fault of the unit: see below"}
DATA = ("identity", "software", "logs", "configuration", "network")
LASTING = {"supply": "display", "heat": "display"}
"""Watches need an inspection that lasts a while."""


def found(record: Record) -> list[tuple[str, str]]:
    return [(finding.fault, finding.subject) for result in record.results for finding in result.findings]


def claiming(code: str) -> str:
    return next(c.id for c in (*CHECKS.values(), *WATCHES.values()) if code in c.claims)


def test_each_fault_of_the_simulated_terminal_is_tried() -> None:
    tried = {fault.partition("=")[0] for fault, _, _ in CASES} | QUIET.keys()
    assert {spec.name for spec in FAULTS if spec.side == "console"} <= tried


@pytest.mark.parametrize(("fault", "code", "subject"), CASES, ids=lambda value: value or "-")
def test_a_fault_is_found_by_the_check_that_claims_it_and_blamed_on_nothing_else(
    fault: str, code: str, subject: str
) -> None:
    check = claiming(code)
    checks = DATA if check in DATA else tuple(name for name in (check, LASTING.get(check)) if name)
    record = inspected(*checks, "link", faults=(fault,))
    names = found(record)
    assert any(c == code and s.startswith(subject) for c, s in names), names
    claimed = CHECKS[check].claims if check in CHECKS else WATCHES[check].claims
    assert {c for c, _ in names} <= claimed, names
    result = record.result(check)
    assert result is not None
    assert result.outcome in (Outcome.FAIL, Outcome.MARGINAL), result
    assert record.diagnoses
    for other in record.results:
        if other.check != check:
            assert other.outcome is Outcome.PASS, (other.check, other.outcome)


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
SAMPLED = ("supply.", "temperature.", "keypad.stuck", "network.")
"""Limits whose value was sampled in time or is a time itself."""


def but_for_times(value: Any) -> Any:
    """A record as data without what no seed can repeat: when, how long, and samples of a running sensor."""
    if isinstance(value, list):
        return [but_for_times(item) for item in value]
    if not isinstance(value, dict):
        return value
    sampled = str(value.get("limit_id", "")).startswith(SAMPLED)
    return {k: but_for_times(v) for k, v in value.items() if k not in TIMES and not (sampled and k in ("value", "subject"))
            and not (k == "notes" and value.get("check") == "supply")}  # fmt: skip


def test_two_inspections_with_one_seed_give_records_that_differ_in_times_alone() -> None:
    every = (*CHECKS, *WATCHES)
    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(inspected, *every, faults=("dead-key=5", "dead-pixels=4"), seed=7) for _ in range(2)]
        one, other = (json.loads(to_json(run.result())) for run in runs)
    assert [result["check"] for result in one["results"]] == [result["check"] for result in other["results"]]
    assert but_for_times(one) == but_for_times(other)
    assert one["overall"]["failed"] == ["keypad", "display"]


def test_kernel_messages_on_the_line_change_no_verdict() -> None:
    record = inspected("identity", "keypad", "software", "network", "link", faults=("kernel-noise=20",))
    assert found(record) == []
    assert record.overall.verdict is Verdict.PASS
