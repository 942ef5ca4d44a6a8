"""The small families' bytes: requests to the byte, what must never be said, and what a log may keep."""

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


# hard reset, files cleared, card status, clock, transactions, online PIN, key injection, log, files
_APDUS = (
    "D0000100", "D0000200", "D0000300", "D0000400", "D0600100", "D0610700", "D0610401", "D0100000", "DED10000", "DED20000",
    "DED60100", "DED70000", "EEE00000", "EEE10000", "D0E10000", "D0E10100", "00A40000", "00B00000", "00D60000",
)  # fmt: skip

FAMILIES = [
    Family("mpi", "miura-mpi", "_apdu_wire", _apdu_service, _APDUS, _apdu_keys),
    Family("vipa", "verifone-p400", "_apdu_wire", _apdu_service, _APDUS, _apdu_keys),
]
ids = {"ids": lambda value: getattr(value, "id", "")}
each = pytest.mark.parametrize("family", FAMILIES, **ids)
REQUESTS = [(family, row) for family in FAMILIES for row in family.golden.get("request", [])]


def argument(text: str) -> bytes | str:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return text


def frames(family: Family, data: bytes) -> list[bytes]:
    reader = FrameReader(family.module.cut)
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


def logged(family: Family, data: bytes, size: int = 7) -> bytes:
    redactor = family.codec.redactors()[1]
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
        data = bytes.fromhex(row["hex"])
        one, other = family.codec.open(family.model), family.codec.open(family.model)
        if family.digits is None or "digit" not in row["name"]:
            assert one.feed(data, 0.0).events == other.feed(logged(family, data), 0.0).events
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
