"""Past inspections: what to look for, what was found, and what to do where nothing is. Owns no truth; asks through signals."""

from datetime import UTC, date, datetime, timedelta
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QGridLayout,
    QHeaderView,
    QLineEdit,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from checks.history.wanted import Wanted
from checks.measurement import VERDICT_WORDS, Message
from gui.face import Face
from gui.panels.history_table import COLUMNS, PAGE, HistoryTable
from gui.scanner import for_codes
from gui.theme import TARGET
from gui.widgets.words import Text, WordButton, WordLabel, columns, rows

_PAUSE_MS: Final = 250
"""Typing goes on for so long before it is looked for."""
_WIDTHS: Final = {
    "ended": (128, 136),
    "serial": (120, 150),
    "model": (124, 170),
    "verdict": (102, 116),
    "operator": (80, 130),
}
"""Of each column, in a narrow view and in a wide one."""
_WIDE: Final = 800
_LONGEST: Final = 80


class _Serials(QStyledItemDelegate):
    """What tells serial numbers apart is their end."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideLeft


class HistoryPage(QWidget):
    """``asked``: look again. ``opened``: open the row that is chosen. ``trends``: the overview is wanted."""

    asked = Signal()
    opened = Signal()
    trends = Signal()

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face
        self.table = HistoryTable(face)
        self.view = QTableView()
        self.serial, self.operator, self.model = for_codes(QLineEdit()), QLineEdit(), QLineEdit()
        self.since, self.until = QLineEdit(), QLineEdit()
        self.verdict, self.fault = QComboBox(), QComboBox()
        self._fields = {
            "serial": self.serial, "operator": self.operator, "model": self.model,
            "since": self.since, "until": self.until,
        }  # fmt: skip
        self._faults: tuple[str, ...] = ()
        self._wrong = Text("wrong", wrap=True)
        self._count = Text("quiet")
        self._title, self._text = Text("title", wrap=True), Text("lead", wrap=True)
        self.again = WordButton(face, "history.again", "repeat")
        self.clear_button = WordButton(face, "history.clear", "close", "flat")
        self.trends_button = WordButton(face, "history.trends", "watch")
        self._middle = QStackedWidget()
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.asked)
        self._build()
        self.retranslate()

    def wanted(self) -> Wanted | None:
        """What the fields say; None, said below them, where a date is none."""
        days = [_day(field.text().strip()) for field in (self.since, self.until)]
        wrong = any(
            day is None and field.text().strip() for day, field in zip(days, (self.since, self.until), strict=True)
        )
        self._wrong.put(self._face.text("history.date.bad") if wrong else "")
        self._wrong.setVisible(wrong)
        if wrong:
            return None
        since, until = days
        return Wanted(
            serial=self.serial.text().strip(),
            model=self.model.text().strip(),
            operator=self.operator.text().strip(),
            fault=str(self.fault.currentData() or ""),
            verdict=str(self.verdict.currentData() or ""),
            since=_utc(since) if since else "",
            until=_utc(until + timedelta(days=1)) if until else "",
            limit=PAGE,
        )

    def look_for(self, serial: str) -> None:
        """A code was scanned: this unit, whatever was looked for before."""
        self.clear()
        self.serial.setText(serial)
        self._pause.stop()
        self.asked.emit()

    def clear(self) -> None:
        """Look for nothing in particular."""
        for field in self._fields.values():
            field.clear()
        for box in (self.verdict, self.fault):
            box.setCurrentIndex(0)
        self.asked.emit()

    @property
    def narrowed(self) -> bool:
        """Whether anything in particular is looked for."""
        return any(field.text().strip() for field in self._fields.values()) or bool(
            self.verdict.currentData() or self.fault.currentData()
        )

    @property
    def row(self) -> int | None:
        """The row that is chosen."""
        index = self.view.currentIndex()
        return index.row() if index.isValid() and self._middle.currentIndex() == 0 else None

    def put(self, total: int | None, trouble: Message | None) -> None:
        """Show rows, or why there are none. ``total`` is None while the first answer is awaited."""
        told = None if trouble is not None else total
        self._count.put(self._face.text("history.count", count=told) if told else "")
        self.clear_button.setVisible(self.narrowed)
        if told:
            self._middle.setCurrentIndex(0)
            if not self.view.currentIndex().isValid():
                self.view.selectRow(0)
            return
        self._middle.setCurrentIndex(1)
        name = "away" if trouble else "looking" if total is None else "none" if self.narrowed else "empty"
        self._title.put(self._face.text(f"history.{name}.title"))
        self._text.put(self._face.say(trouble) if trouble else self._face.text(f"history.{name}.text"))
        self.again.setVisible(trouble is not None)

    def retranslate(self) -> None:
        """Words of the face."""
        for name, field in self._fields.items():
            field.setPlaceholderText(self._face.text(f"history.field.{name}"))
            field.setAccessibleName(self._face.text(f"history.field.{name}"))
        self._offer(self.verdict, "verdict", VERDICT_WORDS)
        known = [name[6:] for name in self._face.words.sentences if name.startswith("fault.")]
        self._offer(self.fault, "fault", tuple(sorted(known, key=lambda fault: self._face.text(f"fault.{fault}"))))
        self.view.setAccessibleName(self._face.text("history.title"))
        self.setAccessibleName(self._face.text("history.title"))
        self.table.retranslate()

    def restyle(self) -> None:
        """Colours of the face."""
        self.table.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for column, name in enumerate(COLUMNS):
            if name in _WIDTHS:
                self.view.setColumnWidth(column, _WIDTHS[name][self.width() > _WIDE])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter right behind what is typed looks at once, and opens nothing: the rows are those of before."""
        if self._pause.isActive():
            self._pause.stop()
            self.asked.emit()
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                return
        super().keyPressEvent(event)

    def _offer(self, box: QComboBox, name: str, values: tuple[str, ...]) -> None:
        chosen = box.currentData()
        box.blockSignals(True)
        box.clear()
        box.addItem(self._face.text(f"history.any.{name}"), "")
        for value in values:
            box.addItem(self._face.text(f"{name}.{value}"), value)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        box.setAccessibleName(self._face.text(f"history.column.{'faults' if name == 'fault' else name}"))
        box.blockSignals(False)

    def _typed(self) -> None:
        self._pause.start()

    def _open(self) -> None:
        self.opened.emit()

    def _build(self) -> None:
        page = rows(self, gap=10)
        page.setContentsMargins(24, 16, 24, 12)
        top = columns(gap=10)
        top.addWidget(WordLabel(self._face, "history.title", "title"), 1)
        top.addWidget(self.clear_button)
        top.addWidget(self.trends_button)
        page.addLayout(top)
        page.addLayout(self._filters())
        page.addWidget(self._wrong)
        self._wrong.hide()
        self._middle.addWidget(self._rows_view())
        self._middle.addWidget(self._nothing())
        page.addWidget(self._middle, 1)
        page.addWidget(self._count)
        self.clear_button.clicked.connect(self.clear)
        self.again.clicked.connect(self.asked)
        self.trends_button.clicked.connect(self.trends)

    def _filters(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        for place, widget in (
            ((0, 0, 1, 2), self.serial), ((0, 2, 1, 1), self.model), ((0, 3, 1, 1), self.operator),
            ((1, 0, 1, 1), self.verdict), ((1, 1, 1, 1), self.fault), ((1, 2, 1, 1), self.since),
            ((1, 3, 1, 1), self.until),
        ):  # fmt: skip
            widget.setMinimumHeight(TARGET)
            grid.addWidget(widget, *place)
        for column, share in enumerate((3, 4, 3, 3)):
            grid.setColumnStretch(column, share)
        for field in self._fields.values():
            field.setMaxLength(_LONGEST)
            field.textEdited.connect(self._typed)
        for box in (self.verdict, self.fault):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(6)
            box.activated.connect(self._typed)
        return grid

    def _rows_view(self) -> QTableView:
        view = self.view
        view.setModel(self.table)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setTabKeyNavigation(False)
        view.verticalHeader().hide()
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.verticalHeader().setDefaultSectionSize(TARGET - 6)
        head = view.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setMinimumSectionSize(60)
        for column, name in enumerate(COLUMNS):
            if name in _WIDTHS:
                view.setColumnWidth(column, _WIDTHS[name][0])
            else:
                head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        view.setItemDelegateForColumn(COLUMNS.index("serial"), _Serials(view))
        view.activated.connect(self._open)
        return view

    def _nothing(self) -> QWidget:
        made = QWidget()
        box = rows(made, gap=10)
        box.setContentsMargins(0, 24, 0, 0)
        box.addWidget(self._title)
        box.addWidget(self._text)
        line = columns()
        line.addWidget(self.again)
        line.addStretch(1)
        box.addLayout(line)
        box.addStretch(1)
        return made


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _utc(day: date) -> str:
    """The moment the day begins on this wall's clock, as records tell time."""
    return datetime(day.year, day.month, day.day).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
