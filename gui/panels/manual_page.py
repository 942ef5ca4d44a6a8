"""The manual inside the window: Markdown files that come with the program, so that it is there without a network."""

from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices, QImage, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextBrowser, QWidget

from checks.words import SOURCE_LANGUAGE
from gui.face import Face
from gui.widgets.words import WordButton, columns, rows, with_tip

_START = "first-steps"


class ManualPage(QWidget):
    """``open`` turns to a page by its file name without ending; links lead on, Back leads back."""

    turned = Signal(str)

    def __init__(self, face: Face, folder: Path) -> None:
        super().__init__()
        self._face, self._folder = face, folder
        self.page = _START
        self.text = _Reader()
        self.text.setOpenLinks(False)
        self.text.anchorClicked.connect(self._follow)
        self.contents = WordButton(face, "manual.contents", "report")
        self.contents.clicked.connect(self._contents)
        self.back = WordButton(face, "manual.back", "undo")
        self.back.clicked.connect(self._back)
        self._before: list[str] = []
        line = columns(gap=10)
        line.addWidget(self.contents)
        line.addWidget(self.back)
        line.addStretch(1)
        box = rows(self, gap=10)
        box.setContentsMargins(24, 14, 24, 10)
        box.addLayout(line)
        box.addWidget(self.text, 1)
        self.retranslate()

    def open(self, page: str) -> None:
        """Turn to a page; ``name#part`` to one of its parts."""
        name, _, part = page.partition("#")
        if self._file(name).exists():
            self.page = name
            self._show()
            if part:
                self.text.find_heading(part)
        self.turned.emit(self.page)

    def retranslate(self) -> None:
        """The same page in the face's language."""
        self.text.setAccessibleName(self._face.text("manual.open"))
        with_tip(self.back, "Alt+\u2190")
        self._show()

    def restyle(self) -> None:
        """Links in the colours of the face."""
        self._show()

    def _file(self, name: str) -> Path:
        """In the face's language, else in English."""
        for language in (self._face.words.language, SOURCE_LANGUAGE):
            path = self._folder / language / f"{name}.md"
            if path.exists():
                return path
        return self._folder / SOURCE_LANGUAGE / f"{name}.md"

    def _show(self) -> None:
        path = self._file(self.page)
        self.back.setEnabled(bool(self._before))
        self.text.room = path.parent
        try:
            words = path.read_text("utf-8")
        except OSError:
            words = self._face.text("manual.missing")
        self.text.document().setDefaultStyleSheet(f"a {{ color: {self._face.colours.accent}; }}")
        self.text.setMarkdown(words)
        self.text.loosen()

    def _follow(self, url: QUrl) -> None:
        if url.scheme() in ("https", "http"):
            QDesktopServices.openUrl(url)
            return
        target = url.path().removesuffix(".md") or self.page
        self._before.append(self.page)
        self.open(f"{target}#{url.fragment()}" if url.fragment() else target)

    def _contents(self) -> None:
        self._before.append(self.page)
        self.open(_START)

    def _back(self) -> None:
        if self._before:
            self.open(self._before.pop())


class _Reader(QTextBrowser):
    """Loads pictures from beside the page, never wider than there is room."""

    def __init__(self) -> None:
        super().__init__()
        self.room = Path()

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """A picture from the program's own files; nothing else is ever loaded."""
        place = QUrl(name)
        if kind != QTextDocument.ResourceType.ImageResource.value or place.scheme() not in ("", "file"):
            return None
        image = QImage(str((self.room / place.path()).resolve()))
        room = max(self.viewport().width() - 40, 200)
        return image if image.width() <= room else image.scaledToWidth(room)

    def loosen(self) -> None:
        """Air above headings and paragraphs, which Markdown alone gives none."""
        block = self.document().begin()
        while block.isValid():
            form = block.blockFormat()
            if block.textList() is None and QTextCursor(block).currentTable() is None:
                form.setTopMargin(18 if form.headingLevel() > 1 else 8)
                QTextCursor(block).setBlockFormat(form)
            block = block.next()

    def find_heading(self, words: str) -> None:
        """Bring a heading into view by its slug."""
        block = self.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() and slug(block.text()) == words:
                cursor = self.textCursor()
                cursor.setPosition(block.position())
                self.setTextCursor(cursor)
                self.verticalScrollBar().setValue(
                    round(self.document().documentLayout().blockBoundingRect(block).top())
                )
                return
            block = block.next()


def slug(heading: str) -> str:
    """A heading as it is named in links: as GitHub does."""
    kept = "".join(c for c in heading.strip().lower() if c.isalnum() or c in " -_")
    return kept.replace(" ", "-")
