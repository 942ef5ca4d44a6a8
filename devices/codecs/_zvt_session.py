"""The bench's commands over ZVT as scripts: generators that yield link steps and leave events, like a dialogue.

Whoever speaks first registers: a terminal does nothing for one that is not. The config byte leaves its own menu and its
payments as they are, and asks for intermediate statuses and for printed lines; the end of the visit logs off again.
"""

from collections.abc import Generator
from typing import Final, TypeAlias

from devices.capability import Capability
from devices.codecs._zvt_link import Exchange, LinkFailure, Pause, Result, Step
from devices.codecs._zvt_meaning import (
    NOT_POSSIBLE,
    TIMED_OUT,
    identified,
    key_event,
    own_test_facts,
    printed,
    result_code,
    state_facts,
    status_of,
    words,
)
from devices.codecs._zvt_wire import (
    ABORT,
    ABORTED,
    ASK_KEY,
    GOOD,
    HOST_LINE,
    LOG_OFF,
    PRINT_BLOCK,
    PRINT_LINE,
    PRINT_SETUP,
    REGISTER,
    SELF_TEST,
    SHOW_IMAGE,
    SHOW_TEXT,
    STATUS,
    STATUS_INFORMATION,
    Apdu,
    Code,
    apdu,
    llvar,
    tlv,
)
from devices.commands import (
    Abort,
    Command,
    EndVisit,
    Identify,
    ListenKeys,
    ReadFacts,
    RestoreScreen,
    ShowImage,
    ShowText,
    StopListening,
)
from devices.errors import CommandRefused
from devices.events import (
    CommandDone,
    CommandFailed,
    Event,
    FactsRead,
    FactSubject,
    Failure,
    KeyGap,
    KeyPressed,
    KeysLost,
)
from devices.profile import Profile

Script: TypeAlias = Generator[Step, Result, None]
_Asked: TypeAlias = Generator[Step, Result, Apdu | LinkFailure]
_Tried: TypeAlias = Generator[Step, Result, LinkFailure | Apdu | None]

CONFIG: Final = 0x8C
"""ECR prints receipts of administration, wants intermediate statuses, and takes printed lines. Neither payment (10) nor
administration (20) is taken over: the terminal's own keys go on as they were."""
_PRINT_BLOCKS: Final = tlv(b"\x26", tlv(b"\x0a", bytes(PRINT_BLOCK)))
"""List of commands the terminal may use towards the bench: text blocks. It says too that TLV is understood."""
LISTEN_S: Final = 30
_PROMPT: Final = b"KEY"
_MARGIN_S: Final = 5.0
_RETRY_S: Final = 1.0
_DRAIN_S: Final = 0.3
_LINES: Final = 8
_PNG: Final = 3
_MOST_PRINTED: Final = 500
_WHOLE: Final = 60_000
_TESTS: Final = {FactSubject.SELF_TEST: SELF_TEST, FactSubject.HOST_LINE: HOST_LINE, FactSubject.PRINTOUT: PRINT_SETUP}
DEFAULT_PASSWORD: Final = "000000"


def wrong_password(profile: Profile) -> str:
    """Why the profile's option ``password`` cannot be used; empty where it can."""
    text = str(profile.options.get("password", DEFAULT_PASSWORD))
    good = len(text) == 6 and text.isascii() and text.isdigit()
    return "" if good else "the profile's option password: six digits"


def password_of(profile: Profile) -> bytes:
    """Three bytes BCD of the profile's option ``password``. Raises ``CommandRefused`` for anything but six digits."""
    if wrong_password(profile):
        raise CommandRefused(wrong_password(profile))
    return bytes.fromhex(str(profile.options.get("password", DEFAULT_PASSWORD)))


def _number(profile: Profile, name: str, otherwise: int) -> int:
    """An option that is a number; ``otherwise`` where it is missing or something else."""
    value = profile.options.get(name)
    return value if isinstance(value, int) else otherwise


