"""Every key, with the best evidence its protocol allows: prompted one by one, in random order, so that habit cannot pass.

Digits that a pad hides come together after OK: one sweep proves all ten, a failed sweep is taken apart digit by digit.
"""

from collections.abc import Callable, Generator
from typing import Final

from checks.check import Context, has
from checks.keypad_result import SETTLE_S, Tally, chatters, keypad_result, moment
from checks.measurement import message
from checks.record import KeyMark
from checks.steps import (
    Answer,
    Await,
    Choice,
    Mark,
    Pause,
    Progress,
    Question,
    Received,
    Save,
    Send,
    Step,
    Steps,
    TimedOut,
    Tone,
)
from devices.capability import Capability
from devices.commands import Abort, AskDigits, ListenKeys, ShowText, StopListening
from devices.events import (
    DigitsEntered,
    DigitsNotEntered,
    Event,
    KeyHeld,
    KeyPressed,
    KeyReleased,
    KeysLost,
    Stamped,
)
from devices.keys import DIGITS, OK, Key
from devices.profile import KeyCap, Profile

_PROMPT_S: Final = 10.0  # limits.md, keypad: per prompted key
_SWEEP_S: Final = 60  # limits.md, keypad: whole pad
_QUIET_S: Final = 0.8
_LAST_LOOK_S: Final = 0.6
"""How long the finished map stays before the next check takes its place."""
_PATIENCE_S: Final = 3600.0
"""How long a question waits before the key is asked for again."""
_QUIET_STUCK: Final = 3
_ANSWER_MARGIN_S: Final = 8.0
_HELD_S: Final = 3.0  # limits.md, keypad: stuck
_LOST_LOOK_S: Final = 1.0
"""After a loss on the line no word about the key is taken for so long: it was said of the press that was lost."""
_STOP_S: Final = 7.0  # the bench asks three times, 2 s each, before it gives a pad up
_DEAD: Final = Choice("key-dead", Tone.BAD)
_MISSING: Final = Choice("key-missing", Tone.BAD)
_AGAIN: Final = Choice("try-again", Tone.GOOD)
_SOME_DEAD: Final = Choice("some-dead", Tone.BAD)

_SETTLED: Final = frozenset(KeyMark) - {KeyMark.NONE, KeyMark.ASKED}

Sub = Generator[Step, Received, None]


class KeypadCheck:
    """The whole keypad of a unit that reports keys one way or another."""

    id = "keypad"
    order = 20
    claims = frozenset(
        {
            "keypad.dead",
            "keypad.crossed",
            "keypad.chatter",
            "keypad.stuck",
            "keypad.ghost",
            "keypad.missing",
            "keypad.unsure",
        }
    )

    def applies(self, profile: Profile) -> bool:
        """Models with a keypad that answers."""
        return profile.keypad is not None and has(profile, Capability.LIVE_KEYS)

    def run(self, context: Context) -> Steps:
        """See ``Check``."""
        keypad = context.profile.keypad
        caps = keypad.keys if keypad else ()
        live, hidden = _split(context.profile, caps)
        tally = Tally.unpacked(context.now.saved("tally"))
        if context.profile.can(Capability.SHOW_TEXT):
            yield Send(ShowText(("POSBENCH", "KEYPAD TEST")))
        for cap in caps:  # nothing is asked for while hands are off, also where a lost link began this again
            if context.now.mark_of(cap.id) is KeyMark.ASKED:
                yield Mark(cap.id, KeyMark.NONE)
        yield from _quiet(tally, len(caps))
        yield from _live_keys(context, live, tally, len(caps))
        yield Send(StopListening())
        if hidden:
            yield from _hidden_digits(context, hidden, tally, len(caps))
        yield Pause(_LAST_LOOK_S)
        return keypad_result(context, caps, tally)


def _split(profile: Profile, caps: tuple[KeyCap, ...]) -> tuple[list[KeyCap], list[KeyCap]]:
    """Keys that report themselves, and digits that only come together."""
    live = [cap for cap in caps if cap.evidence == "identified"]
    hidden = [cap for cap in caps if cap.evidence == "masked" and cap.id in DIGITS]
    return live, hidden if profile.can(Capability.DIGIT_SWEEP) else []


