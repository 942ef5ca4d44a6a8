"""What a terminal's own shell prints, as the console probe reads it, and what adb says. Text that nobody here wrote."""

import base64
import gzip
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

import msgspec

from devices.adb_server import parse_devices, told_by
from devices.card_numbers import without_numbers
from devices.codecs._console_facts import VERBS, facts_read, identity, words_of
from devices.codecs._console_frames import Answer, CheckValue, Damaged, Frame, parse_frame
from devices.codecs._console_items import pairs
from devices.codecs._console_keys import DEFAULT_KEYS, edge_event, input_devices, is_piece, keypads, parse_edge
from devices.codecs._console_redact import ConsoleRedactor
from devices.codecs._console_screen import screen_found, screen_size
from devices.codecs._console_sensors import gauges, implausible, streamed
from devices.codecs._console_text import ConsoleText, Kind, sight
from devices.commands import ReadFacts
from devices.errors import CommandRefused
from devices.events import FactsRead, FactSubject
from devices.simulator._adbd import Adbd, packet
from tests.fuzz.target import Reader, Target

_VERBS: Final = sorted(VERBS.values())
_SUBJECTS: Final = {verb: subject for subject, verb in VERBS.items()}
_PROGRAMS: Final = "UID PID PPID C STIME TTY TIME CMD\nroot 1 0 0 10:00 ? 00:00:01 {init} /bin/sh --password=one\n"
_SAID: Final = {
    "pkg": "package:com.example.pay versionCode:12\nbusybox 1.36\n4111111111111111 1\n",
    "log": "dmesg:[ 1.0] panic 4111 1111 1111 1111\nlogcat:x\n",
    "file": "+30\nuser=shop\npassword=hunter2\n",
    "prop": "+no\n",
    "net": "/sys/class/net/eth0/operstate=up\n/etc/resolv.conf=nameserver 1.1.1.1\ndns=8.8.8.8\naddr=1.2.3.4\n",
    "ping": "3 packets transmitted, 3 received\nrtt min/avg/max = 1.0/2.0/3.0 ms\nexit=0\n",
    "dns": "Server: 1.1.1.1\nName: host\nAddress 1: 1.2.3.4\ngetent=1.2.3.4\nms=3\nexit=0\n",
    "tcp": "ms=3\nfailed=200\ntool=nc\n",
    "tls": "ms=3\nnotAfter=Nov 22 10:00:00 2027 GMT\nclock=1790000000\nVerify return code: 0 (ok)\ndoes match certificate\n",
    "mtu": "mtu=1500\n",
    "ps": _PROGRAMS + "package=com.example.ball appop=SYSTEM_ALERT_WINDOW\n",
    "mem": "MemTotal:  510480 kB\nuptime=412.55 800.12\nrw=ext4 /\n/dev/root 262144 181002 81142 70% /\n",
}
_NUMBERS: Final = re.compile(r"(?<!\d)\d(?:[ -]?\d){11,18}(?!\d)")


def check_facts(data: bytes) -> None:
    """One reader's output, asked for plainly, with patterns, and as a digest."""
    given = Reader(data)
    choice = given.byte()
    verb, text = _VERBS[choice % len(_VERBS)], given.rest().decode("utf-8", "replace")
    patterns = ("^password=",) if choice & 0x40 else ()
    asked = ReadFacts(_SUBJECTS[verb], "/etc/a", patterns, 64, bool(choice & 0x80), "^#")
    for told in (facts_read(verb, asked, text), facts_read(verb, None, text)):
        assert told is not None
        _kept(told)
    judged = facts_read("file", ReadFacts(FactSubject.FILE, "/a", ("x",), 9999, True), text)
    assert judged is not None
    assert {name for name, _ in judged.items} <= {"matched", "sha256", "error"}, "a file that is judged is kept"
    for name, value in identity(text):
        assert isinstance(name, str)
        assert isinstance(value, str)
    with suppress(CommandRefused):
        words_of(ReadFacts(_SUBJECTS[verb], text[:80], (text[:20],)))


def _kept(told: FactsRead) -> None:
    assert msgspec.convert(msgspec.to_builtins(told), FactsRead) == told
    for name, value in told.items:
        assert isinstance(value, str)
        assert not _NUMBERS.search(value), "a card number goes on"
        assert not _NUMBERS.search(name), "a card number goes on as a name"
        assert without_numbers(value) == value


