"""Practice: Enter starts, the very same inspection runs, the person answers before anything is shown, the lead sees it."""

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from checks.measurement import Message, Outcome
from checks.practice import NO_FAULT, Exercise, Level
from checks.practice_log import read
from checks.session import Phase
from devices.raster import Raster
from gui.next_action import Act
from gui.ports import SigningNeed
from gui.practice_room import Stage as At
from gui.settings import NO_METER, Settings
from gui.theme import OUTCOMES, VERDICTS
from gui.units import Unit
from gui.virtual_terminal import VirtualTerminal
from gui.widgets.diagnosis_card import DiagnosisCard
from gui.widgets.key_cap import longest_word
from gui.widgets.results_table import ResultCard
from gui.widgets.unit_body import UnitBody
from gui.widgets.words import Picture
from tests.gui.conftest import Settled, Stage
from tests.gui.fakes import METER, FakeControl, FakeStand, session_factory, virtual_units


@pytest.fixture
def class_room(make_stage: Callable[..., Stage]) -> Stage:
    made = make_stage(settings=Settings(theme="light", mode="practice", operator="Li"))
    made.running.model._make_session = session_factory(made.bench.clock, several=True)
    return made


def stand(stage: Stage) -> FakeStand:
    found = stage.running.workbench.practice
    assert isinstance(found, FakeStand)
    return found


def until(stage: Stage, at: At) -> None:
    stage.until(lambda: stage.window.practice.stage is at)
    stage.settle()


def enter(stage: Stage) -> None:
    QTest.keyClick(stage.window, Qt.Key.Key_Return)
    stage.settle()


def seed_with(stage: Stage, name: str) -> Exercise:
    """A routine exercise with this one fault."""
    for seed in range(400):
        staged = replace(stand(stage), bench=replace(stage.bench, _lanes={}, _sinks=[]), controls=[], seeds=[])
        exercise = staged.set_up("gertec-ppc930", Level.ROUTINE, seed).exercise
        if [fault.name for fault in exercise.hidden] == ([name] if name else []):
            return exercise
    raise AssertionError(name)


def inspected(stage: Stage, **more: object) -> Settled:
    """Begin with Enter and play the inspection to its end."""
    enter(stage)
    until(stage, At.RUNNING)
    lane = stage.window.practice.lane
    assert stage.window.lane == lane
    player = Settled(stage.running, stage.bench, lane, **more)  # type: ignore[arg-type]
    player.until(lambda session: session.phase is Phase.DONE)
    until(stage, At.CAUSE)
    return player


def answered(stage: Stage, causes: tuple[str, ...], fate: str) -> None:
    page = stage.window.practice.cause_page
    for cause in causes:
        QTest.keyClicks(stage.window, str(list(page._choices).index(cause) + 1))
        stage.settle()
    enter(stage)
    assert stage.window.practice.stage is At.FATE
    fates = list(stage.window.practice.fate_page._choices)
    QTest.keyClicks(stage.window, str(fates.index(f"fate.{fate}") + 1))
    stage.settle()
    enter(stage)


def test_enter_and_numbers_are_enough_for_a_full_score(class_room: Stage, tmp_path: Path) -> None:
    stage = class_room
    assert stage.window.pages.currentWidget() is stage.window.practice.start_page
    made = seed_with(stage, "dead-key")
    stand(stage).fixed = made.seed
    (fault,) = made.hidden
    inspected(stage, dead=(fault.argument,))
    assert stage.window.pages.currentWidget() is stage.window.practice.cause_page
    assert stage.window.findChildren(DiagnosisCard) == [], "nothing is told before the answer"
    enter(stage)
    assert stage.window.practice.stage is At.CAUSE, "Enter alone is no answer"
    stage.window.units.settings_button.click()
    stage.window.digit(1)
    stage.window.side.leave()
    assert stage.window.practice.cause_page.chosen == (), "what is not on show is not answered"
    answered(stage, made.causes, "repair")
    assert stage.window.pages.currentWidget() is stage.window.practice.score_page
    (entry,) = read(tmp_path)
    assert (entry.trainee, entry.total, entry.hidden, entry.missed) == ("Li", 100, (f"dead-key={fault.argument}",), ())
    shown = " ".join(label.text() for label in stage.window.practice.score_page.findChildren(QLabel))
    assert "1 of 1 \u00d7 40 = 40" in shown
    assert stage.window.practice.windows == []


