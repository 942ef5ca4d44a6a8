"""Reports dropped on the window: an answer for each as it comes, in full for one, and a root trusted by its fingerprint."""

import csv
import io
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from checks.measurement import message
from checks.report.several import Answer, Told
from gui.ports import Seal, Unable, Verification
from gui.widgets.words import WordButton
from tests.gui.conftest import Stage
from tests.gui.reports import Reports, real_verifier, reports


@pytest.fixture(scope="module")
def made() -> Reports:
    return reports()


@pytest.fixture
def real(make_stage: Callable[..., Stage], made: Reports, tmp_path: Path) -> Stage:
    return make_stage(**real_verifier(tmp_path, made.root))


def drop(stage: Stage, *paths: Path, text: str = "") -> bool:
    """A drag into the middle of the window and a drop, as the system sends them; whether they were taken."""
    data = QMimeData()
    if text:
        data.setText(text)
    else:
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    surface, middle = stage.window.windowHandle(), QPoint(640, 400)
    given = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(middle, *given)
    QApplication.sendEvent(surface, enter)
    if not enter.isAccepted():
        return False
    QApplication.sendEvent(surface, QDropEvent(middle, *given))
    return True


def wait_for(stage: Stage, qtbot: QtBot, count: int) -> list[Told]:
    answers = stage.window.side.verify.page.answers
    qtbot.waitUntil(lambda: len(answers.all()) == count, timeout=60_000)
    stage.settle()
    return list(answers.all())


def said(stage: Stage) -> str:
    page = stage.window.side.verify.page
    return "\n".join(
        label.text().replace("\u200b", "") for label in page.findChildren(QLabel) if label.isVisible() and label.text()
    )


def test_a_dropped_folder_is_answered_file_by_file_with_reasons_in_words(
    real: Stage, qtbot: QtBot, made: Reports, tmp_path: Path
) -> None:
    made.write(tmp_path / "in")
    assert drop(real, tmp_path / "in")
    told = wait_for(real, qtbot, 5)
    page = real.window.side.verify.page
    assert real.window.pages.currentWidget() is page
    assert [one.answer for one in told] == [
        Answer.INTACT, Answer.UNKNOWN_SIGNER, Answer.ALTERED, Answer.ALTERED, Answer.NOT_OURS,
    ]  # fmt: skip
    assert page.counts.text() == "5 files: 1 × intact, 1 × unknown signer, 2 × altered, 1 × not ours"
    assert not page.bar.isVisible()
    assert "Intact, and signed by a workshop you trust." in said(real)
    assert "8000211904178" in said(real)
    page.table.select(3)
    real.settle()
    assert "Altered: the page does not say what the attached record says." in said(real)
    assert 'Verdict: the page says "PASS", the attached record says "FAIL".' in said(real)
    assert "page: PASS" in said(real)
    page.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    page.table.selectRow(0)
    real.settle()
    assert "Not a Posbench report, or unreadable." in said(real)


def test_a_stranger_is_trusted_only_with_the_fingerprint_in_sight_and_then_everywhere(
    real: Stage, qtbot: QtBot, made: Reports, tmp_path: Path
) -> None:
    paths = made.write(tmp_path / "in")
    assert drop(real, paths["2-stranger.pdf"])
    (told,) = wait_for(real, qtbot, 1)
    assert told.answer is Answer.UNKNOWN_SIGNER
    page = real.window.side.verify.page
    (button,) = [b for b in page.findChildren(WordButton) if b.text() == "Trust this root"]
    shown = "".join(said(real).split())
    assert f"Rootcertificate,SHA-256:{told.root_fingerprint}" in shown
    button.click()
    qtbot.waitUntil(lambda: page.answers.at(0).answer is Answer.INTACT, timeout=60_000)
    real.settle()
    assert [t.id for t in real.running.workbench.trust.known()] == [told.root_fingerprint]
    assert [b for b in page.findChildren(WordButton) if b.text() == "Trust this root" and b.isVisible()] == []


