"""What is cut off, pushed out of its frame or covered by a neighbour in a window that is shown now.

``python -m tests.gui.fits`` walks every state of the window on a screen of its own, for a scale factor that only a fresh
process can have (``QT_SCALE_FACTOR``), and prints what does not fit.
"""

import json
import sys
import tempfile
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QFontMetricsF, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QScrollArea,
    QStackedWidget,
    QWidget,
)

from gui.widgets.flash import EdgeFlash
from gui.widgets.words import Elided, WordButton

FOREIGN: Final = ("Gertec", "PPC", "/dev/", "SN-", "week 47")
"""Parts of what a device or a person named: the one thing that may end in an ellipsis."""
_ARROW: Final = 34
"""Room that a drop-down's arrow takes; see the style sheet."""


def does_not_fit(window: QWidget) -> list[str]:
    """One line for each thing that cannot be read or reached as it stands."""
    shown = [window, *(w for w in window.findChildren(QWidget) if w.isVisible() and not w.isWindow())]
    lines = [line for widget in shown for line in (*_cut(widget), *_outside(widget), *_covered(widget))]
    return lines + _painted(window)


def _painted(window: QWidget) -> list[str]:
    """What widgets that draw their own words had to shorten, or drew past their frame. Names that devices give may be cut."""
    found: list[str] = []
    shorten, draw = QFontMetrics.elidedText, QPainter.drawText

    def elided(metrics: QFontMetrics, text: str, mode: Qt.TextElideMode, width: int, flags: int = 0) -> str:
        short = shorten(metrics, text, mode, width, flags)
        if short != text and not any(name in text for name in FOREIGN):
            found.append(f"painted {text!r} as {short!r}")
        return short

    def drawn(painter: QPainter, *args: Any) -> Any:
        if len(args) == 3 and isinstance(args[0], QRectF | QRect) and isinstance(args[2], str):
            area, flags, text = QRectF(args[0]), int(args[1]), args[2]
            needed = QFontMetricsF(painter.font()).boundingRect(QRectF(0, 0, area.width(), 4000), flags, text)
            if needed.width() > area.width() + 2 or needed.height() > area.height() + 4:
                found.append(f"painted {text!r} needs {needed.size()} of {area.size()}")
        return draw(painter, *args)

    QFontMetrics.elidedText, QPainter.drawText = elided, drawn  # type: ignore[method-assign,assignment]
    try:
        window.grab()
    finally:
        QFontMetrics.elidedText, QPainter.drawText = shorten, draw  # type: ignore[method-assign]
    return found


def _cut(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, Elided):
        return
    if isinstance(widget, QLabel) and widget.text():
        yield from _cut_label(widget)
    elif isinstance(widget, QAbstractButton) and isinstance(widget, WordButton) and widget.text():
        icon = widget.iconSize().width() + 4 if not widget.icon().isNull() else 0
        yield from _short(widget, widget.text(), icon + 8)
    elif isinstance(widget, QLineEdit):
        text = widget.text() or widget.placeholderText()
        yield from _short(widget, "" if widget.hasFocus() else text, 20)
    elif isinstance(widget, QComboBox):
        yield from _short(widget, widget.currentText(), _ARROW + 10)
    elif isinstance(widget, QListWidget):
        room = widget.viewport().width()
        for row in range(widget.count()):
            item = widget.item(row)
            if not widget.wordWrap() and widget.sizeHintForColumn(0) > room:
                yield f"list row {item.text()!r} needs {widget.sizeHintForColumn(0)} of {room}"
                break


def _cut_label(label: QLabel) -> Iterator[str]:
    if label.wordWrap():
        needed = label.heightForWidth(label.width())
        if needed > label.height() + 1:
            yield f"{label.text()!r} needs {needed} of {label.height()} in height"
        longest = max(label.text().split(), key=len, default="")
        yield from _short(label, longest if longest.isascii() else "", 0)
    else:
        for line in label.text().split("\n"):
            yield from _short(label, line, 0)
        if QFontMetrics(label.font()).height() > label.height() + 1:
            yield f"{label.text()!r} needs {QFontMetrics(label.font()).height()} of {label.height()} in height"


def _short(widget: QWidget, text: str, more: int) -> Iterator[str]:
    needed = QFontMetrics(widget.font()).horizontalAdvance(text) + more if text else 0
    if needed > widget.contentsRect().width() + 1:
        yield f"{text!r} needs {needed} of {widget.contentsRect().width()}"


