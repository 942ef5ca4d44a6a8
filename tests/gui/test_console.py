"""The way onto a service console in the window: every stage in words, a real log-in over a real line, nothing kept of it."""

import dataclasses
import logging
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

import app
from checks.plan import PlanKind
from checks.session import Phase
from checks.steps import Answer
from devices.commands import Identify, LogIn
from devices.events import ConsoleStage, ConsoleState
from devices.lanes import ASK_WHO, LaneState, PortInfo
from devices.simulator.shell import Simulator
from devices.wire_log import read_wire_log
from gui.console_view import (
    LOGIN_PATIENCE_S,
    Console,
    asked,
    can_ask_again,
    heard,
    logging_in,
    sent,
    wants_log_in,
    words_of,
)
from gui.next_action import Act
from gui.panels.connect_page import Choice
from gui.settings import Settings
from gui.start import Running
from tests.end_to_end.wired import wired
from tests.gui.conftest import Stage

USER, WRONG, RIGHT = "service-7Q", "nope-zX81", "right-pW42"
SHOWN = [stage for stage in ConsoleStage if stage not in (ConsoleStage.READY, ConsoleStage.ENDED)]


def folded(*stages: ConsoleStage, start: Console | None = None) -> Console:
    console = start
    for stage in stages:
        console = heard(console, ConsoleState(stage))
    assert console is not None
    return console


# -- what is made of the stages


def test_asking_again_hides_nothing_that_stands_in_the_way() -> None:
    console = folded(ConsoleStage.LISTENING, ConsoleStage.SILENT, ConsoleStage.LISTENING)
    assert console.stage is ConsoleStage.SILENT
    console = folded(ConsoleStage.RESTRICTED, ConsoleStage.LISTENING, ConsoleStage.LOADING)
    assert console.stage is ConsoleStage.RESTRICTED


def test_a_refusal_stays_on_show_with_the_form_until_the_next_try_and_is_counted() -> None:
    console = folded(ConsoleStage.LOGIN_WANTED)
    for number in (1, 2):
        console = sent(console, 10.0)
        assert not wants_log_in(console, 11.0)
        assert words_of(console, 11.0) == "console.sending"
        console = folded(ConsoleStage.WRONG_PASSWORD, ConsoleStage.LISTENING, ConsoleStage.LOGIN_WANTED, start=console)
        assert (console.stage, console.tries) == (ConsoleStage.WRONG_PASSWORD, number)
        assert wants_log_in(console, 12.0)


def test_a_prompt_told_while_a_log_in_is_on_its_way_does_not_ask_twice() -> None:
    console = folded(ConsoleStage.LOGIN_WANTED, start=sent(folded(ConsoleStage.LOGIN_WANTED), 10.0))
    assert logging_in(console, 11.0)
    assert wants_log_in(console, 10.0 + LOGIN_PATIENCE_S), "a log-in that got lost does not lock the form for ever"


def test_the_prompt_after_silence_is_seen_and_the_shell_forgets_what_was_refused() -> None:
    console = folded(ConsoleStage.LOGIN_WANTED, ConsoleStage.SILENT, ConsoleStage.LOGIN_WANTED)
    assert wants_log_in(console, 0.0)
    console = folded(ConsoleStage.WRONG_PASSWORD, ConsoleStage.LOADING, ConsoleStage.READY, start=sent(console, 0.0))
    assert console == Console(ConsoleStage.READY)


def test_a_person_may_ask_again_where_that_makes_sense_and_not_twice_at_once() -> None:
    console = folded(ConsoleStage.SILENT)
    assert can_ask_again(console, 5.0)
    assert not can_ask_again(asked(console, 5.0), 6.0)
    assert not can_ask_again(folded(ConsoleStage.BOOTING), 5.0)


def test_no_stage_is_red_for_a_console_is_no_fault_of_the_unit() -> None:
    from gui.console_view import sign_of

    assert {sign_of(folded(stage), 0.0).colour for stage in ConsoleStage} <= {
        "accent",
        "warn",
        "unsure",
        "bench",
        "good",
    }


# -- the page


