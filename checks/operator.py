"""A person at the terminal, played for demo, test and practice: sees only what a simulated screen shows, presses its keys.

It judges a picture the way eyes do, by comparing what should be there with what is; it is never told which faults are on.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from checks.finger import FreeHand, Patience
from checks.glyphs import drawn
from checks.panel import DisplayMark, MarkKind
from checks.record import KeyMark
from checks.session import Session
from checks.steps import CANNOT_TELL, Answer, Question
from devices.errors import DeviceError
from devices.keys import Key
from devices.raster import DisplayKind, Raster

Mask = NDArray[np.bool_]
_VISIBLE: Final = 16  # smallest difference of one primary, of 255, that an eye notices side by side
_FEW: Final = 0.01  # share of the panel up to which differences are dots
_FAR: Final = 60  # of 255: a lit screen that shows nothing instead of this picture
_UNLIKE: Final = 0.1
_MOST: Final = 0.85
_LONG: Final = 0.4  # share of a row or column; on a checker a faulty line shows at every second dot
_STROKES: Final = 2
_REST: Final = 0.3
_SILENT: Final = "keypad.silent."
_MOST_LINES: Final = 20
_SHORTEST_LINE: Final = 8
_DOT_AREA: Final = 4  # px; a single dead pixel is not one of the challenge's dots
_LARGEST_DOT: Final = 40
_BESIDE: Final = 5  # px; further than a dot of the challenge is wide, nearer than its neighbour
_NEAR: Final = (-2, -1, 0, 1, 2)
_PATIENCE_S: Final = 2.5
"""From the moment the unit told that the key was pressed."""
_UNPRESSED_S: Final = 3.0
_MOST_AGAIN: Final = 3
"""How often a key that the unit could not be made to press is asked for again; then nobody can tell."""
_SWEEP_PATIENCE_S: Final = 10.0
_TELL_AGAIN_S: Final = 1.0


_SAID: Final = {"keypad.clear-hold": "no-entry", "keypad.by-word": "all-keys-answer"}
"""A simulated unit has no payment program to hang in, and a key test of its own that finds nothing."""
_WARNINGS: Final = (
    ("TAMPER", "tampered"),
    ("APP BLOCKED", "tampered"),
    ("OFFLINE CODE", "offline-code"),
    ("NO KEY", "no-key"),
)


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

    def to_press(self) -> int:
        """How many presses are still to be made of those that were asked for."""
        ...

    def screen(self) -> Seen:
        """What the screen shows to the eye."""
        ...

    def looks(self) -> tuple[str, ...]:
        """What is wrong with the unit to the eye, as ``sign=NAME``, ``message=ID`` and ``part=ROLE``."""
        ...


@dataclass(slots=True)
class SimulatedOperator:
    """Answers a session's questions and has the asked keys pressed. Call ``look`` again and again from one thread."""

    body: Body
    _hand: FreeHand = field(default_factory=FreeHand)
    _patience: Patience = field(default_factory=Patience)
    _told: tuple[tuple[Key, ...], str | None, float] | None = ((), None, 0.0)
    _tell_at: float = 0.0
    _again: Counter[str] = field(default_factory=Counter)
    _before: float = 0.0

    def look(self, session: Session, at: float) -> Answer | None:
        """An answer to the present question, or None while there is nothing to say."""
        question = session.question
        if question is not None and question.id == "keypad.free":
            self._hand.look(session, at)
        self._press(session, question, at)
        if question is None or at < session.question_ready_at:
            return None
        if question.id == "network.from_pc":  # a simulated unit's PC side touches no real network
            return Answer(question.id, "yes" if session.setup.demonstration else "no")
        if question.id.startswith(("first.", "accessories.")):
            return self._outside(question)
        if question.id == "security.screen":
            return self._read(question)
        if question.id.startswith("keypad."):
            return self._keypad(question, session.question_ready_at, at)
        return self._display(session, question)

    def _press(self, session: Session, question: Question | None, at: float) -> None:
        if question is not None and question.id.startswith(_SILENT):
            return  # the press may only be late: it is not taken back
        keys, digits = _wanted(session, question)
        if question is not None and question.id == "keypad.free":
            keys = (self._hand.key,) if self._hand.key else ()
        told = (keys, digits, session.question_ready_at if question else 0.0)  # asked again means pressed again
        if told == self._told or at < self._tell_at:
            return
        try:
            self.body.asked(list(keys), digits)
            self._told = told
        except DeviceError:  # gone, or too busy to listen: nothing is pressed until it heard
            self._told, self._tell_at = None, at + _TELL_AGAIN_S

    def _keypad(self, question: Question, asked_at: float, at: float) -> Answer | None:
        """Says that a key is dead only after it was pressed and time has passed."""
        if question.id == "keypad.free":
            return Answer(question.id, "no-more-keys") if self._hand.key == "" else None
        if question.id in _SAID or question.id.startswith("keypad.many."):
            return Answer(question.id, _SAID.get(question.id, "leave-it"))
        if question.id == "keypad.lit":
            return Answer(question.id, "wrong-lit" if self._hand.wrong else "each-lit")
        if self._told is None:
            return None
        self._patience.look(question.id, asked_at, at, self.body)
        if question.id == "keypad.sweep":
            return Answer(question.id, "some-dead") if self._patience.seen_s > _SWEEP_PATIENCE_S else None
        if self._patience.since_press_s > _PATIENCE_S:
            return Answer(question.id, "key-dead")
        return self._not_pressed(question) if question.id.startswith(_SILENT) else None

    def _not_pressed(self, question: Question) -> Answer | None:
        """Asked whether the key was pressed at all: not yet, so once more. A unit that never presses tells nothing of its keys."""
        if self._patience.pressed or self._patience.seen_s < _UNPRESSED_S:
            return None
        self._again[question.id] += 1
        return Answer(question.id, "try-again" if self._again[question.id] <= _MOST_AGAIN else CANNOT_TELL)

    def _outside(self, question: Question) -> Answer:
        """Eyes and nose before the cable, and further parts: those that are broken are tried."""
        try:
            seen = [text.partition("=")[::2] for text in self.body.looks()]
        except DeviceError:
            return Answer(question.id, CANNOT_TELL)
        signs = [value for kind, value in seen if kind == "sign"]
        messages = [value for kind, value in seen if kind == "message"]
        parts = [value for kind, value in seen if kind == "part"]
        match question.id:
            case "first.quick":
                said = ["something-wrong" if signs or messages else "all-fine"]
            case "first.signs":
                said = [s for s in signs if s != "unsettled-trades"] or ["nothing-seen"]
            case "first.message":
                said = messages[:1] or ["no-message"]
            case "first.trades":
                said = ["trades-unsettled" if "unsettled-trades" in signs else "trades-settled"]
            case "accessories.which":
                said = [f"part.{part}" for part in parts] or ["no-parts"]
            case _:
                said = ["part-broken" if question.id.partition(".")[2] in parts else "part-works"]
        return Answer(question.id, said[0], None, tuple(said[1:]))

    def _read(self, question: Question) -> Answer:
        """Reads the screen's text aloud."""
        try:
            said = self.body.screen().text.upper()
        except DeviceError:
            return Answer(question.id, CANNOT_TELL)
        return Answer(question.id, next((choice for word, choice in _WARNINGS if word in said), "none-of-these"))

    def _display(self, session: Session, question: Question) -> Answer:
        try:
            seen = _as_picture(session, self.body.screen())
        except DeviceError:
            return Answer(question.id, CANNOT_TELL)
        if question.id.startswith("display.own."):  # the unit's own test is not simulated: a lit screen passes it
            lit = seen is not None and float(seen.pixels.mean()) > _VISIBLE
            return Answer(question.id, _offered(question, "fine" if lit else "no-picture"))
        if question.id.startswith(("display.light.", "display.dark.")):
            return Answer(question.id, _offered(question, self._light(question, seen)))
        shown = question.shown
        if shown is None:
            return Answer(question.id, CANNOT_TELL)
        marks = marks_of(seen, shown) if question.marks else ()
        if question.number is not None:
            low, high = question.number
            count = len(marks) if question.marks else count_dots(seen)
            return Answer(question.id, "number", min(max(count, low), high), marks=marks[:high])
        if question.marks:
            return Answer(question.id, "marked", None, marks=place_of(seen, shown))
        return Answer(question.id, _offered(question, symptom(seen, shown)))

    def _light(self, question: Question, seen: Raster | None) -> str:
        """How bright the screen is: as such, or against the look before."""
        now = float(seen.pixels.mean()) if seen is not None else 0.0
        if question.id == "display.dark.light":
            return "light-on" if now > _VISIBLE else "light-off"
        if question.id == "display.dark.lamp":
            return "picture-faint" if now > 0 else "picture-none"
        if question.id.endswith(".before"):
            self._before = now
            return "seen"
        if abs(now - self._before) < _VISIBLE:
            return "same"
        return "brighter" if now > self._before else "darker"


