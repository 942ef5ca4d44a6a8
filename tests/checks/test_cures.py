"""Causes in order, one cure counted once, what becomes of a unit, response codes, and the order a complaint gives."""

from pathlib import Path

import pytest

from checks.complaints import ComplaintError, guide_for, load_complaints, next_check
from checks.cures import STOPS, completed, merged, parts_of, settled
from checks.diagnosis import Diagnosis, Evidences
from checks.disposition import _BY_FAULT, Fate, disposition_of
from checks.measurement import CheckResult, Evidence, Finding, Outcome, message, overall
from checks.registry import load_checks, load_rules
from checks.response_codes import BELONGS, ResponseCodeError, asked_code, load_response_codes
from checks.rules import intake, told
from checks.words import load_catalogues
from devices.state import TerminalState
from tests.checks.fleet import Inspection
from tests.checks.stage import RESOURCES, pad
from tests.corpus.scenarios import models

CODES = load_response_codes(RESOURCES / "messages" / "response_codes.toml")
GUIDES = load_complaints(RESOURCES / "messages" / "complaints.toml")
CATALOGUES = load_catalogues(RESOURCES / "i18n")
CHECKS, WATCHES = load_checks()


def failed(*faults: str, check: str = "keypad", required: bool = True) -> CheckResult:
    findings = tuple(Finding(fault) for fault in faults)
    return CheckResult(check, Outcome.FAIL if faults else Outcome.PASS, (), findings, required=required)


def evidence(*results: CheckResult, complaint: str = "") -> Evidences:
    return Evidences(pad(), TerminalState(), results, complaint, asked_code(complaint, CODES))


def diagnosed(*faults: str, complaint: str = "") -> tuple[Diagnosis, ...]:
    shown = evidence(failed(*faults), complaint=complaint)
    return settled(found for rule in load_rules() for found in rule(shown))


def fate(*results: CheckResult) -> tuple[Fate, str]:
    told = disposition_of(results, overall(results, [r.check for r in results]))
    return told.fate, told.rule


# -- one cure counted once


def test_two_symptoms_with_one_cure_give_one_part() -> None:
    found = diagnosed("logs.crash", "supply.sag")
    assert len(found) == 1
    assert found[0].cause == "cause.weak_supply"
    assert found[0].also == ("cause.restarts_by_supply",)
    assert parts_of(found) == ("cable",)
    assert {f.fault for f in found[0].rests_on} == {"logs.crash", "supply.sag"}


def test_two_cures_stay_two_and_each_cause_is_still_told() -> None:
    found = diagnosed("keypad.dead", "display.lines")
    assert parts_of(found) == ("keypad", "display")
    one = Diagnosis("cause.a", 0.9, (), (message("remedy.retest"),), part="keypad")
    other = Diagnosis("cause.b", 0.8, (), (message("remedy.retest"),), part="keypad", do_not_open=True)
    assert len(merged((one, other))) == 2, "one may be opened, the other not"


@pytest.mark.parametrize("stop", STOPS)
def test_what_must_not_be_opened_is_told_before_anything_surer(stop: str) -> None:
    found = diagnosed(stop, "keypad.missing", "supply.sag")
    assert stop in {f.fault for f in found[0].rests_on}
    assert found[0].do_not_open


def test_every_remedy_says_time_and_what_it_endangers() -> None:
    for fault in sorted({f for c in (*CHECKS.values(), *WATCHES.values()) for f in c.claims}):
        for found in diagnosed(fault):
            assert found.minutes > 0
            guards = {guard.id for guard in found.guards}
            assert ("guard.opening_trips" in guards) == found.do_not_open
            if any(step.id.endswith("_by_acquirer") for step in found.remedy):
                assert found.call


def test_reinstalling_says_that_keys_are_lost() -> None:
    found = completed(Diagnosis("cause.x", 0.5, (), (message("remedy.reinstall_by_acquirer"),)))
    assert {guard.id for guard in found.guards} == {"guard.loses_keys", "guard.backup_first"}


