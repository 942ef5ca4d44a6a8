"""The bench's own folders are nobody else's."""

import getpass
import os
import sys
import tempfile
from pathlib import Path

import platformdirs
import pytest

import app
from checks.console.parts import Home
from devices.simulator.control import registry_folder


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a user's data folder to the user by itself")
def test_what_the_bench_keeps_is_readable_by_its_user_alone_also_under_a_loose_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        made = Home(tmp_path / "not" / "there").folder("journals")
    finally:
        os.umask(before)
    assert made.stat().st_mode & 0o777 == 0o700
    assert made.parent.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_cannot_be_listed_is_said_and_not_taken_for_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As the superuser, who may list everything, the system's answer is played."""
    monkeypatch.setenv("POSBENCH_HOME", str(tmp_path))
    asked = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path).name != "journal" and asked(path, mode))
    assert app.run(["--lang", "en", "recover"]) == 4
    told = capsys.readouterr().err
    assert str(tmp_path / "journal") in told
    assert "POSBENCH_HOME" in told


def test_a_user_without_a_home_is_told_how_to_name_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def nowhere(*_: object, **__: object) -> str:
        raise RuntimeError("could not determine the home directory")

    monkeypatch.delenv("POSBENCH_HOME", raising=False)
    monkeypatch.setattr(platformdirs, "user_data_dir", nowhere)
    assert app.start_logging(app.find_home()) is not None
    assert app.run(["--lang", "en", "history", "list"]) == 4
    assert "POSBENCH_HOME" in capsys.readouterr().err
    assert app.run(["--lang", "en", "ports"]) == 0


@pytest.mark.skipif(os.name != "posix", reason="a current folder cannot be removed there")
def test_a_data_folder_below_a_current_folder_that_is_gone_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    here, gone = Path.cwd(), tmp_path / "gone"
    gone.mkdir()
    monkeypatch.setenv("POSBENCH_HOME", "posbench")
    try:
        os.chdir(gone)
        gone.rmdir()
        assert app.run(["--lang", "en", "history", "list"]) == 4
    finally:
        os.chdir(here)
    assert "POSBENCH_HOME" in capsys.readouterr().err


def test_a_user_without_a_name_has_simulated_units(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def nameless() -> str:
        raise KeyError("getpwuid(): uid not found: 54321")

    monkeypatch.setattr(getpass, "getuser", nameless)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert registry_folder() == tmp_path / f"posbench-simulators-{os.getuid()}"


@pytest.mark.skipif(sys.platform == "win32", reason="no modes there")
def test_a_folder_somebody_made_keeps_the_mode_they_gave_it(tmp_path: Path) -> None:
    place = tmp_path / "shared"
    place.mkdir()
    place.chmod(0o750)
    Home(place).folder("journals")
    assert place.stat().st_mode & 0o777 == 0o750
