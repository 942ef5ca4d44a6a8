"""Where a service console stands, as a person should see it: stages as they come, folded into one picture. Pure.

A bench asks a console again and again; what stands in the way stays on show until something else is known. No user name
and no password ever gets here.
"""

from dataclasses import dataclass, replace
from typing import Final

from devices.events import ConsoleStage, ConsoleState
from gui.theme import Sign

LOGIN_PATIENCE_S: Final = 40.0
"""How long a log-in may be under way before the form is offered again: waking, two prompts and the probe's upload."""
ASK_PATIENCE_S: Final = 9.0
"""How long a console that was asked again may think: three wake-ups of 1.5 s and a settled line."""

_ON_THE_WAY: Final = (ConsoleStage.LISTENING, ConsoleStage.BOOTING, ConsoleStage.LOADING)
_REFUSALS: Final = (ConsoleStage.WRONG_PASSWORD, ConsoleStage.LOGIN_LOOP)
_FORM: Final = (ConsoleStage.LOGIN_WANTED, *_REFUSALS)
_STICKY: Final = (ConsoleStage.RESTRICTED, ConsoleStage.NO_PROCESSES)
_RETRY: Final = (
    ConsoleStage.LOCKED,
    ConsoleStage.BOOT_LOADER,
    ConsoleStage.SILENT,
    ConsoleStage.ONLY_MESSAGES,
    ConsoleStage.RESTRICTED,
    ConsoleStage.NO_PROCESSES,
    ConsoleStage.LOST,
)


@dataclass(frozen=True, slots=True)
class Console:
    """``said`` is what the terminal printed: foreign. ``tries``: log-ins it refused since it last let the bench in."""

    stage: ConsoleStage = ConsoleStage.LISTENING
    said: str = ""
    tries: int = 0
    sent_at: float | None = None
    asked_at: float | None = None


def heard(console: Console | None, state: ConsoleState) -> Console:
    """After one more stage."""
    before = console or Console()
    match state.stage:
        case ConsoleStage.LISTENING if before.stage not in (ConsoleStage.LOST, ConsoleStage.READY, ConsoleStage.ENDED):
            return before  # asked again: what stood in the way still does
        case ConsoleStage.LOADING if before.stage in _STICKY:
            return before
        case ConsoleStage.LOGIN_WANTED if before.stage in _REFUSALS:
            return replace(before, said=state.detail or before.said)  # the prompt after a refusal
        case ConsoleStage.LOGIN_WANTED:
            return replace(before, stage=state.stage, said=state.detail, asked_at=None)
        case ConsoleStage.READY | ConsoleStage.ENDED:
            return Console(state.stage)
        case ConsoleStage.LISTENING | ConsoleStage.BOOTING | ConsoleStage.LOADING:
            return replace(before, stage=state.stage, said=state.detail)
        case stage:
            tries = before.tries + (stage in _REFUSALS and before.sent_at is not None)
            said = state.detail or (before.said if stage in _REFUSALS else "")
            return Console(stage, said, tries)


def sent(console: Console | None, at: float) -> Console:
    """A log-in was just typed and sent."""
    return replace(console or Console(), sent_at=at)


def asked(console: Console | None, at: float) -> Console:
    """A person wants the console asked again now."""
    return replace(console or Console(), asked_at=at)


def logging_in(console: Console, now: float) -> bool:
    """Whether a log-in is under way."""
    return console.sent_at is not None and now - console.sent_at < LOGIN_PATIENCE_S


def asking(console: Console, now: float) -> bool:
    """Whether it is being asked again because a person said so."""
    return console.asked_at is not None and now - console.asked_at < ASK_PATIENCE_S


def wants_log_in(console: Console, now: float) -> bool:
    """Whether user and password may be typed now."""
    return console.stage in _FORM and not logging_in(console, now)


def can_ask_again(console: Console, now: float) -> bool:
    """Whether asking again makes sense."""
    return console.stage in _RETRY and not asking(console, now)


def works(console: Console, now: float) -> bool:
    """Whether the bench is busy with the console and a person can only wait."""
    return console.stage in _ON_THE_WAY or logging_in(console, now) or asking(console, now)


def words_of(console: Console, now: float) -> str:
    """The stem of its message ids: ``console.<stage>`` or ``console.sending``."""
    on_the_way = console.stage in (ConsoleStage.BOOTING, ConsoleStage.LOADING)
    return "console.sending" if logging_in(console, now) and not on_the_way else f"console.{console.stage}"


def sign_of(console: Console, now: float) -> Sign:
    """Shape and colour. A console that lets nobody in is never a fault of the unit: no stage is red."""
    if works(console, now):
        return Sign("wait", "unsure", "unsure_soft")
    if console.stage is ConsoleStage.READY:
        return Sign("link", "good", "good_soft")
    if console.stage is ConsoleStage.LOGIN_WANTED:
        return Sign("lock", "accent", "accent_soft")
    if console.stage is ConsoleStage.LOST:
        return Sign("link-off", "bench", "bench_soft")
    icon = "lock" if console.stage in (*_REFUSALS, ConsoleStage.LOCKED, ConsoleStage.RESTRICTED) else "question"
    return Sign("power" if console.stage is ConsoleStage.SILENT else icon, "warn", "warn_soft")
