"""A unit that nothing can be asked: inspected all the same, by word and by the meter."""

from pathlib import Path

import pytest

from checks.catalog.display_by_eye import CHECK as BY_EYE
from checks.catalog.first_minute import CHECK as FIRST
from checks.catalog.first_minute import MESSAGES
from checks.catalog.keypad import CHECK as KEYPAD
from checks.catalog.power import CHECK as POWER
from checks.cures import settled
from checks.diagnosis import Evidences
from checks.measurement import CheckResult, Evidence, Outcome
from checks.record import KeyMark
from checks.registry import load_checks, load_rules
from checks.screen_messages import ScreenMessageError, load_screen_messages
from checks.steps import Target
from checks.words import load_catalogues
from devices.commands import ReadFacts
from devices.events import (
    Channel,
    CommandFailed,
    FactsRead,
    FactSubject,
    Failure,
    Quantity,
    Reading,
    ReadingTyped,
    Source,
)
from devices.host_usb import Items
from devices.state import TerminalState
from tests.checks.stage import RESOURCES, Alone, profiles

NO_LINK = profiles()["no-link"]
AMPS = Channel(Quantity.CURRENT, Source.METER)
TABLE = RESOURCES / "messages" / "screen_messages.toml"


def test_only_checks_that_need_no_wire_belong_to_a_unit_without_one() -> None:
    checks, watches = load_checks()
    assert {key for key, check in checks.items() if check.applies(NO_LINK)} == {
        "first-minute", "security-state", "power", "keypad", "display-by-eye", "accessories",
    }  # fmt: skip
    assert not watches["link"].applies(NO_LINK, None)


def test_one_word_for_all_keys_is_enough_and_is_an_operators_evidence() -> None:
    check = Alone(KEYPAD, profile=NO_LINK)
    check.say("all-keys-answer")
    check.wait(1.0)
    assert check.result is not None
    assert check.result.outcome is Outcome.PASS
    assert {m.evidence for m in check.result.measurements} == {Evidence.OPERATOR}
    assert {mark for mark, _ in check.marks.values()} == {KeyMark.OPERATOR}
    assert check.sent == []


def test_keys_that_do_not_answer_are_named_one_by_one() -> None:
    check = Alone(KEYPAD, profile=NO_LINK)
    check.say("some-keys-do-not")
    said = {"5": "key-dead", "7": "key-shows-another", "OK": "key-shows-twice", "CLEAR": "cannot-tell"}
    while check.runner.question is not None:
        check.say(said.get(check.runner.question.subject, "key-answers"))
    check.wait(1.0)
    assert check.result is not None
    assert check.result.outcome is Outcome.FAIL
    assert {(f.fault, f.subject) for f in check.result.findings} == {
        ("keypad.dead", "5"), ("keypad.crossed", "7"), ("keypad.chatter", "OK"), ("keypad.unsure", "CLEAR"),
    }  # fmt: skip


def test_a_terminal_without_a_key_test_is_not_judged() -> None:
    check = Alone(KEYPAD, profile=NO_LINK)
    check.say("no-key-test")
    check.wait(1.0)
    assert check.result is not None
    assert check.result.outcome is Outcome.NOT_JUDGED


def measured(amps: float | None, start: str) -> Alone:
    """Up to the PC's first list."""
    check = Alone(POWER, profile=NO_LINK)
    for index in range(20):
        if amps is not None:
            check.event(Reading(AMPS, amps + (index % 2) * amps * 0.01), 0.0)
        check.wait(0.26)
    check.say(start)
    return check


def powered(amps: float | None, start: str, usb: str = "no-data-port") -> CheckResult:
    """On a PC that cannot list what is plugged in: a person tells."""
    check = measured(amps, start)
    check.event(CommandFailed("ReadFacts", Failure.REJECTED), of=Target.HOST)
    check.say(usb)
    assert check.result is not None
    return check.result


MOUSE: Items = (("device", "1-1"), ("usb", "046D:C077"), ("product", "Mouse"), ("driver", "usbhid"))
UNIT: Items = (("device", "1-2"), ("usb", "1753:C902"), ("product", "Pad"))
PORT: Items = (("driver", "cdc_acm"), ("port", "/dev/ttyACM0"))


