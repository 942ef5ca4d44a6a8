"""The pure parts of the service console: cleaning, frames, keys, pictures, sensors, refusals, and what a log may keep."""

import random
import subprocess
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.patterns import ramps, solid
from devices.codecs import _console_script as script
from devices.codecs._console_facts import words_of
from devices.codecs._console_frames import Answer, CheckValue, Damaged, Frame, cksum, parse_frame
from devices.codecs._console_keys import (
    KeyEdge,
    edge_event,
    harmless_codes,
    input_devices,
    key_map,
    keypads,
    parse_edge,
)
from devices.codecs._console_redact import BenchRedactor, ConsoleRedactor
from devices.codecs._console_screen import picture, screen_found, unpacked
from devices.codecs._console_sensors import gauges, streamed
from devices.codecs._console_text import ConsoleText, Kind, Sight, sight
from devices.codecs.console import CODEC
from devices.commands import AskDigits, LogIn, ReadFacts, ShowText
from devices.errors import CommandRefused
from devices.events import FactSubject, KeyHeld, KeyPressed, KeyReleased, KeysLost, ScreenFound
from devices.raster import DisplayGeometry, DisplayKind, Raster
from tests.devices.console_rig import profile

MESSAGE = b"[   12.345678] usb 1-1: [sda] new device\r\n"
DEVICES = """I: Bus=0019
N: Name="Power Button"
H: Handlers=kbd event0
B: KEY=10000000000000 0

I: Bus=0019
N: Name="matrix-keypad"
H: Handlers=sysrq kbd event3 leds
B: KEY=1000ffc

"""


def test_a_kernel_message_at_any_character_is_taken_out_and_kept() -> None:
    line = b"~12id.a1 4021 H4sIAAAAAAACA5Pv5mAAASbmtwc\r\n"
    for at in range(len(line) + 1):
        pieces = ConsoleText().feed(line[:at] + MESSAGE + line[at:])
        assert [p.text for p in pieces if p.kind is Kind.LINE] == [line.strip().decode()], at
        assert [p.text for p in pieces if p.kind is Kind.KERNEL] == [MESSAGE.strip().decode()]


def test_many_messages_byte_by_byte_give_every_line_back() -> None:
    dice = random.Random(1)
    lines = [f"~t {n} 5080,{dice.randrange(9999)}\r\n".encode() for n in range(200)]
    stream = b"".join(lines)
    for _ in range(300):
        at = dice.randrange(len(stream))
        if MESSAGE[:2] not in stream[max(at - 45, 0) : at + 45]:
            stream = stream[:at] + MESSAGE + stream[at:]
    text = ConsoleText()
    got = [p.text for byte in stream for p in text.feed(bytes([byte])) if p.kind is Kind.LINE]
    assert got == [line.strip().decode() for line in lines]


@pytest.mark.parametrize(
    ("tail", "seen"),
    [
        ("/ # ", Sight.SHELL),
        ("root@pos:~# ", Sight.SHELL),
        ("$ ", Sight.SHELL),
        ("=> ", Sight.LOADER),
        ("hboot>", Sight.LOADER),
        ("U-Boot> ", Sight.LOADER),
        ("simpos login: ", Sight.LOGIN),
        ("Password: ", Sight.PASSWORD),
        ("Hit any key to stop autoboot:  3 ", Sight.AUTOBOOT),
        ("", Sight.NOTHING),
        ("Starting services", Sight.TEXT),
    ],
)
def test_prompts_are_recognised(tail: str, seen: Sight) -> None:
    assert sight(tail, "") is seen


def test_a_prompt_with_colours_and_a_cursor_question_is_a_prompt() -> None:
    text = ConsoleText()
    text.feed(b"\r\n\x1b[1;32mroot@pos\x1b[0m:\x1b[34m/\x1b[0m# \x1b[6n")
    assert text.tail == "root@pos:/# "
    assert sight(text.tail, "") is Sight.SHELL


def test_the_check_value_is_that_of_the_tool() -> None:
    assert cksum(b"123456789") == 930766865


def test_a_frame_with_one_wrong_character_is_damaged() -> None:
    check = CheckValue()
    good = f"~1id.a1 {check.of('1id.a1 hello')} hello"
    assert parse_frame(good, check) == Frame("1id.a1", "hello")
    assert isinstance(parse_frame(good.replace("hello", "hallo"), check), Damaged)
    assert parse_frame("login: ", check) is None


def test_missing_frames_of_an_answer_are_named() -> None:
    answer = Answer()
    for part, payload in (("a1", "x"), ("a3", "z"), ("a0", "4 z")):
        answer.take(part, payload)
    assert answer.missing == [2, 4]


def test_each_line_of_the_probe_fits_a_line_limit_of_256() -> None:
    lines = [*script.script_lines(), script.BOOTSTRAP, script.COLLECT, script.BEGIN]
    assert max(map(len, lines)) <= script.LONGEST_LINE
    assert all(line.isascii() for line in lines)


