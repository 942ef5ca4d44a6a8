"""Checks and diagnoses as blocks of the page: each value with its limit, the limit's source, and how it was seen."""

from dataclasses import replace
from typing import Final

from checks.diagnosis import Diagnosis
from checks.measurement import CheckResult, Finding, Measurement, Message, Outcome
from checks.record import KeyRecord, PartToOrder
from checks.report.model import CheckBlock, DiagnosisBlock, MeasurementRow
from checks.report.phrases import Phrases, Text
from checks.report.plain import WORD
from devices.profile import Limit

_MOST_STEPS: Final = 10
_KEY_ARGUMENTS: Final = ("key", "keys", "got")
_MOST_FINDINGS: Final = 200


class Subjects:
    """Names for what a value or a fault belongs to: a key by its legend, a pattern by its name, else as called."""

    def __init__(self, keys: tuple[KeyRecord, ...], phrases: Phrases) -> None:
        self._keys = {key.key: key.legend for key in keys if key.legend}
        self._phrases = phrases

    def name(self, subject: str) -> Text:
        """The name of one subject; empty for none."""
        if subject in self._keys:
            return self._phrases.local(self._keys[subject])
        parts = tuple(subject[:WORD].split(", "))
        if len(parts) > 1 and all(part in self._keys for part in parts):
            return self.names(parts)
        return self._phrases.first_known((f"pattern.{subject}", f"report.channel.{subject}", subject), subject)

    def say(self, message: Message) -> Text:
        """A sentence that names keys by their legends."""
        named = {name: self.name(str(value)) for name, value in message.args if name in _KEY_ARGUMENTS}
        return tuple(
            self._phrases.say(
                Message(message.id, tuple((n, named[n][index] if n in named else v) for n, v in message.args))
            )[index]
            for index in range(len(self._phrases.words))
        )

    def names(self, subjects: tuple[str, ...]) -> Text:
        """Several, in a row."""
        return self._phrases.join("report.join", *(self.name(subject) for subject in subjects[:24]))


def check_block(result: CheckResult, phrases: Phrases, subjects: Subjects, most: int) -> CheckBlock:
    """Everything one check found, in words, ``most`` rows of each kind."""
    left_out = max(0, len(result.measurements) - most) + max(0, len(result.findings) - _MOST_FINDINGS)
    return CheckBlock(
        title=phrases.either(f"check.{result.check}", result.check),
        outcome=result.outcome.value,
        outcome_text=phrases.text(f"outcome.{result.outcome.value}"),
        summary=_summary(result, phrases),
        measurements=tuple(_row(m, phrases, subjects) for m in result.measurements[:most]),
        findings=finding_texts(result.findings, phrases, subjects, most),
        notes=tuple(phrases.say(note) for note in result.notes[:_MOST_STEPS]),
        more=phrases.text("report.more", count=left_out) if left_out else phrases.same(""),
    )


def _summary(result: CheckResult, phrases: Phrases) -> Text:
    counts = {outcome: sum(m.outcome is outcome for m in result.measurements if m.observable) for outcome in Outcome}
    parts = [
        phrases.text("report.counted", count=count, outcome_id=f"outcome.{outcome.value}")
        for outcome, count in counts.items()
        if count
    ]
    hidden = sum(not m.observable for m in result.measurements)
    if hidden:
        parts.append(phrases.text("report.counted", count=hidden, outcome_id="report.not_observable"))
    if result.restarts:
        parts.append(phrases.text("report.restarts", count=result.restarts))
    if not result.required:
        parts.append(phrases.text("report.informative"))
    if result.waiver is not None:
        parts.append(phrases.text("report.waived.summary", was_id=f"outcome.{result.waiver.was.value}"))
    return phrases.join("report.join", *parts)


def _row(measurement: Measurement, phrases: Phrases, subjects: Subjects) -> MeasurementRow:
    limit = measurement.limit
    seen = measurement.observable
    return MeasurementRow(
        what=phrases.either(f"limit.{measurement.limit_id}", measurement.limit_id),
        subject=subjects.name(measurement.subject),
        value=_value(measurement, phrases),
        band=_band(limit, phrases) if limit else phrases.same(""),
        marginal=phrases.band(limit.marginal, limit.unit) if limit and limit.marginal else phrases.same(""),
        own=phrases.text("report.own_default") if limit and limit.own else phrases.same(""),
        source=phrases.source(measurement.limit_id, limit.source) if limit else phrases.same(""),
        evidence=phrases.text(f"evidence.{measurement.evidence.value}") if seen else phrases.same(""),
        resolution=_resolution(measurement, phrases),
        outcome=measurement.outcome.value if seen else "not-observable",
        outcome_text=phrases.text(f"outcome.{measurement.outcome.value}" if seen else "report.not_observable"),
        tag=phrases.same("") if measurement.required or not seen else phrases.text("report.informative"),
        note=phrases.say(measurement.note) if measurement.note else phrases.same(""),
    )


