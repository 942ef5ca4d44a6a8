"""The played operator sees like a person: judges what is there against what should be there, and is told nothing."""

import numpy as np
import pytest

from checks.display_challenges import dots_picture
from checks.finger import Patience
from checks.measurement import Verdict
from checks.operator import count_dots, marks_of, place_of, symptom
from checks.panel import DisplayMark, MarkKind
from checks.registry import load_patterns
from devices.errors import SimulatorError
from devices.raster import DisplayGeometry, DisplayKind, Raster
from devices.simulator.faults import FaultSet, parse_fault
from devices.simulator.picture import as_seen, on_panel
from tests.checks.fleet import Inspection
from tests.checks.stage import profiles

GEOMETRY = DisplayGeometry(DisplayKind.COLOUR, 240, 320)
WHITE, BLACK, RED, CHECKER, GRID, TEXT = (
    load_patterns()[n].render(GEOMETRY) for n in ("white", "black", "red", "checker", "grid", "text")
)


def through(picture: Raster, *faults: str, seed: int = 1) -> Raster:
    on = FaultSet()
    for fault in faults:
        on.set(parse_fault(fault, "terminal"), True, 0.0)
    return as_seen(picture, on, seed, 0.0)


@pytest.mark.parametrize("name", [name for name, pattern in load_patterns().items() if pattern.fits(GEOMETRY)])
def test_a_healthy_panel_is_fine_on_every_pattern(name: str) -> None:
    picture = load_patterns()[name].render(GEOMETRY)
    assert symptom(through(picture), picture) == "fine"


@pytest.mark.parametrize(
    ("fault", "picture", "said"),
    [
        ("dead-pixels=1", WHITE, "dark-dots"),
        ("dead-pixels=40", WHITE, "dark-dots"),
        ("dead-pixels=3", BLACK, "fine"),
        ("bright-pixels=2", BLACK, "bright-dots"),
        ("bright-pixels=2", WHITE, "fine"),
        ("colour-cast=blue", WHITE, "colour-cast"),
        ("colour-cast=red", WHITE, "colour-cast"),
        ("colour-cast=green", BLACK, "fine"),
        ("no-picture", WHITE, "no-picture"),
        ("no-picture", BLACK, "fine"),
        ("backlight-dead", WHITE, "no-picture"),
        ("white-screen", BLACK, "no-picture"),
        ("white-screen", WHITE, "fine"),
        ("white-screen", RED, "no-picture"),
        ("white-screen", CHECKER, "no-picture"),
        ("lines=1", WHITE, "lines"),
        ("lines=4", CHECKER, "lines"),
        ("lines=2", TEXT, "lines"),
        ("lines=2", GRID, "lines"),
        ("dead-pixels=40", GRID, "dark-dots"),
        ("dead-pixels=90", TEXT, "dark-dots"),
        ("lines=3", BLACK, "fine"),
        ("uneven", WHITE, "uneven"),
        ("uneven", RED, "uneven"),
        ("uneven", CHECKER, "uneven"),
        ("uneven", BLACK, "fine"),
    ],
)
def test_each_fault_of_a_panel_is_called_what_a_person_would_call_it(fault: str, picture: Raster, said: str) -> None:
    assert symptom(through(picture, fault), picture) == said


def test_a_dark_screen_a_wrong_size_and_a_slight_shade() -> None:
    assert symptom(None, WHITE) == "no-picture"
    assert symptom(Raster(np.zeros((4, 4, 3), np.uint8)), WHITE) == "no-picture"
    assert symptom(Raster(np.full((320, 240, 3), 240, np.uint8)), WHITE) == "fine"
    half = WHITE.pixels.copy()
    half[:160] = 200
    assert symptom(Raster(half), WHITE) == "uneven"


@pytest.mark.parametrize("count", [1, 2, 3, 7, 40])
def test_faulty_pixels_are_counted_one_by_one(count: int) -> None:
    seen = through(WHITE, f"dead-pixels={count}")
    assert len(marks_of(seen, WHITE)) == count
    assert marks_of(None, WHITE) == marks_of(WHITE, WHITE) == ()


@pytest.mark.parametrize(("ground", "ink"), [(255, 0), (0, 255)])
@pytest.mark.parametrize("count", range(5))
def test_hidden_dots_are_counted_and_dead_pixels_are_not_taken_for_dots(count: int, ground: int, ink: int) -> None:
    places = [(20 + 40 * n, 30 + 50 * n) for n in range(count)]
    picture = dots_picture(GEOMETRY, places, ground, ink)
    assert count_dots(picture) == count
    assert count_dots(through(picture, "dead-pixels=3", "bright-pixels=2")) == count
    assert count_dots(through(picture, "colour-cast=blue")) == count


