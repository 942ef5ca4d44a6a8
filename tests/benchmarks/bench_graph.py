"""How long one update of the live graph takes with 10 million samples a curve. Target: below 5 ms."""

import os
import sys
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402

from checks.words import load_catalogues  # noqa: E402
from devices.events import Channel, Quantity, Source  # noqa: E402
from devices.profile import load_profiles  # noqa: E402
from devices.telemetry import TelemetryBuffer  # noqa: E402
from gui.face import Face  # noqa: E402
from gui.start import make_application  # noqa: E402
from gui.theme import LIGHT  # noqa: E402

SAMPLES = 10_000_000
ROUNDS = 200


def main() -> int:
    app = make_application(["bench"])
    from gui.panels.graph import Graph
    from gui.panels.graph_port import Traces

    face = Face(load_catalogues(ROOT / "resources/i18n")["en"], LIGHT, ROOT / "resources/icons")
    limits = load_profiles(ROOT / "resources/terminals")["gertec-ppc930"].limits
    channels = [Channel(q, Source.METER) for q in (Quantity.VOLTAGE, Quantity.CURRENT, Quantity.TEMPERATURE)]
    buffer, rng = TelemetryBuffer(), np.random.default_rng(1)
    at = np.linspace(0, 1e6, SAMPLES)
    for channel, middle in zip(channels, (5.05, 0.2, 32.0), strict=True):
        buffer.extend(channel, at, middle + rng.normal(0, 0.05, SAMPLES))
    graph = Graph(face)
    graph.resize(320, 420)
    graph.show()
    graph.close_down()
    moments = tuple((float(t), "OK" if n % 3 else "") for n, t in enumerate(np.linspace(0, 1e6, 300)))
    worst = 0.0
    for name, start, end in (("everything", 0.0, 1e6), ("a tenth", 9e5, 1e6), ("the last minute", 1e6 - 60, 1e6)):
        spent = []
        for turn in range(ROUNDS):
            for channel in channels:
                buffer.extend(channel, np.array([1e6 + turn * 0.05]), np.array([5.0]))
            traces = Traces(tuple((c, buffer.series(c)) for c in channels), 0.0, limits, moments)
            graph.show_traces(traces, 1e6)
            begin = time.perf_counter()
            graph._draw(traces, start, end)
            spent.append((time.perf_counter() - begin) * 1000)
            app.processEvents()
        p50, p95 = np.percentile(spent, (50, 95))
        worst = max(worst, float(p50))
        print(f"three curves of {SAMPLES:,}, view of {name:<16} p50 {p50:5.2f} ms   p95 {p95:5.2f} ms")
    print(f"target 5 ms: {'met' if worst < 5 else 'MISSED'}")
    return 0 if worst < 5 else 1


if __name__ == "__main__":
    sys.exit(main())
