"""SZZT ZT588 / ZT598 encrypting PIN pads as a codec: who they are, and every key, while plain key input is on.

Plain key input is a state of the pad that outlives a crash of the bench. So ``5032``, which ends it, is the first thing a
codec ever says, and is said again on every way out: end of listening, end of the visit, abort. What is pressed while
nobody asked is not looked at. Before its first command a codec only decodes, so that a log can be read back through it.
"""

from collections import deque
from collections.abc import Generator
from enum import Enum, auto
from typing import Final, TypeAlias

from devices.capability import Capability
from devices.codec import Codec, Output, Redactor, SerialSettings
from devices.codecs._szzt_meaning import TIMED_OUT, Answer, identified, key_press, state_facts
from devices.codecs._szzt_redact import BenchRedactor, PadRedactor
from devices.codecs._szzt_wire import START_KEYS, STOP_KEYS, WHO, FrameReader, Kind, Token, request
from devices.commands import Abort, Command, EndVisit, Identify, ListenKeys, ReadFacts, StopListening
from devices.errors import CommandRefused
from devices.events import CommandDone, CommandFailed, Event, FactSubject, Failure, KeyGap, KeysLost, UnknownFrame
from devices.profile import Profile

ANSWER_S: Final = 1.0
TRIES: Final = 4
QUIET_S: Final = 0.05
"""Silence after which noise is over; own: a byte takes 1 ms on the line, an adapter holds bytes back for 16 ms."""
FRAME_STALL_S: Final = 0.25
_BITS_PER_BYTE: Final = 10

Result: TypeAlias = Answer | Failure
Script: TypeAlias = Generator[str, Result, None]
_Asked: TypeAlias = Generator[str, Result, Result]


class _Input(Enum):
    """Whether the pad sends plain keys."""

    UNKNOWN = auto()
    ON = auto()
    OFF = auto()