def test_the_list_is_kept_as_a_file_and_a_wrong_name_is_said(
    real: Stage, qtbot: QtBot, made: Reports, tmp_path: Path
) -> None:
    paths = made.write(tmp_path / "in")
    room = real.window.side.verify
    real.window.side.toggle_verify()
    room.take([str(paths["1-intact.pdf"]), str(tmp_path / "gone.pdf")])
    wait_for(real, qtbot, 2)
    room.save(str(tmp_path / "list.csv"))
    qtbot.waitUntil(lambda: "list.csv" in room.page.notice.text(), timeout=60_000)
    rows = list(csv.reader(io.StringIO((tmp_path / "list.csv").read_bytes().decode("utf-8-sig"))))
    assert [row[1] for row in rows] == ["Answer", "intact", "not ours"]
    room.save(str(tmp_path / "list.txt"))
    qtbot.waitUntil(lambda: "not as list.txt" in room.page.notice.text(), timeout=60_000)
    (tmp_path / "void").mkdir()
    room.take([str(tmp_path / "void")])
    qtbot.waitUntil(lambda: "no PDF file" in room.page.notice.text(), timeout=60_000)


def slow(gate: threading.Event) -> Callable[[Path], Verification]:
    def verify(path: Path) -> Verification:
        assert gate.wait(10)
        return Verification(Seal.TRUSTED, (), Told(str(path), Answer.INTACT, message("verify.intact_trusted")))

    return verify


def test_the_rest_can_be_stopped_and_the_list_emptied(
    make_stage: Callable[..., Stage], qtbot: QtBot, tmp_path: Path
) -> None:
    gate = threading.Event()
    stage = make_stage(verify=slow(gate))
    for number in range(50):
        (tmp_path / f"{number:02}.pdf").write_bytes(b"")
    assert drop(stage, *(tmp_path / f"{number:02}.pdf" for number in range(50)))
    page = stage.window.side.verify.page
    qtbot.waitUntil(page.stop.isVisible, timeout=60_000)
    assert page.bar.isVisible()
    page.stop.click()
    gate.set()
    (told,) = wait_for(stage, qtbot, 1)
    assert told.path.endswith("00.pdf")
    assert not page.stop.isVisible()
    page.clear.click()
    assert page.answers.all() == ()


def test_thousands_of_rows_are_put_in_quickly(make_stage: Callable[..., Stage]) -> None:
    stage = make_stage()
    stage.window.side.toggle_verify()
    stage.settle()
    page = stage.window.side.verify.page
    told = [Told(f"/r/{n}.pdf", Answer.INTACT, message("verify.intact_trusted"), serial=str(n)) for n in range(3000)]
    began = time.process_time()
    for one in told:
        page.put(one)
    stage.settle()
    assert time.process_time() - began < 3
    page.table.select(2999)
    assert page.table.current() == told[-1]


def test_what_is_no_report_is_left_to_the_widgets(real: Stage, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("serial\n")
    (tmp_path / "a.pdf").write_bytes(b"")
    assert not drop(real, tmp_path / "list.csv")
    assert not drop(real, tmp_path / "list.csv", tmp_path / "a.pdf")
    assert not drop(real, text="file name.pdf")
    assert real.window.side.shown is None


def test_f9_opens_and_escape_leaves(real: Stage, qtbot: QtBot) -> None:
    qtbot.keyClick(real.window, Qt.Key.Key_F9)
    assert real.window.side.shown is real.window.side.verify.page
    assert "Drop reports here" in said(real)
    qtbot.keyClick(real.window, Qt.Key.Key_Escape)
    assert real.window.side.shown is None


def test_a_root_that_cannot_be_kept_is_said(real: Stage, qtbot: QtBot, made: Reports, tmp_path: Path) -> None:
    paths = made.write(tmp_path / "in")
    drop(real, paths["2-stranger.pdf"])
    (told,) = wait_for(real, qtbot, 1)

    class Full:
        def take(self, bundle: bytes) -> None:
            raise Unable(message("settings.trust.unreadable", detail="disk full"))

    real.window.side.verify._bench = type("Bench", (), {"trust": Full()})()
    real.window.side.verify.trust(told.path)
    assert "disk full" in real.window.side.verify.page.notice.text()
