"""Before and after a repair as a block of the page: what is different first, and what of it was not tested again."""

from typing import Final

from checks.before import Before
from checks.handling import Handling
from checks.measurement import Finding, Measurement, Outcome, Overall
from checks.record import Record
from checks.report.blocks import Subjects, finding_texts
from checks.report.model import ChangeRow, RetestBlock, Row
from checks.report.phrases import Phrases, Text
from checks.report.plain import plain
from checks.report.repair import part_name
from checks.report.waived import waiver_text
from checks.retest import (
    Became,
    Change,
    Value,
    Who,
    became_id,
    before_of,
    between,
    changes,
    same_unit,
    was_repaired,
    who_was,
)

_MOST: Final = 24
_FEW: Final = 4


def repeated(record: Record, phrases: Phrases) -> Text:
    """The sentence nobody may overlook: only these checks were repeated."""
    assert record.before is not None
    names = _names(tuple(result.check for result in record.results), phrases)
    when = phrases.moment(record.before.ended)
    return tuple(
        words.text("report.banner.retest", checks=names[index], when=when[index])
        for index, words in enumerate(phrases.words)
    )


def retest_block(record: Record, phrases: Phrases) -> RetestBlock | None:
    """None where this was no re-test."""
    before = record.before
    if before is None:
        return None
    subjects = Subjects(record.keys, phrases)
    return _block(repeated(record, phrases), before, record.handling, record, phrases, subjects, True)


def compared_block(first: Record, second: Record, phrases: Phrases, subjects: Subjects) -> RetestBlock:
    """Two inspections of one unit, whether the second is a re-test of the first or an inspection of its own."""
    repaired = was_repaired(first, second)
    return _block(phrases.same(""), before_of(first), between(first, second), second, phrases, subjects, repaired)


def _block(sentence: Text, before: Before, handling: Handling, record: Record, phrases: Phrases,
           subjects: Subjects, repaired: bool) -> RetestBlock:  # fmt: skip
    """``repaired``: whether a repair lies between the two."""
    return RetestBlock(
        sentence=sentence,
        before=_inspection(before, phrases),
        between=_between(handling, phrases, repaired),
        after=_now(record, before, phrases),
        rows=tuple(_row(change, phrases, subjects, repaired) for change in changes(before, record.results)[:_MOST]),
    )


def _inspection(before: Before, phrases: Phrases) -> tuple[Row, ...]:
    rows = (
        *_verdict(before.overall, phrases),
        Row(phrases.text("report.row.ended"), phrases.moment(before.ended)),
        Row(phrases.text("report.row.operator"), phrases.same(before.operator, 60)),
        Row(phrases.text("report.row.record"), phrases.same(before.id, 13)),
    )
    return tuple(row for row in rows if row.value[0])


def _now(record: Record, before: Before, phrases: Phrases) -> tuple[Row, ...]:
    unit = record.unit
    same = same_unit(who_was(before), Who(unit.profile, unit.serial, unit.sticker_serial))
    told = {True: "yes", False: "no", None: "unknown"}[same]
    tone = {True: Outcome.PASS, False: Outcome.FAIL, None: Outcome.NOT_JUDGED}[same].value
    rows = (
        *_verdict(record.overall, phrases),
        Row(phrases.text("report.row.ended"), phrases.moment(record.ended)),
        Row(phrases.text("report.row.operator"), phrases.same(record.operator, 60)),
        Row(phrases.text("report.row.record"), phrases.same(record.id, 13)),
        Row(phrases.text("retest.same_unit"), phrases.text(f"retest.same_unit.{told}"), tone),
    )
    return tuple(row for row in rows if row.value[0])


def _verdict(overall: Overall, phrases: Phrases) -> tuple[Row, ...]:
    tone = {"pass": Outcome.PASS, "fail": Outcome.FAIL}.get(overall.verdict.value, Outcome.NOT_JUDGED).value
    word = phrases.text(f"verdict.{overall.verdict_word}")
    tone = Outcome.WAIVED.value if overall.conceded else tone
    failed = overall.failed or overall.undecided
    name = "report.rests.failed" if overall.failed else "report.rests.undecided"
    return (
        Row(phrases.text("retest.verdict"), word, tone),
        *((Row(phrases.text(name), _names(failed, phrases)),) if failed else ()),
        *((Row(phrases.text("report.rests.waived"), _names(overall.waived, phrases)),) if overall.waived else ()),
    )


def _between(told: Handling, phrases: Phrases, repaired: bool) -> tuple[Row, ...]:
    parts = [
        phrases.text(
            "retest.part", count=used.quantity, part=plain(f"{part_name(used, phrases)[0]} {used.code}".strip(), 80)
        )
        for used in told.parts[:_FEW]
    ]
    if not told.repaired:
        about = "repair.row.notes" if repaired else "comparison.noted"
        return (Row(phrases.text(about), phrases.text("retest.nothing_noted")),)
    rows = (
        Row(phrases.text("report.label.part_used"), phrases.join("report.join", *parts)),
        Row(phrases.text("repair.row.notes"), phrases.same(told.notes, 600)),
        Row(phrases.text("report.label.steps_done"), phrases.text("retest.steps", count=len(told.steps))),
    )
    return tuple(row for row in rows[:2] if row.value[0]) + (rows[2:] if told.steps else ())


def _names(checks: tuple[str, ...], phrases: Phrases) -> Text:
    return phrases.join("report.join", *(phrases.either(f"check.{c}", plain(c, 40)) for c in checks[:24]))


def _row(change: Change, phrases: Phrases, subjects: Subjects, repaired: bool) -> ChangeRow:
    return ChangeRow(
        check=phrases.either(f"check.{change.check}", change.check),
        before=change.before.value if change.before else "",
        before_text=_outcome(change.before, phrases),
        after=change.after.value if change.after else "",
        after_text=_outcome(change.after, phrases),
        became=phrases.text(became_id(change.became, repaired)),
        different=change.became not in (Became.SAME, Became.NOT_REPEATED),
        details=(
            *(waiver_text(waiver, phrases) for waiver in change.waived),
            *_findings("gone", change.gone, phrases, subjects),
            *_findings("left", change.left, phrases, subjects),
            *_findings("new", change.new, phrases, subjects),
            *(_value(value, phrases, subjects) for value in change.values[:_FEW]),
        ),
    )


def _outcome(outcome: Outcome | None, phrases: Phrases) -> Text:
    return phrases.text(f"outcome.{outcome.value}") if outcome else phrases.same("\u2013")


def _findings(kind: str, found: tuple[Finding, ...], phrases: Phrases, subjects: Subjects) -> tuple[Text, ...]:
    told = finding_texts(found, phrases, subjects, _FEW)
    return tuple(phrases.join("report.colon", phrases.text(f"retest.fault.{kind}"), text) for text in told)


def _value(value: Value, phrases: Phrases, subjects: Subjects) -> Text:
    what = phrases.either(f"limit.{value.limit_id}", value.limit_id)
    what = phrases.join("report.join", what, subjects.name(value.subject)) if value.subject else what
    then, now = _figure(value.before, phrases), _figure(value.after, phrases)
    told = tuple(f"{a} \u2192 {b}" for a, b in zip(then, now, strict=True))
    return phrases.join("report.colon", what, told)


def _figure(measurement: Measurement | None, phrases: Phrases) -> Text:
    if measurement is None:
        return phrases.quantity(None, "")
    return phrases.quantity(measurement.value, measurement.unit, measurement.resolution)