def facts_seeds() -> Iterator[bytes]:
    """What each reader prints."""
    for at, verb in enumerate(_VERBS):
        for bits in (0, 0x40, 0x80):
            choice = next(n for n in range(bits, bits + 0x40) if n % len(_VERBS) == at)
            yield bytes([choice]) + _SAID[verb].encode()


def check_things(data: bytes) -> None:
    """Sensors, keypads and screen out of the probe's lists."""
    text = data.decode("utf-8", "replace")
    files = dict(pairs(text))
    found = gauges(files)
    assert {gauge.sensor.channel for gauge in streamed(found)} <= {gauge.sensor.channel for gauge in found}
    for gauge in found:
        msgspec.to_builtins(gauge.sensor)
        for raw in ("x", "", "-1", "1e9", "9" * 400, text[:20]):
            value = gauge.value(raw)
            assert value is None or abs(value) < 1e9, "a reading that cannot be"
    implausible(files)
    for bits in (32, 64):
        for device in keypads(input_devices(text, bits), DEFAULT_KEYS):
            assert re.fullmatch(r"event\d+", device.event), "a name that could be more than a name on a command line"
    screen = screen_found({path.rpartition("/")[2]: value for path, value in pairs(text)})
    if screen is not None:
        assert 0 < screen_size(screen) <= 1 << 28, "a screen of more memory than any terminal has"
        assert screen.width * screen.bits_per_pixel // 8 <= screen.stride


def things_seeds() -> Iterator[bytes]:
    """Lists as Linux and Android print them."""
    yield (
        b"/sys/class/power_supply/bat/type=Battery\n/sys/class/power_supply/bat/voltage_now=3900000\n/sys/class/power_supply/bat/capacity=80\n"
        b"/sys/class/thermal/thermal_zone0/temp=41000\n/sys/class/thermal/thermal_zone0/type=cpu\n/sys/class/hwmon/hwmon0/in1_input=5012\n"
        b"/sys/class/hwmon/hwmon0/temp1_input=40000\n/sys/class/hwmon/hwmon0/temp1_crit=90000\n/sys/class/hwmon/hwmon0/name=x\n"
    )
    yield b"dumpsys/level=80\ndumpsys/voltage=3900\ndumpsys/temperature=301\n"
    yield b'I: Bus=0019\nN: Name="keypad"\nH: Handlers=kbd event1 \nB: KEY=1000 3000f 10000ffc\n\nI: Bus=1\nN: Name="lid"\nH: Handlers=event0\n'
    yield b'add device 1: /dev/input/event3\n  name:     "keypad"\n  events:\n    KEY (0001): 0002  0003* 0004  001c\n'
    yield b"/sys/class/graphics/fb0/virtual_size=320,480\nbits_per_pixel=16\nstride=640\nmodes=U:320x240p-0\nwritable=1\ntools=gzip\nname=fb\n"


def check_lines(data: bytes) -> None:
    """The console's text: lines, frames, keys, and answers put together; masked lines read on."""
    text, check, answer = ConsoleText(), CheckValue(), Answer()
    size = 1 + (data[0] % 32 if data else 0)
    for at in range(1, len(data), size):
        for piece in text.feed(data[at : at + size]):
            assert "\n" not in piece.text
            if piece.kind is Kind.LINE:
                _line(piece.text, check, answer)
        sight(text.tail, "")
    assert text.pending <= 65_536
    answer.whole  # noqa: B018
    redactor = ConsoleRedactor()
    assert len(redactor.feed(data) + redactor.flush()) >= len(data), "a log must not lose anything"


def _line(text: str, check: CheckValue, answer: Answer) -> None:
    found = parse_frame(text, check)
    assert found is None or isinstance(found, Frame | Damaged)
    if isinstance(found, Frame):
        answer.take(found.head.partition(".")[2], found.payload)
        assert len(answer.missing) <= 100_000, "frames that can never come are waited for"
        plain = answer.text()
        assert plain is None or len(plain) <= 16_000_000
    edge = parse_edge(text)
    if edge is not None:
        edge_event(edge[1], DEFAULT_KEYS)
    is_piece(text)


def check_answer(data: bytes) -> None:
    """Frames whose check values are right: number, encoding and content as anybody may send them."""
    answer = Answer()
    for entry in data.split(b"\n")[:40]:
        head, _, payload = entry.decode("utf-8", "replace").partition(" ")
        answer.take(head[:24], payload)
        assert len(answer.missing) <= 100_000, "frames that can never come are waited for"
    if answer.whole:
        plain = answer.text()
        assert plain is None or len(plain) <= 16_000_000


