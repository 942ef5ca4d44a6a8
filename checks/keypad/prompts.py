"""One key, asked for by name until it is settled: seen often enough, or dead, crossed, missing, chattering or unsure."""

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from checks.check import Context
from checks.keypad.looks import worth_another
from checks.keypad.tally import Tally, chatters
from checks.measurement import message
from checks.record import KeyMark
from checks.steps import (
    Answer,
    Ask,
    Await,
    Choice,
    Mark,
    Progress,
    Question,
    Received,
    Save,
    Send,
    Step,
    TimedOut,
    Tone,
)
from checks.sweep import HELD_S, SETTLE_S, between, held_for
from devices.capability import Capability
from devices.commands import ListenKeys, ReadFacts
from devices.events import (
    CommandDone,
    CommandFailed,
    Event,
    FactsRead,
    FactSubject,
    KeyPressed,
    KeyReleased,
    KeysLost,
    Stamped,
)
from devices.keys import Key

PROMPT_S: Final = 10.0  # limits.md, keypad: per prompted key
_PATIENCE_S: Final = 3600.0
"""How long a question waits before the key is asked for again."""
LOST_LOOK_S: Final = 1.0
"""After a loss on the line no word about the key is taken for so long: it was said of the press that was lost."""
LOST_TRIES: Final = 3
"""How often a key is asked for again where only damaged frames came; own. Then it stays undecided: what a line spoils is no dead key."""
_LISTEN_TRIES: Final = 3
_LISTEN_S: Final = 60.0
"""Longer than any protocol here tries a request before it says that it failed."""
_ALIVE_S: Final = 10.0
"""own: longer than a console without an answer takes to be called lost."""
_SETTLE_LATE_S: Final = 0.5
"""own: for what was on the way when the answer came."""
_CLEAN: Final = 20  # limits.md, keypad: clean presses before a suspect key is healthy
DEAD: Final = Choice("key-dead", Tone.BAD)
MISSING: Final = Choice("key-missing", Tone.BAD)
AGAIN: Final = Choice("try-again", Tone.GOOD)
_PRESS_MANY: Final = Choice("press-many", Tone.NEUTRAL)
_LEAVE: Final = Choice("leave-it", Tone.BAD)

Sub = Generator[Step, Received, None]
Look = Generator[Step, Received, Stamped | None]


@dataclass(slots=True)
class _Prompt:
    """One key being asked for until it was ``seen`` as often as ``wanted``; ``wrong`` keys came instead.

    ``down``: it was pressed before it was asked for, perhaps by the cap of another that it is crossed with.
    """

    key: Key
    wanted: int
    seen: int = 0
    losses: int = 0
    down: bool = False
    wrong: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)


def one_key(context: Context, key: Key, tally: Tally, total: int) -> Sub:
    """Ask for one key until it is settled."""
    prompt = _Prompt(key, _presses(context, key, tally), down=context.now.state.key(key).down)
    yield Mark(key, KeyMark.ASKED)
    if (yield from _press_it(context, prompt, tally, total)):
        return
    tally.prompted.add(key)
    tally.doubtful.discard(key)
    yield from _judged(context, key, tally, total)


def _judged(context: Context, key: Key, tally: Tally, total: int) -> Sub:
    """What a key that came is marked as."""
    if key in tally.stuck:
        yield Mark(key, KeyMark.STUCK)
    elif chatters(context, key, tally):
        yield Mark(key, KeyMark.CHATTER)
        if not context.quick:
            yield from _many_clean(context, key, tally, total)
    else:
        yield Mark(key, KeyMark.IDENTIFIED)


def look_again(context: Context, key: Key, total: int, tally: Tally, fits: Callable[[Event], bool]) -> Look:
    """Ask once more for a key that came, and that nobody could have seen come again. Gives its press, if there is one."""
    before = context.now.mark_of(key)
    yield Mark(key, KeyMark.ASKED)
    text = message("do.press_late", key=key)
    yield Progress(tally.done, total, text)
    ask = Question(f"keypad.late.{key}", text, (_LEAVE,), subject=key)
    got = yield Await((KeyPressed,), PROMPT_S, fits, ask)
    if isinstance(got, Stamped):
        return got
    yield Mark(key, before)  # it is not judged whether it repeats: it came, and nothing else is said of it
    return None


def look_at_late(context: Context, keys: list[Key], tally: Tally, total: int) -> Sub:
    """Once more those of ``keys`` after whose presses the PC was late: they may have repeated."""
    for key in worth_another(context, tally, keys):
        got = yield from look_again(context, key, total, tally, partial(_is_press, key=key))
        if got is not None:
            yield from _settle(context, key, got, tally)
            yield from _judged(context, key, tally, total)
            yield Save("tally", tally.packed())


def _presses(context: Context, key: Key, tally: Tally) -> int:
    if key in tally.doubtful:
        return _CLEAN
    return 1 if context.quick or key in tally.swept else 2