def door(stage: Stage, at: ConsoleStage, said: str = "") -> int:
    lane = stage.bench.connect(None, state=LaneState.NOT_UNDERSTOOD)
    stage.bench.say(lane, ConsoleState(at, said))
    stage.settle()
    stage.window.select(lane)
    stage.settle()
    return lane


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("at", SHOWN)
def test_every_stage_says_what_it_is_and_what_to_do(make_stage: Any, at: ConsoleStage, language: str) -> None:
    stage = make_stage(language=language)
    lane = door(stage, at)
    words = stage.running.workbench.catalogues[language].sentences
    page = stage.window.console
    assert stage.window.pages.currentWidget() is page
    assert page._title.text() == words[f"console.{at}.title"]
    assert page._text.text() == words[f"console.{at}.text"]
    assert stage.window.units.cards[lane].view.link == words[f"console.{at}.link"]
    assert stage.window.bar._sentence.text() == words[f"console.{at}.next"]
    form = at in (ConsoleStage.LOGIN_WANTED, ConsoleStage.WRONG_PASSWORD, ConsoleStage.LOGIN_LOOP)
    assert page.form.isVisible() is form
    busy = at in (ConsoleStage.BOOTING, ConsoleStage.LOADING, ConsoleStage.LISTENING)
    assert page.busy.isVisible() is busy
    act = Act.LOG_IN if form else Act.NONE if busy else Act.ASK_AGAIN
    assert stage.window._action.act is act


def test_every_page_of_the_console_fits_the_smallest_window(make_stage: Any, qtbot: QtBot) -> None:
    for language in ("en", "zh_CN"):
        stage = make_stage(language=language)
        stage.window.resize(1024, 640)
        lane = door(stage, ConsoleStage.LOGIN_WANTED, "simpos login:")
        page = stage.window.console
        words = stage.running.workbench.catalogues[language].sentences
        for at in SHOWN:
            stage.running.model.units[lane].console = None
            stage.bench.say(lane, ConsoleState(at, "x" * 150))
            title = words[f"console.{at}.title"]
            qtbot.waitUntil(lambda page=page, title=title: page._title.text() == title)
            qtbot.waitUntil(lambda page=page: all_shown(page._title, page._text, page.said))
            assert (stage.window.width(), stage.window.height()) == (1024, 640), at


def all_shown(*labels: Any) -> bool:
    """Whether no label is lower than its words need."""
    return all(label.height() >= label.heightForWidth(label.width()) for label in labels)


def test_what_the_terminal_printed_is_shown_short_and_harmless(stage: Stage) -> None:
    door(stage, ConsoleStage.LOGIN_WANTED, "<b>evil</b>\u202e\x1b[31m login:" + "x" * 5000)
    said = stage.window.console.said
    assert said.textFormat() is Qt.TextFormat.PlainText
    assert "\u202e" not in said.text()
    assert "\x1b" not in said.text()
    assert len(said.text()) <= 160


