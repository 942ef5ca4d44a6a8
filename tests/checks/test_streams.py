"""Whoever reads the program's lines may go away, and whoever started it may end it: no answer is lost unsaid, no work either."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import app
from checks.console.streams import Outlet, Stopped, outlet, stop_when_asked
from tests.end_to_end.program import APP

FULL = Path("/dev/full")
here_only = pytest.mark.skipif(not FULL.is_char_device(), reason="needs a file that is always full")


def full() -> Any:
    return FULL.open("w", encoding="utf-8")


@pytest.fixture
def unread() -> Iterator[Any]:
    """A pipe whose reader has seen enough."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w", encoding="utf-8") as stream:
        yield stream


@pytest.mark.parametrize("quiet", [True, False])
def test_a_reader_that_went_away_stops_nothing(unread: Any, quiet: bool) -> None:
    told = outlet(unread, quiet)
    for _ in range(3):
        told.write("x" * 9_000 + "\n")
        told.flush()


@here_only
def test_progress_that_finds_no_room_stops_nothing() -> None:
    with full() as stream:
        outlet(stream, True).write("Keypad: Pass\n")


@here_only
def test_an_answer_that_finds_no_room_is_an_error_once() -> None:
    with full() as stream:
        told = outlet(stream, False)
        told.write("x\n")
        with pytest.raises(OSError, match="No space left"):
            told.flush()
        told.flush()
        told.close()


@pytest.mark.parametrize("at_once", [True, False])
def test_what_is_said_is_utf_8_and_all_of_it(tmp_path: Path, at_once: bool) -> None:
    path = tmp_path / "out"
    with path.open("w", encoding="ascii") as stream:
        told = outlet(stream, at_once)
        told.write("\u674e \udcff\n")
        told.flush()
    assert path.read_bytes() == "\u674e ?\n".encode()
    assert isinstance(told.buffer.raw, Outlet)  # type: ignore[attr-defined]


def test_a_closed_stream_takes_everything() -> None:
    told = outlet(None, False)
    told.write("x\n")
    told.flush()


@here_only
@pytest.mark.parametrize("line", [["self-check"], ["history", "list", "--json"]], ids=" ".join)
def test_a_verb_whose_answer_could_not_be_written_says_so(
    line: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with full() as stream:
        monkeypatch.setattr(sys, "stdout", outlet(stream, False))
        assert app.run(["--lang", "en", *line]) == 4
    assert "No space left" in capsys.readouterr().err


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="a system without this signal")
@pytest.mark.parametrize(("name", "code"), [("SIGTERM", 143), ("SIGHUP", 129)])
def test_a_request_to_end_is_heard_as_ctrl_c_is_and_told_by_its_exit_code(
    name: str, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    number = getattr(signal, name)
    before = {one: signal.getsignal(one) for one in (signal.SIGTERM, signal.SIGHUP)}
    try:
        for one in before:
            signal.signal(one, signal.SIG_DFL)
        stop_when_asked()
        monkeypatch.setattr(app, "bound", lambda verb: lambda *given: os.kill(os.getpid(), number))
        assert app.run(["--lang", "en", "ports"]) == code
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
    assert capsys.readouterr().err == "\nStopped.\n"


def test_nohup_is_respected() -> None:
    if not hasattr(signal, "SIGHUP"):
        pytest.skip("a system without this signal")
    before = {one: signal.getsignal(one) for one in (signal.SIGTERM, signal.SIGHUP)}
    try:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        stop_when_asked()
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
    assert isinstance(Stopped(15), KeyboardInterrupt)


@pytest.mark.skipif(os.name != "posix", reason="closes streams as a shell does")
@pytest.mark.parametrize(
    ("redirected", "code", "said"),
    [
        ("profiles --check nope >&-", 1, ""),
        ("simulate nope >&- <&-", 2, "nope"),
        ("history show nobody | true; exit ${PIPESTATUS[0]}", 1, "nobody"),
    ],
)
def test_streams_that_a_shell_closed_change_no_exit_code(redirected: str, code: int, said: str, tmp_path: Path) -> None:
    around = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    done = subprocess.run(
        ["bash", "-c", f"'{APP[0]}' '{APP[1]}' {redirected}"],
        env={**around, "POSBENCH_HOME": str(tmp_path)}, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
