"""The supply: its battery, what slow readings may say, and a step of load that the unit makes itself."""

from dataclasses import replace

import numpy as np
import pytest

from checks.catalog.load_step import CHECK as LOAD_STEP
from checks.catalog.supply import CHECK
from checks.check import WatchContext
from checks.cures import settled
from checks.diagnosis import Evidences
from checks.measurement import CheckResult, Finding, Measurement, Outcome, Verdict
from checks.plan import PlanKind, make_plan
from checks.registry import load_checks
from checks.rules import supply as supply_rules
from devices.commands import RestoreScreen, SetBacklight
from devices.events import (
    Channel,
    CommandDone,
    CommandFailed,
    FactsRead,
    FactSubject,
    Failure,
    Quantity,
    Reading,
    Source,
    Stamped,
)
from devices.state import TerminalState, apply
from devices.telemetry import TelemetryBuffer
from tests.checks.fleet import Inspection
from tests.checks.stage import Alone, pad, profiles

SMART = profiles()["smart-terminal"]
SUPPLY, BATTERY, METER = (Channel(Quantity.VOLTAGE, s) for s in (Source.SUPPLY, Source.BATTERY, Source.METER))
LOAD = Channel(Quantity.CURRENT, Source.METER)
AT = np.arange(0.0, 30.0, 0.1)


def judged(**curves: "np.ndarray[tuple[int], np.dtype[np.float64]] | float") -> CheckResult:
    telemetry = TelemetryBuffer()
    names = {"supply": SUPPLY, "battery": BATTERY, "meter": METER, "load": LOAD}
    for name, values in curves.items():
        telemetry.extend(names[name], AT, np.broadcast_to(np.asarray(values, np.float64), AT.shape))
    return CHECK.judge(WatchContext(SMART, telemetry, TerminalState(), 0.0, 30.0))


def measurement(result: CheckResult, limit: str) -> Measurement:
    return next(m for m in result.measurements if m.limit_id == limit)


@pytest.mark.parametrize(
    ("volts", "outcome", "fault"),
    [
        (4.25, Outcome.PASS, ""),
        (4.26, Outcome.FAIL, "supply.battery-high"),
        (3.0, Outcome.PASS, ""),
        (2.99, Outcome.MARGINAL, "supply.battery-low"),
        (2.6, Outcome.MARGINAL, "supply.battery-low"),
        (2.59, Outcome.FAIL, "supply.battery-empty"),
    ],
)
def test_a_cell_is_judged_by_its_three_edges(volts: float, outcome: Outcome, fault: str) -> None:
    result = judged(supply=5.0, battery=volts)
    assert (measurement(result, "battery.voltage").outcome, result.outcome) == (outcome, outcome)
    assert [f.fault for f in result.findings] == ([fault] if fault else [])


@pytest.mark.parametrize("volts", [0.013, 2.4, 25.1])
def test_a_battery_voltage_that_cannot_be_is_shown_raw_and_not_judged(volts: float) -> None:
    result = judged(supply=5.0, battery=volts)
    assert (measurement(result, "battery.voltage").outcome, result.outcome) == (Outcome.NOT_JUDGED, Outcome.PASS)
    assert f"{volts:g}" in [dict(n.args).get("volts") for n in result.notes]


def test_wobble_is_judged_while_the_load_is_steady_and_only_then() -> None:
    wobbling = 5.0 + 0.1 * np.sin(AT * 7)
    steady = measurement(judged(meter=wobbling, load=0.3), "supply.wobble")
    assert steady.outcome is Outcome.FAIL
    assert not steady.required
    moving = 0.3 + 0.2 * np.sin(AT)
    assert measurement(judged(meter=wobbling, load=moving), "supply.wobble").value is None
    assert measurement(judged(supply=wobbling), "supply.wobble").value is None, "nobody knows the load"