def _as_picture(session: Session, screen: Seen) -> Raster | None:
    """What an eye compares: the picture, or on a screen of characters its text in the preview's own dots."""
    display = session.setup.profile.display
    if screen.raster is not None or not screen.text or display is None or display.kind is not DisplayKind.CHARACTER:
        return screen.raster
    lines = (*screen.text.split("\n"), *([""] * display.text_rows))[: display.text_rows]
    plane = drawn(lines, display.text_columns) * np.uint8(255)
    return Raster(np.repeat(plane[:, :, None], 3, axis=2))


def _wanted(session: Session, question: Question | None) -> tuple[tuple[Key, ...], str | None]:
    asked = tuple(sorted(key for key, (mark, _) in session.keymap.marks.items() if mark is KeyMark.ASKED))
    if question is None or question.id.startswith(_SILENT) or not question.id.startswith("keypad."):
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
    if (seen.pixels.max() <= _VISIBLE and shown.pixels.any()) or _only_light(seen, shown):
        return "no-picture"
    if _shade(seen, shown):
        return "fine"
    if _lines(seen, off):
        return "lines"
    shift = seen.pixels.astype(np.int16)[off] - shown.pixels.astype(np.int16)[off]
    if off.mean() < _FEW:
        return "dark-dots" if shift.mean() < 0 else "bright-dots"
    return "colour-cast" if _cast(seen, shown, off) else "uneven"


