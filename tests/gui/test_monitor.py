"""Test pictures on a monitor of this PC: dot for dot over all of it, on with Space, ended with Escape."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from checks.words import load_catalogues
from devices.raster import DisplayGeometry, DisplayKind
from gui.face import Face
from gui.monitor_window import MonitorWindow
from gui.theme import colours_for
from gui.widgets.raster_view import image_of
from tests.gui.conftest import Stage

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MonitorWindow]:
    face = Face(load_catalogues(ROOT / "resources/i18n")["en"], colours_for("light"), ROOT / "resources/icons")
    made = MonitorWindow(face, QGuiApplication.primaryScreen())
    made.begin()
    yield made
    if isValid(made):
        made.close()


def test_each_picture_covers_every_pixel_of_the_monitor(window: MonitorWindow) -> None:
    size = window.screen().size() * window.devicePixelRatioF()
    geometry = DisplayGeometry(DisplayKind.COLOUR, size.width(), size.height())
    window.go(1)
    for pattern in window.patterns:
        window._index = list(window.patterns).index(pattern)
        seen = window.grab().toImage().convertToFormat(image_of(pattern.render(geometry)).format())
        assert seen == image_of(pattern.render(geometry)), pattern.id


def test_keys_go_on_and_back_and_escape_ends(window: MonitorWindow, qtbot: QtBot) -> None:
    first = window.pattern.id
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Backspace):
        QTest.keyClick(window, key)
    assert window.pattern is window.patterns[1]
    QTest.mouseClick(window, Qt.MouseButton.RightButton)
    assert window.pattern.id == first
    QTest.keyClick(window, Qt.Key.Key_Left)
    assert window.pattern is window.patterns[-1], "round and round"
    with qtbot.waitSignal(window.ended):
        QTest.keyClick(window, Qt.Key.Key_Escape)


def test_the_hint_of_the_keys_is_seen_first_and_hides_no_fault_later(window: MonitorWindow) -> None:
    def dark(image: object) -> int:
        pixels = np.frombuffer(image.constBits(), np.uint8)  # type: ignore[attr-defined]
        return int((pixels < 100).sum())

    assert window.pattern.id == "white"
    assert dark(window.grab().toImage().convertToFormat(window.image.format())) > 1000
    window._timer.timeout.emit()
    assert dark(window.grab().toImage().convertToFormat(window.image.format())) == 0


def test_the_monitor_is_picked_where_units_are_connected(stage: Stage, qtbot: QtBot) -> None:
    stage.window.by_hand.begin()
    stage.settle()
    picker = stage.window.connect_page.monitors
    assert picker.isVisible()
    assert picker.screens.count() == len(QGuiApplication.screens())
    size = QGuiApplication.screens()[-1].size()
    assert f"{size.width()} x {size.height()}" in picker.screens.currentText()
    picker.show_button.click()
    shown = picker.window_shown
    assert shown is not None
    qtbot.waitUntil(shown.isActiveWindow)
    assert shown.isFullScreen()
    picker.show_button.click()
    assert picker.window_shown is shown, "not a second one over the first"
    with qtbot.waitSignal(shown.ended):
        QTest.keyClick(shown, Qt.Key.Key_Escape)
    assert picker.window_shown is None


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    bare = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    command = [sys.executable, str(ROOT / "app.py"), "--lang", "en", *arguments]
    return subprocess.run(
        command, env={**bare, **environment}, capture_output=True, text=True, timeout=150, check=False, encoding="utf-8"
    )


def test_the_list_needs_no_display(tmp_path: Path) -> None:
    done = run("patterns", "list", POSBENCH_HOME=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "white\tWhite\tcolour, grey, mono\t1 s\t" in done.stdout
    assert "cells-set-1" in done.stdout
    refused = run("patterns", "--screen", "1", POSBENCH_HOME=str(tmp_path))
    if sys.platform == "linux":
        assert (refused.returncode, refused.stdout) == (4, "")
    none = run("patterns", "--screen", "9", POSBENCH_HOME=str(tmp_path), QT_QPA_PLATFORM="offscreen")
    assert none.returncode == 2
    assert "There is no monitor 9; there are: 1: " in none.stderr


X_TOOLS = ("xvfb-run", "xdotool")
ON_X = """
"$0" app.py --lang en patterns --screen 1 & program=$!
window=$(timeout 30 xdotool search --sync --onlyvisible --name '^White$' | head -1)
xdotool getwindowgeometry --shell $window
xdotool windowfocus --sync $window key space
timeout 30 xdotool search --sync --onlyvisible --name '^Black$' >/dev/null && echo NEXT
xdotool key Escape
wait $program; echo CODE=$?
"""


@pytest.mark.skipif(not all(map(shutil.which, X_TOOLS)), reason="needs xvfb-run and xdotool")
def test_the_command_covers_a_real_screen_until_escape(tmp_path: Path) -> None:
    """On an X server without a window manager."""
    bare = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    command = ["xvfb-run", "-a", "-s", "-screen 0 800x480x24", "sh", "-c", ON_X, sys.executable]
    done = subprocess.run(
        command,
        env={**bare, "POSBENCH_HOME": str(tmp_path), "QT_QPA_PLATFORM": "xcb"},
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
        cwd=ROOT,
    )
    lines = done.stdout.splitlines()
    assert {"X=0", "Y=0", "WIDTH=800", "HEIGHT=480"} <= set(lines), done.stdout + done.stderr
    assert lines[-2:] == ["NEXT", "CODE=0"], done.stdout + done.stderr
