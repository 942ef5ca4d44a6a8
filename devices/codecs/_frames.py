"""Cuts a byte stream into frames of any protocol that can tell a whole frame from noise. Pure; knows no protocol, no time.

What a frame is says a ``Cut``; damage becomes noise, and the next good frame is found, also one that began inside it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final, Generic, Protocol, TypeAlias, TypeVar

F = TypeVar("F")

NOISE: Final = None
"""In the place of a frame: these bytes are none."""
Cut: TypeAlias = Callable[[bytes], tuple[int, F | None] | None]
"""Given bytes, of which there is at least one: None where they may be the beginning of a frame; else how many of them belong
together, and the frame they are, or ``NOISE``."""
MASKED: Final = 0x3F
"""Stands in a log for a digit."""


@dataclass(frozen=True, slots=True)
class Token(Generic[F]):
    """``raw`` as it stood on the wire; no ``frame`` for noise."""

    raw: bytes = field(repr=False)
    frame: F | None = None


class Reader(Protocol[F]):
    """Cuts a byte stream into tokens whose ``raw`` parts add up to the stream."""

    @property
    def pending(self) -> bool:
        """True while a frame or noise has begun and not ended."""
        ...

    def feed(self, data: bytes) -> list[Token[F]]:
        """All tokens that ``data`` completes."""
        ...

    def quiet(self) -> list[Token[F]]:
        """The line was silent: what is under way ends here."""
        ...


class FrameReader(Generic[F]):
    """See ``Reader``: for whatever a ``Cut`` can tell."""

    __slots__ = ("_cut", "_held", "_noise")

    def __init__(self, cut: Cut[F]) -> None:
        self._cut = cut
        self._held = bytearray()
        self._noise = bytearray()

    @property
    def pending(self) -> bool:
        """See ``Reader``."""
        return bool(self._held or self._noise)

    def feed(self, data: bytes) -> list[Token[F]]:
        """See ``Reader``."""
        self._held += data
        tokens: list[Token[F]] = []
        self._cut_off(tokens)
        return tokens

    def quiet(self) -> list[Token[F]]:
        """See ``Reader``."""
        tokens: list[Token[F]] = []
        while self._held:
            self._noise.append(self._held.pop(0))
            self._cut_off(tokens)
        self._end_noise(tokens)
        return tokens

    def _cut_off(self, tokens: list[Token[F]]) -> None:
        while self._held:
            found = self._cut(bytes(self._held))
            if found is None:
                return
            size, frame = found
            raw = bytes(self._held[:size])
            del self._held[:size]
            if frame is None:
                self._noise += raw
            else:
                self._end_noise(tokens)
                tokens.append(Token(raw, frame))

    def _end_noise(self, tokens: list[Token[F]]) -> None:
        if self._noise:
            tokens.append(Token(bytes(self._noise)))
            self._noise.clear()


def hidden(data: bytes) -> bytes:
    """As long as ``data`` and nothing of it: in a frame that is damaged or not understood, a check value left as it was would tell
    masked digits to whoever tries them all.
    """
    return bytes([MASKED]) * len(data)


def is_text(data: bytes, separators: Iterable[int] = ()) -> bool:
    """Whether there is nothing but text in it: a length that came damaged may have caught other frames."""
    allowed = frozenset(separators)
    return all(byte >= 0x20 or byte in allowed for byte in data)


def xor(data: Iterable[int]) -> int:
    """The XOR of all bytes."""
    value = 0
    for byte in data:
        value ^= byte
    return value


class FrameRedactor(Generic[F]):
    """One direction of a wire log: ``safe`` gives a frame as it may be kept, of equal length; of noise only its length is kept."""

    def __init__(self, cut: Cut[F], safe: Callable[[bytes, F], bytes]) -> None:
        self._reader = FrameReader(cut)
        self._safe = safe

    def feed(self, data: bytes) -> bytes:
        """See ``Redactor``."""
        return self._kept(self._reader.feed(data))

    def flush(self) -> bytes:
        """See ``Redactor``."""
        return self._kept(self._reader.quiet())

    def _kept(self, tokens: list[Token[F]]) -> bytes:
        return b"".join(
            hidden(token.raw) if token.frame is None else self._safe(token.raw, token.frame) for token in tokens
        )