def test_the_log_in_goes_from_the_keyboard_alone_and_is_gone_from_the_fields(stage: Stage, qtbot: QtBot) -> None:
    lane = door(stage, ConsoleStage.LOGIN_WANTED, "simpos login:")
    page = stage.window.console
    stage.window.activateWindow()
    qtbot.waitUntil(lambda: page.user.hasFocus())
    QTest.keyClicks(page.user, USER)
    QTest.keyClick(page.user, Qt.Key.Key_Return)
    assert page.password.hasFocus(), "Enter goes on to the password"
    assert stage.bench.last(LogIn) is None
    QTest.keyClicks(page.password, RIGHT)
    assert page.password.displayText() == "\u25cf" * len(RIGHT) or RIGHT not in page.password.displayText()
    QTest.keyClick(page.password, Qt.Key.Key_Return)
    assert stage.bench.last(LogIn) == LogIn(USER, RIGHT)
    assert (lane, LogIn(USER, RIGHT)) in stage.bench.sent
    assert page.password.text() == ""
    page.password.undo()
    QTest.keyClick(page.password, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.password.text() == ""
    stage.settle()
    assert not page.form.isVisible(), "it is on its way"


def test_the_password_field_keeps_its_secret(stage: Stage) -> None:
    door(stage, ConsoleStage.LOGIN_WANTED)
    page = stage.window.console
    assert page.password.echoMode() is QLineEdit.EchoMode.Password
    for hint in (Qt.InputMethodHint.ImhSensitiveData, Qt.InputMethodHint.ImhHiddenText):
        assert page.password.inputMethodHints() & hint
    assert page.password.completer() is None
    page.password.setText(WRONG)
    page.password.selectAll()
    QTest.keyClick(page.password, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert WRONG not in QApplication.clipboard().text()
    assert page.user.accessibleName()
    assert page.password.accessibleName()


def test_leaving_the_page_empties_it(stage: Stage) -> None:
    other = stage.unit()
    lane = door(stage, ConsoleStage.LOGIN_WANTED)
    page = stage.window.console
    page.user.setText(USER)
    page.password.setText(RIGHT)
    stage.window.select(other)
    stage.window.select(lane)
    assert (page.user.text(), page.password.text()) == ("", "")


def test_asking_again_asks_at_once(stage: Stage) -> None:
    door(stage, ConsoleStage.SILENT)
    stage.window.do_next()
    assert stage.bench.last(Identify) is not None
    stage.settle()
    assert stage.window._action.act is Act.NONE
    stage.clock.now += 10.0
    stage.window._pass_second()
    assert stage.window._action.act is Act.ASK_AGAIN


def test_a_line_that_cannot_be_typed_is_not_sent(stage: Stage) -> None:
    door(stage, ConsoleStage.LOGIN_WANTED)
    page = stage.window.console
    page.user.setText("a\x03b")
    page.password.setFocus()
    page.password.setText(RIGHT)
    stage.window.do_next()
    assert stage.bench.last(LogIn) is None
    assert page.password.text() == ""
    assert page._tries.text() == stage.running.workbench.catalogues["en"].sentences["console.unsendable"]


def test_a_terminal_that_restarts_in_mid_inspection_shows_its_log_in_and_the_results_stay(stage: Stage) -> None:
    player = stage.play()
    player.until(lambda s: s.current == "display")
    results = dict(player.session.results)
    stage.bench.say(player.lane, ConsoleState(ConsoleStage.LOST, "it started again"))
    stage.bench.lose(player.lane)
    stage.settle()
    assert stage.window.pages.currentWidget() is stage.window.console
    stage.bench.say(player.lane, ConsoleState(ConsoleStage.LOGIN_WANTED, "simpos login:"))
    stage.settle()
    assert stage.window.console.form.isVisible()
    assert stage.window.console._on.isVisible()
    stage.bench.say(player.lane, ConsoleState(ConsoleStage.READY))
    stage.bench.restore(player.lane)
    stage.settle()
    assert stage.window.pages.currentWidget() is stage.window.check
    assert player.session.phase is Phase.RUNNING
    assert {k: player.session.results[k] for k in results} == results


# -- naming port and model


def test_a_port_and_a_model_are_named_with_the_keyboard(make_stage: Any, qtbot: QtBot) -> None:
    stage = make_stage(list_ports=lambda: (PortInfo("/dev/ttyS0", "", None), PortInfo("/dev/ttyUSB7", "FT232R", None)))
    window = stage.window
    window.activateWindow()
    window.units.hand_button.click()
    page = window.connect_page
    qtbot.waitUntil(lambda: page.ports.count() == 2)
    assert window.pages.currentWidget() is page
    assert window._action.act is Act.NONE
    qtbot.waitUntil(lambda: page.ports.hasFocus())
    QTest.keyClick(page.ports, Qt.Key.Key_End)
    assert page.choice == Choice("/dev/ttyUSB7", "smart-terminal")
    assert page._warning.isVisible(), "a console is typed on: that must be said before"
    QTest.keyClick(page.ports, Qt.Key.Key_Return)
    (lane,) = stage.bench.lanes()
    assert (lane.url, lane.profile.id) == ("/dev/ttyUSB7", "smart-terminal")
    stage.settle()
    assert window.lane == lane.id
    assert window.pages.currentWidget() is not page


def test_who_does_not_know_the_model_may_let_the_bench_ask_and_is_told_what_that_means(
    make_stage: Any, qtbot: QtBot
) -> None:
    stage = make_stage(list_ports=lambda: (PortInfo("/dev/ttyUSB7", "FT232R", None),))
    page = stage.window.connect_page
    stage.window.units.hand_button.click()
    qtbot.waitUntil(lambda: page.ports.count() == 1)
    assert not page._asked.isVisible()
    page.models.setCurrentRow(page.models.count() - 1)
    assert page.choice == Choice("/dev/ttyUSB7", ASK_WHO)
    assert page._asked.isVisible()
    assert not page._warning.isVisible()


def test_the_only_free_port_is_suggested(make_stage: Any, qtbot: QtBot) -> None:
    stage = make_stage(list_ports=lambda: (PortInfo("/dev/ttyUSB7", "FT232R", None),))
    stage.window.units.hand_button.click()
    qtbot.waitUntil(lambda: stage.window._action.act is Act.CONNECT)
    assert stage.window.connect_page.choice == Choice("/dev/ttyUSB7", "smart-terminal")


def test_an_address_goes_before_the_list_and_escape_leaves(make_stage: Any, qtbot: QtBot) -> None:
    stage = make_stage(list_ports=lambda: (PortInfo("/dev/ttyUSB7", "FT232R", None),))
    page = stage.window.connect_page
    stage.window.units.hand_button.click()
    qtbot.waitUntil(lambda: page.ports.count() == 1)
    page.ports.setCurrentRow(0)
    QTest.keyClicks(page.address, "socket://10.0.0.7:7001")
    assert page.choice == Choice("socket://10.0.0.7:7001", "smart-terminal")
    QTest.keyClick(page, Qt.Key.Key_Escape)
    stage.window.by_hand.leave()
    assert stage.bench.lanes() == ()
    assert stage.window.pages.currentWidget() is stage.window.message


def test_a_port_that_is_in_use_cannot_be_chosen_and_a_wrong_choice_is_replaced(make_stage: Any, qtbot: QtBot) -> None:
    ports = (PortInfo("/dev/ttyACM0", "PPC930", None), PortInfo("/dev/ttyUSB7", "FT232R", None))
    stage = make_stage(list_ports=lambda: ports)
    stage.unit()
    page = stage.window.connect_page
    stage.window.by_hand.begin()
    qtbot.waitUntil(lambda: page.ports.count() == 2)
    assert not page.ports.item(0).flags() & Qt.ItemFlag.ItemIsEnabled
    page.ports.setCurrentRow(1)
    stage.window.connect_choice()
    wrong = stage.window.lane
    stage.bench.become(wrong, LaneState.NOT_UNDERSTOOD)
    stage.bench.say(wrong, ConsoleState(ConsoleStage.SILENT))
    stage.settle()
    assert stage.window.console.other_button.isVisible()
    stage.window.console.other_button.click()
    page.ports.setCurrentRow(1)
    stage.window.connect_choice()
    assert wrong not in {lane.id for lane in stage.bench.lanes()}
    assert len(stage.bench.lanes()) == 2


# -- a real getty over a real line through the real bench


@dataclass
class Real:
    """The whole program on a simulated terminal that wants a log-in."""

    running: Running
    simulator: Simulator
    home: Path
    seen: list[str]

    def until(self, done: Callable[[], bool], limit_s: float = 120.0) -> None:
        end = time.monotonic() + limit_s
        while not done():
            assert time.monotonic() < end, ("never happened", self.console, self.lane_state)
            QApplication.processEvents()
            self.look()
            time.sleep(0.01)

    def look(self) -> None:
        """Whatever any label or field shows is kept, to be searched for secrets."""
        page = self.running.window.console
        self.seen += [page.said.text(), page._title.text(), page._text.text(), page.password.displayText()]
        self.seen += [self.running.window.bar._sentence.text()]

    @property
    def unit(self) -> Any:
        return next(iter(self.running.model.units.values()), None)

    @property
    def console(self) -> Console | None:
        return self.unit.console if self.unit else None

    @property
    def lane_state(self) -> LaneState | None:
        return self.unit.info.state if self.unit else None

    def stage_is(self, stage: ConsoleStage) -> bool:
        return self.console is not None and self.console.stage is stage

    def log_in(self, password: str) -> None:
        page = self.running.window.console
        self.until(lambda: page.form.isVisible())
        page.user.setText(USER)
        QTest.keyClicks(page.password, password)
        self.look()
        QTest.keyClick(page.password, Qt.Key.Key_Return)
        assert page.password.text() == ""

    def wire(self) -> bytes:
        """What the wire logs hold, decoded, each direction of a log by itself."""
        logs = [list(read_wire_log(path)[1]) for path in self.home.rglob("*.wire")]
        return b"\n".join(b"".join(line.data for line in log if line.direction == way) for log in logs for way in "<>")

    def written(self) -> bytes:
        """All that was written anywhere, and all that was shown."""
        files = [path.read_bytes() for path in self.home.rglob("*") if path.is_file()]
        return b"\n".join([self.wire(), *files, "\n".join(self.seen).encode()])


@pytest.fixture
def real(qapp: QApplication, a_home_of_its_own: Path, caplog: pytest.LogCaptureFixture) -> Iterator[Real]:
    caplog.set_level(logging.DEBUG)
    parts = app.make_parts()
    log = logging.FileHandler(parts.home.folder("log") / "posbench.log")
    logging.getLogger().addHandler(log)
    profile = parts.profiles()["smart-terminal"]
    locked = msgspec.structs.replace(profile, options={**profile.options, "sim_login": f"{USER}:{RIGHT}"})
    simulator = Simulator(locked)
    with wired(parts=parts) as all_of_it:
        port = PortInfo(simulator.url, "USB serial adapter", None)
        made = dataclasses.replace(all_of_it.workbench, list_ports=lambda: (port,))
        running = Running(made, Settings(theme="light"), graph=False)
        running.window.show()
        thread = threading.Thread(target=simulator.run, name="posbench-simulator")
        thread.start()
        found = Real(running, simulator, a_home_of_its_own, [])
        yield found
        found.seen.append(caplog.text)
        running.close()
    simulator.stop()
    thread.join(5.0)
    logging.getLogger().removeHandler(log)
    log.close()
    written = found.written()
    assert b"simpos login:" in found.wire(), list(a_home_of_its_own.rglob("*"))
    for secret in (RIGHT, WRONG, USER):
        assert secret.encode() not in written, f"{secret} was kept somewhere"


def named(real: Real) -> None:
    """The port and the model, as a person names them."""
    window = real.running.window
    window.units.hand_button.click()
    real.until(lambda: window.connect_page.ports.count() == 1)
    window.connect_page.ports.setCurrentRow(0)
    window.do_next()
    real.until(lambda: real.stage_is(ConsoleStage.LOGIN_WANTED))


@pytest.mark.skipif(sys.platform != "linux", reason="a real shell behind a pseudo-terminal")
def test_a_wrong_and_then_the_right_password_lead_to_the_start_of_an_inspection(real: Real) -> None:
    named(real)
    window = real.running.window
    real.until(lambda: window.pages.currentWidget() is window.console)
    real.until(lambda: window.console.said.text() == "simpos login:")
    real.log_in(WRONG)
    real.until(lambda: real.stage_is(ConsoleStage.WRONG_PASSWORD))
    real.until(lambda: window.console._tries.isVisible())
    real.log_in(RIGHT)
    real.until(lambda: real.lane_state is LaneState.CONNECTED)
    real.until(lambda: window.pages.currentWidget() is window.ready)
    assert real.unit.info.profile.id == "smart-terminal"
    assert real.unit.info.found, "what the unit has is known before the inspection begins"


@pytest.mark.skipif(sys.platform != "linux", reason="a real shell behind a pseudo-terminal")
def test_after_a_restart_in_mid_inspection_the_log_in_is_asked_for_and_the_inspection_goes_on(real: Real) -> None:
    from devices.simulator.control import find_control

    named(real)
    real.log_in(RIGHT)
    real.until(lambda: real.lane_state is LaneState.CONNECTED)
    window, lane = real.running.window, real.unit.info.id
    real.unit.intake.plan = PlanKind.QUICK
    real.running.model.start(lane, "en")
    session = real.unit.session
    assert session is not None
    real.until(lambda: session.question is not None and session.question.id == "first.quick")
    session.answer(Answer("first.quick", "all-fine"), real.running.model.clock())
    real.until(lambda: session.current == "keypad" and session.question is not None)
    control = find_control(real.simulator.url)
    assert control is not None
    with control:
        control.set_fault("restart=2")
    real.until(lambda: session.phase is Phase.SUSPENDED)
    real.until(lambda: window.pages.currentWidget() is window.console and window.console.form.isVisible())
    real.log_in(RIGHT)
    real.until(lambda: session.phase is Phase.RUNNING)
    real.until(lambda: session.current == "keypad" and session.question is not None)
    assert window.pages.currentWidget() is window.check
    session.abort(real.running.model.clock())
