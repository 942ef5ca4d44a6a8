"""The lead's overview: which model, which key, which cause; first-pass yield, time per unit, agreement between operators;
and what is due by a rule. Pure. All rules and spans are our own.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from checks.moments import parse_time

AGAIN_DAYS: Final = 30.0
"""Two operators' words on one unit are compared where they are no farther apart."""
YEAR_DAYS: Final = 365.0
_FAILED_OFTEN: Final = 3
_DECIDED: Final = ("pass", "fail")
_MOST: Final = 500


@dataclass(frozen=True, slots=True)
class Fact:
    """What an overview needs of one inspection. ``before`` is set where it is a re-test. Times are UTC, ISO 8601."""

    id: str
    started: str
    ended: str
    unit: str
    """Serial number in one writing; empty where nobody knows it."""
    serial: str
    profile: str
    model: str
    operator: str
    verdict: str
    before: str = ""
    waived: bool = False
    """Whether a pass rests on somebody's word."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many inspections had it: a cause, or a fault at a place."""

    profile: str
    what: str
    subject: str
    inspections: int


@dataclass(frozen=True, slots=True)
class Model:
    """One model. ``first_pass``: the share of its units that passed when tested first, by no concession; None without units."""

    profile: str
    name: str
    inspections: int
    units: int
    failed: int
    first_pass: float | None
    minutes: float | None
    """The middle of the time of an inspection that is no re-test."""


@dataclass(frozen=True, slots=True)
class Operator:
    """One operator. ``agreed`` of ``compared``: where another one tested the same unit within 30 days, no repair between."""

    name: str
    inspections: int
    failed: int
    minutes: float | None
    compared: int
    agreed: int


@dataclass(frozen=True, slots=True)
class Due:
    """A unit that a rule calls for: ``marginal`` (one value marginal twice running), ``failing`` (failed three times within
    a year), ``long-ago`` (not tested for a year). ``count`` and ``days`` are what the rule counted.
    """

    rule: str
    serial: str
    model: str
    profile: str
    last: str
    count: int
    days: float
    name: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """Over one span of time."""

    inspections: int
    units: int
    first_pass: float | None
    minutes: float | None
    compared: int
    agreed: int
    models: tuple[Model, ...]
    operators: tuple[Operator, ...]
    keys: tuple[Count, ...]
    causes: tuple[Count, ...]
    faults: tuple[Count, ...]
    due: tuple[Due, ...]


def overview_of(
    facts: Sequence[Fact], faults: Iterable[Count], causes: Iterable[Count], due: Iterable[Due] = ()
) -> Overview:
    """``facts`` in the order of time."""
    every = tuple(faults)
    pairs = _pairs(facts)
    first = _first(facts)
    agreed = sum(one.verdict == other.verdict for one, other in pairs)
    keys = tuple(count for count in every if count.what.startswith("keypad.") and count.subject)
    return Overview(
        len(facts),
        len(first),
        _yield(first),
        _minutes(facts),
        len(pairs),
        agreed,
        _models(facts),
        _operators(facts, pairs),
        _most(_by_key(keys)),
        _most(causes),
        _most(_by_fault(every)),
        tuple(due),
    )


def failing(facts: Sequence[Fact], now: str) -> tuple[Due, ...]:
    """Units that failed again and again, re-tests aside."""
    found: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.unit and fact.verdict == "fail" and not fact.before and _days(fact.ended, now) <= YEAR_DAYS:
            found[fact.unit].append(fact)
    many = [rows for rows in found.values() if len(rows) >= _FAILED_OFTEN]
    return tuple(
        Due("failing", r[-1].serial, r[-1].model, r[-1].profile, r[-1].ended, len(r), _days(r[0].ended, r[-1].ended))
        for r in sorted(many, key=len, reverse=True)
    )


def marginal(facts: Sequence[Fact], values: Iterable[tuple[str, str, str]]) -> tuple[Due, ...]:
    """Units whose last two inspections had the same value marginal. ``values``: inspection, name, subject."""
    last: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.unit:
            last[fact.unit] = [*last[fact.unit][-1:], fact]
    soft: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for inspection, name, subject in values:
        soft[inspection].add((name, subject))
    found = []
    for rows in last.values():
        if len(rows) == 2:
            one, other = rows
            for name, subject in sorted(soft[one.id] & soft[other.id]):
                days = _days(one.ended, other.ended)
                found.append(
                    Due("marginal", other.serial, other.model, other.profile, other.ended, 2, days, name, subject)
                )
    return tuple(found[:_MOST])