def plugged(amps: float | None, start: str, came: Items, slowly: int = 0) -> CheckResult:
    """On a PC that lists its devices: ``came`` is there once the cable went in, after so many looks."""
    check = measured(amps, start)
    asked = 0

    def pc_says(items: Items) -> None:
        nonlocal asked
        assert check.sent[asked:] == [ReadFacts(FactSubject.USB)]
        asked += 1
        check.event(FactsRead(FactSubject.USB, "", items), of=Target.HOST)

    pc_says(MOUSE + UNIT)
    check.say("cable-out")
    pc_says(MOUSE)
    check.say("cable-in")
    for look in range(12):
        if check.result is not None:
            break
        pc_says(MOUSE + (came if look >= slowly else ()))
        check.wait(0.5)
    assert check.result is not None
    return check.result


@pytest.mark.parametrize(
    ("amps", "start", "came", "faults", "outcome", "causes"),
    [
        (0.3, "unit-starts", (), ["usb.charge-only"], Outcome.NOT_JUDGED, ["cause.charge_only"]),
        (None, "unit-starts", (), ["power.no-data"], Outcome.FAIL, ["cause.no_data_line"]),
        (0.3, "unit-starts", UNIT, ["usb.no-driver"], Outcome.PASS, ["cause.no_driver"]),
        (0.3, "unit-starts", UNIT + PORT + (("access", "1"),), [], Outcome.PASS, []),
        (0.3, "unit-starts", UNIT + PORT + (("access", "1"), ("held", "minicom (77)")), ["usb.held"], Outcome.PASS,
         ["cause.port_held"]),
        (0.3, "unit-starts", UNIT + PORT + (("access", "0"), ("group", "dialout")), ["usb.no-permission"], Outcome.PASS,
         ["cause.port_forbidden"]),
        (0.3, "stays-dark", UNIT + PORT, ["power.dark-but-alive"], Outcome.FAIL, ["cause.screen_only"]),
        (0.0, "stays-dark", (), ["power.none"], Outcome.FAIL, ["cause.no_current"]),
    ],
)  # fmt: skip
def test_what_this_pc_sees_on_usb_names_what_is_in_the_way(
    amps: float | None, start: str, came: Items, faults: list[str], outcome: Outcome, causes: list[str]
) -> None:
    result = plugged(amps, start, came)
    assert [f.fault for f in result.findings] == faults
    assert result.outcome is outcome
    evidence = Evidences(NO_LINK, TerminalState(), (result,))
    found = settled(diagnosis for rule in load_rules() for diagnosis in rule(evidence))
    assert [d.cause for d in found] == causes
    assert all(d.remedy and d.rests_on == result.findings for d in found)


def test_the_program_that_holds_the_port_and_the_group_that_may_open_it_stand_in_the_remedy() -> None:
    shut = (("access", "0"), ("group", "dialout"), ("held", "minicom (77)"))
    result = plugged(0.3, "unit-starts", UNIT + PORT + shut)
    evidence = Evidences(NO_LINK, TerminalState(), (result,))
    steps = [step for rule in load_rules() for diagnosis in rule(evidence) for step in diagnosis.remedy]
    for catalogue in load_catalogues(RESOURCES / "i18n").values():
        said = " ".join(catalogue.say(step) for step in steps)
        assert "/dev/ttyACM0: minicom (77)" in said
        assert "dialout" in said


def test_a_unit_that_takes_its_time_on_usb_is_waited_for() -> None:
    assert plugged(0.3, "unit-starts", UNIT + PORT, slowly=8).findings == ()


def test_what_was_there_before_the_cable_went_in_is_not_the_unit() -> None:
    (seen,) = (m for m in plugged(0.3, "unit-starts", UNIT).measurements if m.limit_id == "usb.seen")
    assert (seen.value, seen.subject, seen.evidence) == (1.0, "1753:C902 Pad", Evidence.MEASURED)


