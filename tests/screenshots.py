"""Makes the screenshots of docs/screenshots: every page, in both languages and themes. Needs no display and no device.

python tests/screenshots.py [FOLDER] [--size 1280x800] [--only NAME]
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from PySide6.QtWidgets import QApplication, QWidget

from checks.console.parts import Home
from checks.record import KeyMark, Record
from checks.session import Session
from devices.events import Identified
from devices.lanes import PortInfo, UsbIdentity
from gui.history_shelf import HistoryShelf
from gui.practice_room import Stage as At
from gui.settings import Settings
from gui.start import Running, make_application
from gui.virtual_terminal import VirtualTerminal
from tests.checks.test_history import unit
from tests.gui.fakes import (
    METER,
    FakeBench,
    FakeClock,
    FakeControl,
    FakeStand,
    Player,
    session_factory,
    supply,
    virtual_units,
    workbench,
)
from tests.gui.reports import real_verifier, reports
from tests.gui.test_history import drifting

_PORTS = (
    PortInfo("/dev/ttyUSB1", "", UsbIdentity(0x0403, 0x6001, product="FT232R USB UART")),
    PortInfo("/dev/ttyS0", "", None),
)


_BATCH = {"en": "Week 47", "zh_CN": "\u7b2c 47 \u5468"}
_ACCEPTED = {
    "en": ("Wang Min", "This till does not use CLEAR; the merchant agrees."),
    "zh_CN": (
        "\u738b\u654f",
        "\u8be5\u6536\u94f6\u53f0\u4e0d\u7528\u6e05\u9664\u952e\uff0c\u5546\u6237\u540c\u610f\u3002",
    ),
}
_NOTES = {
    "en": "Contacts cleaned, keypad foil changed.",
    "zh_CN": "\u6e05\u6d01\u89e6\u70b9\uff0c\u66f4\u6362\u952e\u76d8\u80f6\u7247\u3002",
}


class Studio:
    """One window with a played bench, photographed on the way."""

    def __init__(self, folder: Path, language: str, theme: str, size: tuple[int, int], only: str) -> None:
        self._folder, self._only, self.size = folder, only, size
        self._tail = f"{language}-{theme}" + ("" if size == (1280, 800) else f"-{size[0]}x{size[1]}")
        self.bench, self.language = FakeBench(FakeClock()), language
        home = self.home = Path(tempfile.mkdtemp(prefix="posbench-pictures-"))
        self.shelf = HistoryShelf(Home(home / "kept"), str)
        made = workbench(
            self.bench, home, language=language, start_demo=lambda: (), list_ports=lambda: _PORTS, history=self.shelf
        )
        self.running = Running(made, Settings(theme=theme))
        self.running.window.resize(*size)
        self.running.window.show()
        self.pump()

    def pump(self, seconds: float = 0.25) -> None:
        """Let the window catch up, and lit keys go out."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            QApplication.processEvents()
            time.sleep(0.005)

    def shoot(self, name: str, widget: QWidget | None = None) -> None:
        """One picture."""
        if self._only in name:
            self.pump()
            self.running.window.flash.hide()
            (widget or self.running.window).grab().save(str(self._folder / f"{name}-{self._tail}.png"), "PNG", 1)

    def close(self) -> None:
        """Leave nothing running."""
        self.running.close()
        self.pump(0.02)


def announced(folder: Path) -> Path:
    """A spreadsheet of returns."""
    path = folder / "list.csv"
    path.write_text(
        "serial,model,order,accessories\n" + "".join(f"SN-{n},PPC930,R1,a;b\n" for n in range(100000, 100020))
    )
    return path


def tour(studio: Studio) -> None:
    """From the empty bench to the report."""
    bench = studio.bench
    studio.shoot("start")
    meter = bench.connect(METER, "TC66-10482")
    studio.pump(0.05)
    supply(bench, meter, 35, sag=(12.0, 13.2))
    lane = bench.connect()
    bench.connect(serial="9300210478325")
    studio.pump(0.05)
    studio.running.window.select(lane)
    studio.shoot("ready")
    player = _Slow(studio.running, bench, lane, meter, dead=("CLEAR",), studio=studio)
    player.start()
    player.until(_many_keys)
    player.pause(0.4)
    studio.running.window.check.map.light("F4")
    studio.shoot("keypad")
    player.until(lambda s: s.current == "display" and s.question is not None)
    bench.clock.now += 2.0  # type: ignore[attr-defined]
    studio.shoot("display")
    player.until(lambda s: s.question is not None and s.question.number is not None)
    bench.clock.now += 2.0  # type: ignore[attr-defined]
    studio.shoot("count")
    bench.lose(lane)
    studio.shoot("link-lost")
    bench.restore(lane)
    player.until(lambda s: False)
    studio.shoot("result")
    studio.running.window.save_report()
    studio.shoot("report")
    area = studio.running.window.result
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    studio.shoot("measurements")


