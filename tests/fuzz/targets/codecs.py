"""Every wire protocol: whatever a unit says, in any pieces, at any moment, its codec goes on, and its log keeps no order.

One target a codec, found in the registry. An input is a little programme: commands of the bench, bytes of the unit (as they
are, or sealed in a frame with a right check value, so that more than damage is read), time that passes, wires read back.
"""

import binascii
import importlib
import json
import tomllib
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any, Final, get_args

import msgspec
import numpy as np

from devices import commands
from devices.codec import Codec, CodecFactory, Output, Overhearing
from devices.codecs._console_frames import cksum
from devices.codecs.tc66c import encrypted
from devices.codecs.um import xor_of
from devices.commands import Command
from devices.errors import CommandRefused
from devices.events import (
    CommandFailed,
    ConsoleMessage,
    ConsoleState,
    Event,
    FactsRead,
    FactSubject,
    Identified,
    ScreenText,
    UnknownFrame,
)
from devices.framing import crc16_kermit, crc16_modbus
from devices.profile import Profile, load_profile
from devices.raster import Raster
from devices.registry import load_codecs
from devices.simulator._abecs_message import packet
from tests.fuzz.target import Reader, Target

ROOT: Final = Path(__file__).resolve().parents[3]
GOLDEN: Final = {
    table["codec"]: table
    for path in sorted((ROOT / "tests" / "wire").glob("*.toml"))
    for table in (tomllib.loads(path.read_text("utf-8")),)
}
_WORDY: Final = (FactsRead, Identified, ScreenText, ConsoleMessage, ConsoleState, CommandFailed)
"""Events with a unit's own words."""
_EVENTS: Final = {kind.__name__: kind for kind in get_args(Event)}
_MOST_STEPS: Final = 14
_ORDERS: Final = ("190745", "754190")
_RESTLESS: Final = 8


def sent_commands() -> tuple[Command, ...]:
    """What the bench may have asked; the place is the number in an input, so new ones go to the end."""
    facts = tuple(
        commands.ReadFacts(subject, about, patterns, 500, digest)
        for subject, about, patterns, digest in (
            (FactSubject.PACKAGES, "", (), False),
            (FactSubject.LOGS, "", ("panic",), False),
            (FactSubject.FILE, "/etc/app.conf", (), False),
            (FactSubject.FILE, "/etc/app.conf", ("^password=",), True),
            (FactSubject.PROPERTY, "ro.x", (), False),
            (FactSubject.NETWORK, "", (), False),
            (FactSubject.PING, "host", (), False),
            (FactSubject.NAME, "host", (), False),
            (FactSubject.TLS, "host:443", (), False),
            (FactSubject.PROGRAMS, "", (), False),
            (FactSubject.MEMORY, "", (), False),
            (FactSubject.STATE, "", (), False),
            (FactSubject.SELF_TEST, "", (), False),
            (FactSubject.HOST_LINE, "", (), False),
            (FactSubject.PRINTOUT, "", (), False),
        )
    )
    return (
        commands.Identify(),
        commands.ListenKeys(),
        commands.StopListening(),
        commands.AskDigits("190745", 30),
        commands.ShowText(("A", "B")),
        commands.ShowImage("A", Raster(np.zeros((4, 4, 3), np.uint8))),
        commands.ReadBattery(),
        commands.StartReading(0.5),
        commands.StopReading(),
        commands.LogIn("u", "p"),
        commands.ReadSensors(),
        commands.RestoreScreen(),
        commands.SetBacklight(50),
        commands.EndVisit(),
        commands.Abort(),
        *facts,
    )


COMMANDS: Final = sent_commands()


@cache
def profile_of(codec: str) -> Profile:
    """The model that the codec's golden file speaks of."""
    path = ROOT / "resources" / GOLDEN[codec]["profile"]
    return load_profile(path, path.parent / "_defaults.toml")


def _xor(data: bytes) -> bytes:
    value = 0
    for byte in data:
        value ^= byte
    return bytes([value])


def _apdu(body: bytes) -> bytes:
    framed = bytes([1, body[0] & 0x41 if body else 0, len(body[1:200])]) + body[1:200]
    return framed + _xor(framed)


def _neo2(body: bytes) -> bytes:
    framed = b"ViVOtech2\x00" + body[:2].ljust(2, b"\0") + len(body[2:]).to_bytes(2, "big") + body[2:]
    return framed + binascii.crc_hqx(framed, 0xFFFF).to_bytes(2, "big")