def _quiet(tally: Tally, total: int) -> Sub:
    """Hands off: whatever comes now comes by itself."""
    yield Progress(0, total, message("do.hands_off"))
    yield Send(ListenKeys())
    heard: list[tuple[str, Key | None]] = []
    while len(heard) < _QUIET_STUCK:
        got = yield Await((KeyPressed, KeyHeld), _QUIET_S)
        if not isinstance(got, Stamped) or not isinstance(got.event, KeyPressed | KeyHeld):
            break
        heard.append((got.event.code, got.event.key))
    codes = [code for code, _ in heard]
    for code in dict.fromkeys(codes):
        key = next((key for other, key in heard if other == code and key), code)
        if codes.count(code) >= _QUIET_STUCK:
            tally.stuck.add(key)
            yield Mark(key, KeyMark.STUCK)
        else:
            tally.ghosts.append(key)


def _live_keys(context: Context, live: list[KeyCap], tally: Tally, total: int) -> Sub:
    order = [cap.id for cap in live]
    context.rng.shuffle(order)
    for key in order:
        if context.now.mark_of(key) not in _SETTLED and key not in tally.stuck:
            yield from _one_key(context, key, tally, total)
            yield Save("tally", tally.packed())
        tally.done += 1


def _one_key(context: Context, key: Key, tally: Tally, total: int) -> Sub:
    """Ask for one key until it is settled: seen often enough, or named dead, crossed, missing or unsure."""
    presses = 1 if context.quick else 2
    wrong: list[str] = []
    codes: list[str] = []
    seen = losses = 0
    yield Mark(key, KeyMark.ASKED)
    while seen < presses and key not in tally.stuck:
        ask = _asking(key, wrong, losses)
        yield Progress(tally.done, total, ask.text)
        got = yield Await((KeyPressed, KeysLost), _PROMPT_S, _not_stuck(tally), ask)
        match got:
            case Stamped(event=KeysLost()):
                losses += 1
            case Stamped(event=KeyPressed(key=pressed)) if pressed == key:
                seen += 1
                yield from _settle(context, key, got, tally)
            case Stamped(event=KeyPressed(key=pressed, code=code)):
                wrong.append(pressed or code)
                codes.append(code)
                if codes.count(code) == 2 and seen == 0:
                    yield Mark(key, KeyMark.CROSSED, wrong[-1])
                    return
            case Answer(choice=choice):
                yield Mark(key, _mark_of_choice(choice))
                return
            case _:
                late = yield from _nothing_came(key, (KeyPressed, KeysLost))
                if isinstance(late, Stamped) and isinstance(late.event, KeysLost):
                    losses += 1
                elif isinstance(late, Stamped):
                    seen += 1
                    yield from _settle(context, key, late, tally)
                elif late is None:
                    return
    if key in tally.stuck:
        yield Mark(key, KeyMark.STUCK)
    else:
        yield Mark(key, KeyMark.CHATTER if chatters(context, key, tally) else KeyMark.IDENTIFIED)


def _asking(key: Key, wrong: list[str], losses: int) -> Question:
    """The prompt for ``key``. After a loss on the line it is another one, so that no answer to the first counts."""
    if losses:
        text = message("do.press_lost", key=key)
        return Question(f"keypad.{key}.{losses}", text, (_DEAD, _MISSING), subject=key, min_look_s=_LOST_LOOK_S)
    text = message("do.press_key", key=key) if not wrong else message("do.press_again", key=key, got=wrong[-1])
    return Question(f"keypad.{key}", text, (_DEAD, _MISSING), subject=key)


def _not_stuck(tally: Tally) -> Callable[[Event], bool]:
    return lambda event: not (isinstance(event, KeyPressed) and (event.key or event.code) in tally.stuck)


