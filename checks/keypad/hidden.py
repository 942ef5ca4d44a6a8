"""Digits that a pad hides: they come together after OK. One sweep proves all, a failed one is taken apart digit by digit.

What is hidden also hides why an entry failed. Where a key that ends, clears or cancels an entry is known to be faulty,
no digit is asked for: an entry that it spoils says nothing of them.
"""

from collections.abc import Generator
from typing import Final

from checks.check import Context
from checks.keypad.prompts import DEAD, LOST_LOOK_S, LOST_TRIES, MISSING, PROMPT_S, mark_of_choice, nothing_came
from checks.keypad.tally import SETTLED, Tally
from checks.measurement import Message, message
from checks.record import KeyMark
from checks.steps import Answer, Await, Choice, Mark, Progress, Question, Received, Save, Send, Step, TimedOut, Tone
from devices.commands import Abort, AskDigits
from devices.events import CommandDone, CommandFailed, DigitsEntered, DigitsNotEntered, Stamped
from devices.keys import CANCEL, CLEAR, OK, Key
from devices.profile import KeyCap

_SWEEP_S: Final = 60  # limits.md, keypad: whole pad
_ANSWER_MARGIN_S: Final = 8.0
_STOP_S: Final = 7.0  # the bench asks three times, 2 s each, before it gives a pad up
_NO_OK: Final = (KeyMark.DEAD, KeyMark.MISSING, KeyMark.CROSSED, KeyMark.STUCK)
_SOME_DEAD: Final = Choice("some-dead", Tone.BAD)

Sub = Generator[Step, Received, None]


def hidden_digits(context: Context, hidden: list[KeyCap], tally: Tally, total: int) -> Sub:
    """One sweep over all digits; where it fails, one by one."""
    digits = [cap.id for cap in hidden if context.now.mark_of(cap.id) not in SETTLED]
    if not digits:
        return
    tally.spoiler = _spoiler(context)
    if tally.spoiler:
        yield Save("tally", tally.packed())
        for digit in digits:
            yield Mark(digit, KeyMark.UNSURE)
        return
    if len(digits) == len(hidden) and (yield from _sweep(digits, tally, total)):
        return
    context.rng.shuffle(digits)
    for digit in digits:
        yield from _one_digit(context, digit, tally, total)
        tally.done += 1


def _spoiler(context: Context) -> Key:
    """The faulty key that spoils every entry; empty where there is none.

    OK must arrive as OK, and once. CANCEL and CLEAR need not come at all, but must not come by themselves; crossed with
    another they are not pressed in an entry.
    """
    if context.now.mark_of(OK) in _NO_OK:
        return OK
    return next((key for key in (CANCEL, CLEAR) if context.now.mark_of(key) is KeyMark.STUCK), "")


def _sweep(digits: list[Key], tally: Tally, total: int) -> Generator[Step, Received, bool]:
    for digit in digits:
        yield Mark(digit, KeyMark.ASKED)
    text = message("do.sweep", digits=" ".join(digits))
    yield Progress(tally.done, total, text)
    yield Send(AskDigits("".join(digits), _SWEEP_S))
    ask = Question("keypad.sweep", text, (_SOME_DEAD,))
    got = yield Await((DigitsEntered, DigitsNotEntered), _SWEEP_S + _ANSWER_MARGIN_S, None, ask)
    if isinstance(got, Stamped) and isinstance(got.event, DigitsEntered) and got.event.matched:
        for digit in digits:
            yield Mark(digit, KeyMark.MASKED)
        return True
    if isinstance(got, Answer | TimedOut):
        yield from _stop_prompt()
    for digit in digits:
        yield Mark(digit, KeyMark.NONE)
    return False


def _stop_prompt() -> Generator[Step, Received, bool]:
    """End a digit prompt and wait for its end, so that its last word is not taken for the next prompt's.

    False where the unit did not even answer that.
    """
    yield Send(Abort())
    got = yield Await((CommandDone, CommandFailed), _STOP_S, lambda e: getattr(e, "command", "") == Abort.__name__)
    return not (isinstance(got, Stamped) and isinstance(got.event, CommandFailed))


def _one_digit(context: Context, digit: Key, tally: Tally, total: int) -> Sub:
    wrong: list[Key] = []
    losses = 0
    yield Mark(digit, KeyMark.ASKED)
    while True:
        text = message("do.press_digit", key=digit)
        yield Progress(tally.done, total, text)
        damaged = context.now.state.damaged_frames
        yield Send(AskDigits(digit, round(PROMPT_S)))
        ask = _asking(digit, text, losses)
        got = yield Await((DigitsEntered, DigitsNotEntered), PROMPT_S + _ANSWER_MARGIN_S, None, ask)
        match got:
            case Stamped(event=DigitsEntered(matched=True)):
                yield Mark(digit, KeyMark.MASKED)
                return
            case Stamped(event=DigitsEntered(instead=instead)) if instead is not None:
                wrong.append(instead)
                if wrong.count(instead) == 2:
                    yield Mark(digit, KeyMark.CROSSED, instead)
                    return
            case Answer() | TimedOut() | Stamped(event=DigitsNotEntered()) if (
                context.now.state.damaged_frames > damaged
            ):
                if not isinstance(got, Stamped):
                    yield from _stop_prompt()
                losses += 1  # it may have come, and not whole
                if losses > LOST_TRIES:
                    yield Mark(digit, KeyMark.UNSURE)
                    return
            case Answer(choice=choice):  # a unit that does not even end the prompt may never have begun it
                heard = yield from _stop_prompt()
                yield Mark(digit, mark_of_choice(choice) if heard else KeyMark.UNSURE)
                return
            case _:
                again = yield from nothing_came(digit)
                if again is None:
                    return


def _asking(digit: Key, text: Message, losses: int) -> Question:
    """After a loss on the line it is another question, so that no answer to the first counts."""
    if not losses:
        return Question(f"keypad.digit.{digit}", text, (DEAD, MISSING), subject=digit)
    again = message("do.press_lost", key=digit)
    return Question(f"keypad.digit.{digit}.{losses}", again, (DEAD, MISSING), subject=digit, min_look_s=LOST_LOOK_S)
