"""No connection that the operator did not ask for: told by the kernel's own counters, so that C libraries are seen, too."""

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.end_to_end.program import APP, Program

ALONE = ("unshare", "-r", "-n")
"""A network of its own without a way out: what tries to send is counted as "no route", whoever tries."""
LOOPBACK_UP = "import fcntl, socket, struct; fcntl.ioctl(socket.socket(), 0x8914, struct.pack('16sh14x', b'lo', 1))"
AWAY = "postgresql+psycopg://nobody@192.0.2.1/none?connect_timeout=2"
PYTHON, PLACE = APP


def possible() -> bool:
    return shutil.which("unshare") is not None and subprocess.run([*ALONE, "true"], capture_output=True).returncode == 0


pytestmark = pytest.mark.skipif(sys.platform != "linux" or not possible(), reason="needs Linux's network namespaces")


def tries(program: Program, line: str, limit_s: float = 240.0) -> tuple[int, str]:
    """How often something tried to leave this computer while the shell line ran, and what it printed."""
    script = f'"$1" -c "{LOOPBACK_UP}"; {line}; echo "code $?"; printf "\\n@"; cat /proc/net/snmp /proc/net/snmp6'
    environment = {k: v for k, v in program.environment().items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    done = subprocess.run(
        [*ALONE, "sh", "-c", script, "sh", PYTHON, PLACE],
        capture_output=True, text=True, encoding="utf-8", env=environment, stdin=subprocess.DEVNULL, timeout=limit_s,
    )  # fmt: skip
    said, _, counters = done.stdout.rpartition("\n@")
    return sum(counted(counters)), said + done.stderr


def counted(counters: str) -> list[int]:
    """Packets that had no way, of both versions of IP; a loopback carries all that stays on this computer."""
    head, values = (row.split() for row in counters.splitlines() if row.startswith("Ip:"))
    newer = dict(row.split() for row in counters.splitlines() if row.startswith("Ip6"))
    return [int(values[head.index("OutNoRoutes")]), int(newer.get("Ip6OutNoRoutes", 0))]


def test_a_whole_inspection_to_a_verified_report_sends_nothing(tmp_path: Path) -> None:
    program = Program(tmp_path)
    quiet, said = tries(program, 'env -u QT_QPA_PLATFORM "$1" "$2" --lang en --demo && "$1" "$2" ports')
    assert "intact" in said.lower(), said
    assert quiet == 0, said


def test_the_window_with_units_plugged_in_sends_nothing(tmp_path: Path) -> None:
    line = f'QT_QPA_PLATFORM=offscreen timeout -s {int(signal.SIGINT)} 12 "$1" "$2" --demo'
    quiet, said = tries(Program(tmp_path), line)
    assert "code 124" in said, said  # it stayed open until it was asked to end, and ended then
    assert quiet == 0, said


def test_what_the_operator_names_is_asked_and_counted(tmp_path: Path) -> None:
    count, said = tries(Program(tmp_path), f'"$1" "$2" --lang en history list --database "{AWAY}"')
    assert count > 0, said