def _outside(widget: QWidget) -> Iterator[str]:
    parent = widget.parentWidget()
    if parent is None or widget.isWindow() or isinstance(widget, EdgeFlash):
        return
    area = parent.parentWidget()
    if isinstance(area, QScrollArea) and area.viewport() is parent:  # what can be scrolled is not cut
        if widget.width() > parent.width() and not area.horizontalScrollBar().isVisible():
            yield f"{_name(widget)} is {widget.width()} wide in a view of {parent.width()}"
    elif isinstance(parent, QAbstractScrollArea) or isinstance(area, QAbstractScrollArea):
        return
    elif not parent.rect().contains(widget.geometry()) and widget.width() > 0 and widget.height() > 0:
        yield f"{_name(widget)} at {_place(widget.geometry())} leaves its parent of {parent.width()}x{parent.height()}"


def _covered(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QAbstractScrollArea | QComboBox | QLineEdit | QStackedWidget):
        return
    children = [
        child
        for child in widget.children()
        if isinstance(child, QWidget) and child.isVisible() and not child.isWindow() and not _only_behind(child)
    ]
    for one, other in combinations(children, 2):
        shared = one.geometry() & other.geometry()
        if shared.width() > 0 and shared.height() > 0:
            yield f"{_name(one)} at {_place(one.geometry())} and {_name(other)} at {_place(other.geometry())} overlap"


def _only_behind(widget: QWidget) -> bool:
    """Laid over or under others on purpose: the flash of the window's edge, and the plain ground of a table's row."""
    return isinstance(widget, EdgeFlash) or (type(widget) is QFrame and widget.layout() is None)


def _name(widget: QWidget) -> str:
    said = widget.text() if isinstance(widget, QLabel | QAbstractButton) else widget.accessibleName()
    return f"{type(widget).__name__} {said!r}"


def _place(rect: QRect) -> str:
    return f"({rect.x()}, {rect.y()}) {rect.width()}x{rect.height()}"


def main() -> None:
    """Sizes in device-independent pixels come as WIDTHxHEIGHT arguments; what does not fit goes to stdout as JSON."""
    from gui.settings import Settings
    from gui.start import Running, make_application
    from tests.gui.conftest import Stage
    from tests.gui.fakes import FakeBench, FakeClock, workbench
    from tests.gui.test_language import pages

    app = make_application(["fits"])
    bench, found = FakeBench(FakeClock()), {}
    with tempfile.TemporaryDirectory() as folder:
        running = Running(workbench(bench, Path(folder)), Settings(theme="light"), graph=False)
        running.window.show()
        stage = Stage(running, bench, bench.clock, Path(folder))  # type: ignore[arg-type]
        for page in pages(stage):
            for size in sys.argv[1:]:
                for code in ("en", "zh_CN"):
                    found[f"{page} {code} {size}"] = fitted(stage, size, code)
        for virtual in simulated(running):
            for code in ("en", "zh_CN"):
                running.appearance.use_language(code)
                virtual.retranslate()
                stage.settle()
                found[f"virtual terminal {virtual.width()} {code}"] = does_not_fit(virtual)
        ratio = running.window.devicePixelRatioF()
        running.close()
    app.quit()
    print(json.dumps({"ratio": ratio, "states": len(found), "bad": {k: v for k, v in found.items() if v}}))


def simulated(running: Any) -> Iterator[QWidget]:
    """The window of a simulated unit, with its faults shown and folded away."""
    from gui.virtual_terminal import VirtualTerminal
    from tests.gui.fakes import profiles, virtual_units

    window = VirtualTerminal(running.appearance.face, virtual_units(profiles()))
    window.resize(window.width(), 600)
    window.show()
    for faults in (True, False):
        window.show_faults(faults)
        yield window
    window.close()


def fitted(stage: object, size: str, code: str) -> list[str]:
    """What does not fit in the state that is shown, in one language and size."""
    window, appearance = stage.window, stage.running.appearance  # type: ignore[attr-defined]
    window.resize(*(int(part) for part in size.split("x")))
    appearance.use_language(code)
    stage.settle()  # type: ignore[attr-defined]
    QApplication.processEvents()
    return does_not_fit(window)


if __name__ == "__main__":
    main()
