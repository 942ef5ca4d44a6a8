"""Every meter there is, healthy and with the faults of its supply line, judged by the supply and heat watches."""

import numpy as np
import pytest

from checks.catalog.heat import CHECK as HEAT
from checks.catalog.supply import CHECK as SUPPLY
from checks.check import WatchContext
from checks.measurement import CheckResult, Outcome, Verdict
from checks.session import Session
from checks.steps import Target
from devices.capability import Capability
from devices.commands import Identify, StartReading
from devices.events import Channel, CommandFailed, Identified, Quantity, Reading, Source, Stamped
from devices.profile import Profile
from devices.simulator import simulated_protocols
from devices.state import TerminalState
from devices.telemetry import TelemetryBuffer
from tests.checks.fleet import Inspection
from tests.checks.stage import make_setup, pad, profiles
from tests.devices.simulated import joined

METERS = [p for p in profiles().values() if p.kind == "meter" and p.protocol in simulated_protocols()]
every_meter = pytest.mark.parametrize("meter", METERS, ids=lambda p: p.id)


def watched(meter: Profile, *faults: str, seconds: float = 40.0) -> WatchContext:
    """What an inspection of that length would look back on; faults begin when the meter is known."""
    link = joined(meter)
    link.send(Identify())
    link.until(lambda stamped: isinstance(stamped.event, Identified), 15)
    for fault in joined(meter, *faults).device.faults():
        link.set_fault(fault)
    link.send(StartReading(0.1))
    telemetry, start, silent = TelemetryBuffer(), link.now, []
    for stamped in link.advance(seconds):
        if isinstance(stamped.event, Reading):
            telemetry.add(stamped.event, stamped.at)
        elif isinstance(stamped.event, CommandFailed):
            silent.append(stamped.at)
    return WatchContext(pad(), telemetry, TerminalState(), start, link.now, meter, meter_silent=tuple(silent))


def faults_of(result: CheckResult) -> set[str]:
    return {finding.fault for finding in result.findings}


@every_meter
def test_a_healthy_supply_passes_with_every_meter(meter: Profile) -> None:
    look = watched(meter)
    supply, heat = SUPPLY.judge(look), HEAT.judge(look)
    assert (supply.outcome, supply.findings) == (Outcome.PASS, ())
    assert heat.findings == ()
    measured = {m.limit_id: m.outcome for m in heat.measurements}
    assert (measured.get("temperature.meter") is Outcome.PASS) is meter.can(Capability.TEMPERATURE)


@every_meter
@pytest.mark.parametrize(
    ("fault", "found"),
    [
        ("sag", "supply.sag"),
        ("drop-out", "supply.drop-out"),
        ("charger-low=4.3", "supply.low"),
        ("charger-high", "supply.high"),
    ],
)
def test_every_fault_of_the_supply_is_found_with_every_meter(meter: Profile, fault: str, found: str) -> None:
    result = SUPPLY.judge(watched(meter, fault))
    assert found in faults_of(result)
    assert result.outcome is Outcome.FAIL


@every_meter
def test_a_meter_that_falls_silent_is_no_healthy_supply(meter: Profile) -> None:
    assert SUPPLY.judge(watched(meter, "silent")).outcome is Outcome.NOT_JUDGED


@pytest.mark.parametrize("meter", [m for m in METERS if m.can(Capability.TEMPERATURE)], ids=lambda p: p.id)
def test_heat_is_found_with_every_meter_that_tells_it(meter: Profile) -> None:
    assert "heat.meter" in faults_of(HEAT.judge(watched(meter, "overheating=200")))


def test_a_supply_that_sags_fails_a_whole_inspection_with_a_bench_supply_as_its_meter() -> None:
    korad = profiles()["korad-ka3005p"]
    bad = Inspection(metered=korad, meter_faults=("sag",)).play()
    assert bad.overall.verdict is Verdict.FAIL
    assert "cause.weak_supply" in [diagnosis.cause for diagnosis in bad.diagnoses]
    assert bad.meter == "KA3005P"


def test_a_meter_without_a_voltage_promises_no_supply() -> None:
    """A board with a thermometer alone: the supply is not part of the plan, so nothing is left undecided."""
    board = replace_capabilities(profiles()["text-board"])
    assert not SUPPLY.applies(pad(), board)


def replace_capabilities(profile: Profile) -> Profile:
    return profile.less(frozenset({Capability.SUPPLY_VOLTAGE, Capability.SUPPLY_CURRENT}))


AT_UNIT = Channel(Quantity.VOLTAGE, Source.SUPPLY)
AT_METER = Channel(Quantity.VOLTAGE, Source.METER)


def test_what_a_board_measures_of_a_unit_never_mixes_with_what_the_unit_tells() -> None:
    session = Session(make_setup(with_meter=True, profile=profiles()["smart-terminal"]), lambda target, command: None)
    session.start(100.0)
    for at in (101.0, 102.0):
        session.handle(Stamped(Reading(AT_UNIT, 4.2), at), Target.METER)
        session.handle(Stamped(Reading(AT_METER, 5.1), at), Target.METER)
    assert len(session.telemetry.series(AT_UNIT)) == 0
    assert len(session.telemetry.series(AT_METER)) == 2
    assert [line.text.id for line in session.log].count("log.column_left_out") == 1


def test_a_board_that_measures_at_a_silent_unit_is_judged_there_as_well() -> None:
    telemetry, at = TelemetryBuffer(), np.arange(0.0, 30.0, 0.1)
    telemetry.extend(AT_METER, at, np.full(at.shape, 5.1))
    telemetry.extend(AT_UNIT, at, np.where((at > 10) & (at < 12), 4.45, 5.0))
    result = SUPPLY.judge(WatchContext(pad(), telemetry, TerminalState(), 0.0, 30.0, profiles()["text-board"]))
    assert faults_of(result) == {"supply.sag"}
    assert {row.subject for row in result.measurements if row.outcome is Outcome.FAIL} == {AT_UNIT.id}
    assert not any("own" in finding.note.id for finding in result.findings if finding.note)
