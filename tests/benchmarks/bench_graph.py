"""One update of the live graph with three long curves, beside plain pyqtgraph with its own downsampling on the same data.

Sizes: a thousand, a million, ten million and a hundred million samples a curve. The longest are kept as the window keeps them,
in files mapped into memory; what that costs in memory is told beside what the bare numbers would. Target: below 5 ms in every
view up to ten million. Medians, painting not included. python -m tests.benchmarks.bench_graph [SIZE ...]
"""

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402

from checks.words import load_catalogues  # noqa: E402
from devices.events import Channel, Quantity, Source  # noqa: E402
from devices.profile import load_profiles  # noqa: E402
from devices.telemetry import Floats, TelemetryBuffer  # noqa: E402
from gui.face import Face  # noqa: E402
from gui.start import make_application  # noqa: E402
from gui.theme import LIGHT  # noqa: E402
from tests.benchmarks.figures import tell  # noqa: E402

SIZES: Final = {"1k": 1_000, "1M": 1_000_000, "10M": 10_000_000, "100M": 100_000_000}
CHANNELS: Final = tuple(Channel(q, Source.METER) for q in (Quantity.VOLTAGE, Quantity.CURRENT, Quantity.TEMPERATURE))
PIECE: Final = 500_000
STEP_S: Final = 0.01
TARGET_MS: Final = 5.0


def filled(size: int, folder: Path) -> TelemetryBuffer:
    """As a meter fills it, only faster."""
    buffer, rng = TelemetryBuffer(folder), np.random.default_rng(1)
    for first in range(0, size, PIECE):
        at = np.arange(first, min(first + PIECE, size)) * STEP_S
        noise = rng.normal(0, 0.05, len(at))
        for channel, middle in zip(CHANNELS, (5.05, 0.2, 32.0), strict=True):
            buffer.extend(channel, at, middle + noise)
    return buffer


def ours(buffer: TelemetryBuffer, size: int, rounds: int) -> dict[str, Floats]:
    """Milliseconds of each update, by what is in view."""
    from gui.panels.graph import Graph
    from gui.panels.graph_port import Traces

    face = Face(load_catalogues(ROOT / "resources/i18n")["en"], LIGHT, ROOT / "resources/icons")
    limits = load_profiles(ROOT / "resources/terminals")["gertec-ppc930"].limits
    graph = Graph(face)
    graph.resize(320, 420)
    graph.show()
    graph.close_down()
    end = size * STEP_S
    moments = tuple((float(t), "OK" if n % 3 else "") for n, t in enumerate(np.linspace(0, end, 300)))
    spent: dict[str, Floats] = {}
    turn = 0
    for name, start in (("whole", 0.0), ("a tenth", end * 0.9), ("the last minute", max(end - 60, 0.0))):
        took = []
        for _ in range(rounds):
            turn += 1
            for channel in CHANNELS:
                buffer.extend(channel, np.array([end + turn * STEP_S]), np.array([5.0]))
            traces = Traces(tuple((c, buffer.series(c)) for c in CHANNELS), 0.0, limits, moments)
            graph.show_traces(traces, end)
            begin = time.perf_counter()
            graph._draw(traces, start, end)
            took.append((time.perf_counter() - begin) * 1000)
            _paint()
        spent[name] = np.array(took)
    graph.close()
    return spent


def plain(buffer: TelemetryBuffer, rounds: int) -> float:
    """Three of pyqtgraph's own curves over the same arrays, with the peak downsampling it has."""
    import pyqtgraph as pg

    layout = pg.GraphicsLayoutWidget()
    layout.resize(320, 420)
    curves = []
    for index, _ in enumerate(CHANNELS):
        plot = layout.addPlot(row=index, col=0)
        plot.setDownsampling(auto=True, mode="peak")
        plot.setClipToView(True)
        curves.append(plot.plot())
    layout.show()
    took = []
    for _ in range(rounds):
        begin = time.perf_counter()
        for curve, channel in zip(curves, CHANNELS, strict=True):
            series = buffer.series(channel)
            curve.setData(series.at, series.values)
        took.append((time.perf_counter() - begin) * 1000)
        _paint()
    layout.close()
    return float(np.median(took))


def _paint() -> None:
    from PySide6.QtWidgets import QApplication

    QApplication.processEvents()


def anonymous_mb() -> float:
    """Memory of this process that only a swap file could take back."""
    if sys.platform != "linux":
        return 0.0
    lines = Path("/proc/self/status").read_text("utf-8").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("RssAnon")) / 1000


def main() -> int:
    make_application(["bench"])
    import pyqtgraph  # noqa: F401

    met = True
    for name in sys.argv[1:] or SIZES:
        size = SIZES[name]
        with tempfile.TemporaryDirectory(prefix="posbench-bench-", dir=os.environ.get("POSBENCH_BENCH_DISK")) as folder:
            before, begin = anonymous_mb(), time.perf_counter()
            buffer = filled(size, Path(folder))
            took, held = time.perf_counter() - begin, anonymous_mb() - before
            spent = ours(buffer, size, 100 if size < SIZES["100M"] else 40)
            floor = plain(buffer, 10 if size < SIZES["100M"] else 2)
            views = ", ".join(f"{view} p95 {np.percentile(ms, 95):.1f}" for view, ms in spent.items())
            tell(f"graph.{name}", float(np.median(spent["whole"])), "ms", "plain pyqtgraph, setData", floor,
                 f"{views} ms; taken in at {3 * size / took / 1e6:.1f} M samples/s")  # fmt: skip
            if name == "100M":
                tell(
                    "graph.memory",
                    held,
                    "MB",
                    "the bare numbers",
                    3 * size * 16 / 1e6,
                    "the rest is in files that can be dropped",
                )
            met &= size > SIZES["10M"] or all(np.median(ms) < TARGET_MS for ms in spent.values())
            del buffer
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
