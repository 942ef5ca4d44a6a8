"""Years of work fill no disk: what is over goes, and nothing of a record, a report or an unfinished inspection."""

import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from checks.console.parts import Home
from checks.console.upkeep import KEPT_DAYS, MOST_BYTES, clean_up, kept_days
from checks.history.journal import JournalFile
from tests.checks.stage import make_setup

DAY = 86_400.0
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC).timestamp()
STARTED = datetime(2026, 11, 22, 10, tzinfo=UTC).timestamp()
"""As ``make_setup`` says of its inspection."""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    return Home(tmp_path / "home")


def aged(path: Path, at: float, size: int = 10) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x" * size)
    os.utime(path, (at, at))
    return path


def wire(home: Home, began: float, ended: float, size: int = 10, part: str = "") -> Path:
    name = f"{datetime.fromtimestamp(began, UTC):%Y%m%d-%H%M%S}-lane1-abc123{part}.wire"
    return aged(home.folder("wire") / name, ended, size)


def journal(home: Home, at: float, *, published: bool) -> Path:
    path = home.folder("journal") / f"{int(at)}.journal"
    setup = make_setup()
    file = JournalFile(path, setup)
    if published:
        file.intent("published", setup.start + 1)
    file.close()
    os.utime(path, (at, at))
    return path


def test_wire_logs_go_when_they_are_older_than_the_setting_says(home: Home) -> None:
    old, young = wire(home, NOW - 32 * DAY, NOW - 31 * DAY), wire(home, NOW - 30 * DAY, NOW - 29 * DAY)
    assert clean_up(home, NOW) == 1
    assert (old.exists(), young.exists()) == (False, True)
    (home.folder("settings") / "window.toml").write_text('log_days = "7"\n', "utf-8")
    assert clean_up(home, NOW) == 1
    assert not young.exists()


def test_the_oldest_wire_logs_go_where_all_together_are_too_large(home: Home) -> None:
    logs = [wire(home, NOW - at * DAY - 5, NOW - at * DAY, 100) for at in range(1, 6)]
    assert clean_up(home, NOW, most_bytes=300) == 2
    assert [log.exists() for log in logs] == [True, True, True, False, False]


def test_the_wire_logs_of_an_inspection_that_is_not_finished_stay_however_old_or_large(home: Home) -> None:
    kept = journal(home, STARTED + 600, published=False)
    during = wire(home, STARTED - 60, STARTED + 30)
    before, after = wire(home, STARTED - 900, STARTED - 800), wire(home, STARTED + 700, STARTED + 800)
    clean_up(home, STARTED + 400 * DAY, most_bytes=0)
    assert kept.exists()
    assert [log.exists() for log in (during, before, after)] == [True, False, False]


def test_a_journal_that_cannot_be_read_is_no_reason_to_remove_anything_of_its_day(home: Home) -> None:
    broken = aged(home.folder("journal") / "a.journal", NOW - 40 * DAY)
    log = wire(home, NOW - 40.5 * DAY, NOW - 40.4 * DAY)
    assert clean_up(home, NOW) == 0
    assert broken.exists()
    assert log.exists()


def test_a_journal_goes_a_day_after_its_report_and_no_other_ever(home: Home) -> None:
    done, fresh = journal(home, NOW - 2 * DAY, published=True), journal(home, NOW - 0.5 * DAY, published=True)
    left = journal(home, NOW - 500 * DAY, published=False)
    assert clean_up(home, NOW) == 1
    assert [path.exists() for path in (done, fresh, left)] == [False, True, True]


@pytest.mark.skipif(sys.platform == "win32", reason="there an open file cannot be removed anyway")
def test_what_another_program_writes_now_stays(home: Home) -> None:
    log = wire(home, NOW - 60 * DAY, NOW - 59 * DAY)
    lock = "import fcntl,sys; f=open(sys.argv[1]); fcntl.flock(f, fcntl.LOCK_SH); print(flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", lock, str(log)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        assert clean_up(home, NOW) == 0
        other.communicate()
    assert clean_up(home, NOW) == 1


def test_torn_copies_and_left_scratch_go_and_what_only_looks_like_them_stays(home: Home) -> None:
    reports = home.folder("reports")
    elsewhere = home.data.parent / "elsewhere"
    torn = [aged(folder / ".a.pdf.0123456789ab.part", NOW - 2 * DAY) for folder in (reports, elsewhere)]
    scratch = Path(tempfile.gettempdir()) / "posbench-page-abcd1234"
    aged(scratch / "1.jpg", NOW - 40 * DAY)
    os.utime(scratch, (NOW - 40 * DAY,) * 2)
    stays = [
        aged(reports / ".a.pdf.0123456789ac.part", NOW - 0.1 * DAY),
        aged(reports / "mine.part", NOW - 90 * DAY),
        aged(reports / "a.pdf", NOW - 900 * DAY),
        aged(home.folder("photos") / "a.jpg", NOW - 900 * DAY),
        aged(home.folder("outbox") / "a.json", NOW - 900 * DAY),
        aged(Path(tempfile.gettempdir()) / "posbench-invoices" / "a", NOW - 900 * DAY),
    ]
    os.utime(stays[-1].parent, (NOW - 900 * DAY,) * 2)
    assert clean_up(home, NOW, (elsewhere,)) == 3
    assert not any(path.exists() for path in (*torn, scratch))
    assert all(path.exists() for path in stays)


def test_a_bench_that_has_nothing_yet_has_nothing_to_lose(home: Home) -> None:
    assert clean_up(home, NOW) == 0
    assert not home.data.exists()


@pytest.mark.parametrize("told", ["", "log_days = 7", 'log_days = "0"', 'log_days = "-1"', "log_days = ", "\xff"])
def test_a_setting_that_cannot_be_is_the_usual_one(home: Home, told: str) -> None:
    (home.folder("settings") / "window.toml").write_text(told, "latin-1")
    assert kept_days(home) == 30
    assert 30 in KEPT_DAYS
    assert MOST_BYTES > 32_000_000
