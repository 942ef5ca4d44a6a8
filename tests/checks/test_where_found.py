"""A finding leads to the row it rests on, whatever names that row."""

import pytest

from checks.measurement import CheckResult, Evidence, Finding, Measurement, Outcome
from checks.where_found import Place, place_of
from tests.checks.fleet import Inspection
from tests.checks.stage import pad, profiles


def row(limit: str, subject: str = "", outcome: Outcome = Outcome.PASS) -> Measurement:
    return Measurement(limit, outcome, Evidence.MEASURED, subject=subject)


BAD = Outcome.FAIL
KEYPAD = CheckResult(
    "keypad",
    BAD,
    (row("keypad.presses_missing", "1, 2", BAD), row("keypad.crossed", "5", BAD), row("keypad.ghost")),
    (Finding("keypad.dead", "1"), Finding("keypad.dead", "2"), Finding("keypad.crossed", "5"), Finding("keypad.ghost", "F1")),
)  # fmt: skip


@pytest.mark.parametrize(
    ("finding", "place"),
    [
        (Finding("keypad.dead", "1"), Place("keypad", 0)),
        (Finding("keypad.dead", "2"), Place("keypad", 0)),
        (Finding("keypad.crossed", "5"), Place("keypad", 1)),
        (Finding("keypad.ghost", "F1"), Place("keypad", 2)),
        (Finding("complaint.told"), None),
        (Finding("keypad.dead", "9"), None),
    ],
)
def test_a_finding_is_found_by_its_name_or_its_subject(finding: Finding, place: Place | None) -> None:
    assert place_of(finding, (CheckResult("display", Outcome.PASS), KEYPAD), pad()) == place


def test_a_rule_of_the_profile_names_its_row() -> None:
    rows = (row("configuration.rule", "pin-lock"), row("configuration.rule", "account-type", BAD), row("x", "", BAD))
    finding = Finding("configuration.account-type", "/etc/pos/payment.conf")
    result = CheckResult("configuration", BAD, rows, (finding,))
    assert place_of(finding, (result,), profiles()["smart-terminal"]) == Place("configuration", 1)


def test_a_result_without_a_row_for_it_is_the_place_itself() -> None:
    finding = Finding("display.not_looked")
    assert place_of(finding, (CheckResult("display", BAD, (row("a"), row("b")), (finding,)),), pad()) == Place(
        "display"
    )


@pytest.mark.parametrize(
    ("fault", "plan"),
    [("dead-key=5", "quick"), ("tampered", "quick"), ("dead-pixels=3", "quick"), ("sign=liquid", "full")],
)
def test_whatever_a_cause_rests_on_leads_to_a_row_that_is_out_of_its_limits(fault: str, plan: str) -> None:
    record = Inspection(fault, plan=plan, seed=3).play()
    assert record.diagnoses
    for finding in (finding for diagnosis in record.diagnoses for finding in diagnosis.rests_on):
        place = place_of(finding, record.results, pad())
        assert place is not None
        result = record.result(place.check)
        assert result is not None
        assert place.row is not None
        assert result.measurements[place.row].outcome is not Outcome.PASS
