"""A unit that nothing can be asked: inspected all the same, by word and by the meter."""

from pathlib import Path

import pytest

from checks.catalog.display_by_eye import CHECK as BY_EYE
from checks.catalog.first_minute import CHECK as FIRST
from checks.catalog.first_minute import MESSAGES
from checks.catalog.keypad import CHECK as KEYPAD
from checks.catalog.power import CHECK as POWER
from checks.measurement import CheckResult, Evidence, Outcome
from checks.record import KeyMark
from checks.registry import load_checks
from checks.screen_messages import ScreenMessageError, load_screen_messages
from checks.words import load_catalogues
from devices.events import Channel, Quantity, Reading, Source
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


def powered(amps: float | None, start: str, usb: str = "no-data-port") -> CheckResult:
    check = Alone(POWER, profile=NO_LINK)
    for index in range(20):
        if amps is not None:
            check.event(Reading(AMPS, amps + (index % 2) * amps * 0.01), 0.0)
        check.wait(0.26)
    check.say(start)
    check.say(usb)
    assert check.result is not None
    return check.result


@pytest.mark.parametrize(
    ("amps", "start", "usb", "fault"),
    [
        (0.0, "stays-dark", "no-data-port", "power.none"),
        (0.0049, "stays-dark", "no-data-port", "power.none"),
        (0.02, "stays-dark", "no-data-port", "power.small"),
        (0.3, "stays-dark", "no-data-port", "power.no-start"),
        (None, "stays-dark", "no-data-port", "power.no-start"),
        (0.3, "unit-starts", "pc-sees-nothing", "power.no-data"),
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
