"""Programs, their versions and the patch level against what the model needs, and against the known-good unit."""

import re
from typing import Final

from checks.baseline import Sample
from checks.check import Context, has
from checks.comparison import differing
from checks.measurement import (
    CheckResult,
    Evidence,
    Finding,
    Kept,
    Measurement,
    Outcome,
    keep,
    measured,
    message,
    outcome_of,
)
from checks.steps import Await, Progress, Send, Steps
from checks.versions import is_older
from devices.capability import Capability
from devices.commands import ReadFacts
from devices.events import CommandFailed, FactsRead, FactSubject, Stamped
from devices.profile import Profile
from devices.software_rules import PatchRule, VersionRule

_ANSWER_S: Final = 60.0
_MOST: Final = 5000
_DATE: Final = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_SYSTEM: Final = ("os-version", "patch-level", "kernel")


class SoftwareCheck:
    """Needs a terminal that lists its packages."""

    id = "software"
    order = 40
    claims = frozenset(
        {"software.missing", "software.old", "software.patch-old", "software.differs", "software.unread"}
    )

    def applies(self, profile: Profile) -> bool:
        """Models that list packages."""
        return has(profile, Capability.PACKAGES)

    def run(self, context: Context) -> Steps:
        """See ``Check``."""
        yield Progress(0, 1, message("do.read_software"))
        yield Send(ReadFacts(FactSubject.PACKAGES))
        got = yield Await((FactsRead, CommandFailed), _ANSWER_S, _about_packages)
        if not isinstance(got, Stamped) or not isinstance(got.event, FactsRead) or not got.event.items:
            return CheckResult(self.id, Outcome.NOT_JUDGED, findings=(Finding("software.unread"),))
        return _result(context, keep("packages", sorted(got.event.items), _MOST))


def _about_packages(event: object) -> bool:
    if isinstance(event, FactsRead):
        return event.subject is FactSubject.PACKAGES
    return isinstance(event, CommandFailed) and event.command == ReadFacts.__name__


def _result(context: Context, packages: Kept) -> CheckResult:
    installed = {row[0]: row[1] for row in packages.rows}
    missing = [rule for rule in context.profile.versions if rule.name not in installed]
    old = [r for r in context.profile.versions if r not in missing and _is_old(r, installed[r.name])]
    findings = [Finding("software.missing", rule.name, Evidence.IDENTIFIED) for rule in missing]
    findings += [
        Finding("software.old", f"{r.name} {installed[r.name]} < {r.minimum}", Evidence.IDENTIFIED) for r in old
    ]
    measurements = [
        _measure(context, "software.missing", [rule.name for rule in missing]),
        _measure(context, "software.old", [rule.name for rule in old]),
    ]
    _judge_patch(context, measurements, findings)
    sample = Sample(system=_system(context), packages=tuple(installed.items()))
    held = differing(context, "software", sample)
    measurements += held.measurements
    findings += held.findings
    kept = (packages, *held.kept)
    return CheckResult(
        "software", outcome_of(measurements), tuple(measurements), tuple(findings), held.notes, kept=kept
    )


def _system(context: Context) -> tuple[tuple[str, str], ...] | None:
    identity = context.now.state.identity
    told = [(name, identity.get(name) or "") for name in _SYSTEM] if identity else []
    return tuple((name, value[:200]) for name, value in told if value) or None


def _is_old(rule: VersionRule, version: str) -> bool:
    return bool(rule.minimum) and is_older(version, rule.minimum)


def _judge_patch(context: Context, measurements: list[Measurement], findings: list[Finding]) -> None:
    """What the unit does not tell, or tells as something that is no date, is not judged."""
    rule = context.profile.patch
    if rule is None:
        return
    told = dict(_system(context) or ())
    new = _is_new(rule, told)
    shown = " ".join(told[name] for name in _SYSTEM[:2] if name in told)
    value = None if new is None else float(new)
    measurements.append(measured(context.profile, "software.patch", value, Evidence.IDENTIFIED, shown))
    if new is False:
        findings.append(Finding("software.patch-old", shown, Evidence.IDENTIFIED))


def _is_new(rule: PatchRule, told: dict[str, str]) -> bool | None:
    """False as soon as one of the two is too old; None where one that is asked for is not known."""
    version, patched = told.get("os-version", ""), told.get("patch-level", "")
    known = [not is_older(version, rule.os_minimum) if version else None] if rule.os_minimum else []
    if rule.security_minimum:
        known.append(patched >= rule.security_minimum if _DATE.match(patched) else None)
    return False if False in known else None if None in known else True


def _measure(context: Context, limit_id: str, names: list[str]) -> Measurement:
    return measured(context.profile, limit_id, float(len(names)), Evidence.IDENTIFIED, ", ".join(names))


CHECK = SoftwareCheck()