def _only_light(seen: Raster, shown: Raster) -> bool:
    """The screen is lit and shows nothing: one neutral shade, far from what it should be."""
    pixels = seen.pixels.astype(np.int16)
    plain = np.ptp(pixels, axis=(0, 1)).max() <= _VISIBLE and np.ptp(pixels.mean(axis=(0, 1))) <= _VISIBLE
    return bool(plain and (pixels - shown.pixels).mean() > _FAR)


def _shade(seen: Raster, shown: Raster) -> bool:
    """A plain field a little darker or lighter all over, of the same hue: nothing beside it shows an eye the difference."""
    delta = seen.pixels.astype(np.int16) - shown.pixels
    plain = max(np.ptp(pixels, axis=(0, 1)).max() for pixels in (seen.pixels, shown.pixels)) <= _VISIBLE
    return bool(plain and np.abs(delta).max() <= _FAR and np.ptp(delta.mean(axis=(0, 1))) <= _VISIBLE)


def _cast(seen: Raster, shown: Raster, off: Mask) -> bool:
    """Whether the primaries are weakened unlike; a single primary that is weak everywhere counts as a cast, too."""
    meant, there = shown.pixels[off].mean(axis=0), seen.pixels[off].mean(axis=0)
    lit = meant > 2 * _VISIBLE
    if not lit.any() or (there[~lit] > 2 * _VISIBLE).any():
        return True
    ratios = there[lit] / meant[lit]
    everywhere = off.sum() > _MOST * (shown.pixels.max(axis=2) > 2 * _VISIBLE).sum()
    return bool(np.ptp(ratios) > _UNLIKE or (lit.sum() == 1 and everywhere))


