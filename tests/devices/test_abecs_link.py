"""The ABECS link layer on a hand-held clock: who waits how long, who repeats, who gives up."""

import pytest

from devices.codec import Codec, Output
from devices.codecs._abecs_wire import request
from devices.codecs.abecs import CODEC
from devices.commands import (
    Abort,
    AskDigits,
    Identify,
    ListenKeys,
    ReadBattery,
    ShowImage,
    ShowText,
    StartReading,
    StopListening,
)
from devices.errors import CommandRefused
from devices.events import (
    CommandDone,
    CommandFailed,
    DigitsEntered,
    DigitsNotEntered,
    Failure,
    KeyGap,
    KeyPressed,
    ScreenText,
    UnknownFrame,
    WaitEnd,
)
from devices.simulator._abecs_message import packet
from tests.devices.simulated import PAD

CAN, EOT, ACK, NAK = b"\x18", b"\x04", b"\x06", b"\x15"
OPEN = request("OPN")
TEXT = request("DSP", b"A".ljust(32))
CEX = request("CEX", bytes.fromhex("0006 0006 313030303030 000C 0001 1E"))
SHOWN = packet(b"DSP000")
KEY_F1 = packet(b"CEX000006" + bytes.fromhex("8040 0002") + b"04")


def opened(codec: Codec, command: object, now: float = 0.0) -> Output:
    """Send a command and let the session open; the output holds the first real request."""
    assert codec.send(command, now).write == (CAN,)
    assert codec.feed(EOT, now).write == (OPEN,)
    return codec.feed(ACK + packet(b"OPN000"), now)


def codec() -> Codec:
    return CODEC.open(PAD)


def test_a_session_begins_with_can_then_opens() -> None:
    assert opened(codec(), ShowText(("A",))).write == (TEXT,)


def test_can_is_repeated_after_two_seconds_three_times_in_all_then_nothing_answers() -> None:
    pad = codec()
    assert pad.send(Identify(), 0.0).deadline == 2.0
    assert pad.tick(1.99).write == ()
    assert pad.tick(2.0).write == (CAN,)
    assert pad.tick(4.0).write == (CAN,)
    assert pad.tick(5.9).events == ()
    assert pad.tick(6.0).events == (CommandFailed("Identify", Failure.NO_ANSWER, "no EOT"),)


def test_everything_but_eot_is_ignored_while_a_session_begins() -> None:
    pad = codec()
    pad.send(ShowText(("A",)), 0.0)
    assert pad.feed(ACK + NAK + b"\x00\x01" + SHOWN, 0.1).write == ()
    assert pad.feed(EOT, 0.2).write == (OPEN,)


def test_nak_is_answered_with_the_same_packet_three_times_in_all() -> None:
    pad = codec()
    assert opened(pad, ShowText(("A",))).write == (TEXT,)
    assert pad.feed(NAK, 0.1).write == (TEXT,)
    assert pad.feed(NAK, 0.2).write == (TEXT,)
    assert pad.feed(NAK, 0.3).write == (CAN,)


def test_a_pad_that_only_naks_is_garbled() -> None:
    pad = codec()
    opened(pad, ShowText(("A",)))
    pad.feed(NAK * 3, 0.1)
    pad.feed(EOT, 0.1)
    pad.feed(ACK + packet(b"OPN000"), 0.1)
    assert pad.feed(NAK * 3, 0.2).events == (CommandFailed("ShowText", Failure.GARBLED, "NAK"),)


def test_a_request_without_ack_is_cancelled_and_sent_once_more() -> None:
    pad = codec()
    opened(pad, ShowText(("A",)))
    late = pad.tick(2.1)
    assert late.write == (CAN,)
    pad.feed(EOT, 2.2)
    assert pad.feed(ACK + packet(b"OPN000"), 2.3).write == (TEXT,)
    assert pad.feed(ACK + SHOWN, 2.4).events == (CommandDone("ShowText", "000"),)


def test_a_good_answer_is_not_acknowledged() -> None:
    pad = codec()
    opened(pad, ShowText(("A",)))
    output = pad.feed(ACK + SHOWN, 0.1)
    assert output.write == ()
    assert output.events == (CommandDone("ShowText", "000"),)
    assert output.deadline is None


