"""The end of one unit of a batch: where it goes, from a metre away; why; what came with it. Enter is the window's."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QScrollArea, QWidget

from checks.intake.expected import Expected
from checks.session import Session
from gui.face import Face
from gui.naming import plain, verdict_text
from gui.next_action import Paper
from gui.panels.result_page import ReportCard
from gui.theme import TARGET, sign_of_verdict
from gui.widgets.diagnosis_card import DiagnosisCard
from gui.widgets.verdict import VerdictBanner
from gui.widgets.words import Text, WordButton, columns, dropped, emptied, rows, scrolled, titled


class IntakeResult(QScrollArea):
    """``details`` asks for the whole result page."""

    details = Signal()

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face
        self._session: Session | None = None
        self._expected: Expected | None = None
        self._ticks: list[QPushButton] = []
        self.banner = VerdictBanner(face)
        self.report = ReportCard(face)
        self._told = Text("lead", wrap=True)
        self._causes = rows(gap=10)
        self._tick_line = columns(gap=8)
        self.also = QLineEdit()
        self.also.setMaxLength(200)
        self.also.setMinimumHeight(TARGET)
        self.more = WordButton(face, "intake.details", "unfold", "flat")
        self.more.clicked.connect(self.details)
        self._build()

    def put(self, session: Session, told: Expected | None, paper: Paper) -> None:
        """Show a session that is over; ``told`` is what the list says of the unit."""
        self.report.put(paper, None)
        if session is not self._session:
            self._session = session
            self.also.clear()
            self._offer(told.accessories if told else ())
            self._expected = told
            self.verticalScrollBar().setValue(0)
        self.retranslate()

    @property
    def there(self) -> tuple[str, ...]:
        """What came with the unit: what is ticked, and what was typed."""
        typed = (part.strip() for part in self.also.text().replace("\uff0c", ",").split(","))
        return tuple(b.text() for b in self._ticks if b.isChecked()) + tuple(part for part in typed if part)

    def retranslate(self) -> None:
        """Words of the face."""
        session, face = self._session, self._face
        self.also.setPlaceholderText(face.text("intake.accessories_hint"))
        self.also.setAccessibleName(face.text("report.row.accessories"))
        if session is None:
            return
        expected, order = self._expected, ""
        if expected is not None and expected.order:
            order = f"{face.text('report.row.work_order')} {plain(expected.order, 80)}"
        self._told.put(" · ".join(part for part in (order, plain(expected.note, 80) if expected else "") if part))
        self._told.setVisible(bool(self._told.text()))
        overall, told = session.overall(), session.disposition()
        names = overall.failed or overall.undecided or overall.waived or overall.marginal
        checks = face.text("window.join").join(face.text(f"check.{name}") for name in names)
        verdict, rule = verdict_text(overall, face.words), face.text(f"fate.rule.{told.rule}")
        reason = face.text("intake.reason", verdict=verdict, checks=checks) if checks else verdict
        self.banner.put(
            sign_of_verdict(overall),
            face.text(f"fate.{told.fate}"),
            f"{reason}\n{face.text('intake.because', rule=rule)}",
        )
        self.setAccessibleName(self.banner.accessibleName())
        emptied(self._causes)
        for diagnosis in session.diagnoses()[:1]:
            shown = DiagnosisCard(face, session.setup.profile, diagnosis, session.results.values())
            shown.evidence.wanted.connect(self._led)
            self._causes.addWidget(shown)

    def restyle(self) -> None:
        """Cards take their colours when they are built."""
        self.retranslate()

    def _led(self, *_place: object) -> None:
        """What a cause rests on stands on the whole page."""
        self.details.emit()

    def _offer(self, accessories: tuple[str, ...]) -> None:
        for button in self._ticks:
            dropped(button)
        self._ticks = []
        for name in accessories[:8]:
            button = QPushButton(plain(name, 30))
            button.setCheckable(True)
            button.setMinimumHeight(TARGET)
            self._ticks.append(button)
            self._tick_line.insertWidget(len(self._ticks) - 1, button)

    def _build(self) -> None:
        inner = QWidget()
        box = rows(inner, gap=12)
        box.setContentsMargins(24, 16, 20, 20)
        box.addWidget(self.banner)
        box.addWidget(self._told)
        box.addWidget(self._accessories())
        box.addWidget(self.report)
        box.addLayout(self._causes)
        box.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        box.addStretch(1)
        scrolled(inner, self)

    def _accessories(self) -> QFrame:
        frame, box = titled(self._face, "report.row.accessories", margin=12, gap=6)
        self._tick_line.addWidget(self.also, 1)
        box.addLayout(self._tick_line)
        return frame
