"""The terminal's own logs searched for crashes, resets, low voltage and failing input or display drivers."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from checks.check import Context, has
from checks.log_patterns import LogPattern
from checks.measurement import (
    CheckResult,
    Evidence,
    Finding,
    Measurement,
    Message,
    Outcome,
    keep,
    measured,
    message,
    outcome_of,
)
from checks.steps import Await, Progress, Send, Steps
from devices.capability import Capability
from devices.commands import ReadFacts
from devices.events import CommandFailed, FactsRead, FactSubject, Stamped
from devices.profile import Profile

_ANSWER_S: Final = 90.0
_LINES: Final = 200
_LONGEST: Final = 120
_MOST_KEPT: Final = 120
START_LINE: Final = "Linux version [0-9]"
"""The kernel's first words: what stands below it in the same log belongs to the time since that start."""
_START: Final = re.compile(START_LINE)
_SINCE_START: Final = frozenset({"dmesg", "journal", "logcat", "logread"})
"""Logs in memory, and the journal, which is asked for this start only."""
_BEFORE: Final = frozenset({"pstore"})
"""What the kernel said last before it died."""
_COPIED: Final = re.compile(r"^.*?\bkernel: +|\[ *\d+\.\d+\] *")
"""What a log daemon and the kernel put before the kernel's own words."""
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
            ReadFacts(
                FactSubject.LOGS, patterns=(*(p.expression for p in context.log_patterns), START_LINE), limit=_LINES
            )
        )
        got = yield Await((FactsRead, CommandFailed), _ANSWER_S, _mine)
        if not isinstance(got, Stamped) or not isinstance(got.event, FactsRead):
            return CheckResult(self.id, Outcome.NOT_JUDGED, (_measure(context, None), _warnings(context, None)))
        return _result(context, got.event.items)


def _mine(event: object) -> bool:
    if isinstance(event, FactsRead):
        return event.subject is FactSubject.LOGS
    return isinstance(event, CommandFailed) and event.command == ReadFacts.__name__


def _result(context: Context, items: tuple[tuple[str, str], ...]) -> CheckResult:
    lines = [(source, line) for source, line in items if _faults_of(line, context.log_patterns)]
    recent = _since_start(items)
    findings: list[Finding] = []
    serious = every = 0
    for fault in sorted({fault for _, line in lines for fault in _faults_of(line, context.log_patterns)}):
        mine = [(source, line) for source, line in lines if fault in _faults_of(line, context.log_patterns)]
        count = _count(mine)
        every += count
        serious += count if fault in _SERIOUS else 0
        findings.append(Finding(fault, mine[0][1][:_LONGEST], Evidence.IDENTIFIED, _how_many(mine, recent)))
    measurements = (_measure(context, float(serious)), _warnings(context, float(every - serious)))
    kept = (keep("log-lines", lines, _MOST_KEPT),)
    return CheckResult("logs", outcome_of(measurements), measurements, tuple(findings), kept=kept)


def _count(lines: Iterable[tuple[str, str]]) -> int:
    """How often it happened: the same line copied from the kernel's buffer into a file counts once."""
    seen: dict[str, Counter[str]] = {}
    for source, line in lines:
        seen.setdefault(source, Counter())[_COPIED.sub("", line).strip()] += 1
    texts = {text for counts in seen.values() for text in counts}
    return sum(max(counts[text] for counts in seen.values()) for text in texts)


def _since_start(items: tuple[tuple[str, str], ...]) -> frozenset[tuple[str, str]] | None:
    """Lines since the terminal was last started; None where a log that survives a start does not show where it was."""
    starts = {source: at for at, (source, line) in enumerate(items) if _START.search(line)}
    if {source for source, _ in items} - starts.keys() - _SINCE_START - _BEFORE:
        return None
    return frozenset(
        row for at, row in enumerate(items) if row[0] in _SINCE_START or (row[0] not in _BEFORE and at > starts[row[0]])
    )


def _how_many(lines: list[tuple[str, str]], recent: frozenset[tuple[str, str]] | None) -> Message:
    count = _count(lines)
    if recent is None:
        return message("note.log_lines", count=count)
    return message("note.log_lines_recent", count=count, recent=_count(row for row in lines if row in recent))


def _faults_of(line: str, patterns: tuple[LogPattern, ...]) -> list[str]:
    return [pattern.fault for pattern in patterns if pattern.matches(line)]


def _measure(context: Context, value: float | None) -> Measurement:
    return _against(context, "logs.serious", value)


def _warnings(context: Context, value: float | None) -> Measurement:
    return _against(context, "logs.warnings", value)


def _against(context: Context, name: str, value: float | None) -> Measurement:
    return measured(context.profile, name, value, Evidence.IDENTIFIED)


CHECK = LogsCheck()
