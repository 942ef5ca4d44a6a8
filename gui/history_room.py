"""Looking things up in the history: searching, opening what was, comparing, reporting again. All questions run in task threads."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from checks.history.entry import Entry, entry_of
from checks.measurement import Message, message
from checks.moments import parse_time, sortable
from checks.record import Record
from gui.appearance import Appearance
from gui.next_action import Act, NextAction
from gui.panels.history_page import HistoryPage
from gui.panels.history_table import PAGE
from gui.panels.past_page import PastPage
from gui.panels.trends_page import TrendsPage
from gui.past import Past
from gui.ports import Found, Known, SigningNeed, Unable, Workbench
from gui.reports import PAST, Reports
from gui.tasks import Tasks


class Stage(StrEnum):
    """What is on show."""

    LIST = "list"
    PAST = "past"
    TRENDS = "trends"


class HistoryRoom(QObject):
    """``changed``: look again. Window thread only."""

    changed = Signal()

    def __init__(self, workbench: Workbench, reports: Reports, tasks: Tasks, appearance: Appearance) -> None:
        super().__init__()
        self._port, self._profiles = workbench.history, workbench.profiles
        self._reports, self._tasks, self._appearance = reports, tasks, appearance
        self.list_page, self.past_page = HistoryPage(appearance.face), PastPage(appearance.face)
        self.trends_page = TrendsPage(appearance.face, dict(workbench.profiles))
        self._utc_now = workbench.utc_now
        self._known: Known | None = None
        self._overseeing = 0
        self.on = False
        self.stage = Stage.LIST
        self.trouble: Message | None = None
        self.total: int | None = None
        self._question = self._answered = 0
        self._opening = 0
        self._past: Past | None = None
        self._earlier: Record | None = None
        self._said: Message | None = None
        self._wish: Callable[[Past, str], None] = self._report
        """What is to be signed once the passphrase is typed."""
        self.past_page.can_sign = reports.can_compare
        for signal, slot in (
            (self.list_page.asked, self.search),
            (self.list_page.opened, self.open),
            (self.list_page.trends, self.show_trends),
            (self.trends_page.asked, self.show_trends),
            (self.trends_page.unit, self.scanned),
            (self.list_page.table.wanted, self._fetch),
            (self.past_page.compare, self.compare),
            (self.past_page.report, self.report),
            (self.past_page.result.report.hand_out, self.hand_out),
            (self.past_page.sign_compared, self.sign_compared),
            (reports.changed, self._reported),
        ):
            signal.connect(slot)

    @property
    def possible(self) -> bool:
        """Whether there is a history here."""
        return self._port is not None

    @property
    def pages(self) -> tuple[QWidget, ...]:
        """All of them."""
        return (self.list_page, self.past_page, self.trends_page)

    def switch(self, on: bool) -> None:
        """Look things up from now on, or no longer. What is on show is asked for anew: other benches write too."""
        was, self.on = self.on, on and self.possible
        if self.on and not was:
            self.stage = Stage.LIST
            self.search()
        self.changed.emit()

    def page(self) -> QWidget:
        """The page on show."""
        if self.stage is Stage.PAST and self._past is not None:
            paper, answer = self._reports.paper(PAST), self._reports.answer(PAST)
            self.past_page.put(self._past, self._earlier, self._said, paper, answer)
            return self.past_page
        if self.stage is Stage.TRENDS:
            self.trends_page.put(self._known, self.trouble)
            return self.trends_page
        self.list_page.put(self.total, self.trouble)
        return self.list_page

    def focus(self) -> None:
        """Where the keyboard goes when a page opens."""
        places = {Stage.LIST: self.list_page.serial, Stage.PAST: self.past_page.result, Stage.TRENDS: self.trends_page}
        places[self.stage].setFocus()

    def next_action(self) -> NextAction:
        """What Enter does."""
        if self.stage is Stage.PAST:
            paper = self._reports.paper(PAST)
            if paper.saving:
                return NextAction(message("window.next.saving"))
            if paper.need is not SigningNeed.NOTHING:
                button = ("window.button.sign", "seal")
                return NextAction(message(f"window.next.{paper.need}"), "Enter", Act.LOOK_UP, button)
            return NextAction(message("history.next.back"), "Esc", Act.LOOK_UP, ("history.back", "undo"))
        if self.stage is Stage.TRENDS:
            return NextAction(message("trends.next"), "Esc", Act.LOOK_UP, ("history.back", "undo"))
        if self.total and self.trouble is None:
            return NextAction(message("history.next.open"), "Enter", Act.LOOK_UP, ("history.open", "report"))
        return NextAction(message("history.next.search"))

    def act(self) -> None:
        """Enter, or the primary button."""
        if self.stage is Stage.LIST:
            self.open()
        elif self.stage is Stage.PAST and self._reports.paper(PAST).need is not SigningNeed.NOTHING:
            self._sign(self._wish)
        else:
            self.leave()

    @Slot()
    def leave(self) -> None:
        """Back to the list."""
        if self.on and self.stage is not Stage.LIST:
            self.stage = Stage.LIST
            self.trouble = None
            self._reports.forget(PAST)
            self.changed.emit()

    @Slot(str)
    def scanned(self, code: str) -> None:
        """A unit's code: what was with it."""
        self.leave()
        self.list_page.look_for(code)

    def close(self) -> None:
        """The window closes."""
        self.past_page.close_down()

    # Searching

    @Slot()
    def search(self) -> None:
        """Ask for what the fields say. Only the last question's answer counts."""
        wanted = self.list_page.wanted()
        if self._port is None or wanted is None:
            return
        self._question += 1
        self._ask(partial(self._port.search, wanted), partial(self._found, self._question))

    def _found(self, question: int, answer: "Found | Message") -> None:
        if question != self._question:
            return
        self._answered = question
        if isinstance(answer, Message):
            self.trouble = answer
        else:
            self.trouble, self.total = None, answer.total
            self.list_page.table.begin(answer.total, answer.entries)
        self.changed.emit()

    @Slot(int)
    def _fetch(self, page: int) -> None:
        """Rows that somebody looks at."""
        wanted = self.list_page.wanted()
        if self._port is not None and wanted is not None:
            further = replace(wanted, offset=page * PAGE)
            self._ask(partial(self._port.search, further), partial(self._fetched, self._question, page))

    def _fetched(self, question: int, page: int, answer: "Found | Message") -> None:
        if question != self._question:
            return
        if isinstance(answer, Message):
            self.list_page.table.missed(page)
        else:
            self.list_page.table.take(page, answer.entries)

    # Over many inspections

    @Slot()
    def show_trends(self) -> None:
        """The overview of the span that is chosen."""
        if self._port is None:
            return
        self.stage, self._known, self.trouble = Stage.TRENDS, None, None
        self._overseeing += 1
        now = self._utc_now()
        then = parse_time(now)
        since = (then - timedelta(days=int(self.trends_page.days))).isoformat() if then is not None else ""
        limits = {name: profile.limits for name, profile in self._profiles.items()}
        self._ask(partial(self._port.trends, limits, now, sortable(since)), partial(self._overseen, self._overseeing))
        self.changed.emit()

    def _overseen(self, overseeing: int, answer: "Known | Message") -> None:
        if overseeing != self._overseeing or self.stage is not Stage.TRENDS:
            return
        if isinstance(answer, Message):
            self.trouble = answer
        else:
            self._known, self.trouble = answer, None
        self.changed.emit()

    # One inspection

    @Slot()
    def open(self) -> None:
        """The inspection in the chosen row, once the rows answer what was asked last."""
        row = self.list_page.row if self._answered == self._question else None
        entry = self.list_page.table.entry(row) if row is not None else None
        if self._port is not None and entry is not None:
            self._opening += 1
            self._ask(partial(self._port.record, entry.id), partial(self._opened, self._opening))

    def _opened(self, opening: int, answer: "Record | Message") -> None:
        if opening != self._opening or not self.on:
            return
        if isinstance(answer, Message):
            self.trouble = answer
        else:
            self.show_record(answer)
        self.changed.emit()

    def show_record(self, record: Record) -> None:
        """A past inspection."""
        self._reports.forget(PAST)
        self._past, self._earlier, self._said = Past(record, self._profiles), None, None
        self.stage, self.trouble = Stage.PAST, None

    @Slot()
    def compare(self) -> None:
        """Hold it against the unit's inspection before it."""
        past = self._past
        if self._port is not None and past is not None:
            entry: Entry = entry_of(past.kept)
            self._ask(partial(self._port.earlier, entry), partial(self._compared, past))

    def _compared(self, past: Past, answer: "Record | Message | None") -> None:
        if past is not self._past:
            return
        if isinstance(answer, Record):
            self._earlier, self._said = answer, None
        else:
            self._said = answer or message("history.compare.none")
        self.changed.emit()

    @Slot()
    def report(self) -> None:
        """Make its report again, beside the one that was made then."""
        self._sign(self._report)

    @Slot()
    def sign_compared(self) -> None:
        """Both inspections of the comparison as one document."""
        self._sign(self._comparison)

    @Slot()
    def hand_out(self) -> None:
        """The merchant's page beside the report that was made again."""
        self._reports.hand_out(PAST, self._appearance.report_languages()[0])

    def _sign(self, wish: Callable[[Past, str], None]) -> None:
        past, paper = self._past, self._reports.paper(PAST)
        if past is None or paper.saving:
            return
        asked = paper.need is not SigningNeed.NOTHING
        passphrase = self.past_page.result.report.take_passphrase() if asked else ""
        if not asked or passphrase or wish != self._wish:
            self._wish = wish
            wish(past, passphrase)

    def _report(self, past: Past, passphrase: str) -> None:
        self._reports.save_again(past.kept, self._appearance.report_languages(), passphrase)

    def _comparison(self, past: Past, passphrase: str) -> None:
        if self._earlier is not None:
            languages = self._appearance.report_languages()
            self._reports.save_comparison(self._earlier, past.kept, languages, passphrase)

    @Slot(int)
    def _reported(self, lane: int) -> None:
        if lane == PAST:
            self.changed.emit()

    def _ask(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self._tasks.run(partial(_answered, work), done, partial(_broken, done))


def _answered(work: Callable[[], Any]) -> Any:
    """Task thread. A refusal is an answer like any other."""
    try:
        return work()
    except Unable as error:
        return error.text


def _broken(done: Callable[[Any], None], reason: str) -> None:
    done(message("history.error.damaged", detail=reason))
