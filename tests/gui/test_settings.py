"""Every setting holds at once, survives a restart in its real file, and a bad value is said at its field."""

import tomllib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from checks.console.histories import database_of
from checks.console.parts import Home
from checks.console.sessions import Order, make_session
from checks.console.window_settings import SETTINGS
from checks.history.journal import read_head
from checks.report.signing import identity
from devices.lanes import LaneInfo, LaneState
from gui.ports import Preferences
from gui.settings import Settings, folder_trouble, load_settings, save_settings
from gui.trust_shelf import TrustShelf
from tests.gui.conftest import Settled, Stage
from tests.gui.fakes import METER, profiles

Make = Callable[..., Stage]


def opened(stage: Stage) -> Any:
    stage.window.units.settings_button.click()
    stage.settle()
    assert stage.window.pages.currentWidget() is stage.window.side.settings
    return stage.window.side.settings


def kept(stage: Stage) -> dict[str, Any]:
    return tomllib.loads((stage.folder / "settings/window.toml").read_text("utf-8"))


def typed(qtbot: QtBot, stage: Stage, name: str, text: str) -> None:
    field = stage.window.side.settings.fields[name]
    field.setFocus()
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    qtbot.keyClicks(field, text)
    stage.settle()


def pressed(stage: Stage, name: str, words: str) -> None:
    buttons = stage.window.side.settings.choices[name].findChildren(QPushButton)
    next(b for b in buttons if b.text() == words).click()
    stage.settle()


def test_the_command_line_looks_into_the_history_that_is_set_in_the_window(tmp_path: Path) -> None:
    home = Home(tmp_path)
    own = database_of(None, home)
    assert own.startswith("sqlite:///")
    shared = f"sqlite:///{tmp_path / 'shared.sqlite'}"
    assert save_settings(home.folder("settings"), Settings(database=shared))
    assert database_of(None, home) == shared
    assert database_of("sqlite:////named", home) == "sqlite:////named"
    (tmp_path / SETTINGS).write_text("database = 7")
    assert database_of(None, home) == own
    (tmp_path / SETTINGS).write_text("= nonsense")
    assert database_of(None, home) == own


def test_f10_opens_and_esc_leaves(stage: Stage, qtbot: QtBot) -> None:
    qtbot.keyClick(stage.window, Qt.Key.Key_F10)
    assert stage.window.pages.currentWidget() is stage.window.side.settings
    qtbot.keyClick(stage.window, Qt.Key.Key_Escape)
    assert stage.window.pages.currentWidget() is stage.window.message


def test_every_setting_is_kept_in_the_file_and_shown_after_a_restart(make_stage: Make, qtbot: QtBot) -> None:
    stage = make_stage(signers=lambda: ("Li Na",))
    opened(stage)
    typed(qtbot, stage, "bench_name", "bench 3")
    typed(qtbot, stage, "operator", "Li Na")
    typed(qtbot, stage, "report_folder", str(stage.folder / "new" / "reports"))
    typed(qtbot, stage, "photos", str(stage.folder))
    typed(qtbot, stage, "acquirer_host", "pay.example.com:8443")
    typed(qtbot, stage, "database", "sqlite:////srv/h.sqlite")
    typed(qtbot, stage, "time_stamp", "http://stamps.example/tsr")
    for name, words in (
        ("plan", "Full"),
        ("report_languages", "Both"),
        ("paper", "Letter"),
        ("signer", "Li Na"),
        ("meter", "None"),
        ("sound", "On"),
        ("log_days", "90 days"),
        ("theme", "High contrast"),
    ):
        pressed(stage, name, words)
    pressed(stage, "language", "\u4e2d\u6587")
    expected = {
        "bench_name": "bench 3", "operator": "Li Na", "report_folder": str(stage.folder / "new" / "reports"),
        "photos": str(stage.folder), "acquirer_host": "pay.example.com:8443",
        "database": "sqlite:////srv/h.sqlite", "plan": "full", "report_languages": "en+zh_CN", "meter": "none",
        "paper": "letter", "signer": "Li Na", "time_stamp": "http://stamps.example/tsr",
        "sound": True, "log_days": "90", "theme": "contrast", "language": "zh_CN",
    }  # fmt: skip
    assert {name: kept(stage)[name] for name in expected} == expected
    again = make_stage(settings=load_settings(stage.folder / "settings"), language=None)
    page = opened(again)
    assert {name: field.text() for name, field in page.fields.items()} == {name: expected[name] for name in page.fields}
    assert page.choices["theme"].findChildren(QPushButton)[3].isChecked()
    assert page.choices["language"].findChildren(QPushButton)[1].isChecked()
    assert again.running.appearance.face.colours.window == "#000000"


