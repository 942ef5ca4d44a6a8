"""One hop between threads, and nothing after the end."""

import threading

import pytest
from PySide6.QtCore import QObject, QThread, Slot
from pytestqt.qtbot import QtBot

from devices.events import KeyPressed, Stamped
from devices.lanes import LaneEvent
from gui.bridge import Bridge
from gui.tasks import Tasks


class Receiver(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.got: list[tuple[object, bool]] = []

    @Slot(object)
    def take(self, event: object) -> None:
        self.got.append((event, QThread.currentThread() is self.thread()))


def events(count: int) -> list[LaneEvent]:
    return [LaneEvent(1, Stamped(KeyPressed("OK", "0"), float(n))) for n in range(count)]


def test_events_from_another_thread_arrive_in_order_in_the_windows_thread(qtbot: QtBot) -> None:
    bridge, receiver = Bridge(), Receiver()
    bridge.arrived.connect(receiver.take)
    sent = events(500)
    thread = threading.Thread(target=lambda: [bridge.sink(event) for event in sent])
    thread.start()
    qtbot.waitUntil(lambda: len(receiver.got) == 500)
    thread.join()
    assert [event for event, _ in receiver.got] == sent
    assert all(here for _, here in receiver.got)


def test_a_closed_bridge_delivers_nothing(qtbot: QtBot) -> None:
    bridge, receiver = Bridge(), Receiver()
    bridge.arrived.connect(receiver.take)
    bridge.sink(events(1)[0])
    bridge.close()
    bridge.sink(events(1)[0])
    qtbot.wait(20)
    assert receiver.got == []


def test_a_task_calls_back_in_the_windows_thread(qtbot: QtBot) -> None:
    tasks, here = Tasks(), []
    window_thread = threading.get_ident()
    tasks.run(threading.get_ident, lambda ran_in: here.append((ran_in, threading.get_ident())), here.append)
    qtbot.waitUntil(lambda: bool(here))
    tasks.close()
    assert here[0][0] != window_thread
    assert here[0][1] == window_thread


@pytest.mark.expects_log
def test_a_failed_task_tells_why_in_words(qtbot: QtBot) -> None:
    def fail() -> None:
        raise OSError("the disk is full")

    tasks, told = Tasks(), []
    tasks.run(fail, told.append, told.append)
    qtbot.waitUntil(lambda: bool(told))
    tasks.close()
    assert told == ["the disk is full"]
