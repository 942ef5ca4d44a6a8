"""ZVT link layer: one frame at a time to its acknowledgement, then messages until the one that ends a dialogue. No I/O, no clock.

Facts: PA00P016. On a serial line each frame is answered 06 or 15 within T2, and repeated at most twice; TCP needs neither.
Whatever the terminal says in between is answered at once, wanted or not: it waits for that.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final, TypeAlias

from devices.codec import soonest
from devices.codecs._zvt_wire import (
    ABORTED,
    ACK,
    COMPLETION,
    GOOD,
    NAK,
    UNKNOWN,
    Apdu,
    Code,
    Framing,
    Kind,
    Token,
    apdu,
)
from devices.events import Failure, UnknownFrame

T1_BETWEEN_BYTES_S: Final = 0.2
T2_ACK_S: Final = 5.0
T3_ANSWER_S: Final = 5.0
T4_SEQUENCE_S: Final = 180.0
TCP_STALL_S: Final = 2.0
"""A message begun and not ended; own: the document gives no time between bytes for TCP."""
REPEATS: Final = 2
_BITS_PER_BYTE: Final = 11
_SHORTEST: Final = 8
"""Bytes of the shortest message in its frame, without a byte of its beginning."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """Send ``message``; over with its answer 80 or 84, or where ``sequence``, with 06 0F or 06 1E after it."""

    message: bytes = field(repr=False)
    sequence: bool = False
    answer_s: float = T3_ANSWER_S


@dataclass(frozen=True, slots=True)
class Pause:
    """Hear what still comes for ``seconds``. Result: None."""

    seconds: float


@dataclass(frozen=True, slots=True)
class LinkFailure:
    """Why a step has no answer."""

    failure: Failure
    detail: str


Step: TypeAlias = Exchange | Pause
Result: TypeAlias = Apdu | LinkFailure | None
Heard: TypeAlias = Apdu | UnknownFrame

_KNOWN: Final = frozenset({0x04, 0x06})


class _Phase(Enum):
    IDLE = auto()
    ACK = auto()
    ANSWER = auto()
    SEQUENCE = auto()
    PAUSE = auto()


class ZvtLink:
    """Runs one step after another. The owner takes ``write`` and ``heard`` after every call, ``result`` once not ``busy``.

    ``taken``: called when the terminal has taken a request, at the latest with its answer.
    """

    def __init__(self, framing: Framing, baud: int, taken: Callable[[float], None]) -> None:
        self.write: list[bytes] = []
        self.heard: list[Heard] = []
        self.result: Result = None
        self._framing = framing
        self._reader = framing.reader()
        self._byte_s = _BITS_PER_BYTE / baud if framing.acknowledged else 0.0
        self._stall_s = T1_BETWEEN_BYTES_S if framing.acknowledged else TCP_STALL_S
        self._taken = taken
        self._phase = _Phase.IDLE
        self._step: Step | None = None
        self._until: float | None = None
        self._last_byte = 0.0
        self._sends = 0
        self._last_sent = b""
        self._said_again = 0
        self._last_heard = b""
        self._owed: float | None = None
        self._damaged = 0
        self.spoke = False
        """Something was said; before that nothing is answered either, so that a log can be read back."""

    @property
    def busy(self) -> bool:
        """A step is under way, or an answer of ours not acknowledged: nothing new is said before that."""
        return self._phase is not _Phase.IDLE or self._owed is not None

    @property
    def deadline(self) -> float | None:
        """When ``tick`` is needed at the latest."""
        stalled = self._last_byte + self._stall_s if self._reader.pending else None
        return soonest(self._until, stalled, self._owed)

    def start(self, step: Step, now: float) -> None:
        """Begin ``step``; a step under way is dropped without a result."""
        self._step, self.result, self._sends, self._owed = step, None, 0, None
        self._damaged = 0
        if isinstance(step, Pause):
            self._phase, self._until = _Phase.PAUSE, now + step.seconds
        else:
            self._send(step, now)

    def take_result(self) -> Result:
        """The result of the last step, once."""
        result, self.result = self.result, None
        return result

    def drop(self) -> None:
        """Forget the step under way, and what is owed; it has no result."""
        self._owed = None
        self._finish(None)

    def tokens(self, data: bytes, now: float) -> list[Token]:
        """Cut received bytes into tokens for ``take``."""
        tokens = self._stalled(now)
        self._last_byte = now
        return tokens + self._reader.feed(data)

    def _stalled(self, now: float) -> list[Token]:
        late = self._reader.pending and now >= self._last_byte + self._stall_s
        return self._reader.reset() if late else []

    def tick(self, now: float) -> None:
        """Let time act."""
        for token in self._stalled(now):
            self.take(token, now)
        if self._owed is not None and now >= self._owed:
            self._owed = None  # the terminal says again what it wants answered
        if self._until is not None and now >= self._until:
            self._time_out(now)

    def take(self, token: Token, now: float) -> None:
        """Let one token act."""
        match token.kind:
            case Kind.ACK:
                self._take_ack(now)
            case Kind.NAK:
                self._take_nak(now)
            case Kind.APDU:
                self._control(ACK)
                self._take_message(token, now)
            case Kind.DAMAGED:
                self._control(NAK)
                self._expect_again(now)
                self.heard.append(UnknownFrame(len(token.raw), token.reason))
            case Kind.NOISE:
                if len(token.raw) >= _SHORTEST and self._phase in (_Phase.ANSWER, _Phase.SEQUENCE):
                    self._control(NAK)  # a message without its beginning
                    self._expect_again(now)
                self.heard.append(UnknownFrame(len(token.raw), token.reason))

    def _expect_again(self, now: float) -> None:
        """A damaged message comes again soon or never: nobody waits for the whole of a sequence any more."""
        if self._phase not in (_Phase.ANSWER, _Phase.SEQUENCE) or self._until is None:
            return
        self._damaged += 1
        self._until = min(self._until, now + T2_ACK_S + 1.0)
        if self._damaged > REPEATS:  # said three times, and never intact
            self._give_up("")

    def _control(self, byte: int) -> None:
        if self._framing.acknowledged and self.spoke:
            self.write.append(bytes([byte]))

    def _send(self, step: Exchange, now: float) -> None:
        data = self._framing.framed(step.message)
        self.spoke = True
        self.write.append(data)
        self._last_sent, self._said_again = data, 0
        self._sends += 1
        if self._framing.acknowledged:
            self._phase, self._until = _Phase.ACK, now + T2_ACK_S + len(data) * self._byte_s
        else:
            self._phase, self._until = _Phase.ANSWER, now + step.answer_s
            self._taken(now)

    def _take_ack(self, now: float) -> None:
        if self._owed is not None:
            self._owed = None
        elif self._phase is _Phase.ACK and isinstance(self._step, Exchange):
            self._phase, self._until = _Phase.ANSWER, now + self._step.answer_s
            self._taken(now)

    def _take_nak(self, now: float) -> None:
        if self._phase is _Phase.ACK and self._owed is None:
            self._repeat(now, Failure.GARBLED, "NAK")
        elif self._last_sent and self._said_again < REPEATS:  # an answer of ours was not understood
            self._said_again += 1
            self.write.append(self._last_sent)

    def _repeat(self, now: float, failure: Failure, detail: str) -> None:
        assert isinstance(self._step, Exchange)
        if self._sends <= REPEATS:
            self._send(self._step, now)
        else:
            self._finish(LinkFailure(failure, detail))

    def _take_message(self, token: Token, now: float) -> None:
        message = Apdu.of(token.data)
        assert message is not None
        again, self._last_heard = token.data == self._last_heard, token.data
        if again and self._phase is _Phase.ACK:  # our ACK was lost: the answer before this request, once more
            return
        answers = message.code[0] in (0x80, 0x84)
        waiting = self._phase in (_Phase.ACK, _Phase.ANSWER)
        if answers and waiting:
            self._take_answer(message, now)
            return
        if not answers:
            self._reply(message.code, now)
        if self._phase is _Phase.SEQUENCE and message.code in (COMPLETION, ABORTED):
            self._finish(message)
            return
        if self._phase is _Phase.SEQUENCE:
            self._until, self._damaged = now + T4_SEQUENCE_S, 0
        self.heard.append(message)

    def _take_answer(self, message: Apdu, now: float) -> None:
        assert isinstance(self._step, Exchange)
        if self._phase is _Phase.ACK:  # the ACK was lost on the way
            self._taken(now)
        if self._step.sequence and message.code == GOOD:
            self._phase, self._until = _Phase.SEQUENCE, now + T4_SEQUENCE_S
        else:
            self._finish(message)

    def _reply(self, code: Code, now: float) -> None:
        if not self.spoke:
            return
        known = code[0] in _KNOWN
        self._last_sent, self._said_again = self._framing.framed(apdu(GOOD if known else UNKNOWN)), 0
        self.write.append(self._last_sent)
        self._owed = now + T2_ACK_S if self._framing.acknowledged else None

    def _finish(self, result: Result) -> None:
        self._phase, self._until, self._step = _Phase.IDLE, None, None
        self.result = result

    def _give_up(self, detail: str) -> None:
        damaged = LinkFailure(Failure.GARBLED, "damaged answers")
        self._finish(damaged if self._damaged else LinkFailure(Failure.NO_ANSWER, detail))

    def _time_out(self, now: float) -> None:
        match self._phase:
            case _Phase.ACK:
                self._repeat(now, Failure.NO_ANSWER, "no ACK")
            case _Phase.ANSWER:
                self._give_up("no answer")
            case _Phase.SEQUENCE:
                self._give_up("the sequence did not end")
            case _Phase.PAUSE:
                self._finish(None)
            case _Phase.IDLE:
                self._until = None
