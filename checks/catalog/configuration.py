"""Settings against the model's rules: lock-outs, permissions, secrets in clear. What was read is judged and forgotten."""

from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import Final, Literal

from checks.baseline import Sample
from checks.check import Context
from checks.comparison import differing
from checks.measurement import CheckResult, Evidence, Finding, Measurement, keep, measured, message, outcome_of
from checks.steps import Await, Progress, Received, Send, Step, Steps
from devices.capability import Capability
from devices.commands import ReadFacts
from devices.events import CommandFailed, FactsRead, FactSubject, Stamped
from devices.profile import Profile
from devices.software_rules import FileRule, SettingRule

_ANSWER_S: Final = 30.0
_MOST_BYTES: Final = 65_536
_SUBJECTS: Final = {"file": FactSubject.FILE, "property": FactSubject.PROPERTY}

Kind = Literal["file", "property"]
Asked = Generator[Step, Received, FactsRead | None]


@dataclass(frozen=True, slots=True)
class _Place:
    """One file or property with all that is asked of it."""

    kind: Kind
    where: str
    rules: tuple[SettingRule, ...] = ()
    file: FileRule | None = None

    def command(self) -> ReadFacts:
        """Reads it once."""
        patterns, ignore = tuple(rule.pattern for rule in self.rules), self.file.ignore if self.file else ""
        return ReadFacts(_SUBJECTS[self.kind], self.where, patterns, _MOST_BYTES, self.file is not None, ignore)


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
            "configuration.no-pin-limit",
            "configuration.debug-enabled",
            "configuration.differs",
            "configuration.unread",
        }
    )

    def applies(self, profile: Profile) -> bool:
        """Models with rules."""
        return profile.can(Capability.FILES) and bool(profile.settings or profile.files)

    def run(self, context: Context) -> Steps:
        """See ``Check``."""
        places = _places(context.profile)
        matched: dict[str, bool | None] = {}
        digests: dict[str, str] = {}
        for number, place in enumerate(places):
            yield Progress(number, len(places), message("do.read_settings"))
            facts = yield from _read(place)
            matched |= {rule.id: found for rule, found in zip(place.rules, _matches(place, facts), strict=True)}
            digest = _digest(facts) if place.file else None
            if digest is not None:
                digests[place.where] = digest
        return _result(context, matched, digests)


def _places(profile: Profile) -> tuple[_Place, ...]:
    """Each file and property once, in the order in which the profile names them."""
    files = {rule.where: rule for rule in profile.files}
    named: list[tuple[Kind, str]] = [(rule.kind, rule.where) for rule in profile.settings]
    named += [("file", where) for where in files]
    return tuple(
        _Place(
            kind,
            where,
            tuple(rule for rule in profile.settings if (rule.kind, rule.where) == (kind, where)),
            files.get(where) if kind == "file" else None,
        )
        for kind, where in dict.fromkeys(named)
    )


def _read(place: _Place) -> Asked:
    command = place.command()
    yield Send(command)
    got = yield Await((FactsRead, CommandFailed), _ANSWER_S, lambda event: _about(event, command))
    event = got.event if isinstance(got, Stamped) else None
    return event if isinstance(event, FactsRead) else None


def _about(event: object, command: ReadFacts) -> bool:
    """An answer that comes late, after another place was asked about, must not be taken for its answer."""
    if isinstance(event, FactsRead):
        return (event.subject, event.about) == (command.subject, command.about)
    return isinstance(event, CommandFailed) and event.command == ReadFacts.__name__


def _matches(place: _Place, facts: FactsRead | None) -> list[bool | None]:
    """Whether each pattern was found; None where the text could not be read."""
    told = [value == "1" for name, value in facts.items if name == "matched"] if facts else []
    if len(told) == len(place.rules):
        return list(told)
    absent = facts is not None and facts.get("error") == "missing"
    return [False if absent and rule.optional else None for rule in place.rules]


def _digest(facts: FactsRead | None) -> str | None:
    """None where nobody knows; empty for a file that is not there."""
    if facts is None:
        return None
    return "" if facts.get("error") == "missing" else facts.get("sha256")


def _result(context: Context, matched: dict[str, bool | None], digests: dict[str, str]) -> CheckResult:
    rules = context.profile.settings
    measurements = [_measure(context, rule, matched[rule.id]) for rule in rules]
    findings = [
        Finding(rule.fault, rule.where, Evidence.IDENTIFIED) for rule in rules if matched[rule.id] is (not rule.wanted)
    ]
    findings += [Finding("configuration.unread", rule.where) for rule in rules if matched[rule.id] is None]
    settings = [(rule.id, "kept" if found is rule.wanted else "broken") for rule in rules
                if (found := matched[rule.id]) is not None]  # fmt: skip
    sample = Sample(settings=tuple(settings) or None, files=tuple(digests.items()) or None)
    held = differing(context, "configuration", sample)
    findings += held.findings
    measurements += held.measurements
    kept = (keep("settings", settings), keep("files", digests.items()), *held.kept)
    return CheckResult(
        "configuration", outcome_of(measurements), tuple(measurements), tuple(findings), held.notes, kept=kept
    )


def _measure(context: Context, rule: SettingRule, matched: bool | None) -> Measurement:
    """1: as it should be, 0: not; None where it could not be read."""
    value = None if matched is None else float(matched is rule.wanted)
    found = measured(context.profile, "configuration.rule", value, Evidence.IDENTIFIED, rule.id)
    return replace(found, required=rule.required)


CHECK = ConfigurationCheck()
