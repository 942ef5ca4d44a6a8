"""Hands go freely over all keys that tell who they are; what stays in doubt is asked for by name afterwards.

A sweep proves that each key answers. It cannot prove that a key answers as itself: which cap a finger was on, only eyes
know. So each swept key is prompted for once more in the full plan; in the quick plan one question takes its place, and
*no* or *cannot tell* bring the prompts back.
"""

from collections.abc import Generator
from dataclasses import replace
from typing import Final

from checks.check import Context
from checks.keypad.prompts import late_release
from checks.keypad.tally import SETTLED, Tally
from checks.measurement import message
from checks.record import KeyMark
from checks.steps import Answer, Ask, Choice, Mark, Progress, Question, Received, Save, Step, Sweep, Swept, Tone
from devices.capability import Capability
from devices.events import Stamped
from devices.keys import Key
from devices.profile import KeyCap

_FIRST_S: Final = 10.0  # limits.md, keypad: per prompted key
_QUIET_S: Final = 4.0
_MOST_S: Final = 60.0  # limits.md, keypad: whole pad
_FEWEST: Final = 2
"""Fewer keys are asked for by name at once."""
_ENOUGH: Final = Choice("no-more-keys", Tone.NEUTRAL)
_ALL_LIT: Final = Choice("each-lit", Tone.GOOD)
_WRONG_LIT: Final = Choice("wrong-lit", Tone.BAD)

Sub = Generator[Step, Received, None]


def sweep_freely(context: Context, live: list[KeyCap], tally: Tally, total: int) -> Sub:
    """One free sweep over the live keys that nothing is known of yet."""
    wanted = [c.id for c in live if context.now.mark_of(c.id) not in SETTLED and c.id not in tally.stuck]
    if len(wanted) < _FEWEST:
        return
    for key in wanted:
        yield Mark(key, KeyMark.ASKED)
    text = message("do.sweep_freely")
    yield Progress(tally.done, total, text)
    ask = Question("keypad.free", text, (_ENOUGH,))
    got = yield Sweep(tuple(wanted), ask, _FIRST_S, _QUIET_S, _MOST_S)
    if isinstance(got, Swept):
        tally.take((yield from _came_up_late(context, wanted, got)), context.profile.can(Capability.KEY_RELEASE))
        for key in wanted:
            yield Mark(key, _mark(key, tally))
    yield Save("tally", tally.packed())
    if context.quick:
        yield from _each_itself(tally)


def _came_up_late(context: Context, wanted: list[Key], swept: Swept) -> Generator[Step, Received, Swept]:
    """Where a key that seemed to stay down came up late, something stood still: then all that seemed to are asked for by name.

    One of them is asked for at a time, so that a journal keeps the release of that one alone.
    """
    late = False
    for key in wanted if swept.stuck else ():
        yield Mark(key, KeyMark.NONE)
    for key in swept.stuck:
        yield Mark(key, KeyMark.ASKED)
        late = isinstance((yield from late_release(context, key)), Stamped) or late
        yield Mark(key, KeyMark.NONE)
    if not late:
        return swept
    return replace(swept, seen=tuple(key for key in swept.seen if key not in swept.stuck), stuck=())


def _mark(key: Key, tally: Tally) -> KeyMark:
    if key in tally.stuck:
        return KeyMark.STUCK
    return KeyMark.IDENTIFIED if key in tally.swept else KeyMark.NONE


def _each_itself(tally: Tally) -> Sub:
    """Eyes on the map: the one way to see crossed keys without asking for each key by name."""
    if len(tally.swept) >= _FEWEST and not tally.trusted:
        got = yield Ask(Question("keypad.lit", message("ask.each_lit"), (_ALL_LIT, _WRONG_LIT)))
        tally.trusted = got.choice if isinstance(got, Answer) else ""
        yield Save("tally", tally.packed())


def left_to_prompt(context: Context, live: list[KeyCap], tally: Tally) -> list[Key]:
    """Keys to ask for by name, in random order: not seen, in doubt, or seen in a sweep that proves nothing more."""
    sure = context.quick and tally.trusted == _ALL_LIT.id
    order = [cap.id for cap in live if _needs_prompt(context, cap.id, tally, sure)]
    context.rng.shuffle(order)
    return order


def _needs_prompt(context: Context, key: Key, tally: Tally, sure: bool) -> bool:
    if key in tally.stuck:
        return False
    mark = context.now.mark_of(key)
    if mark not in SETTLED:
        return True
    return mark is KeyMark.IDENTIFIED and key in tally.swept and key not in tally.prompted and not sure