class Session:
    """What outlives a command: whether the terminal is registered and listened to, and what it printed."""

    def __init__(self, profile: Profile, blind_s: float) -> None:
        self._blind_s = blind_s
        self.events: list[Event] = []
        self.now = 0.0
        self.listening = False
        self.registered = False
        self.lines: list[str] = []
        self.told_code: int | None = None
        self._profile = profile
        self._announce = False
        self._deaf_since: float | None = None
        self._asking_key = False
        self._images = 0

    # -- what comes in between

    def heard(self, message: Apdu) -> None:
        """A message that ends no dialogue: lines to print, a result, a key that came late."""
        if message.code in (PRINT_LINE, PRINT_BLOCK):
            self.lines += printed(message, message.code == PRINT_BLOCK)
            del self.lines[_MOST_PRINTED:]
        elif message.code == STATUS_INFORMATION:
            self.told_code = result_code(message)
        elif message.code == GOOD and len(message.data) == 1 and self.listening:
            self._key(message)

    def taken(self, at: float) -> None:
        """The terminal took a request; for that of a key: it hears keys again."""
        if not self._asking_key:
            return
        self._asking_key = False
        if self._announce:
            self._announce = False
            self.events.append(CommandDone(ListenKeys.__name__))
        if self._deaf_since is not None:
            self.events.append(KeyGap(max(at - self._deaf_since, self._blind_s)))
            self._deaf_since = None

    # -- dialogues

    def script(self, command: Command) -> Script:
        """The dialogue of one command."""
        match command:
            case Identify():
                return self._identify()
            case ListenKeys():
                return self._start_listening()
            case ReadFacts(subject=FactSubject.STATE):
                return self._read_state()
            case ReadFacts(subject=subject):
                return self._read_test(subject)
            case ShowText():
                return self._show_text(command)
            case ShowImage():
                return self._show_image(command)
            case RestoreScreen():
                return self._clear_screen()
            case EndVisit():
                return self._log_off()
            case _:
                return self._stop_listening(type(command).__name__)

    def cancel(self) -> Script:
        """End a wait for a key, so that the next command finds the terminal idle."""
        yield Exchange(apdu(ABORT))
        yield Pause(_DRAIN_S)

    def abort(self, waiting: bool) -> Script:
        """The same for ``Abort``, told to whoever asked; nothing is said where nothing waits."""
        self.listening, self._deaf_since = False, None
        if waiting:
            yield from self.cancel()
        self.events.append(CommandDone(Abort.__name__))

    def listen(self) -> Script:
        """06 E1 after 06 E1 until ``listening`` ends. Silence is told once and tried again for ever."""
        told = False
        while self.listening:
            failed = yield from self._ensure_registered()
            self._asking_key = failed is None
            result = failed or (yield Exchange(self._ask_key(), answer_s=LISTEN_S + _MARGIN_S))
            self._asking_key = False
            if isinstance(result, LinkFailure) and result.failure is Failure.GARBLED:
                self.events.append(KeysLost("damaged answers"))  # a key, perhaps: ask again at once
            elif isinstance(result, LinkFailure):
                if not told:
                    self._fail(ListenKeys.__name__, result)
                told, self._deaf_since, self.registered = True, None, False
                yield Pause(_RETRY_S)
            elif isinstance(result, Apdu) and self._key(result):
                told = False
            else:
                self.listening = False
                assert result is not None
                self._fail(ListenKeys.__name__, result)

    def _ask_key(self) -> bytes:
        return apdu(ASK_KEY, bytes([0xF0, LISTEN_S, 0xF1]) + llvar(_PROMPT))

    def _key(self, message: Apdu) -> bool:
        """Report what an answer to 06 E1 says; False where the terminal refuses to listen at all."""
        if message.code[0] == 0x84:
            return message.code[1] == TIMED_OUT
        if message.code != GOOD:
            return False
        event = key_event(message.data[0]) if len(message.data) == 1 else None
        if event is not None:
            self.events.append(event)
            if isinstance(event, KeyPressed) and self._deaf_since is None:
                self._deaf_since = self.now
        return True

    def _ensure_registered(self) -> _Tried:
        if self.registered:
            return None
        data = password_of(self._profile) + bytes([CONFIG]) + self._currency()
        data += bytes([0x06]) + tlv(b"", _PRINT_BLOCKS)
        result = yield Exchange(apdu(REGISTER, data), sequence=True)
        assert result is not None
        if isinstance(result, LinkFailure) or not _went_well(result):
            return result
        self.registered = True
        return None

    def _currency(self) -> bytes:
        text = str(self._profile.options.get("currency", "0978"))
        return bytes.fromhex(text) if len(text) == 4 and text.isdigit() else b""

    def _ask(self, code: Code, data: bytes = b"", sequence: bool = False, answer_s: float = 5.0) -> _Asked:
        failed = yield from self._ensure_registered()
        if failed is not None:
            return failed
        self.lines, self.told_code = [], None
        result = yield Exchange(apdu(code, data), sequence, answer_s)
        assert result is not None
        if isinstance(result, LinkFailure):
            self.registered = False
        return result

    def _identify(self) -> Script:
        self.registered = False
        result = yield from self._ask(STATUS, self._status_data(), sequence=True)
        if isinstance(result, LinkFailure) or not _went_well(result):
            self._fail(Identify.__name__, result)
        else:
            self.events.append(identified(status_of(result.data)))

    def _status_data(self) -> bytes:
        wanted = self._profile.options.get("status_service")
        service = bytes([0x03, int(wanted) & 0xFF]) if isinstance(wanted, int) else b""
        return password_of(self._profile) + service

    def _start_listening(self) -> Script:
        self.listening = self._announce = True
        yield from ()

    def _stop_listening(self, name: str) -> Script:
        self.listening, self._announce, self._deaf_since = False, False, None
        self.events.append(CommandDone(name))
        yield from ()

    def _read_state(self) -> Script:
        result = yield from self._ask(STATUS, self._status_data(), sequence=True)
        if isinstance(result, LinkFailure) or not _went_well(result):
            self._fail(ReadFacts.__name__, result)
        else:
            self.events.append(state_facts(status_of(result.data)))

    def _read_test(self, subject: FactSubject) -> Script:
        result = yield from self._ask(_TESTS[subject], sequence=True)
        if isinstance(result, LinkFailure):
            return self._fail(ReadFacts.__name__, result)
        code = _code_of(result)
        if code == NOT_POSSIBLE:
            return self._fail(ReadFacts.__name__, result)
        if subject is FactSubject.PRINTOUT and code == 0:
            items = tuple(("line", line) for line in self.lines)
            return self.events.append(FactsRead(subject, "", items))
        if subject is FactSubject.PRINTOUT:
            return self._fail(ReadFacts.__name__, result)
        self.events.append(own_test_facts(subject, code or self.told_code or 0))

    def _show_text(self, command: ShowText) -> Script:
        display = self._profile.display
        columns = (display.text_columns if display else 0) or 16
        rows = min((display.text_rows if display else 0) or 4, _LINES)
        data = b"\xf0\x00"  # until something else
        for number, line in enumerate(command.lines[:rows]):
            data += bytes([0xF1 + number]) + llvar(_plain(line)[:columns])
        result = yield from self._ask(SHOW_TEXT, data)
        self._end(ShowText.__name__, result)

    def _show_image(self, command: ShowImage) -> Script:
        for message in pieces(command, self._profile, self._images):
            result = yield from self._ask(SHOW_IMAGE, message, answer_s=30.0)
            if isinstance(result, LinkFailure) or result.code != GOOD:
                return self._end(ShowImage.__name__, result)
        self._images += 1
        self.events.append(CommandDone(ShowImage.__name__, "00"))

    def _clear_screen(self) -> Script:
        """A shown text may be ended early with 06 B0; a terminal that shows none says that there is nothing to end."""
        result = yield from self._ask(ABORT)
        if isinstance(result, LinkFailure):
            self._fail(RestoreScreen.__name__, result)
        else:
            self.events.append(CommandDone(RestoreScreen.__name__))

    def _log_off(self) -> Script:
        if self.registered:
            self.registered = False
            result = yield Exchange(apdu(LOG_OFF))
            if isinstance(result, LinkFailure):
                return self._fail(EndVisit.__name__, result)
        self.events.append(CommandDone(EndVisit.__name__))

    def _end(self, name: str, result: Apdu | LinkFailure) -> None:
        if isinstance(result, Apdu) and result.code == GOOD:
            self.events.append(CommandDone(name, "00"))
        else:
            self._fail(name, result)

    def _fail(self, command: str, result: Apdu | LinkFailure) -> None:
        if isinstance(result, LinkFailure):
            self.events.append(CommandFailed(command, result.failure, result.detail))
            return
        code = _code_of(result)
        failure = Failure.UNSUPPORTED if code == NOT_POSSIBLE else Failure.REJECTED
        self.events.append(CommandFailed(command, failure, words(code)))


