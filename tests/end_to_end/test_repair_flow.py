"""A repair from plug to the report with before and after, by keyboard on a real simulated unit whose fault is then mended."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from checks.measurement import Verdict
from checks.operator import SimulatedOperator
from devices.lanes import LaneState
from gui.ports import Seal, Workbench
from gui.settings import Settings
from gui.start import Running
from gui.wiring import SimulatedUnits
from tests.end_to_end.hands import Hands
from tests.end_to_end.wired import Wired, wired


@pytest.fixture
def bench() -> Iterator[tuple[Workbench, SimulatedUnits]]:
    options = ("--fast", "--press", "auto", "--seed", "5", "--fault", "dead-key=CLEAR")
    with wired(("gertec-ppc930",), options) as all_of_it:
        yield all_of_it.workbench, all_of_it.units


def test_a_repair_ends_in_one_verified_report_of_before_repair_and_after(
    bench: Wired, opened: Callable[..., Running]
) -> None:
    made, units = bench
    running = opened(made, Settings(theme="light", operator="Li"), graph=False)
    window, model, hands = running.window, running.model, Hands(running)
    window.show()
    hands.until(window.isActiveWindow)
    (unit,) = units.start()
    operator = SimulatedOperator(unit.control)
    hands.until(lambda: any(u.info.state is LaneState.CONNECTED for u in model.units.values()))
    lane = next(iter(model.units))
    hands.until(lambda: window.pages.currentWidget() is window.ready)
    QTest.mouseClick(window.ready._names["key"], Qt.MouseButton.LeftButton)
    hands.actions += 1
    hands.enter()
    first = hands.inspect(lane, operator)
    assert first.overall().verdict is Verdict.FAIL
    assert "keypad" in first.overall().failed

    hands.enter()
    hands.until(lambda: running.reports.answer(lane) is not None)
    hands.enter()
    hands.until(lambda: window.pages.currentWidget() is window.repair.page_widget)
    window.setFocus()
    hands.digit(1)
    unit.control.set_fault("dead-key", False)
    window.setFocus()
    hands.enter()
    hands.until(lambda: model.units[lane].session is not first)
    second = hands.inspect(lane, operator)
    assert second.setup.before is not None
    assert second.overall().verdict is Verdict.PASS, second.results
    assert second.handling.steps
    assert set(second.results) < set(first.planned), "only what failed is tested again"

    hands.enter()
    hands.until(lambda: running.reports.answer(lane) is not None)
    answer = running.reports.answer(lane)
    assert answer is not None
    assert answer.seal is Seal.TRUSTED
    assert made.verify(Path(running.reports.paper(lane).path)).seal is Seal.TRUSTED