def _pad_behind_meter(studio: Studio) -> tuple[int, int]:
    """A PIN pad on a charger that is well, and the meter before it: their lanes."""
    meter = studio.bench.connect(METER, "TC66-10482")
    studio.pump(0.05)
    supply(studio.bench, meter, 20)
    lane = studio.bench.connect()
    studio.pump(0.05)
    return lane, meter


def accepting(studio: Studio) -> None:
    """A failed check accepted nonetheless: the form, and the verdict after it."""
    bench, window = studio.bench, studio.running.window
    lane, meter = _pad_behind_meter(studio)
    player = _Slow(studio.running, bench, lane, meter, dead=("CLEAR",), studio=studio)
    player.start()
    player.until(lambda s: False)
    studio.pump()
    button = window.result.cards["keypad"].waive_button
    assert button is not None
    button.click()
    form = window.result.form
    assert form is not None
    form.by.setText(_ACCEPTED[studio.language][0])
    form.why.setText(_ACCEPTED[studio.language][1])
    form.why.setFocus()
    studio.shoot("accepting")
    form.accept()
    studio.shoot("accepted")


def passing(studio: Studio) -> None:
    """A healthy unit's verdict, and an interrupted inspection at the start."""
    bench = studio.bench
    lane, meter = _pad_behind_meter(studio)
    player = _Slow(studio.running, bench, lane, meter, studio=studio)
    player.start()
    player.until(lambda s: False)
    studio.shoot("passed")


def marking(studio: Studio) -> None:
    """Faults marked on the picture, and which table of faulty dots decided."""
    from checks.panel import DisplayMark, MarkKind, mark_between

    bench = studio.bench
    lane = bench.connect()
    studio.pump(0.05)
    look = {"display.white": "dark-dots", "display.black": "lines"}
    player = _Slow(studio.running, bench, lane, studio=studio, look=look)
    player.start()
    player.until(lambda s: s.question is not None and s.question.marks)
    bench.clock.now += 2.0  # type: ignore[attr-defined]
    studio.pump(0.1)
    view = studio.running.window.check.raster
    dots = ((60, 80), (61, 81), (180, 250))
    view._change(tuple(DisplayMark(MarkKind.DOT, x, y, pattern="white") for x, y in dots))
    studio.shoot("marking")
    studio.running.window.check.question.enter()
    player.until(lambda s: s.question is not None and s.question.id == "display.black.where")
    bench.clock.now += 2.0  # type: ignore[attr-defined]
    studio.pump(0.1)
    view._change((mark_between((40, 0), (41, 319), "black"), mark_between((90, 120), (200, 220), "black")))
    studio.shoot("marking-lines")
    player.until(lambda s: False)
    studio.shoot("marked")


def first_minute(studio: Studio) -> None:
    """Before the cable: what eyes and nose tell, several answers together; then a broken column of a known matrix."""
    bench, window = studio.bench, studio.running.window
    lane = bench.connect("demo-matrix", "DEMO-0001")
    studio.pump(0.05)
    window.select(lane)
    look = {"first.quick": "something-wrong"}
    player = _Slow(studio.running, bench, lane, dead=("2", "5", "8", "0"), studio=studio, look=look)
    player.start()
    player.until(lambda s: s.question is not None and s.question.id == "first.signs")
    studio.pump(0.2)
    for button in window.check.question.buttons[2:4]:
        button.click()
    studio.shoot("first-minute")
    player.until(_three_dead)
    studio.shoot("matrix")


def no_link(studio: Studio) -> None:
    """A unit without a cable: its own key test, told by word."""
    bench, window = studio.bench, studio.running.window
    lane = bench.connect("no-link", "", url="none")
    studio.pump(0.05)
    window.select(lane)
    player = _Slow(studio.running, bench, lane, studio=studio, look={"power.start": "unit-starts"})
    player.start()
    player.until(lambda s: s.current == "keypad")
    studio.shoot("no-link")


def others(studio: Studio) -> None:
    """The virtual terminal, and a unit that does not answer."""
    from checks.registry import load_patterns
    from devices.lanes import LaneState

    bench = studio.bench
    profile = bench.known["gertec-ppc930"]
    display = profile.display
    assert display is not None
    picture = load_patterns()["ramp-grey"].render(display.geometry())
    control = FakeControl(picture, faults=["dead-key=CLEAR"])
    window = VirtualTerminal(studio.running.appearance.face, virtual_units(bench.known, control))
    window.resize(680, 780)
    window.show()
    studio.pump(0.4)
    studio.shoot("virtual-terminal", window)
    window.close()
    bench.connect(state=LaneState.NO_ANSWER)
    studio.shoot("no-answer")