def test_the_probe_never_wipes_restarts_or_writes_flash() -> None:
    words = {
        "rm", "reboot", "poweroff", "halt", "shutdown", "mkfs", "flash_erase", "nandwrite", "flashcp", "mtd", "fw_setenv",
        "mount", "umount", "insmod", "kexec", "setprop", "settings", "wipe", "format", "mv", "cp", "chmod", "sync", "init",
    }  # fmt: skip
    import re

    text = re.sub(r"settings get|h settings|settings/", "", script.script_text())  # Android's, read and nothing else
    assert not words & set(re.findall(r"[a-z_]+", text))
    targets = set(re.findall(r"(?<![0-9&])>\s*([^\s;|)&]+)", script.script_text())) | set(
        re.findall(r"of=(\S+)", script.script_text())
    )
    assert targets <= {"/dev/null", "$R/proc/sys/kernel/printk", "$R/sys/class/graphics/fbcon/cursor_blink", "$R/dev/tty1",
                       "$B", "$q", "$q/brightness", "$LB", "/dev/tcp/$1/$2"}  # fmt: skip


def test_the_probe_evaluates_nothing_it_is_sent() -> None:
    assert "eval" not in script.script_text()


@pytest.mark.parametrize(
    "command",
    [
        ReadFacts(FactSubject.FILE, "/dev/watchdog"),
        ReadFacts(FactSubject.FILE, "/etc/../dev/mem"),
        ReadFacts(FactSubject.FILE, "/etc/a;reboot"),
        ReadFacts(FactSubject.FILE, "/proc/kcore"),
        ReadFacts(FactSubject.FILE, "relative"),
        ReadFacts(FactSubject.PING, "-f host"),
        ReadFacts(FactSubject.PING, "$(reboot)"),
        ReadFacts(FactSubject.PROPERTY, "a b"),
        ReadFacts(FactSubject.LOGS, patterns=("a\nreboot",)),
        ShowText(("x",)),
        AskDigits("123", 5),
        LogIn("root\r", "x"),
    ],
)
def test_what_the_bench_must_not_say_is_refused(command: object) -> None:
    with pytest.raises(CommandRefused):
        CODEC.open(profile()).send(command, 0.0)  # type: ignore[arg-type]


def test_a_file_may_be_asked_for_by_its_path() -> None:
    assert words_of(ReadFacts(FactSubject.FILE, "/etc/pos/payment.conf", limit=5000)) == (
        "5000",
        "/etc/pos/payment.conf",
    )


def test_a_log_in_hides_both_words() -> None:
    assert repr(LogIn("service", "secret")) == "LogIn()"


@pytest.mark.parametrize("bits", [32, 64])
def test_the_keypad_is_found_by_its_keys_not_by_its_number(bits: int) -> None:
    found = keypads(input_devices(DEVICES, bits), key_map(profile()))
    assert [(device.name, device.event) for device in found] == [("matrix-keypad", "event3")]


def test_words_of_key_bits_are_as_wide_as_the_reader() -> None:
    text = 'N: Name="a"\nH: Handlers=event1\nB: KEY=1 0\n'
    assert input_devices(text, 32)[0].codes == {32}
    assert input_devices(text, 64)[0].codes == {64}


@pytest.mark.parametrize(
    "line",
    [
        "K0 6733ba0.0.b35a8.0.1.2.1:1.2.1",
        "K0 6733ba0.b35a8.1.2.1:1.2.1",
        " a0 3b 73 06 00 00 00 00 a8 35 0b 00 00 00 00 00 01 00 02 00 01 00 00 00",
        "a03b7306a8350b000100020001000000",
    ],
)
def test_every_form_of_an_event_says_the_same(line: str) -> None:
    found = parse_edge(line)
    assert found is not None
    start, edge = found
    assert (start, edge.kind, edge.code, edge.value, edge.at) == (0, 1, 2, 1, 0x6733BA0 + 0xB35A8 / 1e6)


def test_repeat_is_no_press_and_an_overrun_is_told() -> None:
    known = {2: "1"}
    assert edge_event(KeyEdge("0", 1, 2, 1, 0.0), known) == KeyPressed("1", "2")
    assert edge_event(KeyEdge("0", 1, 2, 2, 0.0), known) == KeyHeld("1", "2")
    assert edge_event(KeyEdge("0", 1, 2, 0, 0.0), known) == KeyReleased("1", "2")
    assert edge_event(KeyEdge("0", 1, 99, 1, 0.0), known) == KeyPressed(None, "99")
    assert isinstance(edge_event(KeyEdge("0", 0, 3, 0, 0.0), known), KeysLost)