def test_a_blind_yes_misses_the_fault_and_the_truth_is_shown_beside(class_room: Stage, tmp_path: Path) -> None:
    stage = class_room
    made = seed_with(stage, "dead-pixels")
    stand(stage).fixed = made.seed
    inspected(stage)
    answered(stage, (NO_FAULT,), "restock")
    (entry,) = read(tmp_path)
    assert (entry.missed, entry.total) == ((made.hidden[0].notation,), 20)
    shown = " ".join(label.text() for label in stage.window.practice.score_page.findChildren(QLabel))
    words = stage.running.appearance.face.words
    assert words.text("cause.panel_pixels") in shown
    assert words.text(NO_FAULT) in shown


def test_no_fault_and_a_cause_exclude_each_other(class_room: Stage) -> None:
    stage = class_room
    inspected(stage)
    page = stage.window.practice.cause_page
    page.choose(1)
    page.choose(2)
    assert len(page.chosen) == 2
    page.choose(7)
    assert page.chosen == (NO_FAULT,)
    page.choose(3)
    assert NO_FAULT not in page.chosen


def test_the_faults_are_nowhere_in_the_virtual_terminal(class_room: Stage) -> None:
    enter(class_room)
    until(class_room, At.RUNNING)
    (window,) = class_room.window.practice.windows
    assert window.faults == {}
    assert window.isVisible()


def test_an_inspection_that_is_stopped_at_once_earns_nothing_for_what_was_not_done(
    class_room: Stage, tmp_path: Path
) -> None:
    stand(class_room).fixed = seed_with(class_room, "").seed
    enter(class_room)
    until(class_room, At.RUNNING)
    class_room.running.model.abort(class_room.window.practice.lane)
    until(class_room, At.CAUSE)
    answered(class_room, (NO_FAULT,), "restock")
    (entry,) = read(tmp_path)
    assert {part.id: part.points for part in entry.parts if part.id in ("found", "care")} == {"found": 0, "care": 0}


def test_leaving_the_mode_gives_the_exercise_up_and_leaves_no_unit(class_room: Stage, tmp_path: Path) -> None:
    enter(class_room)
    until(class_room, At.RUNNING)
    class_room.window.use_mode("repair")
    class_room.settle()
    assert class_room.running.model.units == {}
    assert (read(tmp_path), class_room.window.practice.windows) == ((), [])
    class_room.window.activateWindow()
    class_room.settle()
    QTest.keyClick(class_room.window, Qt.Key.Key_F7)
    class_room.settle()
    assert class_room.window.pages.currentWidget() is class_room.window.practice.start_page


def test_another_unit_that_is_turned_to_is_shown_and_the_question_waits_with_its_own(class_room: Stage) -> None:
    stage, window = class_room, class_room.window
    inspected(stage)
    mine = window.practice.lane
    other = stage.bench.connect(serial="S2", url="/dev/ttyACM9")
    stage.settle()
    window.choose(other)
    stage.settle()
    assert (window.pages.currentWidget(), window._action.act) == (window.ready, Act.START)
    assert window.header._serial.text().endswith("S2")
    window.choose(mine)
    stage.settle()
    assert (window.pages.currentWidget(), window._action.act) == (window.practice.cause_page, Act.PRACTISE)


@pytest.mark.expects_log
def test_a_unit_that_does_not_start_is_said_and_can_be_tried_again(class_room: Stage) -> None:
    stand(class_room).trouble = "no free port"
    enter(class_room)
    until(class_room, At.START)
    class_room.until(lambda: class_room.window.practice.trouble is not None)
    shown = [label.text() for label in class_room.window.practice.start_page.findChildren(QLabel)]
    assert any("no free port" in text for text in shown)
    stand(class_room).trouble = ""
    enter(class_room)
    until(class_room, At.RUNNING)


