"""The TC66C codec against the simulated meter, and against damage."""

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.codecs.tc66c import CODEC, REQUEST, SIZE, encrypted, parse
from devices.commands import Abort, AskDigits, Identify, ListenKeys, StartReading, StopReading
from devices.errors import CommandRefused
from devices.events import (
    Channel,
    CommandDone,
    CommandFailed,
    Failure,
    Identified,
    Quantity,
    Reading,
    Source,
    Stamped,
    UnknownFrame,
)
from devices.framing import crc16_modbus
from devices.loopback import Loopback
from tests.devices.simulated import METER, joined, plain

VOLTS = Channel(Quantity.VOLTAGE, Source.METER)
DEGREES = Channel(Quantity.TEMPERATURE, Source.METER)


def part(number: int, words: dict[int, int]) -> bytes:
    body = b"pac%d" % number + b"".join(struct.pack("<I", words.get(at, 0)) for at in range(1, 15))
    return body + crc16_modbus(body).to_bytes(4, "little")


def sample(words: dict[int, int] | None = None, one: dict[int, int] | None = None) -> bytes:
    """An answer; ``words`` of the second part."""
    return encrypted(part(1, one or {12: 51000}) + part(2, words or {}) + part(3, {}))


def values(events: list[Stamped], channel: Channel) -> list[float]:
    return [e.event.value for e in events if isinstance(e.event, Reading) and e.event.channel == channel]


def reading(*faults: str, seconds: float = 10.0, interval: float = 0.1) -> tuple[Loopback, list[Stamped]]:
    link = joined(METER, *faults)
    link.send(StartReading(interval))
    return link, link.advance(seconds)


def test_a_meter_tells_who_it_is() -> None:
    link = joined(METER)
    link.send(Identify())
    [event] = plain(link.advance(2))
    assert isinstance(event, Identified)
    assert METER.matches_model(event.get("model"))
    assert event.get("version") == "1.18"
    assert link.sent == [REQUEST]


def test_a_healthy_supply_reads_about_five_volts_ten_times_a_second() -> None:
    _, events = reading()
    volts = values(events, VOLTS)
    assert 95 <= len(volts) <= 101
    assert all(5.0 < value < 5.2 for value in volts)
    assert all(26 <= value <= 31 for value in values(events, DEGREES))
    assert {event.event.channel.quantity for event in events} == {
        Quantity.VOLTAGE,
        Quantity.CURRENT,
        Quantity.POWER,
        Quantity.TEMPERATURE,
    }


def test_reading_stops_when_told() -> None:
    link, _ = reading()
    link.send(StopReading())
    assert CommandDone("StopReading") in plain(link.advance(0.2))
    assert link.advance(10) == []
    link.send(StartReading(0.1))
    link.advance(1)
    link.send(Abort())
    assert CommandDone("Abort") in plain(link.advance(0.2))
    assert link.advance(10) == []


def test_a_meter_may_be_asked_who_it_is_while_it_reads() -> None:
    link, _ = reading()
    link.send(Identify())
    events = link.advance(2)
    assert sum(isinstance(event.event, Identified) for event in events) == 1
    assert len(values(events, VOLTS)) > 15


def test_the_sign_of_the_temperature_counts() -> None:
    for sign, expected in ((0, 5.0), (1, -5.0)):
        events = CODEC.open(METER).feed(sample({6: sign, 7: 5}), 0.0).events
        assert Reading(DEGREES, expected) in events


@pytest.mark.parametrize(("fault", "low", "high"), [("sag", 4.4, 4.7), ("drop-out", 0.0, 1.0)])
def test_faults_of_the_supply_show_and_pass(fault: str, low: float, high: float) -> None:
    _, events = reading(fault, seconds=20)
    volts = values(events, VOLTS)
    assert any(low < value < high for value in volts)
    assert sum(value > 5.0 for value in volts) > len(volts) / 2


def test_overheating_climbs() -> None:
    _, events = reading("overheating=60", seconds=30)
    degrees = values(events, DEGREES)
    assert degrees[-1] - degrees[0] > 20


def test_three_missing_answers_are_told_once_and_reading_goes_on() -> None:
    link = joined(METER)
    link.send(StartReading(0.1))
    link.advance(1)
    link.cut()
    silent = plain(link.advance(10))
    assert silent == [CommandFailed("StartReading", Failure.NO_ANSWER)]
    link.restore()
    assert len(values(link.advance(5), VOLTS)) > 40


def test_a_meter_that_is_not_there_fails_to_identify() -> None:
    link = joined(METER, "silent")
    link.send(Identify())
    assert plain(link.advance(10)) == [CommandFailed("Identify", Failure.NO_ANSWER)]
    assert link.sent == [REQUEST] * 3


@pytest.mark.parametrize("command", [ListenKeys(), AskDigits("1", 5)])
def test_a_meter_has_no_keys(command: object) -> None:
    with pytest.raises(CommandRefused):
        CODEC.open(METER).send(command, 0.0)


@pytest.mark.parametrize("fault", ["bad-crc=3", "junk", "link-noise=0.1", "late=0.4", "hostile-text"])
def test_a_bad_link_costs_samples_not_the_session(fault: str) -> None:
    _, events = reading(fault, seconds=30)
    volts = values(events, VOLTS)
    assert len(volts) > 20
    assert all(4.9 < value < 5.3 for value in volts)


def test_a_damaged_part_gives_no_reading() -> None:
    good = bytearray(sample())
    good[70] ^= 1
    events = CODEC.open(METER).feed(bytes(good), 0.0).events
    assert all(isinstance(event, UnknownFrame) for event in events)
    assert parse(b"") is None
    assert parse(bytes(SIZE)) is None


@given(st.lists(st.binary(max_size=80), max_size=8), st.integers(1, 50))
@settings(max_examples=150, deadline=None)
def test_an_answer_is_found_behind_any_noise_once_it_was_quiet(noise: list[bytes], step: int) -> None:
    codec = CODEC.open(METER)
    codec.send(StartReading(0.1), 0.0)
    data = b"".join(noise)
    for at in range(0, len(data), step):
        codec.feed(data[at : at + step], 0.0)
    codec.tick(5.0)
    assert Reading(VOLTS, 5.1) in codec.feed(sample(), 6.0).events


@given(st.binary(max_size=300), st.integers(1, 40))
@settings(max_examples=100, deadline=None)
def test_noise_and_answer_mean_the_same_however_they_are_cut(noise: bytes, step: int) -> None:
    data = noise + sample() + sample()
    codec = CODEC.open(METER)
    pieces = [event for at in range(0, len(data), step) for event in codec.feed(data[at : at + step], 0.0).events]
    assert sum(isinstance(event, Reading) and event.channel == VOLTS for event in pieces) == 2


def test_before_its_first_command_the_codec_only_decodes_and_introduces_the_meter_once() -> None:
    codec = CODEC.open(METER)
    events = [event for _ in range(3) for event in codec.feed(sample(), 0.0).events]
    assert sum(isinstance(event, Identified) for event in events) == 1
    assert events.count(Reading(VOLTS, 5.1)) == 3
