"""The small families' bytes: requests to the byte, what must never be said, and what a log may keep."""

import binascii
import importlib
import tomllib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.codec import CodecFactory
from devices.codecs._frames import FrameReader
from devices.codecs._smartpin_meaning import pin_keys, removals
from devices.commands import Abort, Identify, ListenKeys
from devices.errors import CommandRefused
from devices.events import UnknownFrame
from devices.profile import Profile
from devices.registry import load_codecs
from tests.devices.simulated import RESOURCES, load_profiles
from tests.wire.forbidden import built, said

HERE = Path(__file__).parent
PROFILES = load_profiles(RESOURCES / "terminals")
CODECS = load_codecs()


@dataclass(frozen=True)
class Family:
    """``service``: whether a frame of the bench is one it may send. ``forbidden``: arguments for every public function."""

    id: str
    profile: str
    wire: str
    service: Callable[[bytes], bool]
    forbidden: tuple[str, ...]
    digits: Callable[[str], bytes] | None = None
    """Four digit keys as this protocol would send them."""

    @property
    def codec(self) -> CodecFactory:
        return CODECS[self.id]

    @property
    def model(self) -> Profile:
        return PROFILES[self.profile]

    @property
    def module(self):
        return importlib.import_module(f"devices.codecs.{self.wire}")

    @property
    def golden(self) -> dict:
        return tomllib.loads((HERE / f"{self.id}.toml").read_text("utf-8"))


def _xor(data: bytes) -> bytes:
    value = 0
    for byte in data:
        value ^= byte
    return bytes([value])


def _apdu(pcb: int, apdu: bytes) -> bytes:
    body = bytes([1, pcb, len(apdu)]) + apdu
    return body + _xor(body)


def _apdu_service(frame: bytes) -> bool:
    own = ("d0000000", "d0610000", "d0610101", "d0610301", "d0620000")
    return frame[1] == 0 and (frame[3:-1].hex() in own or frame[3:7].hex() == "d2010001")


def _apdu_keys(order: str) -> bytes:
    return b"".join(_apdu(0x40, bytes.fromhex("E005DFA20501") + digit.encode()) for digit in order)


NEO_HEAD = b"ViVOtech2\x00"


def _neo_service(frame: bytes) -> bool:
    own = ("29000000", "12010000", "62000000", "62020000", "f0020000", "f002000101")
    return frame.startswith(NEO_HEAD) and frame[10:-2].hex() in own


def _smartpin_service(frame: bytes) -> bool:
    return frame[3:-3].hex() in ("75460b", "754628", "754609", "784601", "784602", "784625", "78520151")


def _smartpin_keys(order: str) -> bytes:
    bodies = [b"\x06" + digit.encode() for digit in order]
    return b"".join(b"\x02\x02\x00" + body + _xor(body) + bytes([sum(body) & 0xFF, 3]) for body in bodies)


def _neo_numbers(order: str) -> bytes:
    body = NEO_HEAD + bytes([0x62, 0, 0, 5, 0]) + order.encode()
    return body + binascii.crc_hqx(body, 0xFFFF).to_bytes(2, "big")


# keys injected, PIN, numbers, amounts, settings, model set, transaction, reset, poll mode
_NEO = (
    "6201",
    "6203",
    "6204",
    "6205",
    "C756",
    "8341",
    "0201",
    "0101",
    "9015",
    "77 01",
    "8102",
    "F00200",
    "7801",
    "1801",
)
# PIN, numbers, key loading, restart, bootloader, activation, clock set, baud set
_SMARTPIN = (
    "754607", "75460A", "754608", "784649", "78467A495246570000000000000000", "7853015006160520103052", "7053014101", "754625",
    "784630", "784653", "7546",
)  # fmt: skip


def _gertec_service(frame: bytes) -> bool:
    return len(frame) == 1 or frame[2:6] in (b"MT10", b"MT03", b"MK10")


def _gertec_track(order: str) -> bytes:
    body = bytes([2, 14]) + b"MS06\x1d" + order.encode() + b"=\x03"
    return body + _xor(body)


def _poslink_service(frame: bytes) -> bool:
    return frame in (b"\x06", bytes.fromhex("0241303 01C312E34330346".replace(" ", "")))


def _poslink_sale(order: str) -> bytes:
    body = b"0\x1cT01\x1c1.43\x1c000000\x1cOK\x1c" + order.encode() + b"\x03"
    return b"\x02" + body + _xor(body)


