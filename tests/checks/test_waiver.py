"""A waiver changes what the verdict counts and nothing else: never what was found, never what no word can mend."""

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.console.arguments import make_parser
from checks.console.parts import Exit, Refused
from checks.console.waiving import require_waivers, told_waivers, waive
from checks.disposition import _BY_FAULT, Fate, disposition_of
from checks.history.entry import entry_of
from checks.history.journal import JournalFile, play_back
from checks.history.overview import Fact, overview_of
from checks.history.values import values_of
from checks.intake.batch import arrival_of
from checks.measurement import CheckResult, Finding, Message, Outcome, Verdict, Waiver, as_found, overall
from checks.record import from_json, to_json, waivers_of
from checks.retest import Became, before_of, changes, combined
from checks.session import Session
from checks.waiver import MOST_NAME, MOST_WHY, kept, packed, unpacked, waived, why_not
from checks.words import load_catalogues
from tests.checks.stage import RESOURCES, FakeUnit, make_setup

MAY = (Outcome.FAIL, Outcome.NOT_JUDGED, Outcome.SKIPPED, Outcome.ABORTED)
NAMES = ("keypad", "display", "supply", "link")
RESULTS = st.dictionaries(
    st.sampled_from(NAMES),
    st.builds(
        CheckResult,
        st.just("x"),
        st.sampled_from([outcome for outcome in Outcome if outcome is not Outcome.WAIVED]),
        findings=st.sampled_from(
            [(), (Finding("keypad.dead"),), (Finding("seen.liquid"),), (Finding("tamper.triggered"),)]
        ),
        required=st.booleans(),
    ),
).map(lambda found: tuple(replace(result, check=name) for name, result in found.items()))
END = "2026-11-22T10:10:00Z"


def accepted(result: CheckResult) -> CheckResult:
    told = waived(result, "Wang Min", "worn, works")
    return told if isinstance(told, CheckResult) else result


@given(RESULTS, st.sets(st.sampled_from(NAMES)), st.sets(st.sampled_from(NAMES)))
def test_what_is_waived_neither_fails_nor_waits_and_is_named(
    results: tuple[CheckResult, ...], planned: set[str], chosen: set[str]
) -> None:
    before = overall(results, planned)
    now = tuple(accepted(r) if r.check in chosen else r for r in results)
    after = overall(now, planned)
    mine = {r.check for r in now if r.waiver is not None}
    assert set(after.waived) == mine
    assert set(after.failed) == set(before.failed) - mine
    assert set(after.undecided) == set(before.undecided) - mine
    assert after.marginal == before.marginal
    assert (after.verdict is Verdict.PASS) == (not after.failed and not after.undecided)
    assert as_found(now) == results, "what was found is as it was"
    assert [r.findings for r in now] == [r.findings for r in results]
    missing = planned - {r.check for r in results}
    assert missing <= set(after.undecided), "a check that nobody made is nobody's to waive"


@given(RESULTS)
def test_a_unit_that_must_not_go_back_is_never_restocked_by_anybodys_word(results: tuple[CheckResult, ...]) -> None:
    now = tuple(accepted(result) for result in results)
    whole = overall(now, ())
    told = disposition_of(now, whole)
    if any(f.fault == "tamper.triggered" for r in results for f in r.findings):
        assert told.fate is Fate.QUARANTINE
    elif (
        whole.waived
        and whole.verdict is Verdict.PASS
        and not any(f for r in now if r.waiver is None for f in r.findings)
    ):
        assert (told.fate, told.rule, told.rests_on) == (Fate.RESTOCK, "waived", whole.waived)


@pytest.mark.parametrize("row", _BY_FAULT, ids=lambda row: row.rule)
def test_which_faults_no_word_can_mend_follows_from_what_becomes_of_the_unit(row: object) -> None:
    for fault in row.faults:  # type: ignore[attr-defined]
        refused = why_not(CheckResult("first-minute", Outcome.FAIL, findings=(Finding(fault),)))
        assert (refused is None) == (row.fate is Fate.REPAIR)  # type: ignore[attr-defined]
        if refused is not None:
            assert dict(refused.args) == {"fault_id": f"fault.{fault}"}


