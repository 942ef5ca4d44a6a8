"""``make faults``: flows on bad lines with so many seeds, and what came of them; exit 1 where anything does not hold.

One line repeats a flow: ``python -m tests.faults --only "inspect gertec-ppc930 all 17"``.
"""

import argparse
import logging
import sys
import time
from collections import Counter
from collections.abc import Iterator

from tests.faults.flows import FLOWS, Came, models, play
from tests.faults.mischief import KINDS


def every(seeds: range, kinds: list[str], flows: list[str], profiles: list[str]) -> Iterator[Came]:
    """Each flow of each protocol on each kind of line, in turn."""
    known = models()
    for seed in seeds:
        for kind in kinds:
            for flow in flows:
                for name, model in known.items():
                    if not profiles or name in profiles:
                        yield play(flow, model, kind, seed)


def main() -> int:
    """See the module."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--seeds", type=int, default=2, help="seeds for each flow, protocol and kind of line")
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--kind", action="append", choices=sorted(KINDS), default=None)
    parser.add_argument("--flow", action="append", choices=sorted(FLOWS), default=None)
    parser.add_argument("--profile", action="append", default=[])
    parser.add_argument("--only", default="", help="FLOW PROFILE KIND SEED")
    given = parser.parse_args()
    logging.disable(logging.CRITICAL)
    if given.only:
        flow, profile, kind, seed = given.only.split()
        runs = iter([play(flow, models()[profile], kind, int(seed))])
    else:
        seeds = range(given.first, given.first + given.seeds)
        runs = every(seeds, given.kind or list(KINDS), given.flow or list(FLOWS), given.profile)
    return _told(runs)


def _told(runs: Iterator[Came]) -> int:
    began, ends, wrong, alarms = time.monotonic(), dict[str, Counter[str]](), 0, dict[str, Counter[str]]()
    for came in runs:
        verdict = came.record.overall.verdict.value if came.record else "never identified"
        ends.setdefault(came.kind, Counter())[verdict] += 1
        if came.false_fails:
            alarms.setdefault(came.kind, Counter()).update(came.false_fails)
        for problem in came.problems:
            wrong += 1
            print(f'{problem}\n    repeat: python -m tests.faults --only "{came.name}"', flush=True)
    total = sum(counter.total() for counter in ends.values())
    print("| line | flows | pass | not decided | fail | bench error | never identified | failed though healthy |")
    print("|---|---:|---:|---:|---:|---:|---:|---|")
    for kind, told in ends.items():
        numbers = (told[name] for name in ("pass", "not-decided", "fail", "error", "never identified"))
        blamed = ", ".join(f"{check} {count}" for check, count in alarms.get(kind, Counter()).most_common(4)) or "none"
        print(f"| {kind} | {told.total()} | {' | '.join(map(str, numbers))} | {blamed} |")
    print(f"{total} flows in {time.monotonic() - began:.0f} s; {wrong} things that do not hold")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
