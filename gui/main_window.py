"""The one window: units on the left, the step in the middle, live values on the right, the next thing to do below."""

from typing import Final

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget

from checks.measurement import Verdict
from gui.appearance import Appearance
from gui.by_hand import ByHand
from gui.chime import Chime
from gui.demo import Demo
from gui.drops import Drops
from gui.history_room import HistoryRoom
from gui.history_watch import HistoryWatch
from gui.instruments import Instruments
from gui.intake_room import IntakeRoom
from gui.intents import Intents
from gui.keyboard import Keyboard
from gui.layout import lay_out
from gui.left_behind import LeftBehind
from gui.middle import Middle
from gui.naming import last_six, model_of
from gui.next_action import Act, NextAction, Paper, accepting, connecting, next_action
from gui.next_step import NextStep
from gui.panels.action_bar import ActionBar
from gui.panels.check_page import CheckPage
from gui.panels.connect_page import ConnectPage
from gui.panels.console_page import ConsolePage
from gui.panels.header import Header
from gui.panels.interrupted_band import InterruptedBand
from gui.panels.live_panel import LivePanel
from gui.panels.message_page import MessagePage
from gui.panels.practice_pages import PracticeAnswer
from gui.panels.ready_page import ReadyPage
from gui.panels.repair_page import RepairPage
from gui.panels.result_page import ResultPage
from gui.panels.units_panel import UnitsPanel
from gui.placing import make_room
from gui.ports import SigningNeed, Workbench
from gui.practice_room import PracticeRoom
from gui.repair_room import RepairRoom
from gui.reports import Reports
from gui.scanner import Scanner
from gui.session_model import SessionModel
from gui.settings import save_geometry
from gui.side_room import SideRoom
from gui.tasks import Tasks
from gui.theme import sign_of_verdict
from gui.units import Unit
from gui.views import card_of, detail_of, link_of, safety_of, serial_of, steps_of, trouble_of
from gui.widgets.flash import EdgeFlash

NARROW: Final = 1180
_CLOCK_MS: Final = 500


