"""The program as people run it: real processes, real pseudo-terminals, a home of its own."""

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
APP = (sys.executable, str(ROOT / "app.py"))


@dataclass(frozen=True)
class Ended:
    """What a process left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class Program:
    """Posbench with a home of its own."""

    home: Path

    def environment(self) -> dict[str, str]:
        return {**os.environ, "POSBENCH_HOME": str(self.home), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}

    def start(self, *line: object, **more: Any) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [*APP, *map(str, line)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="surrogateescape",
            env=self.environment(),
            **more,
        )

    def run(self, *line: object, limit_s: float = 200.0, **more: Any) -> Ended:
        with self.start(*line, **more) as process:
            try:
                out, err = process.communicate(timeout=limit_s)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
        return Ended(process.returncode, out, err)

    @contextlib.contextmanager
    def simulated(self, profile: str, *options: str) -> Iterator[dict[str, Any]]:
        """A simulated device; yields what its first line said. It must end cleanly."""
        with self.start("simulate", profile, "--json", "--fast", *options) as process:
            try:
                assert process.stdout is not None
                line = process.stdout.readline()
                assert line, process.stderr.read() if process.stderr else ""
                yield json.loads(line)
            finally:
                process.terminate()
                err = process.communicate(timeout=60)[1]
        assert process.returncode == 0, err

    def inspect(self, pad: str, folder: Path, *options: object, name: str = "r", limit_s: float = 200.0) -> Ended:
        return self.run("inspect", "--terminal", pad, "--plan", "quick", "--answers", "auto", "--seed", "1", "--json",
                        "--report", folder / f"{name}.pdf", "--record", folder / f"{name}.json", *options,
                        limit_s=limit_s)  # fmt: skip

    def verify(self, report: Path, *roots: Path) -> Ended:
        trust = [word for root in roots for word in ("--trust", str(root))]
        return self.run("verify", report, "--json", *trust)

    @property
    def demonstration_roots(self) -> Path:
        return self.home / "identity" / "demonstration-roots.pem"


class Lines:
    """The lines of a stream as they come, waited for with a limit."""

    def __init__(self, stream: Any) -> None:
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        threading.Thread(target=self._read, args=(stream,), daemon=True).start()

    def _read(self, stream: Any) -> None:
        with contextlib.suppress(ValueError, OSError):  # whoever has seen enough closes the stream
            for line in stream:
                self._lines.put(line)

    def until(self, word: str, limit_s: float) -> str:
        end = time.monotonic() + limit_s
        while time.monotonic() < end:
            with contextlib.suppress(queue.Empty):
                line = self._lines.get(timeout=0.1)
                if word in line:
                    return line
        raise AssertionError(f"{word!r} never came")
