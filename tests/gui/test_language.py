"""Two languages, switched while running: nothing of the other one stays, nothing is missing, nothing is cut."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from checks.words import load_catalogues, read_ts
from devices.events import ConsoleStage, ConsoleState
from devices.lanes import LaneState
from gui.history_shelf import HistoryShelf
from tests.accessibility import unnamed
from tests.checks.test_history import unit
from tests.checks.test_trends import kept
from tests.gui.conftest import Settled, Stage
from tests.gui.fakes import ROOT, SERIAL
from tests.gui.reports import real_verifier, reports

HAN = re.compile("[\u4e00-\u9fff]")
OPERATOR = "Chen Wei"
FOREIGN = (SERIAL, OPERATOR, "ttyACM", "Posbench", "English", "中文")


def texts(root: QWidget) -> Iterator[tuple[QWidget, str]]:
    for widget in root.findChildren(QWidget):
        if isinstance(widget, QLabel | QAbstractButton):
            yield widget, widget.text()
            yield widget, widget.toolTip()
        if isinstance(widget, QLineEdit):
            yield widget, widget.placeholderText()


def pages(stage: Stage) -> Iterator[str]:
    """Every state of the window, one after another."""
    yield "empty"
    player = stage.play(dead=("CLEAR",))
    player.until(lambda s: s.current == "keypad" and s.question is not None)
    yield "keypad"
    player.until(lambda s: s.current == "display" and s.question is not None)
    yield "display"
    player.until(lambda s: s.question is not None and s.question.number is not None)
    yield "count"
    player.until(lambda s: False)
    yield "result"
    result = stage.window.result
    result.cards["keypad"].waive_button.click()
    yield "accepting"
    result.form.accept_button.click()
    yield "accepting without a name"
    result.form.by.setText(OPERATOR)
    result.form.why.setText(SERIAL)
    result.form.accept_button.click()
    stage.settle()
    yield "accepted"
    result.taking_back["keypad"].click()
    stage.settle()
    stage.window.repair.open()
    yield "repair"
    stage.window.repair.page_widget.parts["keypad"].more.click()
    stage.window.repair.retest()
    Settled(stage.running, stage.bench, stage.window.lane).until(lambda s: False)
    stage.settle()
    yield "before and after"
    stage.window.next_unit()
    yield "ready"
    stage.window.use_mode("intake")
    yield "batch"
    stage.window.intake.desk.begin("week 47", str(announced(stage.folder)))
    yield "belt"
    stage.bench.connect(serial="", url="/dev/ttyACM9")
    stage.settle()
    yield "several"
    stage.window.intake.desk.scanned("SN-100001", None)
    yield "which"
    stage.window.choose(stage.window.lane)
    stage.settle()
    Settled(stage.running, stage.bench, stage.window.lane).until(lambda s: False)
    yield "taken in"
    yield from practised(stage)
    yield from looked_up(stage)
    stage.window.use_mode("repair")
    stage.window.side.toggle_settings()
    stage.window.side.use("acquirer_host", "no port")
    yield "settings"
    stage.window.side.use("acquirer_host", "")
    stage.window.side.toggle_manual()
    yield "manual"
    yield from verified(stage)
    stage.window.side.leave()
    stage.window.by_hand.begin()
    yield "connect"
    stage.window.by_hand.leave()
    lane = stage.bench.connect(None, url="/dev/ttyUSB0", state=LaneState.NOT_UNDERSTOOD)
    for console in (
        ConsoleState(ConsoleStage.LOGIN_WANTED, "simpos login:"),
        ConsoleState(ConsoleStage.WRONG_PASSWORD),
    ):
        stage.bench.say(lane, console)
        stage.settle()
        stage.window.select(lane)
        yield f"console, {console.stage}"
    stage.window.select(stage.bench.connect(serial="7", url="/dev/ttyACM7", state=LaneState.NO_ANSWER))
    yield "no answer"


class Strangers(QObject):
    """Widgets that were shown as windows of their own."""

    def __init__(self, home: QWidget) -> None:
        super().__init__()
        self.home, self.seen = home, set()  # type: ignore[var-annotated]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        shown = event.type() is QEvent.Type.Show and isinstance(watched, QWidget)
        if shown and watched.isWindow() and watched is not self.home:  # type: ignore[attr-defined]
            self.seen.add(type(watched).__name__)
        return False


def verified(stage: Stage) -> Iterator[str]:
    """Every state of the verification page, with real answers."""
    room = stage.window.side.verify
    room._bench = replace(room._bench, **real_verifier(stage.folder, reports().root))
    stage.window.side.toggle_verify()
    yield "nothing verified"
    folder = stage.folder / "to verify"
    paths = reports().write(folder)
    room.take([str(folder)])
    page = room.page
    stage.until(lambda: len(page.answers.all()) == len(paths))
    for row in (0, 1, 3):
        page.table.select(row)
        yield f"verified, {page.answers.at(row).answer}"


def practised(stage: Stage) -> Iterator[str]:
    """Every state of practice."""
    room = stage.window.practice
    stage.window.use_mode("practice")
    yield "practice"
    room.show_list()
    yield "nobody practised"
    room.act()
    room.act()
    stage.until(lambda: room.lane is not None)
    Settled(stage.running, stage.bench, room.lane).until(lambda s: False)
    stage.settle()
    yield "which cause"
    room.cause_page.choose(1)
    room.cause_page.choose(2)
    room.act()
    yield "which fate"
    room.fate_page.choose(4)
    room.act()
    stage.settle()
    yield "score"
    room.show_list()
    yield "who practised"


def looked_up(stage: Stage) -> Iterator[str]:
    """Every state of the history."""
    room, shelf = stage.window.history, stage.running.workbench.history
    assert shelf is not None
    stage.window.use_mode("history")
    stage.until(lambda: room.total is not None)
    yield "history, empty"
    for number, ended in ((1, "2026-11-02T10:00:00Z"), (2, "2026-11-09T10:00:00Z")):
        shelf.keep(replace(unit(number, operator="Chen Wei", complaint=""), unit=unit(1).unit, ended=ended))
    room.search()
    stage.until(lambda: room.total)
    yield "history"
    drifting(shelf)
    room.list_page.since.setText("9.11.")
    room.search()
    yield "history, no date"
    room.list_page.since.clear()
    room.list_page.look_for("SN-99")
    stage.until(lambda: room.total == 0)
    yield "history, nothing fits"
    room.list_page.clear()
    stage.until(lambda: room.total)
    room.act()
    stage.until(lambda: room.stage == "past")
    room.compare()
    stage.until(lambda: room._earlier is not None)
    yield "past"
    room.show_trends()
    stage.until(lambda: room._known is not None)
    yield "trends"


def drifting(shelf: HistoryShelf) -> None:
    """A unit that will fail, out of sight of the list's first rows."""
    for week in range(9):
        gap = {("keypad.repeat_gap", "OK"): 0.14 - 0.01 * week}
        shelf.keep(replace(kept(100 + week, "SN-DRIFT", 7 * week, gap), operator="Chen Wei", complaint=""))