@pytest.mark.parametrize(
    "bad", ["pay.example.com", "pay.example.com:0", "-o:80", "a b:80", "x;reboot:80", "host:99999"]
)
def test_a_bad_host_is_said_at_its_field_and_changes_nothing(make_stage: Make, qtbot: QtBot, bad: str) -> None:
    given: list[Preferences] = []
    stage = make_stage(prefer=given.append)
    page = opened(stage)
    typed(qtbot, stage, "acquirer_host", "10.0.0.1:443")
    stage.window.side.use("acquirer_host", bad)
    stage.settle()
    assert page.troubles["acquirer_host"].isVisible()
    assert "pay.example.com:443" in page.troubles["acquirer_host"].text()
    assert kept(stage)["acquirer_host"] == "10.0.0.1:443"
    assert given[-1].host == "10.0.0.1:443"
    stage.window.side.use("acquirer_host", "")
    assert not page.troubles["acquirer_host"].isVisible()
    assert given[-1].host == ""


@pytest.mark.parametrize(
    "bad", ["stamps.example", "ftp://stamps.example", "http://", "http://u:p@stamps.example", "http://a b"]
)
def test_what_is_no_time_stamp_server_is_said_at_its_field_and_none_is_asked(make_stage: Make, bad: str) -> None:
    given: list[Preferences] = []
    stage = make_stage(prefer=given.append)
    page = opened(stage)
    stage.window.side.use("time_stamp", bad)
    assert page.troubles["time_stamp"].isVisible()
    assert all(one.time_stamp == "" for one in given)
    stage.window.side.use("time_stamp", "https://stamps.example/tsr")
    assert not page.troubles["time_stamp"].isVisible()
    assert given[-1].time_stamp == "https://stamps.example/tsr"


def test_a_history_on_a_server_is_set_and_a_password_is_neither_seen_nor_kept(make_stage: Make, qtbot: QtBot) -> None:
    given: list[Preferences] = []
    stage = make_stage(prefer=given.append)
    page = opened(stage)
    field, url = page.fields["database"], "postgresql+psycopg://bench:s3cret@db.example/posbench"
    field.setFocus()
    for end in range(1, len(url) + 1):
        qtbot.keyClicks(field, url[end - 1])
        assert "s3cret"[:1] not in field.displayText().partition("bench:")[2].partition("@")[0]
    stage.settle()
    said = "".join(label.text() for label in page.findChildren(type(page.troubles["trust"])))
    assert "postgresql+psycopg://bench:***@db.example/posbench" in said
    assert "s3cret" not in said + field.displayText()
    assert "pgpass" in page.troubles["database"].text()
    assert all(one.database == "" for one in given)
    assert save_settings(stage.folder / "settings", Settings(database=url))
    assert "s3cret" not in (stage.folder / "settings/window.toml").read_text("utf-8")
    url = "postgresql+psycopg://bench@db.example/posbench"
    assert kept(stage)["database"] == url
    stage.window.side.use("database", url)
    assert not page.troubles["database"].isVisible()
    assert (given[-1].database, kept(stage)["database"]) == (url, url)
    assert (stage.folder / "settings/window.toml").stat().st_mode & 0o077 == 0
    for bad in (
        "nowhere",
        "sqlite:///:memory:",
        "postgresql+psycopg://u:p@ss@h/x",
        "postgresql+psycopg://u@h/x?password=p",
        "mysql://h/x",
    ):
        stage.window.side.use("database", bad)
        assert page.troubles["database"].text(), bad
        assert given[-1].database == url
    stage.window.side.use("database", "")
    assert given[-1].database == ""


def test_a_folder_where_nothing_can_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert folder_trouble(tmp_path) == ""
    assert folder_trouble(tmp_path / "not" / "there" / "yet") == ""
    assert folder_trouble(Path("reports")) == "relative"
    assert folder_trouble(tmp_path / "file" / "below") == "no-folder"
    assert not (tmp_path / "not").exists()


