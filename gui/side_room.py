"""What is looked up or set beside the work, and left again with Esc: settings, manual, verification. Window thread only."""

import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from checks.history.address import is_address, shown
from checks.measurement import Message, message
from checks.report.stamps import trouble_with
from devices.commands import host_and_port
from devices.errors import CommandRefused
from gui.appearance import Appearance
from gui.intake_desk import IntakeDesk
from gui.next_action import Act, NextAction
from gui.panels.manual_page import ManualPage
from gui.panels.settings_page import SettingsPage
from gui.ports import Preferences, Unable, Workbench
from gui.reports import Reports
from gui.session_model import SessionModel
from gui.settings import NO_METER, folder_trouble
from gui.tasks import Tasks
from gui.units import meter_key
from gui.verify_room import VerifyRoom

_CHAPTERS: Final = {
    "MessagePage": "connecting",
    "ConsolePage": "connecting",
    "ConnectPage": "connecting",
    "ReadyPage": "repair",
    "CheckPage": "checks",
    "ResultPage": "causes",
    "BatchPage": "intake",
    "BeltPage": "intake",
    "IntakeResult": "intake",
    "SettingsPage": "settings",
    "VerifyPage": "verifying",
    "HistoryPage": "history",
    "PastPage": "history",
    "TrendsPage": "history",
}
"""The manual's page for a page of the window."""


