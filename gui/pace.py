"""How long the rest of a check takes at the pace seen so far. Says nothing before there is a pace to see."""

from dataclasses import dataclass
from typing import Final

_LEAST_DONE: Final = 3
_LEAST_S: Final = 4.0
_STEP_S: Final = 5
"""Own: less than that flickers and says more than anybody knows."""


@dataclass(slots=True)
class Pace:
    """Looks at one check after another; the window's thread."""

    _of: object = None
    _at_s: float = 0.0
    _done: int = 0

    def left_s(self, of: object, now_s: float, done: int, total: int) -> int | None:
        """Seconds for what is left of ``total`` steps of the check ``of``, rounded up; None where nobody can say."""
        if of != self._of or done < self._done:
            self._of, self._at_s, self._done = of, now_s, done
        made, took_s = done - self._done, now_s - self._at_s
        if made < _LEAST_DONE or took_s < _LEAST_S or done >= total:
            return None
        return -(-round((total - done) * took_s / made) // _STEP_S) * _STEP_S
