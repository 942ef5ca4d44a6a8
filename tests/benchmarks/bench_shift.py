"""Memory of the window over a shift of eight hours in fast motion: 150 units inspected, a meter that tells 20 times a second.

Window, model, sessions, telemetry and graph are the real ones, on a clock that is set; the units are the tests' player, and no
report is written (``make soak`` writes reports, on real lines). The floor: the window before the first unit.
python -m tests.benchmarks.bench_shift [HOURS]
"""

import gc
import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from PySide6.QtCore import QEvent  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from checks.session import Phase  # noqa: E402
from devices.events import Channel, Quantity, Reading, Source, Stamped  # noqa: E402
from devices.lanes import LaneEvent  # noqa: E402
from gui.settings import Settings  # noqa: E402
from gui.start import Running, make_application  # noqa: E402
from tests.benchmarks.figures import tell  # noqa: E402
from tests.endurance.soak import resident_mb  # noqa: E402
from tests.gui.fakes import METER, FakeBench, FakeClock, Player, workbench  # noqa: E402

UNITS: Final = 150
HERTZ: Final = 20
VALUES: Final = ((Quantity.VOLTAGE, 5.05), (Quantity.CURRENT, 0.2), (Quantity.TEMPERATURE, 32.0))


def settle() -> None:
    for _ in range(3):
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # type: ignore[arg-type]


class Kept(Player):
    """A player whose window keeps up."""

    def step(self) -> None:
        super().step()
        settle()


def quiet(running: Running, clock: FakeClock, meter: int, seconds: float) -> None:
    """Nothing but the meter."""
    for n in range(round(seconds * HERTZ)):
        clock.now += 1 / HERTZ
        for quantity, value in VALUES:
            running.model.take(
                LaneEvent(meter, Stamped(Reading(Channel(quantity, Source.METER), value + n % 7 * 1e-3), clock.now))
            )
        if n % 200 == 0:
            settle()


def main() -> int:
    hours = float(sys.argv[1]) if len(sys.argv) > 1 else 8.0
    make_application(["bench"]).setQuitOnLastWindowClosed(False)
    units = max(2, round(UNITS * hours / 8))
    with tempfile.TemporaryDirectory(prefix="posbench-bench-") as folder:
        clock = FakeClock()
        bench = FakeBench(clock)
        running = Running(replace(workbench(bench, Path(folder)), curves=Path(folder)), Settings(theme="light"))
        running.window.resize(1280, 800)
        running.window.show()
        meter = bench.connect(METER, "M1")
        settle()
        begin, marks, started = clock.now, [], clock.now
        empty = _settled()
        for number in range(units):
            lane = bench.connect(serial=f"SN-{number:06}")
            settle()
            running.window.select(lane)
            player = Kept(running, bench, lane, meter)
            player.start()
            player.until(lambda session: session.phase is Phase.DONE)
            bench.remove(lane)
            bench.sent.clear()  # the fake remembers every picture that was sent
            settle()
            running.window.select(lane)
            running.window.next_unit()
            settle()
            marks.append(_settled())
            started += hours * 3600 / units
            quiet(running, clock, meter, max(started - clock.now, 0.0))
        readings = sum(len(series) for _, series in running.model.meters[meter].telemetry)
        done = len(running.model.units)
        late = _settled()
        running.close()
    tell("memory.shift", late, "MB", "the window before the first unit", empty,
         f"{marks[len(marks) // 8]:.0f} MB after an eighth; {units} units, {readings:,} readings, "
         f"{(clock.now - begin) / 3600:.1f} h")  # fmt: skip
    return 0 if done == 0 else 1


def _settled() -> float:
    settle()
    gc.collect()
    return resident_mb()


if __name__ == "__main__":
    sys.exit(main())
