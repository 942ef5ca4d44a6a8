"""The same inputs' descendants without instrumentation, five times as fast: ``python -m tests.fuzz.havoc TARGET --runs N``.

Mutates what the guided run has learnt (or the seeds), from a seed that repeats the run. Needs no fuzzer, so any system can.
"""

import argparse
import contextlib
import logging
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from hashlib import sha1
from pathlib import Path
from typing import Final

from tests.fuzz.registry import load_targets
from tests.fuzz.target import Target

_LUCKY: Final = (0, 1, 2, 3, 10, 13, 0x20, 0x30, 0x39, 0x7F, 0x80, 0xFE, 0xFF)
_MOST_FOUND: Final = 3


def mutated(chance: random.Random, data: bytes, others: list[bytes], words: tuple[bytes, ...], largest: int) -> bytes:
    """A few changes, small and large."""
    out = bytearray(data)
    for _ in range(1 << chance.randrange(4)):
        at = chance.randrange(len(out) + 1)
        match chance.randrange(9):
            case 0 if out:
                out[at % len(out)] ^= 1 << chance.randrange(8)
            case 1 if out:
                out[at % len(out)] = chance.choice(_LUCKY)
            case 2 if out:
                out[at % len(out)] = chance.randrange(256)
            case 3:
                out[at:at] = chance.randbytes(chance.randrange(1, 9))
            case 4:
                del out[at : at + chance.randrange(1, 9)]
            case 5:
                out[at:at] = out[at : at + chance.randrange(1, 33)]
            case 6:
                other = chance.choice(others)
                begin = chance.randrange(len(other) + 1)
                out[at : at + chance.randrange(17)] = other[begin : begin + chance.randrange(1, 65)]
            case 7 if words:
                out[at:at] = chance.choice(words)
            case _:
                other = chance.choice(others)
                out[at:] = other[chance.randrange(len(other) + 1) :]
    return bytes(out[:largest])


def alarm(seconds: float) -> Callable[[float], None]:
    """Sets how long the next input may take, on systems that can: ``seconds`` to begin, 0 to end.

    Setting it anew for each input costs a tenth of what a context for each would, which is as much as a small parser.
    """
    if not hasattr(signal, "setitimer"):
        return lambda _: None

    def too_long(*_: object) -> None:
        raise TimeoutError(f"longer than {seconds:g} s")

    signal.signal(signal.SIGALRM, too_long)

    def allow(left_s: float) -> None:
        signal.setitimer(signal.ITIMER_REAL, left_s)

    return allow


@contextlib.contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Whoever takes longer is stopped where it is, on systems that can."""
    allow = alarm(seconds)
    allow(seconds)
    try:
        yield
    finally:
        allow(0)


def run(target: Target, home: Path, runs: int, seed: int, seconds: float) -> tuple[int, list[Path]]:
    """How many inputs were tried, and those that broke something."""
    chance = random.Random(f"{target.id} {seed}")
    known = [path.read_bytes() for path in sorted((home / "corpus").glob("*"))] or list(target.seeds())
    found: dict[str, Path] = {}
    end, tried, longest_s = time.monotonic() + seconds if seconds else None, 0, target.longest_s * 3
    allow = alarm(longest_s)
    while tried < runs and (end is None or time.monotonic() < end) and len(found) < _MOST_FOUND:
        data = mutated(chance, chance.choice(known), known, target.dictionary, target.largest)
        tried += 1
        try:
            allow(longest_s)
            target.check(data)
        except Exception as error:  # whatever it is, it is the finding
            where = traceback.extract_tb(error.__traceback__)[-1]
            place = f"{type(error).__name__} {where.filename} {where.lineno}"
            if place not in found:
                found[place] = home / f"crash-{sha1(data, usedforsecurity=False).hexdigest()}"
                found[place].write_bytes(data)
    allow(0)
    return tried, list(found.values())


def main() -> int:
    """Prints ``TRIED SECONDS`` and the files found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.havoc", description=__doc__)
    parser.add_argument("target")
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=0.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--home", type=Path, default=Path("out/fuzz"))
    given = parser.parse_args()
    logging.disable(logging.CRITICAL)
    home = given.home / given.target
    home.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    tried, found = run(load_targets()[given.target], home, given.runs, given.seed, given.seconds)
    print(tried, f"{time.monotonic() - began:.1f}", *found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
