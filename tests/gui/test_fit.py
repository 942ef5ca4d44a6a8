"""Nothing is cut off or covered: every state of the window, both languages, the smallest and a large window, twice the scale."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from checks.words import load_catalogues
from gui.face import Face
from gui.theme import LIGHT
from gui.widgets.words import WordButton
from tests.gui.fakes import ROOT
from tests.gui.fits import does_not_fit

SCREEN = {"name": "big", "x": 0, "y": 0, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}


LARGE = pytest.mark.skipif("POSBENCH_FIT" not in os.environ, reason="the large window fits where the small one does")


@pytest.mark.timeout(400)
@pytest.mark.parametrize(
    ("scale", "screen", "sizes"),
    [
        (1, (1024, 640), ("1024x640",)),
        (2, (2048, 1280), ("1024x640",)),
        pytest.param(1, (1920, 1080), ("1920x1080",), marks=LARGE),
    ],
)
def test_every_state_fits(tmp_path: Path, scale: int, screen: tuple[int, int], sizes: tuple[str, ...]) -> None:
    """At twice the scale the smallest window takes 2048 x 1280 pixels of the screen."""
    config = tmp_path / "screen.json"
    config.write_text(json.dumps({"screens": [{**SCREEN, "width": screen[0], "height": screen[1]}]}))
    environment = os.environ | {
        "QT_QPA_PLATFORM": f"offscreen:configfile={config}",
        "QT_SCALE_FACTOR": str(scale),
        "POSBENCH_HOME": str(tmp_path),
    }
    done = subprocess.run(
        (sys.executable, "-m", "tests.gui.fits", *sizes),
        env=environment, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=380,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["ratio"] == scale
    assert told["states"] >= 30 * len(sizes)
    assert told["bad"] == {}


def test_the_measure_finds_what_is_wrong(qtbot: QtBot) -> None:
    face = Face(load_catalogues(ROOT / "resources/i18n")["en"], LIGHT, ROOT / "resources/icons")
    root = QWidget()
    qtbot.addWidget(root)
    root.resize(300, 200)
    for kind, place in (
        (QPushButton, (0, 0, 80, 30)),
        (QPushButton, (60, 10, 80, 30)),
        (QPushButton, (250, 150, 90, 30)),
    ):
        kind("ok", root).setGeometry(QRect(*place))
    QLabel("a sentence that is much wider than this", root).setGeometry(0, 60, 90, 20)
    high = QLabel("a sentence that takes several lines in so little room", root)
    high.setWordWrap(True)
    high.setGeometry(100, 60, 90, 18)
    button = WordButton(face, "window.next.wait")
    button.setParent(root)
    button.setGeometry(0, 100, 50, 44)
    root.show()
    lines = does_not_fit(root)
    for what in ("overlap", "leaves its parent", "much wider", "in height", "needs"):
        assert any(what in line for line in lines), (what, lines)
    for child in root.findChildren(QWidget):
        child.hide()
    assert does_not_fit(root) == []