@pytest.mark.parametrize(
    ("fault", "cause", "guard"),
    [
        ("network.dns", "cause.dns_unknown", "guard.private_apn"),
        ("message.sim-refused", "cause.sim", "guard.private_apn"),
        ("configuration.wrong-apn", "cause.wrong_apn", "guard.private_apn"),
        ("configuration.account-type", "cause.account_type", "guard.backup_first"),
        ("configuration.function-off", "cause.function_missing", "guard.backup_first"),
        ("configuration.location-lock", "cause.location_lock", "guard.backup_first"),
        ("configuration.wrong-pin-pad", "cause.wrong_pin_pad", "guard.backup_first"),
        ("key.pin-missing", "cause.pin_key_missing", "guard.settle_first"),
        ("clock.wrong", "cause.backup_cell", "guard.power_kept"),
        ("message.system-error", "cause.system_damaged", "guard.loses_keys"),
        ("keypad.clear-kills", "cause.pin_module", "guard.opening_trips"),
    ],
)
def test_a_cure_says_what_it_endangers(fault: str, cause: str, guard: str) -> None:
    (found,) = diagnosed(fault)
    assert found.cause == cause
    assert guard in {said.id for said in found.guards}
    assert all(guard in catalogue.sentences for catalogue in CATALOGUES.values())


@pytest.mark.parametrize("fault", sorted(row for row, seen in intake._CAUSES.items() if seen.told_by))
def test_a_message_and_the_finding_behind_it_are_one_cause(fault: str) -> None:
    told_by = intake._CAUSES[fault].told_by
    assert [d.cause for d in diagnosed(fault, told_by)] == [d.cause for d in diagnosed(told_by)]
    assert any(told_by in check.claims for check in (*CHECKS.values(), *WATCHES.values()))


@pytest.mark.parametrize("site", ["remedy.clear_vents", "remedy.move_from_heat"])
def test_heat_of_the_unit_itself_looks_at_its_place_too(site: str) -> None:
    (own,), (meter,) = diagnosed("heat.rise"), diagnosed("heat.meter")
    assert site in {step.id for step in own.remedy}
    assert site not in {step.id for step in meter.remedy}


def test_a_missing_key_after_a_tamper_is_no_cause_of_its_own() -> None:
    assert [d.cause for d in diagnosed("tamper.triggered", "key.pin-missing")] == ["cause.tampered"]


# -- what was seen and told


@pytest.mark.parametrize("fault", sorted(intake._CAUSES))
def test_what_was_seen_or_read_has_a_cause_and_words(fault: str) -> None:
    (found,) = settled(intake.first_sight(evidence(failed(fault))))
    wanted = [found.cause, *(s.id for s in found.remedy), *(g.id for g in found.guards)]
    wanted += [found.decide_by.id] if found.decide_by else []
    for catalogue in CATALOGUES.values():
        assert [name for name in wanted if name not in catalogue.sentences] == []
        assert found.part is None or f"report.part.{found.part}" in catalogue.sentences


def test_a_message_nobody_listed_is_told_as_it_is() -> None:
    (found,) = intake.first_sight(evidence(failed("message.something-new")))
    assert (found.cause, found.do_not_open) == ("cause.not_in_table", False)


@pytest.mark.parametrize("complaint", sorted(told._LEFT))
def test_a_complaint_without_a_finding_is_soaked_first_and_told_apart(complaint: str) -> None:
    found = settled(told.nothing_found(evidence(failed(check="keypad"), complaint=complaint)))
    assert found[0].cause == "cause.no_fault_found"
    assert {d.cause for d in found[1:]}
    for diagnosis in found:
        assert diagnosis.decide_by is not None
        for catalogue in CATALOGUES.values():
            wanted = [diagnosis.cause, diagnosis.decide_by.id, *(s.id for s in diagnosis.remedy)]
            assert [name for name in wanted if name not in catalogue.sentences] == []


def test_no_complaint_or_a_test_not_made_is_no_fault_found_by_nobody() -> None:
    assert told.nothing_found(evidence(failed(check="keypad"))) == ()
    skipped = CheckResult("display", Outcome.SKIPPED)
    assert told.nothing_found(evidence(failed(check="keypad"), skipped, complaint="pin")) == ()


# -- response codes


@pytest.mark.parametrize("code", sorted(CODES))
def test_a_response_code_has_owner_source_remedy_and_words(code: str) -> None:
    row = CODES[code]
    assert row.belongs in BELONGS
    assert row.source
    (found,) = told.code(evidence(failed(check="keypad"), complaint=f"code:{code}"))
    assert found.cause == f"cause.code_{row.belongs}"
    for catalogue in CATALOGUES.values():
        assert f"code.{code}" in catalogue.sentences
        assert {found.cause, *(s.id for s in found.remedy)} <= catalogue.sentences.keys()


