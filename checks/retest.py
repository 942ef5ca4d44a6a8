"""After a repair: which checks are repeated, what the unit's verdict is then, and what is different. Pure.

A re-test repeats what failed, what was left undecided and what a cure asks for. Every other check counts as it stood before,
a waived one with its waiver, and whoever shows the verdict must say so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from checks.before import Before
from checks.handling import Handling
from checks.measurement import CheckResult, Finding, Measurement, Outcome, Overall, Waiver, overall
from checks.record import Record
from checks.serials import serial_key

_BAD: Final = (Outcome.FAIL, Outcome.MARGINAL)
_MOST: Final = 200
"""Measurements and findings that are kept of one check."""


def before_of(record: Record) -> Before:
    """What a re-test keeps of an inspection; of one that was a re-test itself, what it rested on too."""
    results = tuple(_short(result) for result in (*record.results, *not_repeated(record.results, record.before)))
    known = {result.check for result in results}
    missing = tuple(CheckResult(c, Outcome.ABORTED) for c in record.overall.undecided if c not in known)
    causes = tuple(diagnosis.cause for diagnosis in record.diagnoses)
    asked_for = (check for diagnosis in record.diagnoses for check in diagnosis.retest)
    told = record.overall
    wanted = tuple(dict.fromkeys((*told.failed, *told.undecided, *told.marginal, *asked_for)))
    return Before(
        record.id,
        record.started,
        record.ended,
        record.unit.profile,
        record.unit.serial,
        record.unit.sticker_serial,
        record.operator,
        record.plan,
        record.overall,
        (*results, *missing),
        causes,
        wanted or told.waived,
    )


def _short(result: CheckResult) -> CheckResult:
    bad = tuple(m for m in result.measurements if m.observable and m.outcome in _BAD)
    found = result.findings[:_MOST]
    return CheckResult(result.check, result.outcome, bad[:_MOST], found, required=result.required, waiver=result.waiver)


def combined(results: Iterable[CheckResult], planned: Iterable[str], before: Before | None) -> Overall:
    """The unit's verdict: a check that is repeated by its new result, every other as it stood before."""
    now, again = tuple(results), tuple(planned)
    rest = tuple(r for r in before.results if r.check not in again) if before is not None else ()
    return overall((*now, *rest), (*again, *(result.check for result in rest)))


def not_repeated(results: Iterable[CheckResult], before: Before | None) -> tuple[CheckResult, ...]:
    """The checks of the inspection before that have no new result."""
    told = {result.check for result in results}
    return tuple(r for r in before.results if r.check not in told) if before is not None else ()


class Became(StrEnum):
    """What became of a check between two inspections, in the order of telling; the word is ``retest.became.<value>``."""

    WORSE = "worse"
    OPEN = "open"  # failed before, and nobody can tell now
    MENDED = "mended"
    BETTER = "better"  # and still not good
    OTHER = "other"  # as bad as before, for another reason
    NEW = "new"  # not tested before
    SAME = "same"
    NOT_REPEATED = "not-repeated"


@dataclass(frozen=True, slots=True)
class Value:
    """A measurement that was or is not good, before and after. None where it was good, or was not taken."""

    limit_id: str
    subject: str
    before: Measurement | None
    after: Measurement | None


@dataclass(frozen=True, slots=True)
class Change:
    """One check before and after. ``after`` is None where it was not repeated, ``before`` where it is new."""

    check: str
    became: Became
    before: Outcome | None
    after: Outcome | None
    gone: tuple[Finding, ...] = ()
    left: tuple[Finding, ...] = ()
    new: tuple[Finding, ...] = ()
    values: tuple[Value, ...] = ()
    waived: tuple[Waiver, ...] = ()
    """What was accepted on either side, the earlier first."""


_RANK: Final = (Outcome.PASS, Outcome.WAIVED, Outcome.MARGINAL)


def changes(before: Before, results: Sequence[CheckResult]) -> tuple[Change, ...]:
    """Every check of either inspection; what is different stands first."""
    repeated = tuple(_change(before.result(result.check), result) for result in results)
    rest = tuple(
        Change(r.check, Became.NOT_REPEATED, r.outcome, None, left=r.findings, waived=_waived(r))
        for r in not_repeated(results, before)
    )
    return tuple(sorted((*repeated, *rest), key=lambda change: _ORDER.index(change.became)))


