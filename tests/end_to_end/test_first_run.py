"""The first run: from an empty home to a signed report of a unit that counts as real, with as few decisions as there can be.

A decision is where the window waits for a person and no answer about the unit is asked for. What a page offers with a default
that Enter takes is listed with the decision, and is none of its own. ``pytest -s`` prints the list.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import app
from checks.console.signing_desk import verify_file
from checks.operator import SimulatedOperator
from checks.report.signing import identity
from checks.report.signing.verify import Status
from devices.lanes import LaneState
from gui.next_action import Act
from gui.ports import Seal
from gui.start import Running
from tests.end_to_end.hands import Hands
from tests.end_to_end.wired import Wired, wired

MOST_DECISIONS = 3
OF_A_PERSON = {
    Act.START: "start the inspection (complaint, thoroughness and name stand as they are)",
    Act.SAVE: "write the report",
    Act.SIGN: "a passphrase for the bench's signature, typed twice",
}


@pytest.fixture
def bench() -> Iterator[Wired]:
    """A simulated unit over a real pseudo-terminal that everything but the wire takes for a real one."""
    parts, options = (
        replace(app.make_parts(), is_simulated=lambda url: False),
        ("--fast", "--press", "auto", "--seed", "3"),
    )
    with wired(("gertec-ppc930",), options, parts=parts, lang=None) as made:
        yield made


def test_three_decisions_lead_from_an_empty_home_to_a_signed_report(
    bench: Wired,
    opened: Callable[..., Running],
) -> None:
    made, units, home = bench.workbench, bench.units, bench.parts.home
    assert not any(path.is_file() for path in Path(os.environ["POSBENCH_HOME"]).rglob("*")), "a first run"
    running = opened(made, graph=False)
    window, model, hands = running.window, running.model, Hands(running)
    window.show()
    hands.until(window.isActiveWindow)
    (unit,) = units.start()
    operator = SimulatedOperator(unit.control)
    hands.until(lambda: any(u.info.state is LaneState.CONNECTED for u in model.units.values()))
    lane, decisions = next(iter(model.units)), []
    while (decision := waits_for(hands, lane)) is not Act.NONE:
        assert not running.reports.paper(lane).failed
        assert len(decisions) <= 2 * MOST_DECISIONS, decisions
        decisions.append(OF_A_PERSON[decision])
        if decision is Act.SIGN:
            for _ in ("once", "again"):
                hands.type("a long passphrase")
                hands.enter()
        else:
            hands.enter()
        if decision is Act.START:
            hands.inspect(lane, operator)
    hands.until(lambda: running.reports.answer(lane) is not None)
    answer = running.reports.answer(lane)
    assert answer is not None
    assert answer.seal is Seal.TRUSTED
    found = verify_file(running.reports.paper(lane).path, (identity.export(home.folder("identity")),))
    assert found.status is Status.INTACT_TRUSTED, "a lasting identity, none of a demonstration"
    print("", *(f"{number}. {text}" for number, text in enumerate(decisions, 1)), sep="\n")
    assert len(decisions) <= MOST_DECISIONS


def waits_for(hands: Hands, lane: int) -> Act:
    """What the window waits for; ``NONE`` when the report is there."""
    window, reports = hands.running.window, hands.running.reports

    def waits() -> bool:
        action = window._action
        return bool(reports.paper(lane).path) or (action is not None and action.act is not Act.NONE)

    hands.until(waits)
    return Act.NONE if reports.paper(lane).path else window._action.act
