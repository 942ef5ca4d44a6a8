"""From plug to verified report, over a pseudo-terminal and over TCP: pads and terminals of other protocols, good and faulty."""

import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from checks.record import Record, from_json
from checks.report.page_text import page_texts
from devices.events import KeyPressed
from devices.keys import is_digit
from devices.replay import replay
from devices.wire_log import HEADER
from tests.devices.simulated import RESOURCES, load_profiles
from tests.end_to_end.program import Ended, Program

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals"),
    pytest.mark.timeout(500),
]
PROFILES = load_profiles(RESOURCES / "terminals")


@dataclass(frozen=True)
class Unit:
    """A unit on the bench, and what must come of it."""

    profile: str
    options: tuple[str, ...]
    code: int
    findings: tuple[tuple[str, str], ...] = ()


UNITS = (
    Unit("szzt-zt588", (), 0),
    Unit("szzt-zt598", ("--fault", "dead-key=5"), 1, (("keypad.dead", "5"),)),
    Unit("zvt-terminal", ("--fault", "says=printer"), 1, (("self.printer", "printer locked"),)),
    Unit("zvt-terminal-tcp", ("--listen", "tcp:0"), 0),
    Unit("miura-mpi", ("--fault", "dead-key=5"), 1, (("keypad.dead", "5"),)),
    Unit("idtech-smartpin-k100", (), 0),
    Unit("gertec-ppc930-native", ("--fault", "tampered"), 1, (("tamper.triggered", ""),)),
    Unit("pax-poslink", ("--fault", "tampered"), 1, (("tamper.triggered", ""),)),
)
OTHERS = (
    Unit("szzt-zt588", ("--fault", "tampered"), 1, (("tamper.triggered", ""),)),
    Unit("szzt-zt598", (), 0),
    Unit("zvt-terminal", (), 0),
    Unit(
        "zvt-terminal-tcp", ("--listen", "tcp:0", "--fault", "says=printer"), 1, (("self.printer", "printer locked"),)
    ),
    Unit("miura-mpi", (), 0),
    Unit("verifone-p400", (), 0),
    Unit("verifone-p400", ("--fault", "dead-key=CLEAR"), 1, (("keypad.dead", "CLEAR"),)),
    Unit("idtech-neo2", (), 0),
    Unit("idtech-neo2", ("--fault", "dead-key=F2"), 1, (("keypad.dead", "F2"),)),
    Unit("idtech-smartpin-k100", ("--fault", "dead-key=HELP"), 1, (("keypad.dead", "HELP"),)),
    Unit("gertec-ppc930-native", (), 0),
    Unit("pax-poslink", (), 0),
    Unit("abecs-pinpad", (), 0),
    Unit("abecs-pinpad", ("--fault", "dead-key=CLEAR"), 1, (("keypad.dead", "CLEAR"),)),
)
"""The other half of each family: POSBENCH_FAMILIES asks for them, too."""
BENCH = UNITS + OTHERS if "POSBENCH_FAMILIES" in os.environ else UNITS


def logs_of(home: Path, protocol: str) -> Iterator[Path]:
    for path in home.rglob("*"):
        head = path.read_bytes().partition(b"\n")[0] if path.is_file() else b""
        if HEADER.encode() in head and f'"{protocol}"'.encode() in head:
            yield path


def keys_in(log: Path) -> Iterator[str]:
    """Names of the keys in a wire log, ``*`` for one that is masked."""
    for stamped in replay(log, PROFILES):
        if isinstance(stamped.event, KeyPressed):
            yield stamped.event.key or stamped.event.code


def test_pads_and_terminals_are_inspected_from_plug_to_verified_report(tmp_path: Path) -> None:
    program = Program(tmp_path / "home")

    names = [f"{number}-{unit.profile}" for number, unit in enumerate(BENCH)]

    def inspected(unit: Unit, name: str) -> Ended:
        with program.simulated(unit.profile, "--press", "auto", *unit.options) as device:
            assert device["url"].startswith("socket://") == ("--listen" in unit.options)
            return program.inspect(device["url"], tmp_path, "--profile", unit.profile, name=name)

    with ThreadPoolExecutor(2) as pool:
        ended = list(pool.map(inspected, BENCH, names))
    reports = [tmp_path / f"{name}.pdf" for name in names]
    for unit, one, report in zip(BENCH, ended, reports, strict=True):
        assert one.code == unit.code, (unit, one.err)
        record: Record = from_json(report.with_suffix(".json").read_bytes())
        assert tuple((f.fault, f.subject) for r in record.results for f in r.findings) == unit.findings
        told = " ".join(" ".join(page_texts(report.read_bytes())).split())
        assert PROFILES[unit.profile].evidence in told
    plain_keys = [key for log in logs_of(tmp_path / "home", "szzt") for key in keys_in(log)]
    assert "*" in plain_keys
    assert not [key for key in plain_keys if is_digit(key)]
    verified = program.run("verify", *reports, "--json", "--trust", program.demonstration_roots)
    assert verified.code == 0, verified.out