def test_nothing_is_counted_on_a_dark_screen() -> None:
    assert count_dots(None) == 0
    assert count_dots(through(dots_picture(GEOMETRY, [(50, 50)], 255, 0), "no-picture")) == 0


def test_a_smaller_picture_in_the_middle_of_the_panel_is_still_compared() -> None:
    small = load_patterns()["white"].render(DisplayGeometry(DisplayKind.COLOUR, 100, 100))
    assert symptom(on_panel(small, 100, 100), small) == "fine"


def test_lines_and_zones_are_marked_where_they_are() -> None:
    lines = place_of(through(WHITE, "lines=3"), WHITE)
    assert [(mark.kind, mark.w, mark.h) for mark in lines] == [(MarkKind.LINE, 1, 320)] * 3
    assert place_of(through(WHITE, "uneven"), WHITE) == (DisplayMark(MarkKind.ZONE, 120, 160, 120, 160),)
    assert place_of(None, WHITE) == place_of(WHITE, WHITE) == ()


@pytest.mark.parametrize("fault", ["uneven", "uneven=40", "lines=1", "lines=4", "dead-pixels=4", "colour-cast=blue"])
@pytest.mark.parametrize(("ground", "ink"), [(255, 0), (0, 255)])
def test_the_dots_of_a_challenge_are_counted_on_a_faulty_panel_too(fault: str, ground: int, ink: int) -> None:
    right = 0
    for seed in range(20):
        chance = np.random.default_rng(seed)
        places = [(int(chance.integers(12, 100)) + 60 * n, int(chance.integers(12, 300))) for n in range(seed % 3 + 1)]
        apart = all(abs(a[0] - b[0]) + abs(a[1] - b[1]) > 12 for a in places for b in places if a is not b)
        seen = through(dots_picture(GEOMETRY, places, ground, ink), fault, seed=seed)
        right += not apart or count_dots(seen) == len(places)
    assert right == 20


def test_a_shadow_a_line_and_a_dead_pixel_are_no_dots() -> None:
    for fault in ("uneven", "uneven=30", "lines=1", "lines=4", "dead-pixels=6", "white-screen"):
        assert count_dots(through(WHITE, fault)) == 0, fault


class BusyPC(Inspection):
    """The unit's own process is not run for four seconds out of nine, as on a PC with more to do than it can."""

    def _turn(self) -> None:
        hands = self.body.act
        self.body.act = hands if self.pad.now % 9 > 4 else lambda: None  # type: ignore[method-assign]
        super()._turn()
        self.body.act = hands  # type: ignore[method-assign]


@pytest.mark.parametrize("model", ["szzt-zt588", "miura-mpi", "gertec-ppc930"])
def test_a_key_that_is_pressed_late_is_not_called_dead(model: str) -> None:
    played = BusyPC(profile=profiles()[model], with_meter=False)
    played.play()
    assert played.session.overall().verdict is Verdict.PASS, played.session.results["keypad"]


def test_a_dead_key_is_called_dead_on_a_busy_pc_too() -> None:
    played = BusyPC("dead-key=OK", profile=profiles()["szzt-zt588"], with_meter=False)
    played.play()
    assert {(f.fault, f.subject) for f in played.session.results["keypad"].findings} == {("keypad.dead", "OK")}


def test_a_unit_that_did_not_hear_what_is_asked_is_told_again() -> None:
    played = Inspection(profile=profiles()["szzt-zt588"], with_meter=False)
    heard, calls = played.body.asked, iter(range(1, 100_000))

    def deaf(keys: list[str], digits: str | None) -> None:
        if next(calls) % 2:
            raise SimulatorError("too busy")
        heard(keys, digits)

    played.body.asked = deaf  # type: ignore[method-assign]
    played.play()
    assert played.session.overall().verdict is Verdict.PASS, played.session.results["keypad"]


class Unit:
    def __init__(self, left: int) -> None:
        self.left = left

    def to_press(self) -> int:
        if self.left < 0:
            raise SimulatorError("gone")
        return self.left


def test_patience_with_a_key_begins_when_it_was_pressed_and_a_pc_that_stood_still_did_not_look() -> None:
    patience, unit = Patience(), Unit(1)
    for number in range(100):
        patience.look("keypad.OK", 0.0, number / 10, unit)
    assert (patience.pressed, patience.since_press_s) == (False, 0.0)
    unit.left = -1
    patience.look("keypad.OK", 0.0, 11.0, unit)
    assert not patience.pressed
    unit.left = 0
    for at in (11.25, 11.5, 20.0):  # the last look comes after the PC stood still
        patience.look("keypad.OK", 0.0, at, unit)
    assert patience.pressed
    assert patience.since_press_s <= 0.5
    patience.look("keypad.OK", 21.0, 21.0, unit)
    assert (patience.pressed, patience.seen_s) == (False, 0.0), "asked again"