@pytest.mark.parametrize("outcome", Outcome)
def test_only_a_required_result_that_stands_against_a_pass_may_be_waived(outcome: Outcome) -> None:
    refused = why_not(CheckResult("keypad", outcome))
    assert (refused is None) == (outcome in MAY)
    assert why_not(CheckResult("keypad", outcome, required=False)) is not None
    assert why_not(CheckResult("first-minute", outcome, ends=True)) is not None
    assert why_not(None) == Message("waiver.no.result")
    if outcome in MAY:
        told = waived(CheckResult("keypad", outcome), " Li ", "ok")
        assert isinstance(told, CheckResult)
        assert (told.outcome, told.found, told.waiver) == (Outcome.WAIVED, outcome, Waiver("Li", "ok", outcome))
        assert why_not(told) == Message("waiver.no.need"), "once is enough"


@given(st.text(), st.text())
def test_a_word_is_data_on_one_line_and_both_are_needed(by: str, why: str) -> None:
    told = waived(CheckResult("keypad", Outcome.FAIL), by, why)
    name, reason = kept(by, MOST_NAME), kept(why, MOST_WHY)
    assert isinstance(told, CheckResult) == bool(name and reason)
    for text, most in ((name, MOST_NAME), (reason, MOST_WHY)):
        assert len(text) <= most
        assert text.isprintable()
        assert kept(text, most) == text, "read back from a journal it is the same"
    assert unpacked(packed("keypad", Waiver(name, reason, Outcome.FAIL))) == ("keypad", name, reason)


def test_what_may_be_a_cards_number_is_not_kept() -> None:
    told = waived(CheckResult("keypad", Outcome.FAIL), "Li 4111 1111 1111 1111", "x" * 190 + " 6222020200112233445")
    assert isinstance(told, CheckResult)
    assert told.waiver is not None
    assert told.waiver.by == "Li **** **** **** ****"
    assert not any(sign.isdigit() for sign in told.waiver.why)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"check":1,"by":"a","why":"b"}', '{"check":"a","by":"b"}', "[" * 9999]
)
def test_a_journal_line_that_is_no_waiver_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a waiver|Expecting value"):
        unpacked(text)


def inspected(path: Path | None = None, **more: object) -> Session:
    """A finished inspection of a unit whose CLEAR key is dead."""
    unit = FakeUnit(dead=frozenset({"CLEAR"}))
    setup = make_setup("quick", **more)  # type: ignore[arg-type]
    unit.session = session = Session(setup, unit.send, JournalFile(path, setup) if path is not None else None)
    session.start(unit.now)
    return unit.play()


@pytest.fixture(scope="module")
def failed() -> Session:
    return inspected()


def test_while_checks_run_nothing_is_waived_and_after_them_it_can_be_taken_back() -> None:
    unit = FakeUnit(dead=frozenset({"CLEAR"}))
    unit.session = session = Session(make_setup("quick"), unit.send)
    session.start(unit.now)
    assert session.concessions.grant("keypad", "Li", "ok", unit.now) == Message("waiver.no.closed")
    unit.play()
    causes, found = session.diagnoses(), session.results["keypad"]
    assert session.overall().failed == ("keypad",)
    assert session.concessions.grant("keypad", "Li", " ", unit.now) == Message("waiver.no.words")
    assert session.concessions.grant("display", "Li", "ok", unit.now) == Message("waiver.no.need")
    assert session.concessions.grant("no-such", "Li", "ok", unit.now) == Message("waiver.no.result")
    assert session.concessions.grant("keypad", "Li", "ok", unit.now) is None
    assert (session.overall().verdict, session.overall().waived) == (Verdict.PASS, ("keypad",))
    assert (session.overall().conceded, session.overall().verdict_word) == (True, "pass-waived")
    assert (session.disposition().fate, session.disposition().rule) == (Fate.RESTOCK, "waived")
    assert session.diagnoses() == causes, "what is wrong with it is still told"
    assert session.results["keypad"].measurements == found.measurements
    assert session.concessions.take_back("keypad", unit.now)
    assert not session.concessions.take_back("keypad", unit.now)
    assert session.results["keypad"] == found
    assert session.overall().failed == ("keypad",)