def test_a_profile_may_name_its_own_codes() -> None:
    assert key_map(profile(**{"key.200": "OK"}))[200] == "OK"


@pytest.mark.parametrize("bits", [16, 32])
def test_a_picture_survives_the_frame_buffer(bits: int) -> None:
    screen = ScreenFound(48, 20, bits, 48 * bits // 8 + 16, 40)
    levels = np.random.default_rng(3).integers(0, 2, (20, 48, 3), dtype=np.uint8) * np.uint8(255)
    sent = picture(Raster(levels), screen)
    import base64
    import gzip

    memory = gzip.decompress(gzip.decompress(base64.b64decode(sent.text)))
    assert len(memory) == sent.size == screen.stride * 40
    assert unpacked(memory, screen) == Raster(levels)
    assert unpacked(memory[screen.stride * 20 :], screen) == Raster(levels), "every page shows it"


def test_every_pattern_of_the_bench_packs_into_two_kilobytes() -> None:
    screen = ScreenFound(480, 800, 16, 960, 800)
    for pattern in (*solid.PATTERNS, *ramps.PATTERNS):
        drawn = pattern.render(DisplayGeometry(DisplayKind.COLOUR, 480, 800))
        assert len(picture(drawn, screen).text) < 2000, pattern.id


def test_a_frame_buffer_that_makes_no_sense_is_none() -> None:
    good = {"virtual_size": "320,480", "bits_per_pixel": "16", "stride": "640", "writable": "1", "tools": "1"}
    assert screen_found(good) == ScreenFound(320, 480, 16, 640, 480)
    assert screen_found({**good, "modes": "U:320x240p-0"}) == ScreenFound(320, 240, 16, 640, 480)
    for name, value in (("bits_per_pixel", "8"), ("stride", "10"), ("virtual_size", ""), ("modes", "U:0x0p-0")):
        assert screen_found({**good, name: value}) is None
    assert screen_found({}) is None


def test_channels_that_are_not_there_are_left_out() -> None:
    files = {
        "/sys/class/hwmon/hwmon0/in0_input": "-500",
        "/sys/class/hwmon/hwmon0/in1_input": "3300",
        "/sys/class/hwmon/hwmon0/in2_input": "5080",
        "/sys/class/hwmon/hwmon0/in2_label": "VIN",
        "/sys/class/thermal/thermal_zone0/temp": "41000",
        "/sys/class/thermal/thermal_zone0/trip_point_1_type": "critical",
        "/sys/class/thermal/thermal_zone0/trip_point_1_temp": "105000",
        "/sys/class/power_supply/bat/type": "Battery",
        "/sys/class/power_supply/bat/temp": "312",
    }
    chosen = {gauge.sensor.channel.id: gauge for gauge in streamed(gauges(files))}
    assert chosen["voltage@supply"].sensor.value == 5.08
    assert chosen["temperature@board"].sensor.critical == 105.0
    assert chosen["temperature@battery"].sensor.value == 31.2
    assert len(gauges(files)) == 4


def test_a_log_keeps_neither_user_nor_password_nor_the_order_of_digits() -> None:
    bench, terminal = CODEC.redactors_for(profile())
    out = bench.feed(b"\rservice\rsecret\r" + script.BOOTSTRAP.encode() + b"\r")
    assert out == b"\r*******\r******\r" + script.BOOTSTRAP.encode() + b"\r"
    said = terminal.feed(b"pos login: service\r\nPassword: secret\r\n/ # ") + terminal.flush()
    assert b"service" not in said
    assert b"secret" not in said
    edges = terminal.feed(b"K0 67.0.1.0.4.4.5:4.4.5\r\nK0 67.0.1.0.1.5.1:1.5.1\r\nK0 67.0.1.0.1.1c.1:1.1c.1\r\n")
    assert edges == b"K0 67.0.1.0.4.4.*:4.4.*\r\nK0 67.0.1.0.1.***.1:1.***.1\r\nK0 67.0.1.0.1.1c.1:1.1c.1\r\n"


def edges(*codes: int) -> bytes:
    return b"".join(
        b"K0 67.0.1.0.1.%x.%d:1.%x.%d\r\n" % (code, value, code, value) for code in codes for value in (1, 0)
    )


def test_without_a_profile_a_log_keeps_the_code_of_no_key() -> None:
    _, terminal = CODEC.redactors()
    assert len({terminal.feed(edges(code)).replace(b"*", b"") for code in (5, 28, 59, 400)}) == 1


def test_a_digit_with_a_code_of_the_models_own_leaves_no_order_in_a_log() -> None:
    own = profile(**{"key.400": "1", "key.28": "2", "key.159": "3", "key.30": "OK"})
    kept = set()
    for order in permutations((400, 28, 159)):
        redactor = CODEC.redactors_for(own)[1]
        kept.add(redactor.feed(edges(*order, 30)) + redactor.flush())
    assert len(kept) == 1
    assert b".1.1e.1:" in next(iter(kept)), "what this model calls OK is no digit"


def test_a_code_that_means_no_key_may_be_a_digits_and_is_masked() -> None:
    redactor = CODEC.redactors_for(profile())[1]
    assert b"190" not in redactor.feed(edges(400))


def test_a_key_that_stands_before_a_prompt_is_masked() -> None:
    _, terminal = CODEC.redactors_for(profile())
    assert b".5." not in terminal.feed(b"K0 67.0.1.0.1.5.1:1.5.1 pos login: service\r\n")


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("key.0x190", "1", "number"),
        ("key.4096", "1", "number"),
        ("key.400", "ONE", "no key called ONE"),
        ("key.2", "F1", "digit"),
        ("key.79", "OK", "digit"),
        ("ask_blindly", True, "must be false"),
    ],
)
def test_an_option_that_would_weaken_a_guard_is_a_problem_and_has_no_effect(
    name: str, value: str | bool, word: str
) -> None:
    wrong = profile(**{"ask_blindly": False, name: value})
    [problem] = CODEC.option_problems(wrong)
    assert problem.startswith(f"options.{name}: ")
    assert word in problem
    assert key_map(wrong) == key_map(profile())
    assert harmless_codes(wrong) == harmless_codes(profile())


