"""Which checks still wait, which were left out, and what comes next. No time, no clock: results go in."""

from collections.abc import Sequence

from checks.check import Check
from checks.complaints import Guide, next_check
from checks.early_end import left_out_because
from checks.measurement import CheckResult, Outcome


class Agenda:
    """The checks of one plan that have no result yet."""

    def __init__(self, checks: Sequence[Check], quick: bool, guide: Guide | None) -> None:
        self._waiting = list(checks)
        self._left_out: list[Check] = []
        self._again: set[str] = set()
        self._quick = quick
        self._guide = guide

    def next(self, results: Sequence[CheckResult], first: bool = False) -> Check | None:
        """Takes the check that comes now: the ``first`` one waiting, or the likeliest to decide. None at the end."""
        if not self._waiting:
            return None
        return self._waiting.pop(0 if first else next_check(tuple(results), self._waiting, self._guide))

    def repeat(self, wanted: Check, running: Check | None) -> None:
        """``wanted`` comes next, and the ``running`` one after it. What a person asks for again is never left out."""
        if running is not None and running is not wanted:
            self._waiting.insert(0, running)
        self._waiting = [wanted, *(check for check in self._waiting if check is not wanted)]
        self._again.add(wanted.id)

    def look_again(self, results: Sequence[CheckResult]) -> tuple[str | None, tuple[Check, ...], tuple[Check, ...]]:
        """After a result: why checks are left out now, and which; and which wait again because a repeat was better."""
        told = tuple(result for result in results if result.outcome is not Outcome.SKIPPED)
        why = left_out_because(told, self._quick, self._guide)
        if why is None:
            back, self._left_out = tuple(self._left_out), []
            self._waiting += back
            return None, (), back
        left = tuple(check for check in self._waiting if check.id not in self._again)
        self._waiting = [check for check in self._waiting if check.id in self._again]
        self._left_out += left
        return why, left, ()
