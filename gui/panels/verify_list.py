"""Answers of the verifier as a table that stays quick with thousands of rows."""

from collections import Counter
from html import escape
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from checks.measurement import Verdict
from checks.report.plain import plain
from checks.report.several import Answer, Told
from gui.face import Face
from gui.naming import last_six
from gui.theme import VERDICTS, Sign

ANSWERS: Final[dict[Answer, Sign]] = {
    Answer.INTACT: Sign("seal", "good", "good_soft"),
    Answer.UNKNOWN_SIGNER: Sign("question", "warn", "warn_soft"),
    Answer.EXPIRED: Sign("wait", "warn", "warn_soft"),
    Answer.REVOKED: Sign("lock", "bad", "bad_soft"),
    Answer.FUTURE: Sign("watch", "warn", "warn_soft"),
    Answer.ALTERED: Sign("fail", "bad", "bad_soft"),
    Answer.NOT_OURS: Sign("not-judged", "bench", "bench_soft"),
}
"""Each answer's shape and colour."""
_COLUMNS: Final = ("answer", "unit", "verdict", "signer", "signed_at")
_SHARES: Final = (25, 26, 19, 15, 15)
_ROW: Final = 34
_Index = QModelIndex | QPersistentModelIndex
_ROLES: Final = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
_WORST: Final = tuple(Answer)


class Answers(QAbstractTableModel):
    """A row for each file, in the order they were answered; a file asked about again keeps its row."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face
        self._told: list[Told] = []
        self._rows: dict[str, int] = {}
        self.counts: Counter[Answer] = Counter()
        """How many there are of each."""

    def all(self) -> tuple[Told, ...]:
        """Every answer."""
        return tuple(self._told)

    def told(self, path: str) -> Told | None:
        """The answer for a file."""
        row = self._rows.get(path)
        return self._told[row] if row is not None else None

    def at(self, row: int) -> Told:
        """The answer in a row."""
        return self._told[row]

    def put(self, told: Told) -> int:
        """Add an answer, or take it in place of the file's last; its row."""
        row = self._rows.get(told.path)
        self.counts[told.answer] += 1
        if row is not None:
            self.counts[self._told[row].answer] -= 1
            self._told[row] = told
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(_COLUMNS) - 1))
            return row
        row = len(self._told)
        self.beginInsertRows(QModelIndex(), row, row)
        self._told.append(told)
        self._rows[told.path] = row
        self.endInsertRows()
        return row

    def forget(self) -> None:
        """No answers."""
        self.beginResetModel()
        self._told, self._rows, self.counts = [], {}, Counter()
        self.endResetModel()

    def again(self) -> None:
        """The face has other words or colours."""
        if self._told:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._told) - 1, len(_COLUMNS) - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(_COLUMNS) - 1)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own signature)
        return 0 if parent.isValid() else len(self._told)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role not in _ROLES:
            return None
        return self._face.text(f"verify.head.{_COLUMNS[section]}")

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        told, name = self._told[index.row()], _COLUMNS[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tip(told) if name == "unit" else None
        if role in _ROLES:
            return self._face.text(f"verify.answer.{told.answer.value}") if name == "answer" else self._text(told, name)
        if role == Qt.ItemDataRole.UserRole:  # what is sorted by
            return _WORST.index(told.answer) if name == "answer" else self._text(told, name)
        if role == Qt.ItemDataRole.DecorationRole:
            sign = self._sign(told, name)
            return self._face.pixmap(sign.icon, sign.colour, 18) if sign else None
        return None

    def _sign(self, told: Told, name: str) -> Sign | None:
        if name == "answer":
            return ANSWERS[told.answer]
        if name == "verdict" and told.verdict in set(Verdict):
            return VERDICTS[Verdict(told.verdict)]
        return None

    def _text(self, told: Told, name: str) -> str:
        if name == "unit":
            return plain(f"{told.model[:80]} {last_six(told.serial)}") or Path(told.path).name
        if name == "verdict":
            return self._face.text(f"verdict.{told.verdict}") if told.verdict else ""
        return told.signed_at[:10] if name == "signed_at" else plain(told.signer)


def _tip(told: Told) -> str:
    """The whole of what the row has no room for; never markup."""
    whole = "\n".join(part for part in (plain(f"{told.model[:80]} {told.serial[:80]}"), told.path) if part)
    return f"<qt>{escape(whole)}</qt>" if "<" in whole else whole


class AnswerTable(QTableView):
    """``chosen`` carries the selected answer, a ``Told``."""

    chosen = Signal(object)

    def __init__(self, face: Face, answers: Answers) -> None:
        super().__init__()
        self._face, self._answers = face, answers
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(answers)
        self._sorted.setSortRole(Qt.ItemDataRole.UserRole)
        self.setModel(self._sorted)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        head.setFixedHeight(_ROW)
        self.setSortingEnabled(True)
        self._sorted.sort(-1)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.selectionModel().selectionChanged.connect(self._selected)

    def select(self, row: int) -> None:
        """Choose the answer in a row of the model."""
        index = self._sorted.mapFromSource(self._answers.index(row, 0))
        self.selectRow(index.row())
        self.scrollTo(index)

    def current(self) -> Told | None:
        """The chosen answer."""
        rows = self.selectionModel().selectedRows()
        return self._answers.at(self._sorted.mapToSource(rows[0]).row()) if rows else None

    def fit(self, most: int) -> None:
        """As high as its rows, ``most`` of them at most."""
        shown = max(1, min(self._answers.rowCount(), most))
        self.setFixedHeight(_ROW * (shown + 1) + 2 * self.frameWidth())

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        room = self.viewport().width()
        for column, share in enumerate(_SHARES):
            self.setColumnWidth(column, room * share // sum(_SHARES))

    def retranslate(self) -> None:
        """Words of the face."""
        self.setAccessibleName(self._face.text("verify.list"))
        self._answers.again()

    def restyle(self) -> None:
        """Colours of the face."""
        self._answers.again()

    def _selected(self) -> None:
        told = self.current()
        if told is not None:
            self.chosen.emit(told)
