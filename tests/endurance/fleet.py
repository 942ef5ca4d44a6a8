"""A process that plays many simulated units on real pseudo-terminals, one after another and several at once.

It is the far end of ``tests.endurance.soak``: in a process of its own, so that whatever the bench's process gathers is the
bench's. Lines of JSON on its input: ``{"plug": PROFILE, "faults": [...], "seed": N}`` is answered by ``{"url": ...}``,
``{"unplug": URL}`` by ``{}``. It ends with its input.
"""

import json
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from devices.profile import load_profiles
from devices.simulator.shell import Simulator

ROOT = Path(__file__).resolve().parents[2]


class Fleet:
    """The bench's side of it. ``plug`` and ``unplug`` may be called from any thread."""

    def __enter__(self) -> Self:
        self._lock = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.endurance.fleet"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()

    def plug(self, profile: str, faults: tuple[str, ...], seed: int) -> str:
        """A unit at the far end of a new pseudo-terminal; its path."""
        return str(self._ask({"plug": profile, "faults": faults, "seed": seed})["url"])

    def unplug(self, url: str) -> None:
        """The line hangs up and the path is gone when this returns."""
        self._ask({"unplug": url})

    def _ask(self, line: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._lock:
            self._process.stdin.write(json.dumps(line).encode() + b"\n")
            self._process.stdin.flush()
            answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


def serve() -> None:
    """Until the input ends."""
    profiles = load_profiles(ROOT / "resources" / "terminals")
    plugged: dict[str, tuple[Simulator, threading.Thread]] = {}
    for text in sys.stdin:
        line, answer = json.loads(text), {}
        if "plug" in line:
            unit = Simulator(profiles[line["plug"]], faults=line["faults"], press="auto", seed=line["seed"])
            thread = threading.Thread(target=unit.run)
            thread.start()
            plugged[unit.url] = (unit, thread)
            answer = {"url": unit.url}
        elif line["unplug"] in plugged:
            _end(*plugged.pop(line["unplug"]))
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    for unit, thread in plugged.values():
        _end(unit, thread)


def _end(unit: Simulator, thread: threading.Thread) -> None:
    unit.stop()
    thread.join(10.0)


if __name__ == "__main__":
    serve()
