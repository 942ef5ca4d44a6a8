"""The ZVT codec against the simulated terminal on a virtual clock, over both framings: every service, every fault, any noise."""

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.capability import Capability
from devices.commands import (
    Abort,
    EndVisit,
    Identify,
    ListenKeys,
    ReadFacts,
    RestoreScreen,
    ShowImage,
    ShowText,
    StopListening,
)
from devices.errors import CommandRefused
from devices.events import (
    CommandDone,
    CommandFailed,
    FactsRead,
    FactSubject,
    Failure,
    Identified,
    KeyGap,
    KeyPressed,
    ScreenText,
)
from devices.profile import Display, Profile
from devices.raster import Raster
from devices.registry import load_codecs
from devices.simulator.faults import Fault
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
SERIAL, TCP = PROFILES["zvt-terminal"], PROFILES["zvt-terminal-tcp"]
BOTH = pytest.mark.parametrize("profile", [SERIAL, TCP], ids=lambda profile: profile.id)
KEYS = [key for key in key_names(SERIAL) if not key.isdigit()]


def read(profile: Profile, subject: FactSubject, *faults: str) -> list:
    link = joined(profile, *faults)
    link.send(ReadFacts(subject))
    return [event for event in told(link.advance(30)) if not isinstance(event, ScreenText)]


@BOTH
def test_a_terminal_tells_who_it_is_once_the_bench_has_registered(profile: Profile) -> None:
    link = joined(profile)
    link.send(Identify())
    [event] = plain(link.advance(10))
    assert isinstance(event, Identified)
    assert (event.get("model"), event.get("application"), event.get("state")) == ("ZVT terminal", "SIM 13.08", "ready")
    assert event.get("devices") == "READER 2.4 ready"
    assert len(event.get("terminal_id") or "") == 8


@BOTH
@pytest.mark.parametrize("key", KEYS)
def test_each_function_key_arrives_under_its_own_name(profile: Profile, key: str) -> None:
    assert pressed(listening(profile), key) == [key]


@BOTH
def test_digits_are_not_reported(profile: Profile) -> None:
    assert pressed(listening(profile), *"1234567890") == []


def test_the_gap_after_a_key_is_that_of_the_line() -> None:
    link = listening(SERIAL, paced=True)
    link.press("OK")
    [gap] = [event for event in plain(link.advance(1)) if isinstance(event, KeyGap)]
    assert 0.015 < gap.seconds < 0.025


def test_over_a_network_the_gap_is_at_least_an_estimate() -> None:
    link = listening(TCP)
    link.press("OK")
    [gap] = [event for event in plain(link.advance(1)) if isinstance(event, KeyGap)]
    assert gap.seconds == 0.05


@BOTH
def test_listening_survives_the_terminals_own_time_out(profile: Profile) -> None:
    link = listening(profile)
    assert plain(link.advance(95)) == []
    assert pressed(link, "OK") == ["OK"]


@BOTH
def test_text_appears_and_listening_goes_on(profile: Profile) -> None:
    link = listening(profile)
    link.send(ShowText(("PRESS OK", "键 now")))
    assert plain(link.advance(3)) == [CommandDone("ShowText", "00")]
    assert link.device.screen_text() == "PRESS OK\n? now"
    assert pressed(link, "OK") == ["OK"]


@BOTH
@pytest.mark.parametrize("command", [StopListening(), Abort(), EndVisit()], ids=lambda command: type(command).__name__)
def test_nothing_is_reported_after_listening_ended(profile: Profile, command) -> None:
    link = listening(profile)
    link.send(command)
    assert CommandDone(type(command).__name__) in plain(link.advance(3))
    assert link.device.waiting_for() is None or isinstance(command, EndVisit)
    assert pressed(link, "OK") == []


@BOTH
def test_the_end_of_a_visit_leaves_no_text_and_logs_off(profile: Profile) -> None:
    link = joined(profile)
    link.send(ShowText(("POSBENCH",)))
    link.advance(5)
    for command in (Abort(), RestoreScreen()):
        link.send(command)
    link.advance(3)
    link.send(EndVisit())
    assert plain(link.advance(3)) == [CommandDone("EndVisit")]
    assert link.device.screen_text() == ""
    link.device.feed(b"", link.now)
    assert link.device._registered is False


