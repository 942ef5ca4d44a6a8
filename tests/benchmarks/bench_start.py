"""From the start of the interpreter to the first painted window, beside a bare ``import PySide6.QtWidgets``. Best and median of 7."""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BARE = "import PySide6.QtWidgets"
WINDOW = """
import sys, tempfile, time
from pathlib import Path
sys.path.insert(0, {root!r})
from gui.early import begin
begin()
import PySide6.QtWidgets
from gui.start import Running, make_application
app = make_application(["bench"])
from tests.gui.fakes import FakeBench, workbench
import PySide6.QtCore as core
running = Running(workbench(FakeBench(time.monotonic), Path(tempfile.mkdtemp())), None)
class Eye(core.QObject):
    seen = False
    def eventFilter(self, watched, event):
        if event.type() is core.QEvent.Type.Paint and not self.seen:
            self.seen = True
            core.QTimer.singleShot(0, lambda: print("painted", time.monotonic(), flush=True))
        return False
eye = Eye()
running.window.installEventFilter(eye)
def graph_is_there():
    print("graph", time.monotonic(), flush=True)
    app.quit()
running.painted.connect(graph_is_there)
running.window.show()
app.exec()
running.close()
"""


def spent(code: str) -> dict[str, float]:
    """Seconds from starting the interpreter to each printed mark, and to the end."""
    begin = time.monotonic()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment())
    marks = {name: float(at) - begin for name, at in (line.split() for line in done.stdout.splitlines())}
    return {**marks, "end": time.monotonic() - begin}


def environment() -> dict[str, str]:
    return {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}


def main() -> None:
    rounds = 7
    bare = [spent(BARE)["end"] for _ in range(rounds)]
    window = [spent(WINDOW.format(root=str(ROOT))) for _ in range(rounds)]
    for name, values in (
        ("bare import of QtWidgets", bare),
        ("first painted window", [marks["painted"] for marks in window]),
        ("graph ready", [marks["graph"] for marks in window]),
    ):
        print(f"{name:<28} best {min(values) * 1000:6.0f} ms   median {statistics.median(values) * 1000:6.0f} ms")


if __name__ == "__main__":
    main()
