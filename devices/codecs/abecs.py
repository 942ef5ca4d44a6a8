"""ABECS PIN pads as a codec: queues the bench's commands and runs their dialogues over the link layer.

Refuses what is not a service command. Keys are listened for one CEX at a time; between an answer and the next CEX the
pad is deaf, and the length of that gap is reported. Before its first command a codec only decodes, so that a recorded
log can be read back through it.
"""

from collections.abc import Iterator
from typing import Final

from devices.capability import Capability
from devices.codec import Codec, Output, Redactor, SerialSettings
from devices.codecs import _abecs_requests as requests
from devices.codecs._abecs_link import AbecsLink, AckSeen, AnswerLost, Notice
from devices.codecs._abecs_meaning import (
    ITEM_BATTERY,
    ITEM_SERIAL,
    battery,
    identified,
    screen_text,
    typed_digits,
)
from devices.codecs._abecs_redact import HostRedactor, PadRedactor
from devices.codecs._abecs_session import WAIT_ENDS, Session
from devices.codecs._abecs_wire import OK_STATUS, SCREEN_NOTICE, Answer, Items
from devices.codecs._dialogues import DialogueCodec
from devices.commands import Abort, AskDigits, Command, ShowImage, ShowText
from devices.events import CommandDone, CommandFailed, DigitsNotEntered, Event, Failure, UnknownFrame, WaitEnd
from devices.profile import Profile

_SHOWS: Final = {"DSP": ShowText.__name__, "DEX": ShowText.__name__, "DSI": ShowImage.__name__}


class _AbecsCodec(DialogueCodec):
    """State of one link to a pad."""

    _session: Session
    _link: AbecsLink

    def __init__(self, profile: Profile) -> None:
        super().__init__()
        self._profile = profile
        self._link = AbecsLink(profile.serial.baud or CODEC.serial.baud)
        self._session = Session(profile)
        self._read_back = _ReadBack()

    def send(self, command: Command, now: float) -> Output:
        """See ``Codec``."""
        requests.refuse(command, self._profile)
        self._session.now, self._passive = now, False
        if isinstance(command, Abort):
            self._abort()
        else:
            self._append(command)
        self._advance()
        return self._output()

    def _abort(self) -> None:
        for name in self._dropped():
            if name == AskDigits.__name__:
                self._session.events.append(DigitsNotEntered(WaitEnd.CANCELLED))
            self._session.events.append(CommandFailed(name, Failure.ABORTED))
        self._replace_script(Abort.__name__, self._session.abort())

    def _take_heard(self) -> None:
        notices, self._link.notices = self._link.notices, []
        for notice in notices:
            for event in self._noticed(notice):
                self._session.events.append(event)

    def _noticed(self, notice: Notice) -> Iterator[Event]:
        match notice:
            case UnknownFrame():
                yield notice
            case AckSeen(command="CEX" | None):
                self._session.armed()
            case AckSeen():
                pass
            case AnswerLost(command="CEX", at=at):
                self._session.deaf_from(at)
            case AnswerLost():
                pass
            case Answer(command=command) if command == SCREEN_NOTICE:
                yield screen_text(notice)
            case Answer(command="CEX"):
                self._session.heard(notice)
            case Answer() if self._passive:
                yield from self._read_back.events(notice)
            case Answer():
                yield UnknownFrame(len(notice.command) + len(notice.status), f"unexpected answer {notice.command}")


class _ReadBack:
    """What a recorded answer meant when it came, as far as one direction tells."""

    def __init__(self) -> None:
        self._items: dict[int, bytes] = {}

    def events(self, answer: Answer) -> Iterator[Event]:
        good = answer.status == OK_STATUS
        if answer.command == "GCD":
            reason = WAIT_ENDS.get(answer.status, WaitEnd.REFUSED)
            yield typed_digits(answer, None) if good else DigitsNotEntered(reason)
        elif answer.command == "GIX" and good:
            yield from self._facts(answer.items)
        elif answer.command in _SHOWS:
            name = _SHOWS[answer.command]
            yield CommandDone(name, "000") if good else CommandFailed(name, Failure.REJECTED, answer.status)

    def _facts(self, items: Items) -> Iterator[Event]:
        found = dict(items)
        if set(found) == {ITEM_BATTERY}:
            reading = battery(found[ITEM_BATTERY])
            yield from () if reading is None else (reading,)
            return
        self._items.update(found)
        if ITEM_SERIAL in found:
            facts, self._items = self._items, {}
            yield identified(tuple(facts.items()))


class _AbecsFactory:
    """See ``CodecFactory``."""

    id = "abecs"
    capabilities = frozenset(
        {
            Capability.IDENTITY,
            Capability.LIVE_KEYS,
            Capability.DIGIT_SWEEP,
            Capability.SHOW_TEXT,
            Capability.SHOW_IMAGE,
            Capability.BATTERY_LEVEL,
        }
    )
    serial = SerialSettings(19200)

    def open(self, profile: Profile) -> Codec:
        """See ``CodecFactory``."""
        return _AbecsCodec(profile)

    def redactors(self) -> tuple[Redactor, Redactor]:
        """See ``CodecFactory``."""
        return HostRedactor(), PadRedactor()


CODEC: Final = _AbecsFactory()
