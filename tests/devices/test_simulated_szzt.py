"""The SZZT codec against the simulated pads on a virtual clock: keys, every fault, any noise, and every way out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.codecs.szzt import CODEC
from devices.commands import Abort, EndVisit, Identify, ListenKeys, ReadFacts, ShowText, StopListening
from devices.errors import CommandRefused
from devices.events import (
    CommandDone,
    CommandFailed,
    FactsRead,
    FactSubject,
    Failure,
    Identified,
    KeyPressed,
    KeysLost,
    UnknownFrame,
)
from devices.simulator.faults import Fault, fault_switches
from tests.devices.simulated import (
    RESOURCES,
    UNIT_FAULTS,
    after_noise,
    joined,
    key_names,
    listening,
    load_profiles,
    plain,
    pressed,
    struck,
    swallow,
    told,
)

PROFILES = load_profiles(RESOURCES / "terminals")
ZT588, ZT598 = PROFILES["szzt-zt588"], PROFILES["szzt-zt598"]
STOP = bytes.fromhex("02 30 30 34 35 30 33 32 03 33 33")
WHO = bytes.fromhex("02 30 30 31 33 03 30 31")
START = bytes.fromhex("02 30 30 34 35 30 33 33 03 33 32")
GOOD = bytes.fromhex("02 30 30 31 30 03 30 32")


@pytest.mark.parametrize("profile", [ZT588, ZT598], ids=lambda profile: profile.id)
def test_every_key_of_a_pad_arrives_under_its_own_name(profile) -> None:
    link = joined(profile, paced=True)
    link.send(Identify())
    [identity] = plain(link.advance(3))
    assert isinstance(identity, Identified)
    assert profile.matches_model(identity.get("model"))
    assert not (ZT598 if profile is ZT588 else ZT588).matches_model(identity.get("model"))
    link.send(ListenKeys())
    link.advance(2)
    assert pressed(link, *key_names(profile)) == key_names(profile)


def test_plain_key_input_is_ended_before_anything_else_is_asked() -> None:
    crashed = listening(ZT588, paced=True)
    assert crashed.device.waiting_for() == "keys"
    crashed.restore(CODEC.open(ZT588))  # the bench died, and is started again
    before = len(crashed.sent)
    crashed.send(Identify())
    crashed.advance(3)
    assert crashed.sent[before:] == [STOP, WHO]
    assert crashed.device.waiting_for() is None


@pytest.mark.parametrize("command", [StopListening(), Abort(), EndVisit()], ids=lambda command: type(command).__name__)
def test_every_way_out_ends_plain_key_input(command) -> None:
    link = listening(ZT588, paced=True)
    link.send(command)
    assert link.sent[-1] == STOP
    assert plain(link.advance(3)) == [CommandDone(type(command).__name__)]
    assert link.device.waiting_for() is None
    assert pressed(link, "1", "OK") == []


@pytest.mark.parametrize("after_s", [0.0, 0.01, 0.03, 0.05, 0.08])
def test_abort_ends_plain_key_input_however_early_it_comes(after_s: float) -> None:
    link = joined(ZT588, paced=True)
    link.send(ListenKeys())
    link.advance(after_s)
    link.send(Abort())
    assert link.sent[-1] == STOP
    link.advance(10)
    assert link.device.waiting_for() is None


def test_after_the_cable_was_pulled_the_pad_is_still_on_and_is_stopped_first() -> None:
    link = listening(ZT588, paced=True)
    link.set_fault(Fault("unplug", "3"))
    link.advance(4)
    assert link.device.waiting_for() == "keys"
    link.restore(CODEC.open(ZT588))
    before = len(link.sent)
    link.send(Identify())
    assert isinstance(told(link.advance(5))[-1], Identified)
    assert link.sent[before] == STOP
    assert link.device.waiting_for() is None


def test_a_key_that_was_on_the_way_does_not_end_the_listening_that_is_asked_for() -> None:
    codec = CODEC.open(ZT588)
    assert codec.send(ListenKeys(), 0.0).write == (STOP,)
    assert codec.feed(b"1", 0.01).events == (UnknownFrame(1, "a key nobody asked for"),)
    assert codec.feed(GOOD, 0.02).write == (START,)
    listens = codec.feed(GOOD, 0.04)
    assert (listens.events, listens.write) == ((CommandDone("ListenKeys"),), ())
    assert codec.feed(b"2", 0.1).events == (KeyPressed("2", "32"),)


def test_keys_that_come_while_nobody_listens_are_not_looked_at_and_are_stopped() -> None:
    link = listening(ZT588, paced=True)
    fresh = CODEC.open(ZT588)
    link.restore(fresh)
    link.send(ReadFacts(FactSubject.STATE))
    link.advance(3)
    link.device.feed(START, link.now)  # by somebody else
    link.press("4")
    events = plain(link.advance(3))
    assert [event for event in events if isinstance(event, KeyPressed)] == []
    assert link.sent[-1] == STOP
    assert link.device.waiting_for() is None


def test_before_its_first_command_a_codec_says_nothing_on_the_way_out() -> None:
    for command in (Abort(), EndVisit()):
        assert CODEC.open(ZT588).send(command, 0.0).write == ()


def test_a_pad_has_no_screen_and_no_shell() -> None:
    for command in (ShowText(("A",)), ReadFacts(FactSubject.SELF_TEST)):
        with pytest.raises(CommandRefused):
            CODEC.open(ZT588).send(command, 0.0)


@pytest.mark.parametrize(
    ("fault", "state", "items"),
    [
        ("", "ok", (("code", "ok"),)),
        ("tampered", "DD tampered", (("code", "DD tampered"),)),
        ("anti-removal", "FF anti-removal switch open", (("code", "FF anti-removal switch open"),)),
        ("says=backup-low", "E0 low battery", (("code", "E0 low battery"), ("fault", "backup-low"))),
        ("says=locked", "ED locked", (("code", "ED locked"), ("fault", "locked"))),
    ],
)
def test_a_pad_tells_what_is_wrong_with_it(fault: str, state: str, items: tuple) -> None:
    link = joined(ZT588, *([fault] if fault else []))
    link.send(Identify())
    link.send(ReadFacts(FactSubject.STATE))
    identity, facts = told(link.advance(5))
    assert isinstance(identity, Identified)
    assert identity.get("state") == state
    assert facts == FactsRead(FactSubject.STATE, "", items)


def test_a_pad_without_a_master_key_says_so() -> None:
    link = joined(ZT588, "no-pin-key")
    link.send(Identify())
    [identity] = plain(link.advance(3))
    assert isinstance(identity, Identified)
    assert identity.get("master_key") == "missing"


def test_a_tampered_pad_does_not_listen_and_is_left_off() -> None:
    link = joined(ZT588, "tampered")
    link.send(ListenKeys())
    assert told(link.advance(5)) == [CommandFailed("ListenKeys", Failure.REJECTED, "DD tampered")]
    assert link.sent[-1] == STOP


def test_a_silent_pad_is_asked_four_times_and_given_up() -> None:
    link = joined(ZT588, "silent")
    link.send(Identify())
    assert plain(link.advance(30)) == [CommandFailed("Identify", Failure.NO_ANSWER)]
    assert link.sent == [STOP] * 4


@pytest.mark.parametrize("fault", ["bad-crc=2", "nak=2", "late=0.5", "junk", "link-noise=0.5"])
def test_a_bad_link_is_survived(fault: str) -> None:
    link = joined(ZT588, fault, paced=True)
    for _ in range(4):
        link.send(Identify())
    assert any(isinstance(event, Identified) for event in told(link.advance(100)))


def test_noise_while_listening_is_told_because_it_may_have_been_a_key() -> None:
    link = listening(ZT588, paced=True)
    link._from_codec(link._codec.feed(b"\xff", link.now))
    events = plain(link.advance(1))
    assert any(isinstance(event, UnknownFrame) for event in events)
    assert any(isinstance(event, KeysLost) for event in events)
    assert pressed(link, "OK") == ["OK"]


@pytest.mark.parametrize("spec", UNIT_FAULTS, ids=lambda spec: spec.name)
def test_every_fault_may_be_on_while_everything_is_done(spec) -> None:
    link = struck(ZT588, spec, "1")
    for command in (Identify(), ListenKeys(), ReadFacts(FactSubject.STATE)):
        link.send(command)
    for number, key in enumerate(("1", "2", "OK", "00")):
        link.press_at(5.0 + number, key)
    link.advance(40)
    link.send(Abort())
    link.advance(30)


def test_a_pad_without_a_screen_offers_no_fault_of_one() -> None:
    offered = dict(fault_switches(ZT588))
    assert "dead-pixels" not in offered
    assert offered["says"] == "backup-low"
    assert {"says", "anti-removal", "dead-key", "bad-crc"} <= offered.keys()


@given(st.lists(st.tuples(st.floats(0, 3), st.binary(min_size=1, max_size=40)), max_size=12))
@settings(max_examples=150, deadline=None)
def test_no_bytes_ever_make_the_codec_raise_and_it_recovers(noise: list[tuple[float, bytes]]) -> None:
    codec = CODEC.open(ZT588)
    codec.send(Identify(), 0.0)
    codec.send(ListenKeys(), 0.0)
    link = after_noise(codec, noise, 13, joined(ZT588).device)
    link.send(Identify())
    assert any(isinstance(event, Identified) for event in plain(link.advance(30)))


@given(st.binary(max_size=300), st.integers(1, 9))
@settings(max_examples=150, deadline=None)
def test_no_bytes_ever_make_the_simulated_pad_raise(data: bytes, step: int) -> None:
    swallow(joined(ZT588).device, data, step)
