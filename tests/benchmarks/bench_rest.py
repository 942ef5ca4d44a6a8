"""What the window costs when nobody does anything: no terminal, one connected, and with a meter that reads.

The floor, beside it: an empty Qt window. python -m tests.benchmarks.bench_rest [SECONDS]
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks.figures import tell  # noqa: E402

WARM_S = 6.0
PLAYED = """
import os, sys, time
sys.path.insert(0, {root!r})
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
what, warm, lasting = sys.argv[1], float(sys.argv[2]), float(sys.argv[3])
def measure():
    began, used = time.monotonic(), time.process_time()
    def over():
        print((time.process_time() - used) / (time.monotonic() - began), flush=True)
        QApplication.exit()
    QTimer.singleShot(round(lasting * 1000), over)

if what == "floor":
    app = QApplication(["floor"])
    window = QMainWindow()
    window.resize(1280, 800)
    window.show()
    QTimer.singleShot(round(warm * 1000), measure)
    app.exec()
    sys.exit()
from gui.settings import Settings
from gui.start import Running, make_application
from tests.end_to_end.wired import wired
app = make_application(["rest"])
app.setQuitOnLastWindowClosed(False)
wanted = {{"empty": (), "unit": ("gertec-ppc930",), "meter": ("gertec-ppc930", "tc66c")}}[what]
with wired(wanted) as bench:
    bench.bench.watch()
    running = Running(bench.workbench, Settings(theme="light"))
    running.window.resize(1280, 800)
    running.window.show()
    units = bench.units.start() if wanted else ()
    QTimer.singleShot(round(warm * 1000), measure)
    app.exec()
    states = [unit.info.state.value for unit in running.model.units.values()]
    assert states == ["connected"] * ("gertec-ppc930" in wanted), states
    assert len(running.model.meters) == ("tc66c" in wanted)
    running.close()
"""


def share(what: str, seconds: float) -> float:
    """Of one core, in percent."""
    with tempfile.TemporaryDirectory(prefix="posbench-bench-") as home:
        around = {
            **os.environ,
            "POSBENCH_HOME": home,
            "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
        }
        line = [sys.executable, "-c", PLAYED.format(root=str(ROOT)), what, str(WARM_S), str(seconds)]
        done = subprocess.run(line, capture_output=True, text=True, check=True, env=around)
    return float(done.stdout.split()[-1]) * 100


def main() -> int:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 15.0
    floor = share("floor", seconds)
    for what in ("empty", "unit", "meter"):
        tell(f"rest.{what}", share(what, seconds), "% of a core", "empty Qt window", floor, f"over {seconds:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