class SideRoom(QObject):
    """``shown`` is the open page or None; ``changed`` says that it changed, or that a setting took effect."""

    changed = Signal()

    def __init__(
        self,
        workbench: Workbench,
        appearance: Appearance,
        model: SessionModel,
        reports: Reports,
        desk: IntakeDesk,
        pages: QStackedWidget,
        tasks: Tasks,
    ) -> None:
        super().__init__()
        self.shown: QWidget | None = None
        self.settings = SettingsPage(appearance.face, tuple(sorted(workbench.catalogues)))
        self.manual = ManualPage(appearance.face, workbench.manual)
        self.verify = VerifyRoom(workbench, tasks, appearance.face)
        self._bench, self._appearance, self._model, self._stack = workbench, appearance, model, pages
        self._trust = workbench.trust
        model.wanted_meter = lambda: appearance.settings.meter
        reports.folder = lambda: Path(appearance.settings.report_folder or workbench.reports)
        desk.languages = appearance.report_languages
        desk.operator = lambda: appearance.settings.operator
        self.settings.chosen.connect(self.use)
        self.settings.trust_added.connect(self._trust_file)
        self.settings.trust_removed.connect(self._trust_no_longer)
        appearance.changed.connect(self._show)
        model.lanes_changed.connect(self._show)
        self._prefer()

    @property
    def pages(self) -> tuple[QWidget, ...]:
        """All of them."""
        return (self.settings, self.manual, self.verify.page)

    def next_action(self) -> NextAction:
        """Enter leaves, like Esc."""
        said = "manual.next" if self.shown is self.manual else "settings.next"
        said = "verify.next" if self.shown is self.verify.page else said
        return NextAction(message(said), "Esc", Act.LEAVE)

    @Slot()
    def toggle_settings(self) -> None:
        """Open the settings, or leave them."""
        self._turn(None if self.shown is self.settings else self.settings)

    @Slot()
    def toggle_manual(self) -> None:
        """Open the manual at the page for what is shown now, or leave it."""
        if self.shown is not self.manual:
            self.manual.open(_CHAPTERS.get(type(self._stack.currentWidget()).__name__, "first-steps"))
        self._turn(None if self.shown is self.manual else self.manual)

    @Slot()
    def toggle_verify(self) -> None:
        """Open the verification of reports, or leave it; what was answered stays."""
        self._turn(None if self.shown is self.verify.page else self.verify.page)

    @Slot(list)
    def verify_dropped(self, paths: list[str]) -> None:
        """Reports were dropped on the window: turn to their verification, whatever is shown."""
        if self.shown is not self.verify.page:
            self.toggle_verify()
        self.verify.take(paths)

    @Slot()
    def leave(self) -> None:
        """Back to the units."""
        if self.shown is not None:
            self._turn(None)

    def focus(self) -> None:
        """Where the keyboard goes when a page opens."""
        first = self.manual.text if self.shown is self.manual else self.settings.first
        (self.verify.page.files if self.shown is self.verify.page else first).setFocus()

    @Slot(str, str)
    def use(self, name: str, value: str) -> None:
        """One setting, in force and kept at once; a bad value is said at its field and changes nothing."""
        trouble = _TESTS[name](value) if name in _TESTS and value else None
        self.settings.say(name, trouble)
        if trouble is not None:
            return
        if name == "language":
            self._appearance.use_language(value)
        elif name == "theme":
            self._appearance.use_theme(value)
        else:
            setattr(self._appearance.settings, name, value == "on" if name == "sound" else value)
            self._appearance.keep()
            self._prefer()
            self.changed.emit()

    def _turn(self, page: QWidget | None) -> None:
        self.shown = page
        self._show()
        self.changed.emit()

    def _prefer(self) -> None:
        chosen = self._appearance.settings
        folder = Path(chosen.report_folder) if chosen.report_folder else None
        self._bench.prefer(
            Preferences(
                chosen.bench_name,
                chosen.acquirer_host,
                folder,
                chosen.database,
                chosen.time_stamp,
                chosen.paper,
                chosen.signer,
            )
        )

    @Slot()
    def _show(self) -> None:
        if self.shown is not self.settings:
            return
        meters = tuple((meter_key(m.info), m.info) for m in self._model.meters.values())
        face = self._appearance.face
        named = tuple((key, f"{info.profile.model if info.profile else ''} {key}".strip()) for key, info in meters)
        kept = self._appearance.settings.meter
        if kept not in ("", NO_METER, *(key for key, _ in named)):
            named += ((kept, face.text("settings.meter.away", name=kept)),)
        trusted = self._trust.known() if self._trust is not None else ()
        signers = self._bench.signers()
        chosen = self._appearance.settings.signer
        if chosen and chosen not in signers:
            signers += (chosen,)
        self.settings.put(
            self._appearance.settings, face.words.language, str(self._bench.reports), named, trusted, signers
        )

    @Slot(str)
    def _trust_file(self, path: str) -> None:
        if self._trust is not None:
            self._of_trust(partial(self._trust.add, Path(path)))

    @Slot(str)
    def _trust_no_longer(self, trusted: str) -> None:
        if self._trust is not None:
            self._of_trust(partial(self._trust.remove, trusted))

    def _of_trust(self, act: Callable[[], None]) -> None:
        try:
            act()
            self.settings.say("trust", None)
        except Unable as error:
            self.settings.say("trust", error.text)
        self._show()


def _host(value: str) -> Message | None:
    try:
        host_and_port(value)
    except CommandRefused:
        return message("settings.acquirer_host.bad")
    return None


def _folder(value: str) -> Message | None:
    trouble = folder_trouble(Path(value))
    return message(f"settings.report_folder.{trouble}") if trouble else None


def _photos(value: str) -> Message | None:
    folder = Path(value)
    if not folder.is_absolute():
        return message("settings.photos.relative")
    if not folder.is_dir():
        return message("settings.photos.no-folder")
    return None if os.access(folder, os.R_OK | os.X_OK) else message("settings.photos.closed")


def _database(value: str) -> Message | None:
    if shown(value) != value:
        return message("settings.database.secret", path=_password_file())
    return None if is_address(value) else message("settings.database.bad")


def _password_file() -> str:
    """Where PostgreSQL's client looks (its manual, "The Password File")."""
    return r"%APPDATA%\postgresql\pgpass.conf" if sys.platform == "win32" else "~/.pgpass"


_TESTS: Final[dict[str, Callable[[str], Message | None]]] = {
    "acquirer_host": _host,
    "report_folder": _folder,
    "photos": _photos,
    "database": _database,
    "time_stamp": trouble_with,
}
