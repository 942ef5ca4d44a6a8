"""ZVT bytes and what may be kept of them: an allow-list where messages are built, no payment, no password in a log."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.codecs import (
    _zvt_codec,
    _zvt_link,
    _zvt_meaning,
    _zvt_redact,
    _zvt_session,
    _zvt_wire,
    zvt,
    zvt_tcp,
)
from devices.codecs._zvt_wire import ALLOWED, Kind, SerialFraming, SerialReader, TcpFraming, TcpReader, apdu, llvar, tlv
from devices.errors import CommandRefused
from devices.framing import crc16_kermit
from tests.devices.simulated import RESOURCES, load_profiles
from tests.wire.forbidden import built, said

PROFILES = load_profiles(RESOURCES / "terminals")
GOLDEN = tomllib.loads((Path(__file__).parent / "zvt.toml").read_text("utf-8"))
PARTS = (_zvt_wire, _zvt_link, _zvt_meaning, _zvt_redact, _zvt_session, _zvt_codec, zvt, zvt_tcp)
CODECS = ((zvt.CODEC, PROFILES["zvt-terminal"]), (zvt_tcp.CODEC, PROFILES["zvt-terminal-tcp"]))
EVERY = [(high, low) for high in range(256) for low in range(256)]
PAYS = [
    (0x06, low)
    for low in (0x01, 0x03, 0x04, 0x05, 0x09, 0x0C, 0x10, 0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x30, 0x31, 0x50, 0x51)
]
CHANGES = [
    (0x06, 0x12), (0x06, 0x18), (0x06, 0x1B), (0x06, 0x91), (0x06, 0x93), (0x06, 0x95), (0x06, 0xC0), (0x06, 0xE2), (0x06, 0xE3),
    (0x04, 0x01), *((0x08, low) for low in range(256)), (0x0F, 0xCA),
]  # fmt: skip


@pytest.mark.parametrize("row", GOLDEN["request"], ids=lambda row: row["name"])
def test_a_request_is_built_to_the_byte(row: dict) -> None:
    code = tuple(bytes.fromhex(row["code"]))
    assert SerialFraming().framed(apdu(code, bytes.fromhex(row["data"]))) == bytes.fromhex(row["hex"])


def test_the_check_sum_is_the_one_of_the_sheet() -> None:
    assert crc16_kermit(b"123456789") == 0x2189


def test_twelve_messages_can_be_built_and_nothing_else() -> None:
    assert len(ALLOWED) == 12
    for code in EVERY:
        if code in ALLOWED:
            assert apdu(code)[:2] == bytes(code)
            continue
        for refused in (
            lambda code=code: apdu(code),
            *(
                lambda framing=framing, code=code: framing.framed(bytes([*code, 0]))
                for framing in (SerialFraming(), TcpFraming())
            ),
        ):
            with pytest.raises(CommandRefused):
                refused()


@pytest.mark.parametrize("code", [*PAYS, *CHANGES], ids=lambda code: bytes(code).hex())
def test_what_pays_reverses_updates_or_changes_settings_is_not_on_the_list(code: tuple[int, int]) -> None:
    assert code not in ALLOWED


def test_no_public_function_says_what_is_not_on_the_list() -> None:
    forbidden = [code for code in EVERY if code[0] in (0x04, 0x06, 0x08) and code not in ALLOWED]
    for code in forbidden:
        offered = ((code,), (code, b""), (code, b"\x00"))
        for name, data in built(PARTS, offered):
            assert not any(bytes(code) in data[at : at + 4] for at in range(len(data))), name
        frame = b"\x10\x02" + bytes([*code, 0])
        assert not any(
            data.startswith(frame) for _, data in built(PARTS, ((bytes([*code, 0]),), (bytes([*code, 0]), b"")))
        )


@pytest.mark.parametrize(("codec", "profile"), CODECS, ids=lambda value: value.id)
def test_whatever_the_bench_asks_a_terminal_hears_only_what_is_on_the_list(codec, profile) -> None:
    serial = codec is zvt.CODEC
    plain = [
        b"\x80\x00\x00",
        b"\x06\x0f\x00",
        b"\x06\x1e\x01\xed",
        b"\x84\x83\x00",
        b"\x80\x00\x01\x0d",
        b"\x04\x0d\x00",
        b"\x08\x10\x00",
    ]
    answers = [b"", b"\x15", *((b"\x06" + _framed(answer) if serial else answer) for answer in plain)]
    ends = (b"\x06\x0f\x00", b"\x06\x1e\x01\xed")
    answers += [b"\x06" + _framed(plain[0]) + _framed(end) + b"\x06" if serial else plain[0] + end for end in ends]
    heard = {data for data in said(codec, profile, ("0601", "6"), answers) if data not in (b"\x06", b"\x15")}
    reader = SerialReader() if serial else None
    codes = set()
    for data in heard:
        messages = [token.data for token in reader.feed(data)] if reader else [data]
        codes |= {(message[0], message[1]) for message in messages}
    assert codes <= ALLOWED
    assert {_zvt_wire.REGISTER, _zvt_wire.STATUS, _zvt_wire.ASK_KEY} <= codes


def _framed(message: bytes) -> bytes:
    crc = crc16_kermit(message + b"\x03")
    return b"\x10\x02" + message.replace(b"\x10", b"\x10\x10") + b"\x10\x03" + crc.to_bytes(2, "little")


@given(st.binary(max_size=300), st.integers(1, 9))
@settings(max_examples=200, deadline=None)
def test_a_frame_survives_whatever_is_in_it_and_wherever_it_is_cut(data: bytes, size: int) -> None:
    message = apdu(_zvt_wire.SHOW_IMAGE, data)
    stream = SerialFraming().framed(message)
    reader = SerialReader()
    tokens = [token for at in range(0, len(stream), size) for token in reader.feed(stream[at : at + size])]
    assert [(token.kind, token.data) for token in tokens] == [(Kind.APDU, message)]


@given(st.lists(st.binary(max_size=30), max_size=8))
@settings(max_examples=200, deadline=None)
def test_tokens_add_up_to_the_stream(pieces: list[bytes]) -> None:
    for reader in (SerialReader(), TcpReader()):
        tokens = [token for piece in pieces for token in reader.feed(piece)] + reader.reset()
        assert b"".join(token.raw for token in tokens) == b"".join(pieces)


@given(
    st.lists(st.tuples(st.sampled_from([b"\x07", b"\x1f\x40", b"\x24", b"\xe4"]), st.binary(max_size=300)), max_size=5)
)
@settings(max_examples=100, deadline=None)
def test_objects_are_read_as_they_were_written(objects: list[tuple[bytes, bytes]]) -> None:
    assert list(_zvt_wire.tlv_objects(b"".join(tlv(tag, value) for tag, value in objects))) == objects


@given(st.binary(max_size=120))
@settings(max_examples=300, deadline=None)
def test_no_content_ever_raises(data: bytes) -> None:
    list(_zvt_wire.tlv_objects(data))
    list(_zvt_wire.bitmaps(data))
    status = _zvt_meaning.status_of(data)
    for _, text in _zvt_meaning.identified(status).items:
        assert text.isprintable()
    message = _zvt_wire.Apdu((0x06, 0xD3), data)
    _zvt_meaning.printed(message, True), _zvt_meaning.printed(message, False), _zvt_meaning.screen_lines(message)
    _zvt_meaning.result_code(message)


def test_a_line_of_text_has_two_digits_of_length() -> None:
    assert llvar(b"KEY") == b"\xf0\xf3KEY"
    assert llvar(b"x" * 120)[:2] == b"\xf9\xf9"


def test_long_numbers_of_a_printed_line_are_nobodys_business() -> None:
    message = _zvt_wire.Apdu((0x06, 0xD1), b"\x00ID 12345678 CARD 4711 4711 4711 4711 END")
    assert _zvt_meaning.printed(message, False) == ["ID 12345678 CARD * END"]


# -- what may be kept


@pytest.mark.parametrize(("codec", "profile"), CODECS, ids=lambda value: value.id)
@pytest.mark.parametrize("password", [b"\x12\x34\x56", b"\x10\x10\x10", b"\x03\x10\x02"])
def test_the_password_is_not_in_a_log_and_the_log_decodes(codec, profile, password: bytes) -> None:
    framing = SerialFraming() if codec is zvt.CODEC else TcpFraming()
    register = framing.framed(apdu(_zvt_wire.REGISTER, password + b"\x8c\x09\x78"))
    status = framing.framed(apdu(_zvt_wire.STATUS, password))
    redactor = codec.redactors()[0]
    kept = redactor.feed(register + status) + redactor.flush()
    assert kept == framing.framed(apdu(_zvt_wire.REGISTER, bytes(3) + b"\x8c\x09\x78")) + framing.framed(
        apdu(_zvt_wire.STATUS, bytes(3))
    )


@pytest.mark.parametrize(("codec", "profile"), CODECS, ids=lambda value: value.id)
def test_what_speaks_of_a_card_or_of_money_is_kept_without_its_content(codec, profile) -> None:
    card = bytes.fromhex("22 F0 F8 47 11 47 11 47 11 47 11")
    message = bytes([0x04, 0x0F, len(card)]) + card
    sent = _framed(message) if codec is zvt.CODEC else message
    redactor = codec.redactors()[1]
    kept = redactor.feed(sent) + redactor.flush()
    assert b"\x47\x11" not in kept
    assert len(kept) == len(sent)
    reader = (SerialReader if codec is zvt.CODEC else TcpReader)()
    assert [token.kind for token in reader.feed(kept)] == [Kind.APDU]


@pytest.mark.parametrize("row", GOLDEN["decode"], ids=lambda row: row["name"])
def test_a_masked_log_decodes_to_the_same(row: dict) -> None:
    frame = bytes.fromhex(row["hex"])
    redactor = zvt.CODEC.redactors()[1]
    assert redactor.feed(frame) == frame


@given(st.lists(st.binary(max_size=40), max_size=8))
@settings(max_examples=100, deadline=None)
def test_noise_leaves_no_readable_digit(pieces: list[bytes]) -> None:
    for codec, _ in CODECS:
        for redactor in codec.redactors():
            kept = b"".join(redactor.feed(piece) for piece in pieces) + redactor.flush()
            assert len(kept) <= sum(map(len, pieces))
