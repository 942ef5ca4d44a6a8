"""Heat over an inspection: whose sensor, against its own trip point where it has one."""

import numpy as np
import pytest

from checks.catalog.heat import CHECK
from checks.check import Span, WatchContext
from checks.diagnosis import Evidences
from checks.measurement import CheckResult, Outcome
from checks.rules.supply import hot
from devices.events import Channel, Quantity, Reading, Sensor, SensorsFound, Source, Stamped
from devices.profile import Profile
from devices.state import TerminalState, apply
from devices.telemetry import TelemetryBuffer
from tests.checks.stage import pad, profiles

BOARD = Channel(Quantity.TEMPERATURE, Source.BOARD)
BATTERY = Channel(Quantity.TEMPERATURE, Source.BATTERY)


SUPPLY = Channel(Quantity.VOLTAGE, Source.SUPPLY)
AT_METER = Channel(Quantity.VOLTAGE, Source.METER)


def watched(
    curves: dict[Channel, list[tuple[float, float]]],
    up_since: float | None = None,
    gaps: tuple[Span, ...] = (),
    end: float = 200.0,
) -> CheckResult:
    """Curves as (seconds, value)."""
    telemetry = TelemetryBuffer()
    for channel, readings in curves.items():
        telemetry.extend(channel, *(np.array(column) for column in zip(*readings, strict=True)))
    state = TerminalState(up_since=up_since)
    return CHECK.judge(WatchContext(profiles()["smart-terminal"], telemetry, state, 0.0, end, gaps=gaps))


def curve(value: float, per_minute: float = 0.0, start: int = 0, end: int = 200) -> list[tuple[float, float]]:
    return [(float(at), value + per_minute * at / 60) for at in range(start, end)]


def outcome(result: CheckResult, limit: str) -> Outcome:
    return next(m.outcome for m in result.measurements if m.limit_id == limit)


@pytest.mark.parametrize(
    ("per_minute", "said"),
    [(5.0, Outcome.PASS), (5.1, Outcome.MARGINAL), (10.0, Outcome.MARGINAL), (10.1, Outcome.FAIL)],
)
def test_the_rate_of_rise_is_judged_over_a_minute(per_minute: float, said: Outcome) -> None:
    result = watched({BOARD: curve(20.0, per_minute)})
    assert outcome(result, "temperature.rise") is result.outcome is said
    assert [f.fault for f in result.findings] == ([] if said is Outcome.PASS else ["heat.rise"])


def test_a_rise_shorter_than_a_minute_is_not_judged_and_blocks_nothing() -> None:
    result = watched({BOARD: curve(20.0, 30.0, end=50)})
    assert (outcome(result, "temperature.rise"), result.outcome) == (Outcome.NOT_JUDGED, Outcome.PASS)


@pytest.mark.parametrize(("on", "said"), [(0.0, Outcome.PASS), (-100.0, Outcome.FAIL)])
def test_the_first_two_minutes_after_power_on_are_not_judged(on: float, said: Outcome) -> None:
    """75 C for the first 100 s: the unit was switched on just now, or long before."""
    readings = [(at, 75.0 if at < 100 else 40.0) for at, _ in curve(0)]
    result = watched({BOARD: readings}, up_since=on)
    assert result.outcome is said
    assert ("note.heat_grace" in [n.id for n in result.notes]) is (on + 120 > 0)


def test_power_on_is_taken_from_the_meter_where_the_unit_does_not_tell() -> None:
    hot = [(at, 75.0 if at < 130 else 40.0) for at, _ in curve(0)]
    supply = [(float(at), 0.1 if at < 20 else 5.1) for at in range(200)]
    assert watched({BOARD: hot, AT_METER: supply}).outcome is Outcome.PASS
    unknown = watched({BOARD: hot, AT_METER: curve(5.1)})
    assert unknown.outcome is Outcome.FAIL
    assert [n.id for n in unknown.notes] == ["note.power_on_unknown"]


def test_a_unit_that_was_on_for_less_than_two_minutes_is_not_judged_and_not_blocked() -> None:
    result = watched({BOARD: curve(75.0, end=60)}, up_since=0.0)
    assert (result.outcome, result.required, result.findings) == (Outcome.NOT_JUDGED, False, ())


