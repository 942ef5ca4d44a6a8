"""Returns taken in with scanner and keyboard alone, on real simulated units: scan, plug, keys, verdict, Enter; each report verifies.

``POSBENCH_FLOW_UNITS=10`` takes ten in a row and prints what each took of a person.
"""

import json
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from checks.intake.batch import GOAL_ACTIONS, GOAL_ATTENTION_S
from checks.intake.batch_file import read_batch
from checks.operator import SimulatedOperator
from gui.ports import Seal
from gui.settings import Settings
from gui.start import Running
from gui.wiring import SimulatedUnits
from tests.end_to_end.hands import Hands
from tests.end_to_end.wired import Wired, wired

UNITS = int(os.environ.get("POSBENCH_FLOW_UNITS", "2"))
FAULTY = 1
"""Every second unit has a dead key."""


def serial_of(seed: int) -> str:
    """What a simulated pad of that seed says of itself, and what stands on its sticker."""
    return f"{random.Random(f'identity {seed}').randrange(10**16):016d}"


@pytest.fixture
def bench() -> Iterator[Wired]:
    with wired() as all_of_it:
        yield all_of_it


@pytest.mark.timeout(210 + 90 * UNITS)
def test_returns_go_from_scan_to_verified_report_with_scanner_and_enter_alone(
    bench: Wired, opened: Callable[..., Running], tmp_path: Path
) -> None:
    made, parts, real_bench = bench.workbench, bench.parts, bench.bench
    running = opened(made, Settings(theme="light", mode="intake", operator="Li"), graph=False)
    running.window.show()
    hands, model = Hands(running), running.model
    hands.until(lambda: running.window.isActiveWindow())
    (tmp_path / "list.csv").write_text(
        "serial,order\n" + "".join(f"{serial_of(n)},RMA-{n}\n" for n in range(UNITS + 1))
    )
    running.window.intake.desk.begin("flow", str(tmp_path / "list.csv"))
    for number in range(UNITS):
        faults = ("--fault", "dead-key=CLEAR") if number % 2 == FAULTY else ()
        hands.scan(serial_of(number))
        options = ("--fast", "--press", "auto", "--seed", str(number), *faults)
        units = SimulatedUnits(parts, real_bench, ("gertec-ppc930",), options)
        (unit,) = units.start()
        hands.until(lambda: any(u.session is not None for u in model.units.values()))
        lane = next(n for n, u in model.units.items() if u.session is not None)
        session = hands.inspect(lane, SimulatedOperator(unit.control))
        assert session.setup.sticker_serial == serial_of(number)
        hands.enter()
        hands.until(lambda lane=lane: model.units[lane].session is None)  # type: ignore[misc]
        hands.until(lambda: not running.window.intake.desk.waiting)
        units.close()
        real_bench.remove(lane)
        hands.until(lambda lane=lane: lane not in model.units)  # type: ignore[misc]
    batch = read_batch(Path(os.environ["POSBENCH_HOME"]) / "batches" / "flow.batch")
    assert [unit.sticker_serial for unit in batch.arrivals] == [serial_of(n) for n in range(UNITS)]
    assert [unit.fate for unit in batch.arrivals] == ["restock" if n % 2 != FAULTY else "repair" for n in range(UNITS)]
    assert [unit.work_order for unit in batch.arrivals] == [f"RMA-{n}" for n in range(UNITS)]
    for unit in batch.arrivals:
        assert made.verify(Path(unit.report)).seal is Seal.TRUSTED
        assert unit.effort.actions <= GOAL_ACTIONS, unit
        assert unit.effort.attention_s <= GOAL_ATTENTION_S, unit
    if "POSBENCH_FLOW_UNITS" in os.environ:
        print(
            json.dumps([(u.fate, u.effort.actions, u.effort.attention_s, u.started, u.ended) for u in batch.arrivals])
        )
