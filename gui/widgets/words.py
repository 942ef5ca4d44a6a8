"""Labels and buttons that know their message and so change language by themselves; and small building blocks."""

from collections.abc import Callable, Iterable
from html import escape
from typing import TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from checks.measurement import Argument
from gui.face import Face
from gui.theme import GAP, TARGET, fitting

Some = TypeVar("Some", bound=QWidget)


def with_role(widget: Some, role: str) -> Some:
    """Give a widget its role in the style sheet; also after it was shown."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
    return widget


class Text(QLabel):
    """Plain text, never markup: what devices say is foreign."""

    def __init__(self, role: str = "", text: str = "", wrap: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if not wrap:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setText(text)
        if role:
            self.setProperty("role", role)

    def put(self, text: str) -> None:
        """Show ``text``; does nothing where it is shown already."""
        if text != self.text():
            self.setText(text)


class Elided(Text):
    """One line that ends in an ellipsis where the room ends; the whole text is its tool tip."""

    _offered = False

    def minimumSizeHint(self) -> QSize:
        """May become narrow."""
        return QSize(24, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what fits."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), shown)

    def put(self, text: str) -> None:
        """Show another text; a tip of the one before would be a lie."""
        super().put(text)
        self._offer_whole()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the whole text where it is cut."""
        super().resizeEvent(event)
        self._offer_whole()

    def _offer_whole(self) -> None:
        cut = self.fontMetrics().horizontalAdvance(self.text()) > self.width()
        if cut or self._offered:  # another's tip is left alone
            with_tip(self, self.text() if cut else "")
        self._offered = cut


class Fitted(Elided):
    """Takes smaller letters, down to ``least`` of its own, before it ends in an ellipsis."""

    def __init__(self, role: str = "", least: float = 0.7) -> None:
        super().__init__(role)
        self._least = least

    def drawn_font(self) -> QFont:
        """As large as fits."""
        return fitting(self.font(), self.text(), self.width(), round(self.font().pixelSize() * self._least))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what fits."""
        font = self.drawn_font()
        painter = QPainter(self)
        painter.setFont(font)
        painter.setPen(self.palette().color(self.foregroundRole()))
        shown = QFontMetrics(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), shown)


class WordLabel(Text):
    """A label for one message."""

    def __init__(self, face: Face, message_id: str, role: str = "", wrap: bool = False, **args: Argument) -> None:
        super().__init__(role, "", wrap)
        self._face, self._id, self._args = face, message_id, args
        self.retranslate()

    def say(self, message_id: str, **args: Argument) -> None:
        """Show another message."""
        self._id, self._args = message_id, args
        self.retranslate()

    def retranslate(self) -> None:
        """Take the words of the face."""
        self.put(self._face.text(self._id, **self._args) if self._id else "")


class WordButton(QPushButton):
    """A button for one message, with an icon where one is named. ``compact``: the icon alone, words as tool tip."""

    def __init__(
        self, face: Face, message_id: str, icon: str = "", role: str = "", compact: bool = False, **args: Argument
    ) -> None:
        super().__init__()
        self._face, self._id, self._icon, self._args = face, message_id, icon, args
        self._compact = compact
        self._keys = ""
        self.setMinimumHeight(TARGET)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if compact:
            self.setFixedSize(TARGET, TARGET)
        if role:
            self.setProperty("role", role)
        self.retranslate()
        self.restyle()

    def say(self, message_id: str, icon: str = "", **args: Argument) -> None:
        """Show another message and icon."""
        self._id, self._args, self._icon = message_id, args, icon or self._icon
        self.retranslate()
        self.restyle()

    def show_keys(self, keys: str) -> None:
        """Name the shortcut in the tool tip, in every language."""
        self._keys = keys
        self.retranslate()

    def shrink(self, compact: bool) -> None:
        """Show the icon alone, or icon and words."""
        if compact != self._compact:
            self._compact = compact
            self.setMinimumWidth(TARGET)
            self.retranslate()

    def retranslate(self) -> None:
        """Take the words of the face."""
        words = self._face.text(self._id, **self._args)
        self.setText("" if self._compact else words)
        with_tip(self, words if self._compact else self._keys)
        self.setAccessibleName(words)

    def restyle(self) -> None:
        """Take the colours of the face."""
        if self._icon:
            self.setIcon(self._face.icon(self._icon, "on_accent" if self.property("role") == "primary" else "text"))
            self.setIconSize(QSize(20, 20))


class Picture(QLabel):
    """An icon in one of the theme's colours."""

    def __init__(self, face: Face, icon: str = "", colour: str = "text", size: int = 20) -> None:
        super().__init__()
        self._face, self._icon, self._colour, self._size = face, icon, colour, size
        self.setFixedSize(size, size)
        self.restyle()

    def put(self, icon: str, colour: str) -> None:
        """Show another icon."""
        if (icon, colour) != (self._icon, self._colour):
            self._icon, self._colour = icon, colour
            self.restyle()

    def restyle(self) -> None:
        """Take the colours of the face."""
        self.setPixmap(self._face.pixmap(self._icon, self._colour, self._size))