def announced(folder: Path) -> Path:
    path = folder / "list.csv"
    path.write_text(
        "serial,model,order,accessories\n" + "".join(f"SN-{n},PPC930,R1,a;b\n" for n in range(100000, 100020))
    )
    return path


def test_both_languages_know_the_same_messages_with_the_same_placeholders() -> None:
    folder = ROOT / "resources/i18n"
    _, english = read_ts(folder / "window.en.ts")
    _, chinese = read_ts(folder / "window.zh_CN.ts")
    assert english.keys() == chinese.keys()
    fields = re.compile(r"\{(\w+)\}")
    assert {k: set(fields.findall(v)) for k, v in english.items()} == {
        k: set(fields.findall(v)) for k, v in chinese.items()
    }


def test_every_message_the_window_names_is_in_a_catalogue() -> None:
    known = load_catalogues(ROOT / "resources/i18n")["en"].sentences
    literal = re.compile(r'"((?:window|lane|complaint)\.[a-z0-9_.-]+)"')
    used = {name for path in (ROOT / "gui").rglob("*.py") for name in literal.findall(path.read_text("utf-8"))}
    assert sorted(name for name in used if name not in known and name != "window.toml") == []


SHOWS_ID = re.compile(
    r"^(window|lane|choice|check|limit|do|ask|cause|remedy|mark|outcome|verdict|intake|repair|practice|history)\.\w"
)


@pytest.mark.timeout(400)
@pytest.mark.parametrize("code", ["en", "zh_CN"])
def test_every_state_speaks_one_language_has_names_for_all_and_stays_one_window(make_stage, qtbot, code: str) -> None:  # type: ignore[no-untyped-def]
    """One walk for all of it: a walk through every state takes its time."""
    stage = make_stage(language=code)
    other = {"en": "zh_CN", "zh_CN": "en"}[code]
    catalogues = stage.running.workbench.catalogues
    english = {v for k, v in catalogues["en"].sentences.items() if catalogues["zh_CN"].sentences.get(k) != v}
    strangers = Strangers(stage.window)
    QApplication.instance().installEventFilter(strangers)  # type: ignore[union-attr]
    for page in pages(stage):
        for language in (other, code):
            stage.running.appearance.use_language(language)
            stage.settle()
        said = list(texts(stage.window))
        assert [text for _, text in said if SHOWS_ID.match(text)] == [], page
        if code == "en":
            left = [t for _, t in said if HAN.search(t) and not any(f in t for f in FOREIGN)]
        else:
            left = [t for w, t in said if t in english and t not in FOREIGN and w.isVisible()]
        assert left == [], page
        assert unnamed(stage.window) == [], page
    QApplication.instance().removeEventFilter(strangers)  # type: ignore[union-attr]
    assert strangers.seen <= {"VirtualTerminal"}


def test_two_chinese_characters_draw_differently(stage: Stage) -> None:
    def drawn(character: str) -> QImage:
        image = QImage(48, 48, QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        font = QFont(QApplication.font())
        font.setPixelSize(36)
        painter.setFont(font)
        painter.drawText(image.rect(), Qt.AlignmentFlag.AlignCenter, character)
        painter.end()
        return image

    assert drawn("键") != drawn("盘")


def test_chinese_sentences_use_chinese_punctuation() -> None:
    _, chinese = read_ts(ROOT / "resources/i18n/window.zh_CN.ts")
    half = re.compile("[\u4e00-\u9fff][,;:?!]")
    assert [text for text in chinese.values() if half.search(text)] == []
