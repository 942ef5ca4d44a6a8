"""How many ABECS frames a second the decoder takes, beside what the line can carry. Run it as a script."""

import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from devices.codecs.abecs import CODEC as ABECS  # noqa: E402
from devices.codecs.tc66c import CODEC as TC66C  # noqa: E402
from devices.events import KeyPressed, Reading  # noqa: E402
from devices.profile import load_profiles  # noqa: E402
from devices.simulator import simulated_protocols  # noqa: E402

KEY = bytes.fromhex("16 43455830303030303680400002 3034 17 3D47")
BITS_PER_BYTE = 10


def rate(feed, frame: bytes, piece: int, seconds: float = 1.0) -> float:
    """Frames a second, fed in pieces of ``piece`` bytes, best of three."""
    batch = frame * 200
    pieces = [batch[at : at + piece] for at in range(0, len(batch), piece)]
    best = 0.0
    for _ in range(3):
        frames, begin = 0, time.perf_counter()
        while (spent := time.perf_counter() - begin) < seconds / 3:
            for part in pieces:
                feed(part)
            frames += 200
        best = max(best, frames / spent)
    return best


def report(name: str, frame: bytes, baud: int, feed) -> None:
    """One line for each way of cutting the stream."""
    line = baud / BITS_PER_BYTE / len(frame)
    for piece, way in ((4096, "in pieces of 4096"), (len(frame), "frame by frame"), (1, "byte by byte")):
        found = rate(feed, frame, piece)
        print(f"{name:<22} {way:<18} {found:>9,.0f} frames/s   line at {baud}: {line:>6,.1f}   x {found / line:,.0f}")


def main() -> None:
    """Measure both codecs."""
    profiles = {**load_profiles(ROOT / "resources/terminals"), **load_profiles(ROOT / "resources/meters")}
    pad = ABECS.open(profiles["gertec-ppc930"])
    assert any(isinstance(event, KeyPressed) for event in pad.feed(KEY, 0.0).events)
    report("ABECS key answer", KEY, 19200, lambda data: pad.feed(data, 0.0))
    meter = TC66C.open(profiles["tc66c"])
    device = simulated_protocols()["tc66c"].open(profiles["tc66c"], 1, 0.0)
    device.feed(b"getva", 0.0)
    sample = b"".join(device.tick(1.0).write)
    assert any(isinstance(event, Reading) for event in meter.feed(sample, 0.0).events)
    report("TC66C sample", sample, 115200, lambda data: meter.feed(data, 0.0))


if __name__ == "__main__":
    main()
