"""After the inspection: the verdict, the causes and cures, every measurement, and the report with the verifier's answer."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QScrollArea, QWidget

from checks.cures import parts_of
from checks.measurement import Message, Overall, Verdict, Waiver
from checks.session import Session
from checks.waiver import NO_NEED, waived
from gui.face import Face
from gui.naming import plain, verdict_text
from gui.next_action import Paper
from gui.past import Inspection
from gui.ports import Seal, SigningNeed, Verification
from gui.theme import Sign, sign_of_verdict
from gui.widgets.before_after import before_after
from gui.widgets.concession import ConcessionForm, concession_card
from gui.widgets.diagnosis_card import DiagnosisCard
from gui.widgets.evidence_links import EvidenceLink
from gui.widgets.results_table import ResultCard
from gui.widgets.sample_card import KeepSample, SampleCard
from gui.widgets.verdict import VerdictBanner
from gui.widgets.words import (
    Picture,
    Text,
    WordButton,
    WordLabel,
    columns,
    dropped,
    emptied,
    rows,
    scrolled,
    tab_in_order,
)

SEALS = {
    Seal.TRUSTED: Sign("seal", "good", "good_soft"),
    Seal.UNKNOWN_SIGNER: Sign("seal", "warn", "warn_soft"),
    Seal.ALTERED: Sign("fail", "bad", "bad_soft"),
    Seal.UNREADABLE: Sign("not-judged", "bench", "bench_soft"),
}


_MOST: Final = 600
"""Characters of one of the verifier's sentences: names in it are foreign."""
SHORTEST: Final = 8
"""Characters of a new passphrase, at least."""


class ReportCard(QFrame):
    """Where the signed report lies and what the verifier says of it. ``hand_out`` asks for a page for the merchant."""

    hand_out = Signal()

    def __init__(self, face: Face) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._face = face
        self._paper = Paper()
        self._answer: Verification | None = None
        self._path = Path()
        box = rows(self, margin=16, gap=8)
        top = columns(gap=10)
        self._picture = Picture(face, "seal", "good", 28)
        self._head = Text("title", wrap=True)
        top.addWidget(self._picture)
        top.addWidget(self._head, 1)
        self._open = WordButton(face, "window.button.open", "report")
        self._folder = WordButton(face, "window.button.folder", "folder", compact=True)
        self._open.clicked.connect(self.open_report)
        self._folder.clicked.connect(self.open_folder)
        top.addWidget(self._open)
        top.addWidget(self._folder)
        box.addLayout(top)
        self._where = Text("quiet", wrap=True)
        self._where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._details = Text("caption", wrap=True)
        self.passphrase, self.repeated = QLineEdit(), QLineEdit()
        box.addWidget(self._where)
        for field in (self.passphrase, self.repeated):
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setMaximumWidth(420)
            box.addWidget(field)
        box.addWidget(self._details)
        self.handout = WordButton(face, "handout.button", "report", "flat")
        self.handout.clicked.connect(self._merchant)
        box.addWidget(self.handout, 0, Qt.AlignmentFlag.AlignLeft)
        self._handed = Text("quiet", wrap=True)
        self._handed.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box.addWidget(self._handed)

    def put(self, paper: Paper, answer: Verification | None) -> None:
        """Show how far the report is."""
        self._paper, self._answer = paper, answer
        self._path = Path(paper.path)
        needed = paper.need is not SigningNeed.NOTHING
        self.setVisible(bool(paper.path or paper.failed or needed))
        if needed and not self.passphrase.isVisibleTo(self):
            self.passphrase.setVisible(True)
            self.passphrase.setFocus()
        self.passphrase.setVisible(needed)
        self.repeated.setVisible(paper.need is SigningNeed.NEW_PASSPHRASE)
        self._open.setVisible(bool(paper.path))
        self._folder.setVisible(bool(paper.path))
        self.handout.setVisible(paper.can_hand_out)
        self.retranslate()

    def take_passphrase(self) -> str:
        """What was typed; it is not kept in the fields. Empty, with a word about it, where a new one will not do."""
        typed, again = self.passphrase.text(), self.repeated.text()
        new = self._paper.need is SigningNeed.NEW_PASSPHRASE
        if new and typed and not again:  # Enter in the first field goes on to the second
            self.repeated.setFocus()
            return ""
        self.passphrase.clear()
        self.repeated.clear()
        wrong = "short" if len(typed) < SHORTEST else "differs" if typed != again else ""
        if new and wrong:
            self.passphrase.setFocus()
            self._where.put(self._face.text(f"window.report.passphrase_{wrong}", least=SHORTEST))
            return ""
        return typed

    def retranslate(self) -> None:
        """Words of the face."""
        face, answer = self._face, self._answer
        self.passphrase.setPlaceholderText(face.text("window.report.passphrase"))
        self.passphrase.setAccessibleName(face.text("window.report.passphrase"))
        self.repeated.setPlaceholderText(face.text("window.report.passphrase_again"))
        self.repeated.setAccessibleName(face.text("window.report.passphrase_again"))
        if self._paper.failed:
            self._picture.put("error", "bench")
            self._head.put(face.text("window.report.failed"))
            self._where.put(self._paper.failed)
        elif self._paper.need is not SigningNeed.NOTHING:
            self._picture.put("lock", "accent")
            self._head.put(face.text(f"window.report.{self._paper.need}"))
            who = self._paper.signer if self._paper.need is SigningNeed.PASSPHRASE else ""
            by_person = face.text("window.report.passphrase.technician", name=plain(who)) if who else ""
            self._where.put(by_person or face.text(f"window.report.{self._paper.need}.text"))
        elif self._paper.path:
            sign = SEALS[answer.seal] if answer else Sign("running", "accent", "accent_soft")
            self._picture.put(sign.icon, sign.colour)
            self._head.put(face.text(f"window.seal.{answer.seal}" if answer else "window.report.verifying"))
            self._where.put(self._paper.path)
        self._details.put("\n".join(plain(face.say(d), _MOST) for d in answer.details) if answer else "")
        self._details.setVisible(bool(self._details.text()))
        self.handout.say("handout.button.open" if self._paper.handout else "handout.button")
        self._handed.put(self._paper.handout_failed or self._paper.handout)
        self._handed.setVisible(bool(self._handed.text()))

    def _merchant(self) -> None:
        """Written once, then opened in the system's own PDF reader."""
        if self._paper.handout:
            QDesktopServices.openUrl(QUrl.fromLocalFile(self._paper.handout))
        else:
            self.hand_out.emit()

    def open_report(self) -> None:
        """In the system's own PDF reader."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path)))

    def open_folder(self) -> None:
        """In the system's own file manager."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path.parent)))


