"""Programs and their versions against what the model needs."""

from typing import Final

from checks.check import Context, has
from checks.measurement import CheckResult, Evidence, Finding, Measurement, Outcome, measured, message, outcome_of
from checks.steps import Await, Progress, Send, Steps
from checks.versions import is_older
from devices.capability import Capability
from devices.commands import ReadFacts
from devices.events import CommandFailed, FactsRead, FactSubject, Stamped
from devices.profile import Profile, VersionRule

_ANSWER_S: Final = 60.0


class SoftwareCheck:
    """Needs a terminal that lists its packages."""

    id = "software"
    order = 40
    claims = frozenset({"software.missing", "software.old", "software.unread"})

    def applies(self, profile: Profile) -> bool:
        """Models that list packages and whose profile asks for some."""
        return has(profile, Capability.PACKAGES) and bool(profile.versions)

    def run(self, context: Context) -> Steps:
        """See ``Check``."""
        yield Progress(0, 1, message("do.read_software"))
        yield Send(ReadFacts(FactSubject.PACKAGES))
        got = yield Await((FactsRead, CommandFailed), _ANSWER_S, _about_packages)
        if not isinstance(got, Stamped) or not isinstance(got.event, FactsRead):
            return CheckResult(self.id, Outcome.NOT_JUDGED, findings=(Finding("software.unread"),))
        return _result(context, dict(got.event.items))


def _about_packages(event: object) -> bool:
    return isinstance(event, CommandFailed) or (isinstance(event, FactsRead) and event.subject is FactSubject.PACKAGES)


def _result(context: Context, installed: dict[str, str]) -> CheckResult:
    missing = [rule for rule in context.profile.versions if rule.name not in installed]
    old = [r for r in context.profile.versions if r not in missing and _is_old(r, installed[r.name])]
    findings = [Finding("software.missing", rule.name, Evidence.IDENTIFIED) for rule in missing]
    findings += [
        Finding("software.old", f"{r.name} {installed[r.name]} < {r.minimum}", Evidence.IDENTIFIED) for r in old
    ]
    measurements = (
        _measure(context, "software.missing", [rule.name for rule in missing]),
        _measure(context, "software.old", [rule.name for rule in old]),
    )
    return CheckResult("software", outcome_of(measurements), measurements, tuple(findings))


def _is_old(rule: VersionRule, version: str) -> bool:
    return bool(rule.minimum) and is_older(version, rule.minimum)


def _measure(context: Context, limit_id: str, names: list[str]) -> Measurement:
    return measured(context.profile, limit_id, float(len(names)), Evidence.IDENTIFIED, ", ".join(names))


CHECK = SoftwareCheck()
