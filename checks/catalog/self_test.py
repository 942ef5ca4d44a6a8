"""What a unit says is wrong with itself, in the codes of its protocol: asked, after its own test, and towards its host.

Its word is evidence like a measurement, and no more: a unit that says nothing is wrong is tested on. What tries its host or
prints is for the full plan. Lines of its printed configuration are kept as text; codecs take long numbers out of them.
"""

from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import Final

from checks.check import Context
from checks.measurement import (
    CheckResult,
    Evidence,
    Finding,
    Kept,
    Measurement,
    keep,
    measured,
    message,
    outcome_of,
)
from checks.steps import Await, Progress, Received, Send, Step, Steps
from devices.commands import ReadFacts
from devices.events import SELF_FAULTS, CommandFailed, Event, FactsRead, FactSubject, Failure, Stamped
from devices.profile import Profile

_QUICK: Final = (FactSubject.STATE, FactSubject.SELF_TEST)
_ANSWER_S: Final = 200.0
"""A sequence of a terminal may take 180 s; a silent one is given up by its codec long before."""
_MOST_LINES: Final = 300

_Told = CommandFailed | FactsRead | None


@dataclass(slots=True)
class _Seen:
    """What came so far."""

    measurements: list[Measurement]
    findings: list[Finding]
    kept: list[Kept]


class SelfTestCheck:
    """Suits models that can be asked about themselves."""

    id = "self-test"
    order = 15
    claims = frozenset(f"self.{fault}" for fault in SELF_FAULTS)

    def applies(self, profile: Profile) -> bool:
        """Models whose profile names what can be asked."""
        return bool(profile.self_tests)

    def run(self, context: Context) -> Steps:
        """See ``Check``."""
        asked = [FactSubject(name) for name in context.profile.self_tests]
        asked = [subject for subject in asked if subject in _QUICK or not context.quick]
        seen = _Seen([], [], [])
        for number, subject in enumerate(asked):
            yield Progress(number, len(asked), message("do.self_test", what_id=f"self.asked.{subject.value}"))
            told = yield from _ask(subject)
            if subject is FactSubject.PRINTOUT:
                seen.kept += [_printout(told)] if isinstance(told, FactsRead) else []
            else:
                _judge(context, subject, told, seen)
        kept = tuple(table for table in seen.kept if table.rows)
        return CheckResult(
            self.id, outcome_of(tuple(seen.measurements)), tuple(seen.measurements), tuple(seen.findings), kept=kept
        )


def _ask(subject: FactSubject) -> Generator[Step, Received, _Told]:
    def mine(event: Event) -> bool:
        if isinstance(event, FactsRead):
            return event.subject is subject
        return isinstance(event, CommandFailed) and event.command == ReadFacts.__name__

    yield Send(ReadFacts(subject))
    got = yield Await((FactsRead, CommandFailed), _ANSWER_S, mine)
    event = got.event if isinstance(got, Stamped) else None
    return event if isinstance(event, FactsRead | CommandFailed) else None


def _judge(context: Context, subject: FactSubject, told: _Told, seen: _Seen) -> None:
    count = None
    if isinstance(told, FactsRead):
        faults = [fault if fault in SELF_FAULTS else "other" for name, fault in told.items if name == "fault"]
        new = [fault for fault in dict.fromkeys(faults) if all(f.fault != f"self.{fault}" for f in seen.findings)]
        code = (told.get("code") or "")[:40]
        seen.findings += [Finding(f"self.{fault}", code, Evidence.IDENTIFIED) for fault in new]
        count = float(len(dict.fromkeys(faults)))
    found = measured(context.profile, "self-test.faults", count, Evidence.IDENTIFIED, subject.value)
    if subject is FactSubject.HOST_LINE:
        found = replace(found, required=False)
    if isinstance(told, CommandFailed) and told.failure in (Failure.UNSUPPORTED, Failure.REJECTED):
        found = replace(found, required=False, note=message("note.self_test_not_offered"))
    seen.measurements.append(found)


def _printout(told: FactsRead) -> Kept:
    lines = ((text,) for name, text in told.items if name == "line" and text.strip())
    return keep("printout", lines, _MOST_LINES)


CHECK = SelfTestCheck()
