"""Records as a bench would leave them: a pass, a fail, a unit not decided, and one full of hostile text."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from checks.before import Before
from checks.diagnosis import Diagnosis
from checks.disposition import disposition_of
from checks.handling import Damage, Handling, PartUsed, Photo
from checks.measurement import (
    CheckResult,
    Evidence,
    Finding,
    Measurement,
    Outcome,
    Overall,
    Waiver,
    judge,
    message,
    outcome_of,
    overall,
)
from checks.record import BenchInfo, Column, KeyMark, KeyMoment, KeyRecord, LogLine, Record, Unit, pack_telemetry
from checks.retest import before_of, combined
from checks.waiver import waived
from devices.events import Channel, Quantity, Source
from devices.profile import Profile, load_profile
from devices.telemetry import TelemetryBuffer

ROOT = Path(__file__).resolve().parents[3]
TERMINALS = ROOT / "resources" / "terminals"
EVIDENCE = message("note.key_evidence", identified=9, total=19, masked=10, operator=0)
PLANNED = ("keypad", "display", "supply", "link")
HOSTILE = (
    '#panic("owned") *bold* $x$ @ref <script>alert(1)</script> {0.__class__} #read("/etc/passwd") \\u{202e}',
    "ab\u202edcba\u2066\u200f\x00\x07\x1b[31m\ufeff\u0085\ud7ff",
    "]]>&amp;<svg onload=x>\"'<!--",
    "กขค العربية עברית 🙂 e\u0301\u0301\u0301 \U000e0041",
)


def profile() -> Profile:
    """The PIN pad of the samples, limits in force."""
    return load_profile(TERMINALS / "gertec-ppc930.toml", TERMINALS / "_defaults.toml")


def keys(**marks: KeyMark) -> tuple[KeyRecord, ...]:
    """All keys as seen on a good unit, but for the marks given."""
    keypad = profile().keypad
    assert keypad is not None
    best = {"identified": KeyMark.IDENTIFIED, "masked": KeyMark.MASKED, "operator": KeyMark.OPERATOR}
    return tuple(
        KeyRecord(
            cap.id, mark := marks.get(cap.id, best[cap.evidence]), 0 if mark is KeyMark.DEAD else 2,
            cap.x, cap.y, cap.w, cap.h, dict(cap.legend), cap.role,
        )
        for cap in keypad.keys
    )  # fmt: skip


def measured(limit_id: str, value: float | None, **given: object) -> Measurement:
    """A value held against the profile's limit of this name."""
    limit = profile().limits[limit_id]
    base = Measurement(limit_id, judge(limit, value), Evidence.MEASURED, limit.unit, value, "", limit, limit.required)
    return replace(base, **given)  # type: ignore[arg-type]


def result(check: str, *measurements: Measurement, **given: object) -> CheckResult:
    """A check's result whose outcome follows from its measurements."""
    base = CheckResult(check, outcome_of(measurements), measurements, started_s=1.0, ended_s=21.0)
    return replace(base, **given)  # type: ignore[arg-type]


def telemetry(*, sag: bool) -> tuple[Column, ...]:
    """Ninety seconds of a meter at 10 Hz, with a sag of 0.8 s where asked for."""
    generator = np.random.default_rng(7)
    at = np.arange(0.0, 90.0, 0.1)
    voltage = 5.06 + 0.012 * generator.standard_normal(len(at)) - 0.03 * (np.sin(at / 7) > 0.4)
    if sag:
        voltage[(at > 41.0) & (at < 41.8)] -= (
            0.52 + 0.05 * generator.standard_normal(8)[: ((at > 41) & (at < 41.8)).sum()]
        )
    current = 0.142 + 0.004 * generator.standard_normal(len(at)) + 0.06 * (np.sin(at / 7) > 0.4)
    heat = 31.0 + 3.5 * (1 - np.exp(-at / 40)) + 0.05 * generator.standard_normal(len(at))
    buffer = TelemetryBuffer()
    buffer.extend(Channel(Quantity.VOLTAGE, Source.METER), at + 1000, voltage)
    buffer.extend(Channel(Quantity.CURRENT, Source.METER), at + 1000, current)
    buffer.extend(Channel(Quantity.TEMPERATURE, Source.METER), at + 1000, heat)
    return pack_telemetry(buffer, 1000.0)


