"""A sample of what ``python -m tests.endurance.soak`` does five hundred times."""

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.endurance.soak import Mark, Shift, in_the_window, on_the_console, troubles

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="pseudo-terminals, and looks at what a process has open"
)
QUICK = (("pax-poslink", "", 0), ("idtech-securepin", "", 0))


def test_units_in_the_window_leave_no_thread_no_descriptor_and_no_file(
    tmp_path: Path, a_home_of_its_own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    shift = Shift(a_home_of_its_own, QUICK)
    in_the_window(shift, 6, 3)
    assert troubles(shift, grow_kb=1e6, slower=1e6) == []


def test_units_on_the_command_line_come_to_what_they_must(
    tmp_path: Path, a_home_of_its_own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in (tmp_path / "tmp", a_home_of_its_own):
        folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    shift = Shift(a_home_of_its_own, QUICK)
    on_the_console(shift, 3, 3)
    assert troubles(shift, grow_kb=1e6, slower=1e6) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Mark(2, 1.0, 1.0, 90.0, 3, 9, 0), "memory"),
        (Mark(2, 1.0, 1.0, 50.0, 4, 9, 0), "threads"),
        (Mark(2, 1.0, 1.0, 50.0, 3, 10, 0), "descriptors"),
        (Mark(2, 1.0, 1.0, 50.0, 3, 9, 1), "files"),
        (Mark(2, 1.0, 2.0, 50.0, 3, 9, 0), "processor time"),
    ],
)
def test_whatever_grows_is_told(change: Mark, said: str) -> None:
    shift = Shift(Path(), marks=[Mark(1, 1.0, 1.0, 50.0, 3, 9, 0), change])
    (trouble,) = troubles(shift, grow_kb=60.0, slower=1.3)
    assert said in trouble


def test_what_a_meter_took_is_judged_while_it_was_there_and_what_it_left_when_it_was_gone() -> None:
    early, late = Mark(1, 1.0, 1.0, 50.0, 3, 9, 0), Mark(2, 1.0, 2.0, 90.0, 3, 21, 0)
    shift = Shift(Path(), marks=[early, late], given_back=Mark(2, 0.1, 0.0, 40.0, 3, 9, 0))
    memory, slower = troubles(shift, grow_kb=60.0, slower=1.3)
    assert "memory" in memory
    assert "processor time" in slower


_ARENAS = """
import ctypes, sys, threading
import app
if sys.argv[1] == "together":
    app.keep_memory_together()
libc, meet = ctypes.CDLL(None), threading.Barrier(12)
libc.fopen.restype = libc.malloc.restype = ctypes.c_void_p
libc.free.argtypes, libc.malloc_info.argtypes, libc.fclose.argtypes = [ctypes.c_void_p], [ctypes.c_int, ctypes.c_void_p], [ctypes.c_void_p]
def work():
    piece = libc.malloc(5000)
    meet.wait()
    libc.free(piece)
threads = [threading.Thread(target=work) for _ in range(12)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
file = libc.fopen(sys.argv[2].encode(), b"w")
libc.malloc_info(0, file)
libc.fclose(file)
"""


def test_threads_that_come_and_go_do_not_each_get_memory_of_their_own(tmp_path: Path) -> None:
    def arenas(how: str) -> int:
        subprocess.run([sys.executable, "-c", _ARENAS, how, str(tmp_path / how)], check=True, timeout=60)
        return (tmp_path / how).read_text().count("<heap nr=")

    assert arenas("together") <= 2 < arenas("apart")
