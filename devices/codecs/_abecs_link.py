"""ABECS link layer: one step at a time to its result, with acknowledgements, repeats and time-outs. No I/O, no clock.

Facts: ABECS 2.12 / 2.20. A pad is asked again only on NAK; whoever meets silence cancels (CAN) and decides anew,
because a repeated request could be carried out twice.
"""

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final, TypeAlias

from devices.codec import soonest
from devices.codecs._abecs_wire import (
    CAN,
    NAK,
    SCREEN_NOTICE,
    UNKNOWN_COMMAND,
    Answer,
    Kind,
    PacketReader,
    Token,
    parse_answer,
)
from devices.events import Failure, UnknownFrame

ACK_S: Final = 2.0
EOT_S: Final = 2.0
INTER_BYTE_S: Final = 2.0
QUIET_S: Final = 0.5
ANSWER_S: Final = 10.0
DRAIN_LIMIT_S: Final = 10.0
TRIES: Final = 3
BITS_PER_BYTE: Final = 10
SHORTEST_ANSWER: Final = 10
"""Bytes of START, command, status, END and CRC."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """Send ``packet``, get the answer to ``command`` within ``answer_s`` of its ACK."""

    command: str
    packet: bytes = field(repr=False)
    answer_s: float = ANSWER_S


@dataclass(frozen=True, slots=True)
class Cancel:
    """CAN until EOT: the pad drops whatever it waits for and stale bytes are gone. Result: None."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Do nothing for ``seconds``. Result: None."""

    seconds: float


@dataclass(frozen=True, slots=True)
class LinkFailure:
    """Why a step has no answer."""

    failure: Failure
    detail: str
    taken: bool = False
    """The pad had acknowledged the request."""


@dataclass(frozen=True, slots=True)
class AckSeen:
    """The pad took a request; ``command`` is None where the bench did not send one."""

    command: str | None


@dataclass(frozen=True, slots=True)
class AnswerLost:
    """What came at ``at`` instead of an answer to ``command`` could not be read; from then on the pad may be idle."""

    command: str
    at: float


Step: TypeAlias = Exchange | Cancel | Pause
Result: TypeAlias = Answer | LinkFailure | None
Notice: TypeAlias = UnknownFrame | Answer | AckSeen | AnswerLost


class _Phase(Enum):
    IDLE = auto()
    ACK = auto()
    ANSWER = auto()
    DRAIN = auto()
    EOT = auto()
    PAUSE = auto()


