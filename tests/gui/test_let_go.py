"""A session whose unit left the bench leaves no thread, no open file, and no journal once its report is written."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import app
from checks.plan import PlanKind
from checks.session import Session
from devices.events import Identified
from devices.lanes import LaneInfo, LaneState
from gui.wiring import Desk


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk(app.make_parts(), lambda event: None)
    yield desk
    desk.close()


def ended(desk: Desk) -> Session:
    """An inspection of a simulated unit, ended at once."""
    parts = app.make_parts()
    identity = Identified((("serial", "0123456789"), ("model", "PPC-930")))
    lane = LaneInfo(1, "nowhere", LaneState.CONNECTED, profile=parts.profiles()["gertec-ppc930"], identity=identity)
    session = desk.make_session(lane, None, lambda target, command: None, plan=PlanKind.QUICK, complaint="", sticker_serial="",
                                operator="", language="en")  # fmt: skip
    session.start(parts.clock())
    session.abort(parts.clock())
    return session


def journals() -> list[Path]:
    return sorted(app.find_home().folder("journal").glob("*.journal"))


def writers() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == "posbench-journal"]


def test_an_inspection_without_a_report_is_kept_in_its_closed_journal(desk: Desk) -> None:
    session = ended(desk)
    desk.let_go(session)
    desk.let_go(session)
    desk.close()
    assert writers() == []
    assert [path.stem for path in journals()] == [session.setup.id]


def test_a_report_that_was_written_takes_the_journal_along(desk: Desk) -> None:
    session = ended(desk)
    session.published(app.clock())
    desk.let_go(session)
    desk.close()
    assert writers() == []
    assert journals() == []


def test_a_report_that_is_written_after_its_unit_left_takes_the_journal_along(desk: Desk, tmp_path: Path) -> None:
    session = ended(desk)
    record = session.record(app.utc_now())
    desk.let_go(session)
    desk.publish(replace(record, demonstration=True), ("en",), tmp_path / "late.pdf")
    desk.close()
    assert (tmp_path / "late.pdf").exists()
    assert journals() == []


def test_units_of_a_whole_shift_leave_nothing_in_the_desk(desk: Desk) -> None:
    for _ in range(8):
        desk.let_go(ended(desk))
    desk.close()
    assert writers() == []
    assert desk._sessions == {}