def _press_it(context: Context, prompt: _Prompt, tally: Tally, total: int) -> Generator[Step, Received, bool]:
    """True where the key was settled without being seen often enough."""
    key = prompt.key
    while prompt.seen < prompt.wanted and key not in tally.stuck:
        if not (yield from hears_keys(context, tally)):
            yield Mark(key, KeyMark.UNSURE)
            return True
        if prompt.wanted == _CLEAN and chatters(context, key, tally):
            return False
        ask = _asking(prompt)
        yield Progress(tally.done, total, ask.text)
        damaged = context.now.state.damaged_frames
        got = yield Await((KeyPressed, KeyReleased, KeysLost), PROMPT_S, _relevant(key, tally), ask)
        match got:
            case Stamped(event=KeysLost()):
                prompt.losses += 1
            case Stamped(event=KeyReleased()):
                if not (prompt.losses or prompt.down):  # else its press was lost on the line, or came before the prompt
                    tally.odd.append(key)
                prompt.down = False
            case Stamped(event=KeyPressed(key=pressed), at=at) if pressed == key:
                tally.reached(key, at)
                yield from _count(context, prompt, got, tally)
            case Stamped(event=KeyPressed(key=pressed, code=code)):
                tally.ready_at = None
                prompt.wrong.append(pressed or code)
                prompt.codes.append(code)
                if prompt.codes.count(code) == 2 and prompt.seen == 0:
                    yield Mark(key, KeyMark.CROSSED, prompt.wrong[-1])
                    return True
            case Answer() | TimedOut() if context.now.state.deaf:  # the press reached nobody
                prompt.losses += 1
            case Answer() | TimedOut() if context.now.state.damaged_frames > damaged:  # it may have come, and not whole
                prompt.losses += 1
                if prompt.losses > LOST_TRIES:
                    yield Mark(key, KeyMark.UNSURE)
                    return True
            case Answer(choice=choice):
                yield Mark(key, mark_of_choice(choice))
                return True
            case _:
                if (yield from _silence(context, prompt, tally)):
                    return True
    return False


def hears_keys(context: Context, tally: Tally) -> Generator[Step, Received, bool]:
    """Whether presses arrive at all. A unit that did not take the request to report them is asked again, a few times."""
    tries = 0 if tally.unheard else _LISTEN_TRIES
    for _ in range(tries):
        if not context.now.state.deaf:
            break
        yield Send(ListenKeys())
        yield Await((CommandDone, CommandFailed), _LISTEN_S, lambda e: getattr(e, "command", "") == ListenKeys.__name__)
    tally.unheard = context.now.state.deaf
    return not tally.unheard


def _silence(context: Context, prompt: _Prompt, tally: Tally) -> Generator[Step, Received, bool]:
    """Nothing came in time. True where the key was settled by word."""
    tally.ready_at = None
    late = yield from nothing_came(prompt.key, (KeyPressed, KeysLost))
    if isinstance(late, Stamped) and isinstance(late.event, KeysLost):
        prompt.losses += 1
    elif isinstance(late, Stamped):
        yield from _count(context, prompt, late, tally)
    elif late is not None:
        tally.retried.append(prompt.key)
    return late is None


def _count(context: Context, prompt: _Prompt, pressed: Stamped, tally: Tally) -> Sub:
    prompt.seen += 1
    yield from _settle(context, prompt.key, pressed, tally)


def _asking(prompt: _Prompt) -> Question:
    """The prompt for a key. After a loss on the line it is another one, so that no answer to the first counts."""
    key, wrong = prompt.key, prompt.wrong
    if prompt.losses:
        text = message("do.press_lost", key=key)
        return Question(f"keypad.{key}.{prompt.losses}", text, (DEAD, MISSING), subject=key, min_look_s=LOST_LOOK_S)
    if wrong:
        text = message("do.press_again", key=key, got=wrong[-1])
    elif prompt.wanted >= _CLEAN:
        text = message("do.press_many", key=key, left=prompt.wanted - prompt.seen)
    else:
        text = message("do.press_key", key=key)
    return Question(f"keypad.{key}", text, (DEAD, MISSING), subject=key)


def _relevant(key: Key, tally: Tally) -> Callable[[Event], bool]:
    """Presses of keys that are not stuck, and this key's own releases: nobody was told that it went down."""

    def counts(event: Event) -> bool:
        if isinstance(event, KeyReleased):
            return event.key == key
        return not (isinstance(event, KeyPressed) and (event.key or event.code) in tally.stuck)

    return counts


def _settle(context: Context, key: Key, pressed: Stamped, tally: Tally) -> Sub:
    """See the key come up, where that is reported, and watch for it coming again faster than a finger can."""
    if not context.profile.can(Capability.KEY_RELEASE):
        yield from _quiet_after(context, key, pressed, False, tally)
        return
    came_up = yield from _comes_up(key, tally)
    if not isinstance(came_up, Stamped):
        came_up = yield from late_release(context, key)
    match came_up:
        case Stamped(event=KeysLost()):
            pass  # its release may be among what was lost: nothing is known of this press but that it came
        case Stamped(event=KeyPressed()):
            tally.odd.append(key)  # a second press, and the first never ended
        case Stamped() if held_for(pressed, came_up) < HELD_S:
            tally.held(key, held_for(pressed, came_up))
            yield from _quiet_after(context, key, came_up, True, tally)
        case Stamped():
            tally.held(key, held_for(pressed, came_up))
            tally.stuck.add(key)
        case _:
            tally.held(key, HELD_S)
            tally.stuck.add(key)