@pytest.mark.parametrize(("value", "broken"), [(0.0, True), (0.1, False), (125.0, False), (125.1, True), (-40.0, True)])
def test_a_temperature_that_cannot_be_is_a_fault_of_the_sensor_and_not_heat(value: float, broken: bool) -> None:
    result = watched({BOARD: [*curve(40.0), (200.0, value)]})
    faults = [f.fault for f in result.findings]
    assert faults == (["heat.sensor"] if broken else ["heat.terminal", "heat.rise"] if value > 100 else [])
    assert result.outcome is (Outcome.MARGINAL if broken else Outcome.FAIL if value > 100 else Outcome.PASS)


@pytest.mark.parametrize(
    ("board", "broken"),
    [
        (curve(40.0), False),
        (curve(40.0, end=100), True),
        (curve(40.0, start=100), True),
        ([*curve(40.0, end=80), *curve(40.0, start=100)], True),
        ([*curve(40.0, end=80), *curve(40.0, start=82)], False),
    ],
)
def test_a_sensor_that_appears_or_vanishes_while_others_go_on_is_faulty(
    board: list[tuple[float, float]], broken: bool
) -> None:
    result = watched({BOARD: board, SUPPLY: curve(5.0)})
    assert [f.fault for f in result.findings] == (["heat.sensor"] if broken else [])


def test_readings_that_stop_with_the_link_or_with_all_others_are_no_fault_of_the_sensor() -> None:
    part = [*curve(40.0, end=80), *curve(40.0, start=100)]
    assert watched({BOARD: part, SUPPLY: part}).findings == ()
    assert watched({BOARD: part, SUPPLY: curve(5.0)}, gaps=(Span(79.0, 101.0),)).findings == ()
    assert watched({BOARD: curve(40.0, end=80), AT_METER: curve(5.0)}).findings == ()


def judged(readings: dict[Channel, float], *sensors: Sensor, of: Profile | None = None) -> CheckResult:
    telemetry = TelemetryBuffer()
    for channel, value in readings.items():
        for at in range(5):
            telemetry.add(Reading(channel, value), float(at))
    state = apply(TerminalState(), Stamped(SensorsFound(sensors), 0.0))
    return CHECK.judge(WatchContext(of or profiles()["smart-terminal"], telemetry, state, 0.0, 5.0))


@pytest.mark.parametrize(
    ("peak", "outcome"),
    [(99.7, Outcome.PASS), (99.8, Outcome.MARGINAL), (102.8, Outcome.MARGINAL), (103.0, Outcome.FAIL)],
)
def test_a_sensor_with_a_critical_trip_point_is_judged_by_it(peak: float, outcome: Outcome) -> None:
    result = judged({BOARD: peak}, Sensor(BOARD, "cpu-thermal", 40.0, 105.0, streamed=True))
    trip = result.measurements[0]
    assert (trip.limit_id, trip.outcome, trip.subject) == (
        "temperature.trip",
        outcome,
        f"cpu-thermal {peak:g} / 105 °C",
    )
    assert (result.outcome, result.required) == (outcome, True)


def test_a_sensor_without_a_trip_point_is_judged_by_what_a_board_may_reach() -> None:
    result = judged({BOARD: 65.0}, Sensor(BOARD, "board", 40.0, None, streamed=True))
    assert (result.measurements[0].limit_id, result.outcome) == ("temperature.terminal", Outcome.MARGINAL)
    assert [f.fault for f in result.findings] == ["heat.terminal"]


def test_a_trip_point_of_a_sensor_that_is_not_read_counts_for_nothing() -> None:
    result = judged({BOARD: 65.0}, Sensor(BOARD, "other", 40.0, 105.0))
    assert result.measurements[0].limit_id == "temperature.terminal"


def test_a_hot_battery_is_a_case_of_its_own_and_is_not_opened() -> None:
    result = judged({BOARD: 40.0, BATTERY: 61.0})
    assert result.outcome is Outcome.FAIL
    assert [f.fault for f in result.findings] == ["heat.battery"]
    (diagnosis,) = hot(Evidences(pad(), TerminalState(), (result,)))
    assert (diagnosis.cause, diagnosis.part, diagnosis.do_not_open) == ("cause.battery_hot", "battery", True)


def test_without_any_sensor_nothing_is_judged_and_nothing_blocks() -> None:
    result = judged({}, of=pad())
    assert (result.outcome, result.required) == (Outcome.NOT_JUDGED, False)