def _smartpin(body: bytes) -> bytes:
    return b"\x02" + len(body).to_bytes(2, "little") + body + _xor(body) + bytes([sum(body) & 0xFF, 3])


def _gertec(body: bytes) -> bytes:
    text = body[:200] + b"\x03"
    framed = bytes([2, len(text) + 3]) + text
    return framed + _xor(framed)


def _poslink(body: bytes) -> bytes:
    return b"\x02" + body + b"\x03" + _xor(body + b"\x03")


def _szzt(body: bytes) -> bytes:
    wire = importlib.import_module("devices.codecs._szzt_wire")
    text = b"%03d" % len(body[:999]) + body[:999] + b"\x03"
    return b"\x02" + text + wire.check_value(text)


def _zvt_message(body: bytes) -> bytes:
    return body[:2].ljust(2, b"\0") + bytes([len(body[2:200])]) + body[2:200]


def _zvt(body: bytes) -> bytes:
    message = _zvt_message(body)
    check = crc16_kermit(message + b"\x03").to_bytes(2, "little")
    return b"\x10\x02" + message.replace(b"\x10", b"\x10\x10") + b"\x10\x03" + check


def _tc66c(body: bytes) -> bytes:
    parts = [b"pac%d" % (at + 1) + body[60 * at : 60 * at + 56] for at in range(3)]
    plain = b"".join(
        part.ljust(60, b"\0") + crc16_modbus(part.ljust(60, b"\0")).to_bytes(4, "little") for part in parts
    )
    return encrypted(plain)


def _um(body: bytes) -> bytes:
    frame = (b"\x0d\x4c" + body).ljust(129, b"\0")[:129]
    return frame + bytes([xor_of(frame + b"\0")])


def _console(body: bytes) -> bytes:
    head, _, payload = body.replace(b"\n", b"").partition(b" ")
    text = head.decode("latin-1") + " " + payload.decode("utf-8", "replace")
    check = cksum(text.encode("utf-8", "replace") + b"\n")
    return b"~" + head + b" %d " % check + payload + b"\r\n"


SEALS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "abecs": packet,
    "mpi": _apdu,
    "vipa": _apdu,
    "neo2": _neo2,
    "smartpin": _smartpin,
    "gertec_ppc": _gertec,
    "poslink": _poslink,
    "szzt": _szzt,
    "zvt": _zvt,
    "zvt-tcp": _zvt_message,
    "tc66c": _tc66c,
    "um": _um,
    "console": _console,
}
"""A frame with a right check value around anything; protocols of plain lines have none."""

DIGITS: Final[dict[str, Callable[[str], bytes]]] = {
    "abecs": lambda order: packet(b"GCD000" + b"010" + b"\x80\x4d\x00\x06" + order.encode()),
    "mpi": lambda order: b"".join(_apdu(b"\x40" + bytes.fromhex("E005DFA20501") + d.encode()) for d in order),
    "vipa": lambda order: b"".join(_apdu(b"\x40" + bytes.fromhex("E005DFA20501") + d.encode()) for d in order),
    "neo2": lambda order: _neo2(bytes([0x62, 0]) + b"\0" + order.encode()),
    "smartpin": lambda order: b"".join(_smartpin(b"\x06" + d.encode()) for d in order),
    "gertec_ppc": lambda order: _gertec(b"MS06\x1d" + order.encode() + b"="),
    "poslink": lambda order: _poslink(b"0\x1cT01\x1c1.43\x1c000000\x1cOK\x1c" + order.encode()),
    "szzt": lambda order: order.encode() + b"\r",
    "zvt": lambda order: _zvt(bytes([0x04, 0x0F, 0x22, 0xF0, 0xF6]) + order.encode()),
    "zvt-tcp": lambda order: _zvt_message(bytes([0x04, 0x0F, 0x22, 0xF0, 0xF6]) + order.encode()),
    "console": lambda order: b"".join(
        b"K0 6741a1d2.0.1.%x.1:1.%x.1\r\n" % (code, code) for code in (1 + int(d) if d != "0" else 11 for d in order)
    ),
}
"""Six keys in an order, as a unit tells them where it does."""
WEAK: Final = frozenset({"szzt", "mpi", "vipa", "gertec_ppc", "poslink"})
"""Check values of one byte: one in 256 frames that lost something swallows the keys behind it and looks whole, for one order and
not for another. So whole frames stand before the keys here, and the damage is in the keys themselves."""
BARE: Final = frozenset({"szzt"})
"""Keys that are one byte each: a bit more or less makes 9 a sign that is no key, and 5 another digit. The log has to say which bytes
were keys, and tells nobody which bit it was. So here bytes are lost and not changed."""