_ORDER: Final = tuple(Became)


def _change(then: CheckResult | None, now: CheckResult) -> Change:
    were = then.findings if then is not None else ()
    places = {_place(finding) for finding in were}
    still = {_place(finding) for finding in now.findings}
    return Change(
        now.check,
        _became(then, now),
        then.outcome if then is not None else None,
        now.outcome,
        tuple(finding for finding in were if _place(finding) not in still),
        tuple(finding for finding in now.findings if _place(finding) in places),
        tuple(finding for finding in now.findings if _place(finding) not in places),
        _values(then, now),
        (*_waived(then), *_waived(now)),
    )


def _waived(result: CheckResult | None) -> tuple[Waiver, ...]:
    return (result.waiver,) if result is not None and result.waiver is not None else ()


def _place(finding: Finding) -> tuple[str, str]:
    return finding.fault, finding.subject


def _became(then: CheckResult | None, now: CheckResult) -> Became:
    if then is None:
        return Became.NEW
    one, other = _severity(then.found), _severity(now.found)  # nothing is mended by somebody's word
    if other < one:
        return {Outcome.PASS: Became.MENDED, Outcome.MARGINAL: Became.BETTER}.get(now.found, Became.OPEN)
    if other > one:
        return Became.WORSE
    same = then.found is now.found and {_place(f) for f in then.findings} == {_place(f) for f in now.findings}
    return Became.SAME if same else Became.OTHER


def _severity(outcome: Outcome) -> int:
    """Good, marginal, undecided, failed: what lies between counts alike."""
    if outcome in _RANK:
        return _RANK.index(outcome)
    return len(_RANK) + 1 if outcome is Outcome.FAIL else len(_RANK)


def _values(then: CheckResult | None, now: CheckResult) -> tuple[Value, ...]:
    after = {(m.limit_id, m.subject): m for m in now.measurements if m.observable}
    was = {(m.limit_id, m.subject): m for m in (then.measurements if then is not None else ())}
    bad = [place for place, m in after.items() if m.outcome in _BAD]
    places = dict.fromkeys((*was, *bad))
    # what is good is told of all keys or pictures at once, what is bad of each
    return tuple(Value(*place, was.get(place), after.get(place) or after.get((place[0], ""))) for place in places)


@dataclass(frozen=True, slots=True)
class Who:
    """What a unit is known by: its model, its own serial number, the one on its sticker."""

    profile: str
    serial: str
    sticker_serial: str


def same_unit(then: Who, now: Who) -> bool | None:
    """Whether both are one unit. None where nobody can tell: stickers that agree may have been read once and copied."""
    if then.profile != now.profile:
        return False
    if serial_key(then.serial) and serial_key(now.serial):
        return serial_key(then.serial) == serial_key(now.serial)
    stickers = {key for key in (serial_key(then.sticker_serial), serial_key(now.sticker_serial)) if key}
    return False if len(stickers) > 1 else None


def of_one_unit(first: Record, second: Record) -> bool | None:
    """The same for two records."""
    one, other = first.unit, second.unit
    return same_unit(
        Who(one.profile, one.serial, one.sticker_serial), Who(other.profile, other.serial, other.sticker_serial)
    )


def between(first: Record, second: Record) -> Handling:
    """What was written down between two inspections. A repair's notes go on into its re-test; else they are the first's."""
    retest = second.before is not None and second.before.id == first.id
    return second.handling if retest else first.handling


def was_repaired(first: Record, second: Record) -> bool:
    """Whether a repair lies between the two, as far as anybody said: what is different is else nobody's doing."""
    retest = second.before is not None and second.before.id == first.id
    return retest or between(first, second).repaired


def became_id(became: Became, repaired: bool) -> str:
    """The sentence for what became of a check; where nobody repaired anything it does not speak of a repair."""
    return f"retest.became.{became}" if repaired else f"comparison.became.{became}"


def side_id(side: str, repaired: bool) -> str:
    """The heading over one side of a comparison: ``before``, ``between`` or ``after``."""
    return f"report.label.{side}" if repaired else f"comparison.label.{side}"


def who_was(before: Before) -> Who:
    """The unit of the inspection before."""
    return Who(before.profile, before.serial, before.sticker_serial)
