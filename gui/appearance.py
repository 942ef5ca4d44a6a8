"""Language, theme and sound while the program runs: changes the face, remembers it, walks all windows."""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from checks.words import Catalogue
from gui.face import Face, restyle_all, retranslate_all
from gui.settings import Settings, save_settings
from gui.style_sheet import style_sheet
from gui.theme import colours_for, palette


class Appearance(QObject):
    """``changed`` comes after every window has taken its new words or colours."""

    changed = Signal()

    def __init__(self, face: Face, settings: Settings, folder: Path, catalogues: Mapping[str, Catalogue]) -> None:
        super().__init__()
        self.face = face
        self.settings = settings
        self.windows: Callable[[], list[QWidget]] = list
        """All windows that wear the face."""
        self._folder, self._catalogues = folder, catalogues

    @Slot()
    def switch_language(self) -> None:
        """The next language there is."""
        codes = sorted(self._catalogues)
        self.use_language(codes[(codes.index(self.face.words.language) + 1) % len(codes)])

    def use_language(self, code: str) -> None:
        """Speak another language, at once and everywhere."""
        self.face.words = self._catalogues[code]
        self.settings.language = code
        self.keep()
        for window in self.windows():
            retranslate_all(window)
        self.changed.emit()

    @Slot()
    def switch_theme(self) -> None:
        """Light to dark and back."""
        self.use_theme("light" if self.face.colours.dark else "dark")

    def use_theme(self, theme: str) -> None:
        """Wear ``light`` or ``dark``, or what the ``system`` says."""
        self.settings.theme = theme
        self.keep()
        self.wear()

    def wear(self) -> None:
        """Put the theme of the settings on."""
        self.face.colours = colours_for(self.settings.theme)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.setPalette(palette(self.face.colours))
            sheet = style_sheet(self.face.colours)
            if app.styleSheet() != sheet:  # dresses every widget there is anew: the dearest call of a start
                app.setStyleSheet(sheet)
        for window in self.windows():
            restyle_all(window)
        self.changed.emit()

    @Slot()
    def follow_system(self) -> None:
        """The desktop changed its colour scheme."""
        if self.settings.theme == "system":
            self.wear()

    @Slot()
    def switch_sound(self) -> None:
        """Sound on pass and fail, on or off."""
        self.settings.sound = not self.settings.sound
        self.keep()
        self.changed.emit()

    def report_languages(self) -> tuple[str, ...]:
        """The languages a report is written in now: those chosen, else the window's."""
        chosen = tuple(code for code in self.settings.report_languages.split("+") if code in self._catalogues)
        return chosen or (self.face.words.language,)

    def keep_operator(self, name: str) -> None:
        """Remember who works here."""
        if name != self.settings.operator:
            self.settings.operator = name
            self.keep()

    def keep(self) -> None:
        """Write the settings."""
        save_settings(self._folder, self.settings)
