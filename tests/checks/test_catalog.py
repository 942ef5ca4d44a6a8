"""The fleet: every check passes on a healthy unit and finds each fault that the simulators can make."""

import pytest

from checks.catalog.accessories import PARTS
from checks.catalog.first_minute import DANGER, MESSAGES, SIGNS
from checks.catalog.identity import CHECK as IDENTITY
from checks.disposition import decided_early
from checks.measurement import CheckResult, Finding, Outcome, Verdict
from checks.plan import full_only
from checks.record import Record
from checks.registry import load_checks
from devices.events import Identified
from devices.simulator.faults import FAULTS
from devices.state import TerminalState
from tests.checks.fleet import Inspection
from tests.checks.stage import Alone, meter, pad

CHECKS, WATCHES = load_checks()

# fault of the pad, fault of the meter, what must be found
CASES: tuple[tuple[str, str, str, str], ...] = (
    ("tampered", "", "tamper.triggered", ""),
    ("no-pin-key", "", "key.pin-missing", ""),
    ("offline-code", "", "offline.vendor-code", ""),
    ("dead-key=F1", "", "keypad.dead", "F1"),
    ("dead-key=CLEAR", "", "keypad.dead", "CLEAR"),
    ("dead-key=5", "", "keypad.dead", "5"),
    ("dead-key=OK", "", "keypad.dead", "OK"),
    ("crossed-keys=F1:F2", "", "keypad.crossed", "F1"),
    ("crossed-keys=4:5", "", "keypad.crossed", "4"),
    ("chatter=OK", "", "keypad.chatter", "OK"),
    ("chatter=F4:80", "", "keypad.chatter", "F4"),
    ("stuck-key=F2", "", "keypad.stuck", "F2"),
    ("dead-pixels=3", "", "display.dark-dots", "white"),
    ("bright-pixels=2", "", "display.bright-dots", "black"),
    ("colour-cast=blue", "", "display.colour-cast", "white"),
    ("no-picture", "", "display.no-picture", "white"),
    ("no-picture", "", "display.all-dark", ""),
    ("white-screen", "", "display.no-image", ""),
    ("backlight-dead", "", "display.no-light", ""),
    ("uneven", "", "display.uneven", "white"),
    ("lines", "", "display.lines", "white"),
    ("", "sag", "supply.sag", ""),
    ("", "sag=4.2", "supply.sag", ""),
    ("", "drop-out", "supply.drop-out", ""),
    ("", "charger-low", "supply.low", "4.6"),
    ("", "charger-high", "supply.high", "5.6"),
    ("", "overheating=3000", "heat.meter", ""),
    *((f"sign={sign}", "", f"seen.{sign}", "") for sign in SIGNS),
    *((f"message={known}", "", f"message.{known}", "") for known in ("tamper", "locked")),
    ("unplug=1@12", "", "link.lost", "1"),
    ("link-noise=2", "", "link.noise", ""),
)
BEYOND = {
    *(f"message.{known}" for known in MESSAGES), *(f"part.{part}" for part in PARTS), "trades.unsettled",  # below
    "identity.no_answer", "identity.wrong_model", "identity.serial_mismatch",  # see below
    "keypad.ghost", "keypad.missing", "keypad.unsure", "keypad.line", "keypad.slow", "keypad.weak", "keypad.edges",
    "keypad.clear-hangs", "keypad.clear-kills",  # tests of the keypad check
    "display.steps-missing", "display.shadows", "display.out-of-place", "display.burn-in",  # tests of the display check
    "display.rejected", "display.not_looked",
    # a pad measures nothing of itself: tests of smart terminals, of supply and of heat
    "supply.battery-high", "supply.battery-low", "supply.battery-empty", "supply.weak-under-load",
    "heat.terminal", "heat.battery", "heat.rise", "heat.sensor",
    "key.working-stale", "clock.wrong",  # a pad does not tell: tests of the smart terminal
}  # fmt: skip


def found(record: Record) -> list[tuple[str, str]]:
    return [(finding.fault, finding.subject) for result in record.results for finding in result.findings]


def test_each_fault_code_is_made_here_or_known_to_be_out_of_reach() -> None:
    applying = [check for check in CHECKS.values() if check.applies(pad())]
    claimed = {fault for check in (*applying, *WATCHES.values()) for fault in check.claims}
    assert claimed == {fault for _, _, fault, _ in CASES} | BEYOND


def test_each_fault_of_the_simulated_unit_is_tried() -> None:
    tried = {text.partition("=")[0].partition("@")[0] for a, b, _, _ in CASES for text in (a, b)}
    assert {spec.name for spec in FAULTS if spec.side in ("terminal", "meter")} <= tried


@pytest.mark.parametrize("plan", ["quick", "full"])
def test_a_healthy_unit_passes_each_check(plan: str) -> None:
    record = Inspection(plan=plan, seed=5).play(1500)
    assert {result.check for result in record.results} == {
        key for key, check in CHECKS.items() if check.applies(pad()) and (plan == "full" or not full_only(check))
    } | {key for key, watch in WATCHES.items() if watch.applies(pad(), meter())}
    assert found(record) == []
    assert record.overall.verdict is Verdict.PASS
    for result in record.results:
        wanted = (Outcome.PASS,) if result.required else (Outcome.PASS, Outcome.NOT_JUDGED)
        assert result.outcome in wanted, result


