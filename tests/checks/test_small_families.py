"""Units of the small families: healthy ones pass everything that applies, each fault is found and has a cause."""

import pytest

from checks.measurement import Outcome, Verdict
from checks.plan import full_only
from checks.record import KeyMark, Record
from checks.registry import load_checks
from devices.profile import Profile
from tests.checks.fleet import Inspection
from tests.checks.stage import profiles

ALL = profiles()
CHECKS, _ = load_checks()
NAMES = (
    "miura-mpi",
    "verifone-vipa",
    "idtech-neo2",
    "idtech-smartpin-k100",
    "idtech-securepin",
    "gertec-ppc930-native",
    "pax-poslink",
)
COMMON = (
    ("tampered", "tamper.triggered", ""),
    ("no-picture", "display.no-picture", ""),
    ("dead-key=OK", "keypad.dead", "OK"),
    ("crossed-keys=OK:CLEAR", "keypad.crossed", "CLEAR"),
    ("chatter=OK:50", "keypad.chatter", "OK"),
    ("stuck-key=CLEAR", "keypad.stuck", "CLEAR"),
)
CASES = [
    *(("miura-mpi", *row) for row in COMMON),
    ("miura-mpi", "dead-key=5", "keypad.dead", "5"),
    ("miura-mpi", "chatter=5:50", "keypad.chatter", "5"),
    ("miura-mpi", "unplug=1@6", "link.lost", "1"),
    ("verifone-vipa", "dead-key=INFO", "keypad.dead", "INFO"),
    ("idtech-neo2", "dead-key=F1", "keypad.dead", "F1"),
    ("idtech-neo2", "crossed-keys=OK:CLEAR", "keypad.crossed", "CLEAR"),
    ("idtech-neo2", "stuck-key=OK", "keypad.stuck", "OK"),
    ("idtech-neo2", "chatter=OK:50", "keypad.chatter", "OK"),
    ("idtech-neo2", "battery-old=2.9", "supply.battery-low", "2.90 V"),
    ("idtech-neo2", "unplug=1@3", "link.lost", "1"),
    ("idtech-smartpin-k100", "dead-key=5", "keypad.dead", "5"),
    ("idtech-smartpin-k100", "crossed-keys=4:5", "keypad.crossed", "4"),
    ("idtech-smartpin-k100", "chatter=OK:60", "keypad.chatter", "OK"),
    ("idtech-smartpin-k100", "stuck-key=CLEAR", "keypad.stuck", "CLEAR"),
    ("idtech-smartpin-k100", "no-pin-key", "key.pin-missing", ""),
    ("idtech-securepin", "dead-key=F3", "keypad.dead", "F3"),
    ("gertec-ppc930-native", "tampered", "tamper.triggered", ""),
    ("gertec-ppc930-native", "message=system-error", "message.system-error", ""),
    ("gertec-ppc930-native", "no-picture", "display.no-picture", ""),
    ("pax-poslink", "message=tamper", "message.tamper", ""),
]


def found(record: Record) -> list[tuple[str, str]]:
    return [(finding.fault, finding.subject) for result in record.results for finding in result.findings]


@pytest.mark.parametrize("plan", ["quick", "full"])
@pytest.mark.parametrize("name", NAMES)
def test_a_healthy_unit_passes_every_check_that_applies(name: str, plan: str) -> None:
    profile: Profile = ALL[name]
    with_meter = len(profile.capabilities) > 1  # to ask for a name alone takes too short for a meter to judge
    record = Inspection(profile=profile, plan=plan, seed=5, with_meter=with_meter).play(1500)
    assert found(record) == []
    assert record.overall.verdict is Verdict.PASS
    planned = {c.id for c in CHECKS.values() if c.applies(profile) and (plan == "full" or not full_only(c))}
    assert planned <= {result.check for result in record.results}
    for result in record.results:
        assert result.outcome in ((Outcome.PASS,) if result.required else (Outcome.PASS, Outcome.NOT_JUDGED)), result


@pytest.mark.parametrize(("name", "fault", "code", "subject"), CASES)
def test_a_fault_is_found_and_has_a_cause(name: str, fault: str, code: str, subject: str) -> None:
    record = Inspection(fault, profile=ALL[name], seed=3).play(1500)
    names = found(record)
    assert any(c == code and s.startswith(subject) for c, s in names), names
    assert record.overall.verdict is not Verdict.PASS or record.overall.marginal or code == "link.lost"
    assert code in {finding.fault for diagnosis in record.diagnoses for finding in diagnosis.rests_on}


def test_a_digit_that_hides_is_masked_on_the_map_and_never_identified() -> None:
    played = Inspection(profile=ALL["miura-mpi"], seed=4)
    played.play(1500)
    marks = {key: mark for key, (mark, _) in played.session.keymap.marks.items()}
    assert {marks[digit] for digit in "0123456789"} == {KeyMark.MASKED}
    assert marks["OK"] is KeyMark.IDENTIFIED


def test_two_crossed_digits_that_hide_are_not_claimed_to_be_told_apart() -> None:
    record = Inspection("crossed-keys=4:5", profile=ALL["miura-mpi"], seed=4).play(1500)
    assert found(record) == []
