"""Every meter there is a profile for, on a virtual clock against its simulator: what all of them must do, and what none may."""

import re
from dataclasses import MISSING, fields
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices import commands
from devices.capability import Capability
from devices.codecs._meter_questions import Question
from devices.codecs.um import SIZE, parse
from devices.columns import InstrumentChoice, parse_columns
from devices.commands import Abort, AskDigits, Identify, ListenKeys, ShowText, StartReading, StopReading
from devices.errors import ColumnsError, CommandRefused, DeviceError, ProfileError
from devices.events import (
    CapabilitiesFound,
    Channel,
    CommandDone,
    CommandFailed,
    FactSubject,
    Failure,
    Identified,
    Quantity,
    Reading,
    Source,
    Stamped,
)
from devices.loopback import Loopback
from devices.profile import Profile, load_profiles
from devices.registry import line_settings, load_checked, load_codecs
from devices.simulator import simulated_protocols
from devices.simulator.faults import Fault
from tests.devices.simulated import RESOURCES, joined, plain

VOLTS = Channel(Quantity.VOLTAGE, Source.METER)
METERS = [p for p in load_profiles(RESOURCES / "meters").values() if p.protocol in simulated_protocols()]
every_meter = pytest.mark.parametrize("meter", METERS, ids=lambda p: p.id)


def values(events: list[Stamped], channel: Channel = VOLTS) -> list[float]:
    return [e.event.value for e in events if isinstance(e.event, Reading) and e.event.channel == channel]


def reading(meter: Profile, *faults: str, seconds: float = 20.0) -> tuple[Loopback, list[Stamped]]:
    link = joined(meter, *faults)
    link.send(Identify())
    link.advance(15)
    link.send(StartReading(0.1))
    return link, link.advance(seconds)


@every_meter
def test_a_meter_tells_who_it_is_before_it_tells_anything_else(meter: Profile) -> None:
    link = joined(meter)
    link.send(Identify())
    events = [e for e in plain(link.advance(15)) if not isinstance(e, CapabilitiesFound)]
    assert [type(event) for event in events] == [Identified]
    assert meter.matches_model(events[0].get("model"))


@every_meter
def test_a_healthy_supply_reads_about_five_volts_at_least_twice_a_second(meter: Profile) -> None:
    _, events = reading(meter)
    volts = values(events)
    assert len(volts) >= 40
    assert all(5.0 < value < 5.2 for value in volts)
    assert not [e for e in plain(events) if isinstance(e, CommandFailed)]


@every_meter
@pytest.mark.parametrize(("fault", "low", "high"), [("sag", 4.4, 4.7), ("drop-out", 0.0, 1.0)])
def test_faults_of_the_supply_show_and_pass(meter: Profile, fault: str, low: float, high: float) -> None:
    _, events = reading(meter, fault)
    volts = values(events)
    assert any(low < value < high for value in volts)
    assert sum(value > 5.0 for value in volts) > len(volts) / 2


@every_meter
def test_reading_stops_when_told_and_begins_again(meter: Profile) -> None:
    link, _ = reading(meter)
    for stop in (StopReading(), Abort()):
        link.send(stop)
        assert CommandDone(type(stop).__name__) in plain(link.advance(1))
        assert values(link.advance(10)) == []
        link.send(StartReading(0.1))
        assert values(link.advance(5))


@every_meter
def test_silence_is_told_once_and_reading_goes_on_when_it_ends(meter: Profile) -> None:
    link, _ = reading(meter)
    link.cut()
    failed = [event for event in plain(link.advance(20)) if isinstance(event, CommandFailed)]
    assert failed == [CommandFailed("StartReading", Failure.NO_ANSWER)]
    link.restore()
    assert len(values(link.advance(10))) > 10


@every_meter
def test_a_meter_that_is_not_there_fails_to_identify(meter: Profile) -> None:
    link = joined(meter, "silent")
    link.send(Identify())
    events = plain(link.advance(20))
    assert [type(event) for event in events] == [CommandFailed]
    assert events[0].failure is Failure.NO_ANSWER