def lines_seeds() -> Iterator[bytes]:
    """Kernel messages, prompts, frames, keys."""
    yield b"\x07[    1.234567] usb 1-1: new\r\n~1id.p1 1234 x=1\r\nlogin: root\r\nPassword: secret\r\n# "
    yield b"\x1fK0 6741a1d2.0.1.1c.1:1.1c.1\r\nK0 6741a1d2.0.1e240.0.1.2.1:1.2.1\r\n~t 1 3,1,2\r\n"
    yield b"\x01U-Boot 2020\r\nHit any key to stop autoboot\r\n=> "
    yield b"\x01~b 930766865 x\r\n~1id.0 2 2 z\r\n~1id.!  3 verb\r\n"


def answer_seeds() -> Iterator[bytes]:
    """Answers in each encoding."""
    yield b"p1 " + base64.b64encode(b"serial=1\n") + b"\n0 1 b"
    yield b"p1 " + base64.b64encode(gzip.compress(b"serial=1\n" * 9)) + b"\n0 1 z"
    yield b"p1 73 65\np2 72\n0 2 x"
    yield b"! verb\n0 999999999999 z\n0 \xc2\xb2"


def check_adb(data: bytes) -> None:
    """adb's server: its list, its answers; and our simulated bridge."""
    given, rest = Reader(data), Reader(data[1:])
    for device in parse_devices(data.decode("utf-8", "replace")):
        assert device.serial
        assert device.state
        assert "\n" not in device.serial + device.model
    said = told_by(rest.some)
    assert said is None or len(said) <= 65_536
    bridge, size = Adbd("a", "A"), 1 + given.byte() % 64
    heard, stream = bytearray(), given.rest()
    for at in range(0, len(stream), size):
        came = bridge.feed(stream[at : at + size])
        heard += came.typed
        if came.broken:
            break
        bridge.say(b"x" * 20)
    assert len(heard) <= len(stream)


def adb_seeds() -> Iterator[bytes]:
    """A list, an answer, and a session."""
    yield b"emulator-5554          device product:sdk model:A920 device:x transport_id:1\n0123 unauthorized usb:1-1\n? no permissions (x); see [http://x]\n"
    yield b"\x04OKAY000cabcdefghijkl"
    yield b"\x04FAIL0004nope"
    open_shell = packet(int.from_bytes(b"OPEN", "little"), 1, 0, b"shell,v2:\0")
    hello = packet(int.from_bytes(b"CNXN", "little"), 0x01000000, 4096, b"host::\0")
    typed = packet(int.from_bytes(b"WRTE", "little"), 1, 1, b"\0\x02\0\0\0ls")
    yield b"\x20" + hello + open_shell + typed


TARGETS: Final = (
    Target("probe.facts", "devices/codecs/_console_facts.py, _console_network.py",
           "facts survive the journal; no card number goes on; a file that is judged is not kept",
           check_facts, facts_seeds, (b"PID", b"appop=SYSTEM_ALERT_WINDOW", b"notAfter=", b"packets transmitted, ", b"4111111111111111"),
           largest=400),
    Target("probe.things", "devices/codecs/_console_sensors.py, _console_keys.py, _console_screen.py",
           "readings are plausible, names are names, a screen fits a terminal",
           check_things, things_seeds, (b"/sys/class/", b"B: KEY=", b"H: Handlers=", b"virtual_size=", b"KEY (0001):"), largest=500),
    Target("probe.lines", "devices/codecs/_console_text.py, _console_frames.py, _console_redact.py",
           "lines stay lines; a log keeps lengths", check_lines, lines_seeds, (b"~", b".p1 ", b"login: ", b"K0 ", b":1."), largest=300),
    Target("probe.answer", "devices/codecs/_console_frames.py (answers)", "no answer costs more than it sends",
           check_answer, answer_seeds, (b"0 ", b"p1 ", b" z", b" x"), largest=300),
    Target("adb", "devices/adb_server.py, devices/simulator/_adbd.py", "rows or nothing; an answer or None; a bridge that hangs up on rubbish",
           check_adb, adb_seeds, (b"OKAY", b"FAIL", b"CNXN", b"OPEN", b"WRTE", b"CLSE", b"shell:", b"device", b"model:"), largest=400),
)  # fmt: skip
