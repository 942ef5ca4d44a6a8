"""Putting a test picture on the unit's own screen and asking what is seen, as steps that checks of the screen share."""

from collections.abc import Generator
from typing import Final, Protocol

from checks.steps import Answer, Ask, Await, Question, Received, Send, Show, Step
from devices.commands import Command, SetBacklight, ShowImage, ShowText
from devices.events import CommandDone, CommandFailed, Stamped
from devices.raster import Raster

_UPLOAD_S: Final = 60.0
_LIGHT_S: Final = 15.0

Done = Generator[Step, Received, bool]
Told = Generator[Step, Received, Answer | None]


class Refusals(Protocol):
    """Where it is kept why a unit did not take a picture."""

    rejected: str


def on_screen(name: str, pattern: str, raster: Raster, kept: Refusals, secret: bool = False) -> Done:
    """Upload and show; a ``secret`` picture is for the unit's own screen only. False where the unit does not take it."""
    shown = yield from _done(ShowImage(name, raster), _UPLOAD_S, kept)
    if shown:
        yield Show(pattern, None if secret else raster)
    return shown


def text_on_screen(lines: tuple[str, ...], pattern: str, preview: Raster, kept: Refusals) -> Done:
    """The same for a screen of characters."""
    shown = yield from _done(ShowText(lines), _UPLOAD_S, kept)
    if shown:
        yield Show(pattern, preview)
    return shown


def light(percent: int) -> Done:
    """Set the screen's light. False where the unit did not."""
    return (yield from _done(SetBacklight(percent), _LIGHT_S, _Nowhere()))


def told(question: Question) -> Told:
    """The answer."""
    got = yield Ask(question)
    return got if isinstance(got, Answer) else None


class _Nowhere:
    rejected = ""


def _done(command: Command, patience_s: float, kept: Refusals) -> Done:
    name = type(command).__name__
    yield Send(command)
    got = yield Await((CommandDone, CommandFailed), patience_s, lambda e: getattr(e, "command", "") == name)
    if isinstance(got, Stamped) and isinstance(got.event, CommandDone):
        return True
    kept.rejected = got.event.detail if isinstance(got, Stamped) and isinstance(got.event, CommandFailed) else "?"
    return False