# reader armed, its tracks, chip, PIN, keys, tables
_GERTEC = ("MS05", "MS06", "SC02", "PN01", "KL01", "MT99", "MK11", "", "MT1", "PP03")
# sales, refunds, batch close, settings, reset, update, file transfer
_POSLINK = ("T00", "T02", "T04", "B00", "A02", "A04", "A12", "A14", "A16", "A22", "A26", "A36", "R00", "A00\x1cX", "")

# hard reset, files cleared, card status, clock, transactions, online PIN, key injection, log, files
_APDUS = (
    "D0000100", "D0000200", "D0000300", "D0000400", "D0600100", "D0610700", "D0610401", "D0100000", "DED10000", "DED20000",
    "DED60100", "DED70000", "EEE00000", "EEE10000", "D0E10000", "D0E10100", "00A40000", "00B00000", "00D60000",
)  # fmt: skip

FAMILIES = [
    Family("mpi", "miura-mpi", "_apdu_wire", _apdu_service, _APDUS, _apdu_keys),
    Family("vipa", "verifone-p400", "_apdu_wire", _apdu_service, _APDUS, _apdu_keys),
    Family("neo2", "idtech-neo2", "_neo2_wire", _neo_service, _NEO, _neo_numbers),
    Family("smartpin", "idtech-smartpin-k100", "_smartpin_wire", _smartpin_service, _SMARTPIN, _smartpin_keys),
    Family("gertec_ppc", "gertec-ppc930-native", "_gertec_wire", _gertec_service, _GERTEC, _gertec_track),
    Family("poslink", "pax-poslink", "_poslink_wire", _poslink_service, _POSLINK, _poslink_sale),
]
ids = {"ids": lambda value: getattr(value, "id", "")}
each = pytest.mark.parametrize("family", FAMILIES, **ids)
REQUESTS = [(family, row) for family in FAMILIES for row in family.golden.get("request", [])]


def argument(text: str) -> bytes | str | int:
    """As the function of this family takes it: bytes in hexadecimal, the number of a line, or a code."""
    if text.isdigit() and len(text) == 1:
        return int(text)
    try:
        return text if len(text) == 3 else bytes.fromhex(text)
    except ValueError:
        return text


def frames(family: Family, data: bytes) -> list[bytes]:
    reader = FrameReader(getattr(family.module, "cut_request", family.module.cut))
    return [token.raw for token in (*reader.feed(data), *reader.quiet()) if token.frame is not None]


@pytest.mark.parametrize(("family", "row"), REQUESTS, ids=[f"{f.id}: {row['name']}" for f, row in REQUESTS])
def test_a_request_is_built_to_the_byte(family: Family, row: dict) -> None:
    name, *arguments = row["build"]
    assert getattr(family.module, name)(*map(argument, arguments)) == bytes.fromhex(row["hex"])


def test_keys_on_and_keys_off_of_the_same_check_value_are_told_apart() -> None:
    on, off = (bytes.fromhex(row["hex"]) for row in FAMILIES[0].golden["request"][:2])
    assert on[-1] == off[-1]
    assert on != off
    reader = FrameReader(FAMILIES[0].module.cut)
    assert [token.frame.apdu for token in reader.feed(on + off) if token.frame] == [on[3:-1], off[3:-1]]


@pytest.mark.parametrize("row", FAMILIES[2].golden["crc"], ids=lambda row: row["name"])
def test_a_command_and_its_answer_are_told_apart_by_the_order_of_their_check_value(row: dict) -> None:
    command, answer = bytes.fromhex(row["command"]), bytes.fromhex(row["answer"])
    module = FAMILIES[2].module
    assert module.cut_request(command)[1] is not None
    assert module.cut(answer)[1] is not None
    assert module.cut(command) == module.cut_request(answer) == (1, None)


@pytest.mark.parametrize("row", FAMILIES[3].golden["keys_loaded"], ids=lambda row: row["name"])
def test_keys_loaded_are_counted_in_the_layout_that_is_known_and_in_no_other(row: dict) -> None:
    data = bytes.fromhex(row["hex"])
    body = FAMILIES[3].module.cut(data)[1]
    assert pin_keys(body) == row["says"]
    assert pin_keys(type(body)(body.data[:-1])) == ""
    assert removals(type(body)(b"\x06\x00\x02" + bytes(34))) == "0 by users, 2 illegal"
    assert removals(type(body)(b"\x06\x01\x02")) == ""