def _settle(context: Context, key: Key, pressed: Stamped, tally: Tally) -> Sub:
    """See the key come up, where that is reported, and watch for it coming again faster than a finger can."""
    since = pressed
    if context.profile.can(Capability.KEY_RELEASE):
        came_up = yield Await(
            (KeyReleased, KeysLost),
            _HELD_S,
            lambda event: isinstance(event, KeysLost) or getattr(event, "key", None) == key,
        )
        if isinstance(came_up, Stamped) and isinstance(came_up.event, KeysLost):
            return  # its release may be among what was lost: nothing is known of this press but that it came
        if not isinstance(came_up, Stamped):
            tally.held(key, _HELD_S)
            tally.stuck.add(key)
            return
        tally.held(key, moment(came_up) - moment(pressed))
        since = came_up
    got = yield Await((KeyPressed,), SETTLE_S, _not_stuck(tally))
    if isinstance(got, Stamped) and isinstance(got.event, KeyPressed):
        if got.event.key == key:
            tally.again(key, since is not pressed, moment(got) - moment(since))
        else:
            tally.ghosts.append(got.event.key or got.event.code)
    else:
        tally.again(key, since is not pressed, SETTLE_S)


def _nothing_came(key: Key, heard: tuple[type[Event], ...] = ()) -> Generator[Step, Received, Received]:
    """Only a person knows whether the key was pressed at all. Gives what came late, the wish to be asked again, or None: marked."""
    ask = Question(
        f"keypad.silent.{key}", message("ask.did_you_press", key=key), (_AGAIN, _DEAD, _MISSING), subject=key
    )
    got = yield Await(heard, _PATIENCE_S, lambda event: isinstance(event, KeysLost) or _is_press(event, key), ask)
    if not isinstance(got, Answer) or got.choice == _AGAIN.id:
        return got
    yield Mark(key, _mark_of_choice(got.choice))
    return None


def _is_press(event: Event, key: Key) -> bool:
    return isinstance(event, KeyPressed) and event.key == key


def _mark_of_choice(choice: str) -> KeyMark:
    return {_DEAD.id: KeyMark.DEAD, _MISSING.id: KeyMark.MISSING}.get(choice, KeyMark.UNSURE)


def _hidden_digits(context: Context, hidden: list[KeyCap], tally: Tally, total: int) -> Sub:
    """One sweep over all digits; where it fails, one by one."""
    digits = [cap.id for cap in hidden if context.now.mark_of(cap.id) not in _SETTLED]
    if not digits:
        return
    ok_mark = context.now.mark_of(OK)
    if ok_mark in (KeyMark.DEAD, KeyMark.MISSING):
        for digit in digits:  # without OK no digit ever arrives: that is not the digits' fault
            yield Mark(digit, KeyMark.UNSURE)
        return
    if len(digits) == len(hidden) and (yield from _sweep(digits, tally, total)):
        return
    context.rng.shuffle(digits)
    for digit in digits:
        yield from _one_digit(digit, tally, total)
        tally.done += 1


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


def _stop_prompt() -> Sub:
    """End a digit prompt and wait for its end, so that its last word is not taken for the next prompt's."""
    yield Send(Abort())
    yield Await((DigitsEntered, DigitsNotEntered), _STOP_S)


def _one_digit(digit: Key, tally: Tally, total: int) -> Sub:
    wrong: list[Key] = []
    yield Mark(digit, KeyMark.ASKED)
    while True:
        text = message("do.press_digit", key=digit)
        yield Progress(tally.done, total, text)
        yield Send(AskDigits(digit, round(_PROMPT_S)))
        ask = Question(f"keypad.digit.{digit}", text, (_DEAD, _MISSING), subject=digit)
        got = yield Await((DigitsEntered, DigitsNotEntered), _PROMPT_S + _ANSWER_MARGIN_S, None, ask)
        match got:
            case Stamped(event=DigitsEntered(matched=True)):
                yield Mark(digit, KeyMark.MASKED)
                return
            case Stamped(event=DigitsEntered(instead=instead)) if instead is not None:
                wrong.append(instead)
                if wrong.count(instead) == 2:
                    yield Mark(digit, KeyMark.CROSSED, instead)
                    return
            case Answer(choice=choice):
                yield from _stop_prompt()
                yield Mark(digit, _mark_of_choice(choice))
                return
            case _:
                again = yield from _nothing_came(digit)
                if again is None:
                    return


CHECK = KeypadCheck()