def test_an_answer_counts_although_its_ack_was_lost() -> None:
    pad = codec()
    opened(pad, ShowText(("A",)))
    assert pad.feed(SHOWN, 0.1).events == (CommandDone("ShowText", "000"),)


def test_a_damaged_answer_is_drained_until_half_a_second_of_silence_then_refused() -> None:
    pad = codec()
    opened(pad, ShowText(("A",)))
    bad = SHOWN[:-1] + bytes([SHOWN[-1] ^ 1])
    pad.feed(ACK + bad, 1.0)
    assert pad.feed(b"\x55" * 5, 1.4).deadline == pytest.approx(1.9)
    assert pad.tick(1.6).write == ()
    drained = pad.tick(1.9)
    assert drained.write == (NAK,)
    assert drained.events == (UnknownFrame(len(bad) + 5, "damaged answer"),)
    assert pad.feed(SHOWN, 2.0).events == (CommandDone("ShowText", "000"),)


def test_an_answer_that_stays_damaged_is_refused_three_times_then_garbled() -> None:
    pad = codec()
    bad = SHOWN[:-1] + bytes([SHOWN[-1] ^ 1])
    now, naks, events = 0.0, 0, []
    opened(pad, ShowText(("A",)))
    for attempt in range(2):
        pad.feed(ACK, now)
        for _ in range(4):
            pad.feed(bad, now)
            now += 0.5
            output = pad.tick(now)
            naks += output.write.count(NAK)
            events += output.events
        if attempt == 0:
            assert output.write == (CAN,)
            pad.feed(EOT + ACK, now)
            pad.feed(ACK + packet(b"OPN000"), now)
    assert naks == 6
    assert events[-1] == CommandFailed("ShowText", Failure.GARBLED, "damaged answers")


def test_a_packet_that_stops_in_the_middle_is_given_up_after_two_seconds() -> None:
    pad = codec()
    opened(pad, ShowText(("A",)))
    pad.feed(ACK + SHOWN[:4], 1.0)
    stopped = pad.tick(3.0)
    assert stopped.write == (NAK,)
    assert pad.feed(SHOWN, 3.1).events == (CommandDone("ShowText", "000"),)


def test_an_endless_stream_of_garbage_ends_the_drain() -> None:
    pad = codec()
    opened(pad, ShowText(("A",)))
    now = 0.1
    pad.feed(ACK + b"\x16AB\x17\x00\x00", now)
    for _ in range(200):
        now += 0.1
        output = pad.feed(b"\x55" * 10, now)
        if output.deadline is not None and output.deadline <= now:
            output = pad.tick(now)
        if CAN in output.write:
            return
    raise AssertionError("the drain never ended")


def test_an_answer_may_take_ten_seconds_not_more() -> None:
    pad = codec()
    opened(pad, ShowText(("A",)))
    pad.feed(ACK, 0.0)
    assert pad.tick(9.9).write == ()
    assert pad.tick(10.0).write == (CAN,)


def test_a_key_is_reported_and_listening_goes_on_at_once_with_the_gap_measured() -> None:
    pad = codec()
    assert opened(pad, ListenKeys()).write == (CEX,)
    assert pad.feed(ACK, 0.1).events == (CommandDone("ListenKeys"),)
    pressed = pad.feed(KEY_F1, 5.0)
    assert pressed.events == (KeyPressed("F1", "04"),)
    assert pressed.write == (CEX,)
    assert pad.feed(ACK, 5.023).events == (KeyGap(pytest.approx(0.023)),)


def test_a_time_out_of_the_pad_is_no_event() -> None:
    pad = codec()
    opened(pad, ListenKeys())
    pad.feed(ACK, 0.1)
    output = pad.feed(packet(b"CEX012"), 30.0)
    assert output.write == (CEX,)
    assert output.events == ()
    assert pad.feed(ACK, 30.1).events == ()


def test_a_command_interrupts_listening_and_listening_goes_on_after_it() -> None:
    pad = codec()
    opened(pad, ListenKeys())
    pad.feed(ACK, 0.1)
    assert pad.send(ShowText(("A",)), 1.0).write == (CAN,)
    assert pad.feed(EOT, 1.1).write == (TEXT,)
    assert pad.feed(ACK + SHOWN, 1.2).write == (CEX,)


