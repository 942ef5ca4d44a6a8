"""Photos of a repair in a row: they come from a folder by themselves; a tap takes one away again."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImageReader, QPixmap
from PySide6.QtWidgets import QFileDialog, QFrame, QPushButton

from checks.handling import Photo
from checks.measurement import Message
from gui.face import Face
from gui.naming import plain
from gui.upright import MOST_MEGABYTES
from gui.widgets.words import Text, WordButton, WordLabel, columns, emptied, rows, with_tip

_WIDE, _HIGH = 96, 72


class PhotoStrip(QFrame):
    """``removed`` carries a photo's hash; ``chosen`` the folder."""

    removed = Signal(str)
    chosen = Signal(str)

    def __init__(self, face: Face, path_of: Callable[[Photo], Path | None]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._face, self._path_of = face, path_of
        self._photos: tuple[Photo, ...] = ()
        self._folder = ""
        self._trouble: Message | None = None
        self.folder_button = WordButton(face, "photo.folder", "folder", "flat")
        self.folder_button.clicked.connect(self._choose)
        self._hint = Text("quiet", wrap=True)
        self._told = Text("strong", wrap=True)
        self._line = columns(gap=8)
        self._line.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.thumbs: list[QPushButton] = []
        box = rows(self, margin=14, gap=8)
        head = columns(gap=8)
        head.addWidget(WordLabel(face, "photo.title", "caption"), 1)
        head.addWidget(self.folder_button)
        box.addLayout(head)
        box.addWidget(self._hint)
        box.addLayout(self._line)
        box.addWidget(self._told)

    def put(self, photos: tuple[Photo, ...], folder: str, trouble: Message | None) -> None:
        """Show them, the folder that is watched, and why a file was not taken."""
        same = photos == self._photos
        self._photos, self._folder, self._trouble = photos, folder, trouble
        if not same:
            self._draw()
        self._say()

    def retranslate(self) -> None:
        """Words of the face."""
        self._draw()
        self._say()

    def _say(self) -> None:
        face = self._face
        hint = face.text("photo.watched", folder=plain(self._folder, 80)) if self._folder else face.text("photo.none")
        self._hint.put(hint)
        self._told.put(face.say(self._trouble) if self._trouble else "")
        self._told.setVisible(self._trouble is not None)

    def _draw(self) -> None:
        emptied(self._line)
        self.thumbs = []
        for photo in self._photos:
            button = QPushButton()
            button.setFixedSize(_WIDE + 8, _HIGH + 8)
            button.setStyleSheet("padding: 0;")
            button.setIconSize(QSize(_WIDE, _HIGH))
            button.setIcon(self._icon(photo))
            words = self._face.text("photo.remove", name=plain(photo.name, 60))
            button.setAccessibleName(words)
            with_tip(button, words)
            button.setProperty("photo", photo.sha256)
            button.clicked.connect(self._remove)
            self.thumbs.append(button)
            self._line.addWidget(button)

    def _icon(self, photo: Photo) -> QIcon:
        path = self._path_of(photo)
        if path is None:
            return self._face.icon("missing", "text")
        reader = QImageReader(str(path))
        reader.setAllocationLimit(MOST_MEGABYTES)
        reader.setScaledSize(reader.size().scaled(_WIDE, _HIGH, Qt.AspectRatioMode.KeepAspectRatio))
        image = reader.read()
        return self._face.icon("missing", "text") if image.isNull() else QIcon(QPixmap.fromImage(image))

    def _remove(self) -> None:
        button = self.sender()
        if button is not None:
            self.removed.emit(str(button.property("photo")))

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self._face.text("photo.folder"), self._folder)
        if folder:
            self.chosen.emit(folder)