class AbecsLink:
    """Runs one step after another. The owner takes ``write`` and ``notices`` after every call, and ``result`` once
    it is no longer ``busy``.
    """

    def __init__(self, baud: int) -> None:
        self.write: list[bytes] = []
        self.notices: list[Notice] = []
        self.result: Result = None
        self._reader = PacketReader()
        self._byte_s = BITS_PER_BYTE / baud
        self._phase = _Phase.IDLE
        self._step: Step | None = None
        self._until: float | None = None
        self._last_byte = 0.0
        self._tries = 0
        self._naks = 0
        self._drained = 0
        self._drain_end = 0.0

    @property
    def busy(self) -> bool:
        """A step is under way."""
        return self._phase is not _Phase.IDLE

    @property
    def waits_for(self) -> str | None:
        """The command whose exchange is under way."""
        return self._step.command if isinstance(self._step, Exchange) else None

    @property
    def deadline(self) -> float | None:
        """When ``tick`` is needed at the latest."""
        stalled = self._last_byte + INTER_BYTE_S if self._reader.pending else None
        return soonest(self._until, stalled)

    def start(self, step: Step, now: float) -> None:
        """Begin ``step``; a step under way is dropped without a result."""
        self._step, self.result = step, None
        self._tries = self._naks = self._drained = 0
        match step:
            case Exchange():
                self._send_request(now)
            case Cancel():
                self._send_cancel(now)
            case Pause(seconds=seconds):
                self._phase, self._until = _Phase.PAUSE, now + seconds

    def take_result(self) -> Result:
        """The result of the last step, once."""
        result, self.result = self.result, None
        return result

    def drop(self) -> None:
        """Forget the step under way; it has no result."""
        self._finish(None)

    def tokens(self, data: bytes, now: float) -> list[Token]:
        """Cut received bytes into tokens for ``take``; the owner may act between two of them."""
        self._last_byte = now
        if self._phase is _Phase.DRAIN:
            self._until = min(now + QUIET_S, self._drain_end)
        return self._reader.feed(data)

    def take(self, token: Token, now: float) -> None:
        """Let one token act."""
        if self._phase is _Phase.DRAIN:
            self._drained += len(token.raw)
        elif token.kind is Kind.PACKET:
            self._take_packet(token, now)
        elif token.kind in (Kind.DAMAGED, Kind.NOISE):
            self._take_damage(token, now)
        elif token.kind is Kind.ACK:
            self._take_ack(now)
        elif token.kind is Kind.NAK:
            self._take_nak(now)
        elif token.kind is Kind.EOT and self._phase is _Phase.EOT:
            self._finish(None)

    def tick(self, now: float) -> None:
        """Let time act: a stalled packet first, then the step's own time-out."""
        if self._reader.pending and now >= self._last_byte + INTER_BYTE_S:
            for token in self._reader.reset():
                self.take(token, now)
                self._despair(token)
        if self._until is not None and now >= self._until:
            self._time_out(now)

    def _send_request(self, now: float) -> None:
        assert isinstance(self._step, Exchange)
        self._tries += 1
        self._phase = _Phase.ACK
        self._put(self._step.packet)
        self._until = now + ACK_S + len(self._step.packet) * self._byte_s

    def _send_cancel(self, now: float) -> None:
        self._tries += 1
        self._phase = _Phase.EOT
        self._put(bytes([CAN]))
        self._until = now + EOT_S

    def _put(self, data: bytes) -> None:
        self.write.append(data)

    def _finish(self, result: Result) -> None:
        self._phase, self._until, self._step = _Phase.IDLE, None, None
        self.result = result

    def _fail(self, failure: Failure, detail: str, taken: bool = False) -> None:
        self._finish(LinkFailure(failure, detail, taken))

    def _take_ack(self, now: float) -> None:
        if self._phase is _Phase.ACK:
            assert isinstance(self._step, Exchange)
            self._phase, self._until = _Phase.ANSWER, now + self._step.answer_s
            self.notices.append(AckSeen(self._step.command))
        elif self._phase is _Phase.IDLE:
            self.notices.append(AckSeen(None))

    def _take_nak(self, now: float) -> None:
        if self._phase is not _Phase.ACK:
            return
        if self._tries < TRIES:
            self._send_request(now)
        else:
            self._fail(Failure.GARBLED, "NAK")

    def _take_packet(self, token: Token, now: float) -> None:
        answer = parse_answer(token.data)
        if answer is None:
            self.notices.append(UnknownFrame(len(token.raw), "not an answer"))
        elif self._answers(answer):
            if self._phase is _Phase.ACK:  # the ACK was lost on the way
                self.notices.append(AckSeen(self.waits_for))
            self._finish(answer)
        else:
            self.notices.append(answer)
            if answer.command == SCREEN_NOTICE and self._phase is _Phase.ANSWER:
                assert isinstance(self._step, Exchange)
                self._until = now + self._step.answer_s

    def _answers(self, answer: Answer) -> bool:
        waiting = self._phase in (_Phase.ACK, _Phase.ANSWER)
        return waiting and answer.command in (self.waits_for, UNKNOWN_COMMAND)

    def _take_damage(self, token: Token, now: float) -> None:
        if self._phase is _Phase.ANSWER and token.kind is Kind.DAMAGED:
            self._lose_answer()
            self._phase = _Phase.DRAIN
            self._drained, self._drain_end = len(token.raw), now + DRAIN_LIMIT_S
            self._until = self._last_byte + QUIET_S
        else:
            self.notices.append(UnknownFrame(len(token.raw), token.reason))

    def _despair(self, token: Token) -> None:
        """Noise as long as an answer, then silence: an answer without its start. NAK might repeat an older one."""
        if self._phase is _Phase.ANSWER and token.kind is Kind.NOISE and len(token.raw) >= SHORTEST_ANSWER - 1:
            self._lose_answer()
            self._fail(Failure.GARBLED, "noise instead of an answer", taken=True)

    def _lose_answer(self) -> None:
        assert isinstance(self._step, Exchange)
        self.notices.append(AnswerLost(self._step.command, self._last_byte))

    def _time_out(self, now: float) -> None:
        match self._phase:
            case _Phase.ACK:
                self._fail(Failure.NO_ANSWER, "no ACK")
            case _Phase.ANSWER:
                self._fail(Failure.NO_ANSWER, "no answer after ACK", taken=True)
            case _Phase.EOT if self._tries < TRIES:
                self._send_cancel(now)
            case _Phase.EOT:
                self._fail(Failure.NO_ANSWER, "no EOT")
            case _Phase.DRAIN:
                self._end_drain(now)
            case _Phase.PAUSE:
                self._finish(None)
            case _Phase.IDLE:
                self._until = None

    def _end_drain(self, now: float) -> None:
        assert isinstance(self._step, Exchange)
        self._drained += sum(len(token.raw) for token in self._reader.reset())
        self.notices.append(UnknownFrame(self._drained, "damaged answer"))
        if self._naks >= TRIES or now >= self._drain_end:
            self._fail(Failure.GARBLED, "damaged answers", taken=True)
            return
        self._naks += 1
        self._put(bytes([NAK]))
        self._phase, self._until = _Phase.ANSWER, now + max(self._step.answer_s, ANSWER_S)