def _said(events: Iterable[Event]) -> list[Event]:
    return [event for event in events if not isinstance(event, UnknownFrame)]


def _held(output: Output, now: float) -> Output:
    """What holds for everything a codec returns."""
    for event in output.events:
        kind = _EVENTS[type(event).__name__]
        kept = msgspec.to_builtins(event)
        if isinstance(event, _WORDY):
            kept = json.loads(json.dumps(kept, ensure_ascii=False).encode("utf-8", "backslashreplace"))
        assert msgspec.convert(kept, kind) == event, f"{event} does not survive a journal"
    assert all(isinstance(data, bytes) for data in output.write)
    assert output.deadline is None or output.deadline >= 0.0
    return output


def _restless(codec: Codec, output: Output, now: float) -> float:
    """Let every time-out run; time must move."""
    at_once = 0
    for _ in range(_RESTLESS):
        if output.deadline is None:
            return now
        at_once = at_once + 1 if output.deadline <= now else 0
        assert at_once < _RESTLESS - 1, "asks for its tick without end"
        now = max(now, output.deadline)
        output = _held(codec.tick(now), now)
    return now


def _active(factory: CodecFactory, given: Reader) -> None:
    """A visit: commands, answers, damage and silence in any order."""
    codec, now = factory.open(profile_of(factory.id)), 0.0
    output = Output()
    for _ in range(_MOST_STEPS):
        if not given.more:
            break
        step = given.byte()
        match step & 3:
            case 0:
                try:
                    output = _held(codec.send(COMMANDS[(step >> 2) % len(COMMANDS)], now), now)
                except CommandRefused:
                    continue
            case 1:
                output = _held(codec.feed(given.some(step >> 2 if step >> 2 < 60 else 250), now), now)
            case 2:
                body = given.some(given.byte())
                output = _held(codec.feed(SEALS.get(factory.id, bytes)(body), now), now)
            case _:
                now = now + 0.05 * (step >> 2) if step >> 2 < 40 else _restless(codec, output, now)
                output = _held(codec.tick(now), now)
    _held(codec.send(commands.Abort(), now), now)
    _restless(codec, output, now)


def _stream(factory: CodecFactory, given: Reader) -> tuple[bytes, int]:
    """Foreign bytes, some of them in whole frames, and how large the pieces are."""
    size, found = 1 + given.byte() % 40, b""
    for _ in range(12):
        if not given.more:
            break
        step = given.byte()
        body = given.some(step >> 1)
        found += SEALS.get(factory.id, bytes)(body) if step & 1 else body
    return found, size


def _pieces(data: bytes, size: int) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


def _passive(factory: CodecFactory, given: Reader) -> None:
    """A log is read back: pieces of another size change nothing."""
    data, size = _stream(factory, given)
    profile = profile_of(factory.id)
    whole, split = factory.open(profile), factory.open(profile)
    at_once = _said(_held(whole.feed(data, 0.0), 0.0).events)
    by_piece = [event for piece in _pieces(data, size) for event in _held(split.feed(piece, 0.0), 0.0).events]
    assert at_once == _said(by_piece), "pieces of another size tell something else"
    _held(whole.tick(0.5), 0.5)


def _masked(factory: CodecFactory, given: Reader) -> None:
    """A log keeps lengths, whatever the pieces, and what was masked decodes."""
    direction = given.byte() & 1
    data, size = _stream(factory, given)
    kept = _logged(factory, data, size, direction)
    assert len(kept) == len(data) or codec_alters(factory.id, kept, data), "a log must not change lengths"
    assert kept == _logged(factory, data, len(data) or 1, direction), "pieces of another size are logged otherwise"
    codec = factory.open(profile_of(factory.id))
    if direction:
        _held(codec.feed(kept, 0.0), 0.0)
    elif isinstance(codec, Overhearing):
        _held(codec.overhear(kept, 0.0), 0.0)


