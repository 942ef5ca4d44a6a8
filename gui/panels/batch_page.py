"""Which batch the returns belong to: a new one, with its list of announced units, or one of those begun before."""

from datetime import date
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from checks.intake.batch import Batch
from checks.measurement import Message
from gui.face import Face
from gui.panels.belt_page import counts_of
from gui.theme import TARGET
from gui.widgets.words import Text, WordButton, WordLabel, columns, emptied, rows, scrolled

_MOST: Final = 12
_LISTS: Final = "*.csv *.xlsx *.txt *.htm *.html"


class BatchPage(QWidget):
    """``begun`` carries name and list file (may be empty); ``taken`` the name of a batch. Enter is the window's."""

    begun = Signal(str, str)
    taken = Signal(str)

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face
        self._known: tuple[Batch, ...] = ()
        self._source = ""
        self.setAcceptDrops(True)
        self.name = QLineEdit()
        self.name.setMaxLength(40)
        self.name.setMinimumHeight(TARGET)
        self._list = WordButton(face, "intake.list_choose", "folder")
        self._list.clicked.connect(self._choose)
        self._list_name = Text("quiet")
        self._trouble = Text("strong", wrap=True)
        self._before = rows(gap=8)
        self._before_title = WordLabel(face, "intake.before", "title")
        self._build()
        self.retranslate()

    def put(self, known: tuple[Batch, ...], trouble: Message | None) -> None:
        """Offer these batches."""
        self._trouble.put(self._face.say(trouble) if trouble is not None else "")
        self._trouble.setVisible(trouble is not None)
        if not self.name.text() and not self.name.isModified():
            self.name.setText(_free_name(known))
        if known != self._known:
            self._known = known
            self._show_known()

    def begin(self) -> None:
        """Enter: begin the batch that is named."""
        name = self.name.text().strip()
        if name:
            self.begun.emit(name, self._source)
            self._source = ""
            self._list_name.put("")
            self.name.clear()
            self.name.setModified(False)

    def retranslate(self) -> None:
        """Words of the face."""
        self.name.setPlaceholderText(self._face.text("intake.name"))
        self.name.setAccessibleName(self._face.text("intake.name"))
        self._show_known()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file may be dropped anywhere on the page."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """The list of announced units."""
        urls = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if urls:
            self._use(urls[0])

    def _choose(self) -> None:
        words = self._face.text("intake.list_choose")
        path, _ = QFileDialog.getOpenFileName(self, words, "", f"{words} ({_LISTS})")
        if path:
            self._use(path)

    def _use(self, path: str) -> None:
        self._source = path
        self._list_name.put(path.rpartition("/")[2])

    def _take(self) -> None:
        button = self.sender()
        if button is not None:
            self.taken.emit(str(button.property("batch")))

    def _show_known(self) -> None:
        emptied(self._before)
        self._before_title.setVisible(bool(self._known))
        for batch in self._known[:_MOST]:
            counts = counts_of(self._face, batch)
            button = WordButton(self._face, "intake.go_on", "next", name=batch.name, counts=counts)
            button.setProperty("batch", batch.name)
            button.setStyleSheet("text-align: left;")
            button.clicked.connect(self._take)
            self._before.addWidget(button)

    def _build(self) -> None:
        page = rows(self, gap=12)
        page.setContentsMargins(24, 18, 24, 14)
        page.addWidget(WordLabel(self._face, "intake.title", "title"))
        page.addWidget(WordLabel(self._face, "intake.text", "quiet", wrap=True))
        page.addWidget(WordLabel(self._face, "intake.name", "caption"))
        line = columns(gap=10)
        line.addWidget(self.name, 2)
        line.addWidget(self._list, 1)
        page.addLayout(line)
        page.addWidget(self._list_name)
        page.addWidget(self._trouble)
        page.addSpacing(8)
        page.addWidget(self._before_title)
        inner = QWidget()
        box = rows(inner)
        box.addLayout(self._before)
        box.addStretch(1)
        page.addWidget(scrolled(inner), 1)


def _free_name(known: tuple[Batch, ...]) -> str:
    """Today's date, with a number where there is one of that name already."""
    today = date.today().isoformat()  # noqa: DTZ011 -- a name for people where they are
    taken = {batch.name for batch in known}
    names = (today, *(f"{today} {number}" for number in range(2, 100)))
    return next((name for name in names if name not in taken), today)
