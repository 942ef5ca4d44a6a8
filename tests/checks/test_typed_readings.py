"""A reading typed from a multimeter: a level and nothing more, and never taken for what an instrument told."""

import numpy as np
import pytest

from checks.catalog.heat import CHECK as HEAT
from checks.catalog.supply import CHECK as SUPPLY
from checks.check import WatchContext
from checks.measurement import CheckResult, Evidence, Measurement, Outcome, Verdict
from checks.steps import Target
from checks.typed_readings import BY_HAND, PROFILE, RANGES, parse_reading
from devices.events import Channel, Quantity, ReadingTyped, Source, Stamped
from devices.profile import Profile
from devices.state import TerminalState, apply
from devices.telemetry import TelemetryBuffer
from tests.checks.fleet import Inspection
from tests.checks.stage import pad, profiles

VOLTS = Channel(Quantity.VOLTAGE, Source.METER)
AT = np.arange(0.0, 30.0, 0.1)


def typed(*readings: str) -> TerminalState:
    state = TerminalState()
    for text in readings:
        reading = parse_reading(text)
        assert reading is not None
        state = apply(state, Stamped(reading, 0.0))
    return state


def context(state: TerminalState, meter: Profile | None, volts: float | None = None) -> WatchContext:
    telemetry = TelemetryBuffer()
    if volts is not None:
        telemetry.extend(VOLTS, AT, np.full(AT.shape, volts))
    return WatchContext(pad(), telemetry, state, 0.0, 30.0, meter)


def by_limit(result: CheckResult) -> dict[str, Measurement]:
    return {m.limit_id: m for m in result.measurements}


@pytest.mark.parametrize(
    ("volts", "outcome", "faults"),
    [
        ("5.02", Outcome.PASS, []),
        ("5,02", Outcome.PASS, []),
        ("4.6", Outcome.MARGINAL, ["supply.low"]),
        ("3.9", Outcome.FAIL, ["supply.low"]),
        ("6", Outcome.FAIL, ["supply.high"]),
    ],
)
def test_a_level_is_judged_by_one_number_and_a_person_is_named_as_its_source(
    volts: str, outcome: Outcome, faults: list[str]
) -> None:
    result = SUPPLY.judge(context(typed(f"voltage={volts}"), profiles()[PROFILE]))
    assert result.outcome is outcome
    assert [finding.fault for finding in result.findings] == faults
    assert all(finding.evidence is Evidence.OPERATOR for finding in result.findings)
    assert by_limit(result)["supply.voltage"].evidence is Evidence.OPERATOR
    assert [note.id for note in result.notes] == ["note.typed_supply"]


def test_typed_values_are_a_series_of_their_own_wherever_values_are_followed_over_time() -> None:
    state = typed("voltage=5.02", "temperature=41", "voltage@battery=3.9", "temperature@battery=30")
    look = context(state, profiles()["tc66c"], 5.1)
    rows = [row for result in (SUPPLY.judge(look), HEAT.judge(look)) for row in result.measurements]
    by_hand = {(row.limit_id, row.subject) for row in rows if row.evidence is Evidence.OPERATOR}
    assert by_hand == {
        (name, BY_HAND) for name in ("supply.voltage", "temperature.terminal", "battery.voltage", "temperature.battery")
    }


def test_what_needs_a_curve_is_not_judged_by_a_typed_number() -> None:
    rows = by_limit(SUPPLY.judge(context(typed("voltage=5.02"), profiles()[PROFILE])))
    for name in ("supply.sag", "supply.drop_out", "supply.wobble"):
        assert (rows[name].outcome, rows[name].value, rows[name].required) == (Outcome.NOT_JUDGED, None, False)


def test_a_typed_number_is_in_no_curve_however_often_it_is_typed() -> None:
    inspection = Inspection(metered=profiles()[PROFILE])
    for turn in range(50):
        reading = ReadingTyped(VOLTS, 5.0)
        inspection.session.handle(Stamped(reading, inspection.session.setup.start + turn), Target.METER)
    record = inspection.play()
    assert record.telemetry == ()
    assert record.meter == "multimeter"
    assert record.overall.verdict is Verdict.PASS
    assert [line.text.id for line in record.log].count("log.reading_typed") == 50
    supply = record.result("supply")
    assert supply is not None
    assert (supply.outcome, by_limit(supply)["supply.voltage"].evidence) == (Outcome.PASS, Evidence.OPERATOR)


def test_the_number_typed_last_counts_and_the_log_has_every_one() -> None:
    state = typed("voltage=50.2", "voltage=5.02")
    assert SUPPLY.judge(context(state, profiles()[PROFILE])).outcome is Outcome.PASS


def test_a_meter_with_a_line_that_stays_silent_leaves_the_supply_undecided_whatever_was_typed() -> None:
    result = SUPPLY.judge(context(typed("voltage=5.02"), profiles()["tc66c"]))
    assert result.outcome is Outcome.NOT_JUDGED
    assert result.required


def test_a_typed_level_beside_a_curve_counts_as_well() -> None:
    good = SUPPLY.judge(context(typed("voltage=5.02"), profiles()["tc66c"], 5.1))
    assert good.outcome is Outcome.PASS
    assert {m.evidence for m in good.measurements if m.limit_id == "supply.voltage"} == {
        Evidence.MEASURED,
        Evidence.OPERATOR,
    }
    bad = SUPPLY.judge(context(typed("voltage=4.2"), profiles()["tc66c"], 5.1))
    assert bad.outcome is Outcome.FAIL


def test_a_temperature_alone_leaves_the_supply_out_of_the_verdict_and_is_judged_where_it_was_taken() -> None:
    state = typed("temperature=41", "temperature@battery=70")
    assert not SUPPLY.judge(context(state, profiles()[PROFILE])).required
    rows = by_limit(HEAT.judge(context(state, profiles()[PROFILE])))
    assert (rows["temperature.terminal"].value, rows["temperature.terminal"].evidence) == (41.0, Evidence.OPERATOR)
    assert rows["temperature.battery"].outcome is Outcome.FAIL
    assert rows["temperature.rise"].value is None


@pytest.mark.parametrize(
    "text",
    ["", "voltage", "voltage=", "voltage=nan", "voltage=inf", "voltage=-1", "voltage=5_0", "voltage=0x5", "voltage=500", "volts=5",
     "power=3", "temperature@meter=20", "voltage@supply=5", "temperature=1e9", "voltage=\u0665"],
)  # fmt: skip
def test_what_is_no_reading_is_not_taken(text: str) -> None:
    assert parse_reading(text) is None


@pytest.mark.parametrize("channel", RANGES, ids=lambda channel: channel.id)
def test_every_place_a_reading_may_be_of_can_be_typed_by_its_name(channel: Channel) -> None:
    assert parse_reading(f"{channel.id}=4,5") == ReadingTyped(channel, 4.5)
