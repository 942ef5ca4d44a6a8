"""What codecs that run dialogues have in common: commands wait in a queue, one script at a time talks over a link layer.

A protocol brings the session (scripts, events) and the link (tokens, acknowledgements, time-outs); see ``Codec``.
"""

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Generator, Iterable
from typing import Any, Final, Protocol, TypeAlias

from devices.codec import Output
from devices.commands import Command
from devices.events import Event

LISTENING: Final = ""
CANCELLING: Final = "-"
"""Names of scripts that no command stands for."""

Script: TypeAlias = Generator[Any, Any, None]


class Session(Protocol):
    """What outlives a command."""

    events: list[Event]
    now: float
    listening: bool

    def script(self, command: Command) -> Script:
        """The dialogue of one command."""
        ...

    def listen(self) -> Script:
        """Key after key until ``listening`` ends."""
        ...

    def cancel(self) -> Script:
        """Stop the unit from waiting, so that the next command finds it idle."""
        ...


class LinkLayer(Protocol):
    """Carries one step at a time; what it wants to write and when to be asked again stands in it."""

    write: list[bytes]

    @property
    def busy(self) -> bool:
        """Whether a step is under way."""
        ...

    @property
    def deadline(self) -> float | None:
        """When to call ``tick`` at the latest."""
        ...

    def tokens(self, data: bytes, now: float) -> Iterable[Any]:
        """Bytes cut into what they are."""
        ...

    def take(self, token: Any, now: float) -> None:
        """One of them."""
        ...

    def tick(self, now: float) -> None:
        """Let time pass."""
        ...

    def start(self, step: Any, now: float) -> None:
        """Begin a step."""
        ...

    def take_result(self) -> Any:
        """What the last step came to; None before the first."""
        ...

    def drop(self) -> None:
        """Forget the step that is under way."""
        ...


class DialogueCodec(ABC):
    """See ``Codec``; what ``send`` refuses and what else is heard is the protocol's."""

    _session: Session
    _link: LinkLayer

    def __init__(self) -> None:
        self._queue: deque[Command] = deque()
        self._script: Script | None = None
        self._name = ""
        self._passive = True
        """Nothing was sent yet: what comes is a recorded log."""

    @abstractmethod
    def _take_heard(self) -> None:
        """Report what the link heard that answers no step."""

    def feed(self, data: bytes, now: float) -> Output:
        """See ``Codec``."""
        self._session.now = now
        for token in self._link.tokens(data, now):
            self._link.take(token, now)
            self._advance()
        return self._output()

    def tick(self, now: float) -> Output:
        """See ``Codec``."""
        self._session.now = now
        self._link.tick(now)
        self._advance()
        return self._output()

    def _append(self, command: Command) -> None:
        """Its turn comes after the others'; listening gives way."""
        self._queue.append(command)
        if self._script is not None and self._name == LISTENING:
            self._replace_script(CANCELLING, self._session.cancel())

    def _dropped(self) -> list[str]:
        """Empty the queue: the names of all commands that will not be carried out, the running one first."""
        running = self._script is not None and self._name not in (LISTENING, CANCELLING)
        names = ([self._name] if running else []) + [type(command).__name__ for command in self._queue]
        self._queue.clear()
        return names

    def _output(self) -> Output:
        events, write = tuple(self._session.events), tuple(self._link.write)
        self._session.events.clear()
        self._link.write.clear()
        return Output(events, write, self._link.deadline)

    def _advance(self) -> None:
        """Let dialogues run until the link has something to do or nothing is wanted."""
        self._take_heard()
        while not self._link.busy and self._has_script():
            self._step()

    def _has_script(self) -> bool:
        if self._script is None and self._queue:
            command = self._queue.popleft()
            self._name, self._script = type(command).__name__, self._session.script(command)
        elif self._script is None and self._session.listening:
            self._name, self._script = LISTENING, self._session.listen()
        return self._script is not None

    def _step(self) -> None:
        assert self._script is not None
        try:
            step = self._script.send(self._link.take_result())
        except StopIteration:
            self._script = None
        else:
            self._link.start(step, self._session.now)

    def _replace_script(self, name: str, script: Script) -> None:
        if self._script is not None:
            self._script.close()
        self._name, self._script = name, script
        self._link.drop()
