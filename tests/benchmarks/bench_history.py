"""A hundred thousand inspections on SQLite and PostgreSQL: search, page, open, overview, trends. Floors are for this search.

The floor beside a figure: the bare ``sqlite3`` module asking the same file the same thing, its rows used for nothing.
python -m tests.benchmarks.bench_history [COUNT] [--postgresql]
"""

import contextlib
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import sqlalchemy as sa  # noqa: E402

from checks.history import store  # noqa: E402
from checks.history.entry import entry_of, packed  # noqa: E402
from checks.history.schema import FINDING, INSPECTION, MEASURED, NAMED  # noqa: E402
from checks.history.store import History  # noqa: E402
from checks.history.wanted import Wanted  # noqa: E402
from devices.profile import load_profiles  # noqa: E402
from tests.benchmarks.figures import tell  # noqa: E402
from tests.checks import databases  # noqa: E402
from tests.checks.report import samples  # noqa: E402

COUNT = next((int(word) for word in sys.argv[1:] if word.isdigit()), 100_000)
PER_UNIT = 8
SEARCH_FLOOR_MS = 1000.0
OPEN_FLOOR_MS = 200.0
_AT_ONCE = 2000
SERIAL = f"{100_000_000 + 7 * 321}"
_PAGE = "SELECT id, serial, ended FROM inspection {} ORDER BY ended DESC LIMIT 100"
TOLD = {
    "latest page": ("history.newest", _PAGE.format("")),
    "part of a serial": ("history.serial", _PAGE.format(f"WHERE serial_key LIKE '%{SERIAL[3:]}%'")),
    "fault, operator, month": (
        "history.fault",
        _PAGE.format(
            "WHERE lower(operator) LIKE '%li%' AND ended >= '2026-03' AND ended < '2026-04'"
            " AND EXISTS (SELECT 1 FROM finding WHERE fault = 'keypad.dead' AND finding.inspection = inspection.id)"
        ),
    ),
}
"""By question: its figure, and the same question in words of the file alone."""
OPEN_BARE = f"SELECT record FROM inspection WHERE id = '{COUNT // 3:032x}'"
DAY0 = datetime(2025, 11, 22, 8, tzinfo=UTC)
OPERATORS = ("Li Na", "Chen Wei", "Wang Fang", "Zhao Min", "Liu Yang")
VALUES = [("keypad.repeat_interval", key, 0.25) for key in ("CLEAR", "OK", "CANCEL", "F1", "F2", "F3")]
VALUES += [("supply.voltage", "", 5.02), ("supply.load_step", "", 0.05), ("temperature.terminal", "", 34.0)]


