"""The history on SQLite and on a real PostgreSQL: kept once, searched, opened as it was, migrated, away and back."""

import itertools
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from checks.console.histories import remember, say_sent
from checks.console.parts import Home
from checks.handling import Handling
from checks.history import address, store
from checks.history.entry import canonical, entry_of, packed, unpacked
from checks.history.outbox import Outbox
from checks.history.schema import METADATA
from checks.history.store import History, HistoryError
from checks.history.values import values_of
from checks.history.wanted import Wanted
from checks.record import Record, to_json
from checks.words import load_catalogues
from tests.checks import databases
from tests.checks.report import samples


@pytest.fixture(scope="module")
def postgres() -> Iterator[databases.Server]:
    with databases.server() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'history.sqlite'}"
    return emptied(request.getfixturevalue("postgres"))


def emptied(running: databases.Server) -> str:
    engine = sa.create_engine(running.url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text("DROP SCHEMA public CASCADE"))
        connection.execute(sa.text("CREATE SCHEMA public"))
    engine.dispose()
    return running.url


@pytest.fixture
def history(url: str) -> Iterator[History]:
    opened = History(url)
    yield opened
    opened.close()


passing, failing = cache(samples.passing), cache(samples.failing)
"""Made once: their telemetry takes its time."""


def unit(number: int, **changed: object) -> Record:
    made = failing() if number % 2 else passing()
    serial = replace(made.unit, serial=f"SN-{number:05}")
    ended = f"2026-11-{1 + number % 28:02}T10:00:00.000Z"
    return replace(made, id=f"{number:032x}", unit=serial, ended=ended, **changed)  # type: ignore[arg-type]


def test_a_past_inspection_opens_as_it_was_telemetry_included(history: History) -> None:
    for record in (unit(1), unit(2)):
        assert history.add(record)
        again = history.record(record.id)
        assert again == record
        assert to_json(again) == canonical(record)
        assert not history.add(again), "the very same"
    assert any(column.count for column in again.telemetry)


def test_the_same_inspection_is_kept_once_and_its_later_state_takes_its_place(history: History) -> None:
    record = unit(1)
    assert history.add(record)
    assert not history.add(record)
    mended = replace(record, handling=Handling("RMA-9"))
    assert history.add(mended)
    assert history.count(Wanted()) == 1
    assert history.record(record.id).handling.work_order == "RMA-9"
    assert history.search(Wanted())[0].work_order == "RMA-9"


def test_it_is_searched_by_serial_model_fault_operator_verdict_and_time(history: History) -> None:
    for number in range(6):
        history.add(unit(number, operator="Li Na" if number < 3 else "100%_x"))
    fault = entry_of(unit(1)).faults[0]

    def found(**wanted: object) -> set[str]:
        return {entry.serial for entry in history.search(Wanted(**wanted))}  # type: ignore[arg-type]

    assert found(serial="sn00003") == {"SN-00003"}
    assert found(fault=fault) == {"SN-00001", "SN-00003", "SN-00005"}
    assert found(fault="no.such") == set()
    assert found(operator="li na") == {"SN-00000", "SN-00001", "SN-00002"}
    assert found(operator="%_") == {"SN-00003", "SN-00004", "SN-00005"}, "signs of the query language are text"
    assert found(verdict="pass") == {"SN-00000", "SN-00002", "SN-00004"}
    assert found(since="2026-11-03", until="2026-11-05") == {"SN-00002", "SN-00003"}
    assert found(model=unit(1).unit.profile) == {f"SN-{n:05}" for n in range(6)}
    assert len(history.search(Wanted(limit=2, offset=5))) == 1
    assert [e.serial for e in history.search(Wanted(limit=2))] == ["SN-00005", "SN-00004"], "the latest first"
    assert all(entry == entry_of(history.record(entry.id)) for entry in history.search(Wanted()))
    assert found(unit="sn 00003") == {"SN-00003"}
    assert found(unit="00003") == set()


def test_passes_by_concession_are_found_alone_and_among_all_passes(history: History) -> None:
    for number in range(3):
        history.add(unit(number))
    by_word = unit(4)
    history.add(replace(by_word, overall=replace(by_word.overall, waived=("keypad",))))

    def found(verdict: str) -> list[str]:
        return [entry.serial for entry in history.search(Wanted(verdict=verdict))]

    assert found("pass-waived") == ["SN-00004"]
    assert found("pass") == ["SN-00004", "SN-00002", "SN-00000"]


def test_values_are_had_over_time_for_one_unit_or_all(history: History) -> None:
    for number in range(4):
        history.add(unit(number))
    name = values_of(unit(1))[0].name
    assert {entry.serial for entry, _ in history.values(name, "SN-00001")} == {"SN-00001"}
    ends = [entry.ended for entry, _ in history.values(name)]
    assert ends == sorted(ends)
    assert ends


def test_what_is_not_there_is_said(history: History) -> None:
    with pytest.raises(HistoryError, match="none"):
        history.record("nowhere")


