"""Questions over many inspections at once, as the overview and the trends ask them. The sums are made where the rows lie."""

from typing import Any, Final

import sqlalchemy as sa

from checks.history.drift import LEAST
from checks.history.overview import Count, Fact
from checks.history.schema import FINDING, INSPECTION, MEASURED, NAMED
from checks.history.trends import WATCHED, Of, Point
from checks.moments import parse_time

_I: Final = INSPECTION.c
_MOST: Final = 500


def span(since: str, until: str) -> list[sa.ColumnElement[bool]]:
    """Of real units only: what a demonstration wears out is nothing."""
    found: list[sa.ColumnElement[bool]] = [_I.demonstration == sa.false()]
    if since:
        found.append(_I.ended >= since)
    if until:
        found.append(_I.ended < until)
    return found


def facts(connection: sa.Connection, since: str, until: str) -> tuple[Fact, ...]:
    """Every inspection of a span, the oldest first."""
    columns = (
        _I.id, _I.started, _I.ended, _I.serial_key, _I.serial, _I.profile, _I.model, _I.operator, _I.verdict, _I.before,
        _I.waived,
    )  # fmt: skip
    query = sa.select(*columns).where(*span(since, until)).order_by(_I.ended, _I.id)
    return tuple(Fact(*tuple(row)) for row in connection.execute(query))


def faults(connection: sa.Connection, since: str, until: str) -> tuple[Count, ...]:
    """How often each fault was found at each place of each model."""
    many = sa.func.count(sa.distinct(FINDING.c.inspection))
    query = sa.select(_I.profile, FINDING.c.fault, FINDING.c.subject, many).join(FINDING, FINDING.c.inspection == _I.id)
    query = query.where(*span(since, until)).group_by(_I.profile, FINDING.c.fault, FINDING.c.subject)
    return tuple(Count(*row) for row in connection.execute(query))


def causes(connection: sa.Connection, since: str, until: str) -> tuple[Count, ...]:
    """How often each cause was named first."""
    query = sa.select(NAMED.c.cause, sa.func.count()).join(INSPECTION, NAMED.c.inspection == _I.id)
    query = query.where(NAMED.c.place == 0, *span(since, until)).group_by(NAMED.c.cause)
    return tuple(Count("", cause, "", number) for cause, number in connection.execute(query))


def marginal(connection: sa.Connection, since: str, until: str) -> tuple[tuple[str, str, str], ...]:
    """Inspection, name and subject of every value that was marginal."""
    query = sa.select(MEASURED.c.inspection, MEASURED.c.name, MEASURED.c.subject)
    query = query.join(INSPECTION, MEASURED.c.inspection == _I.id)
    query = query.where(MEASURED.c.outcome == "marginal", *span(since, until))
    return tuple((inspection, name, subject) for inspection, name, subject in connection.execute(query))


def last_seen(connection: sa.Connection, before: str) -> tuple[tuple[str, str, str, str], ...]:
    """Units that were tested last before a moment: serial number, model, profile, when; those seen longest ago first."""
    last = sa.func.max(_I.ended)
    query = sa.select(sa.func.max(_I.serial), sa.func.max(_I.model), sa.func.max(_I.profile), last)
    query = query.where(_I.serial_key != "", *span("", "")).group_by(_I.serial_key)
    query = query.having(last < before).order_by(last).limit(_MOST)
    return tuple((serial, model, profile, when) for serial, model, profile, when in connection.execute(query))


def points(connection: sa.Connection, since: str, until: str, serial: str = "") -> list[Point]:
    """Values over time: of each unit that was tested often enough, of each order and model by the mean of each day."""
    found = _of_units(connection, since, until, serial)
    if not serial:
        for of, who in ((Of.ORDER, _I.work_order), (Of.MODEL, sa.literal(""))):
            found += _by_day(connection, of, who, since, until)
    return found


def _of_units(connection: sa.Connection, since: str, until: str, serial: str) -> list[Point]:
    often = sa.select(_I.serial_key).where(_I.serial_key != "", *span(since, until))
    if serial:
        often = often.where(_I.serial_key == serial)
    often = often.group_by(_I.serial_key).having(sa.func.count() >= LEAST)
    value = MEASURED.c
    query = sa.select(_I.serial, _I.serial_key, _I.profile, value.name, value.subject, _I.ended, value.value)
    query = query.join(MEASURED, value.inspection == _I.id)
    query = query.where(value.name.in_(WATCHED), _I.serial_key.in_(often), *span(since, until)).order_by(_I.ended)
    names: dict[str, str] = {}
    days: dict[str, float] = {}
    return [
        Point(Of.UNIT, names.setdefault(key, told), profile, name, subject, _day(days, ended), number)
        for told, key, profile, name, subject, ended, number in connection.execute(query)
    ]


def _by_day(connection: sa.Connection, of: Of, who: Any, since: str, until: str) -> list[Point]:
    day, value = sa.func.substr(_I.ended, 1, 10), MEASURED.c
    groups = (_I.profile, value.name, value.subject, day)
    whose = () if of is Of.MODEL else (who,)
    query = sa.select(who, *groups, sa.func.avg(value.value)).join(MEASURED, value.inspection == _I.id)
    query = query.where(value.name.in_(WATCHED), *span(since, until)).group_by(*whose, *groups)
    if of is Of.ORDER:
        query = query.where(_I.work_order != "")
    days: dict[str, float] = {}
    return [
        Point(of, name_of, profile, name, subject, _day(days, when), float(mean))
        for name_of, profile, name, subject, when, mean in connection.execute(query)
    ]


def _day(known: dict[str, float], iso: str) -> float:
    """Days since 1970; many rows share a moment."""
    if iso not in known:
        when = parse_time(iso)
        known[iso] = when.timestamp() / 86400 if when is not None else 0.0
    return known[iso]
