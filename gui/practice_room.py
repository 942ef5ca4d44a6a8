"""Practice beside the window's own pages: a hidden fault, the very same inspection, then the person's answer, then the truth.

Knows what the faults are and shows it to nobody before the answer is given. Window thread only.
"""

import secrets
from dataclasses import replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from checks.disposition import Fate
from checks.measurement import Message, message
from checks.plan import PlanKind
from checks.practice import SERIES, Named, score
from checks.practice_log import Entry, Series, entry_of, series_of
from checks.session import Session
from devices.lanes import LaneState
from gui.appearance import Appearance
from gui.next_action import Act, NextAction, Paper
from gui.panels.message_page import MessagePage
from gui.panels.practice_pages import PracticeAnswer, PracticeList, PracticeScore, PracticeStart, standing_of
from gui.ports import PracticePort, SigningNeed, Staged, Unable, Workbench
from gui.session_model import SessionModel
from gui.tasks import Tasks
from gui.units import Intake, Unit
from gui.virtual_terminal import VirtualTerminal

_FATES: Final = tuple(Fate)


class Stage(StrEnum):
    """Where an exercise stands."""

    START = "start"
    STARTING = "starting"
    RUNNING = "running"
    CAUSE = "cause"
    FATE = "fate"
    SCORE = "score"
    LIST = "list"