def _lines(seen: Raster, off: Mask) -> list[tuple[int, int]]:
    """Rows (axis 0) and columns (axis 1) that differ along their length and hold nearly all that differs.

    A dead line has one shade from end to end: on a picture of thin strokes that tells it from single dots.
    """
    found = []
    for axis in (0, 1):
        plain = np.ptp(seen.pixels, axis=1 - axis).max(axis=1) <= _VISIBLE
        wrong = (off.mean(axis=1 - axis) >= _LONG) | (plain & (off.sum(axis=1 - axis) >= _STROKES))
        found += [(axis, int(index)) for index in np.flatnonzero(wrong) if off.shape[1 - axis] >= _SHORTEST_LINE]
    rest = off.copy()
    for axis, index in found:
        rest[(index, slice(None)) if axis == 0 else (slice(None), index)] = False
    few = 0 < len(found) <= _MOST_LINES and rest.sum() <= _REST * off.sum()
    return found if few else []


def marks_of(seen: Raster | None, shown: Raster) -> tuple[DisplayMark, ...]:
    """Every dot that differs from the picture meant."""
    if seen is None or seen.pixels.shape != shown.pixels.shape:
        return ()
    return tuple(DisplayMark(MarkKind.DOT, int(x), int(y)) for y, x in np.argwhere(_differences(seen, shown)))


def place_of(seen: Raster | None, shown: Raster) -> tuple[DisplayMark, ...]:
    """Lines one by one, or the zone that differs."""
    if seen is None or seen.pixels.shape != shown.pixels.shape:
        return ()
    off = _differences(seen, shown)
    lines = _lines(seen, off)
    if lines:
        return tuple(
            DisplayMark(MarkKind.LINE, 0, at, shown.width, 1)
            if axis == 0
            else DisplayMark(MarkKind.LINE, at, 0, 1, shown.height)
            for axis, at in lines
        )
    rows, columns = (np.flatnonzero(off.any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return ()
    left, top = int(columns[0]), int(rows[0])
    return (DisplayMark(MarkKind.ZONE, left, top, int(columns[-1]) - left + 1, int(rows[-1]) - top + 1),)


def _differences(seen: Raster, shown: Raster) -> Mask:
    delta = np.abs(seen.pixels.astype(np.int16) - shown.pixels.astype(np.int16))
    return np.asarray((delta > _VISIBLE).any(axis=2))


def count_dots(seen: Raster | None) -> int:
    """How many dots stand out from what is around them; single pixels, lines and shadows are none.

    A dot differs from its surroundings left and right, above and below: the edge of a shadow does so on one side, a line
    on two. A line through a dot leaves pieces of it that lie together.
    """
    if seen is None:
        return 0
    pixels = seen.pixels.astype(np.int16)
    off = np.ones(pixels.shape[:2], np.bool_)
    for axis in (0, 1):
        for step in (-_BESIDE, _BESIDE):
            off &= (np.abs(pixels - _beside(pixels, axis, step)) > 3 * _VISIBLE).any(axis=2)
    return sum(1 for area in _areas(off) if _DOT_AREA <= area <= _LARGEST_DOT)


def _beside(pixels: NDArray[np.int16], axis: int, step: int) -> NDArray[np.int16]:
    """For each pixel the one so many further on; at the edge of the screen the last one."""
    at = np.clip(np.arange(pixels.shape[axis]) + step, 0, pixels.shape[axis] - 1)
    return pixels.take(at, axis=axis)


def _areas(mask: Mask) -> list[int]:
    """Sizes in px of the connected places of a mask, corners touching and a gap of one pixel included."""
    left = set(map(tuple, np.argwhere(mask).tolist()))
    sizes: list[int] = []
    while left:
        edge = [left.pop()]
        size = 0
        while edge:
            y, x = edge.pop()
            size += 1
            near = {(y + dy, x + dx) for dy in _NEAR for dx in _NEAR} & left
            left -= near
            edge.extend(near)
        sizes.append(size)
    return sizes
