"""The real window on real simulated devices: plugged in, inspected by a played operator, published, verified."""

import time
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication

from checks.operator import SimulatedOperator
from checks.plan import PlanKind
from checks.record import KeyMark
from checks.session import Phase
from devices.lanes import LaneState
from gui.ports import Seal, Workbench
from gui.start import Running
from gui.wiring import SimulatedUnits
from tests.end_to_end.wired import wired


@pytest.fixture
def stage() -> Iterator[tuple[Workbench, SimulatedUnits]]:
    with wired(("gertec-ppc930", "tc66c"), ("--fast", "--press", "auto")) as all_of_it:
        yield all_of_it.workbench, all_of_it.units


def until(done: Callable[[], bool], limit_s: float = 150.0) -> None:
    give_up = time.monotonic() + limit_s
    while not done():
        assert time.monotonic() < give_up, "never happened"
        QApplication.processEvents()
        time.sleep(0.005)


def test_a_unit_goes_from_plug_to_verified_report_in_the_window(
    stage: tuple[Workbench, SimulatedUnits], opened: Callable[..., Running]
) -> None:
    bench, units = stage
    running = opened(bench, graph=False)
    running.window.show()
    controls = units.start()
    model = running.model
    until(lambda: any(u.info.state is LaneState.CONNECTED for u in model.units.values()) and len(model.meters) == 1)
    lane = next(iter(model.units))
    model.units[lane].intake.plan = PlanKind.QUICK
    model.start(lane, "en")
    session = model.units[lane].session
    assert session is not None
    operator = SimulatedOperator(controls[0].control)

    def worked() -> bool:
        answer = operator.look(session, bench.clock())
        if answer is not None:
            model.answer(lane, answer)
        return session.phase is Phase.DONE

    until(worked, 90.0)
    assert session.overall().verdict.value == "pass"
    assert session.mark_of("OK") is KeyMark.IDENTIFIED
    assert session.mark_of("7") is KeyMark.MASKED
    running.reports.save(lane, session, ("en", "zh_CN"))
    until(lambda: running.reports.answer(lane) is not None)
    answer = running.reports.answer(lane)
    assert answer is not None
    assert answer.seal is Seal.TRUSTED
