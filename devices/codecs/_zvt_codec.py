"""ZVT terminals as a codec, whatever carries the messages: queues commands and runs their dialogues over the link layer.

A key is listened for one 06 E1 at a time; between an answer and the next request the terminal is deaf, and the length of
that gap is reported. Before its first command a codec only decodes, so that a recorded log can be read back through it.
"""

from collections import deque
from typing import Final

from devices.codec import Output
from devices.codecs._zvt_link import ZvtLink
from devices.codecs._zvt_meaning import identified, key_event, screen_lines, status_of
from devices.codecs._zvt_session import Script, Session, refuse, wrong_password
from devices.codecs._zvt_wire import COMPLETION, GOOD, INTERMEDIATE, Apdu, Framing
from devices.commands import Abort, Command, EndVisit, Identify
from devices.events import CommandDone, CommandFailed, Failure, KeysLost, ScreenText, UnknownFrame
from devices.profile import Profile

_LISTENING: Final = ""
_CANCELLING: Final = "-"


class ZvtCodec:
    """State of one link to a terminal; see ``Codec``."""

    def __init__(self, profile: Profile, framing: Framing, baud: int) -> None:
        self._profile = profile
        self._session = Session(profile, framing.blind_s)
        self._link = ZvtLink(framing, baud, self._session.taken)
        self._queue: deque[Command] = deque()
        self._script: Script | None = None
        self._name = ""
        self._passive = True

    def send(self, command: Command, now: float) -> Output:
        """See ``Codec``."""
        wrong = wrong_password(self._profile)
        if wrong and isinstance(command, Identify):  # a profile somebody wrote: told, not thrown
            return Output((CommandFailed(Identify.__name__, Failure.UNSUPPORTED, wrong),))
        refuse(command, self._profile)
        self._session.now = now
        if self._passive and isinstance(command, Abort | EndVisit):
            return Output((CommandDone(type(command).__name__),))  # nothing was ever asked of the terminal
        self._passive = False
        if isinstance(command, Abort):
            self._abort()
        elif isinstance(command, EndVisit):  # the line may be gone in a moment
            self._queue.clear()
            self._session.listening = False
            self._replace_script(EndVisit.__name__, self._session.script(command))
        else:
            self._queue.append(command)
            if self._script is not None and self._name == _LISTENING:
                self._replace_script(_CANCELLING, self._session.cancel())
        self._advance()
        return self._output()

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

    def _output(self) -> Output:
        events, write = tuple(self._session.events), tuple(self._link.write)
        self._session.events.clear()
        self._link.write.clear()
        return Output(events, write, self._link.deadline)

    def _advance(self) -> None:
        self._take_heard()
        while not self._link.busy and self._has_script():
            self._step()

    def _has_script(self) -> bool:
        if self._script is None and self._queue:
            command = self._queue.popleft()
            self._name, self._script = type(command).__name__, self._session.script(command)
        elif self._script is None and self._session.listening:
            self._name, self._script = _LISTENING, self._session.listen()
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

    def _abort(self) -> None:
        running = self._script is not None and self._name not in (_LISTENING, _CANCELLING)
        waiting = self._script is not None
        for name in ([self._name] if running else []) + [type(command).__name__ for command in self._queue]:
            self._session.events.append(CommandFailed(name, Failure.ABORTED))
        self._queue.clear()
        self._replace_script(Abort.__name__, self._session.abort(waiting))

    def _take_heard(self) -> None:
        heard, self._link.heard = self._link.heard, []
        for message in heard:
            if isinstance(message, UnknownFrame):
                self._session.events.append(message)
                self._session.events += [KeysLost("damage on the line")] if self._session.listening else []
            elif message.code == INTERMEDIATE:
                lines = [line for line in screen_lines(message) if line]
                self._session.events += [ScreenText("\n".join(lines))] if lines else []
            elif self._passive:
                self._read_back(message)
            else:
                self._session.heard(message)

    def _read_back(self, message: Apdu) -> None:
        """What a recorded message meant when it came, as far as one direction tells."""
        if message.code == GOOD and len(message.data) == 1:
            event = key_event(message.data[0])
            self._session.events += [event] if event is not None else []
        elif message.code == COMPLETION:
            told = identified(status_of(message.data))
            self._session.events += [told] if told.items else []
