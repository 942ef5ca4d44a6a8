"""PAX terminals over POSLink as a codec: who they are, and nothing else. It is a protocol of payments, and none is spoken here."""

from typing import Final

from devices.capability import Capability
from devices.codec import Codec, Redactor, SerialSettings
from devices.codecs import _poslink_wire as wire
from devices.codecs._frames import FrameReader, FrameRedactor
from devices.codecs._poslink_wire import Message
from devices.codecs._talk import Ask, Conversation, Script
from devices.codecs._text import clean
from devices.commands import Abort, Command, EndVisit, Identify, StopListening
from devices.errors import CommandRefused
from devices.events import CommandFailed, Failure, Identified, UnknownFrame
from devices.profile import Profile

ANSWER_S: Final = 7.0
_END_S: Final = 1.0
_PLACES: Final = (("serial", 4), ("model", 5), ("os", 6), ("mac", 7))
"""Where a fact stands behind command, version, code and text."""
_CODE: Final = 2
_TEXT: Final = 3


def _identified(message: Message) -> Identified | None:
    facts = message.facts
    told = [(name, clean(facts[place])) for name, place in _PLACES if place < len(facts)]
    found = tuple((name, value) for name, value in told if value)
    return Identified(found) if found else None


class _Poslink(Conversation[Message]):
    """State of one link to a terminal."""

    def refuse(self, command: Command) -> None:
        """See ``Conversation``."""
        if not isinstance(command, Identify | StopListening | EndVisit | Abort):
            raise CommandRefused(f"{type(command).__name__}: over this protocol only the terminal's name is asked for")

    def script(self, command: Command) -> Script[Message]:
        """See ``Conversation``."""
        return self._identify() if isinstance(command, Identify) else self.done(type(command).__name__)

    def unasked(self, frame: Message) -> None:
        """See ``Conversation``."""
        identity = _identified(frame) if self.passive and frame.is_answer else None
        if identity is not None:
            self.events.append(identity)
        elif not frame.control and not frame.is_answer:
            self.events.append(UnknownFrame(sum(map(len, frame.fields)), "unexpected answer"))

    def _identify(self) -> Script[Message]:
        answer = yield Ask(wire.request(wire.INITIALIZE), lambda message: message.is_answer, ANSWER_S)
        if isinstance(answer, Failure):
            self.end("Identify", answer, False)
            return
        yield Ask(wire.HEARD, lambda message: message.control == "EOT", _END_S, tries=1)
        identity = _identified(answer)
        if identity is not None:
            self.events.append(identity)
        else:
            said = b" ".join(answer.facts[_CODE : _TEXT + 1])
            self.events.append(CommandFailed("Identify", Failure.REJECTED, clean(said)[:40]))


class _PoslinkFactory:
    """See ``CodecFactory``. 9600 is what a third-party driver sets; over TCP it does not matter."""

    id = "poslink"
    capabilities = frozenset({Capability.IDENTITY})
    serial = SerialSettings(9600)

    def open(self, profile: Profile) -> Codec:
        """See ``CodecFactory``."""
        return _Poslink(FrameReader(wire.cut), profile.serial.baud or self.serial.baud)

    def redactors(self) -> tuple[Redactor, Redactor]:
        """See ``CodecFactory``."""
        return FrameRedactor(wire.cut, wire.kept_of_bench), FrameRedactor(wire.cut, wire.kept_of_terminal)


CODEC: Final = _PoslinkFactory()
