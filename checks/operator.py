"""A person at the terminal, played for demo, test and practice: sees only what a simulated screen shows, presses its keys.

It judges a picture the way eyes do, by comparing what should be there with what is; it is never told which faults are on.
"""

from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final, Protocol

import numpy as np

from checks.record import KeyMark
from checks.session import Session
from checks.steps import CANNOT_TELL, Answer, Question
from devices.errors import DeviceError
from devices.keys import Key
from devices.raster import Raster

_VISIBLE: Final = 16  # smallest difference of one primary, of 255, that an eye notices side by side
_FEW: Final = 0.01  # share of the panel up to which differences are dots
_DOT_AREA: Final = 4  # px; a single dead pixel is not one of the challenge's dots
_PATIENCE_S: Final = 3.0
_SWEEP_PATIENCE_S: Final = 10.0
_WARNINGS: Final = (("TAMPER", "tampered"), ("OFFLINE CODE", "offline-code"), ("NO KEY", "no-key"))


class Seen(Protocol):
    """A screen as it is seen; ``raster`` is None when it is dark or shows text."""

    @property
    def raster(self) -> Raster | None:
        """The picture."""
        ...

    @property
    def text(self) -> str:
        """Lines of text. Foreign."""
        ...


class Body(Protocol):
    """The simulated unit as a person meets it. Calls may take a moment, and raise ``DeviceError`` when it is gone."""

    def asked(self, keys: list[Key], digits: str | None) -> None:
        """Tell which keys, or which digits and then OK, the bench wants pressed."""
        ...

    def screen(self) -> Seen:
        """What the screen shows to the eye."""
        ...


@dataclass(slots=True)
class SimulatedOperator:
    """Answers a session's questions and has the asked keys pressed. Call ``look`` again and again from one thread."""

    body: Body
    _told: tuple[tuple[Key, ...], str | None, float] = field(default=((), None, 0.0))

    def look(self, session: Session, at: float) -> Answer | None:
        """An answer to the present question, or None while there is nothing to say."""
        question = session.question
        self._press(session, question)
        if question is None or at < session.question_ready_at:
            return None
        if question.id == "network.from_pc":  # a simulated unit's PC side touches no real network
            return Answer(question.id, "yes" if session.setup.demonstration else "no")
        if question.id == "security.screen":
            return self._read(question)
        if question.id.startswith("keypad."):
            return self._keypad(question, at - session.question_ready_at)
        return self._display(question)

    def _press(self, session: Session, question: Question | None) -> None:
        keys, digits = _wanted(session, question)
        told = (keys, digits, session.question_ready_at if question else 0.0)  # asked again means pressed again
        if told != self._told:
            self._told = told
            with suppress(DeviceError):  # a unit that is gone presses nothing
                self.body.asked(list(keys), digits)

    def _keypad(self, question: Question, waited_s: float) -> Answer | None:
        """Says that a key is dead only after it was pressed and time has passed."""
        if question.id.startswith("keypad.silent."):
            return Answer(question.id, "key-dead")
        if question.id == "keypad.sweep":
            return Answer(question.id, "some-dead") if waited_s > _SWEEP_PATIENCE_S else None
        return Answer(question.id, "key-dead") if waited_s > _PATIENCE_S else None

    def _read(self, question: Question) -> Answer:
        """Reads the screen's text aloud."""
        try:
            said = self.body.screen().text.upper()
        except DeviceError:
            return Answer(question.id, CANNOT_TELL)
        return Answer(question.id, next((choice for word, choice in _WARNINGS if word in said), "none-of-these"))

    def _display(self, question: Question) -> Answer:
        try:
            seen = self.body.screen().raster
        except DeviceError:
            return Answer(question.id, CANNOT_TELL)
        shown = question.shown
        if shown is None:
            return Answer(question.id, CANNOT_TELL)
        if question.number is not None:
            count = count_marks(seen, shown) if question.id.endswith(".count") else count_dots(seen)
            low, high = question.number
            return Answer(question.id, "number", min(max(count, low), high))
        return Answer(question.id, _offered(question, symptom(seen, shown)))


def _wanted(session: Session, question: Question | None) -> tuple[tuple[Key, ...], str | None]:
    asked = tuple(sorted(key for key, (mark, _) in session.keymap.marks.items() if mark is KeyMark.ASKED))
    if question is None or question.id.startswith("keypad.silent.") or not question.id.startswith("keypad."):
        return (), None
    if question.id == "keypad.sweep":
        order = session.setup.profile.keypad.keys if session.setup.profile.keypad else ()
        return (), "".join(cap.id for cap in order if cap.id in asked)
    if question.id.startswith("keypad.digit."):
        return (), question.subject
    return asked, None


def _offered(question: Question, said: str) -> str:
    return said if said in {choice.id for choice in question.choices} else CANNOT_TELL


def symptom(seen: Raster | None, shown: Raster) -> str:
    """What a person would call the difference between the picture meant and the picture seen."""
    if seen is None or seen.pixels.shape != shown.pixels.shape:
        return "no-picture"
    off = _differences(seen, shown)
    if not off.any():
        return "fine"
    if not seen.pixels.any() and shown.pixels.any():
        return "no-picture"
    shift = seen.pixels.astype(np.int16)[off] - shown.pixels.astype(np.int16)[off]
    if off.mean() < _FEW:
        return "dark-dots" if shift.mean() < 0 else "bright-dots"
    spread = np.ptp(shift.mean(axis=0))
    return "colour-cast" if spread > _VISIBLE / 2 else "uneven"


def _differences(seen: Raster, shown: Raster) -> "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]":
    delta = np.abs(seen.pixels.astype(np.int16) - shown.pixels.astype(np.int16))
    return np.asarray((delta > _VISIBLE).any(axis=2))


def count_marks(seen: Raster | None, shown: Raster) -> int:
    """How many separate places differ from the picture meant."""
    if seen is None or seen.pixels.shape != shown.pixels.shape:
        return 0
    return len(_areas(_differences(seen, shown)))


def count_dots(seen: Raster | None) -> int:
    """How many dots stand out from the plain ground, single pixels not counted."""
    if seen is None:
        return 0
    ground = np.median(seen.pixels.reshape(-1, 3), axis=0)
    off = (np.abs(seen.pixels.astype(np.int16) - ground) > 3 * _VISIBLE).any(axis=2)
    return sum(1 for area in _areas(off) if area >= _DOT_AREA)


def _areas(mask: "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]") -> list[int]:
    """Sizes in px of the connected places of a mask, corners touching included."""
    left = set(map(tuple, np.argwhere(mask).tolist()))
    sizes: list[int] = []
    while left:
        edge = [left.pop()]
        size = 0
        while edge:
            y, x = edge.pop()
            size += 1
            near = {(y + dy, x + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)} & left
            left -= near
            edge.extend(near)
        sizes.append(size)
    return sizes
