"""How fast each codec takes bytes: its golden frames as a stream, beside a bare search for frame starts in the same pieces.

Protocols without frames that come by themselves are measured in dialogue, question and answer. Each rate is also held
against the line it comes over. Best of three. python -m tests.benchmarks.bench_decoder [CODEC ...]
"""

import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from devices import commands  # noqa: E402
from devices.codec import CodecFactory  # noqa: E402
from devices.events import FactSubject, UnknownFrame  # noqa: E402
from devices.profile import Profile, load_profile  # noqa: E402
from devices.registry import line_settings, load_codecs  # noqa: E402
from tests.benchmarks.figures import tell  # noqa: E402

PIECE: Final = 4096
LASTS_S: Final = 0.25
BITS_PER_BYTE: Final = 10
NAMES: Final = {**vars(commands), "FactSubject": FactSubject}


def best(work: Callable[[], int]) -> float:
    """Bytes a second of ``work``, which tells how many it took."""
    rates = []
    for _ in range(3):
        took, begin = 0, time.perf_counter()
        while (spent := time.perf_counter() - begin) < LASTS_S:
            took += work()
        rates.append(took / spent)
    return max(rates)


def cut(data: bytes, piece: int) -> list[bytes]:
    return [data[at : at + piece] for at in range(0, len(data), piece)]


def searched(pieces: list[bytes], first: bytes) -> int:
    """The floor: look for every start of a frame, and keep nothing."""
    for piece in pieces:
        at = piece.find(first)
        while at >= 0:
            at = piece.find(first, at + 1)
    return sum(map(len, pieces))


def streamed(
    codec: CodecFactory, profile: Profile, frames: list[bytes]
) -> tuple[Callable[[int], Callable[[], int]], bytes]:
    """Work over a stream cut in pieces of a size."""
    data = b"".join(frames) * max(1, 40_000 // sum(map(len, frames)))
    assert not any(isinstance(e, UnknownFrame) for e in codec.open(profile).feed(b"".join(frames), 0.0).events)

    def work(size: int) -> Callable[[], int]:
        reader, pieces = codec.open(profile), cut(data, size)

        def once() -> int:
            for piece in pieces:
                reader.feed(piece, 0.0)
            return len(data)

        return once

    return work, data


def talked(
    codec: CodecFactory, profile: Profile, rows: list[dict[str, Any]]
) -> tuple[Callable[[int], Callable[[], int]], bytes]:
    """Work over whole dialogues, questions included."""
    data = b"".join(bytes.fromhex(line[1:]) for row in rows for line in row["wire"] if line[0] == "<")
    asked = [(eval(row["command"], NAMES), [_turn(line) for line in row["wire"] if line[0] in "<@"]) for row in rows]

    def work(size: int) -> Callable[[], int]:
        def once() -> int:
            for command, turns in asked:
                reader, now = codec.open(profile), 0.0
                reader.send(command, now)
                for turn in turns:
                    if isinstance(turn, float):
                        now = turn
                        reader.tick(now)
                        continue
                    for piece in cut(turn, size):
                        reader.feed(piece, now)
            return len(data)

        return once

    return work, data


def _turn(line: str) -> bytes | float:
    return bytes.fromhex(line[1:]) if line[0] == "<" else float(line[1:])


def measured(name: str, table: dict[str, Any]) -> None:
    """One codec."""
    path = ROOT / "resources" / table["profile"]
    profile, codec = load_profile(path, path.parent / "_defaults.toml"), load_codecs()[table["codec"]]
    frames = [bytes.fromhex(row["hex"]) for row in table.get("decode", [])]
    rows = [row for row in table.get("dialogue", []) if any(line[0] == "<" for line in row["wire"])]
    if not frames and not rows:
        return  # nothing comes over a line here
    work, data = streamed(codec, profile, frames) if frames else talked(codec, profile, rows)
    whole, single = best(work(PIECE)), best(work(1))
    pieces = cut(data, PIECE)
    bare = best(lambda: searched(pieces, data[:1]))
    baud = line_settings(profile, codec).baud
    line = "over TCP" if name.endswith("tcp") else f"{whole / (baud / BITS_PER_BYTE):,.0f} x the line at {baud}"
    way = "" if frames else "in dialogue; "
    tell(f"decode.{name}", whole / 1000, "kB/s", "search for frame starts", bare / 1000,
         f"{way}byte by byte {single / 1000:,.0f} kB/s; {line}")  # fmt: skip


def main() -> int:
    """Every golden file."""
    for path in sorted((ROOT / "tests/wire").glob("*.toml")):
        table = tomllib.loads(path.read_text("utf-8"))
        name = table["codec"].replace("-", "_")
        if len(sys.argv) < 2 or name in sys.argv[1:]:
            measured(name, table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
