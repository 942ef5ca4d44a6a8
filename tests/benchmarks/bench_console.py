"""Measures the service console at a paced 115200 baud: full-screen patterns, and a key from the device to its event.

python -m tests.benchmarks.bench_console [dash|bash|ash|mksh]
"""

import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

import numpy as np

from checks.patterns import fine, ramps, solid
from devices.commands import EndVisit, Identify, ListenKeys, ShowImage
from devices.events import CommandDone, Identified, KeyPressed, KeyReleased
from devices.raster import DisplayGeometry, DisplayKind, Raster
from tests.devices.console_rig import Rig, profile, shell_words

BAUD = 115_200
SCREENS = ((320, 240, 16), (480, 800, 16), (720, 1280, 32))
PRESSES = 200


def pictures(width: int, height: int) -> dict[str, Raster]:
    geometry = DisplayGeometry(DisplayKind.COLOUR, width, height)
    found = (*solid.PATTERNS, *ramps.PATTERNS, *fine.PATTERNS)
    drawn = {pattern.id: pattern.render(geometry) for pattern in found}
    slope = np.add.outer(np.arange(height) * 255 // height, np.arange(width) * 255 // width) // 2
    drawn["(hard: slope in both directions)"] = Raster(np.repeat(slope.astype(np.uint8)[:, :, None], 3, axis=2))
    return drawn


def screens(shell: str) -> None:
    for width, height, bits in SCREENS:
        of = profile(width, height, sim_bits_per_pixel=bits)
        with tempfile.TemporaryDirectory() as folder:
            rig = Rig(Path(folder), shell_words(shell), of, baud=BAUD)
            rig.ask(Identify(), Identified)
            rows = []
            for name, raster in pictures(width, height).items():
                sent, received, begin = len(rig.sent), len(rig.received), time.monotonic()
                rig.ask(ShowImage("x", raster), CommandDone, 60.0)
                rows.append((time.monotonic() - begin, len(rig.sent) - sent, len(rig.received) - received, name))
            rig.ask(EndVisit(), CommandDone)
            rig.close()
        usual = [row for row in rows[1:] if not row[3].startswith("(")]
        print(f"{width}x{height}x{bits}: {len(usual)} patterns, median {median(r[0] for r in usual):.2f} s, "
              f"slowest {max(usual)[0]:.2f} s ({max(usual)[3]}); bytes sent {min(r[1] for r in usual)}-"
              f"{max(r[1] for r in usual)}, back {max(r[2] for r in usual)}")  # fmt: skip
        print(
            f"   first ({rows[0][3]}, old content saved): {rows[0][0]:.2f} s; {rows[-1][3]}: {rows[-1][0]:.2f} s, {rows[-1][1]} bytes"
        )


def keys(shell: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        rig = Rig(Path(folder), shell_words(shell), baud=BAUD)
        rig.ask(Identify(), Identified)
        rig.ask(ListenKeys(), CommandDone)
        late, size = [], 0
        for at in range(PRESSES):
            for value, kind in ((1, KeyPressed), (0, KeyReleased)):
                before, begin = len(rig.received), time.monotonic()
                rig.key(2 + at % 10, value)
                rig.run(1.0, lambda e, kind=kind: isinstance(e, kind))  # type: ignore[misc]
                late.append((time.monotonic() - begin) * 1000)
                rig.run(0.02)
                size = len(rig.received) - before
        rig.close()
    cuts = quantiles(late, n=100)
    print(f"{shell}: key edge to event p50 {cuts[49]:.1f} ms, p99 {cuts[98]:.1f} ms, max {max(late):.1f} ms over {len(late)}; "
          f"an edge is {size} bytes on the line (MSC, KEY, SYN), {size * 10 / BAUD * 1000:.1f} ms; up to its KEY line "
          f"{size * 2 / 3 * 10 / BAUD * 1000:.1f} ms")  # fmt: skip


if __name__ == "__main__":
    for name in sys.argv[1:] or ["ash"]:
        keys(name)
        screens(name)
