"""Pads and terminals that tell what is wrong with them: healthy units pass everything, each fault is found and named."""

import pytest

from checks.catalog.self_test import CHECK
from checks.measurement import Outcome, Verdict
from checks.plan import full_only
from checks.record import Record
from checks.registry import load_checks
from checks.rules.self_test import RULES
from devices.events import SELF_FAULTS, CommandFailed, FactsRead, FactSubject, Failure
from devices.profile import Profile
from tests.checks.fleet import Inspection
from tests.checks.stage import Alone, profiles

SZZT, SERIAL, TCP = (profiles()[name] for name in ("szzt-zt588", "zvt-terminal", "zvt-terminal-tcp"))
CHECKS, _ = load_checks()
SHOWN = (
    "supply-low",
    "battery-low",
    "pin-pad",
    "card-reader",
    "printer",
    "device-missing",
    "diagnosis-due",
    "out-of-order",
    "other",
)
COMMON: tuple[tuple[str, str, str], ...] = (
    ("tampered", "tamper.triggered", ""),
    ("no-pin-key", "key.pin-missing", ""),
    ("dead-key=OK", "keypad.dead", "OK"),
    ("crossed-keys=OK:CLEAR", "keypad.crossed", "CLEAR"),
    ("chatter=OK:50", "keypad.chatter", "OK"),
    ("stuck-key=CLEAR", "keypad.stuck", "CLEAR"),
    ("unplug=1@6", "link.lost", "1"),
)
CASES = [
    *((profile, *row) for profile in (SZZT, SERIAL) for row in COMMON),
    (SZZT, "anti-removal", "tamper.triggered", ""),
    (SZZT, "says=backup-low", "self.backup-low", "E0"),
    (SZZT, "says=locked", "self.locked", "ED"),
    (SZZT, "dead-key=5", "keypad.dead", "5"),
    (SZZT, "dead-key=00", "keypad.dead", "00"),
    (SZZT, "crossed-keys=4:5", "keypad.crossed", "4"),
    (SERIAL, "offline-code", "offline.vendor-code", ""),
    (SERIAL, "no-picture", "display.no-picture", ""),
    *((SERIAL, f"says={fault}", f"self.{fault}", "") for fault in SHOWN),
    (TCP, "says=printer", "self.printer", ""),
    (TCP, "dead-key=F1", "keypad.dead", "F1"),
]


def found(record: Record) -> list[tuple[str, str]]:
    return [(finding.fault, finding.subject) for result in record.results for finding in result.findings]


@pytest.mark.parametrize("plan", ["quick", "full"])
@pytest.mark.parametrize("profile", [SZZT, SERIAL, TCP], ids=lambda profile: profile.id)
def test_a_healthy_unit_passes_every_check_that_applies(profile: Profile, plan: str) -> None:
    record = Inspection(profile=profile, plan=plan, seed=5).play(1500)
    assert found(record) == []
    assert record.overall.verdict is Verdict.PASS
    planned = {c.id for c in CHECKS.values() if c.applies(profile) and (plan == "full" or not full_only(c))}
    assert planned <= {result.check for result in record.results}
    for result in record.results:
        assert result.outcome in ((Outcome.PASS,) if result.required else (Outcome.PASS, Outcome.NOT_JUDGED)), result


@pytest.mark.parametrize(("profile", "fault", "code", "subject"), CASES, ids=lambda v: getattr(v, "id", v) or "-")
def test_a_fault_is_found_and_has_a_cause(profile: Profile, fault: str, code: str, subject: str) -> None:
    record = Inspection(fault, profile=profile, seed=3).play(1500)
    names = found(record)
    assert any(c == code and s.startswith(subject) for c, s in names), names
    assert record.overall.verdict is not Verdict.PASS or code == "link.lost"
    assert record.diagnoses
    assert code in {finding.fault for diagnosis in record.diagnoses for finding in diagnosis.rests_on}


def test_the_line_to_the_host_is_tried_in_a_full_plan_and_decides_nothing_alone() -> None:
    quick = Inspection("says=host-line", profile=SERIAL, seed=3).play(1500)
    assert found(quick) == []
    full = Inspection("says=host-line", profile=SERIAL, seed=3, plan="full").play(1500)
    assert found(full) == [("self.host-line", "A1 remote station does not respond")]
    assert full.overall.verdict is Verdict.PASS


def test_the_printed_configuration_is_kept_without_long_numbers() -> None:
    record = Inspection(profile=SERIAL, seed=3, plan="full").play(1500)
    [table] = [kept for result in record.results for kept in result.kept if kept.kind == "printout"]
    lines = [row[0] for row in table.rows]
    assert lines[0] == "** CONFIGURATION **"
    assert "ACCOUNT *" in lines


def test_hostile_words_of_a_terminal_stay_words() -> None:
    record = Inspection("hostile-text", profile=SERIAL, seed=3, plan="full").play(1500)
    assert record.overall.verdict is Verdict.PASS
    for result in record.results:
        for table in result.kept:
            assert all(cell.isprintable() for row in table.rows for cell in row)


def test_every_fault_a_unit_can_tell_has_a_cause_of_its_own() -> None:
    assert {f"self.{fault}" for fault in SELF_FAULTS} == CHECK.claims
    assert len(RULES) == len(SELF_FAULTS)


@pytest.mark.parametrize(
    ("failure", "required"), [(Failure.UNSUPPORTED, False), (Failure.REJECTED, False), (Failure.NO_ANSWER, True)]
)
def test_what_is_not_offered_decides_nothing_and_silence_leaves_it_open(failure: Failure, required: bool) -> None:
    alone = Alone(CHECK, profile=SERIAL)
    alone.event(FactsRead(FactSubject.STATE, "", (("code", "ok"),)))
    alone.event(CommandFailed("ReadFacts", failure))
    assert alone.result is not None
    asked = {measurement.subject: measurement for measurement in alone.result.measurements}
    assert asked["state"].outcome is Outcome.PASS
    assert (asked["self-test"].outcome, asked["self-test"].required) == (Outcome.NOT_JUDGED, required)


def test_a_fault_nobody_knows_is_told_as_another_error() -> None:
    alone = Alone(CHECK, profile=SZZT)
    alone.event(FactsRead(FactSubject.STATE, "", (("code", "77"), ("fault", "made-up"))))
    assert alone.result is not None
    assert [(f.fault, f.subject) for f in alone.result.findings] == [("self.other", "77")]
