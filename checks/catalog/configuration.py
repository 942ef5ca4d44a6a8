"""Settings against the model's rules: lock-outs, permissions, secrets in clear. What was read is judged and forgotten."""

from dataclasses import replace
from typing import Final

from checks.check import Context
from checks.measurement import CheckResult, Evidence, Finding, Measurement, measured, message, outcome_of
from checks.steps import Await, Progress, Send, Steps
from devices.capability import Capability
from devices.commands import ReadFacts
from devices.events import CommandFailed, FactsRead, FactSubject, Stamped
from devices.profile import Profile, SettingRule

_ANSWER_S: Final = 30.0
_SUBJECTS: Final = {"file": FactSubject.FILE, "property": FactSubject.PROPERTY}


class ConfigurationCheck:
    """Needs a terminal whose files or properties can be read, and a profile with rules for them."""

    id = "configuration"
    order = 42
    claims = frozenset(
        {
            "configuration.pin-locked",
            "configuration.pin-restricted",
            "configuration.no-permission",
            "configuration.secret-in-clear",
            "configuration.wrong-pin-pad",
            "configuration.unread",
        }
    )

    def applies(self, profile: Profile) -> bool:
        """Models with rules."""
        return profile.can(Capability.FILES) and bool(profile.settings)

    def run(self, context: Context) -> Steps:
        """See ``Check``."""
        rules = context.profile.settings
        kept: dict[str, bool | None] = {}
        for number, rule in enumerate(rules):
            yield Progress(number, len(rules), message("do.read_settings"))
            yield Send(ReadFacts(_SUBJECTS[rule.kind], rule.where, (rule.pattern,)))
            got = yield Await((FactsRead, CommandFailed), _ANSWER_S)
            event = got.event if isinstance(got, Stamped) else None
            kept[rule.id] = _matched(event) if isinstance(event, FactsRead) else None
        return _result(context, kept)


def _matched(facts: FactsRead) -> bool | None:
    """Whether the pattern was found; None where the text could not be read."""
    told = facts.get("matched")
    return None if told is None else told == "1"


def _result(context: Context, kept: dict[str, bool | None]) -> CheckResult:
    measurements = tuple(_measure(context, rule, kept[rule.id]) for rule in context.profile.settings)
    wrong = [rule for rule in context.profile.settings if kept[rule.id] is (not rule.wanted)]
    unread = [rule for rule in context.profile.settings if kept[rule.id] is None]
    findings = [Finding(rule.fault, rule.where, Evidence.IDENTIFIED) for rule in wrong]
    findings += [Finding("configuration.unread", rule.where) for rule in unread]
    return CheckResult("configuration", outcome_of(measurements), measurements, tuple(findings))


def _measure(context: Context, rule: SettingRule, matched: bool | None) -> Measurement:
    """1: as it should be, 0: not; None where it could not be read."""
    value = None if matched is None else float(matched is rule.wanted)
    found = measured(context.profile, "configuration.rule", value, Evidence.IDENTIFIED, rule.id)
    return replace(found, required=rule.required)


CHECK = ConfigurationCheck()
