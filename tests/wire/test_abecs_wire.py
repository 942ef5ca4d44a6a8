"""ABECS packets: the sheet's vectors both ways, and proof that nothing outside the service commands can be built."""

import inspect
import random
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.codecs import (
    _abecs_link,
    _abecs_meaning,
    _abecs_redact,
    _abecs_requests,
    _abecs_session,
    _abecs_wire,
    abecs,
)
from devices.codecs._abecs_wire import (
    ESCAPE,
    ESCAPES,
    SERVICE_COMMANDS,
    Kind,
    PacketReader,
    item,
    parse_answer,
    request,
)
from devices.errors import CommandRefused
from devices.framing import crc16_modbus, crc16_xmodem, stuff, unstuff

GOLDEN = tomllib.loads((Path(__file__).parent / "abecs.toml").read_text("utf-8"))
FORBIDDEN = ["TLI", "TLR", "TLE", "GPN", "GOC", "GCX", "GTK", "GCR", "CHP", "FNC", "FCX", "GOX", "GCD2", "RMC", "LMF"]
FORBIDDEN += ["DMF", "EBX", "ENB", "CKE", "GDU", "CLX", "SPE", "PAN", "GIN", "GKY", "GTS", "MNU", "UPD", "KEY"]
MODULES = (_abecs_link, _abecs_meaning, _abecs_redact, _abecs_requests, _abecs_session, _abecs_wire, abecs)


def _named(rows: list[dict]) -> list[object]:
    return [pytest.param(row, id=row["name"]) for row in rows]


@pytest.mark.parametrize("row", _named(GOLDEN["packet"]))
def test_a_vector_of_the_sheet_is_built_and_read_to_the_byte(row: dict) -> None:
    blocks = [bytes.fromhex(block) for block in row.get("blocks", [])]
    packet = request(row["command"], *blocks)
    assert packet.hex(" ").upper() == row["hex"]
    [token] = PacketReader().feed(packet)
    assert token.kind is Kind.PACKET
    assert _abecs_wire.split_blocks(token.data[3:]) == (tuple(blocks), True)


@pytest.mark.parametrize("row", _named(GOLDEN["stuffing"]))
def test_stuffing_is_that_of_the_sheet(row: dict) -> None:
    plain, wire = bytes.fromhex(row["plain"]), bytes.fromhex(row["wire"])
    assert stuff(plain, ESCAPE, ESCAPES) == wire
    assert unstuff(wire, ESCAPE, ESCAPES) == plain


def test_check_sums_have_their_published_check_values() -> None:
    assert crc16_xmodem(b"123456789") == 0x31C3
    assert crc16_modbus(b"123456789") == 0x4B37


@given(st.binary(max_size=300))
def test_stuffing_returns_to_where_it_came_from(data: bytes) -> None:
    stuffed = stuff(data, ESCAPE, ESCAPES)
    assert unstuff(stuffed, ESCAPE, ESCAPES) == data
    assert not {0x16, 0x17} & set(stuffed)


def test_check_sum_bytes_that_look_like_start_or_end_are_taken_as_check_sum() -> None:
    seen = set()
    for number in range(200_000):
        packet = request("DSP", number.to_bytes(3, "big"))
        special = {0x16, 0x17} & set(packet[-2:])
        if special - seen:
            seen |= special
            tokens = PacketReader().feed(packet + packet)
            assert [token.kind for token in tokens] == [Kind.PACKET, Kind.PACKET]
        if len(seen) == 2:
            return
    raise AssertionError("no such check sum was tried")


@pytest.mark.parametrize("command", FORBIDDEN)
def test_a_forbidden_command_cannot_be_requested(command: str) -> None:
    for blocks in ((), (b"",), (b"x" * 10,)):
        with pytest.raises(CommandRefused):
            request(command, *blocks)


@pytest.mark.parametrize("command", FORBIDDEN)
def test_no_public_function_turns_a_forbidden_command_into_a_packet(command: str) -> None:
    """Calls everything public with the command as text and as bytes: nothing may come out that starts like it."""
    for module in MODULES:
        for name, function in inspect.getmembers(module, callable):
            if name.startswith("_") or getattr(function, "__module__", "") != module.__name__:
                continue
            for argument in (command, command.encode(), command.encode() + b"000"):
                try:
                    made = function(argument)
                except Exception:
                    continue
                assert not (isinstance(made, bytes) and b"\x16" + command.encode() in made), f"{name} built {command}"


def test_a_block_cannot_smuggle_a_second_packet() -> None:
    packet = request("DSP", b"\x17\x00\x00\x16TLI000\x17")
    [token] = PacketReader().feed(packet)
    assert token.kind is Kind.PACKET
    assert token.data[:3] == b"DSP"


def test_commands_in_small_letters_or_with_extra_bytes_are_refused() -> None:
    for command in ("tli", "opn", "OPN ", "OPNTLI", "", "OP", "GIX\x16TLI"):
        with pytest.raises(CommandRefused):
            request(command)


def test_sizes_beyond_the_protocol_are_refused() -> None:
    with pytest.raises(CommandRefused):
        request("DSP", b"x" * 1000)
    with pytest.raises(CommandRefused):
        item(0x000F, b"x" * 996)


@given(st.binary(max_size=400))
def test_the_parser_of_answers_never_raises(data: bytes) -> None:
    answer = parse_answer(data)
    if answer is not None:
        assert answer.items is not None


@given(st.lists(st.binary(max_size=60), max_size=8), st.randoms())
def test_tokens_add_up_to_the_stream_however_it_is_cut(parts: list[bytes], chance: random.Random) -> None:
    stream = b"".join(part if chance.random() < 0.5 else request("DSP", part) for part in parts)
    whole, pieces = PacketReader(), PacketReader()
    expected = whole.feed(stream) + whole.reset()
    found = [token for byte in stream for token in pieces.feed(bytes([byte]))] + pieces.reset()
    assert found == expected
    assert b"".join(token.raw for token in found) == stream


def test_the_service_commands_are_these_and_no_others() -> None:
    assert {"OPN", "CLO", "GIX", "CEX", "GCD", "DSP", "DEX", "MLI", "MLR", "MLE", "DSI"} == SERVICE_COMMANDS