@settings(
    max_examples=25,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)
@given(st.text(max_size=300), st.text(max_size=300))
def test_whatever_a_unit_or_a_person_says_is_kept_and_found(history: History, serial: str, operator: str) -> None:
    record = unit(1)
    record = replace(record, operator=operator, unit=replace(record.unit, serial=serial))
    if "\ud800" <= max(serial + operator, default="") <= "\udfff":
        return
    history.add(record)
    assert history.record(record.id) == record
    history.search(Wanted(serial=serial, operator=operator, model=operator, fault=serial))


def test_many_benches_at_once_lose_and_double_nothing(url: str) -> None:
    def bench(first: int) -> None:
        own = History(url)
        for number in range(first, first + 6):
            own.add(unit(number))
            own.add(unit(number))
        own.close()

    threads = [threading.Thread(target=bench, args=(first,)) for first in (0, 3, 6, 0)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    opened = History(url)
    assert opened.count(Wanted()) == 12
    assert all(opened.record(f"{n:032x}") == unit(n) for n in range(12))
    opened.close()


def older(url: str, revision: str) -> sa.Engine:
    """A database as a program of that revision left it."""
    engine = store._engine(url)
    config = Config()
    config.set_main_option("script_location", str(store._MIGRATIONS))
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    return engine


def test_an_older_database_becomes_the_present_one_with_all_that_is_in_it(url: str) -> None:
    engine = older(url, "a001")
    inspection = sa.Table("inspection", sa.MetaData(), autoload_with=engine)
    record = samples.repaired(mended=False)
    entry = entry_of(record)
    row = {c.name: getattr(entry, c.name) for c in inspection.c if c.name != "record"}
    with engine.begin() as connection:
        connection.execute(inspection.insert(), [row | {"record": packed(record)}])
        connection.execute(inspection.insert(), [row | {"id": "damaged", "record": b"junk"}])
    engine.dispose()
    opened = History(url)
    assert opened.record(record.id) == record
    wanted = [v for v in values_of(record) if v.name == values_of(record)[0].name]
    assert [value for _, value in opened.values(wanted[0].name)] == wanted
    assert opened.search(Wanted(fault="keypad.dead"))[0].before == record.before.id  # type: ignore[union-attr]
    told = opened.overview("2026-12-01T00:00:00Z")
    assert [(key.subject, key.inspections) for key in told.keys] == [("CLEAR", 1)]
    assert {cause.what for cause in told.causes} == ({record.diagnoses[0].cause} if record.diagnoses else set())
    with pytest.raises(HistoryError, match="damaged"):
        opened.record("damaged")
    opened.close()


def test_the_steps_lead_to_the_tables_that_the_program_uses(url: str) -> None:
    History(url).close()
    engine = sa.create_engine(url)
    found = sa.inspect(engine)
    for table in METADATA.sorted_tables:
        assert [c["name"] for c in found.get_columns(table.name)] == [c.name for c in table.c]
    engine.dispose()


def test_a_database_of_a_newer_program_is_refused_and_not_touched(url: str) -> None:
    History(url).close()
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = 'z999'"))
    engine.dispose()
    with pytest.raises(HistoryError, match="newer"):
        History(url)


@pytest.mark.parametrize(
    "bad", ["", "nonsense", "sqlite://", "sqlite:///:memory:", "sqlite:///file:x?mode=memory", "oracle://u:pw@h/x"]
)
def test_an_address_that_would_lose_records_or_is_none_is_refused_without_its_password(bad: str) -> None:
    with pytest.raises(HistoryError) as caught:
        History(bad)
    assert caught.value.reason == "url"
    assert "pw" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "seen"),
    [
        ("postgresql+psycopg://u:p%40w@h:5432/x", "postgresql+psycopg://u:***@h:5432/x"),
        ("postgresql+psycopg://u:p@w@h/x", "postgresql+psycopg://u:***@h/x"),
        ("postgresql+psycopg://u:p/w@h/x", "postgresql+psycopg://u:***@h/x"),
        ("postgresql+psycopg://u@h/x?password=pw", "postgresql+psycopg://u@h/x?password=***"),
        (
            "postgresql+psycopg://u@h/x?password=pw&sslmode=require",
            "postgresql+psycopg://u@h/x?password=***&sslmode=require",
        ),
        ("postgresql+psycopg://u@h:5432/x", "postgresql+psycopg://u@h:5432/x"),
        ("sqlite:////srv/h.sqlite", "sqlite:////srv/h.sqlite"),
    ],
)
def test_an_address_is_shown_without_its_secret(url: str, seen: str) -> None:
    assert address.shown(url) == seen
    assert address.is_secret(url) == (seen != url)
    kept = address.without_secret(url)
    assert address.shown(kept) == kept
    assert (kept == url) == (seen == url)
    assert address.is_address(kept)
    half = url[: url.rfind("@")] if "@" in url else url
    assert address.is_secret(half) == (seen != url and "password=" not in url), "also while it is typed"