def console(studio: Studio) -> None:
    """A smart terminal behind a log-in, on the way and refused; a silent one; port and model named by hand."""
    from devices.events import ConsoleStage, ConsoleState
    from devices.lanes import LaneState

    bench, window = studio.bench, studio.running.window
    studio.pump(0.05)
    lane = bench.connect(None, url="/dev/ttyUSB0", state=LaneState.NOT_UNDERSTOOD)
    bench.say(lane, ConsoleState(ConsoleStage.LOGIN_WANTED, "simpos login:"))
    studio.pump(0.1)
    window.select(lane)
    window.console.user.setText("service")
    window.console.password.setText("0123456789")
    studio.shoot("log-in")
    window.do_next()
    bench.say(lane, ConsoleState(ConsoleStage.WRONG_PASSWORD))
    studio.shoot("log-in-refused")
    bench.say(lane, ConsoleState(ConsoleStage.BOOTING, "U-Boot 2021.07"))
    studio.shoot("starting")
    bench.say(lane, ConsoleState(ConsoleStage.SILENT))
    studio.shoot("silent")
    window.by_hand.begin()
    studio.pump(0.4)
    window.connect_page.ports.setCurrentRow(0)
    studio.shoot("connect")


def smart(studio: Studio) -> None:
    """A smart terminal's keypad page, with its thirteen steps."""
    bench = studio.bench
    lane = bench.connect("smart-terminal", "SIM4711", url="/dev/ttyUSB0")
    bench.connect(serial="9300210478325")
    studio.pump(0.05)
    studio.running.window.select(lane)
    player = _Slow(studio.running, bench, lane, dead=("CLEAR",), studio=studio)
    player.start()
    player.until(lambda s: s.current == "keypad" and len(s.keymap.marks) >= 7)
    studio.shoot("smart-keypad")


def repair(studio: Studio) -> None:
    """A dead key: the repair behind the verdict, and what it was before and after."""
    bench, window = studio.bench, studio.running.window
    lane, meter = _pad_behind_meter(studio)
    window.select(lane)
    player = _Slow(studio.running, bench, lane, meter, dead=("CLEAR",), studio=studio)
    player.start()
    player.until(lambda s: False)
    window.repair.open()
    page = window.repair.page_widget
    page.ticks[0].click()
    page.parts["keypad"].more.click()
    page.notes.setPlainText(_NOTES[studio.language])
    studio.shoot("repair")
    window.repair.retest()
    again = _Slow(studio.running, bench, lane, meter, studio=studio)
    again.until(lambda s: False)
    studio.shoot("before-after")


def intake(studio: Studio) -> None:
    """A batch of returns: its page, the belt, two units of which one was scanned, the verdict with its fate."""
    bench, window = studio.bench, studio.running.window
    window.use_mode("intake")
    studio.shoot("intake-batch")
    window.intake.desk.begin(_BATCH[studio.language], str(announced(studio.home)))
    studio.shoot("intake-belt")
    lane = bench.connect(serial="")
    bench.connect(serial="", url="/dev/ttyACM9")
    studio.pump(0.05)
    window.intake.desk.scanned("SN-100001", None)
    studio.shoot("intake-which")
    window.choose(lane)
    studio.pump(0.05)
    bench.say(lane, Identified((("model", "PPC-930"), ("serial", "SN-100001"))))
    _Slow(studio.running, bench, lane, dead=("CLEAR",), studio=studio).until(lambda s: False)
    studio.shoot("intake-result")


def practice(studio: Studio) -> None:
    """From the choice of an exercise over the answer to the sum, and who practised."""
    window, room = studio.running.window, studio.running.window.practice
    studio.running.model._make_session = session_factory(studio.bench.clock, several=True)
    stand = studio.running.workbench.practice
    assert isinstance(stand, FakeStand)
    stand.fixed = 3
    window.use_mode("practice")
    room.start_page.name.setText("Li Na")
    studio.shoot("practice")
    for number in range(2):
        room.act()
        for _ in range(60):
            studio.pump(0.02)
            if room.stage is At.RUNNING:
                break
        studio.running.window.resize(*studio.size)  # the virtual terminal beside it is no part of the picture
        dead = tuple(fault.argument for fault in room._staged.exercise.hidden)  # type: ignore[union-attr]
        player = _Slow(studio.running, studio.bench, room.lane, dead=dead, studio=studio)  # type: ignore[arg-type]
        player.until(lambda s: s.current == "keypad" and len(s.keymap.marks) >= 7)
        if not number:
            studio.shoot("practice-inspection")
        player.until(lambda s: False)
        studio.pump(0.1)
        window.digit(1)
        if not number:
            studio.shoot("practice-cause")
        room.act()
        window.digit(4)
        if not number:
            studio.shoot("practice-fate")
        room.act()
    studio.shoot("practice-score")
    room.show_list()
    studio.shoot("practice-list")


