"""Past inspections as rows, of which only those that are looked at are ever fetched: a hundred thousand cost what fifty do."""

from collections import OrderedDict
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from checks.history.entry import Entry
from gui.face import Face
from gui.naming import day_and_time, plain
from gui.theme import sign_of_word

PAGE: Final = 100
_KEPT: Final = 40
COLUMNS: Final = ("ended", "serial", "model", "verdict", "faults", "operator")
Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole


class HistoryTable(QAbstractTableModel):
    """``wanted`` carries the number of a page that is not here."""

    wanted = Signal(int)

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face
        self._total = 0
        self._pages: OrderedDict[int, tuple[Entry, ...]] = OrderedDict()
        self._asked: set[int] = set()

    def begin(self, total: int, first: tuple[Entry, ...]) -> None:
        """Show the answer to another question."""
        self.beginResetModel()
        self._total = total
        self._pages = OrderedDict({0: first})
        self._asked = set()
        self.endResetModel()

    def take(self, page: int, entries: tuple[Entry, ...]) -> None:
        """A page that was asked for; the longest unseen makes room."""
        self._asked.discard(page)
        self._pages[page] = entries
        while len(self._pages) > _KEPT:
            self._pages.popitem(last=False)
        last = min(self._total, (page + 1) * PAGE) - 1
        self.dataChanged.emit(self.index(page * PAGE, 0), self.index(last, len(COLUMNS) - 1))

    def missed(self, page: int) -> None:
        """A page could not be had; it is asked for again when it is looked at again."""
        self._asked.discard(page)

    def entry(self, row: int) -> Entry | None:
        """The inspection in a row; None while it is not here."""
        page, place = divmod(row, PAGE)
        if page in self._pages:
            self._pages.move_to_end(page)
            here = self._pages[page]
            return here[place] if place < len(here) else None
        if 0 <= row < self._total and page not in self._asked:
            self._asked.add(page)
            self.wanted.emit(page)
        return None

    def retranslate(self) -> None:
        """Words of the face."""
        if self._total:
            self.dataChanged.emit(self.index(0, 0), self.index(self._total - 1, len(COLUMNS) - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own signature
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == _Role.DisplayRole:
            return self._face.text(f"history.column.{COLUMNS[section]}")
        if role == _Role.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        if role not in (_Role.DisplayRole, _Role.ToolTipRole, _Role.DecorationRole, _Role.ForegroundRole):
            return None
        entry = self.entry(index.row())
        name = COLUMNS[index.column()]
        if entry is None:
            return "\u2026" if role == _Role.DisplayRole else None
        if role in (_Role.DisplayRole, _Role.ToolTipRole):
            return self._text(entry, name)
        if name != "verdict":
            return None
        sign = sign_of_word(entry.verdict_word)
        return self._face.icon(sign.icon, sign.colour) if role == _Role.DecorationRole else self._face.strong(sign)

    def _text(self, entry: Entry, name: str) -> str:
        face = self._face
        match name:
            case "ended":
                return day_and_time(entry.ended)
            case "serial":
                return plain(entry.serial, 60) or face.text("window.unit.no_serial")
            case "model":
                return plain(entry.model, 60)
            case "verdict":
                return face.text(f"verdict.{entry.verdict_word}")
            case "faults":
                return face.text("window.join").join(plain(face.text(f"fault.{fault}"), 60) for fault in entry.faults)
            case _:
                return plain(entry.operator, 40)
