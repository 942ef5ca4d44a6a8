"""Every key, with the best evidence its protocol allows: freely first, then by name in random order, so that habit cannot pass.

Digits that a pad hides come together after OK; keys that its protocol never tells are asked about by word. How each part
works is in ``checks.keypad``.
"""

from collections.abc import Generator
from typing import Final

from checks.check import Context, has
from checks.keypad.by_word import keys_by_word
from checks.keypad.clear_key import long_press_of_clear
from checks.keypad.free import left_to_prompt, sweep_freely
from checks.keypad.hidden import hidden_digits
from checks.keypad.prompts import hears_keys, look_at_late, one_key
from checks.keypad.result import keypad_result, word_result
from checks.keypad.some_digit import masked_digits
from checks.keypad.tally import SETTLED, Tally
from checks.measurement import message
from checks.record import KeyMark
from checks.steps import Await, Mark, Pause, Progress, Received, Save, Send, Step, Steps
from devices.capability import Capability
from devices.commands import ListenKeys, RestoreScreen, ShowText, StopListening
from devices.events import KeyHeld, KeyPressed, Stamped
from devices.keys import DIGITS, Key
from devices.profile import KeyCap, Profile

_QUIET_S: Final = 0.8
_QUIET_STUCK: Final = 3
_LAST_LOOK_S: Final = 0.6
"""How long the finished map stays before the next check takes its place."""

Sub = Generator[Step, Received, None]


class KeypadCheck:
    """The whole keypad of a unit that reports keys one way or another."""

    id = "keypad"
    order = 20
    claims = frozenset(
        {
            "keypad.dead",
            "keypad.line",
            "keypad.crossed",
            "keypad.chatter",
            "keypad.stuck",
            "keypad.slow",
            "keypad.weak",
            "keypad.ghost",
            "keypad.edges",
            "keypad.clear-hangs",
            "keypad.clear-kills",
            "keypad.missing",
            "keypad.unsure",
        }
    )

    def applies(self, profile: Profile) -> bool:
        """Models with a keypad that answers; a unit without a link is asked about by word."""
        return profile.keypad is not None and (has(profile, Capability.LIVE_KEYS) or profile.protocol == "none")

    def run(self, context: Context) -> Steps:
        """See ``Check``."""
        keypad = context.profile.keypad
        caps = keypad.keys if keypad else ()
        if not context.profile.can(Capability.LIVE_KEYS):
            yield from keys_by_word(context, caps)
            yield Pause(_LAST_LOOK_S)
            return word_result(context, caps)
        live, hidden = _split(context.profile, caps)
        tally = Tally.unpacked(context.now.saved("tally"))
        if context.profile.can(Capability.SHOW_TEXT):
            yield Send(ShowText(("POSBENCH", "KEYPAD TEST")))
        for cap in caps:  # nothing is asked for while hands are off, also where a lost link began this again
            if context.now.mark_of(cap.id) is KeyMark.ASKED:
                yield Mark(cap.id, KeyMark.NONE)
        yield from _quiet(tally, len(caps))
        yield from _live_keys(context, live, tally, len(caps))
        if not context.profile.can(Capability.DIGIT_SWEEP):
            yield from masked_digits(context, [cap for cap in caps if cap.evidence == "masked"], tally, len(caps))
        yield Send(StopListening())
        if hidden:
            yield from hidden_digits(context, hidden, tally, len(caps))
        yield from keys_by_word(context, tuple(cap for cap in caps if cap.evidence == "operator"))
        yield from long_press_of_clear(context, tally)
        if context.profile.can(Capability.SHOW_TEXT):
            yield Send(RestoreScreen())
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
    """All at once, then by name what is still open. Nothing where presses do not arrive: that says nothing of the keys."""
    if not (yield from hears_keys(context, tally)):
        for cap in live:
            if context.now.mark_of(cap.id) not in SETTLED:
                yield Mark(cap.id, KeyMark.UNSURE)
        return
    yield from sweep_freely(context, live, tally, total)
    order = left_to_prompt(context, live, tally)
    tally.done = len(live) - len(order)
    for key in order:
        if key not in tally.stuck:
            yield from one_key(context, key, tally, total)
            yield Save("tally", tally.packed())
        tally.done += 1
    yield from look_at_late(context, [cap.id for cap in live], tally, total)


CHECK = KeypadCheck()
