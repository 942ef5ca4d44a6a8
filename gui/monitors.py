"""Test pictures on a monitor of this PC, from the command line: ``app.py patterns --screen N``. Main thread."""

from PySide6.QtGui import QGuiApplication

from checks.console.parts import Exit, Parts, Refused
from checks.measurement import message
from checks.words import Catalogue
from gui.face import Face
from gui.monitor_window import MonitorWindow, screen_words
from gui.start import make_application
from gui.theme import colours_for


def show_on(words: Catalogue, parts: Parts, number: int) -> int:
    """Cover monitor ``number`` (from 1) until Escape. Raises ``Refused`` where there is none of that number."""
    app = make_application(["posbench"])
    face = Face(words, colours_for("light"), parts.resources / "icons")
    screens = QGuiApplication.screens()
    if not 1 <= number <= len(screens):
        known = "; ".join(screen_words(screen, n, face) for n, screen in enumerate(screens, start=1))
        raise Refused(message("cli.no_screen", number=number, known=known))
    window = MonitorWindow(face, screens[number - 1])
    window.ended.connect(app.quit)
    window.begin()
    app.exec()
    return Exit.DONE