def test_what_cannot_even_wait_is_told_and_not_thrown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = Home(tmp_path)
    (tmp_path / "outbox").write_text("a file where the folder belongs")
    sent = remember(home, unit(1))
    assert isinstance(sent.problem, OSError)
    say_sent(sent, load_catalogues(Path("resources/i18n"))["en"])
    assert capsys.readouterr().err.startswith("The history cannot be written: ")


def test_a_file_that_is_no_database_is_said_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite"
    path.write_bytes(b"these are my notes, do not touch" * 40)
    with pytest.raises(HistoryError, match="damaged"):
        History(f"sqlite:///{path}")
    assert path.read_bytes().startswith(b"these are my notes")


def test_a_database_that_another_bench_holds_is_busy_and_free_again_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_BUSY_S", 0.1)
    path = tmp_path / "h.sqlite"
    opened = History(f"sqlite:///{path}")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(HistoryError) as caught:
        opened.add(unit(1))
    assert caught.value.away
    other.execute("COMMIT")
    other.close()
    assert opened.add(unit(1))
    opened.close()


def test_a_read_waits_for_no_writer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_BUSY_S", 0.0)
    path = tmp_path / "h.sqlite"
    opened = History(f"sqlite:///{path}")
    opened.add(unit(1))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert [entry.serial for entry in opened.search(Wanted())] == ["SN-00001"]
    assert opened.count(Wanted()) == 1
    assert opened.record(unit(1).id) == unit(1)
    assert opened.values(values_of(unit(1))[0].name)
    other.execute("ROLLBACK")
    other.close()
    opened.close()


def test_a_record_is_put_into_its_one_form_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = History(f"sqlite:///{tmp_path / 'h.sqlite'}")
    made: list[bytes] = []

    def counted(record: Record) -> bytes:
        made.append(canonical(record))
        return made[-1]

    monkeypatch.setattr(store, "canonical", counted)
    monkeypatch.setattr("checks.history.entry.canonical", counted)
    assert opened.add(unit(1))
    assert len(made) == 1
    opened.close()


def test_a_server_that_goes_away_is_said_and_serves_again_when_it_is_back(postgres: databases.Server) -> None:
    opened = History(emptied(postgres))
    for number, how in zip(itertools.count(9000), ("fast", "immediate"), strict=False):
        postgres.stop(how)
        with pytest.raises(HistoryError) as caught:
            opened.add(unit(number))
        assert caught.value.away
        postgres.start()
        assert opened.add(unit(number))
    assert opened.count(Wanted()) == 2
    opened.close()


@dataclass
class LoadedBench:
    """Keeps inspections one after another, through its outbox, until it is told that it is enough."""

    url: str
    folder: Path
    numbers: Iterator[int]
    enough: threading.Event
    kept: dict[str, Record] = field(default_factory=dict)
    problems: list[Exception] = field(default_factory=list)
    opened: History | None = None

    def work(self) -> None:
        outbox = Outbox(self.folder)
        while not self.enough.is_set() or outbox.waiting():
            if not self.enough.is_set():
                record = unit(next(self.numbers))
                outbox.put(record)
                self.kept[record.id] = record
            problem = outbox.send(self.open).problem
            if problem is not None:
                self.problems.append(problem)
        self.open().close()

    def open(self) -> History:
        self.opened = self.opened or History(self.url)
        return self.opened


@pytest.mark.expects_log  # the driver says that the server went
def test_a_server_stopped_and_started_under_load_loses_and_doubles_nothing(
    postgres: databases.Server, tmp_path: Path
) -> None:
    url, numbers, enough = emptied(postgres), itertools.count(), threading.Event()
    History(url).close()
    benches = [LoadedBench(url, tmp_path / str(n), numbers, enough) for n in range(2)]
    threads = [threading.Thread(target=bench.work) for bench in benches]
    for bench, thread in zip(benches, threads, strict=True):
        bench.folder.mkdir()
        thread.start()
    for how in ("immediate", "fast"):
        seen = sum(len(bench.problems) for bench in benches)
        postgres.stop(how)
        while sum(len(bench.problems) for bench in benches) == seen:
            threads[0].join(0.02)
        postgres.start()
    enough.set()
    for thread in threads:
        thread.join(60)
    problems = [problem for bench in benches for problem in bench.problems]
    assert all(isinstance(problem, HistoryError) and problem.away for problem in problems), problems
    opened = History(url)
    expected = {number: record for bench in benches for number, record in bench.kept.items()}
    assert opened.count(Wanted()) == len(expected) > 2
    assert {entry.id: entry.digest for entry in opened.search(Wanted(limit=1000))} == {
        number: entry_of(record).digest for number, record in expected.items()
    }
    opened.close()


def test_a_record_survives_its_packing() -> None:
    for record in (samples.passing(), samples.failing(), samples.hostile(), samples.undecided()):
        assert unpacked(packed(record)) == record
