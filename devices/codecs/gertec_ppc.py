"""Gertec's own PIN pad protocol as a codec: who the pad is, and text on its screen. Keys it does not tell; ABECS does.

The first command after a port is opened is lost, so something that costs nothing is said first, and what comes in the next
moment is dropped. Answers may be late: they are known by their code, and one that nobody waits for any more is ignored.
"""

from typing import Final

from devices.capability import Capability
from devices.codec import Codec, Redactor, SerialSettings
from devices.codecs import _gertec_wire as wire
from devices.codecs._frames import FrameReader, FrameRedactor
from devices.codecs._gertec_wire import Message
from devices.codecs._talk import Ask, Conversation, Pause, Script
from devices.codecs._text import clean
from devices.commands import Abort, Command, EndVisit, Identify, RestoreScreen, ShowText, StopListening
from devices.errors import CommandRefused
from devices.events import CommandFailed, Failure, Identified, UnknownFrame
from devices.profile import Profile

WARM_UP_S: Final = 0.8
ANSWER_S: Final = 3.0
_ACK: Final = wire.control(wire.ACK)
_NAMES: Final = ("serial", "model", "application")
_OURS: Final = (wire.ALIVE, wire.WHO, wire.SHOW)


def _identified(message: Message) -> Identified | None:
    """Serial, model and firmware, in this order."""
    told = [(name, clean(value)) for name, value in zip(_NAMES, wire.fields(message), strict=False)]
    facts = tuple((name, value) for name, value in told if value)
    return Identified(facts) if facts else None


class _GertecPpc(Conversation[Message]):
    """State of one link to a pad."""

    def __init__(self, baud: int) -> None:
        super().__init__(FrameReader(wire.cut), baud)
        self._warm = False

    def refuse(self, command: Command) -> None:
        """See ``Conversation``."""
        if not isinstance(command, Identify | ShowText | RestoreScreen | StopListening | EndVisit | Abort):
            raise CommandRefused(f"{type(command).__name__}: over this protocol such a pad has a name and text")

    def script(self, command: Command) -> Script[Message]:
        """See ``Conversation``."""
        match command:
            case Identify():
                return self._identify()
            case ShowText(lines=lines):
                return self._show("ShowText", lines)
            case RestoreScreen():
                return self._show("RestoreScreen", ())
            case _:
                return self.done(type(command).__name__)

    def unasked(self, frame: Message) -> None:
        """See ``Conversation``."""
        if self.passive and frame.answers(wire.WHO):
            identity = _identified(frame)
            self.events += [identity] if identity else []
        elif len(frame.code) == 4 and not any(frame.answers(code) for code in _OURS):
            self.events.append(UnknownFrame(len(frame.data), f"unexpected answer {frame.code}"))

    def _warmed_up(self) -> Script[Message]:
        if not self._warm:
            yield Ask(wire.request(wire.ALIVE), lambda message: True, WARM_UP_S, tries=1)
            yield Pause(WARM_UP_S)
            self._warm = True

    def _identify(self) -> Script[Message]:
        yield from self._warmed_up()
        result = yield Ask(wire.request(wire.WHO), lambda message: message.answers(wire.WHO), ANSWER_S)
        identity = _identified(result) if isinstance(result, Message) else None
        if identity is not None:
            self.events.append(identity)
            return
        self._warm = False  # a pad that was off has to be warmed up again
        if isinstance(result, Failure):
            self.end("Identify", result, False)
        else:
            self.events.append(CommandFailed("Identify", Failure.GARBLED, "no name"))

    def _show(self, name: str, lines: tuple[str, ...]) -> Script[Message]:
        yield from self._warmed_up()
        result: Message | Failure = _ACK
        for row in range(1, wire.ROWS + 1):
            line = lines[row - 1] if row <= len(lines) else ""
            taken = yield Ask(wire.text(row, line), lambda m: m == _ACK or m.answers(wire.SHOW), ANSWER_S)
            result = taken if isinstance(taken, Failure) else result
        self.end(name, result, not isinstance(result, Failure))


class _GertecPpcFactory:
    """See ``CodecFactory``. The pad is a USB device; the number does not matter there."""

    id = "gertec_ppc"
    capabilities = frozenset({Capability.IDENTITY, Capability.SHOW_TEXT})
    serial = SerialSettings(19200)

    def open(self, profile: Profile) -> Codec:
        """See ``CodecFactory``."""
        return _GertecPpc(profile.serial.baud or self.serial.baud)

    def redactors(self) -> tuple[Redactor, Redactor]:
        """See ``CodecFactory``."""
        return FrameRedactor(wire.cut, wire.kept_of_bench), FrameRedactor(wire.cut, wire.kept_of_pad)


CODEC: Final = _GertecPpcFactory()