class MainWindow(QMainWindow):
    """Built from concrete parts by ``gui.start``."""

    def __init__(
        self,
        workbench: Workbench,
        appearance: Appearance,
        model: SessionModel,
        reports: Reports,
        demo: Demo,
        tasks: Tasks,
    ) -> None:
        super().__init__()
        face = appearance.face
        self._bench, self._face, self._appearance = workbench, face, appearance
        self._model, self.reports = model, reports
        self._lane: int | None = None
        self._action: NextAction | None = None
        self.demo = demo
        self.intents = Intents(model, reports, lambda: self._lane, self)
        self.units = UnitsPanel(face)
        self.header = Header(face)
        self.interrupted = InterruptedBand(face, workbench.interrupted)
        self.message = MessagePage(face)
        self.console = ConsolePage(face)
        known = tuple(workbench.profiles[p] for p in sorted(workbench.profiles))
        self.connect_page = ConnectPage(face, known, lambda url: self.by_hand.known(url))
        self.by_hand = ByHand(workbench, model, self.connect_page, tasks, Instruments(appearance))
        self.ready = ReadyPage(face, workbench.complaints)
        self.check = CheckPage(face, workbench.clock)
        self.result = ResultPage(face, workbench.keep_sample)
        self.intake = IntakeRoom(workbench, model, reports, tasks, face)
        self.repair = RepairRoom(workbench, model, reports, tasks, appearance)
        self.left_behind = LeftBehind(self.interrupted, workbench.interrupted, model, self.intents)
        self.practice = PracticeRoom(workbench, model, tasks, appearance)
        self.history = HistoryRoom(workbench, reports, tasks, appearance)
        self.flash = EdgeFlash(face, self)
        self.chime = Chime(self)
        self.scanner = Scanner(self)
        self.pages = QStackedWidget()
        self.side = SideRoom(workbench, appearance, model, self.reports, self.intake.desk, self.pages, tasks)
        self.drops = Drops(self)
        self.live = LivePanel(face, model, workbench.clock)
        self.bar = ActionBar(face)
        self._middle = Middle(self, face, workbench.clock)
        self._next = NextStep(self, model)
        self.waiting = HistoryWatch(workbench, tasks, face, self.units)
        lay_out(self)
        self._clock = QTimer(self, interval=_CLOCK_MS)
        self._clock.timeout.connect(self._pass_second)
        self._clock.start()
        self._connect()
        self._keys = Keyboard(self)
        self.use_mode(appearance.settings.mode)
        self.scanner.watch()
        self.refresh()

    @property
    def lane(self) -> int | None:
        """The unit shown in the middle."""
        return self._lane

    def select(self, lane: int | None) -> None:
        """Show another unit."""
        self.by_hand.leave()
        self.side.leave()
        self._lane = lane
        unit = self._unit()
        if unit is not None:
            self.ready.put(unit.intake)
            self.demo.front(unit.info.url)
        self.live.put(lane)
        self.refresh()

    @Slot(int)
    def choose(self, lane: int) -> None:
        """Somebody points at a unit: show it, and where a code waits for its unit, this is it."""
        if self.history.on:
            self.use_mode(self._appearance.settings.mode)
        self.select(lane)
        if self.intake.desk.on and self.intake.desk.pending:
            self.intake.desk.start(lane)

    # What changes

    @Slot()
    def refresh(self) -> None:
        """Show everything as it is now."""
        self._choose_lane()
        self.setWindowTitle(self._face.text("window.title"))
        self.units.show_switches(self._face.colours.dark, self._appearance.settings.sound)
        units = self._model.units
        self.units.put(
            tuple(card_of(units[lane], self._face, self._bench.clock()) for lane in sorted(units)), self._lane
        )
        meters = [model_of(m.info, self._face.words) for m in self._model.meters.values()]
        self.units.meters(self._face.text("window.units.meters", names=", ".join(meters)) if meters else "")
        self._refresh_unit()

    def _choose_lane(self) -> None:
        if self._lane in self._model.units:
            return
        self._lane = min(self._model.units, default=None)
        unit = self._unit()
        if unit is not None:
            self.ready.put(unit.intake)
        self.live.put(self._lane)

    def _refresh_unit(self) -> None:
        unit = self._unit()
        paper = self._paper()
        self._show_header(unit, paper)
        self._middle.show(unit, paper)
        can_demo = self.demo.possible
        self._action = next_action(unit, paper, can_demo, self._face.words, self._bench.clock())
        if self.side.shown is not None:
            self._action = self.side.next_action()
        elif self.by_hand.open:
            self._action = connecting(self.connect_page.choice is not None, self.connect_page.typing)
        elif self.history.on:
            self._action = self.history.next_action()
        else:
            room = self.intake if self.intake.desk.on else self.repair
            told = self.practice.next_action(unit) if self.practice.on else room.next_action(unit, paper)
            self._action = told or self._action
            if self.result.form is not None and self.pages.currentWidget() is self.result:
                self._action = accepting()
        session = unit.session if unit else None
        can_undo = session is not None and bool(session.keymap.history) and session.current is not None
        can_undo = can_undo or bool(self.check.raster.marks)
        self.bar.put(
            self._action, unit is not None and unit.running and not self._aside, can_undo, self.width() < NARROW
        )
        self.interrupted.refresh(self._model)

    def _show_header(self, unit: Unit | None, paper: Paper) -> None:
        between = self.intake.between(unit) or self.practice.bare(unit)
        self.header.setVisible(unit is not None and not self._aside and not between)
        if unit is None or between:
            return
        face = self._face
        sign, words = link_of(unit, face, self._bench.clock())
        serial = last_six(serial_of(unit))
        self.header.put(unit.info.id, model_of(unit.info, face.words), serial, detail_of(unit, face), words, sign)
        self.header.safety.put(*safety_of(unit))
        self.header.trouble.put(*trouble_of(unit))
        self.header.steps(steps_of(unit, bool(paper.path), face))

    @Slot(int)
    def _unit_changed(self, lane: int) -> None:
        unit = self._model.units.get(lane)
        if unit is not None and lane in self.units.cards:
            self.units.cards[lane].put(card_of(unit, self._face, self._bench.clock()))
        if lane == self._lane:
            self._refresh_unit()

    @Slot(int, str)
    def _key_pressed(self, lane: int, key: str) -> None:
        if lane == self._lane:
            self.check.map.light(key)

    @Slot(int, str)
    def _key_released(self, lane: int, key: str) -> None:
        if lane == self._lane:
            self.check.map.go_out(key)

    @Slot(int)
    def _finished(self, lane: int) -> None:
        unit = self._model.units.get(lane)
        session = None if unit is None or self.practice.on else unit.session  # practice gives nothing away
        told = None if session is None else session.overall()
        if self._appearance.settings.sound:
            self.chime.ring(told is None or told.verdict is Verdict.PASS)
        if told is not None:
            self.flash.show_for(sign_of_verdict(told).colour)

    def _pass_second(self) -> None:
        unit = self._unit()
        if self.pages.currentWidget() is self.console:
            self._refresh_unit()
        if unit is not None and unit.running and unit.session is not None and self.pages.currentWidget() is self.check:
            self.check.tick(unit.session, self._bench.clock())

    # Intents

    @Slot()
    def do_next(self) -> None:
        """Enter, or the primary button."""
        self._next.take(self._action.act if self._action else Act.NONE)

    @Slot(str)
    def use_mode(self, mode: str) -> None:
        """Another way of working over the same units."""
        self.side.leave()
        self.by_hand.leave()
        desk, practice, history = self.intake.desk, self.practice, self.history
        possible = {"intake": desk.possible, "practice": practice.possible, "history": history.possible}
        mode = mode if possible.get(mode) else "repair"
        if mode != "history":  # looked up in between: the next start is at work again
            self._appearance.settings.mode = mode
            self._appearance.keep()
        self.units.show_mode(mode)
        self.repair.leave()
        for room, name in ((desk, "intake"), (practice, "practice"), (history, "history")):
            room.switch(mode == name)
        self._fold()

    def connect_choice(self) -> None:
        """Open what was chosen by hand and show it."""
        lane = self.by_hand.connect_choice()
        if lane is not None:
            self._model.take_lanes()
            self.select(lane)

    @Slot()
    def _without_cable(self) -> None:
        lane = self.by_hand.without_cable()
        self._model.take_lanes()
        self.select(lane)

    def _undo(self) -> None:
        """The last mark on the picture where marks are made, else the last mark of a key."""
        if self.check.raster.marks:
            self.check.raster.take_back()
        else:
            self.intents.undo()

    @Slot()
    def _connect_other(self) -> None:
        self.by_hand.begin(self._lane)

    def start_inspection(self) -> None:
        """Begin with the choices of the ready page."""
        unit = self._unit()
        if unit is None or self._lane is None:
            return
        self.ready.read(unit.intake)
        settings = self._appearance.settings
        settings.operator, settings.plan = unit.intake.operator, unit.intake.plan.value
        self._appearance.keep()
        self._model.start(self._lane, self._face.words.language)
        self.refresh()

    def save_report(self) -> None:
        """Write, sign and verify the report."""
        unit = self._unit()
        if unit is not None and unit.session is not None and unit.done and self._lane is not None:
            asked = self._paper().need is not SigningNeed.NOTHING
            passphrase = self.result.report.take_passphrase() if asked else ""
            if asked and not passphrase:
                return
            self.reports.save(self._lane, unit.session, self._appearance.report_languages(), passphrase)

    @Slot()
    def _hand_out(self) -> None:
        if self._lane is not None:
            self.reports.hand_out(self._lane, self._appearance.report_languages()[0])

    def next_unit(self) -> None:
        """Make room; go to the next unit that waits."""
        lane = self._lane
        if lane is None:
            return
        self.reports.forget(lane)
        self._model.forget(lane)
        waiting = [n for n, u in sorted(self._model.units.items()) if u.session is None and n != lane]
        self.select(waiting[0] if waiting else lane if lane in self._model.units else None)

    @Slot(bool)
    def _panel_folded(self, away: bool) -> None:
        self._appearance.settings.panel_open = not away
        self._appearance.keep()

    # Inside

    def _unit(self) -> Unit | None:
        return self._model.units.get(self._lane) if self._lane is not None else None

    @property
    def _aside(self) -> bool:
        return self.by_hand.open or self.side.shown is not None or self.history.on

    def _paper(self) -> Paper:
        return self.reports.paper(self._lane) if self._lane is not None else Paper()

    def digit(self, number: int) -> None:
        """A digit was typed outside a field: for the page in the middle, where it numbers anything."""
        page = self.pages.currentWidget()
        if page is self.check:
            self.check.question.choose(number)
        elif isinstance(page, ReadyPage | RepairPage | PracticeAnswer):
            page.choose(number)

    def leave(self) -> None:
        """Escape: back from what was turned to."""
        self.by_hand.leave()
        self.repair.leave()
        self.history.leave()
        self.result.leave()

    def enter(self) -> None:
        """Enter was typed: the count or the answer with the focus, else the next thing."""
        if self.pages.currentWidget() is not self.check or not self.check.question.enter():
            self.do_next()

    def scanned(self, code: str) -> None:
        """A barcode was scanned, whatever had the focus: a sticker before an inspection, a way back to its unit during one."""
        if self.history.on:
            self.history.scanned(code)
        elif self.intake.desk.on:
            self.intake.desk.scanned(code, self._lane)
        else:
            meant = self._model.lane_of(code)
            if meant is not None and meant != self._lane and not self.practice.on:
                self.select(meant)
            if self.pages.currentWidget() is self.ready:
                self.ready.serial.setText(code)
                self.start_inspection()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that nobody with the focus wanted."""
        if not self._keys.typed(event):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window folds the live panel to its figures, a wide one opens it as it was."""
        super().resizeEvent(event)
        self._fold()
        self._refresh_unit()

    def _fold(self) -> None:
        """Past inspections need the room, and nothing of theirs is live."""
        self.live.fold(self.width() < NARROW or self.history.on or not self._appearance.settings.panel_open)

    @Slot()
    def _make_room(self) -> None:
        make_room(self, (*self.demo.windows, *self.practice.windows))

    def showEvent(self, event: QShowEvent) -> None:
        """The focus starts where the next thing is done."""
        super().showEvent(event)
        if self.pages.currentWidget() is self.message:
            self.message.button.setFocus()

    def _connect(self) -> None:
        model, appearance = self._model, self._appearance
        for signal, slot in (
            (model.lanes_changed, self.refresh),
            (model.changed, self._unit_changed),
            (model.key_pressed, self._key_pressed),
            (model.key_released, self._key_released),
            (model.finished, self._finished),
            (self.reports.changed, self._unit_changed),
            (self.reports.changed, self.waiting.look),
            (self.intake.desk.changed, self.waiting.look),
            (appearance.changed, self.waiting.look),
            (self.side.changed, self.refresh),
            (self.units.settings, self.side.toggle_settings),
            (self.units.manual, self.side.toggle_manual),
            (self.units.verify, self.side.toggle_verify),
            (self.drops.dropped, self.side.verify_dropped),
            (self.demo.changed, self.refresh),
            (self.demo.started, self._make_room),
            (appearance.changed, self.refresh),
            (self.units.chosen, self.choose),
            (self.units.language, appearance.switch_language),
            (self.units.theme, appearance.switch_theme),
            (self.units.sound, appearance.switch_sound),
            (self.message.pressed, self.demo.start),
            (self.units.by_hand, self.by_hand.begin),
            (self.message.by_hand, self._connect_other),
            (self.console.other, self._connect_other),
            (self.by_hand.changed, self.refresh),
            (self.units.mode, self.use_mode),
            (self.scanner.scanned, self.scanned),
            (self.intake.desk.changed, self.refresh),
            (self.intake.desk.show_lane, self.select),
            (self.practice.changed, self.refresh),
            (self.history.changed, self.refresh),
            (self.practice.show_lane, self.select),
            (self.practice.placed, self._make_room),
            (self.connect_page.changed, self._refresh_unit),
            (self.connect_page.no_cable, self._without_cable),
            (self.check.answered, self.intents.answer),
            (self.check.missing, self.intents.mark_missing),
            (self.result.repeat, self.intents.repeat),
            (self.result.waive, self.intents.waive),
            (self.result.take_back, self.intents.take_back),
            (self.result.asking, self._refresh_unit),
            (self.live.folded, self._panel_folded),
            (self.bar.primary, self.do_next),
            (self.bar.undo, self._undo),
            (self.check.raster.marked, self._refresh_unit),
            (self.bar.skip, self.intents.skip),
            (self.bar.repeat, self.intents.repeat_current),
            (self.bar.stop, self.intents.stop),
            (self.left_behind.taken_up, self.choose),
            (self.repair.changed, self.refresh),
            (self.result.repair, self.repair.open),
            (self.result.report.hand_out, self._hand_out),
        ):
            signal.connect(slot)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop the timers and close the virtual terminals."""
        self._clock.stop()
        self.waiting.close()
        self.history.close()
        self.scanner.rest()
        self.repair.close()
        self.by_hand.close()
        self.live.close_down()
        self.demo.close()
        self.practice.close()
        save_geometry(self._bench.settings, self.saveGeometry())
        super().closeEvent(event)
