"""Which monitor of this PC shows the test pictures: for customer displays that the PC itself drives."""

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame

from gui.face import Face
from gui.monitor_window import MonitorWindow, screen_words
from gui.widgets.drop_box import DropBox
from gui.widgets.words import WordButton, WordLabel, columns, rows


class MonitorPicker(QFrame):
    """Monitors come and go: the list is made anew when it is shown, and with every change the system tells."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._face = face
        self.window_shown: MonitorWindow | None = None
        self.screens = DropBox(face)
        self.show_button = WordButton(face, "window.monitor.show", "display")
        self.show_button.clicked.connect(self.show_pictures)
        box = rows(self, margin=14, gap=6)
        box.addWidget(WordLabel(face, "window.monitor.title", "strong", wrap=True))
        box.addWidget(WordLabel(face, "window.monitor.text", "caption", wrap=True))
        line = columns(gap=10)
        line.addWidget(self.screens, 1)
        line.addWidget(self.show_button)
        box.addLayout(line)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenAdded.connect(self.retranslate)
            app.screenRemoved.connect(self.retranslate)
        self.retranslate()

    @Slot()
    def retranslate(self) -> None:
        """Words of the face, and the monitors there are. A customer display is seldom the first."""
        chosen = self.screens.currentIndex()
        self.screens.clear()
        for number, screen in enumerate(QGuiApplication.screens(), start=1):
            self.screens.addItem(screen_words(screen, number, self._face))
        known = self.screens.count()
        self.screens.setCurrentIndex(chosen if 0 <= chosen < known else known - 1)
        self.screens.setAccessibleName(self._face.text("window.monitor.pick"))

    @Slot()
    def show_pictures(self) -> None:
        """Cover the chosen monitor."""
        screens = QGuiApplication.screens()
        index = self.screens.currentIndex()
        if self.window_shown is None and 0 <= index < len(screens):
            self.window_shown = MonitorWindow(self._face, screens[index])
            self.window_shown.ended.connect(self._ended)
            self.window_shown.begin()

    @Slot()
    def _ended(self) -> None:
        self.window_shown = None
        self.window().activateWindow()