def test_a_series_that_was_broken_off_goes_on_at_the_next_start(
    make_stage: Callable[..., Stage], class_room: Stage, tmp_path: Path
) -> None:
    stand(class_room).fixed = seed_with(class_room, "").seed
    inspected(class_room)
    answered(class_room, (NO_FAULT,), "restock")
    class_room.window.close()
    stage = make_stage(settings=Settings(theme="light", mode="practice", operator="Li"))
    stage.running.model._make_session = session_factory(stage.bench.clock, several=True)
    page = stage.window.practice.start_page
    assert "1 of 5" in page._series.text()
    QTest.keyClicks(page.name, "u")
    stage.settle()
    assert not page._series.isVisible(), "Liu is somebody else"
    QTest.keyClick(page.name, Qt.Key.Key_Backspace)
    page._level_of[Level.ADVANCED].click()
    stage.settle()
    assert not page._series.isVisible(), "another level is another series"
    page._level_of[Level.ROUTINE].click()
    stage.settle()
    assert "1 of 5" in page._series.text()
    stand(stage).fixed = stand(class_room).fixed
    inspected(stage)
    answered(stage, (NO_FAULT,), "restock")
    first, second = read(tmp_path)
    assert (second.series, first.number, second.number) == (first.series, 1, 2)


def test_five_good_exercises_earn_a_certificate_with_enter(class_room: Stage, tmp_path: Path) -> None:
    stage = class_room
    made = seed_with(stage, "")
    stand(stage).fixed = made.seed
    stand(stage).wanted = SigningNeed.PASSPHRASE
    for number in range(1, 6):
        inspected(stage)
        answered(stage, (NO_FAULT,), "restock")
        assert [entry.number for entry in read(tmp_path)] == list(range(1, number + 1))
    room = stage.window.practice
    assert room.series.result.passed
    assert stage.window.bar.button.text() == "Certificate"
    enter(stage)
    assert room.paper.need is SigningNeed.PASSPHRASE
    assert room.score_page.report.passphrase.isVisible()
    QTest.keyClicks(room.score_page.report.passphrase, "a long passphrase")
    stage.window.do_next()
    stage.settle()
    assert stand(stage).certified == [(room.series.id, "a long passphrase")]
    assert room.paper.path
    room.show_list()
    stage.settle()
    shown = [label.text() for label in room.list_page.findChildren(QLabel)]
    assert "Passed" in shown
    assert "Li" in shown
    before = room.series.id
    enter(stage)
    enter(stage)
    until(stage, At.RUNNING)
    assert room._series != before, "a passed series is over"


def test_nothing_in_the_window_says_how_a_check_came_out_before_the_answer(class_room: Stage) -> None:
    stage, window = class_room, class_room.window
    inspected(stage, dead=("CLEAR",))
    room = window.practice
    unit = stage.running.model.units[room.lane]
    assert unit.session.results["keypad"].outcome is Outcome.FAIL
    judged = {sign.icon for sign in (*OUTCOMES.values(), *VERDICTS.values())} | {
        sign.colour for sign in OUTCOMES.values()
    }
    signs = [step.sign for step in window.header.stepper._steps if step.sign is not None]
    assert len(signs) > 2, "what is done is still seen to be done"
    assert [s for s in signs[1:] if s.icon in judged or s.colour in judged - {"accent"}] == []
    assert window.units.cards[room.lane].view.verdict is None
    refused = unit.session.concessions.grant("keypad", "Li", "ok", stage.clock())
    assert refused == Message("waiver.no.closed"), "practice is accepted by nobody"
    words = {stage.running.appearance.face.text(f"outcome.{outcome}") for outcome in OUTCOMES}
    for page in (room.cause_page, room.fate_page):
        assert window.pages.currentWidget() is page
        assert page.findChildren(ResultCard) != []
        assert all(shown.waive_button is None for shown in page.findChildren(ResultCard))
        assert words & {label.text() for label in page.findChildren(QLabel)} == set()
        assert [p for p in page.findChildren(Picture) if p.accessibleName() in words] == []
        window.digit(1)
        room.act()
        stage.settle()


