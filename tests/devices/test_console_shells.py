"""The probe in real shells on real pseudo-terminals: a whole visit, every way out, noise, and terminals that lack things."""

import os
import random
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from devices.capability import Capability
from devices.codecs._console_door import INTERRUPT
from devices.codecs._console_screen import unpacked
from devices.codecs._console_script import BOOTSTRAP
from devices.codecs.console import CODEC
from devices.commands import (
    Abort,
    EndVisit,
    Identify,
    ListenKeys,
    ReadBattery,
    ReadFacts,
    ReadSensors,
    RestoreScreen,
    SetBacklight,
    ShowImage,
    StartReading,
    StopListening,
    StopReading,
)
from devices.events import (
    CapabilitiesFound,
    CommandDone,
    CommandFailed,
    ConsoleMessage,
    ConsoleStage,
    ConsoleState,
    FactsRead,
    FactSubject,
    Failure,
    Identified,
    KeyPressed,
    KeyReleased,
    LinkLost,
    Reading,
    ScreenFound,
    SensorsFound,
    UnknownFrame,
)
from devices.raster import Raster
from tests.devices.console_rig import SHELLS, Rig, shell_words, toybox_tools

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs Linux's /proc")


def picture(width: int = 320, height: int = 240) -> Raster:
    pixels = np.zeros((height, width, 3), np.uint8)
    pixels[::2, ::2] = 255
    pixels[height // 2 :, :, 0] = 255
    return Raster(pixels)


@pytest.fixture(params=sorted(SHELLS))
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rig]:
    made = Rig(tmp_path, shell_words(request.param, tmp_path))
    yield made
    made.close()


@pytest.fixture
def dash(tmp_path: Path) -> Iterator[Rig]:
    made = Rig(tmp_path, shell_words("dash"))
    yield made
    made.close()


def files(rig: Rig) -> list[str]:
    return sorted(str(path) for path in rig.tree.root.rglob("*"))


def printk(rig: Rig) -> list[str]:
    return (rig.tree.root / "proc/sys/kernel/printk").read_text().split()


def untouched(rig: Rig) -> bool:
    return not rig.left_running() and rig.shell.settings() == rig.before and printk(rig) == ["7", "4", "1", "7"]


def usable(rig: Rig) -> bool:
    rig.shell.write(b"echo shell-$((40+2))\r")
    out = b""
    for _ in range(200):
        rig_out = rig.shell.read()
        out += rig_out
        if b"shell-42" in out:
            return True
        time.sleep(0.05)
    return False


def test_a_whole_visit_finds_everything_and_leaves_nothing(rig: Rig) -> None:
    before, idle = files(rig), rig.tree.screen.read_bytes()
    who = rig.ask(Identify(), Identified)
    assert (who.get("serial"), who.get("model"), who.get("os")) == ("SIM000001", "Nobody Console", "SimPOS 5.2.1")  # type: ignore[attr-defined]
    found = next(s.event for s in rig.events if isinstance(s.event, CapabilitiesFound))
    assert found.capabilities >= {
        Capability.LIVE_KEYS, Capability.KEY_RELEASE, Capability.SHOW_IMAGE, Capability.SUPPLY_VOLTAGE,
        Capability.TEMPERATURE, Capability.BATTERY_LEVEL, Capability.BACKLIGHT,
    }  # fmt: skip
    sensors = rig.ask(ReadSensors(), SensorsFound).sensors  # type: ignore[attr-defined]
    assert {s.channel.id: s.critical for s in sensors if s.streamed} == {
        "charge@battery": None, "temperature@board": 105.0, "voltage@battery": None, "voltage@supply": None,
    }  # fmt: skip
    rig.ask(ListenKeys(), CommandDone)
    rig.ask(StartReading(0.1), CommandDone)
    for value in (1, 2, 0):
        rig.key(28, value, at=1000.5 + value / 10)
    events = rig.run(1.0)
    edges = [(s.event, s.device_at) for s in rig.events if isinstance(s.event, KeyPressed | KeyReleased)]
    assert edges == [(KeyPressed("OK", "28"), 1000.6), (KeyReleased("OK", "28"), 1000.5)]
    values = {e.channel.id: e.value for e in events if isinstance(e, Reading)}
    assert abs(values["voltage@supply"] - 5.08) < 0.01
    assert values["charge@battery"] == 87
    rig.ask(ShowImage("a", picture()), CommandDone)
    screen = next(s.event for s in rig.events if isinstance(s.event, ScreenFound))
    assert unpacked(rig.tree.screen.read_bytes(), screen) == picture()
    rig.ask(SetBacklight(40), CommandDone)
    assert rig.tree.brightness() == 0.4
    rig.ask(RestoreScreen(), CommandDone)
    assert rig.tree.screen.read_bytes() == idle
    assert rig.tree.brightness() == 1.0
    rig.ask(ReadBattery(), Reading)
    rig.ask(StopListening(), CommandDone)
    rig.ask(StopReading(), CommandDone)
    rig.ask(EndVisit(), CommandDone)
    rig.idle(6.5)
    assert untouched(rig)
    assert files(rig) == before
    assert usable(rig)
    assert max(map(len, rig.sent.replace(b"\r", b"\n").split(b"\n"))) <= 255