@every_meter
@pytest.mark.parametrize("fault", ["bad-crc=3", "junk", "link-noise=0.1", "late=0.4", "hostile-text"])
def test_a_bad_link_costs_samples_not_the_session(meter: Profile, fault: str) -> None:
    _, events = reading(meter, fault, seconds=40)
    volts = values(events)
    if meter.protocol in ("scpi", "plotter") and fault == "junk":  # a line with anything before its number is none
        assert all(5.0 < value < 5.2 for value in volts)
        return
    assert len(volts) > 20
    right = [value for value in volts if 4.9 < value < 5.3]
    assert len(right) >= len(volts) - 2  # without a check value one digit may turn into another


@every_meter
@pytest.mark.parametrize("command", [ListenKeys(), AskDigits("1", 5), ShowText(("x",))])
def test_a_meter_has_no_keys_and_no_screen(meter: Profile, command: object) -> None:
    with pytest.raises(CommandRefused):
        load_codecs()[meter.protocol].open(meter).send(command, 0.0)


@every_meter
@given(
    noise=st.lists(st.one_of(st.binary(max_size=60), st.text("0123456789.,:;-+eE VmA\r\n\t", max_size=60)), max_size=12)
)
@settings(max_examples=30, deadline=None)
def test_no_bytes_in_any_pieces_raise_and_what_cannot_be_is_no_reading(
    meter: Profile, noise: list[bytes | str]
) -> None:
    codec = load_codecs()[meter.protocol].open(meter)
    outputs = [codec.send(Identify(), 0.0), codec.send(StartReading(0.1), 0.0)]
    for turn, piece in enumerate(noise):
        data = piece.encode() if isinstance(piece, str) else piece
        outputs += [codec.feed(data, turn * 0.3), codec.tick(turn * 0.3 + 0.1)]
    told = [event for output in outputs for event in output.events if isinstance(event, Reading)]
    assert all(-60 <= event.value <= 200 for event in told if event.channel.quantity is Quantity.TEMPERATURE)
    assert all(-1 <= event.value <= 100 for event in told if event.channel.quantity is Quantity.VOLTAGE)


# -- supplies are read, never set

READ_ONLY = {
    "korad": rb"\*IDN\?|[VI]OUT1\?",
    "um": rb"\xf0",
    "scpi": rb"(\*IDN|MEAS:(VOLT|CURR|TEMP))\?\n",
}
FILL: dict[str, Any] = {
    "timeout_s": 5,
    "lines": ("OUT1",),
    "raster": None,
    "interval_s": 0.1,
    "percent": 50,
    "subject": FactSubject.FILE,
}


def everything_written(meter: Profile) -> list[bytes]:
    """What the codec writes for every command it takes, against its simulator with every fault there is for a link."""
    written: list[bytes] = []
    for faults in ((), ("silent",), ("bad-crc=1",), ("junk",), ("link-noise=5",)):
        link = joined(meter, *faults)
        for command in (Identify(), StartReading(0.0), StopReading(), StartReading(0.5), Identify(), Abort()):
            link.send(command)
            link.advance(6)
        written += link.sent
    return written


@pytest.mark.parametrize("meter", [m for m in METERS if m.protocol in READ_ONLY], ids=lambda p: p.id)
def test_nothing_is_ever_written_but_the_questions_that_are_known_to_change_nothing(meter: Profile) -> None:
    written = everything_written(meter)
    assert written
    assert not [data for data in written if not re.fullmatch(READ_ONLY[meter.protocol], data)]


FORBIDDEN = [
    b"VSET1:12.00", b"VSET1:12.00?", b"ISET1:5.000", b"OUT1", b"OUT0", b"OVP1", b"OCP0", b"BEEP1", b"SAV1", b"RCL1", b"TRACK1",
    b"*RST\n", b"*CLS\n", b"*SAV 1\n", b"*RCL 1\n", b"VOLT 12\n", b"CURR 5\n", b"OUTP ON\n", b"OUTP:STAT 1\n", b"SYST:REM\n",
    b"MEAS:VOLT?;:VOLT 12\n", b"MEAS:VOLT? 12\n", b"VOLT 12;MEAS:VOLT?\n", b"CONF:VOLT\n", b"APPL 12,5\n", b"SYST:PRES\n",
    b"\xf1", b"\xf2", b"\xf3", b"\xf4", b"\xa0", b"\xb0", b"\xd0", b"\xe0", b"\xf0\xf4", b"", b"?",
]  # fmt: skip


