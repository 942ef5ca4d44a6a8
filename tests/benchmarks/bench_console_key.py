"""From an edge on a smart terminal's input device to the painted key, over a console paced at 115200 baud.

A real shell behind a real pseudo-terminal in a process of its own; the time of the press is the event's own time stamp.
Beside it: the pure line time of the bytes that must come before the bench can know, and the bare floor of painting.
Run it as a script (Linux only): ``python tests/benchmarks/bench_console_key.py [KEYS]``.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from devices.codecs.console import CODEC  # noqa: E402
from devices.commands import Identify, ListenKeys  # noqa: E402
from devices.events import CommandDone, KeyPressed, Stamped  # noqa: E402
from devices.lanes import LaneEvent  # noqa: E402
from devices.link import Link  # noqa: E402
from devices.serial_port import open_port  # noqa: E402
from gui.settings import Settings  # noqa: E402
from gui.start import Running, make_application  # noqa: E402
from tests.benchmarks.bench_key_to_light import (  # noqa: E402
    METER,
    Load,
    fill,
    floor,
    hooked,
    listening_session,
    percentiles,
    pump,
    wait_until,
)
from tests.benchmarks.figures import tell  # noqa: E402
from tests.gui.fakes import FakeBench, workbench  # noqa: E402

BAUD = 115_200
UNIT, KEY = "smart-terminal", "OK"


def line_ms(seconds: float) -> float:
    """What a press needs on the line: its scan code and its key, as the probe prints them (MSC, then KEY)."""
    when = f"{int(seconds):x}.0.{int(seconds % 1 * 1e6):x}.0"
    text = f"K0 {when}.4.4.1c\r\nK0 {when}.1.1c.1\r\n"
    return len(text) * 10 / BAUD * 1000


def window(count: int) -> list[float]:
    """Latencies in milliseconds."""
    clock = time.monotonic
    bench = FakeBench(clock)
    home = Path(tempfile.mkdtemp(prefix="posbench-bench-"))
    running = Running(workbench(bench, home, make_session=listening_session), Settings(theme="light"))
    running.window.resize(1280, 800)
    running.window.show()
    wait_until(lambda: running.window.live._graph is not None)
    meter, lane = bench.connect(METER, "M1"), bench.connect(UNIT, "SIM1")
    pump(0.2)
    running.window.select(lane)
    fill(running, meter, clock())
    running.window.start_inspection()
    pump(0.3)
    painted = hooked(running.window.check.map.caps[KEY])
    load, sink, pressed = Load(bench, meter), running.bridge.sink, list[float | None]()
    apart = time.time() - clock()

    def hear(stamped: Stamped) -> None:
        if isinstance(
            stamped.event, KeyPressed
        ):  # one that tells no time of its own keeps its place, or all others shift
            pressed.append(None if stamped.device_at is None else stamped.device_at - apart)
        told.append(stamped)
        sink(LaneEvent(lane, stamped))

    told: list[Stamped] = []
    with Simulated(count) as simulated:
        link = Link(open_port(simulated.url, CODEC.serial), CODEC.open(bench.known[UNIT]), hear, clock)
        link.send(Identify())
        link.send(ListenKeys())
        wait_until(lambda: any(s.event == CommandDone("ListenKeys") for s in told))
        wait_until(lambda: len(painted) >= count, 0.6 * count + 30)
        load.stop()
        link.close()
    running.close()
    return [(b - a) * 1000 for a, b in zip(pressed, painted, strict=False) if a is not None]


class Simulated:
    """``app.py simulate`` with a paced line, pressing one key again and again."""

    def __init__(self, count: int) -> None:
        keys = ",".join([KEY] * count)
        self._process = subprocess.Popen(
            [sys.executable, str(ROOT / "app.py"), "simulate", UNIT, "--json", "--press", keys],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        self.url = str(json.loads(self._process.stdout.readline())["url"])

    def __enter__(self) -> "Simulated":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.communicate()


def main() -> int:
    if sys.platform != "linux":
        print("needs a real shell behind a pseudo-terminal")
        return 0
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    app = make_application(["bench"])
    app.setQuitOnLastWindowClosed(False)
    bare = percentiles(floor(count))
    found = window(count)
    real, line = percentiles(found), line_ms(time.time())
    tell("key-to-light.console", real[2], "ms", "bare widget on one byte, p99", bare[2],
         f"p50 {real[0]:.1f}, p95 {real[1]:.1f} ms; {len(found)} presses; pure line time of its bytes {line:.1f} ms")  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