def test_a_sag_of_two_samples_is_not_judged_and_one_of_three_is() -> None:
    for samples, seconds in ((2, 0.0), (3, 0.3)):
        volts = np.full(AT.shape, 5.0)
        volts[100 : 100 + samples] = 4.5
        result = judged(supply=volts)
        found = measurement(result, "supply.sag")
        assert (found.value, found.resolution) == (seconds, 0.1)
        assert [f.fault for f in result.findings] == (["supply.sag"] if seconds else [])


def test_slow_readings_say_that_ripple_is_not_judged() -> None:
    (note,) = (n for n in judged(supply=5.0).notes if n.id == "note.no_ripple")
    assert dict(note.args) == {"rate": 10.0, "needed": 1000}


# -- the unit's own reading beside a meter's


def dipping(
    quiet: float, low: float, samples: int, length: int = len(AT)
) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    volts = np.full(length, quiet)
    volts[100 : 100 + samples] = low
    return volts


def rows_of(result: CheckResult, own: bool) -> dict[str, Measurement]:
    return {m.limit_id: m for m in result.measurements if (m.subject == SUPPLY.id) is own}


def causes_of(result: CheckResult, *more: Finding) -> list[tuple[str, float]]:
    evidence = Evidences(SMART, TerminalState(), (replace(result, findings=(*result.findings, *more)),))
    found = settled(diagnosis for rule in supply_rules.RULES for diagnosis in rule(evidence))
    return [(diagnosis.cause, diagnosis.confidence) for diagnosis in found]


def test_a_supply_that_sags_behind_a_meter_is_found_by_the_units_own_reading() -> None:
    result = judged(meter=5.1, supply=dipping(5.05, 4.5, 8))
    assert result.outcome is Outcome.FAIL
    meters, own = rows_of(result, False), rows_of(result, True)
    assert meters["supply.sag"].outcome is Outcome.PASS
    assert (own["supply.sag"].outcome, own["supply.sag"].value) == (Outcome.FAIL, pytest.approx(0.8))
    assert {row.note.id for row in own.values() if row.note} == {"note.own_reading"}
    ((fault, note),) = [(f.fault, f.note) for f in result.findings]
    assert (fault, note and note.id) == ("supply.sag", "note.own_sag")
    assert causes_of(result) == [("cause.weak_past_meter", 0.85)]


@pytest.mark.parametrize("quiet", [5.2, 5.05, 4.86, 4.76])
def test_a_unit_that_reads_less_than_the_meter_and_steadily_is_healthy(quiet: float) -> None:
    noise = 0.03 * np.sin(AT * 9)
    result = judged(meter=5.0, supply=quiet + noise)
    assert (result.outcome, result.findings) == (Outcome.PASS, ())


@pytest.mark.parametrize(
    ("quiet", "outcome"), [(4.75, Outcome.PASS), (4.74, Outcome.MARGINAL), (4.51, Outcome.MARGINAL)]
)
def test_what_cable_and_converter_take_is_never_a_sag(quiet: float, outcome: Outcome) -> None:
    result = judged(meter=5.0, supply=quiet)
    assert result.outcome is outcome
    assert [f.fault for f in result.findings] == ([] if outcome is Outcome.PASS else ["supply.low"])
    assert causes_of(result) == ([] if outcome is Outcome.PASS else [("cause.weak_past_meter", 0.5)])
    assert judged(meter=5.0, supply=4.39).outcome is Outcome.FAIL


@pytest.mark.parametrize(("low", "found"), [(4.51, False), (4.49, True)])
def test_the_allowance_is_what_is_lost_in_quiet_and_at_most_a_quarter_of_a_volt(low: float, found: bool) -> None:
    for quiet in (4.75, 4.76):
        result = judged(meter=5.1, supply=dipping(quiet, low, 8))
        assert bool(result.findings) is found
    assert judged(meter=5.1, supply=dipping(5.1, 4.74, 8)).findings, "nothing is lost in quiet, nothing is allowed"