def _yes_or_no(limit: Limit | None) -> bool:
    return limit is not None and not limit.unit and limit.normal.low == 1


def _value(measurement: Measurement, phrases: Phrases) -> Text:
    if measurement.value is not None and _yes_or_no(measurement.limit):
        return phrases.text("window.result.matches" if measurement.value else "window.result.differs")
    return phrases.quantity(measurement.value, measurement.unit, measurement.resolution)


def _band(limit: Limit, phrases: Phrases) -> Text:
    return phrases.text("window.result.must_match") if _yes_or_no(limit) else phrases.band(limit.normal, limit.unit)


def _resolution(measurement: Measurement, phrases: Phrases) -> Text:
    step = measurement.resolution
    if step is None:
        return phrases.same("")
    return phrases.quantity(step, measurement.unit)


def finding_texts(findings: tuple[Finding, ...], phrases: Phrases, subjects: Subjects, most: int) -> tuple[Text, ...]:
    """Faults with their places and how they were seen; the same fault at several places in one line."""
    groups: dict[Finding, list[str]] = {}
    for finding in findings[:_MOST_FINDINGS]:
        groups.setdefault(replace(finding, subject=""), []).append(finding.subject)
    return tuple(_finding(kind, tuple(where), phrases, subjects) for kind, where in list(groups.items())[:most])


def _finding(kind: Finding, where: tuple[str, ...], phrases: Phrases, subjects: Subjects) -> Text:
    told = phrases.either(f"fault.{kind.fault}", kind.fault)
    if any(where):
        told = phrases.join("report.colon", told, subjects.names(where))
    told = phrases.join("report.bracket", told, subjects.say(kind.note)) if kind.note else told
    return phrases.join("report.bracket", told, phrases.text(f"evidence.{kind.evidence.value}"))


def diagnosis_block(
    diagnosis: Diagnosis, phrases: Phrases, subjects: Subjects, known: PartToOrder | None = None
) -> DiagnosisBlock:
    """A cause with its cure, in words. ``known`` is what shop or model call its part."""
    share = round(min(1.0, max(0.0, diagnosis.confidence)) * 100) if diagnosis.confidence == diagnosis.confidence else 0
    grade = "high" if share >= 80 else "medium" if share >= 50 else "low"
    part = diagnosis.part
    return DiagnosisBlock(
        cause=phrases.either(f"cause.{diagnosis.cause.removeprefix('cause.')}", diagnosis.cause),
        confidence=share,
        confidence_text=phrases.text("report.confidence", percent=share, grade_id=f"report.confidence.{grade}"),
        subjects=subjects.names(diagnosis.subjects),
        rests_on=finding_texts(diagnosis.rests_on, phrases, subjects, _MOST_STEPS),
        remedy=tuple(subjects.say(step) for step in diagnosis.remedy[:_MOST_STEPS]),
        beside=_beside(diagnosis, phrases),
        part=part_name(part, phrases, known) if part else phrases.same(""),
        retest=phrases.join("report.join", *(phrases.either(f"check.{c}", c) for c in diagnosis.retest[:_MOST_STEPS])),
        decide_by=subjects.say(diagnosis.decide_by) if diagnosis.decide_by else phrases.same(""),
        do_not_open=diagnosis.do_not_open,
    )


def part_name(part: str, phrases: Phrases, known: PartToOrder | None = None) -> Text:
    """A part by its own name where one is known, else by its role, and the code to order it by."""
    own = phrases.local(known.name) if known is not None and any(known.name.values()) else None
    name = own or phrases.first_known((f"part.{part}", f"report.part.{part}"), part)
    return phrases.join("report.bracket", name, phrases.same(known.code if known is not None else "", 60))


def _beside(diagnosis: Diagnosis, phrases: Phrases) -> tuple[Text, ...]:
    """What belongs to the steps: guards, whom to call, the time, and other causes that the same cure takes away."""
    lines = [phrases.say(guard) for guard in diagnosis.guards[:_MOST_STEPS]]
    if diagnosis.call:
        lines.append(phrases.first_known((f"call.{diagnosis.call}",), diagnosis.call))
    if diagnosis.minutes > 0:
        time = phrases.text("report.minutes", minutes=diagnosis.minutes)
        lines.append(phrases.join("report.colon", phrases.text("report.label.minutes"), time))
    if diagnosis.also:
        also = phrases.join("report.join", *(phrases.either(c, c) for c in diagnosis.also[:_MOST_STEPS]))
        lines.append(phrases.join("report.colon", phrases.text("report.label.also"), also))
    return tuple(lines)
