"""Reports and folders dropped on the window, wherever the pointer is.

Listens at the window's own surface, before any widget: a field would take a file's name as text. What is no report and no
folder goes on to the widgets as before. Window thread only.
"""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

_DRAGS: Final = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)


class Drops(QObject):
    """``dropped`` carries paths, at least one."""

    dropped = Signal(list)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Until the window has a surface, wait for it; then take reports from what is dragged over it."""
        if watched is self._window:
            surface = self._window.windowHandle()
            if event.type() is QEvent.Type.Show and surface is not None:
                surface.installEventFilter(self)
                self._window.removeEventFilter(self)
            return False
        if event.type() not in _DRAGS or not isinstance(event, QDropEvent):
            return False
        paths = reports_dragged(event.mimeData())
        if not paths:
            return False
        event.acceptProposedAction()
        if event.type() is QEvent.Type.Drop:
            self.dropped.emit(paths)
        return True


def reports_dragged(data: QMimeData) -> list[str]:
    """Files that end in .pdf and folders, where nothing else is dragged with them."""
    urls = data.urls()
    paths = [url.toLocalFile() for url in urls if url.isLocalFile()]
    if len(paths) != len(urls):
        return []
    good = [path for path in paths if path.lower().endswith(".pdf") or Path(path).is_dir()]
    return good if len(good) == len(paths) else []