def moments() -> tuple[KeyMoment, ...]:
    """Presses during the key test; digits without their names."""
    order = ["F1", "", "", "OK", "", "F3", "", "CANCEL", "", "", "ARROW_A", "", "F2", "", "F4", "", "ARROW_B"]
    return tuple(KeyMoment(6.0 + 2.3 * k, key) for k, key in enumerate(order))


def keypad_result(*findings: Finding, missing: float = 0) -> CheckResult:
    """The keypad check with so many keys that never answered."""
    return result(
        "keypad",
        measured("keypad.presses_missing", missing, evidence=Evidence.IDENTIFIED),
        measured("keypad.crossed", 0, evidence=Evidence.IDENTIFIED),
        measured("keypad.repeat_gap", 0.118, subject="CANCEL", resolution=0.004, evidence=Evidence.IDENTIFIED),
        measured(
            "keypad.repeat_gap", None, subject="5", resolution=0.2, note=message("note.no_release", milliseconds=200)
        ),
        measured("keypad.stuck", None, observable=False, outcome=Outcome.NOT_JUDGED),
        measured("keypad.ghost", 0),
        findings=findings,
    )


def supply_result(*, sag: bool) -> CheckResult:
    """The supply watch."""
    found = (
        (Finding("supply.sag", "voltage@meter", note=message("note.sag", count=1, seconds=0.8, low="4.43")),)
        if sag
        else ()
    )
    return result(
        "supply",
        measured("supply.voltage", 4.51 if sag else 5.02, resolution=0.0001),
        measured("supply.sag", 0.8 if sag else 0.0, resolution=0.1),
        measured("supply.drop_out", 0),
        measured("supply.wobble", 0.24),
        findings=found,
    )


def display_result() -> CheckResult:
    """Patterns looked at by the operator."""
    return result(
        "display",
        measured("display.patterns_wrong", 0, evidence=Evidence.OPERATOR),
        measured("display.bright_dots", 0, evidence=Evidence.OPERATOR),
        measured("display.dark_dots", 1, evidence=Evidence.OPERATOR),
        measured("display.challenge", 0, evidence=Evidence.OPERATOR),
    )


def passing() -> Record:
    """A healthy PIN pad, everything required judged."""
    results = (
        result("link", notes=(message("log.link_restored"),)),
        keypad_result(),
        display_result(),
        supply_result(sag=False),
        result("heat", measured("temperature.meter", 34.4, resolution=0.1, required=False), required=False),
    )
    # the coarse repeat gap is informative here, so that the sample passes
    keypad = replace(results[1], measurements=tuple(_informative(m) for m in results[1].measurements))
    keypad = replace(keypad, outcome=outcome_of(keypad.measurements), notes=(EVIDENCE,))
    results = (results[0], keypad, *results[2:])
    return Record(
        id="7f3c9a1e-2b44-4d0e-9a55-6d1a20f3c8b7",
        started="2026-11-22T08:14:05+00:00",
        ended="2026-11-22T08:17:41+00:00",
        bench=BenchInfo("Bench 3, Shenzhen", "0.1.0", "Linux 6.1 x86-64", 0.004),
        unit=_unit(),
        plan="full",
        seed=20261122,
        operator="Li Wei 李伟",
        operator_simulated=False,
        complaint="Customer says: PIN not accepted since Monday 顾客反映无法输入密码",
        results=results,
        overall=overall(results, PLANNED),
        keys=keys(),
        key_moments=moments(),
        telemetry=telemetry(sag=False),
        log=(
            LogLine(12.4, message("log.link_lost", reason="cable")),
            LogLine(14.9, message("log.link_restored")),
            LogLine(
                48.9,
                message(
                    "log.command_failed", command_id="command.ShowImage", failure_id="failure.no-answer", detail=""
                ),
            ),
            LogLine(61.0, message("log.card", card_id="card.inserted")),
        ),
        meter="RuiDeng TC66C 00012345",
    )


