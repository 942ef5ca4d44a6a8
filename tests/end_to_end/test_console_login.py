"""The command line on a service console that asks for a log-in: from a file, typed unseen, refused, and never kept."""

import os
import pty
import select
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest

from checks.record import from_json
from devices.profile import load_profiles
from devices.simulator.shell import Simulator
from devices.wire_log import read_wire_log
from tests.end_to_end.program import APP, ROOT, Program

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a real shell behind a pseudo-terminal")
USER, WRONG, RIGHT = "service-7Q", "nope-zX81", "right-pW42"


@contextmanager
def terminal(login: str = f"{USER}:{RIGHT}", **changes: Any) -> Iterator[str]:
    """A simulated smart terminal behind a getty; its URL."""
    profile = load_profiles(ROOT / "resources" / "terminals")["smart-terminal"]
    options = {**profile.options, "sim_login": login}
    simulator = Simulator(msgspec.structs.replace(profile, options=options, **changes), press="auto", paced=False)
    thread = threading.Thread(target=simulator.run, name="posbench-simulator")
    thread.start()
    try:
        yield simulator.url
    finally:
        simulator.stop()
        thread.join(5.0)


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path / "home")


def login_file(folder: Path, password: str, mode: int = 0o600) -> Path:
    path = folder / "login"
    path.write_text(f"{USER}\n{password}\n")
    path.chmod(mode)
    return path


def kept(folder: Path) -> bytes:
    files = [path for path in folder.rglob("*") if path.is_file()]
    wire = [line.data for path in files if path.suffix == ".wire" for line in read_wire_log(path)[1]]
    return b"".join(wire) + b"\n".join(path.read_bytes() for path in files)


def test_a_log_in_from_a_file_leads_to_a_report_on_the_screen_the_unit_really_has(
    program: Program, tmp_path: Path
) -> None:
    profile = load_profiles(ROOT / "resources" / "terminals")["smart-terminal"]
    assert profile.display is not None
    tall = msgspec.structs.replace(profile.display, width=480, height=800)
    with terminal(display=tall) as url:
        done = program.inspect(
            url, tmp_path, "--profile", "smart-terminal", "--login-file", login_file(tmp_path, RIGHT), limit_s=200
        )
    assert done.code in (0, 3), done.err  # the network of the machine under test is its own affair
    record = from_json((tmp_path / "r.json").read_bytes())
    display, keypad = record.result("display"), record.result("keypad")
    assert display is not None
    assert keypad is not None
    assert display.outcome == keypad.outcome == "pass", done.err
    (note,) = [note for note in display.notes if note.id == "note.screen_size"]
    assert dict(note.args) == {"width": 480, "height": 800, "told_width": 320, "told_height": 240}
    (tmp_path / "login").unlink()
    for secret in (USER, RIGHT):
        assert secret.encode() not in kept(tmp_path)
        assert secret not in done.out + done.err


def test_a_wrong_password_from_a_file_is_tried_once_and_said(program: Program, tmp_path: Path) -> None:
    with terminal() as url:
        path = login_file(tmp_path, WRONG)
        done = program.inspect(url, tmp_path, "--profile", "smart-terminal", "--login-file", path)
        chinese = program.run("--lang", "zh_CN", "inspect", "--terminal", url, "--login-file", path, "--report",
                              tmp_path / "x.pdf")  # fmt: skip
    assert done.code == 4, done.err
    assert "User or password is wrong" in done.err
    assert "not tried again" in done.err
    assert chinese.code == 4
    assert "\u7528\u6237\u540d\u6216\u767b\u5f55\u53e3\u4ee4\u9519\u8bef" in chinese.err
    assert WRONG not in done.err + done.out + chinese.err


def test_without_a_file_and_without_a_keyboard_it_says_what_is_missing(program: Program, tmp_path: Path) -> None:
    with terminal() as url:
        done = program.inspect(url, tmp_path, "--profile", "smart-terminal")
    assert done.code == 4
    assert "--login-file" in done.err


