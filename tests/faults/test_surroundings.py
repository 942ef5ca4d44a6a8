"""Where the bench stands: folders it may not write, other languages and times, names of folders, files others left half written.

Each ends in a sentence in the language asked for, and nothing recorded is lost. Rows of docs/faults.md.
"""

import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

import app
from checks.handling import NO_HANDLING
from checks.history.journal import JournalFile, play_back
from checks.intake.batch import Batch
from checks.intake.batch_file import BatchFile
from checks.record import Record, from_json, to_json
from checks.report.build import build_model
from checks.session import Phase, Session
from checks.words import load_catalogues
from devices.codecs._console_facts import facts_read
from gui.settings import Settings, load_settings, save_settings
from tests.checks.stage import IDENTITY, FakeUnit, make_setup

ROOT = Path(__file__).resolve().parents[2]
NOWHERE = Path("/proc/posbench")
"""A folder that nobody can make, the superuser neither."""
CATALOGUES = load_catalogues(ROOT / "resources" / "i18n")
here_only = pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder that nobody can write to")


@here_only
@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize(
    "verb", [["history", "list"], ["batch", "list"], ["batch", "new", "a"], ["practice", "list"]], ids=" ".join
)
def test_a_data_folder_that_cannot_be_written_is_said_in_the_users_language(
    lang: str, verb: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("POSBENCH_HOME", str(NOWHERE))
    assert app.run(["--lang", lang, *verb]) == 4
    told = capsys.readouterr().err
    assert "POSBENCH_HOME" in told
    assert str(NOWHERE) in told
    assert "Traceback" not in told
    assert ("\u6587\u4ef6\u5939" in told) is (lang == "zh_CN")


@here_only
def test_what_needs_no_folder_works_without_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("POSBENCH_HOME", str(NOWHERE))
    for verb in (["profiles"], ["licence", "show"], ["parts", "show"]):
        assert app.run(["--lang", "en", *verb]) in (0, 1, 2)
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(
    "folder", ["with blanks in it", "\u674e\u5e08\u5085 \u7684 \u5de5\u4f4d", "x" * 200, "quote'\"&;$(x)"]
)
def test_any_name_of_a_folder_will_do(folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / folder
    monkeypatch.setenv("POSBENCH_HOME", str(home))
    assert app.run(["--lang", "en", "batch", "new", "week 47"]) == 0
    assert app.run(["--lang", "en", "history", "list"]) == 0
    assert (home / "batches" / "week 47.batch").exists()
    assert save_settings(home, Settings(operator="\u674e"))
    assert load_settings(home).operator == "\u674e"


@pytest.mark.parametrize("locale", ["C", "POSIX", "tr_TR.UTF-8", "zh_CN.GB18030"])
def test_any_locale_of_the_system_speaks_the_language_asked_for(locale: str, tmp_path: Path) -> None:
    """Whether the system has that locale or not, and whatever its output is called to be."""
    surroundings = {
        **os.environ,
        "LC_ALL": locale,
        "LANG": locale,
        "PYTHONIOENCODING": "ascii",
        "POSBENCH_HOME": str(tmp_path),
    }
    told = subprocess.run(
        [sys.executable, "app.py", "--lang", "zh_CN", "licence", "show"],
        cwd=ROOT,
        env=surroundings,
        capture_output=True,
        check=False,
    )
    assert told.returncode == 2
    assert "\u8bf7\u4e0b\u8f7d\u5b98\u65b9\u540d\u5355" in told.stderr.decode("utf-8")


def test_a_certificates_day_is_read_whatever_months_are_called_on_this_pc(monkeypatch: pytest.MonkeyPatch) -> None:
    """``strptime`` takes the months of the locale, which the window's toolkit sets to the system's."""
    import _strptime

    monkeypatch.setattr(_strptime, "_TimeRE_cache", _strptime.TimeRE(_Turkish()))  # type: ignore[attr-defined]
    read = facts_read("tls", None, "notAfter=Nov 22 10:00:00 2027 GMT\nclock=1790000000\n")
    assert read is not None
    assert read.get("not_after") == "2027-11-22T10:00:00+00:00"


def _Turkish() -> object:
    import _strptime

    made = _strptime.LocaleTime()  # type: ignore[attr-defined]
    made.a_month = ["", "oca", "\u015fub", "mar", "nis", "may", "haz", "tem", "a\u011fu", "eyl", "eki", "kas", "ara"]
    return made


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system sets its zone otherwise")
def test_another_time_zone_in_mid_run_changes_nothing_of_a_record(monkeypatch: pytest.MonkeyPatch) -> None:
    told = []
    for zone in ("Asia/Shanghai", "America/St_Johns"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        told.append(to_json(_record("2026-11-22T10:00:00.000+00:00")))
        assert app.utc_now().endswith("+00:00")
    monkeypatch.undo()
    time.tzset()
    assert told[0] == told[1]


@pytest.mark.parametrize(
    "ended", ["2026-11-21T09:00:00.000+00:00", "2036-01-01T00:00:00.000+00:00"], ids=["back", "forward"]
)
def test_a_clock_that_jumps_while_an_inspection_runs_moves_no_measurement(ended: str) -> None:
    """Events are stamped by a clock that only goes on; the time of day stands in the record's head and nowhere else."""
    steady, jumped = _record("2026-11-22T10:20:00.000+00:00"), _record(ended)
    assert replace(jumped, ended=steady.ended) == steady
    assert from_json(to_json(jumped)).overall == jumped.overall
    for words in CATALOGUES.values():
        assert build_model(jumped, (words,), None)


def _record(ended: str) -> Record:
    unit = FakeUnit()
    unit.start(make_setup())
    return unit.play().record(ended)


def test_power_lost_in_the_middle_of_any_write_loses_no_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert save_settings(tmp_path, Settings(operator="Li", plan="full"))

    def cut_off(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("checks.report.files.os.replace", cut_off)
    assert not save_settings(tmp_path, Settings(operator="Wang"))
    monkeypatch.undo()
    assert load_settings(tmp_path) == Settings(operator="Li", plan="full")
    assert [path.name for path in tmp_path.iterdir()] == ["window.toml"]


def test_settings_of_any_text_are_read_back(tmp_path: Path) -> None:
    for operator in ("a\x7fb", "\ud800", '"""', "\\", "\n=\n", "\u202e"):
        assert save_settings(tmp_path, Settings(operator=operator, plan="full"))
        kept = load_settings(tmp_path)
        assert kept.plan == "full"
        assert kept.operator == operator or operator == "\ud800"


_BROKEN = [
    b"",
    b"\xff\xfe",
    b"operator = ",
    b"a = " + b"[" * 5000,
    b"operator = 5\nplan = true\n",
    b"x = 1" + b"0" * 5000,
]


@pytest.mark.parametrize("content", _BROKEN)
def test_broken_settings_are_as_none(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "window.toml").write_bytes(content)
    assert load_settings(tmp_path) == Settings()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_a_full_disk_takes_no_settings_and_keeps_the_old_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert save_settings(tmp_path, Settings(operator="Li"))
    opened = os.open
    monkeypatch.setattr("checks.report.files.os.open", lambda path, flags, mode=0o777: opened("/dev/full", os.O_WRONLY))
    assert not save_settings(tmp_path, Settings(operator="Wang"))
    monkeypatch.undo()
    assert load_settings(tmp_path).operator == "Li"


def test_two_instances_do_not_take_up_each_others_inspections_and_both_keep_their_units(tmp_path: Path) -> None:
    """Two programs on one data folder: one batch, one journal folder."""
    one = BatchFile.begin(tmp_path / "a.batch", Batch("a", "2026-11-22T10:00:00Z"))
    other = BatchFile(tmp_path / "a.batch")
    one.announce((), "first.csv")
    other.announce((), "second.csv")
    assert BatchFile(tmp_path / "a.batch").batch.source == "second.csv"
    lines = (tmp_path / "a.batch").read_bytes().splitlines()
    assert [json.loads(line)["type"] for line in lines] == ["batch", "expected", "expected"]


def test_a_journal_whose_times_cannot_be_is_said_and_does_not_stop_the_start(tmp_path: Path) -> None:
    from checks.history.journal import JournalError

    path, setup = tmp_path / "a.journal", make_setup()
    journal = JournalFile(path, setup)
    session = Session(setup, lambda *_: None, journal)
    from devices.events import Stamped

    session.handle(Stamped(IDENTITY, setup.start))
    session.start(setup.start)
    journal.close()
    assert session.phase is Phase.RUNNING
    for time_told in (b"1e400", b"-5e9", b"1" + b"0" * 400, b'"soon"'):
        path.write_bytes(
            path.read_bytes().rpartition(b'{"t"')[0] + b'{"t":%s,"k":"intent","n":"tick","a":""}\n' % time_told
        )
        with pytest.raises(JournalError):
            play_back(path, lambda head: Session(setup, lambda *_: None))


def test_handling_is_kept_with_any_text() -> None:
    from checks.handling import packed, unpacked

    told = replace(NO_HANDLING, notes="\x00\x1b[2J\u202e'; DROP TABLE")
    assert unpacked(packed(told)).notes == told.notes


def test_without_a_display_the_way_on_is_said(tmp_path: Path) -> None:
    shown = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    surroundings = {name: value for name, value in os.environ.items() if name not in shown}
    surroundings["POSBENCH_HOME"] = str(tmp_path)
    command = [sys.executable, "app.py", "--lang", "en"]
    if sys.platform == "linux":
        told = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, check=False)
        assert told.returncode != 0
        assert b"app.py inspect" in told.stderr + told.stdout


def test_a_photo_that_the_disk_does_not_take_is_said_and_the_file_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from checks.console.parts import Home
    from checks.console.photo_shelf import keep_photo
    from checks.report.errors import ReportError
    from tests.fuzz.targets.photos import seeds

    path = tmp_path / "a.jpg"
    path.write_bytes(next(seeds()))
    (tmp_path / "file").write_text("a file where the folder should be")
    with pytest.raises(ReportError) as gone:
        keep_photo(Home(tmp_path / "file"), path)
    assert "POSBENCH_HOME" in CATALOGUES["zh_CN"].say(gone.value.message)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("checks.report.files.os.fsync", full)
    with pytest.raises(ReportError):
        keep_photo(Home(tmp_path / "home"), path)
    monkeypatch.undo()
    assert path.exists()
    assert [one for one in (tmp_path / "home").rglob("*") if one.is_file()] == []
    assert keep_photo(Home(tmp_path / "home"), path).size > 0
