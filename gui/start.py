"""Builds the window from a ``Workbench`` and runs it. The window comes first; numpy and pyqtgraph load behind it."""

import sys
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QLocale, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QWidget

from checks.plan import PlanKind
from checks.words import SOURCE_LANGUAGE
from devices.lanes import LaneChanged
from gui.appearance import Appearance
from gui.bridge import Bridge
from gui.demo import Demo
from gui.face import Face
from gui.leaving import Leaving
from gui.main_window import MainWindow
from gui.ports import Workbench
from gui.reports import Reports
from gui.session_model import SessionModel
from gui.settings import Settings, load_geometry, load_settings
from gui.tasks import Tasks
from gui.theme import colours_for, load_fonts, window_font

SWITCH_S: Final = 0.001
"""How long a link's thread may wait for the window's; the interpreter's own 5 ms add up to a frame for each key."""
_TIDY_MS: Final = 6 * 3_600_000


def make_application(arguments: list[str]) -> QApplication:
    """The one QApplication, in Fusion."""
    sys.setswitchinterval(SWITCH_S)
    app = QApplication(arguments)
    app.setApplicationName("Posbench")
    app.setDesktopFileName("posbench")  # by it a Linux desktop finds the entry, and so the icon
    app.setStyle("Fusion")
    return app


def start(workbench: Workbench, arguments: list[str] | None = None) -> int:
    """Open the window and stay until it is closed, or a signal ends it; the exit code. Call from the main thread."""
    app = make_application(arguments or ["posbench"])
    running = Running(workbench)
    running.window.show()
    leaving = Leaving(app.quit)
    code = app.exec()
    running.close()
    leaving.close()
    return code


class Running(QObject):
    """The window with all that belongs to it, for ``start``, tests and screenshots. Needs a QApplication.

    ``painted`` comes once, when the window has been seen and the graph is there.
    """

    painted = Signal()

    def __init__(self, workbench: Workbench, settings: Settings | None = None, graph: bool = True) -> None:
        super().__init__()
        self.workbench = workbench
        self._closed = False
        self.settings = settings or load_settings(workbench.settings)
        self.tasks = Tasks(2, self)
        self.bridge = Bridge(self)
        self.model = SessionModel(workbench.bench, workbench.make_session, workbench.clock, self)
        face = Face(workbench.catalogues[self._language()], colours_for(self.settings.theme), workbench.icons)
        self._load_font()
        QApplication.setWindowIcon(QIcon(str(workbench.icons / "posbench.svg")))
        self.appearance = Appearance(face, self.settings, workbench.settings, workbench.catalogues)
        self.appearance.wear()  # before there are widgets: they are dressed once, as they are shown
        self.reports = Reports(workbench, self.tasks, self)
        self.reports.signer = lambda: self.settings.signer
        self.demo = Demo(workbench, face, self.tasks)
        self.model.first_intake = self._first_intake
        self.model.let_go, self.model.curves = workbench.let_go, workbench.curves
        self.window = MainWindow(workbench, self.appearance, self.model, self.reports, self.demo, self.tasks)
        self.appearance.windows = self._windows
        self.appearance.wear()
        self._open_window()
        self._unsubscribe = self._listen()
        self._with_graph = graph
        self._tidying = QTimer(self)
        self._tidying.timeout.connect(self.tidy)
        self.window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The first paint starts the heavy parts."""
        if event.type() is QEvent.Type.Paint:
            self.window.removeEventFilter(self)
            QTimer.singleShot(0, self, self.after_paint)
        return super().eventFilter(watched, event)

    @Slot()
    def after_paint(self) -> None:
        """The window is there: now the graph, and the simulated bench where that was asked for."""
        if self.workbench.demo:
            self.demo.start()
        if self._with_graph:
            from gui.panels.graph import Graph

            self.window.live.take_graph(Graph(self.appearance.face))
        self.tidy()
        self._tidying.start(_TIDY_MS)  # a bench may run for months
        self.painted.emit()

    @Slot()
    def tidy(self) -> None:
        """What is over goes, beside the window."""
        if self.workbench.tidy is not None:
            self.tasks.run(self.workbench.tidy, self._tidied, self._tidied)

    def _tidied(self, _told: object) -> None:
        """Nobody waits for it; what failed is in the log."""

    def close(self) -> None:
        """Leave nothing running. The bench itself belongs to ``app``. May be called twice."""
        if self._closed:
            return
        self._closed = True
        self._tidying.stop()
        self._unsubscribe()
        self.bridge.close()
        self.model.close()
        self.window.close()
        self.tasks.close()
        self.window.deleteLater()

    def _windows(self) -> list[QWidget]:
        return [self.window, *self.demo.windows, *self.window.practice.windows]

    def _listen(self) -> Callable[[], None]:
        self.bridge.arrived.connect(self.model.take)
        unsubscribe = self.workbench.subscribe(self.bridge.sink)
        for info in self.workbench.bench.lanes():
            self.model.take(LaneChanged(info))
        return unsubscribe

    def _open_window(self) -> None:
        QApplication.styleHints().colorSchemeChanged.connect(self.appearance.follow_system)
        self.window.resize(1280, 800)
        geometry = load_geometry(self.workbench.settings)
        if not geometry.isEmpty():
            self.window.restoreGeometry(geometry)

    def _load_font(self) -> None:
        family = load_fonts(self.workbench.fonts)
        QApplication.setFont(window_font(family))

    def _language(self) -> str:
        known = self.workbench.catalogues
        system = QLocale.system().name()
        close = next((code for code in known if code.split("_")[0] == system.split("_")[0]), SOURCE_LANGUAGE)
        wishes = (self.workbench.language, self.settings.language, system, close)
        return next((wish for wish in wishes if wish and wish in known), next(iter(known)))

    def _first_intake(self) -> tuple[PlanKind, str]:
        plan = self.settings.plan
        operator = self.workbench.operator or self.settings.operator
        return (PlanKind(plan) if plan in set(PlanKind) else PlanKind.QUICK), operator
