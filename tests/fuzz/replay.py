"""Runs inputs again without the fuzzer: ``python -m tests.fuzz.replay out/fuzz/TARGET/crash-...``. Exit 1 where one breaks."""

import sys
import traceback
from pathlib import Path

from tests.fuzz.registry import load_targets


def main(paths: list[str]) -> int:
    """The target is the name of the folder."""
    broken = 0
    for path in map(Path, paths):
        try:
            load_targets()[path.resolve().parent.name].check(path.read_bytes())
        except Exception:  # whatever it is, it is the finding
            traceback.print_exc()
            broken += 1
        else:
            print(f"{path}: holds")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
