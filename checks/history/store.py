"""Every past inspection, in SQLite or PostgreSQL: kept once each, searched, opened as it was. Imported late: it is heavy.

Any thread, one at a time. Foreign exceptions end here as ``HistoryError`` with a reason.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from checks.history import asking, overview
from checks.history.address import shown
from checks.history.entry import Entry, canonical, causes_of, compressed, entry_of, places_of, unpacked
from checks.history.overview import Overview
from checks.history.schema import FINDING, INSPECTION, MEASURED, NAMED
from checks.history.trends import Limits, Trends, trends_of
from checks.history.values import Value, values_of
from checks.history.wanted import Wanted
from checks.measurement import CONCEDED, Verdict
from checks.record import Record, RecordError
from checks.serials import serial_key

_MIGRATIONS: Final = Path(__file__).parent / "migrations"
_LOCK: Final = 0x506F7362  # "Posb": one bench at a time changes the tables of a server
_COLUMNS: Final = tuple(column for column in INSPECTION.c if column.name != "record")
_BUSY_S: Final = 5.0
_CONNECT_S: Final = 5


class HistoryError(Exception):
    """The history cannot be used; ``reason`` is the last part of a message id ``history.error.*``."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail

    @property
    def away(self) -> bool:
        """Whether trying again later may help."""
        return self.reason in ("away", "busy")


class History:
    """One database, by its SQLAlchemy URL. Opening it brings its tables up to date."""

    def __init__(self, url: str) -> None:
        try:
            self._engine = _engine(url)
        except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError, ModuleNotFoundError) as error:
            raise HistoryError("url", shown(url)) from error
        try:
            with self._told(), self._engine.begin() as connection:
                _up_to_date(connection)
        except HistoryError:
            self.close()
            raise

    def add(self, record: Record) -> bool:
        """Keep an inspection; false where the very same is kept already. A later state of it takes its place."""
        text = canonical(record)
        kept = _Kept(entry_of(record, text), compressed(text), values_of(record), places_of(record), causes_of(record))
        with self._told():
            try:
                with self._engine.begin() as connection:
                    return _put(connection, kept)
            except sa.exc.IntegrityError:  # another bench brought the same one at the same moment
                with self._engine.begin() as connection:
                    return _put(connection, kept)

    def search(self, wanted: Wanted) -> tuple[Entry, ...]:
        """The inspections that fit, the latest first."""
        query = sa.select(*_COLUMNS).where(*_conditions(wanted))
        query = query.order_by(INSPECTION.c.ended.desc(), INSPECTION.c.id).limit(wanted.limit).offset(wanted.offset)
        with self._reading() as connection:
            rows = connection.execute(query).all()
            faults = _faults(connection, [row.id for row in rows])
        return tuple(Entry(**row._asdict(), faults=faults.get(row.id, ())) for row in rows)

    def count(self, wanted: Wanted) -> int:
        """How many fit, whatever the limit."""
        query = sa.select(sa.func.count()).select_from(INSPECTION).where(*_conditions(wanted))
        with self._reading() as connection:
            return int(connection.execute(query).scalar_one())

    def record(self, inspection: str) -> Record:
        """A past inspection as it was. Raises ``HistoryError``."""
        query = sa.select(INSPECTION.c.record).where(INSPECTION.c.id == inspection)
        with self._reading() as connection:
            found = connection.execute(query).scalar_one_or_none()
        if found is None:
            raise HistoryError("none", inspection)
        try:
            return unpacked(bytes(found))
        except RecordError as error:
            raise HistoryError("damaged", f"{inspection}: {error}") from error

    def values(self, name: str, serial: str = "") -> tuple[tuple[Entry, Value], ...]:
        """Every value measured under that name, of one unit or of all, the oldest first."""
        query = (
            sa.select(*_COLUMNS, MEASURED.c.name, MEASURED.c.subject, MEASURED.c.value, MEASURED.c.outcome)
            .join(MEASURED, MEASURED.c.inspection == INSPECTION.c.id)
            .where(MEASURED.c.name == name)
            .order_by(INSPECTION.c.ended, INSPECTION.c.id)
        )
        if serial:
            query = query.where(INSPECTION.c.serial_key == serial_key(serial))
        with self._reading() as connection:
            rows = connection.execute(query).all()
        return tuple(_with_value(row._asdict()) for row in rows)

    def trends(self, limits: Limits, since: str = "", until: str = "", serial: str = "") -> Trends:
        """Who drifts towards a limit, and how each model wears; of one unit, or of all. Demonstrations are left out."""
        with self._reading() as connection:
            found = asking.points(connection, since, until, serial_key(serial))
        return trends_of(found, limits)

    def overview(self, now: str, since: str = "", until: str = "") -> Overview:
        """The lead's overview of a span, and what is due ``now`` (UTC, ISO 8601)."""
        with self._reading() as connection:
            facts = asking.facts(connection, since, until)
            faults, causes = asking.faults(connection, since, until), asking.causes(connection, since, until)
            soft = asking.marginal(connection, since, until)
            unseen = asking.last_seen(connection, now)
        due = (*overview.marginal(facts, soft), *overview.failing(facts, now), *overview.long_ago(unseen, now))
        return overview.overview_of(facts, faults, causes, due)

    def close(self) -> None:
        """Let go of the connections."""
        self._engine.dispose()

    @contextlib.contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        """A connection that waits for no writer and keeps none waiting."""
        with self._told(), self._engine.connect() as connection:
            yield connection.execution_options(writes=False)

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sa.exc.OperationalError as error:
            busy = "locked" in str(error.orig)
            raise HistoryError("busy" if busy else "away", _first_line(error.orig)) from error
        except sa.exc.SQLAlchemyError as error:
            raise HistoryError("damaged", _first_line(getattr(error, "orig", None) or error)) from error