def test_practice_never_reads_a_real_meter_and_a_real_unit_never_the_practised_one(class_room: Stage) -> None:
    stage, model = class_room, class_room.running.model
    real = stage.bench.connect(METER, "M1")
    stage.settle()
    enter(stage)
    until(stage, At.RUNNING)
    lane = stage.window.practice.lane
    assert (model.units[lane].meter, model.telemetry_of(lane)[0]) == (None, None)
    stand(stage).with_meter = True
    stage.window.practice.begin()
    until(stage, At.RUNNING)
    lane = stage.window.practice.lane
    assert model.units[lane].meter == stand(stage).meter
    model.wanted_meter = lambda: NO_METER
    assert model.free_meter() is None
    model.wanted_meter = str
    model.abort(lane)
    own = Unit(model.units[lane].info)
    assert model.free_meter(own) is model.meters[stand(stage).meter]
    assert model.free_meter() is model.meters[real], "not the simulated one, though it is free"
    stage.window.use_mode("repair")
    stage.settle()
    assert model.apart == set()


def test_what_eyes_see_on_the_unit_is_told_beside_it(make_stage: Callable[..., Stage], tmp_path: Path) -> None:
    class Wet(FakeControl):
        def state(self) -> dict[str, Any]:
            return {**super().state(), "looks": ["sign=liquid", "part=printer", "sign=unsettled-trades"]}

    stage = make_stage()
    (unit,) = virtual_units(stage.bench.known, Wet())
    window = VirtualTerminal(stage.running.appearance.face, (unit,))
    window.show()
    stage.until(window.looks.isVisible)
    assert window.looks.text() == "Seen on the unit: Liquid or corrosion, Some are not settled"
    window.close()


@pytest.mark.parametrize("size", [(248, 700), (560, 780), (900, 500)])
def test_keys_and_screen_of_the_drawing_stay_on_the_unit_and_apart(stage: Stage, size: tuple[int, int]) -> None:
    for name in ("gertec-ppc930", "smart-terminal", "demo-matrix"):
        body = UnitBody(stage.running.appearance.face, stage.bench.known[name])
        body.resize(*size)
        body.show()
        for raster in (None, Raster(np.zeros((240, 320, 3), np.uint8)), Raster(np.zeros((64, 128, 3), np.uint8))):
            body.show_screen(raster, "READY")
            case, screen = body._body(), body._screen()
            areas = [QRectF(key.geometry()) for key in body.keys.values()]
            assert all(case.contains(area) for area in (*areas, screen)), (name, size)
            assert not any(screen.intersects(area) for area in areas)
            assert not any(a.intersects(b) for a, b in combinations(areas, 2))
            assert QRectF(body.rect()).contains(case)
        for key in body.keys.values():
            top = QRectF(key.rect()).adjusted(4, 3, -4, -3)
            drawn = QFontMetrics(key._legend_font(top)).horizontalAdvance(longest_word(key.text()))
            assert drawn <= top.width(), (name, size, key.text())
        body.close()


def test_a_key_looks_pressed_while_it_is_down_and_wears_a_ring_with_the_focus(stage: Stage) -> None:
    body = UnitBody(stage.running.appearance.face, stage.bench.known["gertec-ppc930"])
    body.resize(400, 700)
    body.show()
    key = body.keys["5"]
    up = key.grab().toImage()
    key.setDown(True)
    down = key.grab().toImage()
    key.setDown(False)
    body.activateWindow()
    key.setFocus()
    stage.settle()
    focused = key.grab().toImage()
    assert up != down
    assert up != focused
    body.close()
