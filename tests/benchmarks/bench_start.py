"""From the start of the interpreter to the first painted window, and to the graph: the real window with all its parts.

Beside it, in turn with it: a bare interpreter, and an empty Qt window painted once. Best and median of seven. Where the package
is built (``make package``), also how long it takes to answer. python -m tests.benchmarks.bench_start [ROUNDS]
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks.figures import tell  # noqa: E402

EYE = """
import time
from PySide6.QtCore import QEvent, QObject, QTimer
class Eye(QObject):
    seen = False
    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.Paint and not self.seen:
            self.seen = True
            QTimer.singleShot(0, self.painted)
        return False
    def painted(self):
        print("painted", time.monotonic(), flush=True)
        then()
eye = Eye()
"""
FLOOR = """
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(["floor"])
window = QMainWindow()
then = app.quit
{eye}
window.installEventFilter(eye)
window.resize(1280, 800)
window.show()
app.exec()
"""
WINDOW = """
import sys
sys.path.insert(0, {root!r})
import app
import gui.start
def then():
    pass
def start(workbench, arguments=None):
    qt = gui.start.make_application(["bench"])
    running = gui.start.Running(workbench)
    exec({eye!r}, globals())
    def graph_is_there():
        print("graph", time.monotonic(), flush=True)
        qt.quit()
    running.painted.connect(graph_is_there)
    running.window.installEventFilter(eye)
    running.window.show()
    qt.exec()
    running.close()
    return 0
from gui import early
early.begin()
import gui.wiring
gui.wiring.start = start
app.run([])
"""


def spent(code: str) -> dict[str, float]:
    """Seconds from starting the interpreter to each printed mark, and to the end."""
    with tempfile.TemporaryDirectory(prefix="posbench-bench-") as home:
        around = {
            **os.environ,
            "POSBENCH_HOME": home,
            "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
        }
        begin = time.monotonic()
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=around)
        end = time.monotonic() - begin
    if done.returncode:
        raise SystemExit(done.stderr)
    return {**{name: float(at) - begin for name, at in map(str.split, done.stdout.splitlines())}, "end": end}


def ms(values: list[float]) -> str:
    return f"best {min(values) * 1000:.0f} ms, median {statistics.median(values) * 1000:.0f} ms"


def frozen() -> Path | None:
    """The package, where it was built."""
    name = "posbench.exe" if sys.platform == "win32" else "posbench"
    return next((path for path in (ROOT / "dist").glob(f"**/{name}") if path.is_file()), None)


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    window = WINDOW.format(root=str(ROOT), eye=EYE)
    runs = [(spent("pass"), spent(FLOOR.format(eye=EYE)), spent(window)) for _ in range(rounds)]
    bare, empty = [run[0]["end"] for run in runs], [run[1]["painted"] for run in runs]
    floor = statistics.median(empty) * 1000
    for name, mark in (("start.paint", "painted"), ("start.ready", "graph")):
        took = [run[2][mark] for run in runs]
        tell(name, statistics.median(took) * 1000, "ms", "empty Qt window, painted", floor,
             f"best {min(took) * 1000:.0f} ms; bare interpreter {ms(bare)}; empty window {ms(empty)}; {rounds} rounds")  # fmt: skip
    package = frozen()
    if package is None:
        tell("start.frozen", None, "ms", note="no package in dist/")
        return 0
    took = []
    for _ in range(rounds):
        begin = time.monotonic()
        subprocess.run([package, "--version"], check=True, capture_output=True)
        took.append(time.monotonic() - begin)
    tell(
        "start.frozen",
        statistics.median(took) * 1000,
        "ms",
        "bare interpreter",
        statistics.median(bare) * 1000,
        ms(took),
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