def _code_of(message: Apdu) -> int:
    """What the message that ended a dialogue says of how it went: 00 where all was well."""
    if message.code[0] == 0x84:
        return message.code[1]
    if message.code == ABORTED:
        return message.data[0] if message.data else TIMED_OUT
    return 0


def _went_well(message: Apdu) -> bool:
    return _code_of(message) == 0


def _plain(line: str) -> bytes:
    """Seven-bit ASCII: which other characters a terminal shows is not told by anything."""
    return "".join(char if " " <= char <= "~" else "?" for char in line).encode("ascii")


def pieces(command: ShowImage, profile: Profile, number: int) -> list[bytes]:
    """The data of as many 06 F0 as a picture needs. Raises ``CommandRefused``.

    No source the bench could read says which number means what in ``73``, nor from which number pieces count: both are
    options of a profile (``image_encoding``, ``image_first_piece``), and a model without the first shows no pictures.
    """
    encoding = profile.options.get("image_encoding")
    if not profile.can(Capability.SHOW_IMAGE) or not isinstance(encoding, int):
        raise CommandRefused("this model shows no images")
    png = command.raster.png()
    size = min(max(_number(profile, "image_piece", _WHOLE), 64), _WHOLE)
    kind = bytes([0x72, _PNG, 0x73, encoding & 0xFF])
    if len(png) <= size:
        return [kind + _contained(png)]
    parts = [png[at : at + size] for at in range(0, len(png), size)]
    if len(parts) > 255:
        raise CommandRefused("ShowImage: the picture has too many pieces")
    first = _number(profile, "image_first_piece", 0)
    head = b"\x70" + (number + 1).to_bytes(4, "big") + b"\x71" + len(png).to_bytes(4, "big")
    count = bytes([0x74, len(parts), 0x75])
    return [head + kind + count + bytes([(first + at) & 0xFF]) + _contained(part) for at, part in enumerate(parts)]


def _contained(part: bytes) -> bytes:
    return bytes([0x06]) + tlv(b"", tlv(b"\x1c", part))


def refuse(command: Command, profile: Profile) -> None:
    """Raise ``CommandRefused`` for what this protocol or model cannot do."""
    match command:
        case Abort() | EndVisit() | StopListening():
            return
        case _ if wrong_password(profile):
            raise CommandRefused(wrong_password(profile))
        case Identify() | ListenKeys() | ShowText() | RestoreScreen():
            return
        case ReadFacts(subject=subject) if subject is FactSubject.STATE or subject in _TESTS:
            return
        case ShowImage():
            display = profile.display
            if display is None or command.raster.width > display.width or command.raster.height > display.height:
                raise CommandRefused("ShowImage: the picture is larger than the screen")
            pieces(command, profile, 0)
        case _:
            raise CommandRefused(f"{type(command).__name__}: a terminal cannot be asked that over this protocol")