@pytest.mark.parametrize("request_bytes", FORBIDDEN)
def test_a_request_that_is_no_bare_query_cannot_be_built(request_bytes: bytes) -> None:
    with pytest.raises(CommandRefused):
        Question(request_bytes, Quantity.VOLTAGE)


@every_meter
def test_no_command_of_the_bench_carries_anything_to_an_instrument(meter: Profile) -> None:
    """Every command there is, with a setting in every text it may have, on a codec of its own."""
    for kind in get_args(commands.Command):
        given_text = {f.name: FILL.get(f.name, "VSET1:12.00") for f in fields(kind) if f.default is MISSING}
        codec = load_codecs()[meter.protocol].open(meter)
        try:
            written = codec.send(kind(**given_text), 0.0).write
        except (CommandRefused, DeviceError):
            continue
        assert not any(b":12" in data or data in FORBIDDEN for data in written)


def test_a_korad_is_never_asked_sooner_than_50_ms_after_it_answered() -> None:
    meter = next(m for m in METERS if m.protocol == "korad")
    codec = load_codecs()["korad"].open(meter)
    device = simulated_protocols()["korad"].open(meter, 1, 0.0, True)
    times: list[tuple[float, str]] = []

    class Timed:
        def feed(self, data: bytes, now: float) -> object:
            times.append((now, "<"))
            return codec.feed(data, now)

        def send(self, command: object, now: float) -> object:
            return codec.send(command, now)

        def tick(self, now: float) -> object:
            output = codec.tick(now)
            times.extend((now, ">") for _ in output.write)
            return output

    link = Loopback(Timed(), device)
    link.send(StartReading(0.0))
    link.advance(20)
    asked = [(a[0], b[0]) for a, b in pairwise(times) if (a[1], b[1]) == ("<", ">")]
    assert len(asked) > 50
    assert min(after - before for before, after in asked) >= 0.05 - 1e-9


# -- a meter that does not know every question

SCPI = next(m for m in METERS if m.protocol == "scpi")
ALL = {Capability.IDENTITY, Capability.SUPPLY_VOLTAGE, Capability.SUPPLY_CURRENT, Capability.TEMPERATURE}


@pytest.mark.parametrize("how", ["", ":silent"])
@pytest.mark.parametrize(
    ("word", "missing"),
    [("TEMP", Capability.TEMPERATURE), ("CURR", Capability.SUPPLY_CURRENT), ("VOLT", Capability.SUPPLY_VOLTAGE)],
)
def test_a_question_it_does_not_know_narrows_the_meter_and_nothing_fails(
    word: str, missing: Capability, how: str
) -> None:
    link = joined(SCPI, f"unknown-question={word}{how}")
    link.send(Identify())
    found, identified = plain(link.advance(15))
    assert found == CapabilitiesFound(frozenset(ALL - {missing}))
    assert isinstance(identified, Identified)
    link.send(StartReading(0.1))
    events = link.advance(20)
    assert not [e for e in plain(events) if isinstance(e, CommandFailed)]
    assert word not in b"".join(link.sent[-100:]).decode()
    quantities = {e.event.channel.quantity for e in events if isinstance(e.event, Reading)}
    assert len(quantities) == 2


def test_a_meter_that_knows_no_question_at_all_is_still_who_it_is() -> None:
    link = joined(SCPI, "unknown-question=MEAS")
    link.send(Identify())
    found, identified = plain(link.advance(15))
    assert found == CapabilitiesFound(frozenset({Capability.IDENTITY}))
    assert isinstance(identified, Identified)
    link.send(StartReading(0.0))
    assert plain(link.advance(5)) == []


