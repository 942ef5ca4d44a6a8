"""SZZT bytes and what may be kept of them: nothing that wipes, loads keys or takes a PIN, and no order of digits."""

import tomllib
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.codecs import _szzt_meaning as meaning
from devices.codecs import _szzt_redact as redact
from devices.codecs import _szzt_wire as wire
from devices.codecs import szzt
from devices.codecs.szzt import CODEC
from devices.errors import CommandRefused
from devices.events import Identified, KeyPressed
from tests.devices.simulated import RESOURCES, load_profiles
from tests.wire.forbidden import built, said

ZT588 = load_profiles(RESOURCES / "terminals")["szzt-zt588"]
GOLDEN = tomllib.loads((Path(__file__).parent / "szzt.toml").read_text("utf-8"))
INFORMATION = bytes.fromhex(GOLDEN["decode"][0]["hex"])
FORBIDDEN = (
    "5031", "5030", "1", "100200", "2", "20000", "30", "4", "41", "5", "50", "503", "5034", "5035", "503D", "50330", "5033 ", "5236",
    "56H", "6", "6010000", "7", "8", "9", ":", ":A0", ";", "",
)  # fmt: skip


def frame(text: bytes) -> bytes:
    body = b"%03d" % len(text) + text + b"\x03"
    return b"\x02" + body + wire.check_value(body)


ALLOWED = {frame(text.encode()) for text in ("3", "5032", "5033")}


@pytest.mark.parametrize("row", GOLDEN["request"], ids=lambda row: row["name"])
def test_a_request_is_built_to_the_byte(row: dict) -> None:
    assert wire.request(row["text"]) == bytes.fromhex(row["hex"])


@pytest.mark.parametrize("text", FORBIDDEN)
def test_what_wipes_loads_keys_or_takes_a_pin_is_refused(text: str) -> None:
    with pytest.raises(CommandRefused):
        wire.request(text)


def test_no_public_function_builds_what_must_not_be_said() -> None:
    offered = [(value,) for text in FORBIDDEN for value in (text, text.encode())]
    never = {frame(text.encode()) for text in FORBIDDEN}
    made = [(name, data) for name, data in built((wire, meaning, redact, szzt), offered) if data in never]
    assert made == []


def test_whatever_the_bench_asks_a_pad_hears_three_texts_and_nothing_else() -> None:
    answers = (b"", frame(b"0"), frame(b"\xdd"), INFORMATION, frame(b"\xee"), b"\xff\x00")
    heard = set(said(CODEC, ZT588, ("5031", "1", "x"), answers))
    assert heard == ALLOWED


def test_keys_and_frames_are_told_apart_wherever_the_stream_is_cut() -> None:
    stream = b"1" + frame(b"0") + b"\x80" + INFORMATION + b"\r"
    for size in range(1, len(stream)):
        reader = wire.FrameReader()
        tokens = [token for at in range(0, len(stream), size) for token in reader.feed(stream[at : at + size])]
        kinds = [type(token.frame) for token in tokens]
        assert kinds == [wire.Bare, wire.Framed, wire.Bare, wire.Framed, wire.Bare]
        assert b"".join(token.raw for token in tokens) == stream


def test_digits_of_a_damaged_frame_are_no_keys() -> None:
    reader = wire.FrameReader()
    damaged = bytearray(INFORMATION)
    damaged[60] ^= 0x40
    tokens = [*reader.feed(bytes(damaged)), *reader.quiet(), *reader.feed(b"1")]
    assert [token.frame for token in tokens] == [None, wire.Bare(ord("1"))]


@given(st.lists(st.binary(max_size=30), max_size=8))
@settings(max_examples=200, deadline=None)
def test_tokens_add_up_to_the_stream(pieces: list[bytes]) -> None:
    reader = wire.FrameReader()
    tokens = [token for piece in pieces for token in reader.feed(piece)] + reader.quiet()
    assert b"".join(token.raw for token in tokens) == b"".join(pieces)


# -- what may be kept


def logged(data: bytes, size: int = 7) -> bytes:
    redactor = CODEC.redactors()[1]
    return b"".join(redactor.feed(data[at : at + size]) for at in range(0, len(data), size)) + redactor.flush()


def test_the_order_of_digits_leaves_no_trace() -> None:
    kept = {logged(frame(b"0") + "".join(order).encode() + b"\r#") for order in permutations("1907", 4)}
    assert len(kept) == 1


def test_a_masked_log_decodes_to_the_same_but_for_which_digit_it_was() -> None:
    stream = frame(b"0") + b"12\r\x1b5" + INFORMATION + b"#A"
    codec, masked = CODEC.open(ZT588), CODEC.open(ZT588)
    events = codec.feed(stream, 0.0).events
    kept = masked.feed(logged(stream), 0.0).events
    hidden = [KeyPressed(None, "*") if isinstance(e, KeyPressed) and (e.key or "").isdigit() else e for e in events]
    assert list(kept) == hidden
    assert any(isinstance(event, Identified) for event in kept)


def test_a_message_nobody_knows_loses_its_digits_and_still_checks() -> None:
    kept = logged(frame(b"0" + b"4711" * 3))
    assert not set(kept[4:-3]) & set(b"0123456789")
    [token] = wire.FrameReader().feed(kept)
    assert isinstance(token.frame, wire.Framed)


@given(st.lists(st.binary(max_size=40), max_size=8))
@settings(max_examples=200, deadline=None)
def test_whatever_comes_as_much_is_kept_and_no_bare_digit(pieces: list[bytes]) -> None:
    for redactor in CODEC.redactors():
        kept = b"".join(redactor.feed(piece) for piece in pieces) + redactor.flush()
        assert len(kept) == sum(map(len, pieces))
        reader = wire.FrameReader()
        bare = [token.raw for token in (*reader.feed(kept), *reader.quiet()) if isinstance(token.frame, wire.Bare)]
        assert not {byte for raw in bare for byte in raw} & meaning.DIGIT_CODES
