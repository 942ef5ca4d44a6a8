"""What runs on the terminal now: programs that must, programs and overlays that must not, memory and storage left."""

import re
from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import Final

from checks.baseline import Sample, kilobytes, lasting
from checks.check import Context, has
from checks.comparison import differing
from checks.measurement import (
    CheckResult,
    Evidence,
    Finding,
    Kept,
    Measurement,
    Message,
    Outcome,
    keep,
    measured,
    message,
    outcome_of,
)
from checks.steps import Await, Progress, Received, Send, Step, Steps
from devices.capability import Capability
from devices.commands import ReadFacts
from devices.events import CommandFailed, FactsRead, FactSubject, Stamped
from devices.profile import Profile
from devices.software_rules import ProgramRule

_ANSWER_S: Final = 40.0
_MOST: Final = 1000
_MEMORY: Final = frozenset({"MemTotal", "MemFree", "MemAvailable", "SwapTotal", "SwapFree"})

Asked = Generator[Step, Received, FactsRead | None]


@dataclass(frozen=True, slots=True)
class _Seen:
    """What came back; None where it could not be read."""

    programs: tuple[str, ...] | None
    overlays: tuple[str, ...]
    memory: tuple[tuple[str, str], ...] | None


class ProgramsCheck:
    """Needs a terminal that tells what runs on it."""

    id = "programs"
    order = 44
    claims = frozenset(
        {
            "programs.payment-stopped",
            "programs.overlay",
            "programs.recorder",
            "programs.remote-control",
            "programs.debug-service",
            "programs.memory-low",
            "programs.storage-full",
            "programs.differs",
            "programs.unread",
        }
    )

    def applies(self, profile: Profile) -> bool:
        """Models with a system that has packages also tell what runs."""
        return has(profile, Capability.PACKAGES)

    def run(self, context: Context) -> Steps:
        """See ``Check``."""
        yield Progress(0, 2, message("do.read_programs"))
        running = yield from _read(FactSubject.PROGRAMS)
        yield Progress(1, 2, message("do.read_programs"))
        memory = yield from _read(FactSubject.MEMORY)
        return _result(context, _seen(running, memory))


def _read(subject: FactSubject) -> Asked:
    def mine(event: object) -> bool:
        if isinstance(event, FactsRead):
            return event.subject is subject
        return isinstance(event, CommandFailed) and event.command == ReadFacts.__name__

    yield Send(ReadFacts(subject))
    got = yield Await((FactsRead, CommandFailed), _ANSWER_S, mine)
    event = got.event if isinstance(got, Stamped) else None
    return event if isinstance(event, FactsRead) else None


def _seen(running: FactsRead | None, memory: FactsRead | None) -> _Seen:
    names = tuple(name for pid, name in running.items if pid != "overlay") if running else ()
    return _Seen(
        names or None,  # a system on which nothing runs does not answer either
        tuple(name for kind, name in running.items if kind == "overlay") if running else (),
        memory.items if memory else None,
    )


def _result(context: Context, seen: _Seen) -> CheckResult:
    measurements: list[Measurement] = []
    findings: list[Finding] = []
    for rule in context.profile.programs:
        _hold(context, rule, seen, measurements, findings)
    if seen.programs is None:
        findings.append(Finding("programs.unread"))
    for limit, fault, percent in (
        ("memory.free", "programs.memory-low", free_memory(seen.memory)),
        ("storage.free", "programs.storage-full", free_storage(seen.memory)),
    ):
        found = measured(context.profile, limit, percent, Evidence.MEASURED)
        measurements.append(found)
        if found.outcome in (Outcome.FAIL, Outcome.MARGINAL):
            findings.append(Finding(fault, f"{percent:g} %", Evidence.MEASURED))
    kept = _kept(seen)
    total = kilobytes(seen.memory, "MemTotal")
    held = differing(context, "programs", Sample(programs=_lasting(seen), memory_kb=total))
    outcome = outcome_of(measurements := [*measurements, *held.measurements])
    if seen.programs is None and not context.profile.programs:
        outcome = Outcome.NOT_JUDGED
    return CheckResult("programs", outcome, tuple(measurements), (*findings, *held.findings),
                       (*_uptime(seen.memory), *held.notes), kept=(*kept, *held.kept))  # fmt: skip


def _hold(
    context: Context, rule: ProgramRule, seen: _Seen, measurements: list[Measurement], findings: list[Finding]
) -> None:
    """One rule over the names of what runs; a rule about overlays sees the windows that lie over others, too."""
    names = [name for name in seen.programs or () if re.search(rule.pattern, name)]
    names += seen.overlays if rule.fault == "programs.overlay" else ()
    value = None if seen.programs is None else float(bool(names) is rule.wanted)
    found = measured(context.profile, "programs.rule", value, Evidence.IDENTIFIED, rule.id)
    measurements.append(replace(found, required=rule.required))
    if value == 0.0:
        shown = ", ".join(dict.fromkeys(names))[:120] or rule.id
        findings.append(Finding(rule.fault, shown, Evidence.IDENTIFIED))


def free_memory(memory: tuple[tuple[str, str], ...] | None) -> float | None:
    """Percent of memory that can be had. Kernels before 3.14 tell no MemAvailable: free, buffers and cache stand in."""
    total, free = kilobytes(memory, "MemTotal"), kilobytes(memory, "MemAvailable")
    if free is None:
        parts = [kilobytes(memory, name) for name in ("MemFree", "Buffers", "Cached")]
        free = None if parts[0] is None else sum(part or 0 for part in parts)
    return round(100 * free / total, 1) if total and free is not None else None


def free_storage(memory: tuple[tuple[str, str], ...] | None) -> float | None:
    """Percent free of the fullest file system."""
    disks = [value.split() for name, value in memory or () if name.startswith("disk ")]
    shares = [100 * int(free) / int(total) for total, free in disks if int(total)]
    return round(min(shares), 1) if shares else None


def _uptime(memory: tuple[tuple[str, str], ...] | None) -> tuple[Message, ...]:
    words = dict(memory or ()).get("uptime", "").split()
    try:
        hours = float(words[0]) / 3600
    except (IndexError, ValueError):
        return ()
    return (message("note.uptime", hours=f"{hours:.1f}"),)


def _lasting(seen: _Seen) -> tuple[str, ...] | None:
    return None if seen.programs is None else lasting(seen.programs[:_MOST])


def _kept(seen: _Seen) -> tuple[Kept, ...]:
    memory = [row for row in seen.memory or () if row[0] in _MEMORY or row[0].startswith("disk ")]
    tables = [keep("memory", memory)] if seen.memory is not None else []
    if seen.programs is not None:
        tables.append(keep("programs", ((name,) for name in lasting(seen.programs)), _MOST))
        tables.append(keep("overlays", ((name,) for name in seen.overlays)))
    return tuple(tables)


CHECK = ProgramsCheck()
