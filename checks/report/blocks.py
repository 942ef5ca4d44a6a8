"""Checks and diagnoses as blocks of the page: each value with its limit, the limit's source, and how it was seen."""

from typing import Final

from checks.diagnosis import Diagnosis
from checks.measurement import CheckResult, Finding, Measurement, Outcome
from checks.report.model import CheckBlock, DiagnosisBlock, MeasurementRow
from checks.report.phrases import Phrases, Text
from checks.report.plain import plain
from devices.profile import Limit

_MOST: Final = 60


def check_block(result: CheckResult, phrases: Phrases) -> CheckBlock:
    """Everything one check found, in words."""
    left_out = max(0, len(result.measurements) - _MOST) + max(0, len(result.findings) - _MOST)
    return CheckBlock(
        title=phrases.either(f"check.{result.check}", result.check),
        outcome=result.outcome.value,
        outcome_text=phrases.text(f"outcome.{result.outcome.value}"),
        summary=_summary(result, phrases),
        measurements=tuple(_row(m, phrases) for m in result.measurements[:_MOST]),
        findings=tuple(finding_text(f, phrases) for f in result.findings[:_MOST]),
        notes=tuple(phrases.say(note) for note in result.notes[:20]),
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
    return phrases.join("report.join", *parts)


def _row(measurement: Measurement, phrases: Phrases) -> MeasurementRow:
    limit = measurement.limit
    seen = measurement.observable
    return MeasurementRow(
        what=phrases.either(f"limit.{measurement.limit_id}", measurement.limit_id),
        subject=subject_text(measurement.subject, phrases),
        value=phrases.quantity(measurement.value, measurement.unit, measurement.resolution),
        band=phrases.band(limit.normal, limit.unit) if limit else phrases.same(""),
        marginal=phrases.band(limit.marginal, limit.unit) if limit and limit.marginal else phrases.same(""),
        source=_source(limit, measurement.limit_id, phrases),
        evidence=phrases.text(f"evidence.{measurement.evidence.value}") if seen else phrases.same(""),
        resolution=_resolution(measurement, phrases),
        outcome=measurement.outcome.value if seen else "not-observable",
        outcome_text=_outcome(measurement, phrases),
        note=phrases.say(measurement.note) if measurement.note else phrases.same(""),
    )


def _resolution(measurement: Measurement, phrases: Phrases) -> Text:
    step = measurement.resolution
    if step is None:
        return phrases.same("")
    return phrases.quantity(step, measurement.unit)


def _source(limit: Limit | None, limit_id: str, phrases: Phrases) -> Text:
    if limit is None:
        return phrases.same("")
    told = phrases.either(f"source.{limit_id}", limit.source) if limit.own else phrases.same(limit.source, 240)
    return phrases.join("report.colon", phrases.text("report.own_default"), told) if limit.own else told


def _outcome(measurement: Measurement, phrases: Phrases) -> Text:
    if not measurement.observable:
        return phrases.text("report.not_observable")
    word = phrases.text(f"outcome.{measurement.outcome.value}")
    return word if measurement.required else phrases.join("report.join", word, phrases.text("report.informative"))


def subject_text(subject: str, phrases: Phrases) -> Text:
    """What a value or fault belongs to, a key or a pattern: its name where the catalogues know one."""
    return phrases.either(f"subject.{subject}", plain(subject, 60)) if subject else phrases.same("")


def finding_text(finding: Finding, phrases: Phrases) -> Text:
    """A fault with its place and how it was seen."""
    name = phrases.either(f"fault.{finding.fault}", finding.fault)
    where = subject_text(finding.subject, phrases)
    told = phrases.join("report.colon", name, where) if finding.subject else name
    told = phrases.join("report.join", told, phrases.say(finding.note)) if finding.note else told
    seen = phrases.text(f"evidence.{finding.evidence.value}")
    return phrases.join("report.bracket", told, seen)


def diagnosis_block(diagnosis: Diagnosis, phrases: Phrases) -> DiagnosisBlock:
    """A cause with its cure, in words."""
    share = round(min(1.0, max(0.0, diagnosis.confidence)) * 100) if diagnosis.confidence == diagnosis.confidence else 0
    grade = "high" if share >= 80 else "medium" if share >= 50 else "low"
    part = diagnosis.part
    return DiagnosisBlock(
        cause=phrases.either(f"cause.{diagnosis.cause.removeprefix('cause.')}", diagnosis.cause),
        confidence=share,
        confidence_text=phrases.text("report.confidence", percent=share, grade_id=f"report.confidence.{grade}"),
        subjects=phrases.join("report.join", *(subject_text(s, phrases) for s in diagnosis.subjects[:30])),
        rests_on=tuple(finding_text(f, phrases) for f in diagnosis.rests_on[:12]),
        remedy=tuple(phrases.say(step) for step in diagnosis.remedy[:20]),
        part=phrases.either(f"part.{part}", part) if part else phrases.same(""),
        retest=phrases.join("report.join", *(phrases.either(f"check.{c}", c) for c in diagnosis.retest[:20])),
        decide_by=phrases.say(diagnosis.decide_by) if diagnosis.decide_by else phrases.same(""),
        do_not_open=diagnosis.do_not_open,
    )
