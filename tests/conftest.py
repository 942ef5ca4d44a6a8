"""What holds for every test: nothing is logged unexpectedly, no thread of ours outlives it, no real home is touched."""

import itertools
import logging
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parent.parent
_LONG = ("end_to_end", "gui", "endurance")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "expects_log: warnings and errors in the log belong to this test")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files of long tests, those that wait and those that work in turn, are spread evenly: each worker gets its share."""
    files = [list(of_file) for _, of_file in itertools.groupby(items, key=lambda item: item.path)]
    rooms = {name: [one for one in files if one[0].path.parent.name == name] for name in _LONG}
    long = [one for turn in itertools.zip_longest(*rooms.values()) for one in turn if one]
    short = [one for one in files if one[0].path.parent.name not in _LONG]
    every = sum(map(len, short)) / max(len(long), 1)
    items.clear()
    done = 0.0
    for one in short:
        while long and done >= 0:
            items += long.pop(0)
            done -= every
        items += one
        done += len(one)
    items += [item for one in long for item in one]


@pytest.fixture(autouse=True)
def nothing_unexpected_in_the_log(request: pytest.FixtureRequest) -> Iterator[None]:
    seen: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            seen.append(f"{record.name}: {record.getMessage()}")

    listener = Listener(logging.WARNING)
    logging.getLogger().addHandler(listener)
    yield
    logging.getLogger().removeHandler(listener)
    if request.node.get_closest_marker("expects_log") is None:
        assert not seen, f"unexpected log lines: {seen}"


@pytest.fixture(autouse=True)
def nothing_of_ours_left_running() -> Iterator[None]:
    yield
    give_up = time.monotonic() + 20.0
    while time.monotonic() < give_up:
        left = [
            t.name for t in threading.enumerate() if t.name.startswith("posbench-") and t.name != "posbench-keyboard"
        ]
        if not left:
            return
        time.sleep(0.01)
    raise AssertionError(f"threads left running: {left}")


@pytest.fixture(autouse=True)
def a_home_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "home"
    monkeypatch.setenv("POSBENCH_HOME", str(home))
    return home
