"""Simulators as processes over real pseudo-terminals and TCP, spoken to with pySerial as a bench would."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import serial

from devices.codec import Codec, Output
from devices.codecs.abecs import CODEC as ABECS
from devices.codecs.tc66c import CODEC as TC66C
from devices.commands import AskDigits, Command, Identify, ListenKeys, ShowImage, ShowText, StartReading
from devices.errors import SimulatorError
from devices.events import CommandDone, DigitsEntered, Event, Identified, KeyPressed, Reading
from devices.raster import Raster
from devices.simulator.control import ControlClient, find_control, find_registration, registry_folder
from tests.devices.simulated import METER, PAD

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals")
START = """
import sys
from pathlib import Path
from devices.profile import load_profiles
from devices.simulator.shell import run_simulator
known = {**load_profiles(Path("resources/terminals")), **load_profiles(Path("resources/meters"))}
faults = [part for part in sys.argv[4].split(";") if part]
sys.exit(run_simulator(sys.argv[1], known, sys.stdout, sys.argv[2], faults, sys.argv[3] or None, 5, True))
"""


@contextmanager
def simulated(profile: str, listen: str = "pty", press: str = "", faults: str = "") -> Iterator[dict]:
    """A simulator in its own process; yields what it printed. It must end cleanly."""
    arguments = [sys.executable, "-c", START, profile, listen, press, faults]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, cwd=ROOT) as process:
        try:
            assert process.stdout is not None
            yield json.loads(process.stdout.readline())
        finally:
            process.terminate()
            code = process.wait(60)
    assert code == 0


class Bench:
    """A codec over pySerial, without the link of the program: the two must fit whoever joins them."""

    def __init__(self, url: str, codec: Codec) -> None:
        self._port = serial.serial_for_url(url, 19200, timeout=0.005, write_timeout=60)
        self._codec = codec
        self._deadline: float | None = None
        self.events: list[Event] = []

    def send(self, command: Command) -> None:
        self._do(self._codec.send(command, time.monotonic()))

    def until(self, wanted: Callable[[Event], bool], limit_s: float = 60.0) -> Event:
        """Run until an event is wanted; what came before it is kept in ``events``."""
        end = time.monotonic() + limit_s
        while time.monotonic() < end:
            for number, event in enumerate(self.events):
                if wanted(event):
                    del self.events[: number + 1]
                    return event
            self._turn()
        raise AssertionError(f"not seen in {limit_s} s; seen: {self.events}")

    def _turn(self) -> None:
        data = self._port.read(self._port.in_waiting or 1)
        now = time.monotonic()
        if data:
            self._do(self._codec.feed(data, now))
        if self._deadline is not None and now >= self._deadline:
            self._do(self._codec.tick(now))

    def _do(self, output: Output) -> None:
        self._deadline = output.deadline
        for data in output.write:
            self._port.write(data)
        self.events += output.events

    def close(self) -> None:
        self._port.close()


@contextmanager
def bench(url: str, codec: Codec) -> Iterator[Bench]:
    one = Bench(url, codec)
    try:
        yield one
    finally:
        one.close()


def is_a(kind: type, **fields: object) -> Callable[[Event], bool]:
    return lambda e: isinstance(e, kind) and all(getattr(e, name) == value for name, value in fields.items())


def control(url: str) -> ControlClient:
    client = find_control(url)
    assert client is not None
    return client


@pytest.mark.parametrize("listen", ["pty", "tcp:0"])
def test_a_pad_is_identified_pressed_and_painted_over_a_real_port(listen: str) -> None:
    chance = np.random.default_rng(1)
    palette = chance.integers(0, 256, (16, 3), dtype=np.uint8)
    sent = Raster(palette[chance.integers(0, 16, (320, 240))])
    with (
        simulated("gertec-ppc930", listen) as said,
        bench(said["url"], ABECS.open(PAD)) as one,
        control(said["url"]) as person,
    ):
        one.send(Identify())
        assert one.until(is_a(Identified)).get("model") == "PPC-930"
        one.send(ListenKeys())
        one.until(is_a(CommandDone, command="ListenKeys"))
        assert person.state()["waiting_for"] == "keys"
        person.press("CLEAR")
        one.until(is_a(KeyPressed, key="CLEAR"))
        one.send(ShowImage("A", sent))
        one.until(is_a(CommandDone, command="ShowImage"))
        assert person.screen().raster == sent
        one.send(ShowText(("HELLO",)))
        one.until(is_a(CommandDone, command="ShowText"))
        assert person.screen().text.strip() == "HELLO"
        assert person.screen().raster is None


def test_the_first_line_says_everything_a_bench_needs() -> None:
    with simulated("gertec-ppc930") as said:
        assert set(said) == {"url", "profile", "pid", "control"}
        assert said["profile"] == "gertec-ppc930"
        assert Path(said["url"]).is_symlink()
        assert find_registration(said["url"]).pid == said["pid"]


def test_nothing_is_left_behind() -> None:
    with simulated("gertec-ppc930") as said:
        pass
    assert not os.path.lexists(said["url"])
    assert find_registration(said["url"]) is None
    assert find_control(said["url"]) is None


def test_ctrl_c_ends_a_simulator_as_cleanly_as_a_signal() -> None:
    arguments = [sys.executable, "-c", START, "tc66c", "pty", "", ""]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        said = json.loads(process.stdout.readline())
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
    assert not os.path.lexists(said["url"])


def test_a_dead_simulator_is_not_found() -> None:
    arguments = [sys.executable, "-c", START, "tc66c", "tcp:0", "", ""]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        said = json.loads(process.stdout.readline())
        process.kill()
        process.wait(60)
    assert find_control(said["url"]) is None
    with simulated("tc66c"):
        left = [json.loads(path.read_text())["pid"] for path in registry_folder().glob("*.json")]
        assert said["pid"] not in left


def test_a_meter_reads_over_a_real_port() -> None:
    with simulated("tc66c") as said, bench(said["url"], TC66C.open(METER)) as one:
        one.send(Identify())
        one.until(is_a(Identified))
        one.send(StartReading(0.05))
        for _ in range(20):
            one.until(is_a(Reading))


def opens(url: str) -> bool:
    try:
        serial.serial_for_url(url).close()
    except serial.SerialException:
        return False
    return True


@pytest.mark.parametrize("listen", ["pty", "tcp:0"])
def test_an_unplugged_device_comes_back_at_the_same_url(listen: str) -> None:
    with simulated("gertec-ppc930", listen) as said, control(said["url"]) as person:
        with bench(said["url"], ABECS.open(PAD)) as one:
            one.send(ListenKeys())
            one.until(is_a(CommandDone, command="ListenKeys"))
            person.set_fault("unplug=0.5")
            with pytest.raises((serial.SerialException, OSError)):
                one.until(lambda _: False, 5)
        assert person.state()["unplugged"]
        with pytest.raises(serial.SerialException):
            serial.serial_for_url(said["url"])
        end = time.monotonic() + 60
        while time.monotonic() < end and not opens(said["url"]):
            time.sleep(0.01)
        with bench(said["url"], ABECS.open(PAD)) as again:
            again.send(ListenKeys())
            again.until(is_a(CommandDone, command="ListenKeys"))
            person.press("OK")
            again.until(is_a(KeyPressed, key="OK"))


def test_a_built_in_operator_does_what_is_asked() -> None:
    with (
        simulated("gertec-ppc930", press="auto") as said,
        bench(said["url"], ABECS.open(PAD)) as one,
        control(said["url"]) as person,
    ):
        one.send(ListenKeys())
        one.until(is_a(CommandDone, command="ListenKeys"))
        person.asked(["F3"])
        one.until(is_a(KeyPressed, key="F3"))
        one.send(AskDigits("2580", 20))
        person.asked([], "2580")
        assert one.until(is_a(DigitsEntered)) == DigitsEntered(4, True)
        assert "2580" not in json.dumps(person.state())


@pytest.mark.skipif(os.name != "posix", reason="stops a process for a while")
def test_a_simulator_that_was_too_busy_to_answer_is_talked_to_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("devices.simulator.control._TIMEOUT_S", 0.3)
    with simulated("gertec-ppc930", press="auto") as said, control(said["url"]) as person:
        monkeypatch.undo()
        os.kill(said["pid"], signal.SIGSTOP)
        try:
            with pytest.raises(SimulatorError):
                person.asked(["F3"])
        finally:
            os.kill(said["pid"], signal.SIGCONT)
        person.asked(["F3", "OK"])
        assert person.to_press() == 2
        person.close()
        with pytest.raises(SimulatorError):
            person.state()


def test_an_operator_nobody_talks_to_tries_the_keys() -> None:
    with simulated("gertec-ppc930", press="auto") as said, bench(said["url"], ABECS.open(PAD)) as one:
        one.send(ListenKeys())
        first = one.until(is_a(KeyPressed))
        second = one.until(is_a(KeyPressed))
        assert first.key != second.key


def test_faults_are_switched_through_the_control_socket() -> None:
    with (
        simulated("gertec-ppc930", faults="dead-key=OK") as said,
        bench(said["url"], ABECS.open(PAD)) as one,
        control(said["url"]) as person,
    ):
        assert person.state()["faults"] == ["dead-key=OK"]
        one.send(ListenKeys())
        one.until(is_a(CommandDone, command="ListenKeys"))
        person.press("OK")
        person.press("F1")
        one.until(is_a(KeyPressed, key="F1"))
        assert not one.events
        person.set_fault("dead-key", False)
        assert person.state()["faults"] == []
        person.press("OK")
        one.until(is_a(KeyPressed, key="OK"))
        with pytest.raises(SimulatorError, match="no fault"):
            person.set_fault("nonsense")


# -- the control socket keeps strangers out


def _stranger(said: dict, *lines: bytes) -> bytes:
    host, port = said["control"].split(":")
    with socket.create_connection((host, int(port)), 5) as line:
        try:
            for data in lines:
                line.sendall(data)
            line.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: line.recv(4096), b""))
        except OSError:
            return b""


def test_without_the_token_nothing_is_answered() -> None:
    with simulated("gertec-ppc930", "tcp:0") as said:
        for first in (
            b'{"do": "state"}',
            b'{"token": "guess"}',
            b'{"token": null}',
            b'{"token": "\\ud800"}',
            b"[",
            b"\xff",
        ):
            assert _stranger(said, first + b"\n", b'{"do": "press", "key": "OK"}\n') == b""
        assert _stranger(said, b"x" * 200_000) == b""
        with control(said["url"]) as person:
            assert person.state()["profile"] == "gertec-ppc930"


def test_hostile_requests_are_refused_and_the_simulator_lives_on() -> None:
    with simulated("gertec-ppc930", "tcp:0") as said:
        token = json.dumps({"token": find_registration(said["url"]).token}).encode()
        requests = [
            {"do": "nothing"},
            {"do": ["state"]},
            {"do": "press"},
            {"do": "press", "key": ["OK"]},
            {"do": "press", "key": "OK", "hold_s": 1e400},
            {"do": "press", "key": "OK", "hold_s": "x"},
            {"do": "asked", "keys": "OK"},
            {"do": "asked", "keys": [1]},
            {"do": "asked", "keys": ["OK"] * 1000},
            {"do": "asked", "keys": [], "digits": "12x"},
            {"do": "fault", "fault": 1},
            {"do": "fault", "fault": "dead-key=OK", "on": "yes"},
        ]
        lines = [b"[" * 50_000, b"null", b"5", *(json.dumps(request).encode() for request in requests)]
        replies = _stranger(said, *(line + b"\n" for line in (token, *lines))).splitlines()
        assert [json.loads(reply)["ok"] for reply in replies] == [True] + [False] * len(lines)
        with control(said["url"]) as person:
            assert person.state()["faults"] == []


def test_registry_and_token_are_for_their_owner_only() -> None:
    with simulated("tc66c", "tcp:0") as said:
        folder = registry_folder()
        assert folder.stat().st_mode & 0o777 == 0o700
        for path in folder.glob("*.json"):
            assert path.stat().st_mode & 0o777 == 0o600
        assert find_registration(said["url"]).token not in repr(find_registration(said["url"]))
        assert "token" not in said


def test_a_registry_others_may_write_is_not_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    registry_folder().chmod(0o777)
    with pytest.raises(SimulatorError):
        registry_folder()


def test_a_simulated_device_ends_with_the_program_that_started_it() -> None:
    command = [sys.executable, str(ROOT / "app.py"), "simulate", "tc66c", "--until-eof"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        assert Path(url).exists() or "://" in url
        process.stdin.close()
        assert process.wait(60) == 0
    assert not Path(url).exists()