def test_software_settings_logs_and_network_are_read(rig: Rig) -> None:
    rig.ask(Identify(), Identified)

    def facts(subject: FactSubject, about: str = "", patterns: tuple[str, ...] = ()) -> FactsRead:
        return rig.ask(ReadFacts(subject, about, patterns), FactsRead)  # type: ignore[return-value]

    assert facts(FactSubject.PACKAGES).get("payment-kernel") == "4.3.1"
    assert [line for _, line in facts(FactSubject.LOGS, patterns=("segfault", "ready$")).items] == [
        "[    3.000817] payment[412]: ready"
    ]
    assert "payment_allowed=yes" in (facts(FactSubject.FILE, "/etc/pos/payment.conf").get("content") or "")
    assert facts(FactSubject.FILE, "/etc/nothing").get("error") == "missing"
    assert facts(FactSubject.PROPERTY, "ro.serialno").get("error") == "missing"
    network = facts(FactSubject.NETWORK)
    assert network.get("nameserver") == "192.0.2.53"
    assert network.get("/sys/class/net/eth0/carrier") == "1"
    assert facts(FactSubject.PING, "host.example").get("loss_percent") == "0"
    assert facts(FactSubject.NAME, "host.example").get("address") == "198.51.100.7"
    assert facts(FactSubject.NETWORK).get("/sys/class/net/eth0/duplex") == "full"
    looked = facts(FactSubject.NAME, "host.example")
    assert float(looked.get("resolution_ms") or "") in (0.1, 10.0)
    assert 0 <= float(looked.get("ms") or "") < 5000
    assert facts(FactSubject.PING, "192.0.2.1").get("sent") == "6"
    connected = facts(FactSubject.CONNECT, "198.51.100.7:443")
    assert [name for name, _ in connected.items] == ["ms", "ms", "ms", "resolution_ms", "tool"]
    secured = dict(facts(FactSubject.TLS, "host.example:443").items)
    assert (secured["verified"], secured["name_ok"], secured["not_after"][:4]) == ("1", "1", "2100")
    assert float(secured["days_left"]) > 1000
    whole = rig.ask(ReadFacts(FactSubject.MTU, "host.example", limit=1500), FactsRead)
    assert whole.items == (("mtu", "1500"),)  # type: ignore[attr-defined]
    rig.tree.put("var/mtu", "1391\n")
    cut = rig.ask(ReadFacts(FactSubject.MTU, "host.example", limit=1500), FactsRead)
    assert cut.items == (("mtu", "1391"),)  # type: ignore[attr-defined]
    programs = facts(FactSubject.PROGRAMS)
    assert programs.items == (("1", "init"), ("24", "[kworker/0:1]"), ("207", "syslogd"), ("412", "payment"))
    memory = facts(FactSubject.MEMORY)
    assert memory.get("MemTotal") == "510480 kB"
    assert [item for item in memory.items if item[0].startswith("disk")] == [("disk /", "262144 81142")]
    (rig.tree.root / "var/windows").write_text("   package=com.example.ball appop=SYSTEM_ALERT_WINDOW\n")
    assert facts(FactSubject.PROGRAMS).get("overlay") == "com.example.ball"
    (rig.tree.root / "sys/fs/pstore").mkdir(parents=True)
    (rig.tree.root / "sys/fs/pstore/console-ramoops-0").write_text("[  9.1] Kernel panic - not syncing\n")
    (rig.tree.root / "var/log/messages.0").write_text("Mar 5 10:00:00 simpos kernel: segfault at 0\n")
    assert facts(FactSubject.LOGS, patterns=("segfault", "kernel panic")).items == (
        ("messages.0", "Mar 5 10:00:00 simpos kernel: segfault at 0"),
        ("pstore", "[  9.1] Kernel panic - not syncing"),
    )


NOISE_S = float(os.environ.get("POSBENCH_NOISE_SECONDS", "5"))
KILLS = int(os.environ.get("POSBENCH_KILLS", "1"))


