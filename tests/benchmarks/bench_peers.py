"""What a check costs that does nothing: here, in OpenHTF, in HardPy and in plain pytest, which is the floor.

Each has plans of ``FEW`` and of ``MANY`` empty steps, run in a process of its own; the difference is the overhead of a step, without what a
start costs. The peers get environments of their own in ``out/peers``, made with uv at the first run (versions are pinned here).
A peer that cannot be installed is told as not measured, with the reason. Best of three. python -m tests.benchmarks.bench_peers
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks.figures import tell  # noqa: E402

PLAYED: Final = Path(__file__).resolve().parent / "peers"
PEERS: Final = ROOT / "out" / "peers"
PINNED: Final = {"openhtf": "openhtf==1.6.3", "hardpy": "hardpy==0.25.2"}
FEW, MANY = 10, 110
LIMIT_S: Final = 240


class NotHereError(Exception):
    """Why a peer could not be measured."""


def uv() -> str:
    found = next((str(path) for path in (ROOT / ".uv/bin/uv",) if path.exists()), None) or shutil.which("uv")
    if found is None:
        raise NotHereError("no uv to install it with")
    return found


def installed(peer: str) -> Path:
    """The peer's own Python. Raises ``NotHereError`` in words."""
    place = PEERS / peer
    python = place / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    done = place / PINNED[peer]
    if not done.exists():
        for line in (
            ["venv", "-q", "--clear", str(place)],
            ["pip", "install", "-q", "--python", str(python), PINNED[peer]],
        ):
            made = subprocess.run([uv(), *line], capture_output=True, text=True, check=False, timeout=LIMIT_S)
            if made.returncode:
                raise NotHereError(
                    f"cannot be installed: {(made.stderr.strip().splitlines() or ['no reason told'])[-1][:160]}"
                )
        done.touch()
    return python


def took(python: str | Path, script: str, steps: int) -> float:
    """Milliseconds of a plan with so many empty steps, as the script tells on its last line."""
    with tempfile.TemporaryDirectory(prefix="posbench-bench-") as folder:
        around = {**os.environ, "PYTHONPATH": str(ROOT) if script == "ours.py" else "", "HOME": folder}
        line = [str(python), str(PLAYED / script), str(steps)]
        done = subprocess.run(
            line, capture_output=True, text=True, check=False, cwd=folder, env=around, timeout=LIMIT_S
        )
    if done.returncode:
        raise NotHereError(f"does not run: {(done.stderr.strip() or done.stdout.strip()).splitlines()[-1][:160]}")
    return float(done.stdout.split()[-1])


def per_step(python: str | Path, script: str) -> float:
    """Milliseconds."""
    few, many = (min(took(python, script, steps) for _ in range(3)) for steps in (FEW, MANY))
    return (many - few) / (MANY - FEW)


def main() -> int:
    floor = per_step(sys.executable, "plain_pytest.py")
    tell("inspect.step", per_step(sys.executable, "ours.py"), "ms", "an empty test in plain pytest", floor,
         "session, runner and journal on the disk")  # fmt: skip
    for peer, note in (
        ("openhtf", "in its own process, no station server"),
        ("hardpy", "pytest with --hardpy-pt, storage in JSON files"),
    ):
        try:
            tell(f"peer.{peer}", per_step(installed(peer), f"{peer}_empty.py"), "ms", "an empty test in plain pytest", floor,
                 f"{PINNED[peer]}; {note}")  # fmt: skip
        except (NotHereError, OSError, subprocess.SubprocessError, ValueError) as error:
            tell(f"peer.{peer}", None, "ms", note=f"{PINNED[peer]}: {error}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