def test_a_reading_above_the_meters_blames_nobody() -> None:
    result = judged(meter=5.1, supply=5.4)
    assert (result.outcome, result.findings) == (Outcome.PASS, ())
    assert rows_of(result, True)["supply.voltage"].required is False


@pytest.mark.parametrize("level", [3.3, 4.0, 6.2, 12.0])
def test_another_line_inside_the_unit_is_shown_and_decides_nothing(level: float) -> None:
    result = judged(meter=5.1, supply=dipping(level, level - 1.5, 8))
    assert (result.outcome, result.findings) == (Outcome.PASS, ())
    (row,) = rows_of(result, True).values()
    assert (row.required, row.value, row.note and row.note.id) == (False, None, "note.own_other_line")
    near = judged(meter=5.1, supply=dipping(4.11, 3.6, 8))
    assert near.outcome is Outcome.FAIL, "a unit that loses so much of it is starved"


def test_a_single_slip_of_the_units_converter_is_no_drop_out_and_two_are() -> None:
    assert judged(meter=5.1, supply=dipping(5.05, 0.7, 1)).outcome is Outcome.PASS
    result = judged(meter=5.1, supply=dipping(5.05, 0.7, 2))
    assert [(f.fault, f.note and f.note.id) for f in result.findings] == [("supply.drop-out", "note.own_out")]
    assert causes_of(result) == [("cause.loose_contact", 0.85)]


def test_where_the_meter_gives_way_too_the_charger_is_not_cleared() -> None:
    result = judged(meter=dipping(5.1, 4.6, 8), supply=dipping(5.05, 4.5, 8))
    assert [(f.fault, f.note and f.note.id) for f in result.findings] == [
        ("supply.sag", "note.sag"),
        ("supply.sag", "note.own_sag"),
    ]
    assert causes_of(result) == [("cause.weak_supply", 0.85)]


def test_too_few_readings_of_the_unit_leave_the_meters_alone() -> None:
    telemetry = TelemetryBuffer()
    telemetry.extend(METER, AT, np.full(AT.shape, 5.1))
    telemetry.extend(SUPPLY, AT[:19], np.full(19, 4.0))
    result = CHECK.judge(WatchContext(SMART, telemetry, TerminalState(), 0.0, 30.0))
    assert (result.outcome, rows_of(result, True)) == (Outcome.PASS, {})


def test_a_whole_inspection_finds_a_sag_behind_the_meter_and_passes_a_healthy_unit() -> None:
    for fault, verdict in (("supply-sag=4.2", Verdict.FAIL), ("", Verdict.PASS)):
        record = Inspection(*([fault] if fault else []), profile=SMART, seed=3).play(3000)
        assert record.overall.verdict is verdict
        assert [d.cause for d in record.diagnoses] == (["cause.weak_past_meter"] if fault else [])


# -- how deep it went tells charger from contact


@pytest.mark.parametrize(
    ("low", "causes"),
    [
        (4.6, [("cause.weak_supply", 0.85)]),
        (4.2, [("cause.weak_supply", 0.85), ("cause.loose_contact", 0.6)]),
        (1.1, [("cause.weak_supply", 0.85), ("cause.loose_contact", 0.6)]),
        (0.9, [("cause.loose_contact", 0.85), ("cause.weak_supply", 0.6)]),
    ],
)
@pytest.mark.parametrize("source", ["meter", "supply"])
def test_a_sag_that_goes_all_the_way_out_is_a_contact_and_any_other_a_charger(
    low: float, causes: list[tuple[str, float]], source: str
) -> None:
    assert causes_of(judged(**{source: dipping(5.1, low, 8)})) == causes


def test_a_short_drop_out_without_a_sag_is_a_contact() -> None:
    assert causes_of(judged(meter=dipping(5.1, 4.2, 1))) == [("cause.loose_contact", 0.85)]


