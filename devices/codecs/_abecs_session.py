"""The bench's commands over ABECS as scripts: generators that yield link steps and leave events, like a dialogue.

The digits a person is asked for live in the script of their command and die with it.
"""

from collections.abc import Generator
from typing import Final, TypeAlias

from devices.codecs import _abecs_requests as requests
from devices.codecs._abecs_link import Cancel, Exchange, LinkFailure, Pause, Result, Step
from devices.codecs._abecs_meaning import ITEM_BATTERY, ITEM_TYPED, NEEDED, battery, identified, key_event, typed_digits
from devices.codecs._abecs_wire import OK_STATUS, UNKNOWN_COMMAND, Answer
from devices.commands import (
    Abort,
    AskDigits,
    Command,
    EndVisit,
    Identify,
    ListenKeys,
    LogIn,
    ReadBattery,
    ReadFacts,
    ReadSensors,
    RestoreScreen,
    SetBacklight,
    ShowImage,
    ShowText,
    StartReading,
    StopListening,
    StopReading,
)
from devices.errors import CommandRefused
from devices.events import (
    CommandDone,
    CommandFailed,
    DigitsNotEntered,
    Event,
    Failure,
    KeyGap,
    KeyPressed,
    WaitEnd,
)
from devices.profile import Profile

Script: TypeAlias = Generator[Step, Result, None]
_Asked: TypeAlias = Generator[Step, Result, Answer | LinkFailure]
_Tried: TypeAlias = Generator[Step, Result, Answer | LinkFailure | None]

WAIT_ENDS: Final = {"012": WaitEnd.TIMEOUT, "013": WaitEnd.CANCELLED}
_RETRY_S: Final = 1.0
_RELOAD: Final = ("100", "101", "102")
"""Image missing, of a wrong format, or damaged on the way: worth one more upload."""


