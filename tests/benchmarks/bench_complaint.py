"""How many interactions and seconds "cannot enter PIN" takes from plug-in to verdict, guided by the complaint and in fixed order.

On the virtual clock: the seconds are the unit's, the operator's pace that of the played one. One line for each of ten causes.
"""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.checks.fleet import Inspection
from tests.corpus.scenarios import models

MODEL: Final = "smart-terminal"
CAUSES: Final = (
    ("PIN key missing", "no-pin-key"),
    ("tampered", "tampered"),
    ("PIN locked after failed entries", "pin-lockout"),
    ("PIN entry restricted", "pin-restricted"),
    ("payment not permitted", "no-payment-permission"),
    ("external PIN pad selected", "external-pin-pad"),
    ("covering program", "overlay"),
    ("payment application stopped", "payment-app-stopped"),
    ("dead key", "dead-key=5"),
    ("no way to the host", "host-unreachable"),
)


@dataclass(frozen=True, slots=True)
class Took:
    """What one way of asking cost."""

    presses: int
    answers: int
    seconds: float
    cause: str

    @property
    def interactions(self) -> int:
        return self.presses + self.answers


def took(fault: str, guided: bool) -> Took:
    """A quick inspection of a unit with this fault, told that no PIN can be entered."""
    inspection = Inspection(fault, profile=models()[MODEL], complaint="pin", guided=guided, seed=4)
    record = inspection.play(1500)
    first = record.diagnoses[0].cause if record.diagnoses else ""
    done = max((result.ended_s for result in record.results if result.outcome != "skipped"), default=0.0)
    presses = sum(moment.at_s <= done for moment in record.key_moments)
    return Took(presses, inspection.answers, done, first)


def main() -> int:
    """Print the table; 1 where guided is not quicker on the whole, or names another cause."""
    rows = [(name, took(fault, True), took(fault, False)) for name, fault in CAUSES]
    print("cannot enter PIN                    guided: actions      s    fixed: actions      s   first cause")
    for name, guided, fixed in rows:
        print(
            f"{name:<36}{guided.interactions:>15}{guided.seconds:>7.1f}{fixed.interactions:>18}{fixed.seconds:>7.1f}"
            f"   {guided.cause}"
        )
    total = [sum(r[way].seconds for r in rows) for way in (1, 2)]  # type: ignore[union-attr]
    actions = [sum(r[way].interactions for r in rows) for way in (1, 2)]  # type: ignore[union-attr]
    print(f"{'all ten':<36}{actions[0]:>15}{total[0]:>7.1f}{actions[1]:>18}{total[1]:>7.1f}")
    same = all(guided.cause == fixed.cause for _, guided, fixed in rows)
    return 0 if same and total[0] <= total[1] and actions[0] <= actions[1] else 1


if __name__ == "__main__":
    sys.exit(main())
