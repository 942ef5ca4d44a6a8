"""Heat over an inspection: whose sensor, against its own trip point where it has one."""

import pytest

from checks.catalog.heat import CHECK
from checks.check import WatchContext
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
