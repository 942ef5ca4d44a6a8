"""What the bench itself computes in a whole quick inspection, beside the time that the inspection takes at the unit.

On the virtual clock: codec, session, checks, rules and record are the real ones, and so are the simulated unit and the played
operator, whose work is in the figure too. Best of five. python -m tests.benchmarks.bench_inspect
"""

import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks.figures import tell  # noqa: E402
from tests.checks.fleet import Inspection  # noqa: E402


def main() -> int:
    took, lasted, verdict = [], 0.0, ""
    for _ in range(5):
        inspection = Inspection(seed=4)
        begin = time.process_time()
        record = inspection.play()
        took.append((time.process_time() - begin) * 1000)
        lasted, verdict = inspection.session.now_s, record.overall.verdict.value
    tell("inspect", min(took), "ms", "the inspection at the unit", lasted * 1000,
         f"PIN pad and meter, quick plan, {len(record.results)} checks; {verdict}; simulated unit and operator included")  # fmt: skip
    return 0 if verdict == "pass" else 1


if __name__ == "__main__":
    sys.exit(main())