@pytest.mark.parametrize("code", ["38", "55", "75"])
def test_a_wrong_pin_belongs_to_the_card_unless_a_key_types_another_digit(code: str) -> None:
    (good,) = told.code(evidence(failed(check="keypad"), complaint=f"code:{code}"))
    (untested,) = told.code(evidence(complaint=f"code:{code}"))
    (spoilt,) = told.code(evidence(failed("keypad.crossed"), complaint=f"code:{code}"))
    assert {d.cause for d in (good, untested, spoilt)} == {"cause.code_card"}
    assert good.confidence > untested.confidence > 0.5 > spoilt.confidence
    assert untested.decide_by == message("decide.keypad_first")
    assert diagnosed("keypad.crossed", complaint=f"code:{code}")[0].cause == "cause.keys_bridged"


@pytest.mark.parametrize("text", ["code:55", "CODE 55", "code: 55 ", "\u5e94\u7b54\u7801\uff1a55"])
def test_a_code_is_understood_as_people_type_it(text: str) -> None:
    assert asked_code(text, CODES) is CODES["55"]


@pytest.mark.parametrize("text", ["55", "code", "code:XYZW", "zip code 55 is wrong", "code:ZZ", ""])
def test_free_text_is_no_code(text: str) -> None:
    assert asked_code(text, CODES) is None


