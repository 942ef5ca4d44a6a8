"""Where the parts of the window stand: units left, the page in the middle, live values right, the next thing to do below."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from gui.widgets.words import columns, divider, rows

if TYPE_CHECKING:
    from gui.main_window import MainWindow


def lay_out(window: "MainWindow") -> None:
    """Every part in its place."""
    central = QWidget()
    outer = rows(central, gap=0)
    upper = columns(gap=0)
    middle = rows(gap=0)
    middle.addWidget(window.interrupted)
    middle.addWidget(window.header)
    own = (window.message, window.ready, window.check, window.result, window.console, window.connect_page)
    rooms = (
        *window.intake.pages,
        *window.practice.pages,
        *window.history.pages,
        window.repair.page_widget,
        *window.side.pages,
    )
    for page in (*own, *rooms):
        window.pages.addWidget(page)
    middle.addWidget(window.pages, 1)
    upper.addWidget(window.units)
    upper.addWidget(divider())
    upper.addLayout(middle, 1)
    upper.addWidget(divider())
    upper.addWidget(window.live)
    outer.addLayout(upper, 1)
    outer.addWidget(window.bar)
    window.setCentralWidget(central)
    window.setMinimumSize(1024, 640)