def _informative(measurement: Measurement) -> Measurement:
    return replace(measurement, required=False) if measurement.subject == "5" else measurement


def _unit() -> Unit:
    model = profile()
    return Unit(
        model.id, model.maker, model.model, model.evidence,
        serial="8000211904178", sticker_serial="8000211904178",
        identity=(("model", "PPC-930;192MB"), ("firmware", "1.58 210330"), ("specification", "2.12")),
        port="/dev/ttyACM0", usb="1753:C902 PPC930 Pinpad Terminal", sources=model.sources, layout_confirmed=False,
    )  # fmt: skip


def failing() -> Record:
    """The CLEAR key is dead and the supply sags: a fail with a diagnosis."""
    dead = Finding("keypad.dead", "CLEAR", Evidence.IDENTIFIED)
    base = passing()
    results = (
        base.results[0],
        keypad_result(dead, missing=1),
        base.results[2],
        supply_result(sag=True),
        base.results[4],
    )
    cures = (
        Diagnosis(
            "cause.key_contact", 0.8, (dead,),
            (
                message("remedy.power_off"), message("remedy.clean_keys", keys="CLEAR"), message("remedy.retest"),
                message("remedy.replace_keypad_authorised"),
            ),
            ("CLEAR",), "keypad", ("keypad",), do_not_open=True,
        ),
        Diagnosis(
            "cause.weak_supply", 0.85, results[3].findings,
            (message("remedy.swap_charger"), message("remedy.swap_cable"), message("remedy.retest")),
            (), "cable", ("supply",), message("decide.charger_or_cable"),
        ),
    )  # fmt: skip
    return replace(
        base, results=results, overall=overall(results, PLANNED), diagnoses=cures, keys=keys(CLEAR=KeyMark.DEAD),
        telemetry=telemetry(sag=True), complaint="keypad-no-answer",
        unit=replace(base.unit, sticker_serial="8000211904187"),
    )  # fmt: skip


def conceded() -> Record:
    """The failing unit as the workshop lead lets it pass: two checks waived, nothing that was found is gone."""
    first = failing()
    words = {
        "keypad": (
            "Wang Min \u738b\u654f",
            "CLEAR is not used at this till \u6536\u94f6\u53f0\u4e0d\u7528\u8be5\u952e",
        ),
        "supply": ("Wang Min \u738b\u654f", "the merchant keeps his own charger"),
    }
    results = tuple(_accepted(r, *words[r.check]) if r.check in words else r for r in first.results)
    whole = overall(results, PLANNED)
    return replace(
        first, id="20261122-waived", results=results, overall=whole, disposition=disposition_of(results, whole)
    )


def _accepted(result: CheckResult, by: str, why: str) -> CheckResult:
    told = waived(result, by, why)
    assert isinstance(told, CheckResult)
    return told


def repaired(*, mended: bool = True) -> Record:
    """The failing unit after its repair: only what failed was tested again."""
    first, good = failing(), passing()
    handling = Handling(
        "RMA-7", ("cable",), "Opened the keypad frame, " * 6, (message("remedy.clean_keys", keys="CLEAR"),),
        (PartUsed("keypad", 1, "K-4711", ""), PartUsed("cable", 2, "", "USB cable <b>")), Damage.WEAR,
        (Photo("before.jpg", "ab" * 32, "2026-11-22T08:30:00Z", 40_000),),
    )  # fmt: skip
    before = before_of(replace(first, handling=handling))
    results = tuple(r for r in (good if mended else first).results if r.check in before.wanted)
    whole = combined(results, tuple(r.check for r in results), before)
    return replace(
        good, id="20261122-retest", results=results, overall=whole, handling=handling, before=before, disposition=None
    )