@pytest.mark.parametrize(
    "text",
    ["", "x", "sources = 1\n[[code]]", '[sources]\n[[code]]\ncode="1"\nbelongs="card"\nremedy=[]\nsources=["x"]'],
)
def test_a_bad_table_is_refused_in_words(text: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(text)
    with pytest.raises(ResponseCodeError):
        load_response_codes(path)
    with pytest.raises(ComplaintError):
        load_complaints(path)


# -- disposition


def test_each_fate_has_its_rule() -> None:
    good = failed(check="keypad")
    assert fate(good) == (Fate.RESTOCK, "good")
    assert fate(good, failed("keypad.dead")) == (Fate.REPAIR, "failed")
    assert fate(failed("configuration.pin-locked", check="configuration")) == (Fate.KEY_SERVICE, "soft")
    assert fate(failed("key.pin-missing", check="security-state")) == (Fate.KEY_SERVICE, "no-key")
    assert fate(failed("seen.burnt", check="seen")) == (Fate.SCRAP, "burnt")
    assert fate(failed("keypad.dead"), failed("tamper.triggered", check="security-state")) == (
        Fate.QUARANTINE,
        "tampered",
    )
    assert fate(failed("network.host", "network.everywhere", check="network")) == (Fate.OPEN, "not-the-unit")
    assert fate(CheckResult("keypad", Outcome.NOT_JUDGED)) == (Fate.OPEN, "undecided")
    for catalogue in CATALOGUES.values():
        assert all(f"fate.{value}" in catalogue.sentences for value in Fate)


# -- guided by the complaint


def test_the_likeliest_cause_per_second_is_decided_first_and_protection_before_all() -> None:
    guide = GUIDES["pin"]
    left = sorted(
        (CHECKS[name] for name in ("keypad", "display", "configuration", "security-state")), key=lambda c: c.order
    )
    assert left[next_check((), left, guide)].id == "security-state"
    left.remove(CHECKS["security-state"])
    assert left[next_check((), left, guide)].id == "configuration"
    assert next_check((), left, None) == 0


@pytest.mark.parametrize("complaint", sorted(GUIDES))
def test_danger_and_protection_come_first_whatever_is_complained_of(complaint: str) -> None:
    record = Inspection("pin-lockout", profile=models()["smart-terminal"], complaint=complaint, seed=2).play()
    began = sorted(record.results, key=lambda r: (r.started_s, r.ended_s))
    made = [r.check for r in began if r.check in CHECKS and r.outcome is not Outcome.SKIPPED]
    assert {"first-minute", "security-state"} <= set(made)
    fixed = sorted(CHECKS.values(), key=lambda c: (c.order, c.id))
    first = [c for c in fixed if c.order <= CHECKS["security-state"].order]
    left = list(reversed(fixed))
    for check in first:
        place = next_check((), sorted(left, key=lambda c: (c.order, c.id)), GUIDES[complaint])
        assert sorted(left, key=lambda c: (c.order, c.id))[place].id == check.id
        left.remove(check)


def test_what_was_found_re_orders_the_rest() -> None:
    guide = GUIDES["pin"]
    left = [CHECKS["display"], CHECKS["keypad"], CHECKS["programs"]]
    before = left[next_check((), left, guide)].id
    after = left[next_check((failed("logs.input-error", check="logs"),), left, guide)].id
    assert (before, after) == ("programs", "keypad")


def test_free_text_is_recognised_by_its_words_and_else_leaves_the_order_alone() -> None:
    assert guide_for("pin", GUIDES) is GUIDES["pin"]
    assert guide_for("the screen stays dark", GUIDES) is GUIDES["display"]
    assert guide_for("\u4e0d\u80fd\u8f93\u5165\u5bc6\u7801", GUIDES) is GUIDES["pin"]
    assert guide_for("routine", GUIDES) is None
    assert guide_for("", GUIDES) is None


def test_every_complaint_names_checks_and_faults_that_there_are() -> None:
    later = {"keypad.line", "keypad.slow"}
    claimed = {fault for check in (*CHECKS.values(), *WATCHES.values()) for fault in check.claims} | later
    for guide in GUIDES.values():
        for likely in guide.likely:
            assert likely.check in CHECKS
            assert set(likely.faults) <= claimed, (guide.id, set(likely.faults) - claimed)
        assert f"complaint.{guide.id}" in CATALOGUES["en"].sentences


def test_a_quick_plan_ends_when_the_complaint_is_explained_and_a_full_one_does_not() -> None:
    profile = models()["smart-terminal"]
    quick = Inspection("pin-lockout", profile=profile, complaint="pin", seed=2).play()
    keypad = quick.result("keypad")
    assert keypad is not None
    assert (keypad.outcome, keypad.notes[0].id) == (Outcome.SKIPPED, "note.left_out.explained")
    assert quick.diagnoses[0].cause == "cause.pin_locked"
    full = Inspection("pin-lockout", profile=profile, complaint="pin", plan="full", seed=2).play(1500)
    assert {r.outcome for r in full.results if r.check in ("keypad", "display")} == {Outcome.PASS}


def test_a_tampered_unit_is_not_tested_on_and_goes_to_quarantine() -> None:
    record = Inspection("tampered", plan="full", seed=2).play()
    assert record.overall.failed == ("security-state",)
    assert record.disposition is not None
    assert (record.disposition.fate, record.disposition.rule) == (Fate.QUARANTINE, "tampered")
    assert {r.notes[0].id for r in record.results if r.outcome is Outcome.SKIPPED} == {"note.left_out.forbidden"}
    assert record.key_moments == ()


def test_what_a_person_reads_off_the_screen_is_evidence_of_an_operator() -> None:
    record = Inspection("offline-code", seed=2).play()
    (found,) = [f for r in record.results for f in r.findings]
    assert (found.fault, found.evidence) == ("offline.vendor-code", Evidence.OPERATOR)


def test_the_page_of_causes_is_what_the_rules_say() -> None:
    from tests.causes_table import PAGE, page

    assert PAGE.read_text("utf-8") == page(), "run python -m tests.causes_table"


def test_no_picture_explains_uneven_light_and_counts_once() -> None:
    for fault, cause in (
        ("display.no-image", "cause.panel_dead"),
        ("display.no-light", "cause.backlight_dead"),
        ("display.all-dark", "cause.display_board"),
    ):
        (found,) = diagnosed(fault, "display.uneven")
        assert found.cause == cause
        assert {f.fault for f in found.rests_on} == {fault, "display.uneven"}


def test_what_sends_a_unit_to_quarantine_is_told_before_what_a_part_cures() -> None:
    """Somebody who reads the first cause alone must not mend a unit that must not go back."""
    faults = {fault for row in _BY_FAULT if row.fate is Fate.QUARANTINE for fault in row.faults}
    for fault in sorted(faults):
        endangers = Diagnosis("cause.of_quarantine", 0.5, (Finding(fault),), (message("remedy.quarantine"),))
        steps = (message("remedy.replace_display_authorised"),)
        mends = Diagnosis("cause.panel_pixels", 0.99, (Finding("display.dark-dots"),), steps)
        assert settled([mends, endangers])[0].cause == "cause.of_quarantine", fault