@pytest.mark.parametrize(("fault", "meter_fault", "code", "subject"), CASES, ids=lambda v: v or "-")
def test_a_fault_is_found_named_and_blamed_on_nothing_else(
    fault: str, meter_fault: str, code: str, subject: str
) -> None:
    faults = (fault,) if fault else ()
    record = Inspection(*faults, meter_faults=(meter_fault,) if meter_fault else (), seed=3).play()
    names = found(record)
    assert any(c == code and s.startswith(subject) for c, s in names), names
    check = next(c for c in (*CHECKS.values(), *WATCHES.values()) if code in c.claims)
    assert all(c in check.claims or c == "link.noise" for c, _ in names), names
    result = record.result(check.id)
    assert result is not None
    assert result.outcome is not Outcome.PASS or code == "link.noise"  # informative
    assert record.diagnoses or code.startswith("message.")
    later = [r for r in record.results if r.check in CHECKS and r is not result and r.check != "first-minute"]
    if check.id == "security-state" or result.ends or {r.outcome for r in later} == {Outcome.SKIPPED}:
        assert check.id in ("first-minute", "security-state")  # such a unit is not tested on
        assert {r.outcome for r in later} == {Outcome.SKIPPED}
        return
    short = any(result.outcome is Outcome.SKIPPED for result in record.results)
    for other in record.results:
        if short and other.check in WATCHES:
            continue  # too short a time to judge readings by
        if other.check != check.id and other.required and not fault.startswith(("unplug", "link-noise")):
            left_out = any(note.id.startswith("note.left_out.") for note in other.notes)
            assert other.outcome is (Outcome.SKIPPED if left_out else Outcome.PASS), (other.check, other.outcome)
            assert not left_out or disposition_fault(code), "only what decides alone ends a quick plan"


def disposition_fault(code: str) -> bool:
    return decided_early([CheckResult("x", Outcome.FAIL, (), (Finding(code),))])


def test_a_single_dead_digit_does_not_take_the_other_nine_with_it() -> None:
    record = Inspection("dead-key=5", seed=3).play()
    marks = {key.key: key.mark.value for key in record.keys}
    assert marks["5"] == "dead"
    assert {marks[digit] for digit in "012346789"} == {"masked"}


def test_a_dead_ok_key_leaves_the_digits_open_instead_of_dead() -> None:
    record = Inspection("dead-key=OK", seed=3).play()
    marks = {key.key: key.mark.value for key in record.keys}
    assert {marks[digit] for digit in "0123456789"} == {"unsure"}
    assert record.overall.verdict is Verdict.FAIL


def test_chatter_faster_than_the_link_can_see_is_not_judged_rather_than_passed() -> None:
    record = Inspection("late=0.3", "chatter=OK:10", seed=3).play(1500)
    keypad = record.result("keypad")
    assert keypad is not None
    interval = next(m for m in keypad.measurements if m.limit_id == "keypad.repeat_interval")
    assert interval.outcome in (Outcome.NOT_JUDGED, Outcome.PASS)
    if interval.outcome is Outcome.PASS:
        assert interval.resolution is not None
        assert interval.resolution < 0.035


@pytest.mark.parametrize("fault", ["bad-crc=3", "nak=3", "late=1.0", "junk"])
def test_a_bad_line_alone_is_never_blamed_on_keys_or_screen(fault: str) -> None:
    record = Inspection(fault, seed=3).play(1500)
    assert not [f for f in found(record) if not f[0].startswith("link.")]


def test_another_serial_number_on_the_sticker_is_found() -> None:
    record = Inspection(seed=3, sticker_serial="SOMETHING-ELSE").play()
    assert [fault for fault, _ in found(record)] == ["identity.serial_mismatch"]
    assert [d.cause for d in record.diagnoses] == ["cause.serial_mismatch"]


def identified(sticker: str, serial: str) -> CheckResult:
    """What the identity check says of a unit that was known before it began."""
    stage = Alone(
        IDENTITY, state=TerminalState(identity=Identified((("model", "PPC930"), ("serial", serial)))), sticker=sticker
    )
    assert stage.result is not None
    return stage.result


@pytest.mark.parametrize("told", ["", " - "])
def test_a_unit_that_names_no_serial_number_is_not_taken_for_another(told: str) -> None:
    result = identified("9300210478316", told)
    row = next(m for m in result.measurements if m.limit_id == "identity.serial")
    assert (result.outcome, row.outcome, row.required, result.findings) == (
        Outcome.PASS, Outcome.NOT_JUDGED, False, ())  # fmt: skip


@pytest.mark.parametrize("sticker", ["SN 0012-ab", "sn0012AB", "\uff33\uff2e0012AB"])
def test_the_sticker_may_write_the_number_in_another_way(sticker: str) -> None:
    assert identified(sticker, "SN-0012AB").outcome is Outcome.PASS


def test_one_seed_gives_one_inspection() -> None:
    one, other = (Inspection("dead-pixels=2", seed=11).play() for _ in range(2))
    assert one == other


@pytest.mark.parametrize("sign", DANGER)
def test_a_dangerous_unit_ends_the_inspection_before_anything_is_powered(sign: str) -> None:
    record = Inspection(f"sign={sign}", seed=3).play()
    assert record.overall.verdict is Verdict.FAIL
    others = [result for result in record.results if result.check in CHECKS and result.check != "first-minute"]
    assert {result.check for result in others} >= {"identity", "keypad", "display"}
    assert {result.outcome for result in others} == {Outcome.SKIPPED}
    assert record.diagnoses[0].do_not_open


def test_unsettled_trades_and_a_broken_part_are_found_in_a_full_plan() -> None:
    record = Inspection("sign=unsettled-trades", "part=printer", plan="full", seed=3).play(1500)
    assert set(found(record)) == {("trades.unsettled", ""), ("part.printer", "")}
    assert record.overall.failed == ("accessories",)
