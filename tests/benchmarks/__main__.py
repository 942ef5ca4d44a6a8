"""``make bench``: every benchmark in a process of its own, one after another, so that none disturbs the next.

python -m tests.benchmarks [NAME ...] [--json FILE] [--markdown FILE] [--publish]
python -m tests.benchmarks --publish --measured FILE

Figures come as JSON and as a Markdown table, with the machine described. ``--publish`` puts them into
docs/performance.json and into the tables of docs/performance.md, README.md and README.zh-CN.md; with ``--measured`` those
of an earlier run, so that a run can be looked at before it is published.
"""

import argparse
import importlib.metadata
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.benchmarks.figures import FIGURES, GATHER, Figure, from_json
from tests.benchmarks.tables import published, table

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
LIBRARIES = ("PySide6-Essentials", "pyqtgraph", "numpy", "pyserial", "msgspec", "typst", "pyhanko", "sqlalchemy")


def machine() -> dict[str, str]:
    """What the figures were measured on."""
    cpu = _first(Path("/proc/cpuinfo"), r"model name\s*: (.*)") or platform.processor() or platform.machine()
    memory = _first(Path("/proc/meminfo"), r"MemTotal:\s*(\d+) kB")
    system = _first(Path("/etc/os-release"), r'PRETTY_NAME="(.*)"') or platform.platform()
    return {
        "processor": f"{cpu}, {os.cpu_count()} cores",
        "memory": f"{int(memory) / 1e6:.0f} GB" if memory else "unknown",
        "system": f"{system}, {platform.system()} {platform.release()}",
        "python": platform.python_version(),
        **{name: importlib.metadata.version(name) for name in LIBRARIES},
        "measured": f"{datetime.now(UTC):%Y-%m-%d}",
    }


def _first(path: Path, pattern: str) -> str:
    try:
        found = re.search(pattern, path.read_text("utf-8"))
    except OSError:
        return ""
    return found[1].strip() if found else ""


def run(names: list[str]) -> tuple[list[Figure], list[str]]:
    """Figures in the order of ``FIGURES``, and the benchmarks that did not end well."""
    scripts = sorted(HERE.glob("bench_*.py"))
    failed: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "figures"
        file.touch()
        for script in scripts:
            if names and script.stem not in names:
                continue
            print(f"== {script.stem}", flush=True)
            done = subprocess.run([sys.executable, "-m", f"tests.benchmarks.{script.stem}"], cwd=ROOT, check=False,
                                  env={**os.environ, GATHER: str(file)})  # fmt: skip
            if done.returncode:
                failed.append(script.stem)
            print(flush=True)
        found = {
            figure.name: figure
            for line in file.read_text("utf-8").splitlines()
            for figure in [from_json(json.loads(line))]
        }
    return [found[name] for name in FIGURES if name in found], failed


def main() -> int:
    """Everything, or the benchmarks named; 1 where one of them failed or missed its target."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--json", type=Path, default=ROOT / "out" / "bench.json")
    parser.add_argument("--markdown", type=Path, default=ROOT / "out" / "bench.md")
    parser.add_argument("--publish", action="store_true")
    parser.add_argument("--measured", type=Path, metavar="FILE", help="the JSON of an earlier run: nothing is measured")
    args = parser.parse_args()
    if args.measured:
        if not args.publish or args.names:
            parser.error("--measured goes with --publish, and with no names")
        published(ROOT, json.loads(args.measured.read_text("utf-8")))
        return 0
    figures, failed = run(args.names)
    told: dict[str, Any] = {"machine": machine(), "figures": [asdict(figure) for figure in figures]}
    args.json.parent.mkdir(parents=True, exist_ok=True)
    args.json.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    args.markdown.write_text(table(figures, told["machine"]), encoding="utf-8")
    print(args.markdown.read_text("utf-8"))
    if args.publish:
        published(ROOT, told)
    print("\n".join(f"{name} failed" for name in failed))
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