def undecided() -> Record:
    """No display answers and a tampered unit: not decided, do not open; made with a simulated operator."""
    base = passing()
    display = CheckResult("display", Outcome.ABORTED, (), (), (message("note.challenge_missed"),))
    results = (base.results[0], keypad_result(), display, CheckResult("supply", Outcome.ERROR, restarts=3))
    tampered = Finding("tamper.triggered", "", Evidence.IDENTIFIED)
    cause = Diagnosis("tamper.triggered", 0.97, (tampered,), (message("remedy.quarantine"),), do_not_open=True)
    marks = {
        "F2": KeyMark.CROSSED,
        "F3": KeyMark.CHATTER,
        "OK": KeyMark.STUCK,
        "7": KeyMark.MISSING,
        "8": KeyMark.UNSURE,
    }
    more = {"9": KeyMark.ASKED, "0": KeyMark.NONE, "ARROW_A": KeyMark.OPERATOR, "CLEAR": KeyMark.DEAD}
    return replace(
        base, results=results, overall=overall(results, PLANNED), diagnoses=(cause,), keys=keys(**marks, **more),
        telemetry=(), key_moments=(), operator_simulated=True, demonstration=True, aborted=True, link_losses=2,
        damaged_frames=7, complaint="", meter="", unit=replace(base.unit, sticker_serial=""),
    )  # fmt: skip


def hostile() -> Record:
    """Every foreign text tries to become markup, to turn the line round, or to fill the page."""
    base, evil = failing(), " ".join(HOSTILE)
    unit = Unit(
        evil, HOSTILE[0], HOSTILE[3], evil, HOSTILE[1] * 3, "S" * 1_000_000,
        tuple((text, text) for text in HOSTILE), evil, evil, HOSTILE, False,
    )  # fmt: skip
    bad_keys = (
        KeyRecord(evil, KeyMark.DEAD, -5, 0, 0, 1, 1, {"en": evil}, evil, evil),
        KeyRecord("X", KeyMark.MASKED, 2**53, 1e308, float("1e9"), 1, 1, {}, ""),
        KeyRecord("Y" * 10_000, KeyMark.CROSSED, 1, 2, 0, 1, 1, {"zh": HOSTILE[2]}, "", "Z" * 10_000),
    )
    finding = Finding(evil, HOSTILE[2], note=message(HOSTILE[0], serial=HOSTILE[1]))
    cause = Diagnosis(
        evil, 9.5, (finding,) * 40, (message(evil),) * 40, (evil,) * 40, evil, (evil,) * 40, message(evil)
    )
    results = (
        result(evil, measured("supply.voltage", 1e300, subject=evil, unit=HOSTILE[2]), findings=(finding,) * 100,
               outcome=Outcome.WAIVED, waiver=Waiver(evil, HOSTILE[1] + HOSTILE[3], Outcome.SKIPPED)),
    )  # fmt: skip
    return replace(
        base, id=evil, unit=unit, plan=evil, operator="W" * 1_000_000, complaint=evil * 200, results=results * 100,
        overall=Overall(base.overall.verdict, (evil,) * 50, waived=(evil,) * 50), diagnoses=(cause,) * 20, keys=bad_keys,
        key_moments=(KeyMoment(1e300, evil), KeyMoment(-5, "5"), *moments()), log=(LogLine(-1e9, message(evil)),) * 500,
        telemetry=(Column(evil, evil, 3, "!!!", "???"), replace(base.telemetry[0], channel=evil, unit=evil)),
        started=evil, ended=evil, bench=BenchInfo(evil, evil, evil), meter=evil,
        handling=Handling(evil, (evil,) * 50, evil * 90, (message(evil, keys=evil),) * 90,
                          (PartUsed(evil, 99, evil, evil),) * 90, Damage.UNKNOWN, (Photo(evil, "0" * 64, evil, 1),) * 90),
        before=Before(evil, evil, evil, evil, evil, evil, evil, evil, Overall(base.overall.verdict, (evil,) * 50),
                      results * 50, (evil,) * 50, (evil,) * 50),
    )  # fmt: skip
