"""What an inspection takes of a person: seconds in which somebody is waited for, and actions, beyond the keypad."""

from dataclasses import dataclass
from typing import Final

from checks.session import Phase, Session

_OF_HANDS: Final = "keypad"
"""The keypad's presses are the work itself; the goals count what comes on top."""


@dataclass(frozen=True, slots=True)
class Effort:
    """Seconds needed, and actions: answers, scans, intents."""

    attention_s: float = 0.0
    actions: int = 0


NO_EFFORT: Final = Effort()


class EffortMeter:
    """Told of every look at a session and of every action. One thread."""

    def __init__(self) -> None:
        self._attention_s = 0.0
        self._actions = 0
        self._since: float | None = None

    @property
    def effort(self) -> Effort:
        """So far; a wait under way counts when it is over."""
        return Effort(round(self._attention_s, 1), self._actions)

    def see(self, session: Session, at: float) -> None:
        """How the session stands ``at`` this monotonic time."""
        waits = session.phase is Phase.RUNNING and session.question is not None and session.current != _OF_HANDS
        if waits and self._since is None:
            self._since = at
        elif not waits and self._since is not None:
            self._attention_s += max(0.0, at - self._since)
            self._since = None

    def act(self, check: str | None) -> None:
        """Somebody did something while ``check`` ran; None before and after the checks."""
        self._actions += check != _OF_HANDS
