"""SZZT ZT588 / ZT598 encrypting PIN pads as a codec: who they are, and every key, while plain key input is on.

Plain key input is a state of the pad that outlives a crash of the bench. So ``5032``, which ends it, is the first thing a
codec ever says, and is said again on every way out: end of listening, end of the visit, abort. What is pressed while
nobody asked is not looked at. Before its first command a codec only decodes, so that a log can be read back through it.
"""

from collections.abc import Generator
from enum import Enum, auto
from typing import Final, TypeAlias

from devices.capability import Capability
from devices.codec import Codec, Redactor, SerialSettings
from devices.codecs._szzt_meaning import TIMED_OUT, Answer, identified, key_press, state_facts
from devices.codecs._szzt_redact import BenchRedactor, PadRedactor
from devices.codecs._szzt_wire import START_KEYS, STOP_KEYS, WHO, Bare, Framed, FrameReader, Said, request
from devices.codecs._talk import QUIET_S, Ask, Conversation, Pause, Script
from devices.commands import Abort, Command, EndVisit, Identify, ListenKeys, ReadFacts, StopListening
from devices.errors import CommandRefused
from devices.events import CommandDone, CommandFailed, FactSubject, Failure, UnknownFrame
from devices.profile import Profile

ANSWER_S: Final = 1.0
TRIES: Final = 4
NOISE_S: Final = 0.05
"""Silence after which noise is over and a bare byte is a key again; own."""

Result: TypeAlias = Answer | Failure
_Asked: TypeAlias = Generator[Ask[Said] | Pause, Said | Failure, Result]


class _Input(Enum):
    """Whether the pad sends plain keys."""

    UNKNOWN = auto()
    ON = auto()
    OFF = auto()


def _is_answer(said: Said) -> bool:
    return Answer.of(said) is not None


class _Szzt(Conversation[Said]):
    """State of one link to a pad: one exchange at a time, keys between them."""

    keys_pushed = True

    def __init__(self, baud: int) -> None:
        self._bytes = FrameReader()
        super().__init__(self._bytes, baud)
        self._input = _Input.UNKNOWN
        self._stray = False

    def refuse(self, command: Command) -> None:
        """See ``Conversation``."""
        match command:
            case Identify() | ListenKeys() | StopListening() | EndVisit() | Abort():
                return
            case ReadFacts(subject=FactSubject.STATE):
                return
            case _:
                raise CommandRefused(
                    f"{type(command).__name__}: such a pad has keys and a name, and nothing else to ask for"
                )

    def script(self, command: Command) -> Script[Said]:
        """See ``Conversation``."""
        match command:
            case Identify():
                return self._identify()
            case ListenKeys():
                return self._start()
            case ReadFacts():
                return self._read_state()
            case _:
                return self._stop(type(command).__name__)

    def quiet_s(self) -> float:
        """See ``Conversation``: a frame is waited for longer than keys may be taken for noise."""
        return QUIET_S if self._bytes.in_frame else NOISE_S

    # -- what comes by itself

    def unasked(self, frame: Said) -> None:
        """See ``Conversation``."""
        match frame:
            case Bare(code=code):
                self._take_key(code)
            case Framed():
                self._take_frame(frame)

    def _take_key(self, code: int) -> None:
        if self.listening or self.passive:
            self.events.append(key_press(code))
        else:  # somebody switched it on again, or it was never off
            self._input, self._stray = _Input.UNKNOWN, True
            self.events.append(UnknownFrame(1, "a key nobody asked for"))

    def _take_frame(self, frame: Framed) -> None:
        answer = Answer.of(frame)
        if answer is None:
            self.events.append(UnknownFrame(frame.size, "empty frame"))
        elif self.listening and answer.status == TIMED_OUT:
            self.deaf()
            self._input = _Input.UNKNOWN
            self.queue.append(ListenKeys())
        elif not self.passive:
            self.events.append(UnknownFrame(frame.size, "unexpected answer"))
        elif answer.has_information:
            self.events.append(identified(answer))

    def afterwards(self) -> Script[Said] | None:
        """See ``Conversation``: after a key that nobody asked for, once, and again only after another one."""
        return self._leave_off() if self._stray else None

    def _leave_off(self) -> Script[Said]:
        yield from self._stopped()

    # -- dialogues

    def _ask(self, text: str) -> _Asked:
        said = yield Ask(request(text), _is_answer, ANSWER_S, TRIES)
        if isinstance(said, Failure):
            return said
        answer = Answer.of(said)
        assert answer is not None
        return answer

    def _stopped(self) -> _Asked:
        """``5032``; whatever the pad says to it, it does not listen any more. A pad that says nothing may."""
        self._input, self._stray = _Input.UNKNOWN, False
        result = yield from self._ask(STOP_KEYS)
        if isinstance(result, Answer):
            self._input = _Input.OFF
        return result

    def _stop(self, name: str) -> Script[Said]:
        self.stop_listening()
        if self._input is not _Input.OFF:
            result = yield from self._stopped()
            if isinstance(result, Failure):
                self._fail(name, result)
                return
        self.events.append(CommandDone(name))

    def _settled(self) -> _Asked:
        """The pad is known to send no keys, or those that are wanted."""
        if self._input is _Input.UNKNOWN:
            return (yield from self._stopped())
        return Answer(0, b"")

    def _asked_who(self) -> _Asked:
        """Who it is; asked twice where the first answer was that to something else, such as one that came late."""
        result = yield from self._settled()
        if isinstance(result, Answer):
            result = yield from self._ask(WHO)
        if isinstance(result, Answer) and result.good and not result.has_information:
            result = yield from self._ask(WHO)
        return result

    def _identify(self) -> Script[Said]:
        if not self.listening:
            self._input = _Input.UNKNOWN
        result = yield from self._asked_who()
        if isinstance(result, Failure):
            self._fail(Identify.__name__, result)
        elif result.good and not result.has_information:
            self.events.append(CommandFailed(Identify.__name__, Failure.GARBLED, "no user information"))
        else:
            self.events.append(identified(result))

    def _start(self) -> Script[Said]:
        again = self.listening
        result = yield from self._settled()
        if isinstance(result, Answer):
            self._input, self.listening = _Input.UNKNOWN, True
            result = yield from self._ask(START_KEYS)
        if isinstance(result, Answer) and result.good:
            self._input, self._stray = _Input.ON, False  # a key from before is no reason to end what is wanted now
            self.events += [] if again else [CommandDone(ListenKeys.__name__)]
            self.hears()
            return
        self.listening = False
        self._fail(ListenKeys.__name__, result)
        if isinstance(result, Answer):
            yield from self._stopped()

    def _read_state(self) -> Script[Said]:
        result = yield from self._asked_who()
        if isinstance(result, Failure):
            self._fail(ReadFacts.__name__, result)
        else:
            self.events.append(state_facts(result))

    def _fail(self, command: str, result: Result) -> None:
        if isinstance(result, Failure):
            self.events.append(CommandFailed(command, result))
        else:
            self.events.append(CommandFailed(command, Failure.REJECTED, result.state))


class _SzztFactory:
    """See ``CodecFactory``."""

    id = "szzt"
    capabilities = frozenset({Capability.IDENTITY, Capability.LIVE_KEYS, Capability.LIVE_DIGITS})
    serial = SerialSettings(9600)

    def open(self, profile: Profile) -> Codec:
        """See ``CodecFactory``."""
        return _Szzt(profile.serial.baud or self.serial.baud)

    def redactors(self) -> tuple[Redactor, Redactor]:
        """See ``CodecFactory``."""
        return BenchRedactor(), PadRedactor()


CODEC: Final = _SzztFactory()