def _engine(url: str) -> sa.Engine:
    target = sa.make_url(url)
    if target.get_backend_name() == "sqlite":
        if not target.database or target.database.startswith((":", "file:")):
            raise HistoryError("url", shown(url))  # a bench must not lose its record with its process
        Path(target.database).parent.mkdir(parents=True, exist_ok=True)
        engine = sa.create_engine(target, connect_args={"timeout": _BUSY_S})
        sa.event.listen(engine, "connect", _settle)
        sa.event.listen(engine, "begin", _begin)
        return engine
    return sa.create_engine(target, pool_pre_ping=True, connect_args={"connect_timeout": _CONNECT_S})


def _settle(connection: Any, _record: object) -> None:
    """SQLite as a record needs it; transactions are begun by us, so that two benches never half-read each other."""
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes", True) else "BEGIN")


def _up_to_date(connection: sa.Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    script = ScriptDirectory.from_config(config)
    present = MigrationContext.configure(connection).get_current_revision()
    if present is not None and present not in {step.revision for step in script.walk_revisions()}:
        raise HistoryError("newer", present)
    if present != script.get_current_head():
        command.upgrade(config, "head")


@dataclass(frozen=True, slots=True)
class _Kept:
    """All that the tables take of one record."""

    entry: Entry
    record: bytes
    values: tuple[Value, ...]
    places: tuple[tuple[str, str], ...]
    causes: tuple[str, ...]


def _put(connection: sa.Connection, kept: _Kept) -> bool:
    entry = kept.entry
    known = connection.execute(sa.select(INSPECTION.c.digest).where(INSPECTION.c.id == entry.id)).scalar_one_or_none()
    if known == entry.digest:
        return False
    if known is not None:
        connection.execute(sa.delete(INSPECTION).where(INSPECTION.c.id == entry.id))
    row = {column.name: _fitting(column, getattr(entry, column.name)) for column in _COLUMNS}
    connection.execute(sa.insert(INSPECTION), row | {"record": kept.record})
    faults = [
        {"inspection": entry.id, "place": n, "fault": _sendable(fault)[:64], "subject": _sendable(subject)}
        for n, (fault, subject) in enumerate(kept.places)
    ]
    if faults:
        connection.execute(sa.insert(FINDING), faults)
    causes = [{"inspection": entry.id, "place": n, "cause": _sendable(c)} for n, c in enumerate(kept.causes)]
    if causes:
        connection.execute(sa.insert(NAMED), causes)
    values = [
        {
            "inspection": entry.id,
            "name": v.name[:64],
            "subject": _sendable(v.subject),
            "value": v.value,
            "outcome": v.outcome,
        }
        for v in kept.values
    ]
    if values:
        connection.execute(sa.insert(MEASURED), values)
    return True


def _fitting(column: "sa.Column[Any]", value: object) -> object:
    """Text as long as its column, without the one sign PostgreSQL keeps out; the record itself stays whole."""
    size = getattr(column.type, "length", None)
    return _sendable(value)[:size] if isinstance(value, str) and size else value


def _sendable(text: str) -> str:
    """Without the one sign that PostgreSQL takes in no text."""
    return text.replace("\0", "\ufffd")


def _asked(wanted: Wanted) -> Wanted:
    texts: dict[str, Any] = {name: _sendable(told) for name, told in asdict(wanted).items() if isinstance(told, str)}
    return replace(wanted, **texts)


def _conditions(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    wanted, table = _asked(wanted), INSPECTION.c
    found: list[sa.ColumnElement[bool]] = []
    if wanted.serial:
        found.append(table.serial_key.contains(serial_key(wanted.serial), autoescape=True))
    if wanted.unit:
        found.append(table.serial_key == serial_key(wanted.unit))
    if wanted.model:
        found.append(sa.or_(table.profile == wanted.model, table.model.icontains(wanted.model, autoescape=True)))
    if wanted.operator:
        found.append(table.operator.icontains(wanted.operator, autoescape=True))
    if wanted.verdict:
        conceded = wanted.verdict == CONCEDED
        found.append(table.verdict == (Verdict.PASS.value if conceded else wanted.verdict))
        if conceded:
            found.append(table.waived)
    if wanted.since:
        found.append(table.ended >= wanted.since)
    if wanted.until:
        found.append(table.ended < wanted.until)
    if wanted.fault:
        found.append(sa.exists().where(FINDING.c.fault == wanted.fault, FINDING.c.inspection == table.id))
    return found


def _faults(connection: sa.Connection, ids: list[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    if ids:
        query = sa.select(FINDING).where(FINDING.c.inspection.in_(ids)).order_by(FINDING.c.inspection, FINDING.c.place)
        for row in connection.execute(query):
            found.setdefault(row.inspection, []).append(row.fault)
    return {inspection: tuple(dict.fromkeys(faults)) for inspection, faults in found.items()}


def _with_value(row: dict[str, Any]) -> tuple[Entry, Value]:
    value = Value(row.pop("name"), row.pop("subject"), row.pop("value"), row.pop("outcome"))
    return Entry(**row, faults=()), value


def _first_line(error: object) -> str:
    return str(error).strip().partition("\n")[0][:300]
