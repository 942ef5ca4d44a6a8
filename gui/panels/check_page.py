"""A check at work: the live map, the picture on the terminal's screen or plain progress, with the question beside it."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from checks.keypad.lines import dead_lines
from checks.panel import DisplayMark
from checks.record import KeyMark
from checks.session import Phase, Session
from checks.steps import Question
from gui.face import Face
from gui.naming import clock_text, with_legends
from gui.next_action import instructs
from gui.pace import Pace
from gui.panels.question_panel import QuestionPanel
from gui.widgets.bar import ShareBar
from gui.widgets.keypad_map import KeypadMap
from gui.widgets.legend import Legend
from gui.widgets.marking_view import MarkingView
from gui.widgets.words import Elided, Picture, Text, columns, rows, scrolled

LOW = 460
QWIDGETSIZE_MAX = 16777215
_FEW_CHOICES = 5
_SETTLED = (KeyMark.NONE, KeyMark.ASKED)


class CheckPage(QWidget):
    """``put`` shows a session; ``light`` is the fast path of a key press."""

    answered = Signal(object)
    missing = Signal(str)

    def __init__(self, face: Face, clock: Callable[[], float]) -> None:
        super().__init__()
        self._face = face
        self._session: Session | None = None
        self.map = KeypadMap(face)
        self.map.missing.connect(self.missing)
        self.raster = MarkingView(face)
        self.question = QuestionPanel(face, clock)
        self.question.answered.connect(self.answered)
        self.raster.marked.connect(self._marked)
        self.legend = Legend(face)
        self._icon = Picture(face, size=26)
        self._title = Elided("title")
        self._count = Text("quiet")
        self._bar = ShareBar(face)
        self._note = Text("caption", wrap=True)
        self._busy = self._busy_page()
        self._visual = QStackedWidget()
        for page in (self.map, self.raster, self._busy):
            self._visual.addWidget(page)
        self._wide = False
        self._pace = Pace()
        self._build()

    def put(self, session: Session) -> None:
        """Show what the session does now."""
        self._session = session
        check = session.current or ""
        self._icon.put(check, "text")
        self._title.put(self._face.text(f"check.{check}") if check else "")
        self._show_visual(session, check)
        self._show_progress(session, check)
        question = session.question
        if question is not None:
            question = replace(question, text=with_legends(question.text, session.setup.profile, self._face.words))
        self._spread(question)
        self.question.put(question, session.question_ready_at, instructs(session))
        marks = question is not None and question.marks
        self.raster.begin(question.id if question and marks else "", question.subject if question else "")
        if marks:
            self._note.put(self._raster_note(session))

    def retranslate(self) -> None:
        """Words of the face."""
        if self._session is not None:
            self.put(self._session)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A low page puts the choices side by side."""
        super().resizeEvent(event)
        low = self.height() < LOW
        self._fit(low)
        for widget in (self._icon, self._title):
            widget.setVisible(not low)
        self._page.setContentsMargins(24, 8 if low else 14, 24, 6 if low else 12)
        (self._line if low else self._lines).addWidget(self._bar, 1)

    def _spread(self, question: Question | None) -> None:
        """Many choices take the room of a picture where there is none to look at; and none of the legend's."""
        on_map = self._visual.currentWidget() is self.map
        many = question is not None and len(question.choices) > _FEW_CHOICES
        spread = many and self._visual.currentWidget() is self._busy
        self._visual.setVisible(not spread)
        asks = question is not None and self._session is not None and not instructs(self._session)
        self.legend.setVisible(on_map and not (asks and question is not None and len(question.choices) > 2))
        if spread is not self._wide:
            self._wide = spread
            self._fit(self.height() < LOW)

    def _fit(self, low: bool) -> None:
        self._side_area.setMaximumWidth(QWIDGETSIZE_MAX if self._wide else 460 if low else 380)
        self._body.setStretch(0, 0 if self._wide else 5)
        self._body.setSpacing(0 if self._wide else 20)
        self.question.arrange(low, self._wide)

    def tick(self, session: Session, now: float) -> None:
        """Refresh the running time."""
        self._show_progress(session, session.current or "", now - session.setup.start)

    def _show_visual(self, session: Session, check: str) -> None:
        keypad = session.setup.profile.keypad
        if session.shown is not None and session.shown.raster is not None:
            self.raster.put(session.shown.raster)
            self._visual.setCurrentWidget(self.raster)
        elif check == "keypad" and keypad is not None:
            self.map.put(keypad)
            for key, cap in self.map.caps.items():
                other = self.map.caps.get(session.keymap.detail_of(key))
                cap.put(session.look_of(key), other.text() if other else session.keymap.detail_of(key))
            marks = {key: session.mark_of(key) for key in self.map.caps}
            self.map.put_lines(tuple(line.keys for line in dead_lines(keypad.keys, marks)))
            self._visual.setCurrentWidget(self.map)
        else:
            lost = session.phase is Phase.SUSPENDED
            self._big.put("link-off" if lost else check, "bench" if lost else "accent")
            self._visual.setCurrentWidget(self._busy)
        on_map = self._visual.currentWidget() is self.map
        self._note.setVisible(
            (on_map and keypad is not None and not keypad.layout_confirmed)
            or self._visual.currentWidget() is self.raster
        )

    def _show_progress(self, session: Session, check: str, seconds: float | None = None) -> None:
        spent = clock_text(session.now_s if seconds is None else seconds)
        step = session.progress_step
        if check == "keypad" and self._visual.currentWidget() is self.map:
            total = len(self.map.caps)
            done = sum(1 for key in self.map.caps if session.look_of(key) not in _SETTLED)
            words = self._face.text("window.keypad.left", left=total - done, total=total)
            self._note.put(self._face.text("window.keypad.unconfirmed"))
        else:
            done, total = (step.done, step.total) if step else (0, 0)
            words = self._face.text("window.check.step", done=min(done + 1, total), total=total) if total > 1 else ""
            self._note.put(self._raster_note(session))
        now_s = session.now_s if seconds is None else seconds
        left_s = self._pace.left_s((session.setup.id, check), now_s, done, total)
        left = self._face.text("window.check.left", left=clock_text(left_s)) if left_s is not None else ""
        self._count.put(" \u00b7 ".join(part for part in (words, left, spent) if part))
        self._bar.put(done, total)

    def _raster_note(self, session: Session) -> str:
        shown = session.shown
        if shown is None or shown.raster is None:
            return ""
        name = self._face.text(f"pattern.{shown.pattern}")
        if self.raster.marking:
            counted = self._face.text("window.marks.count", count=len(self.raster.marks))
            return f"{self._face.text('window.marks.hint')} \u00b7 {counted}"
        message_id = "window.display.note" if self.raster.exact else "window.display.note_smaller"
        return self._face.text(message_id, pattern=name, width=shown.raster.width, height=shown.raster.height)

    @Slot(object)
    def _marked(self, marks: tuple[DisplayMark, ...]) -> None:
        self.question.mark(marks)
        if self._session is not None:
            self._note.put(self._raster_note(self._session))

    def _busy_page(self) -> QWidget:
        page = QWidget()
        self._big = Picture(self._face, size=96)
        box = rows(page)
        box.addStretch(1)
        box.addWidget(self._big, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(1)
        return page

    def _build(self) -> None:
        page = self._page = rows(self, gap=8)
        page.setContentsMargins(24, 14, 24, 12)
        top = self._line = columns(gap=10)
        top.addWidget(self._icon)
        top.addWidget(self._title, 1)
        top.addWidget(self._count)
        page.addLayout(top)
        self._lines = rows()
        self._lines.addWidget(self._bar)
        page.addLayout(self._lines)
        body = self._body = columns(gap=20)
        left = rows(gap=6)
        left.addWidget(self._visual, 1)
        self._note.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        left.addWidget(self._note)
        body.addLayout(left, 5)
        self._side_area = self._side()
        body.addWidget(self._side_area, 5)
        page.addLayout(body, 1)

    def _side(self) -> QWidget:
        inner = QWidget()
        box = rows(inner, gap=8)
        box.setContentsMargins(2, 2, 6, 2)
        box.addWidget(self.question)
        box.addStretch(1)
        box.addWidget(self.legend)
        area = scrolled(inner)
        area.setMinimumWidth(230)
        area.setMaximumWidth(380)
        return area