def test_a_key_that_crosses_the_cancel_is_not_lost() -> None:
    pad = codec()
    opened(pad, ListenKeys())
    pad.feed(ACK, 0.1)
    pad.send(ShowText(("A",)), 1.0)
    output = pad.feed(KEY_F1 + EOT, 1.1)
    assert output.events == (KeyPressed("F1", "04"),)
    assert output.write == (TEXT,)


def test_stop_listening_leaves_the_pad_idle() -> None:
    pad = codec()
    opened(pad, ListenKeys())
    pad.feed(ACK, 0.1)
    assert pad.send(StopListening(), 1.0).write == (CAN,)
    stopped = pad.feed(EOT, 1.1)
    assert stopped.events == (CommandDone("StopListening"),)
    assert (stopped.write, stopped.deadline) == ((), None)


def test_silence_while_listening_is_told_once_and_tried_again_until_the_pad_is_back() -> None:
    pad = codec()
    opened(pad, ListenKeys())
    now, told = 0.0, []
    for _ in range(40):
        output = pad.tick(now)
        told += output.events
        now = output.deadline if output.deadline is not None else now + 1
    assert told == [CommandFailed("ListenKeys", Failure.NO_ANSWER, "no EOT")]
    back = pad.tick(now)
    for _ in range(6):
        if back.write == (CAN,):
            break
        now = back.deadline
        back = pad.tick(now)
    pad.feed(EOT, now)
    assert pad.feed(ACK + packet(b"OPN000"), now).write == (CEX,)


def test_abort_drops_what_runs_and_what_waits_and_says_so() -> None:
    pad = codec()
    opened(pad, AskDigits("12", 30))
    pad.send(ShowText(("A",)), 0.1)
    output = pad.send(Abort(), 0.2)
    assert output.write == (CAN,)
    assert output.events == (
        DigitsNotEntered(WaitEnd.CANCELLED),
        CommandFailed("AskDigits", Failure.ABORTED),
        CommandFailed("ShowText", Failure.ABORTED),
    )
    ended = pad.feed(EOT, 0.3)
    assert ended.events == (CommandDone("Abort"),)
    assert ended.deadline is None


def digits(text: bytes) -> bytes:
    value = bytes.fromhex("804D") + len(text).to_bytes(2, "big") + text
    return packet(b"GCD000" + b"%03d" % len(value) + value)


@pytest.mark.parametrize(
    ("expected", "typed", "event"),
    [
        ("1234", b"1234", DigitsEntered(4, True)),
        ("1234", b"1243", DigitsEntered(4, False)),
        ("5", b"5", DigitsEntered(1, True)),
        ("5", b"6", DigitsEntered(1, False, "6")),
        ("1234", b"****", DigitsEntered(4, None)),
    ],
)
def test_digits_are_compared_and_forgotten(expected: str, typed: bytes, event: DigitsEntered) -> None:
    pad = codec()
    opened(pad, AskDigits(expected, 30))
    assert pad.feed(ACK + digits(typed), 1.0).events == (event,)


@pytest.mark.parametrize(
    ("status", "events"),
    [
        (b"012", (DigitsNotEntered(WaitEnd.TIMEOUT),)),
        (b"013", (DigitsNotEntered(WaitEnd.CANCELLED),)),
        (b"040", (DigitsNotEntered(WaitEnd.REFUSED), CommandFailed("AskDigits", Failure.REJECTED, "040"))),
    ],
)
def test_a_digit_prompt_can_end_without_digits(status: bytes, events: tuple) -> None:
    pad = codec()
    opened(pad, AskDigits("12", 30))
    assert pad.feed(ACK + packet(b"GCD" + status), 1.0).events == events


def test_expected_digits_never_travel_and_never_show() -> None:
    pad = codec()
    sent = opened(pad, AskDigits("2580147", 30)).write
    assert not any(b"2580147" in data for data in sent)
    assert "2580147" not in repr(pad) + repr(pad.__dict__)
    with pytest.raises(CommandRefused) as refused:
        pad.send(AskDigits("25801470369258", 30), 0.0)
    assert "2580" not in str(refused.value)


