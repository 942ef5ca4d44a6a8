"""Tamper, vendor's codes, keys and clock, before anything else. What the unit does not tell, a person reads off its screen.

Nothing of what was read is kept: only whether each rule of the profile matched.
"""

import re
from collections.abc import Generator
from dataclasses import replace
from typing import Final

from checks.check import Context
from checks.facts_asked import read_facts
from checks.measurement import CheckResult, Evidence, Finding, Measurement, keep, measured, message, outcome_of
from checks.steps import CANNOT_TELL, Answer, Ask, Choice, Progress, Question, Received, Step, Steps, Tone
from devices.capability import Capability
from devices.commands import ReadFacts
from devices.events import FactSubject
from devices.profile import Profile
from devices.software_rules import SecurityRule

_ANSWER_S: Final = 30.0
_MOST_BYTES: Final = 4096
_SUBJECTS: Final = {"file": FactSubject.FILE, "property": FactSubject.PROPERTY}
FAULTS: Final = {
    "tamper": "tamper.triggered",
    "offline-code": "offline.vendor-code",
    "pin-key": "key.pin-missing",
    "working-key": "key.working-stale",
    "clock": "clock.wrong",
}
"""Id of a rule to its fault, the worst first."""
_READ_OFF: Final = {"tampered": "tamper", "offline-code": "offline-code", "no-key": "pin-key"}
"""What a person may read on a screen, to the rule it decides."""

Told = dict[str, tuple[bool | None, Evidence]]
_Place = tuple[str, str]
_Reading = Generator[Step, Received, list[bool | None]]


class SecurityStateCheck:
    """Suits every terminal that tells something of itself or has a screen to say it."""

    id = "security-state"
    order = 5
    claims = frozenset(FAULTS.values())

    def applies(self, profile: Profile) -> bool:
        """Not where nobody could tell: nothing judged is no pass."""
        return profile.kind == "terminal" and (bool(profile.security) or _has_screen(profile))

    def run(self, context: Context) -> Steps:
        """See ``Check``."""
        told: Told = {}
        rules = context.profile.security
        read: dict[_Place, list[bool | None]] = {}
        for number, rule in enumerate(rules):
            yield Progress(number, len(rules) + 1, message("do.security"))
            place = (rule.kind, rule.where)
            if rule.kind != "identity" and place not in read:
                read[place] = yield from _read(
                    context, [other for other in rules if (other.kind, other.where) == place]
                )
            kept = _in_identity(context, rule) if rule.kind == "identity" else read[place].pop(0)
            before = told.get(rule.id, (True, Evidence.IDENTIFIED))[0]
            told[rule.id] = (_both(before, kept), Evidence.IDENTIFIED)
        bad = any(kept is False for kept, _ in told.values())
        unknown = [rule for rule in _READ_OFF.values() if told.get(rule, (None, None))[0] is None]
        if unknown and not bad and _has_screen(context.profile):
            yield Progress(len(rules), len(rules) + 1, message("do.read_screen"))
            answer = yield Ask(_question())
            said = answer.choice if isinstance(answer, Answer) else CANNOT_TELL
            told |= {rule: (_read_off(said, rule), Evidence.OPERATOR) for rule in unknown}
            told |= {_READ_OFF[said]: (False, Evidence.OPERATOR)} if said in _READ_OFF else {}
        return _result(context, told)


def _has_screen(profile: Profile) -> bool:
    """A pad without a screen shows nothing that a person could read off; of a unit without a link nobody knows."""
    return profile.display is not None or profile.screen_readable or profile.protocol == "none"


def _question() -> Question:
    choices = (Choice("none-of-these", Tone.GOOD), *(Choice(said, Tone.BAD) for said in _READ_OFF))
    return Question("security.screen", message("ask.security_screen"), choices)


def _read_off(said: str, rule: str) -> bool | None:
    """What an answer says of one rule: a screen shows the worst alone, so another message leaves it open."""
    return True if said == "none-of-these" else False if _READ_OFF.get(said) == rule else None


def _both(one: bool | None, other: bool | None) -> bool | None:
    return False if False in (one, other) else None if None in (one, other) else True


def _read(context: Context, rules: list[SecurityRule]) -> _Reading:
    """Whether each rule about one place is kept; None where the unit does not tell.

    All at once, so that no answer that comes late is taken for the answer about another rule.
    """
    if not context.profile.can(Capability.FILES):
        return [None for _ in rules]
    patterns = tuple(rule.pattern for rule in rules)
    command = ReadFacts(_SUBJECTS[rules[0].kind], rules[0].where, patterns, _MOST_BYTES, False, "")
    got = yield from read_facts(command, _ANSWER_S)
    told = [found for name, found in got.items if name == "matched"] if got is not None else []
    if len(told) != len(rules):
        return [None for _ in rules]
    return [(found == "1") is rule.wanted for found, rule in zip(told, rules, strict=True)]


def _in_identity(context: Context, rule: SecurityRule) -> bool | None:
    identity = context.now.state.identity
    items = [identity.get(name.strip()) for name in rule.where.split(",")] if identity else []
    said = [item for item in items if item]
    return (re.search(rule.pattern, " / ".join(said)) is not None) is rule.wanted if said else None


def _result(context: Context, told: Told) -> CheckResult:
    measurements = tuple(_measure(context, rule, *told[rule]) for rule in FAULTS if rule in told)
    findings = tuple(
        Finding(fault, "", told[rule][1]) for rule, fault in FAULTS.items() if rule in told and told[rule][0] is False
    )
    rows = [(rule, "unknown" if kept is None else "good" if kept else "bad") for rule, (kept, _) in told.items()]
    return CheckResult(
        "security-state", outcome_of(measurements), measurements, findings, kept=(keep("security", rows),)
    )


def _measure(context: Context, rule: str, kept: bool | None, evidence: Evidence) -> Measurement:
    """1: as it should be, 0: not. An old working key and a wrong clock cost a sign-on, not the unit."""
    value = None if kept is None else float(kept)
    found = measured(context.profile, "security.state", value, evidence, rule)
    return replace(found, required=rule in _READ_OFF.values())


CHECK = SecurityStateCheck()