@BOTH
@pytest.mark.parametrize(
    ("said", "subject", "fault"),
    [
        ("supply-low", FactSubject.STATE, "supply-low"),
        ("printer", FactSubject.STATE, "printer"),
        ("out-of-order", FactSubject.STATE, "out-of-order"),
        ("diagnosis-due", FactSubject.STATE, "diagnosis-due"),
        ("battery-low", FactSubject.STATE, "battery-low"),
        ("card-reader", FactSubject.STATE, "card-reader"),
        ("pin-pad", FactSubject.SELF_TEST, "pin-pad"),
        ("device-missing", FactSubject.SELF_TEST, "device-missing"),
        ("other", FactSubject.SELF_TEST, "other"),
        ("host-line", FactSubject.HOST_LINE, "host-line"),
    ],
)
def test_a_terminal_says_what_is_wrong_with_it(profile: Profile, said: str, subject: FactSubject, fault: str) -> None:
    [facts] = read(profile, subject, f"says={said}")
    assert isinstance(facts, FactsRead)
    assert facts.get("fault") == fault
    [healthy] = read(profile, subject)
    assert (healthy.get("fault"), healthy.get("code")) == (None, "00 no error")


@BOTH
@pytest.mark.parametrize(("fault", "state"), [("tampered", "fraud detected; ready"), ("no-pin-key", "no keys; ready")])
def test_protection_and_keys_stand_in_the_identity(profile: Profile, fault: str, state: str) -> None:
    link = joined(profile, fault)
    link.send(Identify())
    [event] = plain(link.advance(10))
    assert isinstance(event, Identified)
    assert event.get("state") == state


@BOTH
def test_the_configuration_comes_line_by_line_without_long_numbers(profile: Profile) -> None:
    [facts] = read(profile, FactSubject.PRINTOUT)
    lines = [text for _, text in facts.items]
    assert lines[0] == "** CONFIGURATION **"
    assert lines[-2:] == ["ACCOUNT *", "END"]


@BOTH
def test_what_a_terminal_does_not_know_is_unsupported(profile: Profile) -> None:
    link = joined(profile)
    link.device._facts.self_test = lambda now: [bytes([0x06, 0x1E, 0x01, 0x83])]
    link.send(ReadFacts(FactSubject.SELF_TEST))
    assert told(link.advance(10)) == [CommandFailed("ReadFacts", Failure.UNSUPPORTED, "83 function not possible")]


# -- pictures: only where a profile says what no source does


def showing(profile: Profile, **options: int) -> Profile:
    return msgspec.structs.replace(
        profile,
        capabilities=profile.capabilities | {Capability.SHOW_IMAGE},
        display=Display("colour", 120, 80, 16, 4),
        options={**profile.options, "image_encoding": 1, **options},
    )


def picture(seed: int = 1) -> Raster:
    return Raster(np.random.default_rng(seed).integers(0, 256, (80, 120, 3), dtype=np.uint8))


def test_a_model_of_which_nobody_knows_the_encoding_shows_no_pictures() -> None:
    for profile in (SERIAL, TCP):
        with pytest.raises(CommandRefused):
            load_codecs()[profile.protocol].open(profile).send(ShowImage("A", picture()), 0.0)


@BOTH
@pytest.mark.parametrize("options", [{}, {"image_piece": 1000}, {"image_piece": 1000, "image_first_piece": 1}])
def test_a_picture_arrives_dot_by_dot_whole_or_in_pieces(profile: Profile, options: dict) -> None:
    link = joined(showing(profile, **options))
    link.send(ShowImage("A", picture()))
    assert told(link.advance(60)) == [CommandDone("ShowImage", "00")]
    assert link.device.screen() == picture()
    link.send(RestoreScreen())
    link.advance(3)
    assert link.device.screen() is None


# -- the line


@pytest.mark.parametrize("fault", ["bad-crc=3", "nak=3", "late=1.5", "junk", "link-noise=0.3"])
def test_a_bad_line_is_survived(fault: str) -> None:
    link = joined(SERIAL, fault, paced=True)
    for _ in range(4):
        link.send(Identify())
    assert any(isinstance(event, Identified) for event in told(link.advance(200)))


