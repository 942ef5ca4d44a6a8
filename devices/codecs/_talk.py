"""A conversation of questions and answers, for protocols small enough to need no more: queue, retries, time-outs, damage.

A protocol is a subclass that says what a command asks (``script``), what keys cost (``listen``) and what it means when
something comes that nobody asked for. Before its first command a codec only decodes, so that a log can be read back.
"""

from collections import deque
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final, Generic, TypeAlias, TypeVar

from devices.codec import Output, soonest
from devices.codecs._frames import Reader, Token
from devices.commands import Abort, Command, EndVisit, StopListening
from devices.events import CommandDone, CommandFailed, Event, Failure, KeyGap, KeysLost, UnknownFrame

F = TypeVar("F")

QUIET_S: Final = 0.25
"""Silence after which a frame is not continued; own: a byte takes 1 ms on the line, an adapter holds bytes back for 16 ms."""
BITS_PER_BYTE: Final = 10


class _Own(Enum):
    """Dialogues that no command stands for."""

    KEYS = auto()
    INTERRUPTION = auto()
    AFTERWARDS = auto()


@dataclass(frozen=True, slots=True)
class Ask(Generic[F]):
    """Say ``data``, nothing where it is empty, until a frame ``fits``. ``key``: a person is awaited, and damage may have been
    a key.
    """

    data: bytes = field(repr=False)
    fits: Callable[[F], bool]
    answer_s: float = 2.0
    tries: int = 3
    key: bool = False


@dataclass(frozen=True, slots=True)
class Pause:
    """Let time pass; what comes meanwhile is dropped."""

    seconds: float


Script: TypeAlias = Generator[Ask[F] | Pause, F | Failure, None]
Asked: TypeAlias = Generator[Ask[F] | Pause, F | Failure, F | Failure]