def test_behind_a_meter_a_way_out_is_a_contact_and_a_sag_is_not() -> None:
    assert causes_of(judged(meter=5.1, supply=dipping(5.05, 0.5, 8))) == [
        ("cause.loose_contact", 0.85),
        ("cause.weak_past_meter", 0.6),
    ]
    assert causes_of(judged(meter=5.1, supply=dipping(5.05, 4.2, 8))) == [("cause.weak_past_meter", 0.85)]
    lost = Finding("link.lost", "1")
    assert causes_of(judged(meter=5.1, supply=dipping(5.05, 4.2, 8)), lost)[1:] == [("cause.loose_contact", 0.6)]


# -- a step of load


def stepped(drop: float, noise: float = 0.004, readings: int = 10, channel: Channel = SUPPLY) -> CheckResult:
    """The supply gives way by ``drop`` while the light is full."""
    stage = Alone(LOAD_STEP, quick=False, profile=SMART)
    for level in (100, 10, 100, 10):
        assert stage.sent[-1] == SetBacklight(level)
        stage.event(CommandDone("SetBacklight"))
        stage.wait(1.0)
        for turn in range(20):
            if turn % (20 // readings if readings else 99) == 0:
                volts = 5.1 - (drop if level == 100 else 0.0) + noise * (turn == 10)
                stage.event(Reading(channel, volts), after=0.0)
            stage.wait(0.1)
    assert stage.sent[-1] == RestoreScreen()
    assert stage.result is not None
    return stage.result


@pytest.mark.parametrize(
    ("drop", "outcome"),
    [
        (0.0, Outcome.PASS),
        (0.149, Outcome.PASS),
        (0.151, Outcome.MARGINAL),
        (0.249, Outcome.MARGINAL),
        (0.251, Outcome.FAIL),
    ],
)
@pytest.mark.parametrize("channel", [SUPPLY, METER])
def test_how_far_the_supply_gives_way_under_load_is_judged(drop: float, outcome: Outcome, channel: Channel) -> None:
    result = stepped(drop, channel=channel)
    found = result.measurements[0]
    assert found.value == pytest.approx(drop, abs=0.001)
    assert (result.outcome, found.subject) == (outcome, f"report.channel.{channel.id}")
    assert found.resolution == pytest.approx(0.004)
    assert [f.fault for f in result.findings] == ([] if outcome is Outcome.PASS else ["supply.weak-under-load"])


def test_without_readings_or_without_a_light_it_is_said_and_blocks_nothing() -> None:
    unseen = stepped(0.0, readings=1)
    assert (unseen.outcome, unseen.required, [n.id for n in unseen.notes]) == (
        Outcome.NOT_JUDGED,
        False,
        ["note.load_unseen"],
    )
    stage = Alone(LOAD_STEP, quick=False, profile=pad())
    assert (stage.sent, stage.result and stage.result.required) == ([], False)
    refused = Alone(LOAD_STEP, quick=False, profile=SMART)
    refused.event(CommandFailed("SetBacklight", Failure.UNSUPPORTED))
    assert refused.sent[-1] == RestoreScreen()
    assert refused.result is not None
    assert (refused.result.outcome, refused.result.required) == (Outcome.NOT_JUDGED, False)


def test_the_step_of_load_is_part_of_the_full_plan_only() -> None:
    checks, watches = load_checks()
    for kind, planned in ((PlanKind.FULL, True), (PlanKind.QUICK, False)):
        assert ("load-step" in make_plan(kind, SMART, None, checks, watches).required) is planned


@pytest.mark.parametrize(("told", "since"), [("412.5 800.1", -312.5), ("", None), ("soon", None)])
def test_how_long_a_unit_is_up_tells_when_it_was_switched_on(told: str, since: float | None) -> None:
    facts = FactsRead(FactSubject.MEMORY, "", (("uptime", told),))
    assert apply(TerminalState(), Stamped(facts, 100.0)).up_since == since
