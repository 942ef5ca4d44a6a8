"""A wire log holds nothing a person typed, and still decodes."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.codecs._abecs_wire import request
from devices.codecs.abecs import CODEC
from devices.commands import AskDigits, Identify, ListenKeys, ShowText
from devices.events import DigitsEntered, Event, Identified, KeyPressed, ScreenText
from devices.simulator._abecs_message import packet
from tests.devices.simulated import PAD, joined, plain

RUN = re.compile(rb"[0-9]{4,}")


def item(number: int, value: bytes) -> bytes:
    return number.to_bytes(2, "big") + len(value).to_bytes(2, "big") + value


def answer(head: bytes, *items: bytes) -> bytes:
    block = b"".join(items)
    return packet(head + b"%03d" % len(block) + block)


def redacted(data: bytes, step: int = 10_000) -> bytes:
    _, redactor = CODEC.redactors()
    return b"".join(redactor.feed(data[at : at + step]) for at in range(0, len(data), step)) + redactor.flush()


def events(data: bytes) -> list[Event]:
    return list(CODEC.open(PAD).feed(data, 0.0).events)


TYPED = answer(b"GCD000", item(0x804D, b"4711081566"))


def test_typed_digits_become_stars_and_the_frame_still_decodes() -> None:
    safe = redacted(TYPED)
    assert b"*" * 10 in safe
    assert not RUN.search(safe[10:])
    assert len(safe) == len(TYPED)
    assert events(safe) == [DigitsEntered(10, None)] == events(TYPED)


@pytest.mark.parametrize("damage", [slice(0, -1), slice(1, None), slice(3, None), slice(0, 20)])
def test_a_damaged_digit_answer_keeps_no_digit_at_all(damage: slice) -> None:
    safe = redacted(TYPED[damage])
    assert not re.search(rb"[0-9]", safe)
    assert len(safe) == len(TYPED[damage])


def test_a_wrong_check_sum_hides_the_digits_too() -> None:
    broken = TYPED[:-1] + bytes([TYPED[-1] ^ 0xFF])
    assert not re.search(rb"[0-9]", redacted(broken)[:-2])


def test_an_unknown_message_keeps_no_digit() -> None:
    assert not re.search(rb"[0-9]", redacted(packet(b"GPN000016" + b"1234567890123456"))[:-2])
    assert not re.search(rb"[0-9]", redacted(packet(b"GOC000037" + b"5" * 37))[:-2])


def test_what_a_screen_echoes_is_hidden() -> None:
    safe = redacted(packet(b"NTM000032" + b"PLEASE TYPE     " + b"4711            "))
    assert b"4711" not in safe
    assert events(safe) == [ScreenText("PLEASE TYPE\n****")]


def test_only_the_event_code_of_a_key_answer_stays() -> None:
    swiped = answer(b"CEX000", item(0x8040, b"90"), item(0x8044, b"4539578763621486=2512"))
    safe = redacted(swiped)
    assert b"90" in safe
    assert b"4539" not in safe
    assert len(safe) == len(swiped)
    assert events(safe) == events(swiped)


def test_a_digit_answer_whose_items_do_not_add_up_is_hidden_whole() -> None:
    for block in (b"4711", b"\x80\x4d\x00\x094711", b"\x80\x4d\x00\x044711" + b"0815"):
        safe = redacted(packet(b"GCD000" + b"%03d" % len(block) + block))
        assert b"4711" not in safe
        assert b"0815" not in safe


def test_escaped_bytes_beside_digits_keep_the_length() -> None:
    odd = answer(b"GCD000", item(0x804D, b"12\x13\x16\x1734"))
    safe = redacted(odd)
    assert len(safe) == len(odd)
    assert b"12" not in safe[12:]


def test_identity_and_key_codes_stay_readable() -> None:
    key = answer(b"CEX000", item(0x8040, b"04"))
    who = answer(b"GIX000", item(0x8001, b"1234567890"))
    assert redacted(key + who) == key + who


def test_items_nobody_asked_for_are_hidden_in_any_answer() -> None:
    for head in (b"GIX000", b"OPN000", b"DSP000", b"MLE000"):
        safe = redacted(answer(head, item(0x8001, b"S"), item(0x8051, b"4539578763621486")))
        assert b"4539" not in safe
        assert len(events(safe)) == len(events(answer(head, item(0x8001, b"S"))))


def test_what_the_bench_shows_stays_and_unknown_requests_are_hidden() -> None:
    host, _ = CODEC.redactors()
    text = request("DSP", b"PRESS 1 2 3 4".ljust(32))
    assert host.feed(text) == text
    assert not re.search(rb"[0-9]", host.feed(packet(b"TLI123456"))[:-2])
    assert host.feed(b"4711") == b"****"


@given(st.text("0123456789", min_size=1, max_size=12), st.integers(1, 40))
def test_typed_digits_are_hidden_however_the_stream_is_cut(typed: str, step: int) -> None:
    data = answer(b"GCD000", item(0x804D, typed.encode()))
    safe = redacted(data, step)
    assert b"*" * len(typed) in safe
    assert events(safe) == [DigitsEntered(len(typed), None)]


@given(st.lists(st.binary(max_size=30), max_size=6), st.integers(1, 7))
@settings(max_examples=300)
def test_noise_keeps_its_length_and_loses_its_digits(parts: list[bytes], step: int) -> None:
    data = b"".join(parts)
    safe = redacted(data, step)
    assert len(safe) == len(data)
    assert not RUN.search(safe)


@given(st.binary(max_size=40), st.binary(max_size=40), st.text("456789", min_size=4, max_size=12))
@settings(max_examples=300)
def test_digits_never_survive_noise_around_their_answer(before: bytes, after: bytes, typed: str) -> None:
    data = before + answer(b"GCD000", item(0x804D, typed.encode())) + after
    safe = redacted(data)
    assert len(safe) == len(data)
    assert typed.encode() not in safe[: len(before) + 30 + len(typed)]


def test_a_log_read_back_tells_the_same_events_up_to_redaction() -> None:
    link = joined(PAD)
    link.send(Identify())
    live = plain(link.advance(10))
    link.send(ListenKeys())
    link.advance(1)
    for number, key in enumerate(("F1", "OK", "ARROW_B")):
        link.press_at(link.now + number + 0.5, key)
    live += plain(link.advance(5))
    link.send(ShowText(("HELLO", "BENCH")))
    live += plain(link.advance(1))
    link.send(AskDigits("12", 20))
    for number, key in enumerate(("1", "2", "OK")):
        link.press_at(link.now + number + 1, key)
    live += plain(link.advance(10))
    back = events(redacted(b"".join(link.received)))
    assert [_seen(event) for event in back if _seen(event)] == [_seen(event) for event in live if _seen(event)]


def _seen(event: Event) -> object:
    """What both sides must agree on; gaps depend on times, commands done on what was sent."""
    if isinstance(event, DigitsEntered):
        return event.count
    return event if isinstance(event, KeyPressed | ScreenText | Identified) else None