def test_a_silent_terminal_is_asked_three_times_and_given_up() -> None:
    link = joined(SERIAL, "silent")
    link.send(Identify())
    assert plain(link.advance(60)) == [CommandFailed("Identify", Failure.NO_ANSWER, "no ACK")]
    assert len(link.sent) == 3


def test_over_tcp_nothing_is_repeated() -> None:
    link = joined(TCP, "silent")
    link.send(Identify())
    assert plain(link.advance(60)) == [CommandFailed("Identify", Failure.NO_ANSWER, "no answer")]
    assert len(link.sent) == 1


def test_a_terminal_that_always_naks_is_garbled() -> None:
    link = joined(SERIAL, "nak=1")
    link.send(Identify())
    assert told(link.advance(60)) == [CommandFailed("Identify", Failure.GARBLED, "NAK")]


def test_an_answer_that_comes_twice_is_one_key() -> None:
    link = listening(SERIAL)
    again = bytes.fromhex("10 02 80 00 01 0D 10 03 6A 52")
    first = link._codec.feed(again, link.now)
    second = link._codec.feed(again, link.now)
    keys = [event for event in (*first.events, *second.events) if isinstance(event, KeyPressed)]
    assert len(keys) == 1


@BOTH
def test_after_the_cable_was_pulled_a_fresh_codec_registers_again(profile: Profile) -> None:
    link = listening(profile)
    link.set_fault(Fault("unplug", "3"))
    link.advance(4)
    link.restore(load_codecs()[profile.protocol].open(profile))
    link.send(Identify())
    assert isinstance(told(link.advance(15))[-1], Identified)


@BOTH
@pytest.mark.parametrize("spec", UNIT_FAULTS, ids=lambda spec: spec.name)
def test_every_fault_may_be_on_while_everything_is_done(profile: Profile, spec) -> None:
    link = struck(profile, spec, "F1")
    for command in (
        Identify(),
        ListenKeys(),
        ShowText(("A",)),
        *(ReadFacts(FactSubject(s)) for s in profile.self_tests),
    ):
        link.send(command)
    for number, key in enumerate(("1", "OK", "F1", "CANCEL")):
        link.press_at(10.0 + number, key)
    link.advance(60)
    link.send(Abort())
    link.advance(30)


@BOTH
@given(noise=st.lists(st.tuples(st.floats(0, 3), st.binary(min_size=1, max_size=40)), max_size=12))
@settings(max_examples=60, deadline=None)
def test_no_bytes_ever_make_the_codec_raise_and_it_recovers(profile: Profile, noise: list[tuple[float, bytes]]) -> None:
    codec = load_codecs()[profile.protocol].open(profile)
    codec.send(ListenKeys(), 0.0)
    codec.send(ShowText(("A",)), 0.0)
    link = after_noise(codec, noise, 306, joined(profile).device)
    link.send(Identify())
    assert any(isinstance(event, Identified) for event in plain(link.advance(60)))


@BOTH
@given(data=st.binary(max_size=300), step=st.integers(1, 9))
@settings(max_examples=60, deadline=None)
def test_no_bytes_ever_make_the_simulated_terminal_raise(profile: Profile, data: bytes, step: int) -> None:
    swallow(joined(profile).device, data, step)


@BOTH
@pytest.mark.parametrize("password", ["12345", "12345a", 1.5, ""])
def test_a_profile_with_an_impossible_password_is_told_what_is_wrong(profile: Profile, password: object) -> None:
    own = msgspec.structs.replace(profile, options={**profile.options, "password": password})
    codec = load_codecs()[profile.protocol].open(own)
    output = codec.send(Identify(), 0.0)
    assert output.events == (
        CommandFailed("Identify", Failure.UNSUPPORTED, "the profile's option password: six digits"),
    )
    assert output.write == ()
    with pytest.raises(CommandRefused, match="six digits"):
        codec.send(ListenKeys(), 0.0)
    assert codec.send(Abort(), 0.0).write == ()
