"""Listening where keys are asked for one at a time: how it begins and ends, and what silence and a refusal are told as.

How a key is asked for and what answers it is the protocol's (``listen``, ``interrupt``).
"""

from typing import Final, TypeVar

from devices.codecs._frames import Reader
from devices.codecs._talk import Conversation, Pause, Script
from devices.commands import ListenKeys
from devices.events import CommandDone, CommandFailed, Failure

F = TypeVar("F")

KEY_WAIT_S: Final = 9.0
"""Own: after so long a wait for a key is begun anew, so that one whose end was lost on the line makes no bench deaf for good;
shorter than a prompt, so that the next key of a series is heard."""
AT_ONCE_S: Final = 0.5
"""Own: a wait for a person that ends sooner was none."""
_RETRY_S: Final = 1.0


class KeyByKey(Conversation[F]):
    """See ``Conversation``."""

    def __init__(self, reader: Reader[F], baud: int) -> None:
        super().__init__(reader, baud)
        self._announce = False
        self._silent = False

    def start(self) -> Script[F]:
        """The dialogue of ``ListenKeys``, which is done once the unit is ``armed``."""
        self.listening = self._announce = True
        yield from ()

    def stop(self, name: str) -> Script[F]:
        """The dialogue of every command that ends listening."""
        self.stop_listening()
        self._announce = False
        yield from self.done(name)

    def armed(self) -> None:
        """The unit took a request for a key."""
        self._silent = False
        if self._announce:
            self._announce = False
            self.events.append(CommandDone(ListenKeys.__name__))
        self.hears()

    def unheard(self, failure: Failure) -> Script[F]:
        """Silence is told once, and the unit left alone for a moment."""
        if not self._silent:
            self.events.append(CommandFailed(ListenKeys.__name__, failure))
        self._silent = self._announce = True
        yield Pause(_RETRY_S)

    def give_up(self, detail: str) -> None:
        """The unit refuses to tell keys."""
        self.stop_listening()
        self.events.append(CommandFailed(ListenKeys.__name__, Failure.REJECTED, detail))
