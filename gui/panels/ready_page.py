"""Before the inspection: what was complained of, how thorough to be, what the sticker says, who works."""

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLineEdit, QPushButton, QSizePolicy, QWidget

from checks.labels import label_in
from checks.plan import PlanKind
from gui.face import Face
from gui.naming import plain
from gui.scanner import for_codes
from gui.theme import TARGET
from gui.units import Intake
from gui.widgets.words import Text, WordButton, WordLabel, columns, rows

_ICONS: Final = {
    "routine": "intake",
    "pin": "lock",
    "key": "keypad",
    "display": "display",
    "no-power": "power",
    "restarts": "repeat",
    "hot": "temperature",
    "no-link": "link-off",
    "unknown": "question",
}


_CODE: Final = "code:"
"""Stands before a response code where a complaint is one."""


class ReadyPage(QWidget):
    """``put`` and ``read`` move the choices to and from an ``Intake``. Enter is the window's."""

    edited = Signal()

    def __init__(self, face: Face, complaints: tuple[str, ...]) -> None:
        super().__init__()
        self._face = face
        self._complaints = QButtonGroup(self)
        self._plans = QButtonGroup(self)
        self._names: dict[str, WordButton] = {}
        self._kinds: dict[PlanKind, WordButton] = {}
        self.serial = for_codes(self._field("window.ready.serial_hint"))
        self.operator = self._field("window.ready.operator_hint")
        self.code = self._field("window.ready.message_hint")
        self.code.setMaxLength(3)
        self._sure, self._label = Text("caption", wrap=True), ""
        self._build(complaints)
        self._complaints.buttonToggled.connect(self._changed)
        self._plans.buttonToggled.connect(self._changed)
        self.retranslate()

    def put(self, intake: Intake) -> None:
        """Show the choices of another unit."""
        for group in (self._complaints, self._plans, self.serial, self.operator, self.code):
            group.blockSignals(True)
        self._names.get(intake.complaint, next(iter(self._names.values()))).setChecked(True)
        self.code.setText(intake.complaint.removeprefix(_CODE) if intake.complaint.startswith(_CODE) else "")
        self._kinds[intake.plan].setChecked(True)
        self.serial.setText(intake.sticker_serial)
        self.operator.setText(intake.operator)
        for group in (self._complaints, self._plans, self.serial, self.operator, self.code):
            group.blockSignals(False)

    def sure(self, label: str) -> None:
        """How sure this model's facts are."""
        self._label = label
        said = plain(label_in(label, self._face.words), 200)
        self._sure.put(self._face.text("window.ready.sure", label=said) if label else "")

    def read(self, intake: Intake) -> None:
        """Write the choices into ``intake``."""
        chosen = next((name for name, b in self._names.items() if b.isChecked()), "routine")
        intake.complaint = f"{_CODE}{code}" if (code := self.code.text().strip()) else chosen
        intake.plan = next((kind for kind, b in self._kinds.items() if b.isChecked()), PlanKind.QUICK)
        intake.sticker_serial = self.serial.text().strip()
        intake.operator = self.operator.text().strip()

    def retranslate(self) -> None:
        """Hints in the fields, and how sure the facts are."""
        self.sure(self._label)
        for field in (self.serial, self.operator, self.code):
            words = self._face.text(str(field.property("hint")))
            field.setPlaceholderText(words)
            field.setAccessibleName(words)

    def choose(self, number: int) -> None:
        """The complaint with this number was typed."""
        buttons = list(self._names.values())
        if 1 <= number <= len(buttons):
            buttons[number - 1].setChecked(True)

    def _field(self, hint: str) -> QLineEdit:
        field = QLineEdit()
        field.setProperty("hint", hint)
        field.setMaxLength(64)
        field.setMinimumHeight(TARGET)
        field.textEdited.connect(self.edited)
        return field

    def _changed(self, button: QPushButton, checked: bool) -> None:
        if checked:
            self.edited.emit()

    def _build(self, complaints: tuple[str, ...]) -> None:
        page = rows(self, gap=12)
        page.setContentsMargins(24, 18, 24, 14)
        page.addWidget(WordLabel(self._face, "window.ready.complaint", "title"))
        page.addLayout(self._complaint_grid(complaints), 8)
        page.addSpacing(8)
        lower = QGridLayout()
        lower.setHorizontalSpacing(20)
        lower.setVerticalSpacing(6)
        for column, (title, widget) in enumerate(self._lower()):
            lower.addWidget(WordLabel(self._face, title, "caption"), 0, column)
            lower.addWidget(widget, 1, column)
            lower.setColumnStretch(column, 1)
        page.addLayout(lower)
        page.addWidget(self._sure)
        page.addStretch(1)

    def _lower(self) -> tuple[tuple[str, QWidget], ...]:
        return (
            ("window.ready.plan", self._plan_choice()),
            ("window.ready.message", self.code),
            ("window.ready.serial", self.serial),
            ("window.ready.operator", self.operator),
        )

    def _complaint_grid(self, complaints: tuple[str, ...]) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(10)
        for index, name in enumerate(complaints):
            button = WordButton(self._face, f"complaint.{name}", _ICONS.get(name, "question"))
            button.setCheckable(True)
            button.setStyleSheet("text-align: left;")
            button.setMinimumHeight(TARGET + 6)
            button.setMaximumHeight(104)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
            button.setIconSize(QSize(24, 24))
            self._names[name] = button
            self._complaints.addButton(button, index)
            grid.addWidget(button, index // 3, index % 3)
        for column in range(3):
            grid.setColumnStretch(column, 1)
        return grid

    def _plan_choice(self) -> QWidget:
        box = QWidget()
        line = columns(box, gap=6)
        for kind in PlanKind:
            button = WordButton(self._face, f"window.plan.{kind}")
            button.setCheckable(True)
            self._kinds[kind] = button
            self._plans.addButton(button)
            line.addWidget(button, 1)
        line.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        return box
