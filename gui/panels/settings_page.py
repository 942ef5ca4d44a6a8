"""What can be set, on one page: each in force at once, a bad value said below its field."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QGridLayout, QLineEdit, QScrollArea, QWidget

from checks.console.upkeep import KEPT_DAYS
from checks.history.address import is_secret, shown
from checks.measurement import Message
from checks.plan import PlanKind
from gui.face import Face
from gui.naming import plain
from gui.ports import Trusted
from gui.settings import NO_METER, Settings
from gui.theme import TARGET, THEMES
from gui.widgets.words import Text, WordButton, WordLabel, columns, emptied, rows, scrolled

_FOLDERS: Final = ("report_folder", "photos")
_LONG: Final = (*_FOLDERS, "acquirer_host", "time_stamp", "database")
_FIELDS: Final = ("bench_name", "operator", *_LONG)
_ROWS: Final = (
    "bench_name", "operator", "plan", "language", "report_languages", "paper", "signer", "report_folder",
    "time_stamp", "photos", "acquirer_host", "database", "log_days", "meter", "trust", "sound", "theme",
)  # fmt: skip


class Choices(QWidget):
    """A few answers side by side, one of them chosen. ``chosen`` carries its value."""

    chosen = Signal(str)

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._clicked)
        self._line = columns(self, gap=6)
        self._values: tuple[tuple[str, str, str], ...] = ()

    def offer(self, choices: tuple[tuple[str, str, str], ...]) -> None:
        """Value, message id and name (what stands for ``{name}`` in the message) of each."""
        if choices == self._values:
            return
        self._values = choices
        emptied(self._line)
        for button in self._group.buttons():
            self._group.removeButton(button)
        for number, (_, words, name) in enumerate(choices):
            button = WordButton(self._face, words, name=name)
            button.setCheckable(True)
            self._group.addButton(button, number)
            self._line.addWidget(button, 1)

    def put(self, value: str) -> None:
        """Show what is chosen."""
        for number, (one, _, _) in enumerate(self._values):
            if one == value:
                self._group.button(number).setChecked(True)

    def _clicked(self, number: int) -> None:
        self.chosen.emit(self._values[number][0])


class SettingsPage(QScrollArea):
    """``chosen`` carries the setting's name and value; ``trust_added`` a file, ``trust_removed`` a certificate's id."""

    chosen = Signal(str, str)
    trust_added = Signal(str)
    trust_removed = Signal(str)

    def __init__(self, face: Face, languages: tuple[str, ...]) -> None:
        super().__init__()
        self._face = face
        self.fields = {name: self._field(name) for name in _FIELDS}
        self.choices = {name: self._choice(name) for name in _ROWS if name not in (*_FIELDS, "trust")}
        self.troubles = {name: Text("wrong", wrap=True) for name in _ROWS}
        self.first = self.fields["bench_name"]
        self.add_trust = WordButton(face, "settings.trust.add", "shield")
        self.add_trust.clicked.connect(self._choose_trust)
        self.browse = {name: WordButton(face, "settings.report_folder.choose", "folder") for name in _FOLDERS}
        for name, button in self.browse.items():
            button.setProperty("setting", name)
            button.clicked.connect(self._choose_folder)
        self._trusted = rows(gap=6)
        self._address = Text("caption", wrap=True)
        self._shown: tuple[Trusted, ...] | None = None
        self._usual = ""
        both = "+".join(languages)
        for name, offered in (
            ("plan", tuple((kind.value, f"window.plan.{kind}", "") for kind in PlanKind)),
            ("language", tuple((code, f"settings.language.{code}", "") for code in languages)),
            (
                "report_languages",
                (
                    ("", "settings.report_languages.window", ""),
                    *((code, f"settings.language.{code}", "") for code in languages),
                    (both, "settings.report_languages.both", ""),
                ),
            ),
            ("paper", (("a4", "settings.paper.a4", ""), ("letter", "settings.paper.letter", ""))),
            ("sound", (("off", "settings.sound.off", ""), ("on", "settings.sound.on", ""))),
            ("log_days", tuple((str(days), f"settings.log_days.{days}", "") for days in KEPT_DAYS)),
            ("theme", tuple((theme, f"settings.theme.{theme}", "") for theme in THEMES)),
        ):
            self.choices[name].offer(offered)
        self._build()
        self.retranslate()

    def put(
        self,
        settings: Settings,
        language: str,
        reports: str,
        meters: tuple[tuple[str, str], ...],
        trusted: tuple[Trusted, ...],
        signers: tuple[str, ...] = (),
    ) -> None:
        """Show what is in force. ``reports`` is the usual folder, ``meters`` key and name of each, ``signers`` technicians."""
        self._usual = reports
        for name, field in self.fields.items():
            value = str(getattr(settings, name))
            if not field.hasFocus() and not self.troubles[name].text() and field.text() != value:
                field.setText(value)
        self._hide_secret()
        people = tuple((one, "settings.signer.technician", plain(one)) for one in signers)
        self.choices["signer"].offer((("", "settings.signer.bench", ""), *people))
        self.choices["meter"].offer(
            (
                ("", "settings.meter.any", ""),
                (NO_METER, "settings.meter.none", ""),
                *((key, "settings.meter.this", name) for key, name in meters),
            )
        )
        for name, choice in self.choices.items():
            value = getattr(settings, name)
            choice.put(language if name == "language" else ("on" if value else "off") if name == "sound" else value)
        self._show_trusted(trusted)
        self.retranslate()

    def say(self, name: str, trouble: Message | None) -> None:
        """What is wrong with a field's value, or nothing."""
        words = self._face.say(trouble) if trouble is not None else ""
        self.troubles[name].put(words)
        self.troubles[name].setVisible(bool(words))
        if name in self.fields:
            self.fields[name].setAccessibleDescription(words or self._face.text(f"settings.{name}.hint"))

    def retranslate(self) -> None:
        """Words of the face."""
        for name, field in self.fields.items():
            hint = self._usual if name == "report_folder" and self._usual else self._face.text(f"settings.{name}.hint")
            field.setPlaceholderText(hint)
            field.setAccessibleName(self._face.text(f"settings.{name}"))

    def _field(self, name: str) -> QLineEdit:
        field = QLineEdit()
        field.setMaxLength(260 if name in _LONG else 60)
        field.setMinimumHeight(TARGET)
        field.setProperty("setting", name)
        field.textEdited.connect(self._edited)
        return field

    def _choice(self, name: str) -> Choices:
        choice = Choices(self._face)
        choice.setProperty("setting", name)
        choice.chosen.connect(self._picked)
        return choice

    def _edited(self, text: str) -> None:
        field = self.sender()
        if field is not None:
            self._hide_secret()
            self.chosen.emit(str(field.property("setting")), text.strip())

    def _hide_secret(self) -> None:
        """An address with a password is shown as dots; below it stands what may be read of it."""
        field = self.fields["database"]
        secret = is_secret(field.text())
        field.setEchoMode(QLineEdit.EchoMode.Password if secret else QLineEdit.EchoMode.Normal)
        self._address.put(plain(shown(field.text())) if secret else "")
        self._address.setVisible(secret)

    def _picked(self, value: str) -> None:
        choice = self.sender()
        if choice is not None:
            self.chosen.emit(str(choice.property("setting")), value)

    def _choose_folder(self) -> None:
        button = self.sender()
        name = str(button.property("setting")) if button is not None else ""
        if name not in _FOLDERS:
            return
        start = self.fields[name].text() or (self._usual if name == "report_folder" else str(Path.home()))
        found = QFileDialog.getExistingDirectory(self, self._face.text(f"settings.{name}"), start)
        if found:
            self.fields[name].setText(found)
            self.chosen.emit(name, found)

    def _choose_trust(self) -> None:
        words = self._face.text("settings.trust.add")
        path, _ = QFileDialog.getOpenFileName(self, words, str(Path.home()), f"{words} (*.pem *.crt *.cer)")
        if path:
            self.trust_added.emit(path)

    def _remove(self) -> None:
        button = self.sender()
        if button is not None:
            self.trust_removed.emit(str(button.property("trusted")))

    def _show_trusted(self, trusted: tuple[Trusted, ...]) -> None:
        if trusted == self._shown:
            return
        self._shown = trusted
        emptied(self._trusted)
        for one in trusted:
            line = QWidget()
            box = columns(line, gap=10)
            box.addWidget(Text("", f"{one.name}\n{one.id[:32]}"), 1)
            button = WordButton(self._face, "settings.trust.remove", "close", name=one.name)
            button.setProperty("trusted", one.id)
            button.clicked.connect(self._remove)
            box.addWidget(button)
            self._trusted.addWidget(line)

    def _build(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        page = rows(inner, gap=10)
        page.setContentsMargins(24, 18, 24, 14)
        page.addWidget(WordLabel(self._face, "settings.title", "title"))
        page.addWidget(WordLabel(self._face, "settings.text", "quiet", wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(4)
        for number, name in enumerate(_ROWS):
            label = WordLabel(self._face, f"settings.{name}", "", wrap=True)
            grid.addWidget(label, 2 * number, 0)
            grid.addWidget(self._control(name), 2 * number, 1)
            self.troubles[name].hide()
            grid.addWidget(self.troubles[name], 2 * number + 1, 1)
            grid.setRowMinimumHeight(2 * number + 1, 4)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 7)
        page.addLayout(grid)
        page.addStretch(1)
        scrolled(inner, self)

    def _control(self, name: str) -> QWidget:
        if name == "trust":
            box = QWidget()
            line = rows(box, gap=6)
            line.addLayout(self._trusted)
            line.addWidget(self.add_trust, 0, Qt.AlignmentFlag.AlignLeft)
            return box
        if name == "database":
            box = QWidget()
            line = rows(box, gap=2)
            line.addWidget(self.fields[name])
            line.addWidget(self._address)
            return box
        if name in _FOLDERS:
            box = QWidget()
            across = columns(box, gap=10)
            across.addWidget(self.fields[name], 1)
            across.addWidget(self.browse[name])
            return box
        return self.fields[name] if name in self.fields else self.choices[name]
