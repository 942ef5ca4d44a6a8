"""The played operator's finger: which key it is on, and how long nothing came of it.

A press is made by the simulated unit's own person, in a process of its own. A PC that has much to do may not let that
process run, or may leave what came from it unread, for seconds. So nothing is said of a key before the unit told that the
press was made, and time counts only as far as somebody looked.
"""

from dataclasses import dataclass, field
from typing import Final, Protocol

from checks.record import KeyMark
from checks.session import Session
from devices.errors import DeviceError
from devices.keys import Key

_FREE_PATIENCE_S: Final = 2.5
_STRIDE_S: Final = 0.25
"""No two looks are further apart than this: in what a busy PC took longer, nobody could have seen the key come."""
_INQUIRY_S: Final = 0.5
"""How often the unit is asked whether the press was made; a healthy key comes sooner."""


class Pressed(Protocol):
    """Whoever knows what of the asked keys was pressed."""

    def to_press(self) -> int:
        """How many presses are still to be made of those that were asked for. Raises ``DeviceError`` when it is gone."""
        ...


@dataclass(slots=True)
class Patience:
    """How long one question has been looked at in vain."""

    seen_s: float = 0.0
    """Since it was asked."""
    since_press_s: float = 0.0
    """Since the unit told that the press was made; 0 before."""
    pressed: bool = False
    """Whether the unit told so."""
    _of: tuple[str, float] = ("", -1.0)
    _at: float = 0.0
    _inquired_s: float = 0.0

    def look(self, question: str, asked_at: float, at: float, unit: Pressed) -> None:
        """Look once more. A question that is asked again begins anew."""
        if self._of != (question, asked_at):
            self._of, self._at, self.pressed = (question, asked_at), at, False
            self.seen_s = self.since_press_s = self._inquired_s = 0.0
        step, self._at = _step(self._at, at), at
        self.seen_s += step
        self.since_press_s += step * self.pressed
        if not self.pressed and self.seen_s - self._inquired_s >= _INQUIRY_S:
            self._inquired_s = self.seen_s
            self.pressed = _all_pressed(unit)


def _step(before: float, at: float) -> float:
    return min(max(at - before, 0.0), _STRIDE_S)


def _all_pressed(unit: Pressed) -> bool:
    try:
        return unit.to_press() == 0
    except DeviceError:  # gone, or too busy to answer: then it told nothing
        return False


@dataclass(slots=True)
class FreeHand:
    """Presses each key once and watches the map: does the key light up that the finger is on?"""

    left: list[Key] = field(default_factory=list)
    key: Key | None = None
    waited_s: float = 0.0
    seen_at: float = 0.0
    before: dict[Key, int] = field(default_factory=dict)
    wrong: bool = False
    began: float = -1.0

    def look(self, session: Session, at: float) -> None:
        """Go on to the next key when this one, or another, lit up, or nothing did for a while."""
        if self.began != session.question_ready_at:
            asked = [key for key, (mark, _) in session.keymap.marks.items() if mark is KeyMark.ASKED]
            self.began, self.left, self.key, self.wrong = session.question_ready_at, asked, None, False
        self.waited_s, self.seen_at = self.waited_s + _step(self.seen_at, at), at
        lit = {key for key, state in session.state.keys.items() if state.presses > self.before.get(key, 0)}
        lit = {key for key in lit if session.mark_of(key) is not KeyMark.STUCK}
        if self.key is None or lit or self.waited_s > _FREE_PATIENCE_S:
            self.wrong = self.wrong or (self.key is not None and bool(lit - {self.key}))
            self.key, self.waited_s = (self.left.pop(0) if self.left else ""), 0.0
            self.before = {key: state.presses for key, state in session.state.keys.items()}
