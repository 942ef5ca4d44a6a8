"""The small families' codecs against their simulated units on a virtual clock: names, keys, every fault, bad lines, ways out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.capability import Capability
from devices.commands import (
    Abort,
    EndVisit,
    Identify,
    ListenKeys,
    LogIn,
    ReadBattery,
    ReadFacts,
    ShowText,
    StopListening,
)
from devices.errors import CommandRefused
from devices.events import (
    CommandDone,
    CommandFailed,
    FactSubject,
    Failure,
    Identified,
    KeyPressed,
    KeysLost,
    Reading,
)
from devices.keys import SOME_DIGIT
from devices.profile import Profile
from devices.registry import load_codecs
from tests.devices.simulated import (
    RESOURCES,
    UNIT_FAULTS,
    joined,
    listening,
    load_profiles,
    plain,
    pressed,
    struck,
    swallow,
    told,
)

ALL = load_profiles(RESOURCES / "terminals")
NAMES = (
    "miura-mpi",
    "verifone-p400",
    "idtech-neo2",
    "idtech-smartpin-k100",
    "idtech-securepin",
    "gertec-ppc930-native",
    "pax-poslink",
)
UNITS = [ALL[name] for name in NAMES]
ids = {"ids": lambda value: getattr(value, "id", "")}
each = pytest.mark.parametrize("profile", UNITS, **ids)
keyed = pytest.mark.parametrize("profile", [unit for unit in UNITS if unit.can(Capability.LIVE_KEYS)], **ids)


@each
def test_a_unit_says_who_it_is(profile: Profile) -> None:
    link = joined(profile, paced=True)
    link.send(Identify())
    [identity] = told(link.advance(10))
    assert isinstance(identity, Identified)
    assert identity.get("serial")
    assert profile.matches_model(identity.get("model"))


@keyed
def test_every_key_arrives_as_far_as_its_protocol_tells(profile: Profile) -> None:
    assert profile.keypad is not None
    link = listening(profile, paced=True)
    caps = profile.keypad.keys
    wanted = [cap.id if cap.evidence == "identified" else SOME_DIGIT for cap in caps if cap.evidence != "operator"]
    assert pressed(link, *(cap.id for cap in caps)) == wanted
    assert link.device.waiting_for() == "keys"


@keyed
@pytest.mark.parametrize("command", [StopListening(), Abort(), EndVisit()], ids=lambda command: type(command).__name__)
def test_every_way_out_leaves_the_unit_without_a_wish_for_keys(profile: Profile, command) -> None:
    link = listening(profile, paced=True)
    link.send(command)
    assert CommandDone(type(command).__name__) in plain(link.advance(5))
    assert link.device.waiting_for() is None
    assert pressed(link, "OK") == []


@keyed
def test_keys_are_listened_for_again_after_another_question(profile: Profile) -> None:
    link = listening(profile, paced=True)
    link.send(Identify())
    assert any(isinstance(event, Identified) for event in told(link.advance(8)))
    assert pressed(link, "OK", "CANCEL") == ["OK", "CANCEL"]


@each
def test_before_its_first_command_a_codec_says_nothing_on_the_way_out(profile: Profile) -> None:
    for command in (Abort(), EndVisit()):
        assert load_codecs()[profile.protocol].open(profile).send(command, 0.0).write == ()


@each
def test_what_a_unit_does_not_have_is_refused(profile: Profile) -> None:
    codec = load_codecs()[profile.protocol].open(profile)
    unasked = [(Capability.SHOW_TEXT, ShowText(("A",))), (Capability.BATTERY_LEVEL, ReadBattery())]
    unasked += [(Capability.LIVE_KEYS, ListenKeys())]
    for command in (LogIn("a", "b"), ReadFacts(FactSubject.LOGS), *(c for need, c in unasked if not profile.can(need))):
        with pytest.raises(CommandRefused):
            codec.send(command, 0.0)


@pytest.mark.parametrize("profile", [unit for unit in UNITS if unit.can(Capability.SHOW_TEXT)], **ids)
def test_text_stands_on_the_screen(profile: Profile) -> None:
    link = joined(profile, paced=True)
    link.send(ShowText(("POSBENCH", "\x1b[3é")))
    assert isinstance(told(link.advance(8))[-1], CommandDone)
    assert link.device.screen_text().startswith("POSBENCH")
    assert "\x1b" not in link.device.screen_text()


@pytest.mark.parametrize("profile", [unit for unit in UNITS if unit.can(Capability.BATTERY_LEVEL)], **ids)
def test_a_battery_is_read(profile: Profile) -> None:
    link = joined(profile, paced=True)
    link.send(ReadBattery())
    readings = [event for event in told(link.advance(8)) if isinstance(event, Reading)]
    assert "charge@battery" in {reading.channel.id for reading in readings}


@each
def test_a_silent_unit_is_given_up(profile: Profile) -> None:
    link = joined(profile, "silent")
    link.send(Identify())
    assert plain(link.advance(60)) == [CommandFailed("Identify", Failure.NO_ANSWER)]


@keyed
def test_a_silent_unit_does_not_count_as_listening(profile: Profile) -> None:
    link = joined(profile, "silent")
    link.send(ListenKeys())
    assert plain(link.advance(60)) == [CommandFailed("ListenKeys", Failure.NO_ANSWER)]


@each
@pytest.mark.parametrize("fault", ["bad-crc=2", "nak=2", "late=0.5", "junk", "link-noise=0.5"])
def test_a_bad_link_is_survived(profile: Profile, fault: str) -> None:
    link = joined(profile, fault, paced=True)
    for _ in range(6):
        link.send(Identify())
    assert any(isinstance(event, Identified) for event in told(link.advance(150)))


@keyed
def test_one_lost_answer_does_not_make_every_key_after_it_look_dead(profile: Profile) -> None:
    """Found by ``make faults``: the bench waited for an answer that had been said, the unit for a question that had been asked."""
    link = listening(profile, paced=True)
    link._cut = True
    link.press("OK")
    link.advance(1)
    link._cut = False
    link.advance(20)
    assert pressed(link, "OK", "OK") == ["OK", "OK"]


@keyed
def test_noise_while_listening_is_told_because_it_may_have_been_a_key(profile: Profile) -> None:
    link = listening(profile, paced=True)
    link._from_codec(link._codec.feed(b"\xff", link.now))
    assert any(isinstance(event, KeysLost) for event in plain(link.advance(3)))
    assert pressed(link, "OK") == ["OK"]


@pytest.mark.parametrize("model", ["idtech-neo2", "idtech-smartpin-k100"])
def test_a_key_lost_on_the_line_makes_the_bench_deaf_for_seconds_and_not_for_good(model: str) -> None:
    link = listening(ALL[model], paced=True)
    link.press_at(link.now + 0.5, "OK")
    link.at(link.now + 0.5 + 0.001, link.cut)
    link.at(link.now + 0.8, link.restore)
    assert not [event for event in plain(link.advance(12)) if isinstance(event, KeyPressed)]
    assert pressed(link, "OK", "CANCEL") == ["OK", "CANCEL"]


@pytest.mark.parametrize("model", ["idtech-neo2", "idtech-smartpin-k100"])
def test_an_acknowledgement_lost_on_the_line_ends_no_listening(model: str) -> None:
    link = joined(ALL[model], paced=True)
    link.send(ListenKeys())
    link.advance(0.001)
    link.cut()
    link.advance(0.5)
    link.restore()
    events = plain(link.advance(12))
    assert any(isinstance(event, CommandDone) for event in events)
    assert not any(isinstance(e, CommandFailed) and e.failure is Failure.REJECTED for e in events)
    assert pressed(link, "OK", "CANCEL") == ["OK", "CANCEL"]


@each
def test_hostile_words_are_cleaned(profile: Profile) -> None:
    link = joined(profile, "hostile-text", paced=True)
    link.send(Identify())
    [identity] = told(link.advance(10))
    assert isinstance(identity, Identified)
    assert all(value.isprintable() for _, value in identity.items)


@each
@pytest.mark.parametrize("spec", UNIT_FAULTS, ids=lambda spec: spec.name)
def test_every_fault_may_be_on_while_everything_is_done(profile: Profile, spec) -> None:
    link = struck(profile, spec, "1")
    for command in (Identify(), ListenKeys(), ShowText(("A",)), ReadBattery()):
        try:
            link.send(command)
        except CommandRefused:
            continue
    for number, key in enumerate(("1", "2", "OK", "CLEAR")):
        link.press_at(5.0 + number, key)
    link.advance(20)
    link.send(Abort())
    link.advance(15)


@each
@given(st.binary(max_size=300), st.integers(1, 9))
@settings(max_examples=40, deadline=None)
def test_no_bytes_ever_make_a_simulated_unit_raise(profile: Profile, data: bytes, step: int) -> None:
    swallow(joined(profile).device, data, step)


def test_the_first_command_after_opening_is_lost_and_that_costs_nothing() -> None:
    link = joined(ALL["gertec-ppc930-native"], paced=True)
    link.send(Identify())
    [identity] = plain(link.advance(10))
    assert isinstance(identity, Identified)
    assert [frame[2:6] for frame in link.sent] == [b"MT10", b"MT03"]


def test_a_late_answer_is_known_by_its_code_and_one_nobody_waits_for_is_ignored() -> None:
    link = joined(ALL["gertec-ppc930-native"], "late=2.0", paced=True)
    link.send(Identify())
    link.send(ShowText(("A",)))
    told_ = plain(link.advance(30))
    assert [type(event) for event in told_] == [Identified, CommandDone]
    link = joined(ALL["gertec-ppc930-native"], "late=4.0", paced=True)
    link.send(Identify())
    assert [type(event) for event in plain(link.advance(30))] == [Identified]


def test_a_reader_is_never_armed_and_no_terminal_is_told_to_pay() -> None:
    for name, code in (("gertec-ppc930-native", b"MS05"), ("pax-poslink", b"T00")):
        link = joined(ALL[name])
        link.send(Identify())
        link.advance(10)
        assert not any(code in frame for frame in link.sent)
