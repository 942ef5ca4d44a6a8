"""Test pictures on the unit's own screen, judged one by one; a count of hidden dots proves that somebody really looks."""

from collections.abc import Generator
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from checks.check import Context, has
from checks.measurement import (
    CheckResult,
    Evidence,
    Finding,
    Measurement,
    Message,
    Outcome,
    judge,
    measured,
    message,
    outcome_of,
)
from checks.pattern import Pattern, Symptom
from checks.steps import Answer, Ask, Await, Choice, Progress, Question, Received, Save, Send, Show, Step, Steps, Tone
from devices.capability import Capability
from devices.commands import ShowImage
from devices.events import CommandDone, CommandFailed, Stamped
from devices.profile import Profile
from devices.raster import DisplayGeometry, Pixels, Raster

_UPLOAD_S: Final = 60.0
_DOT: Final = 3  # px, limits.md, display challenges
_MOST_DOTS: Final = 3
_MARGIN: Final = 12
_COUNT_UP_TO: Final = 99
_FINE: Final = Choice("fine", Tone.GOOD)
_DOT_SYMPTOMS: Final = (Symptom.BRIGHT_DOTS.value, Symptom.DARK_DOTS.value)

Shown = Generator[Step, Received, bool]
Told = Generator[Step, Received, str]


@dataclass(slots=True)
class _Seen:
    """Answers so far: per pattern what was said, dots counted, and how far the count of hidden dots was off."""

    said: dict[str, str] = field(default_factory=dict)
    dots: dict[str, int] = field(default_factory=dict)
    challenge_off: int | None = None
    rejected: str = ""


class DisplayCheck:
    """All pictures that suit the model's screen; four of them in the quick plan."""

    id = "display"
    order = 30
    claims = frozenset(
        {
            "display.bright-dots",
            "display.dark-dots",
            "display.colour-cast",
            "display.uneven",
            "display.lines",
            "display.no-picture",
            "display.rejected",
            "display.not_looked",
        }
    )

    def applies(self, profile: Profile) -> bool:
        """Models whose screen takes pictures."""
        return profile.display is not None and has(profile, Capability.SHOW_IMAGE)

    def run(self, context: Context) -> Steps:
        """See ``Check``."""
        display = context.profile.display
        if display is None:
            return CheckResult(self.id, Outcome.SKIPPED)
        geometry, notes = _real_geometry(context, display.geometry())
        patterns = [p for p in context.patterns if p.fits(geometry) and (p.quick or not context.quick)]
        total = len(patterns) + 2
        seen = _Seen()
        for index, pattern in enumerate(patterns):
            yield Progress(index, total, message("do.look_at", pattern_id=f"pattern.{pattern.id}"))
            kept = context.now.saved(pattern.id)
            if kept is None:
                yield from _one_pattern(pattern, pattern.render(geometry), index, seen)
            else:
                seen.said[pattern.id], _, count = kept.partition(":")
                seen.dots.update({seen.said[pattern.id]: int(count)} if count else {})
            if seen.rejected:
                break
        if not seen.rejected and Symptom.NO_PICTURE.value not in seen.said.values():
            yield from _challenges(context, geometry, seen, total)
        yield Show(None)
        return replace(_result(context, patterns, seen), notes=notes)


def _real_geometry(context: Context, known: DisplayGeometry) -> tuple[DisplayGeometry, tuple[Message, ...]]:
    """The unit's own size where it told another than its profile's, and a note that says so."""
    found = context.now.state.screen
    if found is None or (found.width, found.height) == (known.width, known.height):
        return known, ()
    note = message(
        "note.screen_size", width=found.width, height=found.height, told_width=known.width, told_height=known.height
    )
    return replace(known, width=found.width, height=found.height, diagonal_inch=None), (note,)


def _one_pattern(pattern: Pattern, raster: Raster, index: int, seen: _Seen) -> Generator[Step, Received, None]:
    if not (yield from _on_screen(f"PB{index:02d}", pattern.id, raster, seen)):
        return
    text = message("ask.pattern", pattern_id=f"pattern.{pattern.id}")
    choices = (_FINE, *(Choice(symptom.value, Tone.BAD) for symptom in pattern.look.symptoms))
    said = yield from _told(
        Question(f"display.{pattern.id}", text, choices, None, pattern.id, pattern.look.min_look_s, raster)
    )
    seen.said[pattern.id] = said
    count = ""
    if said in _DOT_SYMPTOMS:
        number = yield from _number(
            Question(
                f"display.{pattern.id}.count", message("ask.how_many_dots"), number=(1, _COUNT_UP_TO), shown=raster
            )
        )
        seen.dots[said] = max(seen.dots.get(said, 0), number or 1)
        count = str(number or 1)
    yield Save(pattern.id, f"{said}:{count}" if count else said)


