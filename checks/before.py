"""What an inspection before a repair found, as far as the inspection after it needs it. Plain data."""

from dataclasses import dataclass

from checks.measurement import CheckResult, Overall


@dataclass(frozen=True, slots=True)
class Before:
    """The inspection that a re-test goes back to. Times of day are ISO 8601 in UTC; serials and ``operator`` are foreign text.

    ``results`` holds every check with its outcome, its faults and the measurements that failed or were marginal; nothing else of it.
    """

    id: str
    started: str
    ended: str
    profile: str
    serial: str
    """What the unit itself said."""
    sticker_serial: str
    operator: str
    plan: str
    overall: Overall
    results: tuple[CheckResult, ...]
    causes: tuple[str, ...] = ()
    """Message ids, the most certain first."""
    wanted: tuple[str, ...] = ()
    """Checks that a re-test repeats."""

    def result(self, check: str) -> CheckResult | None:
        """What became of a check then."""
        return next((result for result in self.results if result.check == check), None)