@pytest.mark.timeout(240 + 30 * KILLS)
@pytest.mark.parametrize("shell", sorted(SHELLS))
def test_a_bench_killed_at_a_random_moment_leaves_nothing_within_ten_seconds(shell: str, tmp_path: Path) -> None:
    for number in range(KILLS):
        folder = tmp_path / str(number)
        folder.mkdir()
        kill_at(random.Random().uniform(0.0, 4.5), shell, folder)


def kill_at(moment: float, shell: str, folder: Path) -> None:
    """Let a visit run for ``moment`` seconds over a paced line, then nothing more comes from the bench."""
    rig = Rig(folder, shell_words(shell, folder), baud=115200)
    before, idle = files(rig), rig.tree.screen.read_bytes()
    light = rig.tree.brightness()
    for command in (
        Identify(),
        ListenKeys(),
        StartReading(0.1),
        SetBacklight(30),
        ShowImage("a", picture()),
        ReadFacts(FactSubject.LOGS),
    ):
        rig.send(command)
    rig.run(moment)
    rest = 10.0
    while rest > 0 and not (untouched(rig) and rig.tree.screen.read_bytes() == idle):
        rig.idle(0.5)
        rest -= 0.5
    try:
        assert not rig.left_running(), moment
        assert rig.shell.settings() == rig.before, moment
        assert printk(rig) == ["7", "4", "1", "7"], moment
        assert rig.tree.screen.read_bytes() == idle, moment
        assert rig.tree.brightness() == light, moment
        assert files(rig) == before, moment
        if not rig.opened():  # some 20 ms: half a line waits at the prompt, as a person may leave one; Ctrl-C ends both
            rig.shell.write(INTERRUPT)
            rig.idle(0.3)  # dash throws away what is typed while it is interrupted
        assert usable(rig), moment
    finally:
        rig.close()