def long_ago(units: Iterable[tuple[str, str, str, str]], now: str) -> tuple[Due, ...]:
    """Units that nobody tested for a year. ``units``: serial number, model, profile, last inspection."""
    rows = [(serial, model, profile, last, _days(last, now)) for serial, model, profile, last in units]
    late = [row for row in rows if row[4] > YEAR_DAYS]
    return tuple(Due("long-ago", s, m, p, last, 1, days) for s, m, p, last, days in late[:_MOST])


def _first(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """Of each unit its first inspection in the span that is no re-test; nameless units one by one."""
    found: dict[str, Fact] = {}
    for fact in facts:
        if not fact.before:
            found.setdefault(fact.unit or fact.id, fact)
    return tuple(found.values())


def _yield(first: Sequence[Fact]) -> float | None:
    return sum(fact.verdict == "pass" and not fact.waived for fact in first) / len(first) if first else None


def _minutes(facts: Iterable[Fact]) -> float | None:
    """What a clock that was set meanwhile made negative tells nothing."""
    times = [_days(fact.started, fact.ended) * 1440 for fact in facts if not fact.before]
    told = [minutes for minutes in times if minutes >= 0]
    return median(told) if told else None


def _models(facts: Sequence[Fact]) -> tuple[Model, ...]:
    by_model: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_model[fact.profile].append(fact)
    made = []
    for profile, rows in by_model.items():
        first, failed = _first(rows), sum(fact.verdict == "fail" for fact in rows)
        made.append(Model(profile, rows[-1].model, len(rows), len(first), failed, _yield(first), _minutes(rows)))
    return tuple(sorted(made, key=lambda model: model.failed, reverse=True))


def _pairs(facts: Sequence[Fact]) -> tuple[tuple[Fact, Fact], ...]:
    """One unit, one after another, two operators, no repair between, both sure."""
    by_unit: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.unit:
            by_unit[fact.unit].append(fact)
    near = (pair for rows in by_unit.values() for pair in pairwise(rows))
    return tuple((one, other) for one, other in near if _comparable(one, other))


def _comparable(one: Fact, other: Fact) -> bool:
    names = {one.operator.strip().casefold(), other.operator.strip().casefold()}
    sure = all(fact.verdict in _DECIDED and not fact.waived for fact in (one, other))
    return (
        sure
        and not other.before
        and "" not in names
        and len(names) == 2
        and _days(one.ended, other.ended) <= AGAIN_DAYS
    )


def _operators(facts: Sequence[Fact], pairs: Sequence[tuple[Fact, Fact]]) -> tuple[Operator, ...]:
    rows: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.operator.strip():
            rows[fact.operator.strip()].append(fact)
    compared: Counter[str] = Counter()
    agreed: Counter[str] = Counter()
    for pair in pairs:
        for fact in pair:
            compared[fact.operator.strip()] += 1
            agreed[fact.operator.strip()] += pair[0].verdict == pair[1].verdict
    made = [
        Operator(name, len(own), sum(f.verdict == "fail" for f in own), _minutes(own), compared[name], agreed[name])
        for name, own in rows.items()
    ]
    return tuple(sorted(made, key=lambda operator: operator.inspections, reverse=True))


def _by_key(counts: Iterable[Count]) -> list[Count]:
    """Several keys of one finding count each."""
    sums: Counter[tuple[str, str]] = Counter()
    for count in counts:
        for key in count.subject.split(", "):
            sums[count.profile, key] += count.inspections
    return [Count(profile, "", key, number) for (profile, key), number in sums.items()]


def _by_fault(counts: Iterable[Count]) -> list[Count]:
    sums: Counter[str] = Counter()
    for count in counts:
        sums[count.what] += count.inspections
    return [Count("", what, "", number) for what, number in sums.items()]


def _most(counts: Iterable[Count]) -> tuple[Count, ...]:
    return tuple(sorted(counts, key=lambda count: -count.inspections)[:_MOST])


def _days(earlier: str, later: str) -> float:
    one, other = parse_time(earlier), parse_time(later)
    return 0.0 if one is None or other is None else (other - one).total_seconds() / 86400
