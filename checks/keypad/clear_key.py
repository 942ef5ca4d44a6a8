"""Whether a long press of CLEAR releases an entry that hangs: asked of a person, because no protocol here can show it.

An entry that hangs belongs to the payment program: the bench starts none. Where there is none to try, nothing is judged.
"""

from collections.abc import Generator
from typing import Final

from checks.check import Context
from checks.keypad.tally import Tally
from checks.measurement import message
from checks.record import KeyMark
from checks.steps import Answer, Ask, Choice, Question, Received, Save, Step, Tone
from devices.keys import CLEAR

_RELEASES: Final = Choice("clear-releases", Tone.GOOD)
HANGS: Final = Choice("clear-hangs", Tone.BAD)
KILLS: Final = Choice("clear-kills", Tone.BAD)
_NO_ENTRY: Final = Choice("no-entry", Tone.NEUTRAL)
_WORKS: Final = (KeyMark.IDENTIFIED, KeyMark.MASKED, KeyMark.OPERATOR)
TRIED: Final = {_RELEASES.id: 1.0, HANGS.id: 0.0, KILLS.id: 0.0}


def long_press_of_clear(context: Context, tally: Tally) -> Generator[Step, Received, None]:
    """One question in the full plan, where the key itself is sound."""
    if context.quick or tally.clear_hold or context.now.mark_of(CLEAR) not in _WORKS:
        return
    text = message("ask.clear_hold", key=CLEAR)
    got = yield Ask(Question("keypad.clear-hold", text, (_RELEASES, HANGS, KILLS, _NO_ENTRY)))
    tally.clear_hold = got.choice if isinstance(got, Answer) else ""
    yield Save("tally", tally.packed())