def test_what_the_screen_says_is_told_without_digits_and_prolongs_the_wait() -> None:
    pad = codec()
    opened(pad, AskDigits("12", 30))
    pad.feed(ACK, 0.0)
    output = pad.feed(packet(b"NTM000032" + b"TYPE PLEASE     " + b"1234            "), 60.0)
    assert output.events == (ScreenText("TYPE PLEASE\n****"),)
    assert output.deadline > 100


def test_a_digit_prompt_that_dies_is_not_asked_twice() -> None:
    pad = codec()
    opened(pad, AskDigits("12", 30))
    pad.feed(ACK, 0.0)
    output = pad.tick(1000.0)
    assert output.write == ()
    assert output.events[-1] == CommandFailed("AskDigits", Failure.NO_ANSWER, "no answer after ACK")


@pytest.mark.parametrize(
    "command",
    [
        StartReading(0.1),
        ReadBattery(),
        AskDigits("", 30),
        AskDigits("12a", 30),
        AskDigits("1" * 13, 30),
        AskDigits("1", 0),
    ],
)
def test_what_the_pad_cannot_do_is_refused_before_a_byte_is_sent(command: object) -> None:
    with pytest.raises(CommandRefused):
        codec().send(command, 0.0)


def test_unicode_digits_are_no_digits() -> None:
    with pytest.raises(CommandRefused):
        codec().send(AskDigits("١٢", 30), 0.0)


def test_image_names_with_anything_but_letters_and_digits_are_refused(white: object) -> None:
    for name in ("", "toolongname", "a b", "../etc", "é"):
        with pytest.raises(CommandRefused):
            codec().send(ShowImage(name, white), 0.0)


@pytest.fixture
def white() -> object:
    import numpy as np

    from devices.raster import Raster

    return Raster(np.full((320, 240, 3), 255, np.uint8))


def test_a_picture_larger_than_the_screen_is_refused() -> None:
    import numpy as np

    from devices.raster import Raster

    with pytest.raises(CommandRefused):
        codec().send(ShowImage("A", Raster(np.zeros((321, 240, 3), np.uint8))), 0.0)


def test_before_its_first_command_the_codec_only_decodes() -> None:
    pad = codec()
    assert pad.feed(digits(b"123"), 0.0).events == (DigitsEntered(3, None),)
    assert pad.feed(packet(b"DSI000"), 0.0).events == (CommandDone("ShowImage", "000"),)
    assert pad.feed(KEY_F1, 1.0).events == (KeyPressed("F1", "04"),)
    assert pad.feed(ACK, 1.5).events == (KeyGap(0.5),)


def test_the_gap_counts_from_the_answer_that_could_not_be_read() -> None:
    pad = codec()
    opened(pad, ListenKeys())
    pad.feed(ACK, 0.1)
    pad.feed(KEY_F1[:-1] + bytes([KEY_F1[-1] ^ 1]), 5.0)
    assert pad.tick(5.5).write == (NAK,)
    assert pad.feed(KEY_F1, 5.6).events == (KeyPressed("F1", "04"),)
    assert pad.feed(ACK, 5.7).events == (KeyGap(pytest.approx(0.7)),)


def test_an_answer_without_its_start_is_missed_after_two_seconds_not_after_half_a_minute() -> None:
    pad = codec()
    opened(pad, ListenKeys())
    pad.feed(ACK, 0.1)
    pad.feed(KEY_F1[1:], 5.0)
    output = pad.tick(7.0)
    assert output.write == (CAN,)
    pad.feed(EOT, 7.1)
    assert pad.feed(ACK + packet(b"OPN000"), 7.2).write == (CEX,)
    assert pad.feed(ACK, 7.3).events == (KeyGap(pytest.approx(2.3)),)


def test_a_little_noise_while_waiting_for_a_person_changes_nothing() -> None:
    pad = codec()
    opened(pad, AskDigits("12", 30))
    pad.feed(ACK + b"\xff\x00\xff", 0.0)
    assert pad.tick(2.0).write == ()
    assert pad.feed(digits(b"12"), 9.0).events == (DigitsEntered(2, True),)
