"""The ABECS codec against the simulated PIN pad on a virtual clock: every service, every fault, any noise."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.codecs.abecs import CODEC
from devices.commands import (
    Abort,
    AskDigits,
    Identify,
    ListenKeys,
    RestoreScreen,
    ShowImage,
    ShowText,
    StopListening,
)
from devices.events import (
    CommandDone,
    CommandFailed,
    DigitsEntered,
    DigitsNotEntered,
    Failure,
    Identified,
    KeyGap,
    KeyPressed,
    ScreenText,
    UnknownFrame,
    WaitEnd,
)
from devices.loopback import Loopback
from devices.raster import Raster
from devices.simulator.faults import Fault
from tests.devices.simulated import (
    PAD,
    UNIT_FAULTS,
    after_noise,
    joined,
    key_names,
    listening,
    plain,
    pressed,
    struck,
    swallow,
    told,
)

FUNCTION_KEYS = [key for key in key_names(PAD) if not key.isdigit()]


def picture(seed: int, colours: int, width: int = 240, height: int = 320) -> Raster:
    chance = np.random.default_rng(seed)
    palette = chance.integers(0, 256, (colours, 3), dtype=np.uint8)
    return Raster(palette[chance.integers(0, colours, (height, width))])


def typed(link: Loopback, expected: str, keys: str | None = None, last: str = "OK") -> list:
    link.send(AskDigits(expected, 30))
    link.advance(1)
    for number, key in enumerate([*(expected if keys is None else keys), last]):
        link.press_at(link.now + 0.2 * (number + 1), key)
    return told(link.advance(40))


def test_a_pad_tells_who_it_is_in_small_portions() -> None:
    link = joined(PAD)
    link.send(Identify())
    [event] = plain(link.advance(15))
    assert isinstance(event, Identified)
    assert event.get("model") == "PPC-930"
    assert event.get("memory") == "192MB"
    assert event.get("maker") == "GERTEC"
    assert event.get("application") == "002.14 200921"
    assert event.get("capabilities") == "1200000000"
    assert event.get("pixels") == "240 x 320"
    assert event.get("text_size") == "16 x 8"
    assert event.get("keys_mkwk_pin") == "3 loaded, 17 empty"
    assert PAD.matches_model(event.get("model"))


def test_two_pads_have_two_serials_and_one_pad_keeps_its_own() -> None:
    serials = []
    for seed in (1, 2, 1):
        link = joined(PAD, seed=seed)
        link.send(Identify())
        [event] = plain(link.advance(15))
        serials.append(event.get("serial"))
    assert serials[0] == serials[2] != serials[1]


@pytest.mark.parametrize("key", FUNCTION_KEYS)
def test_each_function_key_arrives_under_its_own_name(key: str) -> None:
    assert pressed(listening(PAD), key) == [key]


def test_digits_are_not_reported_while_listening() -> None:
    assert pressed(listening(PAD), *"1234567890") == []


def test_the_gap_after_a_key_is_that_of_the_line() -> None:
    link = listening(PAD, paced=True)
    link.press("OK")
    events = plain(link.advance(1))
    [gap] = [event for event in events if isinstance(event, KeyGap)]
    assert 0.012 < gap.seconds < 0.016  # 25 bytes and an ACK at 19200 baud


def test_a_press_inside_the_gap_is_lost_as_on_a_real_pad() -> None:
    link = listening(PAD, paced=True)
    link.press_at(link.now + 1.0, "OK")
    link.press_at(link.now + 1.012, "OK")
    link.press_at(link.now + 2.0, "F1")
    keys = [event.key for event in plain(link.advance(4)) if isinstance(event, KeyPressed)]
    assert keys == ["OK", "F1"]


def test_nothing_is_reported_after_listening_ended() -> None:
    link = listening(PAD)
    link.send(StopListening())
    assert plain(link.advance(1)) == [CommandDone("StopListening")]
    assert pressed(link, "OK") == []
    assert link.device.waiting_for() is None


def test_listening_survives_the_pads_own_time_out() -> None:
    link = listening(PAD)
    assert plain(link.advance(95)) == []
    assert pressed(link, "OK") == ["OK"]


def test_text_appears_and_listening_goes_on() -> None:
    link = listening(PAD)
    link.send(ShowText(("PRESS OK", "NOW")))
    assert plain(link.advance(1)) == [CommandDone("ShowText", "000")]
    assert link.device.screen_text() == "PRESS OK\nNOW"
    assert link.device.screen() is None
    assert pressed(link, "OK") == ["OK"]


@pytest.mark.parametrize("shown", [ShowImage("pattern1", picture(2, 1)), ShowText(("POSBENCH", "KEYPAD TEST"))])
def test_nothing_of_the_bench_stays_on_the_screen_once_it_is_put_back(shown: ShowImage | ShowText) -> None:
    link = listening(PAD)
    link.send(shown)
    link.advance(60)
    link.send(Abort())
    link.send(RestoreScreen())
    assert plain(link.advance(5)) == [CommandDone("Abort"), CommandDone("RestoreScreen", "000")]
    assert link.device.screen() is None
    assert link.device.screen_text().strip() == ""


def test_longer_text_uses_all_lines_and_is_cut_to_the_screen() -> None:
    link = joined(PAD)
    link.send(ShowText(tuple(f"LINE {number} {'x' * 30}" for number in range(12))))
    assert plain(link.advance(5)) == [CommandDone("ShowText", "000")]
    lines = link.device.screen_text().split("\n")
    assert len(lines) == 8
    assert all(len(line) <= 16 for line in lines)


def test_text_the_pad_cannot_write_is_replaced_not_refused() -> None:
    link = joined(PAD)
    link.send(ShowText(("键 ä\x07\n", "ok")))
    assert plain(link.advance(5)) == [CommandDone("ShowText", "000")]
    assert link.device.screen_text() == "? ä\nok"


@pytest.mark.parametrize("colours", [1, 2, 4, 13, 200, 5000])
def test_a_picture_arrives_dot_by_dot(colours: int) -> None:
    link = joined(PAD)
    sent = picture(colours, colours)
    link.send(ShowImage("pattern1", sent))
    assert plain(link.advance(60)) == [CommandDone("ShowImage", "000")]
    assert link.device.screen() == sent
    assert link.device.screen_text() == ""


def test_a_picture_already_loaded_is_only_shown() -> None:
    link = joined(PAD)
    first, second = picture(1, 4), picture(2, 4)
    for name, raster in (("A", first), ("B", second)):
        link.send(ShowImage(name, raster))
        link.advance(60)
    before = len(link.sent)
    link.send(ShowImage("A", first))
    link.advance(5)
    assert [data[1:4] for data in link.sent[before:]] == [b"DSI"]
    assert link.device.screen() == first


def test_a_changed_picture_under_an_old_name_is_loaded_anew() -> None:
    link = joined(PAD)
    for raster in (picture(1, 4), picture(2, 4)):
        link.send(ShowImage("A", raster))
        link.advance(60)
        assert link.device.screen() == raster


def test_digits_that_match_are_told_as_matched_and_nothing_more() -> None:
    assert typed(joined(PAD), "1234567890") == [DigitsEntered(10, True)]


def test_wrong_digits_are_told_as_wrong_and_nothing_more() -> None:
    assert typed(joined(PAD), "1234567890", "1234567809") == [DigitsEntered(10, False)]


def test_a_single_wrong_digit_is_named() -> None:
    assert typed(joined(PAD), "5", "8") == [DigitsEntered(1, False, "8")]


def test_cancel_ends_a_digit_prompt() -> None:
    assert typed(joined(PAD), "1234", "12", last="CANCEL") == [DigitsNotEntered(WaitEnd.CANCELLED)]


def test_too_few_digits_end_in_a_time_out() -> None:
    assert typed(joined(PAD), "1234", "12") == [DigitsNotEntered(WaitEnd.TIMEOUT)]


def test_abort_leaves_the_pad_idle_in_the_middle_of_a_digit_prompt() -> None:
    link = joined(PAD)
    link.send(AskDigits("12", 60))
    link.advance(1)
    assert link.device.waiting_for() == "digits"
    link.send(Abort())
    assert plain(link.advance(1))[-1] == CommandDone("Abort")
    assert link.device.waiting_for() is None


def test_screen_notices_during_a_prompt_hide_what_is_typed() -> None:
    import msgspec

    chatty = msgspec.structs.replace(PAD, options={"screen_notices": True})
    events = typed(joined(chatty), "4711")
    notices = [event for event in events if isinstance(event, ScreenText)]
    assert notices[-1].text.endswith("\n****")
    assert not any(char.isdigit() for event in notices for char in event.text)
    assert events[-1] == DigitsEntered(4, True)


# -- faults of keys and screen


def test_a_dead_key_says_nothing() -> None:
    assert pressed(listening(PAD, "dead-key=OK"), "OK", "F1") == ["F1"]


def test_crossed_keys_answer_for_each_other() -> None:
    assert pressed(listening(PAD, "crossed-keys=F1:CLEAR"), "F1", "CLEAR", "OK") == ["CLEAR", "F1", "OK"]


def test_a_chattering_key_counts_twice() -> None:
    assert pressed(listening(PAD, "chatter=OK", paced=True), "OK", "F1") == ["OK", "OK", "F1"]


def test_chatter_faster_than_the_link_is_invisible() -> None:
    assert pressed(listening(PAD, "chatter=OK:10", paced=True), "OK") == ["OK"]
    assert pressed(listening(PAD, "chatter=OK:20", paced=True), "OK") == ["OK"]
    assert pressed(listening(PAD, "chatter=OK:30", paced=True), "OK") == ["OK", "OK"]


def test_a_stuck_key_reports_itself_again_and_again() -> None:
    link = joined(PAD, "stuck-key=F2")
    link.send(ListenKeys())
    events = plain(link.advance(5))
    assert sum(event == KeyPressed("F2", "05") for event in events) > 10


def test_a_dead_digit_never_completes_the_prompt() -> None:
    assert typed(joined(PAD, "dead-key=5"), "1234567890") == [DigitsNotEntered(WaitEnd.TIMEOUT)]


def test_faulty_dots_lie_where_the_seed_puts_them() -> None:
    white = Raster(np.full((320, 240, 3), 255, np.uint8))
    link = joined(PAD, "dead-pixels=3", seed=7)
    link.send(ShowImage("W", white))
    link.advance(30)
    seen = link.device.screen()
    assert int((seen.pixels.max(axis=2) == 0).sum()) == 3
    again = joined(PAD, "dead-pixels=3", seed=7)
    again.send(ShowImage("W", white))
    again.advance(30)
    assert again.device.screen() == seen


@pytest.mark.parametrize(("fault", "mean"), [("no-picture", 0.0), ("colour-cast=red", (127 + 255 + 255) / 3)])
def test_faults_of_the_panel_change_the_whole_picture(fault: str, mean: float) -> None:
    link = joined(PAD, fault)
    link.send(ShowImage("W", Raster(np.full((320, 240, 3), 255, np.uint8))))
    link.advance(30)
    assert link.device.screen().pixels.mean() == pytest.approx(mean)


def test_hostile_text_is_tamed() -> None:
    link = joined(PAD, "hostile-text")
    link.send(Identify())
    [event] = plain(link.advance(15))
    assert "<b" in event.get("part_number")  # markup is the business of whoever shows it
    for _, value in event.items:
        assert len(value) <= 128
        assert value.isprintable()


# -- faults of the link


@pytest.mark.parametrize("fault", ["bad-crc=2", "nak=2", "late=1.5", "junk", "link-noise=0.5"])
def test_a_bad_link_is_survived(fault: str) -> None:
    link = joined(PAD, fault)
    link.send(Identify())
    events = told(link.advance(300))
    assert [type(event) for event in events] == [Identified]


def test_damage_is_counted() -> None:
    link = joined(PAD, "bad-crc=2")
    link.send(Identify())
    assert any(isinstance(event, UnknownFrame) for event in plain(link.advance(100)))


def test_a_silent_pad_fails_every_command_and_never_raises() -> None:
    link = joined(PAD, "silent")
    link.send(Identify())
    link.send(ShowText(("A",)))
    assert told(link.advance(60)) == [
        CommandFailed("Identify", Failure.NO_ANSWER, "no EOT"),
        CommandFailed("ShowText", Failure.NO_ANSWER, "no EOT"),
    ]


def test_a_pad_that_always_naks_is_garbled() -> None:
    link = joined(PAD, "nak=1")
    link.send(ShowText(("A",)))
    assert told(link.advance(60)) == [CommandFailed("ShowText", Failure.GARBLED, "NAK")]


def test_after_the_cable_was_pulled_a_fresh_codec_finds_the_pad_restarted() -> None:
    link = listening(PAD)
    link.send(ShowText(("A",)))
    link.advance(1)
    link.set_fault(Fault("unplug", "3"))
    link.advance(4)
    assert link.device.screen_text() == ""
    link.restore(CODEC.open(PAD))
    link.send(Identify())
    assert isinstance(plain(link.advance(15))[-1], Identified)


def test_a_cut_cable_is_silence_and_restoring_it_is_enough() -> None:
    link = listening(PAD)
    link.cut()
    assert CommandFailed("ListenKeys", Failure.NO_ANSWER, "no EOT") in plain(link.advance(100))
    link.restore()
    link.advance(20)
    assert pressed(link, "OK") == ["OK"]


@pytest.mark.parametrize("spec", UNIT_FAULTS, ids=lambda spec: spec.name)
def test_every_fault_may_be_on_while_everything_is_done(spec) -> None:
    link = struck(PAD, spec, "F1")
    link.send(Identify())
    link.send(ListenKeys())
    link.send(ShowImage("A", picture(1, 4)))
    link.send(AskDigits("12", 10))
    for number, key in enumerate(("1", "2", "OK", "F1", "OK")):
        link.press_at(10.0 + number, key)
    link.advance(120)
    link.send(Abort())
    link.advance(30)


@given(st.lists(st.tuples(st.floats(0, 3), st.binary(min_size=1, max_size=40)), max_size=12))
@settings(max_examples=150, deadline=None)
def test_no_bytes_ever_make_the_codec_raise_and_it_recovers(noise: list[tuple[float, bytes]]) -> None:
    codec = CODEC.open(PAD)
    codec.send(ListenKeys(), 0.0)
    codec.send(AskDigits("12", 5), 0.0)
    link = after_noise(codec, noise, 21, joined(PAD).device)
    link.send(ShowText(("A",)))
    assert CommandDone("ShowText", "000") in plain(link.advance(60))


@given(st.binary(max_size=300), st.integers(1, 9))
@settings(max_examples=150, deadline=None)
def test_no_bytes_ever_make_the_simulated_pad_raise(data: bytes, step: int) -> None:
    device = joined(PAD).device
    swallow(device, data, step)
    device.feed(b"\x18", 100.0)
    assert device.waiting_for() is None


def test_half_a_request_makes_the_pad_deaf_for_two_seconds_and_not_for_good() -> None:
    link = listening(PAD)
    link.device.feed(b"\x16GCD0", link.now)  # the rest was lost on the line
    link.send(Abort())
    assert CommandDone("Abort") in plain(link.advance(12))
    link.send(ListenKeys())
    assert pressed(link, "OK") == ["OK"]