@every_meter
@pytest.mark.parametrize("late", ["0.9", "1.3", "2.7"])
def test_late_answers_are_never_taken_for_the_next_one_s_and_the_line_finds_its_step_again(
    meter: Profile, late: str
) -> None:
    """Volts that come while amperes were asked for would be a supply that draws five amperes."""
    link, _ = reading(meter, seconds=3)
    link.set_fault(Fault("late", late))
    link.at(link.now + 20, lambda: link.set_fault(Fault("late"), on=False))
    events, after = link.advance(30), link.advance(20)
    amperes = Channel(Quantity.CURRENT, Source.METER)
    assert all(0 < value < 1 for value in values(events + after, amperes))
    assert all(5 < value < 5.2 for value in values(events + after))
    assert len(values(after)) > 20
    assert len(values(after, amperes)) > 20


def test_a_question_that_is_not_answered_any_more_does_not_hold_up_the_others() -> None:
    link = joined(SCPI)
    link.send(StartReading(0.1))
    link.advance(5)
    link.set_fault(Fault("unknown-question", "CURR:silent"))
    link.advance(30)
    assert len(values(link.advance(30))) > 100


# -- the UM meters

UM = [m for m in METERS if m.protocol == "um"]


@pytest.mark.parametrize("meter", UM, ids=lambda p: p.id)
def test_um_meters_are_told_apart_by_their_own_word_and_no_other_profile_takes_them(meter: Profile) -> None:
    link = joined(meter)
    link.send(Identify())
    (identified,) = plain(link.advance(5))
    assert [other.id for other in UM if other.matches_model(identified.get("model"))] == [meter.id]


@pytest.mark.parametrize("at", range(2, 10))
def test_a_damaged_byte_of_a_um_meter_s_values_is_no_reading_of_another_size(at: int) -> None:
    """Volts, amperes and watts must agree: most of them no sum guards."""
    for meter in UM:
        link = joined(meter)
        link.send(Identify())
        link.advance(2)
        good = b"".join(link.received)[-SIZE:]
        sound = [r.value for r in parse(good).readings]
        for bit in range(8):
            damaged = bytearray(good)
            damaged[at] ^= 1 << bit
            told = parse(bytes(damaged))
            if told is not None:
                volts, amperes, *_ = [r.value for r in told.readings]
                assert abs(volts * amperes - sound[0] * sound[1]) < 0.6


# -- a board that prints text

BOARD = next(m for m in METERS if m.protocol == "plotter")
AMPERES = Channel(Quantity.CURRENT, Source.METER)
DEGREES = Channel(Quantity.TEMPERATURE, Source.METER)


def heard(*lines: str, columns: str = "", start: str = "\n") -> list[Reading]:
    """Readings of a board that prints these lines, cut where a line of the test says so."""
    codec = load_codecs()["plotter"].open(InstrumentChoice(columns).of(BOARD))
    codec.send(StartReading(0.1), 0.0)
    output = codec.feed((start + "".join(lines)).encode("utf-8", "surrogateescape"), 0.0)
    return [event for event in output.events if isinstance(event, Reading)]


def test_nothing_is_ever_written_to_a_board() -> None:
    assert everything_written(BOARD) == []


@pytest.mark.parametrize(
    "columns",
    ["1=voltage@meter:mV,2=current@supply:A,3=temperature@board:C", "3=temperature@battery:C,1=voltage@battery:mV"],
)
def test_columns_of_bare_numbers_are_what_a_person_says(columns: str) -> None:
    meter = InstrumentChoice(columns).of(BOARD)
    link = joined(meter, "bare-numbers")
    link.send(Identify())
    found, identified = plain(link.advance(15))
    assert identified.get("columns") == "1, 2, 3"
    link.send(StartReading(0.1))
    told = {event.channel.id for event in plain(link.advance(3)) if isinstance(event, Reading)}
    assert told == {column.channel.id for column in parse_columns(columns)}
    assert (Capability.SUPPLY_VOLTAGE in found.capabilities) is ("voltage@meter" in columns)


def test_bare_numbers_that_nobody_chose_are_nothing() -> None:
    _, events = reading(BOARD, "bare-numbers")
    assert not [event for event in plain(events) if isinstance(event, Reading)]


@pytest.mark.parametrize("fault", ["absurd", "cut-lines=3", "cut-lines=1"])
def test_values_that_cannot_be_and_lines_without_their_end_are_no_readings(fault: str) -> None:
    _, events = reading(BOARD, fault)
    assert all(5.0 < value < 5.2 for value in values(events))
    assert all(0 < value < 1 for value in values(events, AMPERES))
    assert all(20 < value < 40 for value in values(events, DEGREES))
    assert bool(values(events)) is (fault != "cut-lines=1")


