"""``make corpus``: every scenario in parallel processes, a confusion table, and an exit code by the thresholds."""

import argparse
import os
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from typing import Final

from tests.corpus.running import Came, came
from tests.corpus.scenarios import stored

FIRST_CAUSE_SINGLE: Final = 0.95
FIRST_CAUSE_COMBINED: Final = 0.85


def main() -> int:
    """Play, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="scenarios whose id or fault holds this")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 2)
    args = parser.parse_args()
    chosen = [s for s in stored() if args.only in f"{s.id} {' '.join((*s.faults, *s.meter_faults))}"]
    began = time.monotonic()
    with ProcessPoolExecutor(args.processes) as pool:
        results = list(pool.map(came, chosen, chunksize=4))
    print("\n".join([*confusion(results), "", *summary(results), *misses(results)]))
    print(f"\n{len(results)} scenarios in {time.monotonic() - began:.0f} s with {args.processes} processes")
    return 0 if good(results) else 1


def _faults(result: Came) -> list[str]:
    scenario = result.scenario
    texts = (*scenario.faults, *scenario.meter_faults)
    return [text.partition("=")[0].partition("@")[0] for text in texts]


def confusion(results: list[Came]) -> list[str]:
    """One row a fault, of single faults: how many, found, missed, false alarms, cause at first rank, remedy, fate."""
    rows: dict[str, Counter[str]] = {}
    for result in results:
        if result.scenario.kind == "single":
            row = rows.setdefault(_faults(result)[0], Counter())
            row.update(n=1, found=not result.missed, missed=bool(result.missed), alarm=bool(result.alarms))
            row.update(cause=result.cause, remedy=result.remedy, fate=result.fate)
    head = ("fault", "n", "found", "missed", "alarm", "cause", "remedy", "fate")
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    return lines + [
        f"| {name} | {' | '.join(str(int(row[column])) for column in head[1:])} |" for name, row in rows.items()
    ]


def summary(results: list[Came]) -> list[str]:
    """The three kinds side by side."""
    lines = [
        "| kind | units | missed | false alarms | cause at first rank | remedy | disposition | verdict |",
        "|" + "---|" * 8,
    ]
    for kind in ("single", "combined", "healthy"):
        of = [result for result in results if result.scenario.kind == kind]
        if of:
            right = [_share(of, name) for name in ("cause", "remedy", "fate", "verdict")]
            missed, alarms = sum(bool(r.missed) for r in of), sum(bool(r.alarms) for r in of)
            lines.append(f"| {kind} | {len(of)} | {missed} | {alarms} | {' | '.join(right)} |")
    return lines


def _share(results: list[Came], name: str) -> str:
    right = sum(bool(getattr(result, name)) for result in results)
    return f"{right} ({right / len(results):.1%})"


def misses(results: list[Came]) -> list[str]:
    """Every scenario that is not wholly right, with its reason."""
    return [
        f"\n{r.scenario.id} {' + '.join((*r.scenario.faults, *r.scenario.meter_faults))}: "
        f"missed {list(r.missed)}, alarms {list(r.alarms)}, cause {r.cause}, remedy {r.remedy}, fate {r.fate} "
        f"(wanted {r.scenario.causes} {r.scenario.fate}), verdict {r.verdict}\n    {r.reason}"
        for r in results
        if not r.right
    ]


def good(results: list[Came]) -> bool:
    """The thresholds: no single fault missed, no healthy unit failed, causes at first rank."""
    of = {kind: [r for r in results if r.scenario.kind == kind] for kind in ("single", "combined", "healthy")}
    return (
        not any(r.missed for r in of["single"])
        and all(r.right for r in of["healthy"])
        and _enough(of["single"], FIRST_CAUSE_SINGLE)
        and _enough(of["combined"], FIRST_CAUSE_COMBINED)
    )


def _enough(results: list[Came], share: float) -> bool:
    return not results or sum(r.cause for r in results) >= share * len(results)


if __name__ == "__main__":
    sys.exit(main())
