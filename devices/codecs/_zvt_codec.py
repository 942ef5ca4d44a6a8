"""ZVT terminals as a codec, whatever carries the messages: queues commands and runs their dialogues over the link layer.

A key is listened for one 06 E1 at a time; between an answer and the next request the terminal is deaf, and the length of
that gap is reported. Before its first command a codec only decodes, so that a recorded log can be read back through it.
"""

from devices.codec import Output
from devices.codecs._dialogues import DialogueCodec
from devices.codecs._zvt_link import ZvtLink
from devices.codecs._zvt_meaning import identified, key_event, screen_lines, status_of
from devices.codecs._zvt_session import Session, refuse, wrong_password
from devices.codecs._zvt_wire import COMPLETION, GOOD, INTERMEDIATE, Apdu, Framing
from devices.commands import Abort, Command, EndVisit, Identify
from devices.events import CommandDone, CommandFailed, Failure, KeysLost, ScreenText, UnknownFrame
from devices.profile import Profile


class ZvtCodec(DialogueCodec):
    """State of one link to a terminal; see ``Codec``."""

    _session: Session
    _link: ZvtLink

    def __init__(self, profile: Profile, framing: Framing, baud: int) -> None:
        super().__init__()
        self._profile = profile
        self._session = Session(profile, framing.blind_s)
        self._link = ZvtLink(framing, baud, self._session.taken)

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
            self._append(command)
        self._advance()
        return self._output()

    def _abort(self) -> None:
        waiting = self._script is not None
        for name in self._dropped():
            self._session.events.append(CommandFailed(name, Failure.ABORTED))
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