class Session:
    """What outlives a command: whether the pad is open and listened to, and the pictures it holds."""

    def __init__(self, profile: Profile) -> None:
        self.events: list[Event] = []
        self.now = 0.0
        self.listening = False
        self._profile = profile
        self._open = False
        self._announce = False
        self._deaf_since: float | None = None
        self._images: dict[str, bytes] = {}

    def script(self, command: Command) -> Script:
        """The dialogue of one command."""
        match command:
            case Identify():
                return self._identify()
            case ListenKeys():
                return self._start_listening()
            case StopListening():
                return self._stop_listening()
            case AskDigits():
                return self._ask_digits(command)
            case ShowText():
                return self._show_text(command)
            case ShowImage():
                return self._show_image(command)
            case ReadBattery():
                return self._read_battery()
            case RestoreScreen():
                return self._clear_screen()
            case (
                StartReading()
                | StopReading()
                | Abort()
                | LogIn()
                | ReadSensors()
                | ReadFacts()
                | SetBacklight()
                | EndVisit()
            ):
                raise CommandRefused(f"{type(command).__name__} is no dialogue")

    def cancel(self) -> Script:
        """Stop the pad from waiting, so that the next command finds it idle."""
        self._open &= (yield Cancel()) is None

    def abort(self) -> Script:
        """The same for ``Abort``, told to whoever asked."""
        self.listening, self._deaf_since = False, None
        result = yield Cancel()
        if result is None:
            self.events.append(CommandDone(Abort.__name__))
        else:
            self._open = False
            self._fail(Abort.__name__, result)

    def listen(self) -> Script:
        """CEX after CEX until ``listening`` ends. Silence is told once and tried again for ever."""
        told = False
        while self.listening:
            result = yield from self._ask(requests.listen())
            if isinstance(result, LinkFailure):
                if not told:
                    self._fail(ListenKeys.__name__, result)
                told, self._deaf_since = True, None
                yield Pause(_RETRY_S)
            elif self.heard(result):
                told = False
            else:
                self.listening = False
                self._fail(ListenKeys.__name__, result)

    def heard(self, answer: Answer) -> bool:
        """Report what a CEX answer says; False where the pad refuses to listen at all."""
        event = key_event(answer)
        if event is not None:
            self.events.append(event)
            if isinstance(event, KeyPressed):
                self.deaf_from(self.now)
            return True
        return answer.command != UNKNOWN_COMMAND and answer.status in (OK_STATUS, "012")

    def deaf_from(self, at: float) -> None:
        """The pad may have stopped listening at ``at``, if not earlier."""
        if self._deaf_since is None:
            self._deaf_since = at

    def armed(self) -> None:
        """The pad took a CEX: it hears keys again."""
        if self._announce:
            self._announce = False
            self.events.append(CommandDone(ListenKeys.__name__))
        if self._deaf_since is not None:
            self.events.append(KeyGap(self.now - self._deaf_since))
            self._deaf_since = None

    def _fail(self, command: str, result: Answer | LinkFailure) -> None:
        if isinstance(result, LinkFailure):
            failure, detail = result.failure, result.detail
        elif result.command == UNKNOWN_COMMAND:
            failure, detail = Failure.UNSUPPORTED, "ERR" + result.status
        else:
            failure, detail = Failure.REJECTED, result.status
        self.events.append(CommandFailed(command, failure, detail))

    def _end(self, name: str, result: Answer | LinkFailure) -> None:
        if isinstance(result, Answer) and result.status == OK_STATUS:
            self.events.append(CommandDone(name, result.status))
        else:
            self._fail(name, result)

    def _ask(self, exchange: Exchange) -> _Asked:
        """One answer in an open session. A failed request is sent once more, unless a person may have acted on it."""
        for last in (False, True):
            failed = yield from self._ensure_open()
            if failed is not None:
                return failed
            result = yield exchange
            if isinstance(result, Answer):
                return result
            assert result is not None
            self._open = False
            if last or (result.taken and exchange.command == "GCD"):
                return result
        raise AssertionError("unreachable")

    def _ensure_open(self) -> _Tried:
        if self._open:
            return None
        result = yield Cancel()
        if result is None:
            result = yield requests.open_session()
        if not isinstance(result, Answer) or result.status != OK_STATUS:
            return result
        self._open = True
        return None

    def _identify(self) -> Script:
        self._open = False
        self._images.clear()
        items: dict[int, bytes] = {}
        lost: LinkFailure | None = None
        for exchange in requests.identity(self._profile):
            result = yield from self._ask(exchange)
            if isinstance(result, Answer) and result.command == "GIX":
                items.update(result.items)
            elif isinstance(result, LinkFailure) and result.failure is Failure.GARBLED:
                lost = result  # a damaged portion may be missing; a silent or foreign device ends it
            else:
                return self._fail(Identify.__name__, result)
        if items and (lost is None or items.keys() >= NEEDED):
            self.events.append(identified(tuple(items.items())))
        else:
            self._fail(Identify.__name__, lost or result)

    def _start_listening(self) -> Script:
        self.listening = self._announce = True
        yield from ()

    def _stop_listening(self) -> Script:
        self.listening, self._announce, self._deaf_since = False, False, None
        self.events.append(CommandDone(StopListening.__name__))
        yield from ()

    def _ask_digits(self, command: AskDigits) -> Script:
        result = yield from self._ask(requests.digits(len(command.expected), command.timeout_s))
        if isinstance(result, Answer) and result.command == "GCD":
            if result.status == OK_STATUS and result.value(ITEM_TYPED) is not None:
                return self.events.append(typed_digits(result, command.expected))
            if result.status in WAIT_ENDS:
                return self.events.append(DigitsNotEntered(WAIT_ENDS[result.status]))
        self.events.append(DigitsNotEntered(WaitEnd.REFUSED))
        self._fail(AskDigits.__name__, result)

    def _show_text(self, command: ShowText) -> Script:
        result = yield from self._ask(requests.text(command.lines, self._profile))
        self._end(ShowText.__name__, result)

    def _clear_screen(self) -> Script:
        """No pad tells what it showed before, so a screen without a word of ours is the nearest to it."""
        result = yield from self._ask(requests.text((), self._profile))
        self._end(RestoreScreen.__name__, result)

    def _show_image(self, command: ShowImage) -> Script:
        image = requests.Image.of(command)
        for last in (False, True):
            result = yield from self._show_once(image)
            if last or not (isinstance(result, Answer) and result.status in _RELOAD):
                return self._end(ShowImage.__name__, result)
            self._images.pop(image.name, None)

    def _show_once(self, image: requests.Image) -> _Asked:
        if self._images.get(image.name) != image.info:
            self._images.pop(image.name, None)
            for exchange in requests.upload(image):
                result = yield from self._ask(exchange)
                if isinstance(result, LinkFailure) or result.status != OK_STATUS:
                    return result
            self._images[image.name] = image.info
        return (yield from self._ask(requests.show_image(image)))

    def _read_battery(self) -> Script:
        result = yield from self._ask(requests.battery_level())
        reading = battery(result.value(ITEM_BATTERY) or b"") if isinstance(result, Answer) else None
        if reading is None:
            self._fail(ReadBattery.__name__, result)
        else:
            self.events.append(reading)