def codec_alters(codec: str, kept: bytes, data: bytes) -> bool:
    """A doubled byte of ZVT that is masked is one byte; a console's masked codes are all of one length."""
    return (codec == "zvt" and len(kept) < len(data)) or (codec == "console" and len(kept) > len(data))


def _logged(factory: CodecFactory, data: bytes, size: int, direction: int = 1) -> bytes:
    redactor = factory.redactors()[direction]
    return b"".join(redactor.feed(piece) for piece in _pieces(data, size)) + redactor.flush()


def _secret(factory: CodecFactory, given: Reader) -> None:
    """Keys in the midst of anything: whatever stands around them, their order changes nothing in the log."""
    before, size = _stream(factory, given)
    damage = (given.byte(), given.byte())
    if factory.id == "zvt-tcp":  # nothing tells where a message begins but the one before
        before, damage = b"", (0, 0)
    elif factory.id in WEAK:
        before = SEALS[factory.id](before)
    if factory.id in BARE:
        damage = (damage[0], damage[1] | 8)
    after = given.rest()
    keys = DIGITS[factory.id]
    kept = {_logged(factory, before + damaged(keys(order), *damage) + after, size) for order in _ORDERS}
    assert len(kept) == 1, "the order of digits is in the log"


def damaged(data: bytes, at: int, how: int) -> bytes:
    """Nothing, one bit, or a byte lost: the same place in whatever order."""
    if not how or at >= len(data):
        return data
    if how & 8:
        return data[:at] + data[at + 1 :]
    return data[:at] + bytes([data[at] ^ 1 << (how & 7)]) + data[at + 1 :]


def check(codec: str, data: bytes) -> None:
    """One input; its first byte says what is tried."""
    factory, given = load(codec), Reader(data)
    match given.byte() % 4:
        case 0:
            _passive(factory, given)
        case 1 if codec in DIGITS:
            _secret(factory, given)
        case 3:
            _masked(factory, given)
        case _:
            _active(factory, given)


@cache
def load(codec: str) -> CodecFactory:
    """A codec by its name."""
    return load_codecs()[codec]


def seeds(codec: str) -> Iterator[bytes]:
    """Golden frames and dialogues as programmes, for each way of trying."""
    table = GOLDEN[codec]
    frames = [
        bytes.fromhex(row["hex"])
        for name in ("decode", "packet", "request", "frame")
        for row in table.get(name, [])
        if "hex" in row
    ]
    for frame in frames:
        yield b"\0\x05" + _chunks(frame, 127, lambda n: 2 * n)
        yield b"\x03\1\x05" + _chunks(frame, 127, lambda n: 2 * n)
        yield b"\x01\x05" + _chunks(frame, 127, lambda n: 2 * n)
        for command in range(len(COMMANDS)):
            yield b"\x02" + bytes([4 * command]) + _chunks(frame, 59, lambda n: 4 * n + 1) + b"\xff"
    kinds = {type(command).__name__: at for at, command in reversed(list(enumerate(COMMANDS)))}
    for row in table.get("dialogue", []):
        number = kinds.get(row["command"].partition("(")[0].removeprefix("commands."), 0)
        told = bytes([2, 4 * number])
        for line in row["wire"]:
            if line[0] == "<":
                told += _chunks(bytes.fromhex(line[1:]), 59, lambda n: 4 * n + 1)
            elif line[0] == "@":
                told += b"\xff"
        yield told
        yield told + b"\x3b\xff\x04"
    yield b"\x02" + bytes(4 * at for at in range(15)) + b"\xff\xff"
    yield b"\x01\x00"


def _chunks(data: bytes, most: int, head: Callable[[int], int]) -> bytes:
    return b"".join(bytes([head(len(piece))]) + piece for piece in _pieces(data, most))


def _of(codec: str) -> Target:
    golden: Any = GOLDEN[codec]
    words = {line.encode() for row in golden.get("decode", []) for line in row.get("events", [])}
    return Target(
        f"codec.{codec}",
        f"devices/codecs/{codec}.py and its redactors",
        "goes on after anything; events survive the journal; pieces, masks and the order of digits change nothing",
        partial(check, codec),
        partial(seeds, codec),
        tuple(sorted(words))[:20],
        largest=120,
    )


TARGETS: Final = tuple(_of(codec) for codec in sorted(load_codecs()))
