"""Test pictures on the unit's own screen, judged one by one; challenges prove that somebody really looks."""

from collections.abc import Generator
from dataclasses import replace
from typing import Final

from checks.check import Context, has
from checks.display_challenges import TURNS, brightness, can_step, dots
from checks.display_result import DOT_SYMPTOMS, FINE, PLACED, Seen, display_result
from checks.measurement import CheckResult, Message, Outcome, message
from checks.pattern import Pattern, Symptom
from checks.showing import light, on_screen, text_on_screen, told
from checks.steps import CANNOT_TELL, Choice, Progress, Question, Received, Save, Send, Show, Step, Steps, Tone
from devices.capability import Capability
from devices.commands import RestoreScreen
from devices.profile import Profile
from devices.raster import DisplayGeometry, DisplayKind, Raster

_COUNT_UP_TO: Final = 99
_FINE: Final = Choice(FINE, Tone.GOOD)
_NO_PICTURE: Final = Symptom.NO_PICTURE.value
_DARK: Final = "no-picture.asked"
_FULL_LIGHT: Final = 100

Turn = Generator[Step, Received, None]


class DisplayCheck:
    """All pictures that suit the model's screen; those marked quick in the quick plan."""

    id = "display"
    order = 30
    claims = frozenset(
        {f"display.{symptom}" for symptom in Symptom}
        | {"display.no-light", "display.no-image", "display.all-dark", "display.rejected", "display.not_looked"}
    )

    def applies(self, profile: Profile) -> bool:
        """Models whose screen takes pictures, or text where it has characters only."""
        display = profile.display
        if display is None:
            return False
        characters = display.kind is DisplayKind.CHARACTER
        return has(profile, Capability.SHOW_TEXT if characters else Capability.SHOW_IMAGE)

    def run(self, context: Context) -> Steps:
        """See ``Check``."""
        display = context.profile.display
        if display is None:
            return CheckResult(self.id, Outcome.SKIPPED)
        geometry, notes = _real_geometry(context, display.geometry())
        patterns = [p for p in context.patterns if p.fits(geometry) and (p.quick or not context.quick)]
        seen = Seen(planned=_challenges(context, geometry))
        total = len(patterns) + TURNS * len(seen.planned)
        yield from _look(context, patterns, geometry, seen, total)
        if _NO_PICTURE in seen.said.values():
            yield from _nothing_shown(context, seen)
        elif not seen.rejected and seen.planned:
            yield from dots(context, geometry, seen, len(patterns), total)
            if len(seen.planned) > 1 and not seen.rejected:
                yield from brightness(context, geometry, seen, len(patterns) + TURNS, total)
        yield Send(RestoreScreen())
        yield Show(None)
        return display_result(context, patterns, geometry, seen, notes)


def _challenges(context: Context, geometry: DisplayGeometry) -> tuple[str, ...]:
    """What can be hidden on this screen; the steps of brightness are for the full plan."""
    if geometry.kind is DisplayKind.CHARACTER:
        return ()
    steps = not context.quick and can_step(context, geometry)
    return ("challenge", "light_challenge") if steps else ("challenge",)


def _real_geometry(context: Context, known: DisplayGeometry) -> tuple[DisplayGeometry, tuple[Message, ...]]:
    """The unit's own size where it told another than its profile's, and a note that says so."""
    found = context.now.state.screen
    if found is None or (found.width, found.height) == (known.width, known.height):
        return known, ()
    note = message(
        "note.screen_size", width=found.width, height=found.height, told_width=known.width, told_height=known.height
    )
    return replace(known, width=found.width, height=found.height, diagonal_inch=None), (note,)


def _look(context: Context, patterns: list[Pattern], geometry: DisplayGeometry, seen: Seen, total: int) -> Turn:
    """One pattern after the other; a screen that shows nothing, or a unit that takes none, is not asked again."""
    for index, pattern in enumerate(patterns):
        yield Progress(index, total, message("do.look_at", pattern_id=f"pattern.{pattern.id}"))
        kept = context.now.saved(pattern.id)
        if kept is None:
            yield from _one_pattern(pattern, geometry, index, seen)
        else:
            seen.recall(pattern.id, kept)
        if seen.rejected or seen.said.get(pattern.id) == _NO_PICTURE:
            return


def _one_pattern(pattern: Pattern, geometry: DisplayGeometry, index: int, seen: Seen) -> Turn:
    raster = pattern.render(geometry)
    lines = pattern.lines(geometry)
    if lines:
        shown = yield from text_on_screen(lines, pattern.id, raster, seen)
    else:
        shown = yield from on_screen(f"PB{index:02d}", pattern.id, raster, seen)
    if not shown:
        return
    text = message("ask.pattern", pattern_id=f"pattern.{pattern.id}")
    choices = (_FINE, *(Choice(symptom.value, Tone.BAD) for symptom in pattern.look.symptoms))
    question = Question(f"display.{pattern.id}", text, choices, None, pattern.id, pattern.look.min_look_s, raster)
    answer = yield from told(question)
    said = answer.choice if answer is not None else ""
    where = (yield from told(_where(pattern, said, raster))) if said in PLACED and not lines else None
    seen.take(pattern.id, said, where)
    if said in DOT_SYMPTOMS and where is None:
        seen.told[said] = max(seen.told.get(said, 0), 1)
    yield Save(pattern.id, seen.kept(pattern.id))


def _where(pattern: Pattern, said: str, raster: Raster) -> Question:
    """Dots are marked or counted; a line or a zone is marked, or left."""
    if said in DOT_SYMPTOMS:
        text = message("ask.mark_dots")
        return Question(
            f"display.{pattern.id}.count", text, (), (1, _COUNT_UP_TO), pattern.id, shown=raster, marks=True
        )
    text = message("ask.mark_place", symptom_id=f"choice.{said}")
    marked = (Choice("marked", Tone.GOOD),)
    return Question(f"display.{pattern.id}.where", text, marked, None, pattern.id, shown=raster, marks=True)


def _nothing_shown(context: Context, seen: Seen) -> Turn:
    """Light without a picture, a picture without light, or neither: three causes."""
    kept = context.now.saved(_DARK)
    if kept is None:
        if context.profile.can(Capability.BACKLIGHT):
            yield from light(_FULL_LIGHT)
        kept = yield from _chosen("display.dark.light", "ask.light_on", ("light-on", "light-off"))
        if kept == "light-off":
            kept = yield from _chosen("display.dark.lamp", "ask.picture_faint", ("picture-faint", "picture-none"))
        yield Save(_DARK, kept)
    seen.dark = kept


def _chosen(question: str, text: str, choices: tuple[str, ...]) -> Generator[Step, Received, str]:
    answer = yield from told(Question(question, message(text), tuple(Choice(name) for name in choices)))
    return answer.choice if answer is not None else CANNOT_TELL


CHECK = DisplayCheck()