def test_a_column_that_is_no_number_costs_the_others_nothing() -> None:
    _, events = reading(BOARD, "no-number")
    assert values(events, DEGREES) == []
    assert len(values(events)) > 300


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["V:5.1\n", "V:5.2\n"], [5.2]),
        (["V: 5.1\tA: 0.3\r\n", "V: 5.2\tA: 0.3\r\n"], [5.2, 0.3]),
        (["V:5.1\n", "A:0.3\n", "V:5.2\n", "A:0.4\n"], [5.2, 0.4]),
        (["vbus_mV:5100,\n", "vbus_mV:5200,\n"], [5.2]),
        (["U[mV]:5100 I(mA):300\n"] * 2, [5.1, 0.3]),
        (["T_degF:212\n"] * 2, [100.0]),
        (["T\u00b0C:21\n"] * 2, []),
        (["T_\u00b0C:21\n"] * 2, [21.0]),
        (["voltage:5.1\n"] * 3, []),
        (["V:5.1,V:5.2\n"] * 3, []),
        (["V:5.1,0.3\n"] * 3, []),
        (["V:5.1V:5.2\n"] * 3, []),
        (["V:5.1\n", "V:5.2\n", "V:\x00\n", "V:5,3\n", "V:--5\n", "V:0x10\n", "V:1e999\n", "V:1_0\n"], [5.2]),
        (["V:\u0665\n"] * 3, []),
        (["V:5.1\udcff\n"] * 3, []),
    ],
)
def test_lines_are_read_whole_or_not_at_all(lines: list[str], expected: list[float]) -> None:
    assert [event.value for event in heard(*lines)] == pytest.approx(expected)


def test_a_line_whose_beginning_was_missed_is_no_reading() -> None:
    assert heard("V:5.1\n", "V:5.2\n", start="") == []


def test_a_bare_line_with_a_column_less_is_no_reading() -> None:
    """Its second column would be the one before's third."""
    columns = "1=voltage@meter:V,2=current@meter:A"
    got = heard("5.1 0.3 27\n", "5.2 0.3 27\n", "5.1 27\n", "5.3 0.3 27\n", "5.4 0.3 27\n", columns=columns)
    assert [event.value for event in got] == [5.2, 0.3, 5.4, 0.3]


@pytest.mark.parametrize(
    "wrong",
    ["V", "1=volts@meter:V", "1=voltage@moon:V", "1=voltage@probe:V", "1=voltage@meter:X", "1=voltage@meter:mA", "=voltage@meter:V",
     "1=voltage@meter:V,2=voltage@meter:mV", "1=voltage@meter:V;2=current@meter:A"],
)  # fmt: skip
def test_columns_that_cannot_be_are_said(wrong: str) -> None:
    with pytest.raises(ColumnsError):
        InstrumentChoice(wrong).of(BOARD)


def test_columns_read_back_as_they_are_written_and_a_speed_goes_to_the_port() -> None:
    text = "U=voltage@meter:mV,I=current@meter:A,3=temperature@board:degF"
    assert ",".join(column.text for column in parse_columns(text)) == text
    fast = InstrumentChoice(text, 115200).of(BOARD)
    assert line_settings(fast, load_codecs()["plotter"]).baud == 115200
    assert line_settings(BOARD, load_codecs()["plotter"]).baud == 9600


def test_columns_in_a_profile_s_file_are_checked_with_it(tmp_path: Path) -> None:
    text = (RESOURCES / "meters" / "text-board.toml").read_text("utf-8")
    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    good.write_text(text.replace('columns = ""', 'columns = "1=voltage@meter:mV"'), "utf-8")
    bad.write_text(text.replace('columns = ""', 'columns = "1=voltage@moon:mV"'), "utf-8")
    assert load_checked(good, tmp_path / "none.toml").options["columns"] == "1=voltage@meter:mV"
    with pytest.raises(ProfileError, match=r"options\.columns: 1=voltage@moon:mV"):
        load_checked(bad, tmp_path / "none.toml")
