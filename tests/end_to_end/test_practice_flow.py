"""Practice from the first Enter to a certificate that verifies: real key and mouse events, real simulated units with hidden faults.

``POSBENCH_FLOW_PRACTICE=5`` drives a whole series and prints what it took of a person.
"""

import json
import os
import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest

from checks.console.parts import ClosableBench, Parts
from checks.console.signing_desk import verify_file
from checks.disposition import Fate
from checks.measurement import CheckResult, Finding, Outcome
from checks.operator import SimulatedOperator
from checks.practice import SERIES, Exercise, Level, Named, draw, score
from checks.practice_log import Entry, entry_of
from checks.report.signing import identity
from checks.report.signing.verify import Kind, Status
from devices.keys import OK, Key
from gui import practice_room
from gui.practice_room import Stage as At
from gui.practice_stand import PracticeStand
from gui.settings import Settings
from gui.start import Running
from gui.virtual_terminal import VirtualTerminal
from gui.wiring import Desk
from tests.end_to_end.hands import Hands
from tests.end_to_end.wired import Wired, wired

DRIVEN = int(os.environ.get("POSBENCH_FLOW_PRACTICE", "1"))
"""Exercises driven by hand, the last of a series; those before were done earlier."""
GOAL_ACTIONS = 30
"""On the bench's own keyboard and mouse, for one exercise; its questions and the answer."""
CERTIFICATE_ACTIONS = 6
MODEL = "gertec-ppc930"
PRESS_MS = 150
SECRET = "a long passphrase"


class Fingers:
    """The unit as it lies on the screen: what is asked is clicked with the mouse while the unit waits; screen and looks are seen."""

    def __init__(self, window: VirtualTerminal, control: Any) -> None:
        self._window, self._control, self.clicks = window, control, 0
        self._keys: deque[Key] = deque()
        self._timer = QTimer(window, interval=PRESS_MS)
        self._timer.timeout.connect(self._next)
        self._timer.start()

    def asked(self, keys: list[Key], digits: str | None) -> None:
        """Replaces what was asked before."""
        self._keys = deque((*digits, OK) if digits else keys)

    def to_press(self) -> int:
        """What the mouse has not clicked yet."""
        return len(self._keys)

    def screen(self) -> Any:
        """What it shows."""
        return self._control.screen()

    def looks(self) -> tuple[str, ...]:
        """What eyes see on it."""
        return self._control.looks()

    def _next(self) -> None:
        if self._keys and self._control.state()["waiting_for"]:
            QTest.mouseClick(self._window.body.keys[self._keys.popleft()], Qt.MouseButton.LeftButton)
            self.clicks += 1


@pytest.fixture
def bench() -> Iterator[Wired]:
    def practice(parts: Parts, made: ClosableBench, desk: Desk) -> PracticeStand:
        return PracticeStand(parts, made, desk.opened, desk.need, ("--fast",))

    with wired(practice=practice) as made:
        yield made


def exercises(stand: PracticeStand, names: tuple[str, ...]) -> list[Exercise]:
    """Routine exercises that hide these, each another one; an empty name is a good unit."""
    profile = stand._profiles[MODEL]
    rows = stand._rows(profile)
    found: list[Exercise] = []
    for name in names:
        drawn = (draw(rows, profile, Level.ROUTINE, seed) for seed in range(1000))
        hides = [name] if name else []
        found.append(next(e for e in drawn if e not in found and [fault.name for fault in e.hidden] == hides))
    return found


def done_before(exercise: Exercise, number: int) -> Entry:
    """An exercise of the series that was done well."""
    findings = tuple(Finding(fault.finding, fault.subjects[0] if fault.subjects else "") for fault in exercise.hidden)
    results = [CheckResult(fault.check, Outcome.FAIL, findings=findings) for fault in exercise.hidden]
    results += [CheckResult(check, Outcome.PASS) for check in ("keypad", "display") if not results]
    named = Named(exercise.causes, exercise.fate.value)
    came = score(exercise, results, tuple(result.check for result in results), named, 100.0)
    return entry_of(exercise, came, named, (), series="begun", number=number, trainee="Li",
                    ended=f"2026-11-23T0{number}:00:00Z", took_s=100.0, version="0.1.0")  # fmt: skip


@pytest.mark.timeout(240 + 60 * DRIVEN)
def test_keys_and_mouse_are_enough_from_practice_to_a_certificate_that_verifies(
    bench: Wired, opened: Callable[..., Running], monkeypatch: pytest.MonkeyPatch
) -> None:
    made, stand, home = bench.workbench, bench.stand, bench.parts.home
    assert stand is not None
    series = exercises(stand, ("dead-key", "", "crossed-keys", "", "colour-cast"))
    for number, exercise in enumerate(series[: SERIES - DRIVEN], 1):
        stand.keep(done_before(exercise, number))
    drawn = iter(series[SERIES - DRIVEN :])
    monkeypatch.setattr(practice_room.secrets, "randbelow", lambda below: next(drawn).seed)
    running = opened(made, Settings(theme="light", operator="Li"), graph=False)
    window, hands, room = running.window, Hands(running), running.window.practice
    room._series = "begun" if DRIVEN < SERIES else ""
    window.show()
    hands.until(window.isActiveWindow)
    began = time.monotonic()
    hands.click(window.units.modes["practice"])
    clicks = sum(practised(hands) for _ in range(DRIVEN))
    assert room.series is not None
    assert room.series.result.passed, room.series
    assert [entry.total for entry in room.series.entries][-DRIVEN:] == [100] * DRIVEN, (
        "the time is part of it: each within the pace"
    )
    hands.enter()
    report = room.score_page.report
    hands.until(report.passphrase.isVisible)
    for field in (report.passphrase, report.repeated):
        hands.until(field.hasFocus)
        hands.type(SECRET)
        hands.enter()
    hands.until(lambda: bool(room.paper.path or room.paper.failed))
    took_s = time.monotonic() - began
    assert not room.paper.failed, room.paper
    found = verify_file(room.paper.path, (identity.export(home.folder("identity")),))
    assert (found.status, found.kind) == (Status.INTACT_TRUSTED, Kind.CERTIFICATE)
    assert hands.actions <= DRIVEN * GOAL_ACTIONS + CERTIFICATE_ACTIONS
    if "POSBENCH_FLOW_PRACTICE" in os.environ:
        print(json.dumps({"actions": hands.actions, "clicks on the unit": clicks, "seconds": round(took_s, 1)}))


def practised(hands: Hands) -> int:
    """One exercise from Enter to its score; how often a key of the unit was clicked."""
    window, room = hands.running.window, hands.running.window.practice
    hands.enter()
    hands.until(lambda: room.stage is At.RUNNING)
    staged, lane = room._staged, room.lane
    assert staged is not None
    assert lane is not None
    fingers = Fingers(room.windows[0], staged.unit.control)
    window.activateWindow()
    hands.until(window.isActiveWindow)
    hands.inspect(lane, SimulatedOperator(fingers))
    hands.until(lambda: room.stage is At.CAUSE)
    for cause in staged.exercise.causes:
        hands.digit(staged.exercise.choices.index(cause) + 1)
    hands.enter()
    hands.until(lambda: room.stage is At.FATE)
    hands.digit(tuple(Fate).index(staged.exercise.fate) + 1)
    hands.enter()
    hands.until(lambda: room.stage is At.SCORE)
    return fingers.clicks
