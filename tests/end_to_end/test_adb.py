"""An Android terminal through the platform's own adb, from plug to verified report: a good unit and a faulty one."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from checks.record import Record, from_json
from checks.report.page_text import page_texts
from devices.profile import load_profiles
from tests.devices.adb import own_server
from tests.devices.simulated import RESOURCES
from tests.end_to_end.program import Ended, Program

pytestmark = pytest.mark.skipif(shutil.which("adb") is None, reason="adb is not installed here (Debian package adb)")
ANDROID = load_profiles(RESOURCES / "terminals")["android-terminal"]
FAULTS = {
    "good": (),
    "bad": ("dead-key=5", "crash-in-log", "debug-enabled", "battery-hot"),
}
FOUND = [
    ("keypad.dead", "5"),
    ("logs.crash", ""),
    ("configuration.debug-enabled", "ro.debuggable"),
    ("heat.battery", ""),
]


def test_an_android_terminal_is_inspected_through_adb_from_plug_to_verified_report(tmp_path: Path) -> None:
    program = Program(tmp_path / "home")

    def inspected(name: str) -> Ended:
        faults = [word for fault in FAULTS[name] for word in ("--fault", fault)]
        with program.simulated("android-terminal", "--press", "auto", *faults) as device:
            assert device["url"].startswith("adb://127.0.0.1:")
            return program.inspect(device["url"], tmp_path, "--profile", ANDROID.id, name=name)

    with own_server(tmp_path / "adb"):
        with ThreadPoolExecutor(2) as pool:
            good, bad = pool.map(inspected, FAULTS)
        ports = program.run("ports", "--json")
    assert (good.code, bad.code) == (0, 1), (good.err, bad.err)
    assert all(port["url"].startswith("adb://") for port in ports.json if "Android" in port["description"])
    records: dict[str, Record] = {name: from_json((tmp_path / f"{name}.json").read_bytes()) for name in FAULTS}
    assert [f for r in records["good"].results for f in r.findings] == []
    found = [(f.fault, f.subject) for r in records["bad"].results for f in r.findings]
    assert [fault for fault, _ in found] == [fault for fault, _ in FOUND], found
    assert all(is_.startswith(wanted) for (_, is_), (_, wanted) in zip(found, FOUND, strict=True)), found
    reports = [tmp_path / f"{name}.pdf" for name in FAULTS]
    assert ANDROID.evidence in " ".join(" ".join(page_texts(reports[0].read_bytes())).split())
    verified = program.run("verify", *reports, "--json", "--trust", program.demonstration_roots)
    assert verified.code == 0, verified.out