@pytest.mark.parametrize(
    ("bad", "why"), [("photos", "whole path"), ("/not/there", "no such folder"), (__file__, "no such folder")]
)
def test_a_folder_for_photos_that_is_none_is_said_and_the_one_before_is_watched(
    make_stage: Make, qtbot: QtBot, bad: str, why: str
) -> None:
    stage = make_stage()
    page = opened(stage)
    typed(qtbot, stage, "photos", str(stage.folder))
    stage.window.side.use("photos", bad)
    stage.settle()
    assert why in page.troubles["photos"].text()
    assert kept(stage)["photos"] == str(stage.folder)
    stage.window.side.use("photos", "")
    assert (kept(stage)["photos"], page.troubles["photos"].text()) == ("", "")


def test_reports_go_to_the_folder_in_the_languages_that_were_set(make_stage: Make, qtbot: QtBot) -> None:
    written: list[tuple[tuple[str, ...], Path]] = []

    def publish(_record: Any, languages: tuple[str, ...], path: Path) -> Path:
        written.append((languages, path))
        return path

    stage = make_stage(publish=publish)
    opened(stage)
    folder = stage.folder / "elsewhere"
    typed(qtbot, stage, "report_folder", str(folder))
    pressed(stage, "report_languages", "Both")
    player = stage.play()
    player.until(lambda s: False)
    stage.window.save_report()
    qtbot.waitUntil(lambda: bool(written))
    stage.settle()
    assert written[0][0] == ("en", "zh_CN")
    assert written[0][1].parent == folder


@pytest.mark.parametrize(("wanted", "used"), [("", 1), ("none", None), ("M2", 2), ("M9", None)])
def test_the_meter_that_was_set_is_used(make_stage: Make, wanted: str, used: int | None) -> None:
    stage = make_stage(settings=Settings(theme="light", meter=wanted))
    stage.bench.connect(METER, "M1")
    stage.bench.connect(METER, "M2")
    lane = stage.bench.connect()
    stage.settle()
    stage.window.select(lane)
    Settled(stage.running, stage.bench, lane).start()
    assert stage.running.model.units[lane].meter == used


def test_a_root_is_added_listed_and_removed(stage: Stage, tmp_path: Path) -> None:
    shelf = TrustShelf(tmp_path / "trust")
    stage.window.side._trust = shelf
    made = identity.demonstration(datetime.now(UTC))
    (tmp_path / "root.pem").write_bytes(made.root_pem())
    (tmp_path / "none.pem").write_text("nothing of the kind")
    page = opened(stage)
    page.trust_added.emit(str(tmp_path / "root.pem"))
    (known,) = shelf.known()
    assert known.name in "".join(label.text() for label in page.findChildren(type(page.troubles["trust"])))
    assert shelf.bundles() == (made.root_pem(),)
    page.trust_added.emit(str(tmp_path / "none.pem"))
    assert page.troubles["trust"].text()
    page.trust_removed.emit("../root")
    assert len(shelf.known()) == 1
    page.trust_removed.emit(known.id)
    assert shelf.known() == ()


def test_bench_and_host_reach_the_session_and_its_journal(tmp_path: Path) -> None:
    import dataclasses

    from app import make_parts
    from checks.console.parts import Home

    parts = dataclasses.replace(make_parts(), home=Home(tmp_path))
    profile = profiles()["smart-terminal"]
    lane = LaneInfo(1, "/dev/ttyUSB0", LaneState.CONNECTED, profile)
    order = Order("full", bench="bench 3", host="10.0.0.7:8583")
    session = make_session(parts, lane, None, lambda target, command: None, order)
    session.close()
    host = session.setup.profile.host
    assert host is not None
    assert (host.name, host.port, session.setup.bench.name) == ("10.0.0.7", 8583, "bench 3")
    (journal,) = (tmp_path / "journal").glob("*.journal")
    assert (read_head(journal).host, read_head(journal).bench) == ("10.0.0.7:8583", "bench 3")
    from checks.console.sessions import recovered

    again, _ = recovered(parts, journal)
    assert again.setup.profile == session.setup.profile
    assert again.setup.bench.name == "bench 3"
