"""The terminal's own logs searched for crashes, resets, low voltage and failing input or display drivers."""

from collections import Counter
from typing import Final

from checks.check import Context, has
from checks.log_patterns import LogPattern
from checks.measurement import CheckResult, Evidence, Finding, Measurement, Outcome, measured, message, outcome_of
from checks.steps import Await, Progress, Send, Steps
from devices.capability import Capability
from devices.commands import ReadFacts
from devices.events import CommandFailed, FactsRead, FactSubject, Stamped
from devices.profile import Profile

_ANSWER_S: Final = 90.0
_LINES: Final = 200
_LONGEST: Final = 120
_SERIOUS: Final = frozenset({"logs.crash", "logs.reset"})


class LogsCheck:
    """Needs a terminal whose logs can be read. A line is evidence that something happened, not when it happens again."""

    id = "logs"
    order = 41
    claims = frozenset({"logs.crash", "logs.reset", "logs.under-voltage", "logs.input-error", "logs.display-error"})

    def applies(self, profile: Profile) -> bool:
        """Models with readable logs."""
        return has(profile, Capability.LOGS)

    def run(self, context: Context) -> Steps:
        """See ``Check``."""
        yield Progress(0, 1, message("do.read_logs"))
        yield Send(
            ReadFacts(FactSubject.LOGS, patterns=tuple(p.expression for p in context.log_patterns), limit=_LINES)
        )
        got = yield Await(
            (FactsRead, CommandFailed), _ANSWER_S, lambda e: getattr(e, "subject", None) in (None, FactSubject.LOGS)
        )
        if not isinstance(got, Stamped) or not isinstance(got.event, FactsRead):
            return CheckResult(self.id, Outcome.NOT_JUDGED, (_measure(context, None), _warnings(context, None)))
        return _result(context, [line for _, line in got.event.items])


def _result(context: Context, lines: list[str]) -> CheckResult:
    counts: Counter[str] = Counter()
    first: dict[str, str] = {}
    for line in lines:
        for fault in _faults_of(line, context.log_patterns):
            counts[fault] += 1
            first.setdefault(fault, line[:_LONGEST])
    serious = sum(count for fault, count in counts.items() if fault in _SERIOUS)
    measurements = (_measure(context, float(serious)), _warnings(context, float(counts.total() - serious)))
    findings = [
        Finding(fault, first[fault], Evidence.IDENTIFIED, message("note.log_lines", count=counts[fault]))
        for fault in sorted(counts)
    ]
    return CheckResult("logs", outcome_of(measurements), measurements, tuple(findings))


def _faults_of(line: str, patterns: tuple[LogPattern, ...]) -> list[str]:
    return [pattern.fault for pattern in patterns if pattern.matches(line)]


def _measure(context: Context, value: float | None) -> Measurement:
    return _against(context, "logs.serious", value)


def _warnings(context: Context, value: float | None) -> Measurement:
    return _against(context, "logs.warnings", value)


def _against(context: Context, name: str, value: float | None) -> Measurement:
    return measured(context.profile, name, value, Evidence.IDENTIFIED)


CHECK = LogsCheck()
