"""Makes SZZT traffic safe to keep: which digit was pressed becomes ``?``, lengths stay, and the log still decodes.

Every key of such a pad is one bare byte, so the order of digits would stand in a log letter by letter. Frames the bench
itself asks for stay; of what is not understood only its length stays.
"""

from typing import Final

from devices.codecs._frames import Token
from devices.codecs._szzt_meaning import DIGIT_CODES, Answer
from devices.codecs._szzt_wire import ALLOWED, END, MASKED, START, Bare, Framed, FrameReader, Said, check_value

_TABLE: Final = bytes(MASKED if byte in DIGIT_CODES else byte for byte in range(256))
_NOISE: Final = b"~"
"""No key and no start of a frame. Of noise nothing is kept: a check value in it would tell the digits it was made of."""


def _masked(text: bytes) -> bytes:
    body = b"%03d" % len(text) + text[:1].translate(_TABLE) + bytes([MASKED]) * len(text[1:]) + bytes([END])
    return bytes([START]) + body + check_value(body)


class _Stream:
    """One direction; the subclass knows which frames are harmless."""

    def __init__(self) -> None:
        self._reader = FrameReader()

    def feed(self, data: bytes) -> bytes:
        """See ``Redactor``."""
        tokens = self._reader.feed(data) + self._reader.end_noise()
        return b"".join(self._safe(token) for token in tokens)

    def flush(self) -> bytes:
        """See ``Redactor``."""
        return b"".join(self._safe(token) for token in self._reader.quiet())

    def _safe(self, token: Token[Said]) -> bytes:
        match token.frame:
            case Framed() as frame:
                return token.raw if self._harmless(frame) else _masked(frame.text)
            case Bare():
                return token.raw.translate(_TABLE)
            case None:
                return _NOISE * len(token.raw)

    def _harmless(self, frame: Framed) -> bool:
        raise NotImplementedError


class BenchRedactor(_Stream):
    """Bench to pad: only what the bench ever says."""

    def _harmless(self, frame: Framed) -> bool:
        return frame.text.decode("iso8859-1") in ALLOWED


class PadRedactor(_Stream):
    """Pad to bench: a status alone, and who the pad is."""

    def _harmless(self, frame: Framed) -> bool:
        answer = Answer.of(frame)
        return answer is None or not answer.body or answer.has_information