def rows(first: int, last: int) -> dict[sa.Table, list[dict[str, Any]]]:
    """Real records' columns and packed telemetry; serial, time, operator and values differ."""
    dice = random.Random(first)
    kinds = [(entry_of(record), packed(record)) for record in (samples.passing(), samples.failing())]
    made: dict[sa.Table, list[dict[str, Any]]] = {INSPECTION: [], FINDING: [], MEASURED: [], NAMED: []}
    for number in range(first, last):
        entry, record = kinds[dice.random() < 0.2]
        serial = f"{100_000_000 + number % max(1, COUNT // PER_UNIT) * 7}"
        ended = (DAY0 + timedelta(days=365 * number / COUNT)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        entry = replace(entry, id=f"{number:032x}", started=ended, ended=ended, serial=serial, serial_key=serial,
                        operator=dice.choice(OPERATORS))  # fmt: skip
        columns = {column.name: getattr(entry, column.name) for column in INSPECTION.c if column.name != "record"}
        made[INSPECTION].append(columns | {"record": record})
        made[FINDING] += [
            {"inspection": entry.id, "place": n, "fault": fault, "subject": "CLEAR"}
            for n, fault in enumerate(entry.faults)
        ]
        if entry.faults:
            made[NAMED].append({"inspection": entry.id, "place": 0, "cause": "cause.key_contact"})
        made[MEASURED] += [
            {
                "inspection": entry.id,
                "name": name,
                "subject": subject,
                "value": middle * dice.gauss(1, 0.05),
                "outcome": "pass",
            }
            for name, subject, middle in VALUES
        ]
    return made


def fill(url: str) -> float:
    begin = time.perf_counter()
    History(url).close()
    engine = store._engine(url)
    for first in range(0, COUNT, _AT_ONCE):
        with engine.begin() as connection:
            for table, made in rows(first, min(COUNT, first + _AT_ONCE)).items():
                if made:
                    connection.execute(sa.insert(table), made)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
    engine.dispose()
    return time.perf_counter() - begin


def timed(work: Callable[[], object], times: int = 5) -> float:
    """The median in milliseconds, the first try left out: it warms the cache."""
    spent = []
    for _ in range(times + 1):
        begin = time.perf_counter()
        work()
        spent.append((time.perf_counter() - begin) * 1000)
    return statistics.median(spent[1:])


def bare_ms(url: str, query: str) -> float:
    """What the file itself costs."""
    with contextlib.closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file:
        return timed(lambda: file.execute(query).fetchall())


def measure(name: str, url: str) -> bool:
    took = fill(url)
    history = History(url)
    questions = {
        "latest page": Wanted(limit=100),
        "page in the middle": Wanted(limit=100, offset=COUNT // 2),
        "last page": Wanted(limit=100, offset=COUNT - 100),
        "whole serial": Wanted(unit=SERIAL, limit=100),
        "part of a serial": Wanted(serial=SERIAL[3:], limit=100),
        "no such serial": Wanted(serial="nobody", limit=100),
        "model": Wanted(model="ppc", limit=100),
        "fault": Wanted(fault="keypad.dead", limit=100),
        "operator": Wanted(operator="zhao", limit=100),
        "a day": Wanted(since="2026-03-01", until="2026-03-02", limit=100),
        "fault, operator, month": Wanted(
            fault="keypad.dead", operator="li", since="2026-03", until="2026-04", limit=100
        ),
    }
    print(f"{name}: {COUNT} inspections, filled in {took:.0f} s")
    good, table = True, COUNT == 100_000 and name == "SQLite"
    for what, wanted in questions.items():
        page = timed(lambda wanted=wanted: history.search(wanted))
        count = timed(lambda wanted=wanted: history.count(replace(wanted, offset=0)))
        good &= page <= SEARCH_FLOOR_MS and count <= SEARCH_FLOOR_MS
        if table and what in TOLD:
            figure, query = TOLD[what]
            tell(
                figure,
                page,
                "ms",
                "the same asked of sqlite3 alone",
                bare_ms(url, query),
                f"counting all that fit: {count:.1f} ms",
            )
        print(f"  {what}: page {page:.1f} ms, count {count:.1f} ms (floor {SEARCH_FLOOR_MS:.0f} ms)")
    opened = timed(lambda: history.record(f"{COUNT // 3:032x}"))
    good &= opened <= OPEN_FLOOR_MS
    if table:
        tell("history.open", opened, "ms", "its bytes by sqlite3 alone", bare_ms(url, OPEN_BARE))
    print(f"  open one with its telemetry: {opened:.1f} ms (floor {OPEN_FLOOR_MS:.0f} ms)")
    profiles = load_profiles(ROOT / "resources/terminals")
    limits = {profile: known.limits for profile, known in profiles.items()}
    overview = timed(lambda: history.overview("2026-11-22T00:00:00Z"), 1) / 1000
    trends = timed(lambda: history.trends(limits), 1) / 1000
    print(
        f"  overview of all: {overview:.1f} s; trends of all: {trends:.1f} s, named {len(history.trends(limits).drifting)}"
    )
    history.close()
    return good


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="posbench-bench-") as folder:
        good = measure("SQLite", f"sqlite:///{Path(folder) / 'h.sqlite'}")
    if "--postgresql" not in sys.argv:
        return 0 if good else 1
    if databases.tool("initdb") is None:
        print("PostgreSQL is not installed here")
        return 0 if good else 1
    with databases.running() as server:
        good &= measure("PostgreSQL", server.url)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