@pytest.mark.parametrize("shell", ["dash", "mksh"])
def test_half_an_opening_line_is_cleared_away_by_the_next_bench(shell: str, tmp_path: Path) -> None:
    rig = Rig(tmp_path, shell_words(shell))
    try:
        rig.shell.write(b"\r" + BOOTSTRAP[: len(BOOTSTRAP) // 2].encode())
        rig.idle(0.3)
        rig.ask(Identify(), Identified)
        rig.ask(EndVisit(), CommandDone)
        rig.idle(1.0)
        assert usable(rig)
    finally:
        rig.close()


class Noise:
    """Kernel messages at random byte positions, so many a second."""

    def __init__(self, rate: float) -> None:
        self._random, self._rate, self._next, self.sent = random.Random(5), rate, 0.0, 0

    def __call__(self, data: bytes) -> bytes:
        now = time.monotonic()
        if now < self._next:
            return data
        self._next = now + self._random.expovariate(self._rate)
        self.sent += 1
        at = self._random.randint(0, len(data))
        return data[:at] + b"[%12.6f] usb 1-1: noise [%d]\r\n" % (now, self.sent) + data[at:]


@pytest.mark.timeout(240 + 2 * NOISE_S)
@pytest.mark.parametrize("shell", ["dash", "mksh"])
def test_kernel_messages_anywhere_lose_no_key_and_invent_none(shell: str, tmp_path: Path) -> None:
    noise = Noise(20)
    rig = Rig(tmp_path, shell_words(shell, tmp_path), noise=noise, baud=115200)
    rig.ask(Identify(), Identified)
    rig.ask(ListenKeys(), CommandDone)
    rig.ask(StartReading(0.1), CommandDone)
    seconds = NOISE_S
    begin, pressed = len(rig.events), []
    for at in range(int(seconds * 10)):
        code = (2, 3, 28, 14)[at % 4]
        rig.key(code, 1)
        rig.run(0.05)
        rig.key(code, 0)
        rig.run(0.05)
        pressed += [KeyPressed, KeyReleased]
    rig.run(0.5)
    got = [s.event for s in rig.events[begin:]]
    rig.close()
    assert [type(e) for e in got if isinstance(e, KeyPressed | KeyReleased)] == pressed
    assert [e.code for e in got if isinstance(e, KeyPressed)] == [
        str((2, 3, 28, 14)[at % 4]) for at in range(int(seconds * 10))
    ]
    assert not [e for e in got if isinstance(e, UnknownFrame)]
    assert sum(isinstance(e, ConsoleMessage) for e in got) > seconds * 8


def test_a_terminal_without_a_screen_says_so(dash: Rig) -> None:
    shutil.rmtree(dash.tree.root / "sys/class/graphics")
    dash.tree.screen.unlink()
    dash.ask(Identify(), Identified)
    dash.send(ShowImage("a", picture()))
    assert dash.run(60.0, lambda e: isinstance(e, CommandFailed))[-1] == CommandFailed(
        "ShowImage", Failure.UNSUPPORTED, "no frame buffer that can be written"
    )


def test_a_terminal_without_a_keypad_says_so(dash: Rig) -> None:
    (dash.tree.root / "proc/bus/input/devices").write_text("")
    dash.ask(Identify(), Identified)
    dash.send(ListenKeys())
    assert dash.run(60.0, lambda e: isinstance(e, CommandFailed))[-1] == CommandFailed(
        "ListenKeys", Failure.UNSUPPORTED, "no keypad found"
    )


def test_a_terminal_that_starts_again_is_lost_at_once(dash: Rig) -> None:
    dash.ask(Identify(), Identified)
    dash.shell.kill()
    now = 5000.0
    output = dash.codec.feed(b"\r\nU-Boot SPL 2021.01 (Jan 01 2024)\r\n", now)
    assert LinkLost("the terminal started again") in output.events
    assert dash.codec.tick(now + 30).write == (), "nothing is typed into a boot loader"


def test_a_terminal_that_hangs_is_lost_after_eight_seconds(dash: Rig) -> None:
    dash.ask(Identify(), Identified)
    dash.shell.kill()
    events = dash.run(60.0, lambda e: isinstance(e, LinkLost))
    assert ConsoleState(ConsoleStage.LOST, "it does not answer any more") in events


def test_a_bench_that_stood_still_itself_asks_once_more_before_it_says_lost(dash: Rig) -> None:
    dash.ask(Identify(), Identified)
    later = time.monotonic() + 30.0
    awake = dash.codec.tick(later)
    assert not awake.events
    assert [data[:1] for data in awake.write] == [b"h"]
    dash.shell.kill()
    assert not any(isinstance(event, LinkLost) for event in dash.codec.tick(later + 2.0).events)
    assert LinkLost("it does not answer any more") in dash.codec.tick(later + 4.0).events


def test_a_probe_that_ended_while_the_bench_slept_is_found_out_though_its_shell_echoes(dash: Rig) -> None:
    dash.ask(Identify(), Identified)
    dash.idle(11.0)
    dash.run(60.0, lambda e: isinstance(e, LinkLost))
    dash.ask(Identify(), Identified)


def test_a_picture_of_another_size_is_not_shown(dash: Rig) -> None:
    dash.ask(Identify(), Identified)
    dash.send(ShowImage("a", picture(100, 100)))
    assert dash.events[-1].event == CommandFailed("ShowImage", Failure.REJECTED, "the screen has 320x240")


def test_a_restricted_bash_is_told(tmp_path: Path) -> None:
    words = shell_words("bash")
    rig = Rig(tmp_path, (words[0], "--norc", "--noprofile", "--restricted", "-i"))
    rig.send(Identify())
    events = rig.run(60.0, lambda e: isinstance(e, CommandFailed))
    rig.close()
    assert [e.stage for e in events if isinstance(e, ConsoleState)][-1] is ConsoleStage.RESTRICTED


def test_a_full_process_table_is_told(tmp_path: Path) -> None:
    if os.geteuid() != 0 or shutil.which("setpriv") is None:
        pytest.skip("needs root and setpriv, to be somebody with a limit")
    for folder in (tmp_path, *tmp_path.parents):
        if folder.owner() == "root" and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o055)
    limited = ("setpriv", "--reuid", "54321", "--clear-groups", "bash", "-c", "ulimit -u 1; exec dash -i")
    rig = Rig(tmp_path, limited)
    rig.send(Identify())
    events = rig.run(60.0, lambda e: isinstance(e, CommandFailed))
    rig.close()
    assert [e.stage for e in events if isinstance(e, ConsoleState)][-1] is ConsoleStage.NO_PROCESSES


def test_toybox_lends_most_and_only_what_it_lacks_is_borrowed(tmp_path: Path) -> None:
    borrowed = toybox_tools(tmp_path / "toybox")
    links = {path.name: path.resolve().name for path in (tmp_path / "toybox").iterdir()}
    assert {name for name, target in links.items() if target == "toybox"} == links.keys() - set(borrowed)
    assert len(borrowed) < len(links) / 2


@pytest.mark.parametrize(
    "missing",
    [("hexdump",), ("hexdump", "od"), ("cksum",), ("cksum", "md5sum", "gzip"), ("base64", "gzip")],
    ids=lambda names: "no " + " ".join(names),
)
def test_a_terminal_with_fewer_tools_still_tells_who_it_is_and_what_is_pressed(
    missing: tuple[str, ...], tmp_path: Path
) -> None:
    words = "base64 cat cksum dd grep gzip hexdump head id md5sum od sed sleep stty tail tr uname wc xxd"
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in words.split():
        path = shutil.which(name)
        if path is not None and name not in missing:
            (tools / name).symlink_to(path)
    rig = Rig(tmp_path, (shutil.which("env") or "env", f"PATH={tools}", shell_words("dash")[0], "-i"))
    try:
        assert rig.ask(Identify(), Identified).get("serial") == "SIM000001"  # type: ignore[attr-defined]
        rig.ask(ListenKeys(), CommandDone)
        rig.key(28, 1)
        rig.key(28, 0)
        events = rig.run(1.0)
        assert [e for e in events if isinstance(e, KeyPressed)] == [KeyPressed("OK", "28")]
    finally:
        rig.close()


def test_an_abort_stops_the_keys_and_keeps_the_probe(dash: Rig) -> None:
    dash.ask(Identify(), Identified)
    dash.ask(ListenKeys(), CommandDone)
    dash.ask(Abort(), CommandDone)
    dash.key(28, 1)
    assert not [e for e in dash.run(0.5) if isinstance(e, KeyPressed)]
    dash.ask(ReadSensors(), SensorsFound)
    assert not [s for s in dash.events if s.event == ConsoleState(ConsoleStage.ENDED)]


def test_a_probe_of_an_earlier_bench_is_ended_and_replaced(dash: Rig) -> None:
    dash.ask(Identify(), Identified)
    dash.codec = type(dash.codec)(dash.profile)  # type: ignore[call-arg]
    dash.ask(Identify(), Identified)
    dash.ask(EndVisit(), CommandDone)
    dash.idle(6.5)
    assert untouched(dash)


def test_a_visit_needs_no_place_to_write(tmp_path: Path) -> None:
    rig = Rig(tmp_path, (shutil.which("env") or "env", "TMPDIR=/nonexistent", *shell_words("mksh")))
    try:
        rig.ask(Identify(), Identified)
        rig.ask(ShowImage("a", picture()), CommandDone)
        rig.ask(EndVisit(), CommandDone)
    finally:
        rig.close()


@pytest.mark.parametrize("shell", ["ash", "bash", "dash", "mksh"])
def test_a_visit_works_where_nothing_can_be_written_but_the_screen(shell: str, tmp_path: Path) -> None:
    (tmp_path / "tree").mkdir()
    closed = f"mount --bind {tmp_path}/tree {tmp_path}/tree && mount -o remount,ro,bind /"
    probe = ("unshare", "-m", "sh", "-c", f"{closed} && ! touch {tmp_path}/written 2>/dev/null")
    if shutil.which("unshare") is None or subprocess.run(probe, capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount")
    words = " ".join(shell_words(shell))
    rig = Rig(tmp_path, (shutil.which("unshare") or "", "-m", "sh", "-c", f"{closed} && exec {words}"))
    try:
        rig.ask(Identify(), Identified)
        rig.ask(ListenKeys(), CommandDone)
        rig.key(28, 1)
        rig.key(28, 0)
        assert KeyPressed("OK", "28") in rig.run(1.0)
        rig.ask(ShowImage("a", picture()), CommandDone)
        rig.ask(EndVisit(), CommandDone)
    finally:
        rig.close()


def test_a_recorded_visit_decodes_again_and_holds_no_secret(dash: Rig) -> None:
    dash.ask(Identify(), Identified)
    dash.ask(ReadSensors(), SensorsFound)
    dash.ask(ListenKeys(), CommandDone)
    for code in (6, 28):
        dash.key(code, 1, at=100.25)
        dash.key(code, 0, at=100.5)
    dash.run(0.5)
    content = dash.ask(ReadFacts(FactSubject.FILE, "/etc/pos/payment.conf"), FactsRead)
    redactor = CODEC.redactors_for(dash.profile)[1]
    kept = redactor.feed(dash.received) + redactor.flush()
    assert len(kept.splitlines()) == len(dash.received.splitlines())
    output = CODEC.open(dash.profile).feed(kept, 0.0)
    live = [s.event for s in dash.events]
    assert next(e for e in live if isinstance(e, Identified)).get("serial") == "SIM000001"
    assert next(e for e in output.events if isinstance(e, Identified)).get("serial") == "SIM000001"
    edges = [(e, at) for e, at in output.timed() if isinstance(e, KeyPressed)]
    assert edges == [(KeyPressed(None, "*"), 100.25), (KeyPressed("OK", "28"), 100.25)]
    assert content not in output.events
    assert not [e for e in output.events if isinstance(e, FactsRead)]
