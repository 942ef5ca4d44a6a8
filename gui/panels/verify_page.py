"""Are these reports intact, and whose are they? Files dropped or chosen, an answer for each, one of them in full."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QGridLayout, QScrollArea, QWidget

from checks.measurement import Message
from checks.report.phrases import Phrases
from checks.report.plain import PARAGRAPH, plain
from checks.report.several import Answer, Told, summary
from gui.face import Face
from gui.panels.verify_list import ANSWERS, Answers, AnswerTable
from gui.widgets.bar import ShareBar
from gui.widgets.words import Picture, Text, WordButton, WordLabel, card, columns, emptied, rows, rule, scrolled

_MOST_ROWS: Final = 5
_FEW_ROWS: Final = 3
_LOW: Final = 600
"""A page lower than this shows fewer rows, so that the chosen answer has room."""
_PAGE_SIGNS: Final = {True: ("pass", "good"), False: ("fail", "bad"), None: ("none", "unsure")}
_AGREES: Final = {True: "verify.page.same", False: "verify.page.differs", None: "verify.page.unread"}


class VerifyPage(QWidget):
    """``given`` carries paths, ``trusted`` the path of a report whose root is to be trusted, ``kept`` a file for the list."""

    given = Signal(list)
    stopped = Signal()
    cleared = Signal()
    trusted = Signal(str)
    kept = Signal(str)

    def __init__(self, face: Face, can_trust: bool) -> None:
        super().__init__()
        self._face, self._can_trust = face, can_trust
        self._notice: Message | None = None
        self.answers = Answers(face)
        self.table = AnswerTable(face, self.answers)
        self.table.chosen.connect(self._chosen)
        self.files = WordButton(face, "verify.choose", "report")
        self.folder = WordButton(face, "verify.choose_folder", "folder", compact=True)
        self.keep = WordButton(face, "verify.keep", "save", compact=True)
        self.clear = WordButton(face, "verify.clear", "close", compact=True)
        self.stop = WordButton(face, "verify.stop", "stop")
        self.files.clicked.connect(self._choose_files)
        self.folder.clicked.connect(self._choose_folder)
        self.keep.clicked.connect(self._choose_list)
        self.clear.clicked.connect(self.cleared)
        self.stop.clicked.connect(self.stopped)
        self.bar = ShareBar(face)
        self.counts = Text("strong", wrap=True)
        self.notice = Text("", wrap=True)
        self.detail = rows(gap=10)
        self._build()
        self.show_progress(0, 0)
        self._show()

    def put(self, told: Told) -> None:
        """One answer more, or another for the same file."""
        row = self.answers.put(told)
        current = self.table.current()
        if current is None:
            self.table.select(row)
        elif current.path == told.path:
            self._chosen(told)
        self._show()

    def forget(self) -> None:
        """No answers."""
        self.answers.forget()
        self.say(None)
        self._show()

    def say(self, notice: Message | None) -> None:
        """What became of something asked for, or nothing."""
        self._notice = notice
        self.notice.put(self._face.say(notice) if notice is not None else "")
        self.notice.setVisible(notice is not None)

    def show_progress(self, done: int, total: int) -> None:
        """How far it is; a ``total`` of 0: nothing is under way."""
        self.bar.put(done, total)
        for widget in (self.bar, self.stop):
            widget.setVisible(total > 1)

    def retranslate(self) -> None:
        """Words of the face."""
        self.say(self._notice)
        self._show()
        self._again()

    def restyle(self) -> None:
        """Colours of the face."""
        self._again()

    def _again(self) -> None:
        told = self.table.current()
        if told is not None:
            self._chosen(told)

    def _show(self) -> None:
        count = self.answers.rowCount()
        self.counts.put(summary(self.answers.counts, self._face.words) if count > 1 else "")
        for widget in (self.table, self.keep, self.clear, self._below):
            widget.setVisible(count > 0)
        self.counts.setVisible(count > 1)
        self._empty.setVisible(not count)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.table.fit(_MOST_ROWS if self.height() > _LOW else _FEW_ROWS)

    def _chosen(self, told: Told) -> None:
        emptied(self.detail)
        for part in (_headline(told, self._face), self._compared(told), self._signer(told)):
            if part is not None:
                self.detail.addWidget(part)
        self.detail.addStretch(1)

    def _compared(self, told: Told) -> QFrame | None:
        """The attached record's facts, to be held against paper, and whether the page in the file says the same."""
        if not told.printed:
            return None
        face, frame = self._face, card()
        box = rows(frame, margin=14, gap=8)
        box.addWidget(Text("caption", face.text("verify.compare"), wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(7)
        grid.setColumnStretch(1, 1)
        shown = [fact for fact in told.printed if not fact.check or fact.agrees is False]
        same = sum(bool(fact.check) and fact.agrees is True for fact in told.printed)
        for number, fact in enumerate(shown):
            name = face.text(f"check.{fact.check}" if fact.check else f"verify.fact.{fact.fact.value}")
            says = face.text(fact.says_id) if fact.says_id else fact.says
            if fact.fact.value == "date":
                says = Phrases((face.words,)).moment(fact.says)[0]
            icon, colour = _PAGE_SIGNS[fact.agrees]
            told_page = face.text(_AGREES[fact.agrees])
            if fact.page_id:
                told_page = face.text("verify.page.says", page=face.text(fact.page_id))
            grid.addWidget(Text("quiet", name), number, 0)
            value = Text("strong", _broken(says), wrap=True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(value, number, 1)
            grid.addWidget(Picture(face, icon, colour, 18), number, 2)
            grid.addWidget(Text("quiet", told_page), number, 3)
        box.addLayout(grid)
        if same:
            box.addWidget(Text("quiet", face.text("verify.page.checks", count=same), wrap=True))
        return frame

    def _signer(self, told: Told) -> QFrame | None:
        """Who signed, and the one way to trust somebody new: with the whole fingerprint in sight."""
        if not told.signer:
            return None
        face, frame = self._face, card()
        box = rows(frame, margin=14, gap=8)
        box.addWidget(Text("caption", _signed_by(told, face)))
        box.addWidget(Text("strong", _broken(f"{told.signer} \u00b7 {told.organisation}"), wrap=True))
        box.addWidget(Text("quiet", face.text("verify.root", fingerprint=_grouped(told.root_fingerprint)), wrap=True))
        if told.answer is Answer.UNKNOWN_SIGNER and told.root and self._can_trust:
            box.addWidget(rule())
            box.addWidget(Text("", face.text("verify.trust_hint"), wrap=True))
            button = WordButton(face, "verify.trust", "shield")
            button.setProperty("path", told.path)
            button.clicked.connect(self._trust)
            line = columns()
            line.addWidget(button)
            line.addStretch(1)
            box.addLayout(line)
        return frame

    def _trust(self) -> None:
        button = self.sender()
        if button is not None:
            self.trusted.emit(str(button.property("path")))

    def _choose_files(self) -> None:
        found, _ = QFileDialog.getOpenFileNames(self, self._face.text("verify.choose"), "", "PDF (*.pdf *.PDF)")
        if found:
            self.given.emit(found)

    def _choose_folder(self) -> None:
        found = QFileDialog.getExistingDirectory(self, self._face.text("verify.choose_folder"))
        if found:
            self.given.emit([found])

    def _choose_list(self) -> None:
        found, _ = QFileDialog.getSaveFileName(self, self._face.text("verify.keep"), "", "XLSX (*.xlsx);;CSV (*.csv)")
        if found:
            self.kept.emit(found)

    def _build(self) -> None:
        top = columns(gap=8)
        top.addWidget(WordLabel(self._face, "verify.title", "title"), 1)
        for button in (self.files, self.folder, self.keep, self.clear):
            top.addWidget(button)
        running = columns(gap=12)
        running.addWidget(self.bar, 1)
        running.addWidget(self.stop)
        inner = QWidget()
        self.detail = rows(inner, gap=10)
        self._below = scrolled(inner)
        self._empty = self._nothing()
        page = rows(self, gap=10)
        page.setContentsMargins(24, 16, 24, 12)
        page.addLayout(top)
        page.addLayout(running)
        page.addWidget(self.notice)
        page.addWidget(self.counts)
        page.addWidget(self.table)
        page.addWidget(self._below, 1)
        page.addWidget(self._empty, 1)

    def _nothing(self) -> QScrollArea:
        """What to do, where nothing was asked yet."""
        inner = QWidget()
        box = rows(inner, gap=12)
        box.addStretch(2)
        box.addWidget(Picture(self._face, "seal", "accent", 64), 0, Qt.AlignmentFlag.AlignHCenter)
        for words, role in (
            ("verify.empty.title", "title"),
            ("verify.empty.text", "lead"),
            ("verify.empty.how", "quiet"),
        ):
            label = WordLabel(self._face, words, role, wrap=True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            box.addWidget(label)
        box.addStretch(3)
        return scrolled(inner)


def _signed_by(told: Told, face: Face) -> str:
    role = face.text("verify.role.technician" if told.technician else "verify.role.bench")
    return f"{face.text('verify.signed_by')} \u00b7 {role}"


def _headline(told: Told, face: Face) -> QFrame:
    """The answer, why, and what else to know."""
    sign = ANSWERS[told.answer]
    frame = card()
    box = rows(frame, margin=14, gap=8)
    top = columns(gap=12)
    top.addWidget(Picture(face, sign.icon, sign.colour, 32), 0, Qt.AlignmentFlag.AlignTop)
    words = Text("title", face.say(told.headline), wrap=True)
    words.setStyleSheet(f"color: {getattr(face.colours, sign.colour)};")
    top.addWidget(words, 1)
    box.addLayout(top)
    for reason in told.reasons:
        box.addWidget(Text("", _broken(face.say(reason)), wrap=True))
    box.addWidget(Text("quiet", face.text(f"verify.means.{told.answer.value}"), wrap=True))
    for note in told.notes:
        box.addWidget(Text("caption", _broken(face.say(note)), wrap=True))
    box.addWidget(Text("caption", _broken(Path(told.path).name), wrap=True))
    return frame


def _grouped(fingerprint: str) -> str:
    return " ".join(fingerprint[start : start + 4] for start in range(0, len(fingerprint), 4))


def _broken(text: str) -> str:
    """Foreign text on a line of its own: nothing invisible, and long runs may break, so that no name widens the page."""
    words = plain(text, PARAGRAPH).split(" ")
    return " ".join("\u200b".join(word[k : k + 16] for k in range(0, len(word), 16)) for word in words)