def _on_screen(name: str, pattern: str, raster: Raster, seen: _Seen, secret: bool = False) -> Shown:
    """Upload and show; a ``secret`` picture is for the unit's own screen only.

    False, with the reason kept, where the unit does not take the picture.
    """
    yield Send(ShowImage(name, raster))
    got = yield Await((CommandDone, CommandFailed), _UPLOAD_S, lambda e: getattr(e, "command", "") == "ShowImage")
    if isinstance(got, Stamped) and isinstance(got.event, CommandDone):
        yield Show(pattern, None if secret else raster)
        return True
    seen.rejected = got.event.detail if isinstance(got, Stamped) and isinstance(got.event, CommandFailed) else "?"
    return False


def _told(question: Question) -> Told:
    got = yield Ask(question)
    return got.choice if isinstance(got, Answer) else ""


def _number(question: Question) -> Generator[Step, Received, int | None]:
    got = yield Ask(question)
    return got.number if isinstance(got, Answer) else None


def _challenges(
    context: Context, geometry: DisplayGeometry, seen: _Seen, total: int
) -> Generator[Step, Received, None]:
    """Dots at random places, black on white and white on black: a blind *fine* cannot know how many."""
    off = 0
    for turn, (ground, ink) in enumerate(((255, 0), (0, 255))):
        count = context.rng.randint(1, _MOST_DOTS)
        raster = dots_picture(geometry, _places(context, geometry, count), ground, ink)
        yield Progress(total - 2 + turn, total, message("do.count_dots"))
        if not (yield from _on_screen(f"PBDOTS{turn}", f"dots-{turn}", raster, seen, secret=True)):
            return
        question = Question(
            f"display.dots.{turn}", message("ask.count_dots"), number=(0, 9), min_look_s=1.0, shown=raster
        )
        told = yield from _number(question)
        if told is None:
            return
        off = max(off, abs(told - count))
    seen.challenge_off = off


def _places(context: Context, geometry: DisplayGeometry, count: int) -> list[tuple[int, int]]:
    """Top left corners, far enough apart and from the edge to be counted."""
    places: list[tuple[int, int]] = []
    while len(places) < count:
        x = context.rng.randrange(_MARGIN, geometry.width - _MARGIN)
        y = context.rng.randrange(_MARGIN, geometry.height - _MARGIN)
        if all(abs(x - a) + abs(y - b) > 4 * _DOT for a, b in places):
            places.append((x, y))
    return places


def dots_picture(geometry: DisplayGeometry, places: list[tuple[int, int]], ground: int, ink: int) -> Raster:
    """Square dots of 3 px on a plain ground."""
    plane: Pixels = np.full((geometry.height, geometry.width, 3), ground, np.uint8)
    for x, y in places:
        plane[y : y + _DOT, x : x + _DOT] = ink
    return Raster(plane)


def _result(context: Context, patterns: list[Pattern], seen: _Seen) -> CheckResult:
    bright, dark = (seen.dots.get(name, 0) for name in _DOT_SYMPTOMS)
    judged = len(seen.said) == len(patterns) and "cannot-tell" not in seen.said.values() and not seen.rejected
    wrong = [name for name, said in seen.said.items() if said not in ("fine", "cannot-tell", "", *_DOT_SYMPTOMS)]
    measurements = (
        _measure(context, "display.patterns_wrong", float(len(wrong)) if judged or wrong else None, ", ".join(wrong)),
        _measure(context, "display.bright_dots", float(bright) if judged or bright else None),
        _measure(context, "display.dark_dots", float(dark) if judged or dark else None),
        _measure(context, "display.total_dots", float(bright + dark) if judged or bright + dark else None),
        _challenge_measure(context, seen, judged and not wrong),
    )
    return CheckResult("display", outcome_of(measurements), measurements, tuple(_findings(seen)))


def _measure(context: Context, limit_id: str, value: float | None, subject: str = "") -> Measurement:
    return measured(context.profile, limit_id, value, Evidence.OPERATOR, subject)


def _challenge_measure(context: Context, seen: _Seen, wanted: bool) -> Measurement:
    """A wrong count does not fail the unit: it says that the answers cannot be relied on."""
    limit = context.profile.limits["display.challenge"]
    off = seen.challenge_off
    good = off is not None and judge(limit, float(off)) is Outcome.PASS
    return Measurement(
        "display.challenge",
        Outcome.PASS if good else Outcome.NOT_JUDGED,
        Evidence.OPERATOR,
        limit.unit,
        None if off is None else float(off),
        "",
        limit,
        limit.required and wanted,
        note=None if good or not wanted else message("note.challenge_missed"),
    )


def _findings(seen: _Seen) -> list[Finding]:
    found: list[Finding] = []
    for symptom in Symptom:
        where = [name for name, said in seen.said.items() if said == symptom.value]
        if where:
            note = message("note.dots", count=seen.dots[symptom.value]) if symptom.value in seen.dots else None
            found.append(Finding(f"display.{symptom.value}", ", ".join(where), Evidence.OPERATOR, note))
    if seen.rejected:
        found.append(Finding("display.rejected", seen.rejected, Evidence.MEASURED))
    if seen.challenge_off:
        found.append(Finding("display.not_looked", str(seen.challenge_off), Evidence.MEASURED))
    return found


CHECK = DisplayCheck()