@pytest.mark.parametrize(
    ("content", "mode", "says"),
    [
        (f"{USER}\n{RIGHT}\n", 0o640, "chmod 600"),
        (f"{USER}\n{RIGHT}\n", 0o604, "chmod 600"),
        (f"{USER}\n", 0o600, "two lines"),
        (f"{USER}\n{RIGHT}\nmore\n", 0o600, "two lines"),
        (f"{USER}\n\x03{RIGHT}\n", 0o600, "two lines"),
        (f"{USER}\n" + "x" * 5000, 0o600, "two lines"),
        (None, 0, "cannot be read"),
    ],
)
def test_a_log_in_file_that_will_not_do_is_refused_before_anything_is_opened(
    program: Program, tmp_path: Path, content: str | None, mode: int, says: str
) -> None:
    path = tmp_path / "login"
    if content is not None:
        path.write_text(content)
        path.chmod(mode)
    done = program.inspect("/dev/null", tmp_path, "--profile", "smart-terminal", "--login-file", path)
    assert done.code in (2, 4)
    assert RIGHT not in done.err
    if done.code == 4:
        assert says in done.err


def test_a_silent_console_is_said_with_what_to_check(program: Program, tmp_path: Path) -> None:
    master, slave = pty.openpty()
    try:
        done = program.run(
            "inspect", "--terminal", os.ttyname(slave), "--profile", "smart-terminal", "--connect-limit", "12",
            "--passphrase-file", passphrase(tmp_path), "--report", tmp_path / "r.pdf",
        )  # fmt: skip
    finally:
        os.close(master)
        os.close(slave)
    assert done.code == 4
    assert "Nothing came from the console" in done.err
    assert "115200" in done.err


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("boot-loader", "boot loader"),
        ("locked-console", "No data link is not a fault of the unit"),
        ("boot-messages", "no prompt"),
        ("restricted-shell", "restricted shell"),
    ],
)
def test_a_console_that_lets_nobody_in_is_said_with_what_to_do(
    fault: str, said: str, program: Program, tmp_path: Path
) -> None:
    with program.simulated("smart-terminal", "--fault", fault) as unit:
        done = program.run(
            "inspect", "--terminal", unit["url"], "--profile", "smart-terminal", "--connect-limit", "25", "--answers", "auto",
            "--passphrase-file", passphrase(tmp_path), "--report", tmp_path / "r.pdf",
        )  # fmt: skip
    assert done.code == 4
    assert said in done.err
    assert not (tmp_path / "r.pdf").exists()


def passphrase(folder: Path) -> Path:
    path = folder / "passphrase"
    path.write_text("correct horse battery\n")
    return path


def test_user_and_password_are_typed_unseen_and_a_wrong_one_again(program: Program, tmp_path: Path) -> None:
    with terminal() as url, Typist(program, url, tmp_path) as person:
        person.answers(b"User on the terminal: ", USER)
        person.answers(b"not shown, not kept): ", WRONG)
        person.sees(b"User or password is wrong")
        person.answers(b"User on the terminal: ", USER)
        person.answers(b"not shown, not kept): ", RIGHT)
        person.sees(b"Preparing the terminal")
        person.answers(b"Cannot tell", "2")  # the first check of the inspection: the log-in is over
        person.process.terminate()
        assert USER.encode() in person.screen, "what is typed for the user is seen"
        for secret in (WRONG, RIGHT):
            assert secret.encode() not in person.screen
    for secret in (USER, WRONG, RIGHT):
        assert secret.encode() not in kept(tmp_path)


class Typist:
    """A person at a text terminal of their own."""

    def __init__(self, program: Program, url: str, folder: Path) -> None:
        self._master, slave = pty.openpty()
        line = ["--lang", "en", "inspect", "--terminal", url, "--profile", "smart-terminal", "--answers", "ask",
                "--plan", "quick", "--report", str(folder / "r.pdf")]  # fmt: skip
        self.process = subprocess.Popen(
            [*APP, *line], stdin=slave, stdout=slave, stderr=slave, env=program.environment(), start_new_session=True,
            preexec_fn=lambda: os.close(os.open(os.ttyname(0), os.O_RDWR)),
        )  # fmt: skip
        os.close(slave)
        self.screen = b""
        self._from = 0

    def sees(self, words: bytes, limit_s: float = 120.0) -> None:
        """Wait for words after those seen before."""
        end = time.monotonic() + limit_s
        while words not in self.screen[self._from :]:
            assert time.monotonic() < end, self.screen
            if select.select([self._master], [], [], 0.5)[0]:
                try:
                    self.screen += os.read(self._master, 4096)
                except OSError:
                    raise AssertionError(self.screen) from None
        self._from = self.screen.index(words, self._from) + len(words)

    def answers(self, prompt: bytes, typed: str) -> None:
        self.sees(prompt)
        os.write(self._master, typed.encode() + b"\n")

    def __enter__(self) -> "Typist":
        return self

    def __exit__(self, *_error: object) -> None:
        self.process.kill()
        self.process.wait(60)
        os.close(self._master)