def test_of_a_card_that_a_gertec_pad_read_a_log_keeps_nothing() -> None:
    family = FAMILIES[4]
    kept = logged(family, _gertec_track("5412"))
    assert kept[6:-2] == b"?" * 6
    assert kept[2:6] == b"MS06"
    assert [frames(family, bytes.fromhex(row["hex"])) for row in family.golden["frame"]] == [
        [bytes.fromhex(row["hex"])] for row in family.golden["frame"]
    ]


@each
def test_what_is_no_service_command_is_refused(family: Family) -> None:
    for text in family.forbidden:
        with pytest.raises(CommandRefused):
            family.module.request(argument(text))


@each
def test_no_public_function_builds_what_must_not_be_said(family: Family) -> None:
    offered = [(value,) for text in family.forbidden for value in (text, argument(text))]
    offered += [(argument(text), b"") for text in family.forbidden]
    unit = importlib.import_module(f"devices.codecs.{family.id}")
    made = [(name, data) for name, data in built((family.module, unit), offered) for f in frames(family, data)]
    assert [(name, data) for name, data in made if not family.service(data)] == []


@each
def test_whatever_the_bench_asks_a_unit_hears_service_commands_and_nothing_else(family: Family) -> None:
    table = family.golden
    rows = [line[1:] for row in table.get("dialogue", []) for line in row["wire"] if line[0] == "<"]
    rows += [row["hex"] for row in table.get("decode", [])]
    answers = [b"", b"\xff\x00", *(bytes.fromhex(row) for row in rows)]
    heard = list(said(family.codec, family.model, (*family.forbidden[:3], "x"), answers))
    assert heard
    assert [data for data in heard if not family.service(data)] == []


# -- what may be kept


def logged(family: Family, data: bytes, asked: bytes = b"", size: int = 7) -> bytes:
    bench, redactor = family.codec.redactors()
    bench.feed(asked)
    return b"".join(redactor.feed(data[at : at + size]) for at in range(0, len(data), size)) + redactor.flush()


@pytest.mark.parametrize("family", [family for family in FAMILIES if family.digits], **ids)
def test_the_order_of_digits_leaves_no_trace(family: Family) -> None:
    assert family.digits is not None
    kept = {logged(family, family.digits("".join(order))) for order in permutations("1907", 4)}
    assert len(kept) == 1
    assert len(next(iter(kept))) == len(family.digits("1907"))
    events = family.codec.open(family.model).feed(next(iter(kept)), 0.0).events
    assert not any(isinstance(event, UnknownFrame) and event.reason == "noise" for event in events)


@each
def test_a_log_of_what_is_known_decodes_as_the_line_did(family: Family) -> None:
    for row in family.golden.get("decode", []):
        data, asked = bytes.fromhex(row["hex"]), bytes.fromhex(row.get("asked", ""))
        one, other = family.codec.open(family.model), family.codec.open(family.model)
        if family.digits is None or "digit" not in row["name"]:
            assert one.feed(data, 0.0).events == other.feed(logged(family, data, asked), 0.0).events
        assert len(logged(family, data)) == len(data)


@each
def test_what_nobody_knows_loses_its_digits(family: Family) -> None:
    bench, unit = family.codec.redactors()
    for redactor in (bench, unit):
        kept = redactor.feed(b"\xfe5412751234123456\xfd") + redactor.flush()
        assert not any(byte in b"0123456789" for byte in kept)


@each
@given(st.lists(st.tuples(st.floats(0, 3), st.binary(min_size=1, max_size=40)), max_size=10))
@settings(max_examples=60, deadline=None)
def test_no_bytes_ever_make_the_codec_or_its_redactors_raise(family: Family, noise: list[tuple[float, bytes]]) -> None:
    codec, now = family.codec.open(family.model), 0.0
    redactors = family.codec.redactors()
    codec.send(Identify(), now)
    with suppress(CommandRefused):
        codec.send(ListenKeys(), now)
    kept = 0
    for wait, data in noise:
        now += wait
        codec.feed(data, now)
        codec.tick(now)
        kept += len(redactors[0].feed(data))
        redactors[1].feed(data)
    codec.send(Abort(), now)
    assert kept + len(redactors[0].flush()) == sum(len(data) for _, data in noise)
    redactors[1].flush()
    for _ in range(20):
        now += 3.1
        assert len(codec.tick(now).write) < 10
