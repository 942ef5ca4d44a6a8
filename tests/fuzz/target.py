"""What one fuzzing target is: a parser of foreign bytes, what must hold for any input, and where to begin.

``check`` raises for a finding and for nothing else; it is a plain function, so that inputs replay without a fuzzer.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

Check = Callable[[bytes], None]


@dataclass(frozen=True)
class Target:
    """``parser``: what reads the bytes. ``holds``: what is held against it, in words. ``largest``: bytes of an input."""

    id: str
    parser: str
    holds: str
    check: Check
    seeds: Callable[[], Iterable[bytes]]
    dictionary: tuple[bytes, ...] = ()
    largest: int = 2048
    longest_s: float = 2.0
    """No input may take longer."""
    every: int = field(default=1, compare=False)
    """How many of the seeds the suite replays: each, or every n-th where one is slow."""


class Reader:
    """Takes small things off an input, the way the fuzzer can learn: short inputs read as zeros."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def more(self) -> bool:
        """Whether anything is left."""
        return self._at < len(self._data)

    def byte(self) -> int:
        """One byte."""
        found = self._data[self._at] if self.more else 0
        self._at += 1
        return found

    def some(self, count: int) -> bytes:
        """Up to ``count`` bytes."""
        found = self._data[self._at : self._at + count]
        self._at += count
        return found

    def rest(self) -> bytes:
        """Everything left."""
        return self.some(len(self._data))