class _SzztCodec:
    """State of one link to a pad: one exchange at a time, keys between them."""

    def __init__(self, profile: Profile) -> None:
        self._byte_s = _BITS_PER_BYTE / (profile.serial.baud or CODEC.serial.baud)
        self._reader = FrameReader()
        self._events: list[Event] = []
        self._write: list[bytes] = []
        self._queue: deque[Command] = deque()
        self._script: Script | None = None
        self._name = ""
        self._asking: str | None = None
        self._result: Result | None = None
        self._tries = 0
        self._damaged = False
        self._until: float | None = None
        self._last_byte = 0.0
        self._now = 0.0
        self._input = _Input.UNKNOWN
        self._listening = False
        self._deaf_since: float | None = None
        self._stray = False
        self._passive = True

    def send(self, command: Command, now: float) -> Output:
        """See ``Codec``."""
        _refuse(command)
        self._now = now
        if self._passive and isinstance(command, Abort | EndVisit | StopListening):
            return Output((CommandDone(type(command).__name__),))  # nothing was ever asked of the pad
        self._passive = False
        if isinstance(command, Abort):
            self._abort()
        else:
            self._queue.append(command)
        self._advance()
        return self._output()

    def feed(self, data: bytes, now: float) -> Output:
        """See ``Codec``."""
        self._now = now
        self._end_silence()
        self._last_byte = now
        for token in self._reader.feed(data):
            self._take(token)
            self._advance()
        return self._output()

    def tick(self, now: float) -> Output:
        """See ``Codec``."""
        self._now = now
        self._end_silence()
        if self._until is not None and now >= self._until:
            self._time_out()
        self._advance()
        return self._output()

    def _output(self) -> Output:
        events, write = tuple(self._events), tuple(self._write)
        self._events.clear()
        self._write.clear()
        stalled = self._last_byte + self._patience_s() if self._reader.pending else None
        return Output(events, write, min((at for at in (self._until, stalled) if at is not None), default=None))

    # -- bytes

    def _patience_s(self) -> float:
        return FRAME_STALL_S if self._reader.in_frame else QUIET_S

    def _end_silence(self) -> None:
        if self._reader.pending and self._now >= self._last_byte + self._patience_s():
            for token in self._reader.quiet():
                self._take(token)

    def _take(self, token: Token) -> None:
        if token.kind is Kind.NOISE:
            self._take_noise(token)
        elif token.kind is Kind.KEY:
            self._take_key(token)
        else:
            self._take_frame(token)

    def _take_noise(self, token: Token) -> None:
        self._damaged = True
        self._events.append(UnknownFrame(len(token.raw), "noise"))
        if self._listening:
            self._events.append(KeysLost("noise on the line"))

    def _take_key(self, token: Token) -> None:
        if self._listening or self._passive:
            self._events.append(key_press(token.raw[0]))
        else:  # somebody switched it on again, or it was never off
            self._input, self._stray = _Input.UNKNOWN, True
            self._events.append(UnknownFrame(1, "a key nobody asked for"))

    def _take_frame(self, token: Token) -> None:
        answer = Answer.of(token.text)
        if answer is None:
            self._events.append(UnknownFrame(len(token.raw), "empty frame"))
        elif self._asking is not None:
            self._asking, self._until, self._result = None, None, answer
        elif self._listening and answer.status == TIMED_OUT:
            self._deaf_since, self._input = self._now, _Input.UNKNOWN
            self._queue.appendleft(ListenKeys())
        elif self._passive:
            if answer.has_information:
                self._events.append(identified(answer))
        else:
            self._events.append(UnknownFrame(len(token.raw), "unexpected answer"))

    # -- exchanges

    def _ask(self, text: str) -> None:
        self._tries, self._damaged = self._tries + 1, False if self._asking != text else self._damaged
        self._asking = text
        data = request(text)
        self._write.append(data)
        self._until = self._now + ANSWER_S + len(data) * self._byte_s

    def _time_out(self) -> None:
        if self._asking is None:
            self._until = None
        elif self._tries < TRIES:
            self._ask(self._asking)
        else:
            self._asking, self._until = None, None
            self._result = Failure.GARBLED if self._damaged else Failure.NO_ANSWER

    def _advance(self) -> None:
        """Let dialogues run until an answer is awaited or nothing is wanted."""
        while self._asking is None and self._has_script():
            assert self._script is not None
            result, self._result = self._result, None
            try:
                text = next(self._script) if result is None else self._script.send(result)
            except StopIteration:
                self._script = None
            else:
                self._tries = 0
                self._ask(text)

    def _has_script(self) -> bool:
        if self._script is None and self._queue:
            command = self._queue.popleft()
            self._name, self._script = type(command).__name__, self._script_of(command)
        elif self._script is None and self._stray:
            self._name, self._script = "", self._leave_off()
        return self._script is not None

    def _abort(self) -> None:
        running = [self._name] if self._script is not None and self._name else []
        for name in (*running, *(type(command).__name__ for command in self._queue)):
            self._events.append(CommandFailed(name, Failure.ABORTED))
        self._queue.clear()
        if self._script is not None:
            self._script.close()
        self._script, self._asking, self._until, self._result = None, None, None, None
        self._queue.append(Abort())

    # -- dialogues

    def _script_of(self, command: Command) -> Script:
        match command:
            case Identify():
                return self._identify()
            case ListenKeys():
                return self._listen()
            case ReadFacts():
                return self._read_state()
            case _:
                return self._stop(type(command).__name__)

    def _stopped(self) -> _Asked:
        """``5032``; whatever the pad says to it, it does not listen any more. A pad that says nothing may."""
        self._input, self._stray = _Input.UNKNOWN, False
        result = yield STOP_KEYS
        if isinstance(result, Answer):
            self._input = _Input.OFF
        return result

    def _leave_off(self) -> Script:
        """After a key that nobody asked for: once, and again only after another one."""
        yield from self._stopped()

    def _stop(self, name: str) -> Script:
        self._listening, self._deaf_since = False, None
        if self._input is not _Input.OFF:
            result = yield from self._stopped()
            if isinstance(result, Failure):
                self._events.append(CommandFailed(name, result))
                return
        self._events.append(CommandDone(name))

    def _settled(self) -> _Asked:
        """The pad is known to send no keys, or those that are wanted."""
        if self._input is _Input.UNKNOWN:
            return (yield from self._stopped())
        return Answer(0, b"")

    def _asked_who(self) -> _Asked:
        """Who it is; asked twice where the first answer was that to something else, such as one that came late."""
        result: Result = yield WHO
        if isinstance(result, Answer) and result.good and not result.has_information:
            result = yield WHO
        return result

    def _identify(self) -> Script:
        if not self._listening:
            self._input = _Input.UNKNOWN
        result = yield from self._settled()
        if isinstance(result, Answer):
            result = yield from self._asked_who()
        if isinstance(result, Failure):
            self._fail(Identify.__name__, result)
        elif result.good and not result.has_information:
            self._events.append(CommandFailed(Identify.__name__, Failure.GARBLED, "no user information"))
        else:
            self._events.append(identified(result))

    def _listen(self) -> Script:
        again = self._listening
        result: Result = yield from self._settled()
        if isinstance(result, Answer):
            self._input, self._listening = _Input.UNKNOWN, True
            result = yield START_KEYS
        if isinstance(result, Answer) and result.good:
            self._input = _Input.ON
            self._events += [] if again else [CommandDone(ListenKeys.__name__)]
            if self._deaf_since is not None:
                self._events.append(KeyGap(self._now - self._deaf_since))
                self._deaf_since = None
            return
        self._listening = False
        self._fail(ListenKeys.__name__, result)
        if isinstance(result, Answer):
            yield from self._stopped()

    def _read_state(self) -> Script:
        result: Result = yield from self._settled()
        if isinstance(result, Answer):
            result = yield from self._asked_who()
        if isinstance(result, Failure):
            self._fail(ReadFacts.__name__, result)
        else:
            self._events.append(state_facts(result))

    def _fail(self, command: str, result: Result) -> None:
        if isinstance(result, Failure):
            self._events.append(CommandFailed(command, result))
        else:
            self._events.append(CommandFailed(command, Failure.REJECTED, result.state))


def _refuse(command: Command) -> None:
    match command:
        case Identify() | ListenKeys() | StopListening() | EndVisit() | Abort() | ReadFacts(subject=FactSubject.STATE):
            return
        case _:
            raise CommandRefused(
                f"{type(command).__name__}: such a pad has keys and a name, and nothing else to ask for"
            )


class _SzztFactory:
    """See ``CodecFactory``."""

    id = "szzt"
    capabilities = frozenset({Capability.IDENTITY, Capability.LIVE_KEYS, Capability.LIVE_DIGITS})
    serial = SerialSettings(9600)

    def open(self, profile: Profile) -> Codec:
        """See ``CodecFactory``."""
        return _SzztCodec(profile)

    def redactors(self) -> tuple[Redactor, Redactor]:
        """See ``CodecFactory``."""
        return BenchRedactor(), PadRedactor()


CODEC: Final = _SzztFactory()
