"""What nobody can answer about a screen without looking: hidden dots to count, and a step of brightness up or down."""

from collections.abc import Generator
from typing import Final

import numpy as np

from checks.check import Context
from checks.display_result import Seen
from checks.measurement import message
from checks.showing import light, on_screen, told
from checks.steps import Choice, Pause, Progress, Question, Received, Step, Tone
from devices.capability import Capability
from devices.raster import DisplayGeometry, DisplayKind, Pixels, Raster

DOT: Final = 3  # px, limits.md, display challenges
TURNS: Final = 2
"""Both challenges are made so often: limits.md asks for two right answers."""
_MOST_DOTS: Final = 3
_MARGIN: Final = 12
_SETTLE_S: Final = 0.5
_LIGHTS: Final = {"middle": 50, "brighter": 100, "darker": 15}  # percent; own
_GREYS: Final = {"middle": 127, "brighter": 208, "darker": 63}  # own
_FROM: Final = (Choice("seen", Tone.GOOD),)
_TO: Final = (Choice("brighter"), Choice("darker"), Choice("same"))

Turn = Generator[Step, Received, None]


def dots(context: Context, geometry: DisplayGeometry, seen: Seen, done: int, total: int) -> Turn:
    """Dots at random places, black on white and white on black: a blind *fine* cannot know how many."""
    for turn, (ground, ink) in enumerate(((255, 0), (0, 255))):
        count = context.rng.randint(1, _MOST_DOTS)
        raster = dots_picture(geometry, _places(context, geometry, count), ground, ink)
        yield Progress(done + turn, total, message("do.count_dots"))
        if not (yield from on_screen(f"PBDOTS{turn}", f"dots-{turn}", raster, seen, secret=True)):
            return
        question = Question(
            f"display.dots.{turn}", message("ask.count_dots"), number=(0, 9), min_look_s=1.0, shown=raster
        )
        answer = yield from told(question)
        if answer is None or answer.number is None:
            return
        seen.dots_off.append(abs(answer.number - count))


def can_step(context: Context, geometry: DisplayGeometry) -> bool:
    """Whether this screen can be made brighter and darker: by its light, or by shades of grey."""
    return _has_light(context) or geometry.kind in (DisplayKind.COLOUR, DisplayKind.GREY)


def brightness(context: Context, geometry: DisplayGeometry, seen: Seen, done: int, total: int) -> Turn:
    """From the middle up or down, by chance: two right answers, by luck one time in nine."""
    for turn in range(TURNS):
        step = context.rng.choice(("brighter", "darker"))
        yield Progress(done + turn, total, message("do.watch_light"))
        if not (yield from _at(context, geometry, "middle", turn, seen)):
            break
        first = Question(f"display.light.{turn}.before", message("ask.look_at_light"), _FROM, min_look_s=1.0)
        answer = yield from told(first)
        if answer is None or answer.choice != "seen" or not (yield from _at(context, geometry, step, turn, seen)):
            break
        asked = Question(f"display.light.{turn}", message("ask.brighter_or_darker"), _TO, min_look_s=1.0)
        answer = yield from told(asked)
        if answer is None or answer.choice not in {choice.id for choice in _TO}:
            break
        seen.light_right.append(answer.choice == step)


def _has_light(context: Context) -> bool:
    return context.profile.can(Capability.BACKLIGHT)


def _at(
    context: Context, geometry: DisplayGeometry, level: str, turn: int, seen: Seen
) -> Generator[Step, Received, bool]:
    """The screen at one level: by its light where it has one of its own, else as a shade of grey."""
    shade = 255 if _has_light(context) else _GREYS[level]
    raster = Raster(np.full((geometry.height, geometry.width, 3), shade, np.uint8))
    new = level == "middle" or not _has_light(context)
    if new and not (yield from on_screen(f"PBLIGHT{turn}", "light-step", raster, seen, secret=True)):
        return False
    if _has_light(context) and not (yield from light(_LIGHTS[level])):
        return False
    yield Pause(_SETTLE_S)
    return True


def _places(context: Context, geometry: DisplayGeometry, count: int) -> list[tuple[int, int]]:
    """Top left corners, far enough apart and from the edge to be counted."""
    places: list[tuple[int, int]] = []
    while len(places) < count:
        x = context.rng.randrange(_MARGIN, geometry.width - _MARGIN)
        y = context.rng.randrange(_MARGIN, geometry.height - _MARGIN)
        if all(abs(x - a) + abs(y - b) > 4 * DOT for a, b in places):
            places.append((x, y))
    return places


def dots_picture(geometry: DisplayGeometry, places: list[tuple[int, int]], ground: int, ink: int) -> Raster:
    """Square dots of 3 px on a plain ground."""
    plane: Pixels = np.full((geometry.height, geometry.width, 3), ground, np.uint8)
    for x, y in places:
        plane[y : y + DOT, x : x + DOT] = ink
    return Raster(plane)