def test_a_digit_cut_in_two_by_a_kernel_message_is_masked_in_the_log() -> None:
    line = b"K0 6733ba0.0.b35a8.0.1.5.1:1.5.1\r\n"
    for at in range(len(line)):
        terminal = ConsoleRedactor()
        out = terminal.feed(line[:at] + MESSAGE + line[at:]) + terminal.flush()
        assert b".1.5.1" not in out.replace(MESSAGE, b""), at


def test_a_password_that_looks_like_a_command_is_masked() -> None:
    assert BenchRedactor().feed(b"1id 4021 id -\r") == b"*************\r"


def test_a_masked_log_still_decodes() -> None:
    terminal = ConsoleRedactor(harmless_codes(profile()))
    safe = terminal.feed(b"K0 67.0.1.0.1.5.1:1.5.1\r\nK0 67.0.1.0.1.1c.1:1.1c.1\r\n")
    events = CODEC.open(profile()).feed(safe, 0.0).events
    assert events == (KeyPressed(None, "*"), KeyPressed("OK", "28"))


@pytest.mark.parametrize("shell", ["dash", "bash", "mksh", "busybox"])
def test_the_probe_is_good_shell(shell: str) -> None:
    import shutil

    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed here")
    words = [shell, "ash", "-n"] if shell == "busybox" else [shell, "-n"]
    assert (
        subprocess.run(words, input=script.script_text(), text=True, capture_output=True, check=False).returncode == 0
    )


@given(
    at=st.integers(0, 60), byte=st.integers(0, 255), code=st.sampled_from([2, 5, 11, 28]), value=st.sampled_from([0, 1])
)
def test_one_wrong_byte_never_makes_another_key_of_an_event(at: int, byte: int, code: int, value: int) -> None:
    line = f"K0 6733ba0.0.b35a8.0.1.{code:x}.{value}:1.{code:x}.{value}".encode()
    damaged = bytearray(line)
    damaged[at % len(line)] = byte
    found = parse_edge(damaged.decode("latin-1"))
    assert found is None or (found[1].kind, found[1].code, found[1].value) == (1, code, value)


def test_a_time_that_jumps_is_not_taken_for_the_kernels() -> None:
    codec = CODEC.open(profile())
    at = [codec.feed(f"K0 {second:x}.0.0.0.1.1c.{value}:1.1c.{value}\r\n".encode(), now).timed() for second, value, now in (
        (1000, 1, 5.0), (1001, 0, 6.0), (9001, 1, 7.0), (9002, 0, 8.0))]  # fmt: skip
    assert [time for timed in at for _, time in timed] == [1000.0, 1001.0, None, 9002.0]


def test_bytes_that_come_late_keep_the_time_at_which_the_kernel_says_it_was() -> None:
    codec = CODEC.open(profile())
    edges = (
        (1000, 0, 1, 5.0), (1000, 100_000, 0, 9.5), (1010, 0, 1, 15.0), (1010, 100_000, 0, 76.0), (1071, 0, 1, 76.0),
        (1071, 100_000, 0, 76.1),
    )  # fmt: skip
    at = [
        time
        for second, micro, value, now in edges
        for _, time in codec.feed(f"K0 {second:x}.0.{micro:x}.0.1.1c.{value}:1.1c.{value}\r\n".encode(), now).timed()
    ]
    assert at[:3] == [1000.0, 1000.1, 1010.0]
    assert at[3:5] == [None, None], "a minute late is no process that stood still, but a clock set anew"
    assert at[5] == 1071.1