def late_release(context: Context, key: Key) -> Generator[Step, Received, Received]:
    """A key that seems to stay down may have come up while the bench, or what lies between, stood still: its bytes are on the way.

    Whatever the unit answers to a question is said after them. Gives the release, or a loss where nobody answered.
    """
    if context.profile.can(Capability.LOGS):
        yield Send(ReadFacts(FactSubject.MEMORY))
        answers = (FactsRead, CommandFailed)
        got = yield Await((KeyReleased, KeysLost, *answers), _ALIVE_S, lambda event: _ends(event, key, answers))
        if isinstance(got, TimedOut):
            return Stamped(KeysLost("no answer"), 0.0)  # not even a question: nothing is known of the key
        if not isinstance(got, Stamped) or not isinstance(got.event, answers):
            return got
    return (yield Await((KeyReleased, KeysLost), _SETTLE_LATE_S, lambda event: _ends(event, key, ())))


def _ends(event: Event, key: Key, answers: tuple[type[Event], ...]) -> bool:
    return event.key == key if isinstance(event, KeyReleased) else isinstance(event, (KeysLost, *answers))


def _comes_up(key: Key, tally: Tally) -> Generator[Step, Received, Received]:
    """How the press of a key ends. What comes of other keys meanwhile is a ghost's."""
    while True:
        got = yield Await((KeyPressed, KeyReleased, KeysLost), HELD_S, _relevant(key, tally))
        if isinstance(got, Stamped) and isinstance(got.event, KeyPressed) and got.event.key != key:
            tally.ghosts.append(got.event.key or got.event.code)
            continue
        return got


def _quiet_after(context: Context, key: Key, since: Stamped, released: bool, tally: Tally) -> Sub:
    """Whether the key comes again by itself, and how soon."""
    if not released:
        tally.looked(key, since.at)
    got = yield Await((KeyPressed,), SETTLE_S, _relevant(key, tally))
    if not isinstance(got, Stamped) or not isinstance(got.event, KeyPressed):
        tally.again(key, released, SETTLE_S)
        tally.ready_at = since.at + SETTLE_S
        return
    if got.event.key != key:
        tally.ghosts.append(got.event.key or got.event.code)
        return
    tally.again(key, released, between(since, got))
    if context.profile.can(Capability.KEY_RELEASE):  # its own release ends it; without one the next prompt would see it
        yield Await(
            (KeyReleased, KeysLost), HELD_S, lambda e: isinstance(e, KeysLost) or getattr(e, "key", None) == key
        )


def _many_clean(context: Context, key: Key, tally: Tally, total: int) -> Sub:
    """A key that chattered may only be dirty: after cleaning, so many clean presses in a row make it healthy."""
    ask = Question(f"keypad.many.{key}", message("ask.press_many", key=key, count=_CLEAN), (_PRESS_MANY, _LEAVE))
    got = yield Ask(ask)
    if not isinstance(got, Answer) or got.choice != _PRESS_MANY.id:
        return
    trial, prompt = Tally(stuck=tally.stuck), _Prompt(key, _CLEAN)
    yield Mark(key, KeyMark.ASKED)
    settled = yield from _press_it(context, prompt, trial, total)
    if not settled and prompt.seen >= _CLEAN and not chatters(context, key, trial) and not trial.odd:
        tally.heal(key)
        tally.again(key, context.profile.can(Capability.KEY_RELEASE), SETTLE_S)
        yield Mark(key, KeyMark.IDENTIFIED)
    elif not settled:
        yield Mark(key, KeyMark.STUCK if key in tally.stuck else KeyMark.CHATTER)


def nothing_came(key: Key, heard: tuple[type[Event], ...] = ()) -> Generator[Step, Received, Received]:
    """Only a person knows whether the key was pressed at all. Gives what came late, the wish to be asked again, or None: marked."""
    ask = Question(f"keypad.silent.{key}", message("ask.did_you_press", key=key), (AGAIN, DEAD, MISSING), subject=key)
    got = yield Await(heard, _PATIENCE_S, lambda event: isinstance(event, KeysLost) or _is_press(event, key), ask)
    if not isinstance(got, Answer) or got.choice == AGAIN.id:
        return got if got is not None else TimedOut()
    yield Mark(key, mark_of_choice(got.choice))
    return None


def _is_press(event: Event, key: Key) -> bool:
    return isinstance(event, KeyPressed) and event.key == key


def mark_of_choice(choice: str) -> KeyMark:
    """What a person's word about a key puts on the map."""
    return {DEAD.id: KeyMark.DEAD, MISSING.id: KeyMark.MISSING}.get(choice, KeyMark.UNSURE)
