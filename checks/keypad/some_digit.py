"""Digits that arrive one by one and hide which they are: each is asked for by name, and *some digit* proves that it counted.

What cannot be proved so, and is not claimed: that a digit is itself. Two crossed digits look like two good ones.
"""

from collections.abc import Generator
from typing import Final

from checks.check import Context
from checks.keypad.looks import worth_another
from checks.keypad.prompts import DEAD, MISSING, PROMPT_S, hears_keys, look_again, mark_of_choice, nothing_came
from checks.keypad.tally import SETTLED, Tally, chatters
from checks.measurement import message
from checks.record import KeyMark
from checks.steps import Answer, Await, Mark, Progress, Question, Received, Save, Step
from checks.sweep import SETTLE_S
from devices.events import Event, KeyPressed, KeysLost, Stamped
from devices.keys import SOME_DIGIT, Key
from devices.profile import KeyCap

Sub = Generator[Step, Received, None]
_LOST_LOOK_S: Final = 1.0
"""As for a key that tells its name: no word about a key is taken for so long after a loss."""


def masked_digits(context: Context, masked: list[KeyCap], tally: Tally, total: int) -> Sub:
    """One prompt for each digit, in random order, so that habit cannot pass."""
    digits = [cap.id for cap in masked if context.now.mark_of(cap.id) not in SETTLED]
    context.rng.shuffle(digits)
    for digit in digits:
        if not (yield from hears_keys(context, tally)):
            yield Mark(digit, KeyMark.UNSURE)
            continue
        yield from _one(context, digit, tally, total)
        yield Save("tally", tally.packed())
        tally.done += 1
    for digit in worth_another(context, tally, digits):
        got = yield from look_again(context, digit, total, tally, _is_digit)
        if got is not None:
            yield from _settle(context, digit, got, tally)
            yield Save("tally", tally.packed())


def _one(context: Context, digit: Key, tally: Tally, total: int) -> Sub:
    yield Mark(digit, KeyMark.ASKED)
    losses = 0
    while True:
        ask = _asking(digit, losses)
        yield Progress(tally.done, total, ask.text)
        got = yield Await((KeyPressed, KeysLost), PROMPT_S, _some_digit, ask)
        if isinstance(got, Stamped) and isinstance(got.event, KeysLost):
            losses += 1
            continue
        if isinstance(got, Stamped):
            yield from _settle(context, digit, got, tally)
            return
        if isinstance(got, Answer):
            yield Mark(digit, mark_of_choice(got.choice))
            return
        if (yield from nothing_came(digit)) is None:
            return


def _asking(digit: Key, losses: int) -> Question:
    """After a loss on the line it is another prompt, so that no answer to the first counts."""
    if losses:
        text = message("do.press_lost", key=digit)
        return Question(f"keypad.some.{digit}.{losses}", text, (DEAD, MISSING), subject=digit, min_look_s=_LOST_LOOK_S)
    return Question(f"keypad.some.{digit}", message("do.press_key", key=digit), (DEAD, MISSING), subject=digit)


def _some_digit(event: Event) -> bool:
    return isinstance(event, KeysLost) or _is_digit(event)


def _is_digit(event: Event) -> bool:
    return isinstance(event, KeyPressed) and event.key is None and event.code == SOME_DIGIT


def _settle(context: Context, digit: Key, pressed: Stamped, tally: Tally) -> Sub:
    """A second one at once is this digit's again, for no other was asked for."""
    tally.looked(digit, pressed.at)
    got = yield Await((KeyPressed,), SETTLE_S, _is_digit)
    again = got.at - pressed.at if isinstance(got, Stamped) else SETTLE_S
    tally.again(digit, False, again)
    tally.prompted.add(digit)
    yield Mark(digit, KeyMark.CHATTER if chatters(context, digit, tally) else KeyMark.MASKED)
