"""PySide6 6.12 on Python 3.11 loses a reference of True on each emit and aborts after some 580: keep away from it."""

import os
import subprocess
import sys

PROGRAM = """
from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot
class Source(QObject):
    said = Signal(object)
class Sink(QObject):
    @Slot(object)
    def take(self, thing):
        return None
app = QCoreApplication([])
source, sink = Source(), Sink()
source.said.connect(sink.take)
for number in range(3000):
    source.said.emit(number)
"""


def test_three_thousand_emits_leave_the_interpreter_alive() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], env=dict(os.environ), capture_output=True, timeout=150)
    assert done.returncode == 0, done.stderr.decode(errors="replace")
