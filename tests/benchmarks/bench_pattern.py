"""From the command to the finished test picture on a smart terminal's own screen, over a console paced at 115200 baud.

A real shell on a real pseudo-terminal, every picture of the plain families. The floor: the time that the bytes of each picture
need on such a line. python -m tests.benchmarks.bench_pattern
"""

import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from devices.commands import EndVisit, Identify, ShowImage  # noqa: E402
from devices.events import CommandDone, Identified  # noqa: E402
from tests.benchmarks.bench_console import BAUD, pictures  # noqa: E402
from tests.benchmarks.figures import tell  # noqa: E402
from tests.devices.console_rig import Rig, profile, shell_words  # noqa: E402

WIDTH, HEIGHT, BITS = 320, 240, 16


def main() -> int:
    if sys.platform != "linux":
        tell("pattern", None, "ms", note="needs a real shell behind a pseudo-terminal")
        return 0
    took: list[float] = []
    line: list[float] = []
    with tempfile.TemporaryDirectory(prefix="posbench-bench-") as folder:
        rig = Rig(Path(folder), shell_words("dash"), profile(WIDTH, HEIGHT, sim_bits_per_pixel=BITS), baud=BAUD)
        rig.ask(Identify(), Identified)
        for number, raster in enumerate(pictures(WIDTH, HEIGHT).values()):
            sent, received, begin = len(rig.sent), len(rig.received), time.monotonic()
            rig.ask(ShowImage("x", raster), CommandDone, 60.0)
            if number:  # with the first one, what was on the screen is saved
                took.append((time.monotonic() - begin) * 1000)
                line.append((len(rig.sent) - sent + len(rig.received) - received) * 10_000 / BAUD)
        rig.ask(EndVisit(), CommandDone)
        rig.close()
    tell("pattern", median(took), "ms", "pure line time of its bytes", median(line),
         f"slowest {max(took):.0f} ms; {len(took)} pictures, shell dash")  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