class PracticeRoom(QObject):
    """``changed``: look again. ``show_lane`` carries the lane of the unit under practice; ``placed``: its window is open."""

    changed = Signal()
    show_lane = Signal(int)
    placed = Signal()

    def __init__(self, workbench: Workbench, model: SessionModel, tasks: Tasks, appearance: Appearance) -> None:
        super().__init__()
        face = appearance.face
        self._port: PracticePort | None = workbench.practice
        self._bench, self._model, self._tasks, self._face = workbench, model, tasks, face
        self._appearance = appearance
        self.start_page = PracticeStart(face, self._port.models() if self._port is not None else ())
        self.cause_page = PracticeAnswer(face, "cause", several=True)
        self.fate_page = PracticeAnswer(face, "fate", several=False)
        self.score_page, self.list_page = PracticeScore(face), PracticeList(face)
        self.wait_page = MessagePage(face)
        self.on = False
        self.stage = Stage.START
        self.windows: list[VirtualTerminal] = []
        self.lane: int | None = None
        self.trouble: Message | None = None
        self.paper = Paper()
        self._staged: Staged | None = None
        self._session: Session | None = None
        self._causes: tuple[str, ...] = ()
        self._entries: tuple[Entry, ...] = ()
        self._entry: Entry | None = None
        self._series = ""
        self._leaving: set[int] = set()
        self.start_page.who.connect(self.show_list)
        self.start_page.chosen.connect(self.changed)
        model.lanes_changed.connect(self._lanes)
        model.finished.connect(self._finished)

    @property
    def possible(self) -> bool:
        """Whether units can be simulated here."""
        return self._port is not None

    @property
    def pages(self) -> tuple[QWidget, ...]:
        """All of them."""
        asked = (self.start_page, self.cause_page, self.fate_page)
        return (*asked, self.score_page, self.list_page, self.wait_page)

    @property
    def series(self) -> Series | None:
        """The series under way, as far as exercises of it are over."""
        return next((one for one in series_of(self._entries) if one.id == self._series), None)

    @property
    def _ahead(self) -> str:
        """The series that the next exercise counts in: the one under way, else one that this person left at this level.

        Empty for a new one. Only a name tells whose an older one is.
        """
        whose, series = (self.start_page.name.text().strip(), self.start_page.level.value), self.series
        left = [
            one for one in series_of(self._entries) if (one.trainee, one.level) == whose and one.result.done < SERIES
        ]
        if series in left:
            return self._series
        found = next((one.id for one in left if one.trainee), "")
        return found or (self._series if series is None else "")

    @property
    def _standing(self) -> str:
        """How the series ahead stands, or how the last one ended."""
        ahead = next((one for one in series_of(self._entries) if one.id == self._ahead), self.series)
        return standing_of(ahead, self._face)

    def switch(self, on: bool) -> None:
        """Practise from now on, or no longer: an exercise under way is given up."""
        was, self.on = self.on, on and self.possible
        if self.on and not was:
            self._read()
            if not self.start_page.name.text():
                self.start_page.name.setText(self._appearance.settings.operator)
        elif was and not self.on:
            self._take_down()
            self.stage = Stage.START
        self.changed.emit()

    # What is seen

    def page(self, unit: Unit | None) -> QWidget | None:
        """The page for the unit in the middle; None where it is the window's own."""
        if not self.on or (unit is not None and unit.info.id != self.lane and (unit.busy or self._asks)):
            return None
        standing = standing_of(self.series, self._face)
        match self.stage:
            case Stage.START:
                self.start_page.put(self._standing, self.trouble)
                return self.start_page
            case Stage.STARTING:
                self.wait_page.put("wait", "accent", "practice.starting.title", "practice.starting.text")
                self.wait_page.hand.hide()
                return self.wait_page
            case Stage.RUNNING:
                return None
            case Stage.CAUSE if self._staged is not None and self._session is not None:
                self.cause_page.put(self._staged.exercise.choices, self._session)
                return self.cause_page
            case Stage.FATE if self._session is not None:
                self.fate_page.put([f"fate.{fate}" for fate in _FATES], self._session)
                return self.fate_page
            case Stage.SCORE if self._entry is not None:
                self.score_page.put(self._entry, standing, self.paper)
                return self.score_page
            case Stage.LIST:
                self.list_page.put(series_of(self._entries), self.trouble)
                return self.list_page
            case _:
                return self.start_page

    @property
    def _asks(self) -> bool:
        """Whether the page on show speaks of the unit under practice, and so stands under its name alone."""
        return self.stage in (Stage.CAUSE, Stage.FATE)

    def bare(self, unit: Unit | None) -> bool:
        """Whether the page stands alone, without a unit's header."""
        return self.page(unit) is not None and not self._asks

    def next_action(self, unit: Unit | None) -> NextAction | None:
        """What comes next; None where it is what it would be in any inspection."""
        if not self.on or self.page(unit) is None:
            return None
        if self.stage is Stage.STARTING or self.paper.saving:
            name = "practice.next.starting" if self.stage is Stage.STARTING else "window.next.saving"
            return NextAction(message(name))
        return replace(self._next(), act=Act.PRACTISE, button=self._button())

    def _next(self) -> NextAction:
        match self.stage:
            case Stage.CAUSE:
                keys = f"1\u2013{len(self._staged.exercise.choices)} \u23ce" if self._staged else ""
                return NextAction(message("practice.next.cause"), keys)
            case Stage.FATE:
                return NextAction(message("practice.next.fate"), f"1\u2013{len(_FATES)} \u23ce")
            case Stage.SCORE:
                return self._after()
            case Stage.LIST:
                return NextAction(message("practice.next.back"), "Enter")
            case _:
                return NextAction(message("practice.next.start"), "Enter")

    def _button(self) -> tuple[str, str]:
        certificate = self.stage is Stage.SCORE and self._certifiable
        if certificate:
            return "practice.button.certificate", "seal"
        if self.stage is Stage.SCORE:
            return "practice.button.new_series" if self._over else "practice.button.again", "next"
        names = {Stage.CAUSE: ("answer", "next"), Stage.FATE: ("answer", "next"), Stage.LIST: ("back", "undo")}
        name, icon = names.get(self.stage, ("start_plain", "start"))
        return f"practice.button.{name}", icon

    @property
    def _over(self) -> bool:
        series = self.series
        return series is not None and series.result.done >= SERIES

    @property
    def _certifiable(self) -> bool:
        series = self.series
        return self._over and series is not None and series.result.passed and not self.paper.path

    def _after(self) -> NextAction:
        if self.paper.need is not SigningNeed.NOTHING and self._certifiable:
            return NextAction(message(f"practice.next.{self.paper.need}"), "Enter")
        return NextAction(message("practice.next.over" if self._over else "practice.next.again"), "Enter")

    # What is done

    def act(self) -> None:
        """Enter, or the primary button."""
        match self.stage:
            case Stage.START:
                self.begin()
            case Stage.CAUSE if self.cause_page.chosen:
                self._causes = self.cause_page.chosen
                self.stage = Stage.FATE
            case Stage.FATE if self.fate_page.chosen:
                self._judge(self.fate_page.chosen[0].partition(".")[2])
            case Stage.SCORE if self._certifiable:
                self._certify()
            case Stage.SCORE:
                self.begin()
            case Stage.LIST:
                self.stage = Stage.START
            case _:
                pass
        self.changed.emit()

    @Slot()
    def show_list(self) -> None:
        """Who passed what."""
        self._read()
        self.stage = Stage.LIST
        self.changed.emit()

    def begin(self) -> None:
        """Set a unit up. What the person chose stays for the next exercise; another name or level has a series of its own."""
        port = self._port
        if port is None or self.stage is Stage.STARTING:
            return
        trainee, level = self.start_page.name.text().strip(), self.start_page.level
        self._appearance.keep_operator(trainee)
        self._series = self._ahead or f"{self._bench.utc_now()[:10].replace('-', '')}-{secrets.token_hex(4)}"
        self._forget()
        self.stage, self.trouble, self.paper = Stage.STARTING, None, Paper()
        seed = secrets.randbelow(2**31)
        self._tasks.run(partial(port.set_up, self.start_page.model, level, seed), self._ready, self._refused)

    def _ready(self, staged: Staged) -> None:
        if not self.on or self.stage is not Stage.STARTING:
            staged.unit.control.close()
            self._take_down()
            return
        self._staged = staged
        self._model.apart |= {staged.unit.url, staged.meter_url} - {""}
        window = VirtualTerminal(self._face, (staged.unit,), self._bench.settings)
        window.place(len(self.windows))
        self.windows = [window]
        window.show()
        self.placed.emit()
        self._lanes()

    def _refused(self, reason: str) -> None:
        self.stage, self.trouble = Stage.START, message("practice.error.start", detail=reason)
        self.changed.emit()

    @Slot()
    def _lanes(self) -> None:
        """The unit and its meter are there: the inspection begins by itself. Units that went are forgotten."""
        for lane in [lane for lane in self._leaving if (unit := self._model.units.get(lane)) is None or unit.gone]:
            self._leaving.discard(lane)
            self._model.forget(lane)
        staged = self._staged
        if staged is None or self.stage is not Stage.STARTING or not self._meter_ready(staged):
            return
        for lane, unit in self._model.units.items():
            ready = unit.info.state is LaneState.CONNECTED and unit.info.profile is not None
            if unit.info.url == staged.unit.url and ready and unit.session is None:
                self._inspect(lane, unit)
                return

    def _meter_ready(self, staged: Staged) -> bool:
        known = [meter.info for meter in self._model.meters.values() if meter.info.url == staged.meter_url]
        return not staged.meter_url or any(info.state is LaneState.CONNECTED for info in known)

    def _inspect(self, lane: int, unit: Unit) -> None:
        self.stage, self.lane = Stage.RUNNING, lane
        unit.intake = Intake(PlanKind.QUICK, "routine", "", self.start_page.name.text().strip())
        self._model.start(lane, self._face.words.language)
        self._session, unit.untold = unit.session, True
        self.show_lane.emit(lane)
        self.changed.emit()

    @Slot(int)
    def _finished(self, lane: int) -> None:
        """The inspection is over: its journal asks for no report, the person is asked instead."""
        if self._session is not None and lane == self.lane and self.stage is Stage.RUNNING:
            self._session.published(self._model.clock())
            self.stage = Stage.CAUSE
            self.changed.emit()

    def _judge(self, fate: str) -> None:
        staged, session, port = self._staged, self._session, self._port
        if staged is None or session is None or port is None:
            return
        took_s = self._model.clock() - session.setup.start
        results, named = tuple(session.results.values()), Named(self._causes, fate)
        checks = tuple(check.id for check in session.setup.plan.checks)  # what is watched needs nobody
        came = score(staged.exercise, results, checks, named, took_s)
        series = self.series
        self._entry = entry_of(
            staged.exercise,
            came,
            named,
            tuple(f"{f.fault} {f.subject}".strip() for result in results for f in result.findings),
            series=self._series,
            number=(series.result.done if series is not None else 0) + 1,
            trainee=session.setup.operator,
            ended=self._bench.utc_now(),
            took_s=took_s,
            version=self._bench.version,
        )
        try:
            port.keep(self._entry)
        except Unable as error:
            self.trouble = error.text
        self._entries = (*self._entries, self._entry)
        self.stage = Stage.SCORE
        self._take_down()

    def _certify(self) -> None:
        port = self._port
        if port is None or self.paper.saving:
            return
        asked = self.paper.need is not SigningNeed.NOTHING
        passphrase = self.score_page.report.take_passphrase() if asked else ""
        need = port.need()
        if need is not SigningNeed.NOTHING and not passphrase:
            self.paper = self.paper if asked else Paper(need=need)
            return
        self.paper = Paper(saving=True)
        work = partial(port.certificate, self._series, self._face.words.language, passphrase)
        self._tasks.run(work, self._certified, partial(self._not_certified, need))

    def _certified(self, path: Path) -> None:
        self.paper = Paper(path=str(path))
        self.changed.emit()

    def _not_certified(self, need: SigningNeed, reason: str) -> None:
        self.paper = Paper(failed=reason, need=need)
        self.changed.emit()

    # The end of an exercise

    def _take_down(self) -> None:
        """Windows closed, unit off the bench. What it did stays in the log alone."""
        self._forget()
        if self._port is not None:
            self._tasks.run(self._port.take_down, self._nothing, self._nothing)

    def _forget(self) -> None:
        for window in self.windows:
            window.close()
        self.windows = []
        if self.lane is not None:
            unit = self._model.units.get(self.lane)
            if unit is not None and unit.running:
                self._model.abort(self.lane)
                if unit.session is not None:
                    unit.session.published(self._model.clock())
            self._leaving.add(self.lane)
        self._staged, self._session, self.lane = None, None, None

    def _nothing(self, _said: object) -> None:
        """The bench tells that the lanes are gone."""

    def _read(self) -> None:
        self.trouble = None
        try:
            self._entries = self._port.entries() if self._port is not None else ()
        except Unable as error:
            self.trouble = error.text

    def close(self) -> None:
        """The window goes: its practice unit, too."""
        self._forget()