def test_a_unit_without_a_data_port_is_asked_nothing_more() -> None:
    check = measured(0.3, "unit-starts")
    check.event(FactsRead(FactSubject.USB, "", MOUSE), of=Target.HOST)
    check.say("no-data-port")
    assert check.result is not None
    assert check.result.outcome is Outcome.PASS
    assert not [m for m in check.result.measurements if m.limit_id == "usb.seen"]


def test_a_pc_that_never_answers_leaves_it_to_the_persons_word() -> None:
    check = measured(0.3, "unit-starts")
    check.wait(5.1)
    check.say("pc-sees-nothing")
    assert check.result is not None
    assert [f.fault for f in check.result.findings] == ["usb.charge-only"]


@pytest.mark.parametrize(
    ("amps", "start", "usb", "fault"),
    [
        (0.0, "stays-dark", "no-data-port", "power.none"),
        (0.0049, "stays-dark", "no-data-port", "power.none"),
        (0.02, "stays-dark", "no-data-port", "power.small"),
        (0.3, "stays-dark", "no-data-port", "power.no-start"),
        (None, "stays-dark", "no-data-port", "power.no-start"),
        (None, "unit-starts", "pc-sees-nothing", "power.no-data"),
        (0.3, "stays-dark", "pc-sees-it", "power.dark-but-alive"),
        (0.3, "unit-starts", "no-data-port", None),
        (None, "unit-starts", "pc-sees-it", None),
    ],
)
def test_what_a_silent_unit_draws_tells_how_far_it_gets(
    amps: float | None, start: str, usb: str, fault: str | None
) -> None:
    result = powered(amps, start, usb)
    assert [f.fault for f in result.findings] == ([fault] if fault else [])
    assert result.outcome is (Outcome.FAIL if fault else Outcome.PASS)


@pytest.mark.parametrize(("amps", "fault"), [(0.0, "power.none"), (0.02, "power.no-start"), (0.3, "power.no-start")])
def test_a_current_that_a_person_read_tells_a_level_and_no_course(amps: float, fault: str) -> None:
    """Small and steady is a board that does not start: one number is never steady."""
    check = Alone(POWER, profile=NO_LINK)
    check.event(ReadingTyped(AMPS, amps), 0.0)
    for _ in range(20):
        check.wait(0.26)
    check.say("stays-dark")
    check.event(CommandFailed("ReadFacts", Failure.REJECTED), of=Target.HOST)
    check.say("no-data-port")
    assert check.result is not None
    (finding,) = check.result.findings
    assert (finding.fault, finding.evidence) == (fault, Evidence.OPERATOR)
    current = next(m for m in check.result.measurements if m.limit_id == "power.current")
    assert (current.value, current.evidence) == (amps, Evidence.OPERATOR)


def test_the_terminals_own_pictures_are_judged_by_eye() -> None:
    check = Alone(BY_EYE, profile=NO_LINK)
    check.say("dark-dots")
    check.say("fine")
    assert check.result is not None
    assert [(f.fault, f.subject) for f in check.result.findings] == [("display.dark-dots", "white")]
    check = Alone(BY_EYE, profile=NO_LINK)
    check.say("fine")
    check.say("not-shown")
    assert check.result is not None
    assert check.result.outcome is Outcome.NOT_JUDGED


def test_the_table_of_screen_messages_has_a_claim_and_words_for_each() -> None:
    rows = load_screen_messages(TABLE)
    assert tuple(row.id for row in rows) == MESSAGES
    assert {row.fault for row in rows} <= FIRST.claims
    for catalogue in load_catalogues(RESOURCES / "i18n").values():
        assert all(f"fault.{row.fault}" in catalogue.sentences for row in rows)


@pytest.mark.parametrize("text", ["", "[[message]]\nid = 'a'\n", "message = 3\n", "nonsense"])
def test_a_table_that_cannot_be_used_is_said_in_words(text: str, tmp_path: Path) -> None:
    path = tmp_path / "messages.toml"
    path.write_text(text)
    with pytest.raises(ScreenMessageError, match="messages"):
        load_screen_messages(path)
