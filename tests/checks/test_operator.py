"""The played operator sees like a person: judges what is there against what should be there, and is told nothing."""

import numpy as np
import pytest

from checks.display_challenges import dots_picture
from checks.operator import count_dots, marks_of, place_of, symptom
from checks.panel import DisplayMark, MarkKind
from checks.registry import load_patterns
from devices.raster import DisplayGeometry, DisplayKind, Raster
from devices.simulator.faults import FaultSet, parse_fault
from devices.simulator.picture import as_seen, on_panel

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