def with_tip(widget: Some, text: str) -> Some:
    """Give a widget a tool tip of plain text: Qt takes what looks like markup for markup, and devices may say so."""
    widget.setToolTip(f"<qt>{escape(text)}</qt>".replace("\n", "<br>") if "<" in text else text)
    return widget


def card(role: str = "card") -> QFrame:
    """A framed surface."""
    frame = QFrame()
    frame.setProperty("role", role)
    return frame


def rows(parent: QWidget | None = None, margin: int = 0, gap: int = GAP) -> QVBoxLayout:
    """A vertical layout with even margins."""
    made = QVBoxLayout(parent) if parent else QVBoxLayout()
    made.setContentsMargins(margin, margin, margin, margin)
    made.setSpacing(gap)
    return made


def columns(parent: QWidget | None = None, margin: int = 0, gap: int = GAP) -> QHBoxLayout:
    """A horizontal layout with even margins."""
    made = QHBoxLayout(parent) if parent else QHBoxLayout()
    made.setContentsMargins(margin, margin, margin, margin)
    made.setSpacing(gap)
    return made


def titled(face: Face, message_id: str, margin: int = 14, gap: int = 8) -> tuple[QFrame, QVBoxLayout]:
    """A card that says what is on it, and its rows."""
    frame = card()
    box = rows(frame, margin=margin, gap=gap)
    box.addWidget(WordLabel(face, message_id, "caption"))
    return frame, box


def scrolled(inner: QWidget, area: QScrollArea | None = None) -> QScrollArea:
    """``inner`` as wide as ``area``, and scrolled where it is higher. An area made here takes no focus."""
    if area is None:
        area = QScrollArea()
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inner)
    return area


def rule() -> QFrame:
    """A thin horizontal line."""
    line = card("rule")
    line.setFixedHeight(1)
    return line


def tab_in_order(first: QWidget, parts: Iterable[QWidget]) -> None:
    """Tab goes from ``first`` through these, as they are read: what was made later would come last of the window."""
    for part in parts:
        for stop in (part, *part.findChildren(QWidget)):
            if stop.focusPolicy() & Qt.FocusPolicy.TabFocus:
                QWidget.setTabOrder(first, stop)
                first = stop


def keep_focus_near(going: QWidget) -> None:
    """The focus of what is to be hidden or switched off goes to the page around it, not to the next button, wherever that is."""
    focused = QApplication.focusWidget()
    if focused is None or not (going is focused or going.isAncestorOf(focused)):
        return
    around = going.parentWidget()
    while around is not None and around.focusPolicy() == Qt.FocusPolicy.NoFocus:
        around = around.parentWidget()
    if around is not None:
        around.setFocus()


def dropped(widget: QWidget) -> None:
    """Take a widget away for good. Hidden first: a layout may still mean to show it, and would as a window of its own."""
    keep_focus_near(widget)
    widget.hide()
    widget.setParent(None)
    widget.deleteLater()


def divider() -> QFrame:
    """A thin vertical line."""
    line = card("rule")
    line.setFixedWidth(1)
    return line


def emptied(layout: QVBoxLayout | QHBoxLayout, keep: Callable[[QWidget], bool] | None = None) -> None:
    """Take all widgets out of a layout and delete them."""
    for index in reversed(range(layout.count())):
        item = layout.itemAt(index)
        widget = item.widget() if item else None
        if widget is not None and keep is not None and keep(widget):
            continue
        layout.takeAt(index)
        if widget is not None:
            dropped(widget)
