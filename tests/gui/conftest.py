"""A window over a fake bench, offscreen, that leaves nothing running."""

import functools
import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.settings import Settings
from gui.start import Running
from tests.gui.fakes import METER, FakeBench, FakeClock, Player, workbench

_TASKS_S = 2.0


@dataclass
class Stage:
    """The window and its bench."""

    running: Running
    bench: FakeBench
    clock: FakeClock
    folder: Path

    @property
    def window(self) -> Any:
        return self.running.window

    def settle(self) -> None:
        """Deliver what is queued, what the window saves up for its next frame, what is typed, and what its tasks find.

        A task that a test holds up is not waited for.
        """
        for _ in range(3):
            QTest.qWait(9)
            QApplication.processEvents()
        end = time.monotonic() + _TASKS_S
        while self._busy() and time.monotonic() < end:
            QTest.qWait(5)

    def until(self, true: Callable[[], object], limit_s: float = 60.0) -> None:
        """Settle until something is so."""
        end = time.monotonic() + limit_s
        while not true():
            assert time.monotonic() < end, "never happened"
            self.settle()

    def _busy(self) -> bool:
        keys = self.window._keys
        return bool(keys._pause.isActive() or self.running.model._calm.isActive() or self.running.tasks.under_way)

    def unit(self) -> int:
        """Connect a pad and select it."""
        lane = self.bench.connect()
        self.settle()
        self.window.select(lane)
        return lane

    def play(self, **more: Any) -> Player:
        """Connect meter and pad, and start the quick inspection."""
        meter = self.bench.connect(METER, "M1")
        self.settle()
        player = Settled(self.running, self.bench, self.unit(), meter, **more)
        player.start()
        self.settle()
        return player


class Settled(Player):
    """A player that lets the window keep up."""

    def step(self) -> None:
        super().step()
        for _ in range(8):
            QApplication.processEvents()


@pytest.fixture
def qtbot(qtbot: QtBot) -> QtBot:
    """Waits end as soon as they are right; a minute, not five seconds, is for machines that have other work."""
    qtbot.waitUntil = functools.partial(qtbot.waitUntil, timeout=60_000)  # type: ignore[method-assign]
    qtbot.waitSignal = functools.partial(qtbot.waitSignal, timeout=60_000)  # type: ignore[method-assign]
    return qtbot


@pytest.fixture
def make_stage(qapp: QApplication, tmp_path: Path) -> Iterator[Callable[..., Stage]]:
    open_now: list[Running] = []

    def make(graph: bool = False, settings: Settings | None = None, **changes: Any) -> Stage:
        bench = FakeBench(FakeClock())
        qapp.setStyle("Fusion")
        running = Running(workbench(bench, tmp_path, **changes), settings or Settings(theme="light"), graph)
        open_now.append(running)
        running.window.resize(1280, 800)
        running.window.show()
        stage = Stage(running, bench, bench.clock, tmp_path)  # type: ignore[arg-type]
        stage.settle()
        return stage

    yield make
    for running in open_now:
        running.close()
    for _ in range(5):
        qapp.processEvents()
    assert [t.name for t in threading.enumerate() if t.name.startswith("task")] == []


@pytest.fixture
def stage(make_stage: Callable[..., Stage], qtbot: QtBot) -> Stage:
    return make_stage()