class Conversation(Generic[F]):
    """See ``Codec``: one exchange at a time. ``events``, ``now``, ``queue`` and ``listening`` belong to the subclass as well."""

    keys_pushed = False
    """Whether presses come by themselves, so that damage may have been one."""

    def __init__(self, reader: Reader[F], baud: int) -> None:
        self.events: list[Event] = []
        self.queue: deque[Command] = deque()
        self.now = 0.0
        self.listening = False
        self.passive = True
        self.byte_s = BITS_PER_BYTE / baud
        self._write: list[bytes] = []
        self._reader = reader
        self._script: Script[F] | None = None
        self._name: str | _Own = ""
        self._step: Ask[F] | Pause | None = None
        self._result: F | Failure | None = None
        self._tries = 0
        self._damaged = False
        self._until: float | None = None
        self._last_byte = 0.0
        self._deaf_since: float | None = None

    # -- what a protocol says

    def refuse(self, command: Command) -> None:
        """Raise ``CommandRefused`` for what cannot or must not be said."""
        raise NotImplementedError

    def script(self, command: Command) -> Script[F]:
        """The dialogue of a command that was not refused."""
        raise NotImplementedError

    def listen(self) -> Script[F] | None:
        """What is said while keys are wanted and nothing else is to do; None where presses come by themselves."""
        return None

    def interrupt(self) -> Script[F]:
        """End a wait for keys, so that something else can be asked."""
        yield from ()

    def afterwards(self) -> Script[F] | None:
        """What the unit is owed once no command is left; the next one waits for its end, and an abort does not."""
        return None

    def quiet_s(self) -> float:
        """Silence after which what came is not continued."""
        return QUIET_S

    def unasked(self, frame: F) -> None:
        """A frame that answers nothing, or any frame while only a log is read."""
        raise NotImplementedError

    # -- Codec

    def send(self, command: Command, now: float) -> Output:
        """See ``Codec``."""
        self.refuse(command)
        self.now = now
        if self.passive and isinstance(command, Abort | EndVisit | StopListening):
            return Output((CommandDone(type(command).__name__),))  # nothing was ever asked of the unit
        self.passive = False
        if isinstance(command, Abort):
            self._drop_all()
        self.queue.append(command)
        if self._script is not None and self._name is _Own.KEYS:
            self._begin(_Own.INTERRUPTION, self.interrupt())
        self._advance()
        return self._output()

    def feed(self, data: bytes, now: float) -> Output:
        """See ``Codec``."""
        self.now = now
        self._end_silence()
        self._last_byte = now
        for token in self._reader.feed(data):
            self._take(token)
            self._advance()
        return self._output()

    def tick(self, now: float) -> Output:
        """See ``Codec``."""
        self.now = now
        self._end_silence()
        if self._until is not None and now >= self._until:
            self._time_out()
        self._advance()
        return self._output()

    def _output(self) -> Output:
        events, write = tuple(self.events), tuple(self._write)
        self.events.clear()
        self._write.clear()
        stalled = self._last_byte + self.quiet_s() if self._reader.pending else None
        return Output(events, write, soonest(self._until, stalled))

    # -- bytes

    def _end_silence(self) -> None:
        if self._reader.pending and self.now >= self._last_byte + self.quiet_s():
            for token in self._reader.quiet():
                self._take(token)
                self._advance()

    def _take(self, token: Token[F]) -> None:
        if token.frame is None:
            self._take_noise(token)
        elif isinstance(self._step, Ask) and self._step.fits(token.frame):
            self._end_step(token.frame)
        elif not isinstance(self._step, Pause):
            self.unasked(token.frame)

    def _take_noise(self, token: Token[F]) -> None:
        self._damaged = True
        self.events.append(UnknownFrame(len(token.raw), "noise"))
        waited = isinstance(self._step, Ask) and self._step.key
        between_keys = self._script is not None and self._name is _Own.KEYS
        if self.listening and (between_keys or self.keys_pushed):
            self.events.append(KeysLost("noise on the line"))
        if waited:
            self._end_step(Failure.GARBLED)

    # -- steps

    def _end_step(self, result: F | Failure) -> None:
        self._step, self._until, self._result = None, None, result

    def _begin_step(self, step: Ask[F] | Pause) -> None:
        self._step, self._tries, self._damaged = step, 0, False
        if isinstance(step, Pause):
            self._until = self.now + step.seconds
        else:
            self._say(step)

    def _say(self, step: Ask[F]) -> None:
        self._tries += 1
        if step.data:
            self._write.append(step.data)
        self._until = self.now + step.answer_s + len(step.data) * self.byte_s

    def _time_out(self) -> None:
        step = self._step
        if isinstance(step, Ask) and step.data and self._tries < step.tries:
            self._say(step)
        elif isinstance(step, Ask):
            self._end_step(Failure.GARBLED if self._damaged else Failure.NO_ANSWER)
        else:
            self._end_step(Failure.NO_ANSWER)

    def _advance(self) -> None:
        """Let dialogues run until something is awaited or nothing is wanted."""
        while self._step is None and self._has_script():
            assert self._script is not None
            result, self._result = self._result, None
            try:
                step = next(self._script) if result is None else self._script.send(result)
            except StopIteration:
                self._script = None
            else:
                self._begin_step(step)

    def _has_script(self) -> bool:
        if self._script is None and self.queue:
            command = self.queue.popleft()
            self._begin(type(command).__name__, self.script(command))
        if self._script is None:
            self._begin(_Own.AFTERWARDS, self.afterwards())
        if self._script is None and self.listening:
            self._begin(_Own.KEYS, self.listen())
        return self._script is not None

    def _begin(self, name: str | _Own, script: Script[F] | None) -> None:
        if self._script is not None:
            self._script.close()
        self._name, self._script = name, script
        self._step, self._until, self._result = None, None, None

    def _drop_all(self) -> None:
        running = [self._name] if self._script is not None and isinstance(self._name, str) else []
        for name in (*running, *(type(command).__name__ for command in self.queue)):
            self.events.append(CommandFailed(name, Failure.ABORTED))
        self.queue.clear()
        if self._script is not None and self._name is not _Own.INTERRUPTION:
            self._begin(_Own.INTERRUPTION, self.interrupt())

    # -- for subclasses

    def end(self, name: str, result: F | Failure, good: bool, detail: str = "") -> None:
        """Tell how a command went."""
        if isinstance(result, Failure):
            self.events.append(CommandFailed(name, result))
        elif good:
            self.events.append(CommandDone(name, detail))
        else:
            self.events.append(CommandFailed(name, Failure.REJECTED, detail))

    def done(self, name: str) -> Script[F]:
        """The dialogue of a command that needs none."""
        self.events.append(CommandDone(name))
        yield from ()

    def deaf(self) -> None:
        """From now on presses reach nobody."""
        if self._deaf_since is None:
            self._deaf_since = self.now

    def hears(self) -> None:
        """Presses arrive again; how long they did not is told."""
        if self._deaf_since is not None:
            self.events.append(KeyGap(self.now - self._deaf_since))
            self._deaf_since = None

    def stop_listening(self) -> None:
        """Nobody wants keys any more."""
        self.listening, self._deaf_since = False, None