def test_what_is_signed_is_fixed_until_the_check_is_repeated() -> None:
    session = inspected()
    at = session.setup.start + session.now_s
    session.concessions.grant("keypad", "Li", "ok", at)
    session.published(at)
    assert not session.concessions.take_back("keypad", at)
    assert session.concessions.why_not("keypad") == Message("waiver.no.closed")
    session.repeat("keypad", at)
    assert "keypad" not in session.results, "a new look has no waiver"


def test_a_repeated_check_leaves_the_others_waiver_and_brings_back_nothing_that_was_left_out() -> None:
    unit = FakeUnit(dead=frozenset({"CLEAR"}))
    unit.start(make_setup("quick"))
    session = unit.play()
    session.concessions.grant("keypad", "Li", "ok", unit.now)
    known = set(session.results)
    session.repeat("display", unit.now)
    unit.play()
    assert session.results["keypad"].waiver is not None
    assert set(session.results) == known
    assert session.overall().waived == ("keypad",)


def test_played_back_a_waiver_and_its_end_are_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    session = inspected(path)
    at = session.setup.start + session.now_s
    session.concessions.grant("keypad", "Li \u738b\n", "worn \u202e, works", at + 1)
    session.journal.close()  # type: ignore[union-attr]
    again, _ = play_back(path, lambda head: Session(session.setup, lambda target, command: None))
    assert again.results == session.results
    assert again.overall() == session.overall()
    assert again.results["keypad"].waiver == Waiver("Li \u738b", "worn , works", Outcome.FAIL)
    journal = JournalFile(path, session.setup, resumed=True)
    again.journal = journal
    assert again.concessions.take_back("keypad", at + 2)
    journal.close()
    third, _ = play_back(path, lambda head: Session(session.setup, lambda target, command: None))
    assert third.overall().failed == ("keypad",)
    text = path.read_text().replace('\\"why\\"', '\\"who\\"')
    path.write_text(text)
    with pytest.raises(Exception, match="damaged"):
        play_back(path, lambda head: Session(session.setup, lambda target, command: None))


def test_a_record_keeps_it_and_one_of_an_older_program_still_opens(failed: Session) -> None:
    plain = failed.record(END)
    told = accepted(failed.results["keypad"])
    results = tuple(told if r.check == "keypad" else r for r in plain.results)
    record = replace(plain, results=results, overall=overall(results, [r.check for r in results]))
    assert from_json(to_json(record)) == record
    assert waivers_of(record) == (("keypad", told.waiver),)
    older = json.loads(to_json(plain))
    del older["overall"]["waived"]
    for result in older["results"]:
        del result["waiver"]
    assert from_json(json.dumps(older).encode()) == plain


def test_for_wear_and_for_which_key_fails_most_a_waived_check_is_what_it_was(failed: Session) -> None:
    plain = failed.record(END)
    results = tuple(accepted(r) if r.check == "keypad" else r for r in plain.results)
    record = replace(plain, results=results, overall=overall(results, [r.check for r in results]))
    assert entry_of(record).faults == entry_of(plain).faults == ("keypad.dead",)
    assert values_of(record) == values_of(plain)
    counted = replace(record, disposition=disposition_of(record.results, record.overall))
    assert arrival_of(counted).verdict_word == "pass-waived"
    assert (entry_of(record).verdict, entry_of(record).verdict_word, entry_of(plain).waived) == (
        "pass",
        "pass-waived",
        False,
    )


def test_a_pass_by_concession_is_no_first_pass_and_no_agreement_of_two_operators() -> None:
    def fact(number: int, operator: str, verdict: str, waived: bool) -> Fact:
        day = f"2026-11-{number:02}T10:00:00Z"
        return Fact(str(number), day, day, "u1", "U1", "p", "P", operator, verdict, "", waived)

    first, other = fact(1, "Li", "pass", True), fact(2, "Wang", "pass", False)
    told = overview_of((first, other), (), ())
    assert (told.first_pass, told.compared) == (0.0, 0)
    plain = overview_of((replace(first, waived=False), other), (), ())
    assert (plain.first_pass, plain.compared, plain.agreed) == (1.0, 1, 1)


