"""A keypad that tells the bench nothing: the terminal's own key test shows what each key does, and a person says it."""

from collections.abc import Generator
from typing import Final

from checks.check import Context
from checks.keypad.prompts import DEAD, MISSING
from checks.keypad.tally import SETTLED
from checks.measurement import message
from checks.record import KeyMark
from checks.steps import Answer, Ask, Choice, Mark, Progress, Question, Received, Step, Tone
from devices.profile import KeyCap

_ALL: Final = Choice("all-keys-answer", Tone.GOOD)
_SOME: Final = Choice("some-keys-do-not", Tone.BAD)
_NO_TEST: Final = Choice("no-key-test", Tone.NEUTRAL)
_ANSWERS: Final = Choice("key-answers", Tone.GOOD)
_OTHER: Final = Choice("key-shows-another", Tone.BAD)
_TWICE: Final = Choice("key-shows-twice", Tone.BAD)
_MARKS: Final = {
    _ANSWERS.id: KeyMark.OPERATOR,
    DEAD.id: KeyMark.DEAD,
    MISSING.id: KeyMark.MISSING,
    _OTHER.id: KeyMark.CROSSED,
    _TWICE.id: KeyMark.CHATTER,
}


def keys_by_word(context: Context, caps: tuple[KeyCap, ...]) -> Generator[Step, Received, None]:
    """One question for the whole pad; where a key does not answer, one for each."""
    wanted = [cap.id for cap in caps if context.now.mark_of(cap.id) not in SETTLED]
    if not wanted:
        return
    text = message("ask.keys_by_word")
    yield Progress(0, len(caps), text)
    whole = Question("keypad.by-word", text, (_ALL, _SOME, _NO_TEST))
    got = yield Ask(whole)
    said = got.choice if isinstance(got, Answer) else ""
    if said != _SOME.id:
        for key in wanted:
            yield Mark(key, KeyMark.OPERATOR if said == _ALL.id else KeyMark.UNSURE)
        return
    for index, key in enumerate(wanted):
        yield Mark(key, KeyMark.ASKED)
        text = message("ask.key_by_word", key=key)
        yield Progress(index, len(wanted), text)
        ask = Question(f"keypad.word.{key}", text, (_ANSWERS, DEAD, _OTHER, _TWICE, MISSING), subject=key)
        got = yield Ask(ask)
        yield Mark(key, _MARKS.get(got.choice if isinstance(got, Answer) else "", KeyMark.UNSURE))