class ResultPage(QScrollArea):
    """``repeat`` carries a check's id; ``repair`` asks for the repair page.

    ``waive`` carries a check's id, by whom and why it is accepted nonetheless; ``take_back`` the check whose waiver ends.
    """

    repeat = Signal(str)
    repair = Signal()
    waive = Signal(str, str, str)
    take_back = Signal(str)
    asking = Signal()
    """The form for a concession was opened or left."""

    def __init__(self, face: Face, keep_sample: KeepSample | None = None) -> None:
        super().__init__()
        self._face = face
        self._session: Inspection | None = None
        self._shown: tuple[object, ...] = ()
        self.cards: dict[str, ResultCard] = {}
        """The results on show, by check."""
        self._reasons: list[DiagnosisCard] = []
        self._came_from: EvidenceLink | None = None
        self._can_repeat = self._can_waive = False
        self.form: ConcessionForm | None = None
        """The form in one of the cards, where somebody is about to accept a check."""
        self.taking_back: dict[str, WordButton] = {}
        self._changed = ""
        """The check whose waiver was just given or taken back: there the keyboard goes on."""
        inner = QWidget()
        box = rows(inner, gap=12)
        box.setContentsMargins(24, 16, 20, 20)
        self._rows = box
        self.banner = VerdictBanner(face)
        self.report = ReportCard(face)
        self.sample = SampleCard(face, keep_sample)
        self.repair_button = WordButton(face, "repair.button.open", "part")
        self.repair_button.clicked.connect(self.repair)
        self._conceded = rows(gap=10)
        self._retest = rows(gap=10)
        self.beside = rows(gap=10)
        self.below = rows(gap=10)
        """What another page shows between verdict and causes, and below all."""
        self._causes = rows(gap=10)
        self._checks = rows(gap=10)
        self._causes_title = WordLabel(face, "window.result.causes", "title")
        box.addWidget(self.banner)
        box.addLayout(self._conceded)
        box.addWidget(self.report)
        box.addLayout(self._retest)
        box.addLayout(self.beside)
        box.addWidget(self.sample)
        causes = columns(gap=10)
        causes.addWidget(self._causes_title, 1)
        causes.addWidget(self.repair_button)
        box.addLayout(causes)
        self.parts = Text("strong", wrap=True)
        box.addWidget(self.parts)
        box.addLayout(self._causes)
        box.addWidget(WordLabel(face, "window.result.checks", "title"))
        box.addLayout(self._checks)
        box.addLayout(self.below)
        box.addStretch(1)
        scrolled(inner, self)

    def put(
        self,
        session: Inspection,
        paper: Paper,
        answer: Verification | None,
        can_repeat: bool,
        can_repair: bool = False,
        can_waive: bool = False,
    ) -> None:
        """Show a session that is over."""
        self._can_repeat, self._can_waive = can_repeat, can_waive
        self.repair_button.setVisible(can_repair)
        self.report.put(paper, answer)
        key = (session, tuple(session.results.values()), can_repeat, can_waive)
        if key == self._shown:
            return
        if session is not self._session:
            self.form = None
        self._session, self._shown = session, key
        self.retranslate()
        self.verticalScrollBar().setValue(0)
        self._go_on()

    def retranslate(self) -> None:
        """Everything in the words of the face."""
        session = self._session
        if session is None:
            return
        overall = session.overall()
        self.sample.put(session if isinstance(session, Session) else None)
        self.banner.put(sign_of_verdict(overall), self._verdict_word(overall), self._reason(overall))
        self.setAccessibleName(self.banner.accessibleName())
        asked, self.form = self.form.typed if self.form is not None else None, None
        for layout in (self._conceded, self._retest, self._causes, self._checks):
            emptied(layout)
        self.cards, self._came_from, self._reasons = {}, None, []
        self._put_conceded(session)
        if session.setup.before is not None:
            self._retest.addWidget(before_after(self._face, session, session.setup.before))
        diagnoses = session.diagnoses()
        self._causes_title.setVisible(bool(diagnoses))
        self._put_parts(parts_of(diagnoses))
        for diagnosis in diagnoses:
            told = DiagnosisCard(self._face, session.setup.profile, diagnosis, session.results.values())
            told.evidence.wanted.connect(self._go_to)
            self._causes.addWidget(told)
            self._reasons.append(told)
        for check in session.planned:
            if check in session.results:
                again = self._again if self._can_repeat and check in self._repeatable(session) else None
                waive, why_not = self._waiving(session, check)
                card = ResultCard(
                    self._face, session.setup.profile, session.results[check], again, self._go_back,
                    waive=waive, why_not=why_not,
                )  # fmt: skip
                self.cards[check] = card
                self._checks.addWidget(card)
        self._order()
        if asked is not None and asked.check in self.cards and self.cards[asked.check].waive_button is not None:
            self._open_form(asked.check).put(asked)

    def _order(self) -> None:
        tab_in_order(self, self.taking_back.values())
        tab_in_order(self.repair_button, (*self._reasons, *self.cards.values()))

    def restyle(self) -> None:
        """Cards take their colours when they are built."""
        self.retranslate()

    # Accepted nonetheless

    def leave(self) -> None:
        """Close the form, if one is open."""
        if self.form is not None:
            self._changed, self.form = self.form.check, None
            self.retranslate()
            self._go_on()
            self.asking.emit()

    def _put_conceded(self, session: Inspection) -> None:
        """What counts by somebody's word, a check of the inspection before it too."""
        before = session.setup.before.results if session.setup.before is not None else ()
        known: dict[str, Waiver | None] = {r.check: r.waiver for r in (*before, *session.results.values())}
        told = [(check, waiver) for check, waiver in known.items() if waiver is not None]
        self.taking_back = {}
        if told:
            frame, self.taking_back = concession_card(self._face, told, self._may_take_back, self._take_back)
            self._conceded.addWidget(frame)

    def _may_take_back(self, check: str) -> bool:
        return self._can_waive and self._session is not None and check in self._session.results

    def _waiving(self, session: Inspection, check: str) -> tuple[Callable[[], None] | None, str]:
        """What opens the form for a check, or why none does; neither where there is nothing to decide, or no longer."""
        if not self._can_waive or not isinstance(session, Session):
            return None, ""
        refused = session.concessions.why_not(check)
        if refused is None:
            return self._ask, ""
        return None, "" if refused == NO_NEED else self._face.say(refused)

    def _ask(self) -> None:
        button = self.sender()
        if button is not None:
            form = self._open_form(str(button.property("check")))
            form.by.setFocus(Qt.FocusReason.OtherFocusReason)
            self._rows.activate()
            self.ensureWidgetVisible(form, 0, 40)
            self.asking.emit()

    def _open_form(self, check: str) -> ConcessionForm:
        """In the card of that check, and in no other."""
        if self.form is not None:
            other = self.cards[self.form.check].waive_button
            if other is not None:
                other.show()
            dropped(self.form)
        self.form = form = ConcessionForm(self._face, check)
        form.accepted.connect(self._accepted)
        form.left.connect(self.leave)
        self.cards[check].ask(form)
        self._order()
        return form

    def _accepted(self, check: str, by: str, why: str) -> None:
        told = waived(self._session.results.get(check) if self._session is not None else None, by, why)
        if isinstance(told, Message):
            if self.form is not None:
                self.form.say(told)
            return
        self._changed, self.form = check, None
        self.waive.emit(check, by, why)

    def _take_back(self) -> None:
        button = self.sender()
        if button is not None:
            self._changed = str(button.property("check"))
            self.take_back.emit(self._changed)

    def _go_on(self) -> None:
        """The keyboard goes on where a waiver was given or taken back."""
        check, self._changed = self._changed, ""
        if not check:
            return
        card = self.cards.get(check)
        button = self.taking_back.get(check) or (card.waive_button if card is not None else None)
        if button is not None:
            button.setFocus(Qt.FocusReason.OtherFocusReason)
        if check not in self.taking_back:
            QTimer.singleShot(0, self, self._bring_back)  # every card was built anew, and has its place only then

    def _bring_back(self) -> None:
        """Whoever took a waiver back is where he began."""
        found = QApplication.focusWidget()
        if found is not None and self.isAncestorOf(found):
            self.ensureWidgetVisible(found, 0, 60)

    def _verdict_word(self, overall: Overall) -> str:
        if overall.conceded:
            return verdict_text(overall, self._face.words)
        if overall.verdict is Verdict.PASS and overall.marginal:
            return self._face.text("window.result.pass_marginal")
        return self._face.text(f"verdict.{overall.verdict}")

    def _reason(self, overall: Overall) -> str:
        kinds = ("failed", "undecided", "waived", "marginal")
        kind = next((kind for kind in kinds if getattr(overall, kind)), "all")
        names = getattr(overall, kind, ())
        checks = self._face.text("window.join").join(self._face.text(f"check.{name}") for name in names)
        if self._session is not None and self._session.setup.before is not None and kind == "all":
            told = self._face.text("window.join").join(self._face.text(f"check.{c}") for c in self._session.results)
            return self._face.text("retest.result.all", checks=told) + "\n" + self._fate()
        return self._face.text(f"window.result.{kind}", checks=checks) + "\n" + self._fate()

    def _fate(self) -> str:
        """What becomes of the unit, and the rule that decided it."""
        assert self._session is not None
        told = self._session.disposition()
        fate, rule = self._face.text(f"fate.{told.fate}"), self._face.text(f"fate.rule.{told.rule}")
        return self._face.text("window.result.fate", fate=fate, rule=rule)

    def _go_to(self, link: EvidenceLink) -> None:
        """Take the reader of a cause to the row it rests on, marked; the way back has the focus."""
        self._unmark()
        card = self.cards.get(link.place.check)
        if card is None:
            return
        self._came_from = link
        row = card.mark(link.place.row)
        self._rows.activate()  # the way back has just come into the card: rows have moved
        self.ensureWidgetVisible(card.back_button, 0, 60)
        self.ensureWidgetVisible(row, 0, 60)
        card.back_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_back(self) -> None:
        """To the cause that was being read."""
        link = self._came_from
        self._unmark()
        if link is not None:
            self.ensureWidgetVisible(link, 0, 120)
            link.setFocus(Qt.FocusReason.OtherFocusReason)

    def _unmark(self) -> None:
        self._came_from = None
        for card in self.cards.values():
            card.unmark()

    def _put_parts(self, parts: tuple[str, ...]) -> None:
        """What to order: each part once, in the order of the causes."""
        assert self._session is not None
        known = self._session.setup.profile.parts
        names = [
            self._face.words.local(known[part].name) if part in known else self._face.text(f"report.part.{part}")
            for part in parts
        ]
        self.parts.setVisible(bool(names))
        self.parts.put(self._face.text("window.result.parts", parts=self._face.text("window.join").join(names)))

    def _repeatable(self, session: Inspection) -> set[str]:
        return {check.id for check in session.setup.plan.checks} if isinstance(session, Session) else set()

    def _again(self) -> None:
        button = self.sender()
        if button is not None:
            self.repeat.emit(str(button.property("check")))
