"""Sixteen units at once in the real window: key to light for each, CPU, and memory at the end beside after one tenth.

Every unit is a process at the far end of a real pseudo-terminal that presses a key some twenty times a second;
each has its own session and readings of supply and heat five times a second; one meter draws its curves. For the unit
that is shown the key is painted; for the others its session has it. The floor, in the same run, is one unit alone.

POSIX only: ``python tests/benchmarks/bench_sixteen.py [SECONDS] [UNITS]``.
"""

import resource
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from PySide6.QtCore import QTimer  # noqa: E402

from devices.codecs.abecs import CODEC  # noqa: E402
from devices.commands import ListenKeys  # noqa: E402
from devices.events import Channel, Quantity, Reading, Source, Stamped  # noqa: E402
from devices.lanes import LaneEvent, Sink  # noqa: E402
from devices.link import Link  # noqa: E402
from devices.serial_port import open_port  # noqa: E402
from gui.settings import Settings  # noqa: E402
from gui.start import Running, make_application  # noqa: E402
from tests.benchmarks.bench_key_to_light import (  # noqa: E402
    KEY,
    KEY_FRAME,
    Load,
    Pad,
    hooked,
    listening_session,
    percentiles,
    pump,
    wait_until,
)
from tests.benchmarks.figures import tell  # noqa: E402
from tests.gui.fakes import METER, FakeBench, workbench  # noqa: E402

READINGS_MS = 200


class Unit:
    """One pad, its link, and when its keys arrived."""

    def __init__(self, lane: int, presses: int, bench: FakeBench, sink: Sink) -> None:
        self.lane, self.arrived = lane, list[float]()
        self._pad = Pad(presses, KEY_FRAME, lane)
        codec = CODEC.open(bench.known["gertec-ppc930"])

        def tell(stamped: Stamped) -> None:
            sink(LaneEvent(lane, stamped))

        self._link = Link(open_port(self._pad.path, CODEC.serial), codec, tell, bench.clock)

    def start(self) -> None:
        """Listen, and let the far end press."""
        self._link.send(ListenKeys())
        self._pad.start()

    def latencies(self) -> list[float]:
        """Milliseconds from the far end's write."""
        self._link.close()
        pressed = self._pad.times()
        self._pad.close()
        return [(b - a) * 1000 for a, b in zip(pressed, self.arrived, strict=True)]


def measured(units: int, seconds: float) -> dict[str, object]:
    """One run."""
    presses = max(20, round(seconds / 0.05))  # the far end waits 30-60 ms, and for the codec to listen again
    bench = FakeBench(time.monotonic)
    home = Path(tempfile.mkdtemp(prefix="posbench-bench-"))
    running = Running(workbench(bench, home, make_session=listening_session), Settings(theme="light"))
    running.window.resize(1280, 800)
    running.window.show()
    wait_until(lambda: running.window.live._graph is not None)
    meter = bench.connect(METER, "M1")
    lanes = [bench.connect(serial=f"SN-{n:06}", url=f"/dev/ttyACM{n}") for n in range(units)]
    pump(0.2)
    for lane in lanes:
        running.window.select(lane)
        running.window.start_inspection()
    running.window.select(lanes[0])
    pump(0.3)
    played = {lane: Unit(lane, presses, bench, running.bridge.sink) for lane in lanes}
    shown = hooked(running.window.check.map.caps[KEY])

    def came(lane: int, _key: str) -> None:
        played[lane].arrived.append(time.monotonic())

    running.model.key_pressed.connect(came)
    load, readings = Load(bench, meter), QTimer(interval=READINGS_MS)
    readings.timeout.connect(lambda: _tell_readings(bench, lanes))
    readings.start()
    for unit in played.values():
        unit.start()
    began, used, early = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF), 0.0

    def over() -> bool:
        nonlocal early
        if not early and time.monotonic() - began > seconds / 10:
            early = _resident_mb()
        return all(len(unit.arrived) >= presses for unit in played.values())

    wait_until(over, seconds * 4 + 60)
    lasted, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_SELF)
    late = _resident_mb()
    load.stop()
    readings.stop()
    played[lanes[0]].arrived = shown[: len(played[lanes[0]].arrived)]
    found = {lane: unit.latencies() for lane, unit in played.items()}
    running.close()
    cpu = (after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime) / lasted
    return {
        "units": units,
        "seconds": round(lasted, 1),
        "painted p99 ms": round(percentiles(found[lanes[0]])[2], 1),
        "p99 ms of each unit": [round(percentiles(one)[2], 1) for one in found.values()],
        "keys": sum(map(len, found.values())),
        "CPU of one core": cpu,
        "memory MB after a tenth": round(early, 1),
        "memory MB at the end": round(late, 1),
    }


def _tell_readings(bench: FakeBench, lanes: list[int]) -> None:
    for lane in lanes:
        for quantity, value in ((Quantity.VOLTAGE, 5.04), (Quantity.TEMPERATURE, 33.0)):
            source = Source.SUPPLY if quantity is Quantity.VOLTAGE else Source.BOARD
            bench.say(lane, Reading(Channel(quantity, source), value))


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def main(seconds: float = 30.0, units: int = 16) -> None:
    """Both runs, printed."""
    one, many = (measured(count, lasting) for count, lasting in ((1, min(seconds, 20.0)), (units, seconds)))
    for run in (one, many):
        print(", ".join(f"{name}: {value}" for name, value in run.items()), flush=True)
    worst: float = max(many["p99 ms of each unit"])  # type: ignore[type-var, assignment]
    tell("key-to-light.sixteen", worst, "ms", "one unit alone", one["painted p99 ms"],  # type: ignore[arg-type]
         f"{many['keys']} keys in {many['seconds']} s")  # fmt: skip
    tell("cpu.sixteen", many["CPU of one core"] * 100, "% of a core", "one unit alone", one["CPU of one core"] * 100,  # type: ignore[operator]
         f"memory {many['memory MB after a tenth']} MB after a tenth, {many['memory MB at the end']} MB at the end")  # fmt: skip


if __name__ == "__main__":
    make_application(["bench"]).setQuitOnLastWindowClosed(False)
    main(*(float(a) if i == 0 else int(a) for i, a in enumerate(sys.argv[1:3])))  # type: ignore[arg-type]