def beside(studio: Studio) -> None:
    """Settings and manual."""
    window = studio.running.window
    window.side.toggle_settings()
    studio.shoot("settings")
    window.side.toggle_manual()
    window.side.manual.open("repair")
    studio.shoot("manual")


def verified(studio: Studio) -> None:
    """Reports dropped on the window: one intact, one of a stranger, two altered, one that is none."""
    made, window = reports(), studio.running.window
    room, folder = window.side.verify, studio.home / "reports to verify"
    room._bench = replace(room._bench, **real_verifier(studio.home, made.root))
    window.side.toggle_verify()
    studio.shoot("verify-empty")
    made.write(folder)
    room.take([str(folder)])
    while len(room.page.answers.all()) < len(made.files):
        studio.pump()
    studio.shoot("verify")
    room.page.table.select(3)
    studio.shoot("verify-altered")


def past(studio: Studio) -> None:
    """Past inspections: the list, one as it was, compared with the one before, and who drifts."""
    window = studio.running.window
    room = window.history
    for number in range(12):
        studio.shelf.keep(_lasted(unit(number, operator="Li Na" if number < 3 else "Chen Wei")))
    good = unit(2)
    later = {"results": good.results, "overall": good.overall, "diagnoses": (), "ended": "2026-11-29T09:00:00Z"}
    studio.shelf.keep(_lasted(replace(unit(1), id="later", **later)))
    drifting(studio.shelf)
    window.use_mode("history")
    _until(studio, lambda: (room.total or 0) > 12)
    studio.shoot("history")
    window.scanned("SN-00001")
    _until(studio, lambda: room.total == 2)
    room.list_page.view.selectRow(0)
    window.do_next()
    _until(studio, lambda: room._past is not None)
    room.compare()
    _until(studio, lambda: room._earlier is not None)
    studio.shoot("history-compared")
    room.show_trends()
    _until(studio, lambda: room._known is not None)
    studio.shoot("history-trends")


def _lasted(record: Record) -> Record:
    """The record of an inspection that took six minutes."""
    return replace(record, started=record.ended.replace("10:00", "09:54").replace("T09:00", "T08:54"))


def _until(studio: Studio, done: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not done():
        assert time.monotonic() < end, "never happened"
        studio.pump(0.05)


def _three_dead(session: Session) -> bool:
    return sum(session.mark_of(key) is KeyMark.DEAD for key in ("2", "5", "8", "0")) >= 3


def _many_keys(session: Session) -> bool:
    settled = [key for key, (mark, _) in session.keymap.marks.items() if mark not in (KeyMark.NONE, KeyMark.ASKED)]
    return len(settled) >= 6 and session.mark_of("CLEAR") is KeyMark.DEAD


class _Slow(Player):
    """Plays at a person's pace, with the meter running."""

    def __init__(self, *args, studio: Studio, look=None, **more) -> None:  # type: ignore[no-untyped-def]
        super().__init__(*args, look={"security.screen": "none-of-these"} | (look or {}), **more)
        self._studio = studio

    def pause(self, seconds: float) -> None:
        """Time without a press."""
        self._pass(seconds)

    def step(self) -> None:
        super().step()
        for _ in range(6):
            QApplication.processEvents()


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "folder", nargs="?", type=Path, default=Path(__file__).resolve().parents[1] / "docs/screenshots"
    )
    parser.add_argument("--size", default="1280x800")
    parser.add_argument("--only", default="", help="only pictures with this in their name")
    parser.add_argument("--trip", default="", help="only this trip, such as console")
    parser.add_argument("--looks", default="en-light,zh_CN-dark,en-dark,zh_CN-light")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    size = tuple(int(part) for part in options.size.split("x"))
    app = make_application(["screenshots"])
    trips: tuple[Callable[[Studio], None], ...] = (
        tour,
        passing,
        accepting,
        marking,
        first_minute,
        no_link,
        others,
        console,
        smart,
        repair,
        intake,
        practice,
        beside,
        verified,
        past,
    )
    for look in options.looks.split(","):
        language, theme = look.rsplit("-", 1)
        for trip in trips if not options.trip else [t for t in trips if t.__name__ == options.trip]:
            studio = Studio(options.folder, language, theme, (size[0], size[1]), options.only)
            trip(studio)
            studio.close()
    app.quit()


if __name__ == "__main__":
    main()