def test_a_re_test_keeps_a_waiver_as_it_stood_and_calls_nothing_mended_by_a_word(failed: Session) -> None:
    plain = failed.record(END)
    results = tuple(
        accepted(r) if r.check == "keypad" else replace(r, outcome=Outcome.FAIL) if r.check == "display" else r
        for r in plain.results
    )
    record = replace(plain, results=results, diagnoses=(), overall=overall(results, [r.check for r in results]))
    before = before_of(record)
    assert before.wanted == ("display",)
    then = before.result("keypad")
    assert then is not None
    assert then.waiver == Waiver("Wang Min", "worn, works", Outcome.FAIL)
    whole = combined((CheckResult("display", Outcome.PASS),), ("display",), before)
    assert (whole.verdict, whole.waived) == (Verdict.PASS, ("keypad",))
    again = replace(record, results=(CheckResult("display", Outcome.PASS),), overall=whole, before=before)
    assert waivers_of(again) == (("keypad", then.waiver),)
    (kept_as_it_was,) = [c for c in changes(before, again.results) if c.check == "keypad"]
    assert (kept_as_it_was.became, kept_as_it_was.waived) == (Became.NOT_REPEATED, (then.waiver,))
    first = before_of(plain)
    (word,) = [c for c in changes(first, (accepted(failed.results["keypad"]),)) if c.check == "keypad"]
    assert (word.became, word.after) == (Became.SAME, Outcome.WAIVED)
    (mended,) = changes(replace(before, results=(then,)), (CheckResult("keypad", Outcome.PASS),))
    assert mended.became is Became.MENDED


def test_where_all_that_stands_against_a_unit_is_waived_a_re_test_looks_at_that(failed: Session) -> None:
    plain = failed.record(END)
    results = tuple(accepted(r) for r in plain.results)
    record = replace(plain, results=results, diagnoses=(), overall=overall(results, [r.check for r in results]))
    assert before_of(record).wanted == record.overall.waived


WHO = ("--waived-by", "Wang Min", "--waived-why", "worn, works")


def parsed(*words: str) -> object:
    return make_parser("0").parse_args(["inspect", "--terminal", "none", "--report", "r.pdf", *words])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--waive", "keypad"), "cli.waive_words"),
        (("--waive", "keypad", "--waived-by", "Li"), "cli.waive_words"),
        (("--waive", "keypad", "--waived-by", "Li", "--waived-why", " \t"), "cli.waive_words"),
        (("--waived-by", "Li"), "cli.waive_words"),
        (("--waive", "keys", *WHO), "cli.waive_unknown"),
    ],
)
def test_a_waiver_without_a_name_a_reason_or_a_check_is_a_usage_error(words: tuple[str, ...], said: str) -> None:
    with pytest.raises(Refused) as caught:
        require_waivers(parsed(*words))  # type: ignore[arg-type]
    assert (caught.value.text.id, caught.value.code) == (said, Exit.USAGE)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_on_the_command_line_what_passed_is_left_alone_and_what_may_not_be_is_said(language: str) -> None:
    words = load_catalogues(RESOURCES / "i18n")[language]
    session = inspected()
    session.results["link"] = CheckResult("link", Outcome.FAIL, findings=(Finding("tamper.triggered"),))
    args = parsed("--waive", "keypad", "--waive", "display", "--waive", "link", "--waive", "heat", *WHO)
    require_waivers(args)  # type: ignore[arg-type]
    to = io.StringIO()
    waive(session, args, session.setup.start + session.now_s, words, to)  # type: ignore[arg-type]
    assert session.results["keypad"].outcome is Outcome.WAIVED
    assert session.results["display"].waiver is None
    assert session.results["link"].outcome is Outcome.FAIL
    lines = to.getvalue().splitlines()
    assert len(lines) == 2, "nothing is said of what passed"
    assert words.text("fault.tamper.triggered") in lines[0]
    (line,) = told_waivers(session.record(END), words)
    assert "Wang Min" in line
    assert words.text("outcome.fail") in line
