"""What a screen reader is told: ``python -m tests.accessibility`` prints the tree of every state of the window."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

_QUIET: Final = (QAccessible.Role.NoRole, QAccessible.Role.Client, QAccessible.Role.Pane, QAccessible.Role.Grouping)
PAINTED: Final = (
    "UnitCard", "VerdictBanner", "KeyCap", "RasterView", "MarkingView", "Stepper", "ShareBar", "ChoiceButton", "EvidenceLink",
)  # fmt: skip
"""Widgets that draw themselves: nobody but their name tells what they show."""


def tree(window: QWidget) -> Iterator[tuple[int, QAccessibleInterface]]:
    """Every visible object with its depth."""
    stack: list[tuple[int, QAccessibleInterface]] = [(0, QAccessible.queryAccessibleInterface(window))]
    while stack:
        depth, item = stack.pop()
        if item is None or not item.isValid() or item.state().invisible:  # type: ignore[attr-defined]
            continue
        yield depth, item
        stack += [(depth + 1, item.child(n)) for n in reversed(range(item.childCount()))]


def unnamed(window: QWidget) -> list[str]:
    """Controls that the keyboard reaches, and painted widgets, of which a screen reader could say nothing."""
    bad: list[str] = []
    for widget in window.findChildren(QWidget):
        reached = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled()
        if not widget.isVisible() or not (reached or type(widget).__name__ in PAINTED):
            continue
        item = QAccessible.queryAccessibleInterface(widget)
        if item is None:
            bad.append(f"{type(widget).__name__}: no interface")
            continue
        if not (item.text(QAccessible.Text.Name) or item.text(QAccessible.Text.Description)):
            bad.append(f"{type(widget).__name__}: no name")
        if reached and item.role() in _QUIET and not isinstance(widget, QAbstractScrollArea):
            bad.append(f"{type(widget).__name__}: role {item.role().name}")
    return bad


def lines(window: QWidget) -> Iterator[str]:
    """The tree as text: role, name, value, description."""
    for depth, item in tree(window):
        told = [
            item.text(kind) for kind in (QAccessible.Text.Name, QAccessible.Text.Value, QAccessible.Text.Description)
        ]
        yield f"{'  ' * depth}{item.role().name}: {' | '.join(text for text in told if text)}"


def main() -> None:
    """Every state of the window in the language given, English without."""
    from gui.settings import Settings
    from gui.start import Running, make_application
    from tests.gui.conftest import Stage
    from tests.gui.fakes import FakeBench, FakeClock, workbench
    from tests.gui.test_language import pages

    app = make_application(["accessibility"])
    bench: Any = FakeBench(FakeClock())
    with tempfile.TemporaryDirectory() as folder:
        made = workbench(bench, Path(folder), language=sys.argv[1] if len(sys.argv) > 1 else "en")
        running = Running(made, Settings(theme="light"), graph=False)
        running.window.show()
        stage = Stage(running, bench, bench.clock, Path(folder))
        for page in pages(stage):
            stage.settle()
            print(f"== {page}", *lines(running.window), *(f"!! {bad}" for bad in unnamed(running.window)), sep="\n")
        running.close()
    app.quit()


if __name__ == "__main__":
    main()
